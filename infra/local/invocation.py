"""Invokes a function as Lambda does: with a fresh context, one HTTP request at a time."""

import json
import time
import uuid
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Protocol

from infra.local.template import ACCOUNT, REGION

CONFIG = Path(__file__).parent.parent.parent / ".chalice" / "config.json"

Event = dict[str, object]


class Application(Protocol):
    """What the embedded cloud knows of the Chalice app."""

    app_name: str
    routes: Mapping[str, Mapping[str, object]]
    event_sources: list[object]

    def __call__(self, event: Event, context: object) -> Mapping[str, object]: ...


class Context:
    """Lambda's context object: who is invoked, and how much time is left."""

    def __init__(self, function: str, stage: str) -> None:
        settings = _settings(stage, function)
        self._deadline = time.monotonic() + settings.get("lambda_timeout", 60)
        self.aws_request_id = str(uuid.uuid4())
        self.function_name = f"loket-{stage}-{function}"
        self.function_version = "$LATEST"
        self.invoked_function_arn = (
            f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.function_name}"
        )
        self.memory_limit_in_mb = str(settings.get("lambda_memory_size", 128))
        self.log_group_name = f"/loket/{stage}/{function}"
        self.log_stream_name = f"embedded/[$LATEST]{self.aws_request_id[:8]}"
        self.identity = None
        self.client_context = None

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._deadline - time.monotonic()) * 1000))


class HttpFunction:
    """The function behind API Gateway.

    Chalice keeps the current request on the app. In Lambda a process serves one request at a time,
    so that is safe there; here it is made so.
    """

    _busy = Lock()

    def __init__(self, app: Application, stage: str) -> None:
        self.app = app
        self._stage = stage

    def __call__(self, event: Event) -> Mapping[str, object]:
        with self._busy:
            return self.app(event, Context("api_handler", self._stage))


@cache
def _settings(stage: str, function: str) -> dict[str, int]:
    """Memory and time-out of the function, as .chalice/config.json sets them for the stage."""
    if not CONFIG.exists():
        return {}
    config = json.loads(CONFIG.read_text())
    staged = config.get("stages", {}).get(stage, {})
    own = [level.get("lambda_functions", {}).get(function, {}) for level in (config, staged)]
    merged = {**config, **staged, **own[0], **own[1]}
    return {name: value for name, value in merged.items() if isinstance(value, int)}
