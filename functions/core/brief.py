"""How values that every contact writes are kept: a row above one kilobyte costs twice."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, TypeAlias

from pydantic import AwareDatetime, PlainSerializer

from functions.core.values import Evidence

Kept: TypeAlias = str | int | float | None
Instant = Annotated[
    AwareDatetime,
    PlainSerializer(lambda at: _number(at.timestamp()), return_type=int | float, when_used="json"),
]
"""A time that is kept as seconds since 1970; read from those as well as from text."""


def span(start: datetime, moment: datetime | None) -> float | None:
    """Seconds from one to the other; in UTC, since a zone's own times leave its summer out."""
    if moment is None:
        return None
    return _number((moment.astimezone(UTC) - start.astimezone(UTC)).total_seconds())


def after(start: datetime, seconds: float | None) -> datetime | None:
    return None if seconds is None else start + timedelta(seconds=seconds)


def without_end(values: Sequence[Kept]) -> list[Kept]:
    """Without the absent ones at the end; whole numbers without a fraction."""
    last = max(n for n, value in enumerate(values) if value is not None)
    return [_number(v) if isinstance(v, float) else v for v in values[: last + 1]]


def unkept(kept: list[Any], names: Sequence[str], spans: int) -> dict[str, Any]:
    """A clock's fields: kind, priority and start, then `names`, of which the first are spans."""
    kind, priority, started, *rest = kept
    start = datetime.fromtimestamp(started, UTC)
    fields = dict(zip(names, rest, strict=False))
    moments = {name: after(start, fields.get(name)) for name in names[:spans]}
    full = {"kind": kind, "priority": priority, "started_at": start, **fields, **moments}
    return {name: value for name, value in full.items() if value is not None}


def short(reason: Evidence) -> list[str | float]:
    weight = () if reason.weight is None else (reason.weight,)
    detail = (reason.detail,) if reason.detail or weight else ()
    return [reason.kind, *detail, *weight]


def long(reason: object) -> Evidence:
    fields = zip(Evidence.model_fields, reason, strict=False) if isinstance(reason, list) else None
    return Evidence.model_validate(dict(fields) if fields else reason)


def _number(seconds: float) -> int | float:
    return int(seconds) if seconds == int(seconds) else seconds
