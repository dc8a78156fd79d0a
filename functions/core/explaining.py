"""The arithmetic of a case's clocks, line by line, in the schedule's own time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from functions.core.cases import Case, CaseState
from functions.core.clocks.clocks import Clocks, EndedClock, RunningClock, Stage
from functions.core.clocks.schedules import CalendarTerm, Schedule, closed_because
from functions.core.clocks.sla import Step, business_time_between, steps, times
from functions.core.clocks.sla_policies import NO_CLOCK, ClockKind, SlaPolicies, SlaPolicy
from functions.core.routing import Priority

TOLD = {
    Stage.WARNING: "the warning was told",
    Stage.BREACH: "the breach was told",
    Stage.SECOND_BREACH: "the second breach was told",
}


def explain_case(case: Case, policies: SlaPolicies) -> Iterator[str]:
    """What was promised, what was kept, what runs and when somebody is told."""
    clocks, then = case.clocks, policies.of(case.clocks.edition)
    yield f"{case.id}: {case.state}, team {case.queue}, priority {case.priority}"
    policy = then.policies.get(case.sla_policy)
    if policy is None:
        yield f"policy {case.sla_policy}: no clock is started"
        return
    schedule = then.schedules[policy.schedule]
    yield (
        f"policy {case.sla_policy} of version {clocks.edition or then.version}; "
        f"schedule {policy.schedule} in {schedule.zone}"
    )
    if clocks.edition != then.edition:
        yield "that version was not kept: what starts anew is reckoned by today's"
    for ended in clocks.ended:
        yield _history(schedule, ended)
    for clock in (clocks.response, clocks.resolution):
        if clock:
            yield from _running(then, policy, clock)
    yield from _state(schedule, case, clocks)


def explain(policies: SlaPolicies, name: str, priority: Priority, start: datetime) -> Iterator[str]:
    """The arithmetic for a case that would begin now."""
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
    for kind in (ClockKind.FIRST_RESPONSE, ClockKind.RESOLUTION):
        if target := policy.target(kind, priority):
            moments = times(policies, policy, target, start)
            clock = RunningClock(
                kind=kind, priority=priority, started_at=start, since=start, **moments._asdict()
            )
            yield from _counted(policies, policy, clock)
            yield f"  warning at {policy.warn_at:.0%}: {_local(schedule, moments.warn_at)}"


def _history(schedule: Schedule, ended: EndedClock) -> str:
    due = f"due {_local(schedule, ended.due)}" if ended.due else "stood still"
    kept = "in time" if ended.kept else "TOO LATE"
    return (
        f"{_words(ended.kind)} ({ended.priority}): started {_local(schedule, ended.started_at)}, "
        f"{due}, {ended.ending} {_local(schedule, ended.ended_at)}: {kept}"
    )


def _running(policies: SlaPolicies, policy: SlaPolicy, clock: RunningClock) -> Iterator[str]:
    schedule = policies.schedules[policy.schedule]
    yield f"{_words(clock.kind)} ({clock.priority}): started {_local(schedule, clock.started_at)}"
    yield from _counted(policies, policy, clock)
    if clock.since is None:
        return
    stages = ((Stage.WARNING, clock.warn_at), (Stage.BREACH, clock.due))
    for stage, at in (*stages, (Stage.SECOND_BREACH, clock.again_at)):
        if at and stage > clock.told:
            yield f"  {_words(stage.name.lower())} is told {_local(schedule, at)}"
    if clock.told:
        yield f"  {TOLD[clock.told]}"


def _counted(policies: SlaPolicies, policy: SlaPolicy, clock: RunningClock) -> Iterator[str]:
    schedule, target = (
        policies.schedules[policy.schedule],
        policy.target(clock.kind, clock.priority),
    )
    if target is None or isinstance(target, CalendarTerm):
        term = target.calendar if target else "a term that is promised no more"
        yield f"{_words(clock.kind)} within {term} by the calendar, closed days included"
    else:
        yield f"{_words(clock.kind)} within {_hours(target)} of business time"
        yield from _sum(schedule, clock, target)
    if clock.due:
        yield f"{_words(clock.kind)} due {_local(schedule, clock.due)}"


def _sum(schedule: Schedule, clock: RunningClock, target: timedelta) -> Iterator[str]:
    """Every stretch that counts, every closed day between, and what is left after each."""
    spans = [(start, business_time_between(schedule, start, end)) for start, end in clock.stretches]
    earlier = clock.used - sum((amount for _, amount in spans), timedelta())
    left = target - earlier
    if earlier:
        yield f"  earlier stretches count {_hours(earlier)}, {_hours(left)} left"
    for (start, amount), (_, end) in zip(spans, clock.stretches, strict=True):
        if amount:
            yield from _stretch(schedule, start, amount, left)
        left -= amount
        yield f"  {_local(schedule, end)} stands still: waiting for the customer"
    if clock.since is None or left <= timedelta():
        yield f"  {_hours(max(left, timedelta()))} left"
        return
    yield from _stretch(schedule, clock.since, left, left)


def _stretch(
    schedule: Schedule, start: datetime, amount: timedelta, left: timedelta
) -> Iterator[str]:
    day = start.astimezone(schedule.zone_info).date()
    for step in steps(schedule, start, amount):
        while day < step.start.astimezone(schedule.zone_info).date():
            if why := closed_because(schedule, day):
                yield f"  {day:%a %Y-%m-%d} closed: {why}"
            day += timedelta(days=1)
        left -= step.end - step.start
        day += timedelta(days=1)
        counts = _hours(step.end - step.start)
        yield f"  {_span(schedule, step)} counts {counts}, {_hours(left)} left"


def _state(schedule: Schedule, case: Case, clocks: Clocks) -> Iterator[str]:
    if case.state is CaseState.RESOLVED and case.resolved_at:
        yield f"resolved {_local(schedule, case.resolved_at)}: nothing runs"
    elif clocks.waiting_since:
        yield f"waiting for the customer since {_local(schedule, clocks.waiting_since)}"
    if clocks.age_at:
        yield f"priority rises by waiting {_local(schedule, clocks.age_at)}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _local(schedule: Schedule, moment: datetime) -> str:
    return f"{moment.astimezone(schedule.zone_info):%a %Y-%m-%d %H:%M %Z}"


def _span(schedule: Schedule, step: Step) -> str:
    return f"{_local(schedule, step.start)} to {step.end.astimezone(schedule.zone_info):%H:%M}"


def _hours(amount: timedelta) -> str:
    minutes = int(amount.total_seconds() // 60)
    return f"{minutes // 60}:{minutes % 60:02d}"
