"""A customer's message and the updates of an order: STOP, answers tied to notices, lost parcels.

The contact's own case and work item stay what they are. Here they learn what our notices know, and
the notices learn what is asked; that waits until the team has it (`following`), where the order is
not read already and no notice of ours can be the answer.
"""

from datetime import datetime, timedelta

from functions import policies
from functions.aws import queues, rows, table
from functions.core.cases import Case, CaseState
from functions.core.clocks.timing import resolve
from functions.core.contacts import AnchorKind, Assurance
from functions.core.evidence.known_orders import KnownOrder
from functions.core.language.concepts import Signal
from functions.core.ledger import Asked
from functions.core.notifications import Notification
from functions.core.reception import EVIDENCE_PER_CASE
from functions.core.routing import Priority
from functions.core.standing import OrderState
from functions.core.updates.decisions import Action, Decision
from functions.core.updates.happenings import Happening, Intent, Kind
from functions.core.updates.hearing import asks_only_where, channel_of, intent_of
from functions.core.updates.messages import reply_to
from functions.core.updates.policy import Channel
from functions.core.updates.standing import Address, Proof
from functions.core.values import Evidence
from functions.core.wording import SIGNALS
from functions.handling import shared_numbers, standings
from functions.handling.contact_writes import Matter
from functions.handling.editions import policies_of
from functions.handling.following import happening, keys_of, pointer, remember, take_order
from functions.handling.opting_out import address_alone, closing
from functions.handling.standings import Loaded, Moved
from functions.handling.telling import Heard, notification_write, planned_of

ANSWERED = "answered by our notice that it is late"
SUMMARY = {
    Intent.NOT_RECEIVED: "every parcel was delivered and nothing came: a lost parcel",
    Intent.WISMO: "asks where the order is",
}


def hear(matter: Matter) -> Matter:
    """The matter with what it means for updates; unchanged where it means nothing."""
    contact = matter.contact
    if contact.automatic or matter.recognition.who.assurance is Assurance.UNKNOWN:
        return matter
    channel = channel_of(contact)
    answers_notice = bool(matter.facts.notice and matter.facts.notice.order)
    intent = intent_of(contact, matter.reception.routing.intent, answers_notice=answers_notice)
    order = _order(matter)
    rings = contact.reached_by.scheme == "phone" and channel in {Channel.WHATSAPP, Channel.SMS}
    closes = intent is Intent.STOP
    if not (rings or closes) and (order is None or intent is None):
        return matter
    proof = Proof(at=matter.delivery.received_at, source=contact.id, reason=intent or "message")
    if closes:
        alone = address_alone(contact.shop, contact.reached_by, matter.facts.address)
        asked_at = min(contact.sent_at, proof.at)
        return matter._replace(heard=Heard(writes=closing(alone, channel, asked_at, proof)))
    later = _later(matter, order, intent)
    loaded = _load(matter, None if later else order)
    event = happening(contact, matter.delivery, loaded, None if later else intent)
    moved = standings.step(loaded, [event], matter.delivery.received_at, proof)
    if later is None:
        return _with(matter, loaded, moved, intent)
    if later.raised:
        matter = _raised(matter, later.intent)
    heard = Heard(writes=list(standings.writes(loaded, moved)), asked=later)
    return matter._replace(heard=heard)


def _later(matter: Matter, order: KnownOrder | None, intent: Intent | None) -> Asked | None:
    """The question, where its order can be told of it when the team has it."""
    if order is None or intent is None:
        return None
    is_read = rows.order_key(f"{order.shop}#{order.order_id}") in matter.facts.near
    asks = intent is not Intent.COMPLAINT
    if is_read or (asks and _was_told_late(matter)):
        return None
    bought = next((one for one in matter.bought if one.order_id == order.order_id), order)
    delivered = bought.standing is not None and bought.standing.state is OrderState.DELIVERED
    return Asked(order=order.order_id, intent=intent, raised=asks and delivered)


def _was_told_late(matter: Matter) -> bool:
    """Whether a notice of ours may be the answer."""
    address = rows.decode(Address, matter.facts.address) or Address()
    recent = timedelta(hours=policies.notifications().tie_hours)
    at = address.late_at
    return at is not None and matter.delivery.received_at - at <= recent


def _load(matter: Matter, order: KnownOrder | None) -> Loaded:
    contact = matter.contact
    loaded = address_alone(contact.shop, contact.reached_by, matter.facts.address)
    if order is not None:
        keys, near = keys_of(f"{order.shop}#{order.order_id}"), matter.facts.near
        found = near if keys[0] in near else table.read(keys, consistent=True)
        take_order(loaded, contact, order.order_id, found)
    return loaded


def send_on(heard: Heard) -> None:
    for planned in heard.planned:
        queues.send_to_outbox(planned.notification_id, planned.order_key)


def _order(matter: Matter) -> KnownOrder | None:
    """The one order that the sender is on and that the message is about."""
    handles = {handle.key for handle in (matter.contact.sender, *matter.contact.sender_also)}
    known = {order.order_id: order for order in matter.facts.known.orders}
    own = [order for order in known.values() if handles & {*order.handles}]
    return own[0] if len(own) == 1 else None


