"""Where deliveries come from, how often each source usually speaks, and when it is asked itself."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from pydantic import AwareDatetime, Field

from functions.core.values import Value

ASKED = "-asked"
"""Ends the key of a delivery that we asked for ourselves: it is no sign of life of its source, and
what it tells is past."""
ASKED_EVERY = timedelta(minutes=10)
ASKED_AT_ONCE = 5
FIRST_LOOK_BACK = timedelta(hours=1)
OVERLAP = timedelta(minutes=2)
"""A platform lists a change a little later than the time it gives it."""
SECOND = timedelta(seconds=1)
HEARD_ENOUGH = 10
SHORTEST_SILENCE = timedelta(hours=3)
SILENCE_FACTOR = 10
WEIGHT = 0.1
"""Of the newest gap in the usual one."""


class Source(Value):
    """One account of one provider."""

    seen_at: AwareDatetime
    heard: int = 1
    usual_gap: float = 0
    """Seconds between deliveries, the newer ones counting more."""
    since: AwareDatetime
    """Up to here it was asked what has changed."""
    asked_at: AwareDatetime | None = None
    warned: bool = False


class Sources(Value):
    """All of them, by `<provider>/<account>`."""

    by_name: Mapping[str, Source] = Field(default_factory=dict)


def heard(sources: Sources, name: str, at: datetime) -> Sources:
    """A delivery of that source came in."""
    known = sources.by_name.get(name)
    if known is None:
        return replaced(sources, name, Source(seen_at=at, since=at - FIRST_LOOK_BACK))
    gap = (at - known.seen_at).total_seconds()
    usual = known.usual_gap + WEIGHT * (gap - known.usual_gap) if known.usual_gap else gap
    changes = {"seen_at": max(at, known.seen_at), "heard": known.heard + 1, "warned": False}
    if gap > 0:
        changes["usual_gap"] = usual
    return replaced(sources, name, known.model_copy(update=changes))


def is_silent(source: Source, moment: datetime) -> bool:
    """Much longer than it usually is; said once, until it is heard again."""
    if source.warned or source.heard < HEARD_ENOUGH:
        return False
    longest = max(SHORTEST_SILENCE, timedelta(seconds=source.usual_gap * SILENCE_FACTOR))
    return moment - source.seen_at > longest


def to_ask(sources: Sources, names: Iterable[str], moment: datetime) -> list[str]:
    """Which of these are asked now: those who were asked longest ago, a few at a time."""
    due = [
        name
        for name in names
        if (asked := sources.by_name[name].asked_at) is None or moment - asked >= ASKED_EVERY
    ]
    return sorted(due, key=lambda name: str(sources.by_name[name].asked_at or ""))[:ASKED_AT_ONCE]


def asked(source: Source, moment: datetime, newest: datetime | None, *, more: bool) -> Source:
    """After its answer: the next question starts a little before the newest change told.

    Where there is more, only the second that the page ended in is told again, for its rest may be
    on the next page; a whole page of one second is left behind, so that asking comes to an end.
    """
    since = source.since
    if newest is not None:
        since = max(since, newest - (SECOND if more else OVERLAP))
        if more and since == source.since:
            since = max(since, newest + SECOND)
    return source.model_copy(update={"asked_at": moment, "since": since})


def replaced(sources: Sources, name: str, source: Source) -> Sources:
    return Sources(by_name={**sources.by_name, name: source})
