"""The clocks of a case as they are kept: what runs, what stands still, what has ended and how."""

from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import NamedTuple

from pydantic import AwareDatetime, model_serializer, model_validator

from functions.core.brief import Instant, Kept, after, span, unkept, without_end
from functions.core.clocks.sla_policies import ClockKind
from functions.core.routing import Priority
from functions.core.values import Value

STRETCHES_KEPT = 6
ENDED_KEPT = 8
ASKED_KEPT = 6


class Stage(IntEnum):
    """What the leads were told of a clock; each stage once."""

    NOTHING = 0
    WARNING = 1
    BREACH = 2
    SECOND_BREACH = 3


class Stretch(NamedTuple):
    """From when to when a clock ran before it was stopped for a while."""

    start: AwareDatetime
    end: AwareDatetime


class RunningClock(Value):
    """One promise. `used` is the open time that passed before `since`; without `since` it stands
    still, and `due` is there only if it was overdue by then.
    """

    kind: ClockKind
    priority: Priority
    """For which the target was looked up."""
    started_at: AwareDatetime
    since: AwareDatetime | None = None
    used: timedelta = timedelta()
    stretches: tuple[Stretch, ...] = ()
    """The last of those that make up `used`, for the explanation."""
    due: AwareDatetime | None = None
    warn_at: AwareDatetime | None = None
    again_at: AwareDatetime | None = None
    """When it is late for the second time."""
    told: Stage = Stage.NOTHING

    @model_serializer(when_used="json")
    def _briefly(self) -> list[Kept]:
        """Every case has two of these: as a list, its times in seconds after `started_at`."""
        moments = (self.since, self.due, self.warn_at, self.again_at)
        ran = [moment for stretch in self.stretches for moment in stretch]
        return without_end(
            [
                self.kind,
                self.priority,
                self.started_at.timestamp(),
                *(span(self.started_at, moment) for moment in moments),
                int(self.told) or None,
                self.used.total_seconds() or None,
                *(span(self.started_at, moment) for moment in ran),
            ]
        )

    @model_validator(mode="before")
    @classmethod
    def _in_full(cls, kept: object) -> object:
        if not isinstance(kept, list):
            return kept
        names = ("since", "due", "warn_at", "again_at", "told", "used")
        full = unkept(kept, names, spans=4)
        ran = [after(full["started_at"], moment) for moment in kept[9:]]
        stretches = list(zip(ran[::2], ran[1::2], strict=True))
        return full | {"stretches": stretches}

    @property
    def next_timer(self) -> datetime | None:
        """When somebody must be told; None where it stands still or everything was told."""
        if self.since is None:
            return None
        timers = {Stage.NOTHING: self.warn_at or self.due, Stage.WARNING: self.due}
        return timers.get(self.told, self.again_at if self.told is Stage.BREACH else None)

    def stage(self, now: datetime) -> Stage:
        """What is to be told by now."""
        reached = Stage.NOTHING
        moments = (self.warn_at, self.due, self.again_at)
        for stage, moment in zip(list(Stage)[1:], moments, strict=True):
            if self.since is not None and moment is not None and moment <= now:
                reached = stage
        return reached


class Ending(StrEnum):
    ANSWERED = "answered"
    RESOLVED = "resolved"
    REPLACED = "replaced"
    """The case became more pressing, so a sooner clock took its place."""


class EndedClock(Value):
    """The history of a case's promises."""

    kind: ClockKind
    priority: Priority
    started_at: AwareDatetime
    due: AwareDatetime | None = None
    """None where it ended while it stood still."""
    ended_at: AwareDatetime
    ending: Ending

    @model_serializer(when_used="json")
    def _briefly(self) -> list[Kept]:
        moments = (span(self.started_at, moment) for moment in (self.due, self.ended_at))
        return [self.kind, self.priority, self.started_at.timestamp(), *moments, self.ending]

    @model_validator(mode="before")
    @classmethod
    def _in_full(cls, kept: object) -> object:
        if not isinstance(kept, list):
            return kept
        return unkept(kept, ("due", "ended_at", "ending"), spans=2)

    @property
    def kept(self) -> bool:
        return self.due is None or self.ended_at <= self.due


class Clocks(Value):
    """All that a case is timed by."""

    edition: str = ""
    """The edition of the SLA policies that it is frozen to."""
    response: RunningClock | None = None
    resolution: RunningClock | None = None
    age_at: Instant | None = None
    """When it becomes more pressing by waiting alone."""
    asked: tuple[Instant, ...] = ()
    """When questions came in that are not answered yet; the first ones."""
    answered_at: Instant | None = None
    """Our last answer."""
    waiting_since: Instant | None = None
    """For the customer."""
    ended: tuple[EndedClock, ...] = ()

    @property
    def next_timer(self) -> datetime | None:
        timers = [clock.next_timer for clock in (self.response, self.resolution) if clock]
        return min((timer for timer in (*timers, self.age_at) if timer), default=None)

    @property
    def due(self) -> datetime | None:
        """The first promise to come due: what lists are sorted by."""
        dues = (clock.due for clock in (self.response, self.resolution) if clock)
        return min((due for due in dues if due), default=None)

    @property
    def is_untouched(self) -> bool:
        """Nothing ran yet and nobody answered: only machines have written."""
        return not (self.response or self.resolution or self.ended or self.answered_at)


def merged(one: Clocks, other: Clocks) -> Clocks:
    """Of two cases that become one: the sooner promises go on, every ended one is kept."""
    answers = [at for at in (one.answered_at, other.answered_at) if at]
    ages = [at for at in (one.age_at, other.age_at) if at]
    both_wait = one.waiting_since and other.waiting_since
    return Clocks(
        edition=one.edition or other.edition,
        response=_sooner(one.response, other.response),
        resolution=_sooner(one.resolution, other.resolution),
        age_at=min(ages, default=None),
        asked=tuple(sorted({*one.asked, *other.asked}))[:ASKED_KEPT],
        answered_at=max(answers, default=None),
        waiting_since=one.waiting_since if both_wait else None,
        ended=tuple(sorted((*one.ended, *other.ended), key=lambda clock: clock.ended_at))[
            -ENDED_KEPT:
        ],
    )


def _sooner(one: RunningClock | None, other: RunningClock | None) -> RunningClock | None:
    """The one that is due first; what runs goes before what stands still."""
    if one is None or other is None:
        return one or other
    if one.since is None or other.since is None:
        return other if one.since is None else one
    if one.due is None or other.due is None:
        return one if one.due else other
    return one if one.due <= other.due else other


def with_clocks(row: dict[str, object]) -> dict[str, object]:
    """A case's row as it was kept before: a time each for the warning and the two promises."""
    kept = {name: row[name] for name in row if name not in _FORMERLY}
    if not _FORMERLY & row.keys() or row.get("state") == "resolved":
        return kept
    told = Stage.BREACH if row.get("breached") else Stage(bool(row.get("warned")))
    promises = ((ClockKind.FIRST_RESPONSE, "respond_by"), (ClockKind.RESOLUTION, "resolve_by"))
    running = [
        RunningClock.model_validate(
            {
                "kind": kind,
                "priority": row["priority"],
                "started_at": row["opened_at"],
                "since": row["opened_at"],
                "due": row[name],
                "warn_at": row.get("warn_at") if name == "respond_by" else None,
                "told": told if name == "respond_by" else Stage.NOTHING,
            }
        )
        if row.get(name)
        else None
        for kind, name in promises
    ]
    return kept | {"clocks": Clocks(response=running[0], resolution=running[1])}


_FORMERLY = {"warn_at", "respond_by", "resolve_by", "warned", "breached"}
