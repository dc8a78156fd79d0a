"""What happens to a case's clocks when somebody asks, we answer, wait, go on or are done."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from functions.core.case_updates import CaseStep, CaseUpdate
from functions.core.cases import Case, CaseState
from functions.core.clocks.clocks import (
    ASKED_KEPT,
    ENDED_KEPT,
    STRETCHES_KEPT,
    Clocks,
    EndedClock,
    Ending,
    RunningClock,
    Stretch,
)
from functions.core.clocks.schedules import CalendarTerm
from functions.core.clocks.sla import business_hours_later, business_time_between, times
from functions.core.clocks.sla_policies import NO_CLOCK, ClockKind, SlaPolicies, SlaPolicy
from functions.core.routing import Priority
from functions.core.values import Evidence

PRIORITIES = tuple(Priority)
"""Most pressing first."""
REASONS_KEPT = 12
BOTH = {"response": True, "resolution": True}


class Terms(NamedTuple):
    """What the case is promised."""

    policies: SlaPolicies
    policy: SlaPolicy


def follow(case: Case, update: CaseUpdate, policies: SlaPolicies, at: datetime) -> Case:
    """What the desk says of the case."""
    match update.step:
        case CaseStep.ANSWERED | CaseStep.WAITING:
            waiting = update.waiting or update.step is CaseStep.WAITING
            return answer(case, policies, at, waiting=waiting)
        case CaseStep.RESUMED:
            return resume(case, policies, at)
        case CaseStep.RESOLVED:
            return resolve(case, policies, at)
        case CaseStep.ROUTED:
            return put_right(case, update, policies, at)


def put_right(case: Case, update: CaseUpdate, policies: SlaPolicies, at: datetime) -> Case:
    """Another team or priority, by an agent. What becomes more pressing is due sooner; a due time
    that was promised never moves back.
    """
    queue, priority = update.queue or case.queue, update.priority or case.priority
    if (queue, priority) == (case.queue, case.priority):
        return case
    detail = f"{case.queue}, {case.priority} → {queue}, {priority} by {update.agent or 'an agent'}"
    because = (Evidence(kind="corrected", detail=detail), *case.because)[:REASONS_KEPT]
    terms, clocks = _terms(case, policies), case.clocks
    if terms and PRIORITIES.index(priority) < PRIORITIES.index(case.priority):
        clocks = _raised(clocks, terms, priority, at)
    return case.model_copy(
        update={"queue": queue, "priority": priority, "because": because, "clocks": clocks}
    )


def ask(case: Case, policies: SlaPolicies, named: str, priority: Priority, at: datetime) -> Case:
    """A person asks something. The clock that runs goes on, where none runs one starts.

    `named` is the policy that applies to this message: a case that has run under one keeps it.
    A more pressing message can only bring a due time forward. A resolved case is opened again.
    """
    case = _adopted(case, policies, named)
    before, reopened = case.priority, case.state is CaseState.RESOLVED
    if reopened:  # whoever closed it, nothing of before runs on
        stopped = _ended(case.clocks, Ending.RESOLVED, case.resolved_at or at, **BOTH)
        case = case.model_copy(update={"clocks": stopped})
    pressing = min(before, priority, key=PRIORITIES.index)
    case = case.model_copy(
        update={"state": CaseState.OPEN, "priority": pressing, "resolved_at": None}
    )
    terms = _terms(case, policies)
    if terms is None:
        return case
    clocks = _resumed(case.clocks, terms, at)
    asked = (*clocks.asked[: ASKED_KEPT - 1], at.astimezone(UTC))
    clocks = clocks.model_copy(update={"asked": asked, "waiting_since": None})
    if clocks.resolution is None:
        resolution = _begun(terms, ClockKind.RESOLUTION, pressing, at)
        clocks = clocks.model_copy(update={"resolution": resolution})
    if clocks.response is None:
        clocks = _responding(clocks, terms, pressing, at, again=reopened)
    if pressing is not before:
        clocks = _raised(clocks, terms, pressing, at)
    return case.model_copy(update={"clocks": clocks})


def answer(case: Case, policies: SlaPolicies, at: datetime, *, waiting: bool = True) -> Case:
    """We answered: whoever of the party asked, the response clock stops.

    What was asked after the answer was given is still to be answered, from then on. Otherwise we
    now wait for the customer, unless the answer said that we go on ourselves.
    """
    clocks = case.clocks
    answered_at = max(clocks.answered_at or at, at)
    clocks = clocks.model_copy(update={"answered_at": answered_at})
    terms = _terms(case, policies)
    if case.state is CaseState.RESOLVED or terms is None:
        return case.model_copy(update={"clocks": clocks})
    if clocks.response and clocks.response.started_at <= at:
        open_questions = tuple(asked for asked in clocks.asked if asked > at)
        clocks = _ended(clocks, Ending.ANSWERED, at, response=True)
        clocks = clocks.model_copy(update={"asked": open_questions, "age_at": None})
        if open_questions:
            if waiting:  # until the first of them came in
                clocks = _resumed(_paused(clocks, terms, at), terms, open_questions[0])
                clocks = clocks.model_copy(update={"waiting_since": None})
            clocks = _responding(clocks, terms, case.priority, open_questions[0], again=True)
    if waiting and clocks.response is None and clocks.waiting_since is None:
        clocks = _paused(clocks, terms, at)
    return case.model_copy(update={"clocks": clocks})


def resume(case: Case, policies: SlaPolicies, at: datetime) -> Case:
    """We no longer wait for the customer, though nothing came in: the resolution runs again."""
    terms = _terms(case, policies)
    if terms is None or case.state is CaseState.RESOLVED:
        return case
    clocks = _resumed(case.clocks, terms, at).model_copy(update={"waiting_since": None})
    return case.model_copy(update={"clocks": clocks})


def resolve(case: Case, policies: SlaPolicies, at: datetime) -> Case:
    """The case is done. What was asked after that opens it again, from then on."""
    if case.state is CaseState.RESOLVED:
        return case
    open_questions = [asked for asked in case.clocks.asked if asked > at]
    clocks = _ended(case.clocks, Ending.RESOLVED, at, **BOTH)
    clocks = clocks.model_copy(update={"asked": (), "age_at": None, "waiting_since": None})
    case = case.model_copy(
        update={"state": CaseState.RESOLVED, "resolved_at": at, "clocks": clocks}
    )
    if open_questions:
        return ask(case, policies, case.sla_policy, case.priority, open_questions[0])
    return case


def age(case: Case, policies: SlaPolicies, now: datetime) -> Case:
    """Who has waited long enough rises one step, and again after as long."""
    clocks, terms = case.clocks, _terms(case, policies)
    due = clocks.age_at
    if due is None or due > now:
        return case
    ageing = terms.policy.ageing if terms else None
    if terms is None or ageing is None or case.priority not in _below(ageing.up_to):
        return case.model_copy(update={"clocks": clocks.model_copy(update={"age_at": None})})
    priority = PRIORITIES[PRIORITIES.index(case.priority) - 1]
    next_at = _age_at(terms, priority, due)
    clocks = clocks.model_copy(update={"age_at": next_at})
    return case.model_copy(update={"priority": priority, "clocks": clocks})


def _adopted(case: Case, policies: SlaPolicies, named: str) -> Case:
    """The case with the policy that it is frozen to from its first clock on."""
    kept = case.sla_policy in policies.of(case.clocks.edition).policies
    if kept and not case.clocks.is_untouched:
        return case
    clocks = case.clocks.model_copy(update={"edition": policies.edition})
    return case.model_copy(update={"sla_policy": named, "clocks": clocks})


def _terms(case: Case, policies: SlaPolicies) -> Terms | None:
    then = policies.of(case.clocks.edition)
    policy = then.policies.get(case.sla_policy) if case.sla_policy != NO_CLOCK else None
    return Terms(then, policy) if policy else None


def _begun(terms: Terms, kind: ClockKind, priority: Priority, at: datetime) -> RunningClock | None:
    """A clock that starts now; None where nothing is promised."""
    target = terms.policy.target(kind, priority)
    if target is None:
        return None
    moments = times(terms.policies, terms.policy, target, at)
    return RunningClock(
        kind=kind,
        priority=priority,
        started_at=at.astimezone(UTC),
        since=at.astimezone(UTC),
        **moments._asdict(),
    )


def _responding(
    clocks: Clocks, terms: Terms, priority: Priority, at: datetime, *, again: bool
) -> Clocks:
    """With a first-response clock, or a next-response clock once there was an answer."""
    later = again or clocks.answered_at is not None
    kind = ClockKind.NEXT_RESPONSE if later else ClockKind.FIRST_RESPONSE
    response = _begun(terms, kind, priority, at)
    age_at = _age_at(terms, priority, at) if response else None
    return clocks.model_copy(update={"response": response, "age_at": age_at})


def _raised(clocks: Clocks, terms: Terms, priority: Priority, at: datetime) -> Clocks:
    """With the clocks of the new priority where these are due sooner than those that run."""
    for name in ("response", "resolution"):
        running: RunningClock | None = getattr(clocks, name)
        if running is None or running.priority is priority or running.due is None:
            continue
        sooner = _begun(terms, running.kind, priority, at)
        if sooner and sooner.due and sooner.due < running.due:
            clocks = _ended(clocks, Ending.REPLACED, at, **{name: True})
            clocks = clocks.model_copy(update={name: sooner})
    return clocks


def _ended(
    clocks: Clocks,
    ending: Ending,
    at: datetime,
    *,
    response: bool = False,
    resolution: bool = False,
) -> Clocks:
    meant = [clocks.response if response else None, clocks.resolution if resolution else None]
    ended = tuple(
        EndedClock(
            kind=clock.kind,
            priority=clock.priority,
            started_at=clock.started_at,
            due=clock.due,
            ended_at=at.astimezone(UTC),
            ending=ending,
        )
        for clock in meant
        if clock
    )
    update: dict[str, object] = {"ended": (*clocks.ended, *ended)[-ENDED_KEPT:]}
    update |= {"response": None} if response else {}
    update |= {"resolution": None} if resolution else {}
    return clocks.model_copy(update=update)


def _paused(clocks: Clocks, terms: Terms, at: datetime) -> Clocks:
    """Waiting for the customer from then on: the resolution stands still."""
    clocks = clocks.model_copy(update={"waiting_since": at.astimezone(UTC)})
    running = clocks.resolution
    if running is None or running.since is None or not _can_pause(terms, running):
        return clocks
    until = max(at.astimezone(UTC), running.since)
    schedule = terms.policies.schedules[terms.policy.schedule]
    update: dict[str, object] = {
        "since": None,
        "used": running.used + business_time_between(schedule, running.since, until),
        "stretches": (*running.stretches, Stretch(running.since, until))[-STRETCHES_KEPT:],
    }
    if running.due and until < running.due:
        update |= {"due": None, "warn_at": None, "again_at": None}
    return clocks.model_copy(update={"resolution": running.model_copy(update=update)})


def _resumed(clocks: Clocks, terms: Terms, at: datetime) -> Clocks:
    """The resolution runs on with what it has left; one that was overdue stays so."""
    standing = clocks.resolution
    if standing is None or standing.since is not None:
        return clocks
    since = max(at.astimezone(UTC), standing.stretches[-1].end if standing.stretches else at)
    target = terms.policy.target(standing.kind, standing.priority)
    update: dict[str, object] = {"since": since}
    if isinstance(target, timedelta):
        moments = times(terms.policies, terms.policy, target, since, standing.used)
        update |= moments._asdict()
    if standing.due is not None:
        update["due"] = standing.due
    return clocks.model_copy(update={"resolution": standing.model_copy(update=update)})


def _can_pause(terms: Terms, running: RunningClock) -> bool:
    target = terms.policy.target(running.kind, running.priority)
    return terms.policy.pauses and target is not None and not isinstance(target, CalendarTerm)


def _age_at(terms: Terms, priority: Priority, at: datetime) -> datetime | None:
    ageing = terms.policy.ageing
    if ageing is None or priority not in _below(ageing.up_to):
        return None
    schedule = terms.policies.schedules[terms.policy.schedule]
    return business_hours_later(schedule, at, ageing.every)


def _below(priority: Priority) -> Sequence[Priority]:
    """The less pressing ones."""
    return PRIORITIES[PRIORITIES.index(priority) + 1 :]
