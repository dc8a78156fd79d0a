"""Business-hours arithmetic: when an answer is due, and how much open time lies between."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from pydantic import AwareDatetime

from functions.core.clocks.schedules import HORIZON, CalendarTerm, Schedule, windows_from
from functions.core.clocks.sla_policies import NO_CLOCK, ClockKind, SlaPolicies, SlaPolicy, Target
from functions.core.routing import Priority
from functions.core.values import Value

__all__ = [
    "Clock",
    "SlaPolicies",
    "Step",
    "Times",
    "business_hours_later",
    "business_time_between",
    "clock",
    "steps",
    "times",
]
NOTHING = timedelta()


class Clock(Value):
    """When the promises of a case that opens now are due."""

    respond_by: AwareDatetime | None = None
    resolve_by: AwareDatetime | None = None
    warn_at: AwareDatetime | None = None
    """For the first of them."""


class Times(NamedTuple):
    """The moments of one promise."""

    due: datetime
    warn_at: datetime
    again_at: datetime
    """When it is late for the second time."""


class Step(NamedTuple):
    """A stretch of open time that was counted."""

    start: datetime
    end: datetime


def clock(policies: SlaPolicies, name: str, priority: Priority, start: datetime) -> Clock:
    """The due times of a case that starts its clocks now; the policy `none` has none. UTC."""
    if name == NO_CLOCK:
        return Clock()
    policy = policies.policy(name)
    respond, resolve = (
        times(policies, policy, target, start) if target else None
        for target in (
            policy.target(ClockKind.FIRST_RESPONSE, priority),
            policy.target(ClockKind.RESOLUTION, priority),
        )
    )
    first = respond or resolve
    return Clock(
        respond_by=respond.due if respond else None,
        resolve_by=resolve.due if resolve else None,
        warn_at=first.warn_at if first else None,
    )


def times(
    policies: SlaPolicies,
    policy: SlaPolicy,
    target: Target,
    since: datetime,
    used: timedelta = NOTHING,
) -> Times:
    """The moments of a clock that has counted `used` of its open time before it runs from `since`.

    Terms by the calendar never stand still: their `since` is their start.
    """
    schedule = policies.schedules[policy.schedule]
    staffed = policies.schedules[policy.staffed or policy.schedule]
    if isinstance(target, CalendarTerm):
        due = target.end(since, schedule)
        start = since.astimezone(UTC)
        wanted = start + (due - start) * policy.warn_at
        return Times(
            due, _staffed(staffed, wanted, since, due), start + (due - start) * policy.again_at
        )
    due = _later_or_now(schedule, since, target - used)
    wanted = _later_or_now(schedule, since, target * policy.warn_at - used)
    again_at = _later_or_now(schedule, since, target * policy.again_at - used)
    return Times(due, _staffed(staffed, wanted, since, due), again_at)


def business_hours_later(schedule: Schedule, start: datetime, amount: timedelta) -> datetime:
    """The moment at which `amount` of open time has passed since `start`.

    Time that fills a window exactly ends when it closes, not when the next one opens.
    """
    return steps(schedule, start, amount)[-1].end


def business_time_between(schedule: Schedule, start: datetime, end: datetime) -> timedelta:
    """How much open time lies between two moments."""
    counted = NOTHING
    for opens, closes in windows_from(schedule, start):
        if opens >= end:
            break
        counted += min(closes, end) - opens
    return counted


def steps(schedule: Schedule, start: datetime, amount: timedelta) -> list[Step]:
    """The stretches of open time that make up `amount`."""
    found = []
    left = amount
    for opens, closes in windows_from(schedule, start):
        end = min(closes, opens + left)
        found.append(Step(opens, end))
        left -= end - opens
        if not left:
            return found
    raise ValueError(f"{amount} of business time is not reached within {HORIZON.days} days")


def _later_or_now(schedule: Schedule, start: datetime, amount: timedelta) -> datetime:
    if amount <= NOTHING:
        return start.astimezone(UTC)
    return business_hours_later(schedule, start, amount)


def _staffed(schedule: Schedule, wanted: datetime, since: datetime, due: datetime) -> datetime:
    """The first moment from `wanted` on at which those who are warned are there.

    Where that would be too late, their last opening before the due time; where they are not there
    in between at all, at once.
    """
    opens, _ = next(windows_from(schedule, wanted), (due, due))
    if opens < due:
        return opens
    last = since.astimezone(UTC)
    for opens, _ in windows_from(schedule, since):
        if opens >= due:
            break
        last = max(last, opens)
    return last