def _with(matter: Matter, loaded: Loaded, moved: Moved, intent: Intent | None) -> Matter:
    notes = []
    for decision in moved.decisions:
        if decision.action is Action.AUTO_REPLY:
            notes += [note for note in [_reply(matter, loaded, moved, decision)] if note]
        elif decision.action is Action.WORK_ITEM and decision.order in loaded.orders:
            if decision.priority == Priority.HIGH:
                matter = _raised(matter, intent)
            remember(pointer(matter.reception.case), moved, decision.order or "")
    if notes:
        matter = _answered(matter)
    writes = [*standings.writes(loaded, moved), *map(notification_write, notes)]
    return matter._replace(heard=Heard(planned=planned_of(notes), writes=writes))


def _reply(matter: Matter, loaded: Loaded, moved: Moved, decision: Decision) -> Notification | None:
    """The answer that our notice is: by the channel it was asked on, else by the person's own."""
    contact, order = matter.contact, loaded.orders.get(decision.order or "")
    person = moved.turn.world.people.get(decision.person or "")
    if order is None or person is None:
        return None
    channel = channel_of(contact)
    answers = contact.thread.id or contact.id
    return reply_to(moved.turn, person, order, channel, contact.reached_by, answers)


def _raised(matter: Matter, intent: Intent | None) -> Matter:
    """The contact's own work item says what the order's state makes of it."""
    reception = matter.reception
    told = SUMMARY.get(intent) if intent else None
    if told is None:
        return matter
    priority = min(reception.work_item.priority, Priority.HIGH, key=list(Priority).index)
    work_item = reception.work_item.model_copy(
        update={"priority": priority, "reason": f"{told}; {reception.work_item.reason}"}
    )
    because = (Evidence(kind="delivered", detail=told), *reception.case.because)
    case = reception.case.model_copy(update={"priority": priority, "because": because})
    return matter._replace(
        reception=reception.model_copy(update={"work_item": work_item, "case": case})
    )


def _answered(matter: Matter) -> Matter:
    """The notice is the whole answer: the team gets nothing, the case is done and says why.

    What asks more than that, presses, or joins what the team is at is still for the team to see.
    """
    reception, item = matter.reception, matter.reception.work_item
    told = item.model_copy(update={"reason": f"{ANSWERED}; {item.reason}"})
    if (
        _presses(matter)
        or item.hold
        or reception.routing.unsure
        or not asks_only_where(matter.contact)
    ):
        return matter._replace(reception=reception.model_copy(update={"work_item": told}))
    if _is_with_team(matter):
        told = told.model_copy(update={"priority": Priority.LOW})
        return matter._replace(reception=reception.model_copy(update={"work_item": told}))
    case = resolve(reception.case, policies_of([reception.case]), matter.delivery.received_at)
    because = (Evidence(kind="notice", detail=ANSWERED), *case.because)[:EVIDENCE_PER_CASE]
    done = {
        "case": case.model_copy(update={"because": because}),
        "outcome": reception.outcome.model_copy(update={"reason": ANSWERED}),
    }
    return matter._replace(reception=reception.model_copy(update=done), for_team=False)


def _presses(matter: Matter) -> bool:
    """What only sounds so to the learned model does not: where it is, the notice answers."""
    priority, because = matter.reception.work_item.priority, matter.reception.routing.because
    signals = {reason.detail for reason in because if reason.kind == "signal"}
    if priority is Priority.HIGH and signals == {SIGNALS[Signal.SOUNDS_HIGH]}:
        return False
    return priority in {Priority.URGENT, Priority.HIGH}


def _is_with_team(matter: Matter) -> bool:
    """Whether the case was open before this message, or took in another that was."""
    joined = (case for case in matter.cases if case.id == matter.reception.case.id)
    was_open = any(case.state is CaseState.OPEN for case in joined)
    return was_open or bool(matter.reception.work_item.absorbs)


def resolved(case: Case, moment: datetime) -> list[table.Write]:
    """The rows of the orders that a closed case was about: with their last case closed, their
    notices are no longer held back, and the tone is the usual one again.
    """
    anchors = [anchor for anchor in case.anchors if anchor.kind is AnchorKind.ORDER]
    references = {anchor: rows.order_reference_key(case.shop, anchor) for anchor in anchors}
    found = table.read(references.values(), consistent=True) if references else {}
    known = (shared_numbers.order_of(a, found.get(key)) for a, key in references.items())
    orders = {order.order_id for order in known if order}
    keys = {name: rows.standing_key(f"{case.shop}#{name}") for name in sorted(orders)}
    standings_found = table.read(keys.values(), consistent=True) if keys else {}
    written = []
    for name, key in keys.items():
        loaded = Loaded(shop=case.shop)
        loaded.take_order(None, standings_found.get(key), name)
        written += _closed(loaded, name, pointer(case), moment)
    return written


def _closed(loaded: Loaded, order: str, closed: str, moment: datetime) -> list[table.Write]:
    known = loaded.kept.standings[order].known
    if known is None or closed not in known.asked:
        return []
    left = [other for other in known.asked if other != closed]
    event = Happening(
        id=closed,
        kind=Kind.CASE_RESOLVED,
        received_at=moment,
        occurred_at=moment,
        order=order,
    )
    proof = Proof(at=moment, source=closed, reason="its cases are closed")
    moved = standings.step(loaded, [] if left else [event], moment, proof)
    after = moved.after.standings[order].known
    assert after is not None
    after.asked = left
    return list(standings.writes(loaded, moved))
