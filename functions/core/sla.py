"""Business-hours clocks: when an answer is due, and how that was reckoned."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from pydantic import AwareDatetime

from functions.core.routing import Priority
from functions.core.schedules import (
    HORIZON,
    NO_CLOCK,
    CalendarTerm,
    Schedule,
    SlaPolicies,
    SlaPolicy,
    Target,
    closed_because,
    windows_from,
)
from functions.core.values import Value

__all__ = ["Clock", "SlaPolicies", "business_hours_later", "clock", "explain"]


class Clock(Value):
    """When things are due; `warn_at` is before the first of them, while somebody is there."""

    respond_by: AwareDatetime | None = None
    resolve_by: AwareDatetime | None = None
    warn_at: AwareDatetime | None = None


def clock(policies: SlaPolicies, name: str, priority: Priority, start: datetime) -> Clock:
    """The due times of a case that starts its clock now; the policy `none` has none. UTC."""
    if name == NO_CLOCK:
        return Clock()
    policy = policies.policy(name)
    schedule = policies.schedules[policy.schedule]
    respond, resolve = policy.respond.get(priority), policy.resolve.get(priority)
    first = respond or resolve
    return Clock(
        respond_by=_due(schedule, respond, start),
        resolve_by=_due(schedule, resolve, start),
        warn_at=_warn(schedule, policy, first, start) if first else None,
    )


def business_hours_later(schedule: Schedule, start: datetime, amount: timedelta) -> datetime:
    """The moment at which `amount` of open time has passed since `start`.

    Time that fills a window exactly ends when it closes, not when the next one opens.
    """
    return _walk(schedule, start, amount)[-1].end


class Step(NamedTuple):
    """A stretch of open time that was counted."""

    start: datetime
    end: datetime


def _walk(schedule: Schedule, start: datetime, amount: timedelta) -> list[Step]:
    steps = []
    left = amount
    for opens, closes in windows_from(schedule, start):
        end = min(closes, opens + left)
        steps.append(Step(opens, end))
        left -= end - opens
        if not left:
            return steps
    raise ValueError(f"{amount} of business time is not reached within {HORIZON.days} days")


def _due(schedule: Schedule, target: Target | None, start: datetime) -> datetime | None:
    if target is None:
        return None
    if isinstance(target, CalendarTerm):
        return target.end(start, schedule)
    return business_hours_later(schedule, start, target)


def _warn(schedule: Schedule, policy: SlaPolicy, target: Target, start: datetime) -> datetime:
    """A fraction of the way to the due time, moved to a moment at which somebody is there."""
    due = _due(schedule, target, start)
    assert due is not None
    if isinstance(target, CalendarTerm):
        wanted = start.astimezone(UTC) + (due - start) * policy.warn_at
    else:
        wanted = business_hours_later(schedule, start, target * policy.warn_at)
    opens, _ = next(windows_from(schedule, wanted), (due, due))
    return opens if opens < due else _last_open_before(schedule, start, due)


def _last_open_before(schedule: Schedule, start: datetime, due: datetime) -> datetime:
    """The last opening between start and due; a term wholly outside open hours warns at once."""
    last = start.astimezone(UTC)
    for opens, _ in windows_from(schedule, start):
        if opens >= due:
            break
        last = max(last, opens)
    return last


def explain(policies: SlaPolicies, name: str, priority: Priority, start: datetime) -> Iterator[str]:
    """The arithmetic of `clock`, line by line, in the schedule's own time."""
    if name == NO_CLOCK:
        yield "policy none: no clock is started"
        return
    policy = policies.policy(name)
    schedule = policies.schedules[policy.schedule]
    yield (
        f"policy {name}, priority {priority}; schedule {policy.schedule} in {schedule.zone}, "
        f"version {policies.version}"
    )
    yield f"starts {_local(schedule, start)}"
    for what, targets in (("first response", policy.respond), ("resolution", policy.resolve)):
        if target := targets.get(priority):
            yield from _explain_target(schedule, what, target, start)
    if warn_at := clock(policies, name, priority, start).warn_at:
        yield f"warning at {policy.warn_at:.0%}: {_local(schedule, warn_at)}"


def _explain_target(
    schedule: Schedule, what: str, target: Target, start: datetime
) -> Iterator[str]:
    if isinstance(target, CalendarTerm):
        yield f"{what} within {target.calendar} by the calendar, closed days included"
        yield f"{what} due {_local(schedule, target.end(start, schedule))}"
        return
    yield f"{what} within {_hours(target)} of business time"
    left, day = target, start.astimezone(schedule.zone_info).date()
    for step in _walk(schedule, start, target):
        while day < step.start.astimezone(schedule.zone_info).date():
            if why := closed_because(schedule, day):
                yield f"  {day:%a %Y-%m-%d} closed: {why}"
            day += timedelta(days=1)
        left -= step.end - step.start
        day += timedelta(days=1)
        counts = _hours(step.end - step.start)
        yield f"  {_span(schedule, step)} counts {counts}, {_hours(left)} left"
    yield f"{what} due {_local(schedule, business_hours_later(schedule, start, target))}"


def _local(schedule: Schedule, moment: datetime) -> str:
    return f"{moment.astimezone(schedule.zone_info):%a %Y-%m-%d %H:%M %Z}"


def _span(schedule: Schedule, step: Step) -> str:
    return f"{_local(schedule, step.start)} to {step.end.astimezone(schedule.zone_info):%H:%M}"


def _hours(amount: timedelta) -> str:
    minutes = int(amount.total_seconds() // 60)
    return f"{minutes // 60}:{minutes % 60:02d}"
