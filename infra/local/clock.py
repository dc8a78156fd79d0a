"""One clock for Lambdas and AWS alike, which a test moves instead of sleeping."""

import importlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

# Every moto module that we read times from; each imported these functions by name.
MOTO_CLOCKS = {
    "moto.sqs.models": ("unix_time", "unix_time_millis"),
    "moto.s3.models": ("unix_time", "unix_time_millis", "utcnow"),
    "moto.s3.notifications": ("unix_time", "iso_8601_datetime_with_milliseconds"),
    "moto.events.models": ("unix_time", "unix_time_millis"),
    "moto.dynamodb.models": ("unix_time",),
}


class Clock:
    """Stands still at `start` until it is moved; without a start it follows the real time."""

    def __init__(self, start: datetime | None = None) -> None:
        if start is not None and start.tzinfo is None:
            raise ValueError("the clock wants an aware start time, such as 2025-10-09T08:00Z")
        self._start = start
        self._moved = timedelta()

    @property
    def simulated(self) -> bool:
        return self._start is not None

    def now(self) -> datetime:
        return (self._start or datetime.now(UTC)).astimezone(UTC) + self._moved

    def advance(self, step: timedelta) -> None:
        """Time only moves forward; a real clock stays that much ahead."""
        if step < timedelta():
            raise ValueError(f"time cannot go back by {-step}; use reset()")
        self._moved += step

    def advance_to(self, moment: datetime) -> None:
        """Move to that moment; nothing happens when it has passed already."""
        self.advance(max(moment - self.now(), timedelta()))

    def reset(self) -> None:
        """Back to the start time."""
        self._moved = timedelta()

    @contextmanager
    def drives_everything(self) -> Iterator[None]:
        """Lambdas and moto's services read this clock; the signing of requests does not."""
        from functions.aws import runtime

        with ExitStack() as stack:
            for module, names in MOTO_CLOCKS.items():
                for name in names:
                    target = importlib.import_module(module)
                    stack.enter_context(patch.object(target, name, getattr(self, f"_{name}")))
            runtime.set_clock(self.now)
            stack.callback(runtime.set_clock, None)
            yield

    def _utcnow(self) -> datetime:
        return self.now().replace(tzinfo=None)  # moto keeps naive times

    def _unix_time(self, moment: datetime | None = None) -> float:
        return (moment.replace(tzinfo=UTC) if moment else self.now()).timestamp()

    def _unix_time_millis(self, moment: datetime | None = None) -> float:
        return self._unix_time(moment) * 1000

    def _iso_8601_datetime_with_milliseconds(self, moment: datetime | None = None) -> str:
        shown = moment or self.now()
        return shown.strftime("%Y-%m-%dT%H:%M:%S.") + f"{shown.microsecond // 1000:03}Z"
