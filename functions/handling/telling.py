"""From a step of the update rules to what is written and sent: notices, work, closed cases."""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from typing import Any, NamedTuple

from functions.aws import rows, table
from functions.core.cases import Case, CaseState, WorkItem, WorkItemKind
from functions.core.clocks.timing import resolve
from functions.core.deliveries import Delivery
from functions.core.items import Outcome, OutcomeKind
from functions.core.ledger import Asked, Planned
from functions.core.notifications import Notification, NotificationState
from functions.core.orders import Milestone, Order, OrderUpdate
from functions.core.routing import Priority, Queue
from functions.core.sources import ASKED
from functions.core.updates.decisions import Action, Decision
from functions.core.updates.messages import notifications_of
from functions.core.updates.reading import happenings_of, named
from functions.core.updates.records import OrderRecord
from functions.core.updates.standing import Proof
from functions.core.values import Evidence
from functions.handling import standings
from functions.handling.editions import policies_of
from functions.handling.standings import Loaded, Moved

EVIDENCE_KEPT = 12
WAITS = "waits_for_order"
"""The order itself is not known yet."""


class Told(NamedTuple):
    """What one order event comes to, beside the order's own record."""

    order: Order
    before: OrderRecord | None
    after: OrderRecord | None
    outcome: Outcome
    planned: tuple[Planned, ...]
    work: tuple[WorkItem, ...]
    writes: Sequence[table.Write]
    because: tuple[Evidence, ...]


class Heard(NamedTuple):
    """What a customer's message leaves behind with the updates of an order."""

    planned: tuple[Planned, ...] = ()
    writes: Sequence[table.Write] = ()
    asked: Asked | None = None
    """What its order is told of when the team has it."""


def take(
    update: OrderUpdate,
    order: Order,
    standing: Mapping[str, Any] | None,
    delivery: Delivery,
    *,
    consistent: bool,
) -> Told:
    """Let the rules take the event; nothing is written yet."""
    now, name = delivery.received_at, order.order_id
    loaded = Loaded(shop=order.shop, ringing=[name])
    loaded.take_order(order, standing, name)
    standings.load_people(loaded, order, consistent=consistent)
    named(loaded.kept, name, update.parcel)
    before = loaded.kept.standings[name].known
    events = list(happenings_of(update, order, before, now, late=is_found_later(delivery)))
    proof = Proof(at=now, source=update.id, reason="order event")
    moved = standings.step(loaded, events, now, proof)
    own = {(event.parcel, event.milestone) for event in events}
    notes = [
        note
        for note in notifications_of(moved.turn, moved.decisions, loaded.orders)
        if note.state is NotificationState.PLANNED
        or (note.lead.fact.parcel, note.milestone) not in own
    ]
    return Told(
        order=order,
        before=before,
        after=moved.after.standings[name].known,
        outcome=_outcome(moved, name, own),
        planned=planned_of(notes),
        work=tuple(work_items(moved.decisions, loaded)),
        writes=[
            *closed_cases(moved, name, now),
            *standings.writes(loaded, moved),
            *map(notification_write, notes),
        ],
        because=tuple(_reasons(moved.decisions))[:EVIDENCE_KEPT],
    )


def closed_cases(moved: Moved, order: str, at: datetime) -> Iterable[table.Write]:
    """The delivery answers who asked where it is: those cases are closed, if nobody took them up.

    One read more, and only when there is something to close.
    """
    known = moved.after.standings[order].known
    if known is None or all(one.action is not Action.CASE_CLOSED for one in moved.decisions):
        return []
    keys = [rows.case_key(*pointer.rsplit(" ", 1)) for pointer in known.asked]
    known.asked = []
    cases = [rows.decode_case(row) for row in table.read(keys, consistent=True).values()]
    return [rows.case_write(*_closed(case, at)) for case in cases if _is_about_that(case)]


def _is_about_that(case: Case) -> bool:
    """Still open, where it belongs, and about nothing else."""
    gone = case.moved_to or case.merged_into
    return case.state is CaseState.OPEN and not gone and case.intent == Queue.ORDERS


def _closed(case: Case, at: datetime) -> tuple[Case, table.Guard]:
    answer = Evidence(kind="delivered", detail="the delivery is the answer")
    because = (answer, *case.because)[:EVIDENCE_KEPT]
    closed = resolve(case, policies_of([case]), at).model_copy(
        update={"because": because, "version": case.version + 1}
    )
    return closed, table.unchanged(case.version)


def is_found_later(delivery: Delivery) -> bool:
    """Whether we had to ask for it: then it is past, however it came."""
    return delivery.id.endswith(ASKED)


def planned_of(notes: Iterable[Notification]) -> tuple[Planned, ...]:
    return tuple(
        Planned(notification_id=note.id, order_key=f"{note.shop}#{note.order_id}")
        for note in notes
        if note.state is NotificationState.PLANNED
    )


def notification_write(note: Notification) -> table.Write:
    """A planned notification; when due, the sweep finds it should the outbox not have heard."""
    key = rows.notification_key(note.id)
    written = note.model_copy(update={"version": 1})
    if note.state is not NotificationState.PLANNED:
        return table.Write(key, written, version=1)
    due = table.due(note.due_at, key)
    return table.Write(key, written, table.NOT_THERE, version=1, timeline=due)


def work_items(decisions: Sequence[Decision], loaded: Loaded) -> Iterable[WorkItem]:
    for decision in decisions:
        if decision.action is Action.WORK_ITEM:
            name = decision.order or ""
            order = loaded.orders.get(name) or Order(shop=loaded.shop, order_id=name)
            yield _work_item(order, decision)


def _work_item(order: Order, decision: Decision) -> WorkItem:
    reason = decision.reason.replace("_", " ")
    return WorkItem(
        id=f"{order.key}:{decision.mark or decision.reason}",
        kind=WorkItemKind.ORDER,
        case_id=f"order:{order.key}",
        shop=order.shop,
        queue=Queue(decision.queue or Queue.ORDERS),
        priority=Priority(decision.priority or Priority.NORMAL),
        organisation=order.organisation_id,
        reason=f"{reason}: order {order.number or order.order_id}",
    )


def _outcome(moved: Moved, order: str, own: Set[tuple[str | None, Milestone | None]]) -> Outcome:
    """What the ledger says: told or about to be, or why not, or only recorded."""
    waiting = [held.fact for person in moved.after.people.values() for held in person.held]
    going = [f for one in moved.decisions if one.action is Action.SENT for f in one.items]
    if any(
        fact.order == order and (fact.parcel, fact.milestone) in own for fact in waiting + going
    ):
        return Outcome(kind=OutcomeKind.NOTIFIED)
    reasons = [one.reason for one in moved.decisions if one.action is Action.SUPPRESSED]
    if moved.after.standings[order].waiting:
        reasons.append(WAITS)
    if reasons:
        return Outcome(kind=OutcomeKind.SUPPRESSED, reason=", ".join(dict.fromkeys(reasons)))
    return Outcome(kind=OutcomeKind.RECORDED)


def _reasons(decisions: Sequence[Decision]) -> Iterable[Evidence]:
    for decision in decisions:
        for fact in decision.items:
            yield Evidence(kind=decision.action, detail=f"{decision.reason}: {fact.key}")
