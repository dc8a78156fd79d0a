"""What a team is told of a case's clock: a warning before it is due, a breach after; each once."""

from datetime import datetime

from functions.core.cases import Case, WorkItem, WorkItemKind
from functions.core.values import Value


class Reminder(Value):
    """The work item to send, and the case as it is once that is done."""

    work_item: WorkItem
    case: Case


def remind(case: Case, now: datetime) -> Reminder | None:
    """None when nothing is due. A breach found without a warning before it needs no warning."""
    timer = case.next_timer
    if timer is None or timer > now or case.respond_by is None:
        return None
    breached = case.respond_by <= now
    kind = WorkItemKind.SLA_BREACH if breached else WorkItemKind.SLA_WARNING
    return Reminder(
        work_item=_work_item(case, kind, case.respond_by),
        case=case.model_copy(update={"warned": True, "breached": breached}),
    )


def _work_item(case: Case, kind: WorkItemKind, respond_by: datetime) -> WorkItem:
    words = "was due" if kind is WorkItemKind.SLA_BREACH else "is due soon"
    return WorkItem(
        # A reopened case has another clock, and so other reminders.
        id=f"{case.id}:{kind}:{respond_by:%Y%m%dT%H%M}",
        kind=kind,
        case_id=case.id,
        shop=case.shop,
        queue=case.queue,
        priority=case.priority,
        due=respond_by,
        reason=f"first response {words}: policy {case.sla_policy}, priority {case.priority}",
        snippet=case.subject or "",
    )
