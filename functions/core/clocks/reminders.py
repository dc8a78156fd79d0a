"""What the leads are told of a case's clocks, each stage once, and who becomes more pressing."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from functions.core.cases import Case, WorkItem, WorkItemKind
from functions.core.clocks.clocks import RunningClock, Stage
from functions.core.clocks.sla_policies import Desk, Escalation, SlaPolicies
from functions.core.clocks.timing import age
from functions.core.routing import Queue

KINDS = {
    Stage.WARNING: WorkItemKind.SLA_WARNING,
    Stage.BREACH: WorkItemKind.SLA_BREACH,
    Stage.SECOND_BREACH: WorkItemKind.SLA_SECOND_BREACH,
}
WORDS = {
    Stage.WARNING: "is due soon",
    Stage.BREACH: "was due",
    Stage.SECOND_BREACH: "is late for the second time; it was due",
}


class Reminders(NamedTuple):
    """The work items to send, and the case as it is once that is done."""

    work_items: tuple[WorkItem, ...]
    case: Case


def remind(case: Case, policies: SlaPolicies, now: datetime) -> Reminders | None:
    """None when nothing is due. What was passed over (the sweep stood still) is not made up for:
    a breach found without a warning before it needs no warning.
    """
    timer = case.next_timer
    if timer is None or timer > now:
        return None
    items: list[WorkItem] = []
    told = {}
    for name, clock in (("response", case.clocks.response), ("resolution", case.clocks.resolution)):
        if clock and clock.stage(now) > clock.told:
            stage = clock.stage(now)
            items.append(_reminder(case, clock, stage, policies))
            told[name] = clock.model_copy(update={"told": stage})
    case = case.model_copy(update={"clocks": case.clocks.model_copy(update=told)})
    older = age(case, policies, now)
    return Reminders((*items, *_raised(case, older)), older)


def _reminder(case: Case, clock: RunningClock, stage: Stage, policies: SlaPolicies) -> WorkItem:
    assert clock.due is not None
    desk = _desk(case, stage, policies)
    promise = clock.kind.replace("_", " ")
    return WorkItem(
        # A reopened case has another clock, and so other reminders.
        id=f"{case.id}:{KINDS[stage]}:{clock.kind}:{clock.due:%Y%m%dT%H%M%S}",
        kind=KINDS[stage],
        case_id=case.id,
        shop=case.shop,
        queue=desk if isinstance(desk, Queue) else case.queue,
        lead=desk == "lead",
        priority=case.priority,
        due=clock.due,
        reason=(
            f"{promise} {WORDS[stage]}: team {case.queue}, policy {case.sla_policy}, "
            f"priority {clock.priority}"
        ),
        snippet=case.subject or "",
    )


def _desk(case: Case, stage: Stage, policies: SlaPolicies) -> Desk:
    policy = policies.of(case.clocks.edition).policies.get(case.sla_policy)
    path = policy.escalation if policy else Escalation()
    return {
        Stage.WARNING: path.warning,
        Stage.BREACH: path.breach,
        Stage.SECOND_BREACH: path.second_breach,
    }[stage]


def _raised(before: Case, after: Case) -> Iterator[WorkItem]:
    """The team learns that a case goes before others now; a queue cannot be sorted anew."""
    if after.priority is before.priority:
        return
    yield WorkItem(
        id=f"{before.id}:{WorkItemKind.PRIORITY_RAISED}:{before.clocks.age_at:%Y%m%dT%H%M%S}",
        kind=WorkItemKind.PRIORITY_RAISED,
        case_id=before.id,
        shop=before.shop,
        queue=before.queue,
        priority=after.priority,
        due=after.clocks.due,
        reason=f"priority raised from {before.priority} to {after.priority}: it has waited long",
        snippet=before.subject or "",
    )
