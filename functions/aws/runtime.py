"""Where a Lambda runs: its stage, its resources' names, its clock, its log and its metrics."""

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from aws_lambda_powertools import Logger, Metrics

logger = Logger(service="loket", level=os.environ.get("LOKET_LOG_LEVEL", "INFO"))
metrics = Metrics(namespace="Loket", service="loket")

Parameters = ParamSpec("Parameters")
Handled = TypeVar("Handled")

_clock: Callable[[], datetime] | None = None


def now() -> datetime:
    """The time in UTC; the only place where a Lambda reads a clock."""
    return _clock() if _clock else datetime.now(UTC)


def set_clock(clock: Callable[[], datetime] | None) -> None:
    """Let the embedded cloud simulate time; None gives the real clock back."""
    global _clock
    _clock = clock


def stage() -> str:
    return os.environ.get("LOKET_STAGE", "dev")


def resource_name(thing: str = "") -> str:
    """`loket-<stage>` or `loket-<stage>-<thing>`, as infra/resources.yaml names it."""
    return f"loket-{stage()}-{thing}" if thing else f"loket-{stage()}"


def inbox_bucket() -> str:
    return os.environ.get("LOKET_INBOX") or resource_name("inbox")


def default_shop() -> str:
    """The shop of what arrives without an account: events on the bus."""
    return os.environ.get("LOKET_SHOP", "shop")


def public_url() -> str:
    """Where customers reach the HTTP doors, without a slash at its end; empty: nowhere is told."""
    configured = os.environ.get("LOKET_PUBLIC_URL", "").rstrip("/")
    return configured if configured.startswith("https://") else ""


def assist_model() -> str:
    """The inference profile that gives second opinions; empty: none is ever asked."""
    return os.environ.get("LOKET_ASSIST", "")


def observed(handler: Callable[Parameters, Handled]) -> Callable[Parameters, Handled]:
    """Put under a trigger: metrics leave with each invocation, and a failure is one clear log line.

    The exception goes on: raising is the retry.
    """

    @wraps(handler)
    def wrapper(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Handled:
        try:
            return handler(*args, **kwargs)
        except Exception as error:
            # The message of a foreign exception may quote a payload or an address: log its type.
            logger.error("handler failed", handler=handler.__name__, error=type(error).__name__)
            metrics.add_metric(name="HandlerFailed", unit="Count", value=1)
            raise
        finally:
            _flush_metrics()

    return wrapper


def _flush_metrics() -> None:
    if metrics.metric_set:
        sys.stdout.write(json.dumps(metrics.serialize_metric_set()) + "\n")
    metrics.clear_metrics()
