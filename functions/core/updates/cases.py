"""What people say to us, as far as the updates of their orders and those of us go together."""

from datetime import timedelta

from functions.core.updates.decisions import Action, Decision
from functions.core.updates.happenings import About, Happening, Intent, SendResult
from functions.core.updates.lattice import ROUNDS, all_delivered
from functions.core.updates.policy import Channel
from functions.core.updates.records import Fact, OrderRecord, PersonRecord, Sent
from functions.core.updates.telling import resend
from functions.core.updates.turn import Turn
from functions.core.values import Evidence

DEAD = frozenset({SendResult.BOUNCED, SendResult.BLOCKED, SendResult.FAILED})


def hear(turn: Turn, event: Happening) -> None:
    """A person's own message."""
    person = turn.world.people.get(event.person or "")
    if person is not None and event.channel is Channel.WHATSAPP:
        last = person.last_whatsapp_inbound_at or event.occurred_at
        person.last_whatsapp_inbound_at = max(last, event.occurred_at)
    if event.intent is Intent.STOP:
        if person is not None and event.channel is not None:
            person.opted_out.add(event.channel)
        return
    order = turn.world.orders.get(event.order or "")
    if order is None:
        queue = "complaints" if event.intent is Intent.COMPLAINT else "orders"
        turn.work_item(event.order, str(event.intent), queue=queue)
    elif event.intent is Intent.COMPLAINT:
        _complain(turn, order)
    elif event.intent in {Intent.WISMO, Intent.NOT_RECEIVED}:
        _where_is_it(turn, order, person)


def resolve(order: OrderRecord) -> None:
    order.complaint_open = order.where_is_it_open = order.not_received_open = False


def close_answered(turn: Turn, order: OrderRecord) -> None:
    """The delivery is the answer to who asked where it is."""
    if not (order.where_is_it_open and all_delivered(order)):
        return
    order.where_is_it_open = False
    turn.decisions.append(
        Decision(
            at=turn.now,
            action=Action.CASE_CLOSED,
            reason="delivered",
            order=order.id,
            because=(Evidence(kind="delivered", detail="every parcel of the order"),),
        )
    )


def report(turn: Turn, event: Happening) -> None:
    """What became of a message: a dead channel is marked, and the message goes by the next."""
    about = event.about
    person = turn.world.people.get(about.person) if about else None
    if about is None or person is None:
        return
    if event.result is SendResult.COMPLAINED:
        person.opted_out.add(Channel.EMAIL)
    if event.result not in DEAD or not event.permanent:
        return
    person.dead.add(about.channel)
    failed = _sent_before(person, about)
    if failed is not None and not failed.failed:
        failed.failed = True
        resend(turn, person, failed.facts)
    elif failed is None:
        resend(turn, person, _told_long_ago(person, event, about))


def _complain(turn: Turn, order: OrderRecord) -> None:
    if not order.complaint_open:
        order.complaint_open = True
        turn.work_item(order.id, "complaint", queue="complaints")


def _where_is_it(turn: Turn, order: OrderRecord, person: PersonRecord | None) -> None:
    if all_delivered(order):
        if not order.not_received_open:
            order.not_received_open = True
            turn.work_item(order.id, "not_received", priority="high")
        return
    notice = person.notices.get(order.id) if person else None
    recent = timedelta(hours=turn.policy.tie_hours)
    if person and notice and not notice.answered and turn.now - notice.at <= recent:
        notice.answered = True
        turn.decisions.append(_tied(turn, order, person))
    elif not order.where_is_it_open:
        order.where_is_it_open = True
        turn.work_item(order.id, "wismo")


def _tied(turn: Turn, order: OrderRecord, person: PersonRecord) -> Decision:
    told_at = person.notices[order.id].at.isoformat()
    return Decision(
        at=turn.now,
        action=Action.AUTO_REPLY,
        reason="tied_to_notice",
        order=order.id,
        person=person.id,
        because=(Evidence(kind="notice", detail=f"told that it is late at {told_at}"),),
    )


def _sent_before(person: PersonRecord, about: About) -> Sent | None:
    """The last message by that channel with that item in it."""

    def _is_it(fact: Fact) -> bool:
        told = (fact.order, fact.parcel, fact.milestone)
        return told == (about.order, about.parcel, about.milestone)

    for sent in reversed(person.sent):
        if sent.channel is about.channel and any(map(_is_it, sent.facts)):
            return sent
    return None


def _told_long_ago(person: PersonRecord, event: Happening, about: About) -> list[Fact]:
    """What was told before our records begin is known only by its name."""
    fact = Fact(
        order=about.order,
        parcel=about.parcel,
        milestone=about.milestone,
        again="1" if about.milestone in ROUNDS else "",
        occurred_at=event.occurred_at,
    )
    told_since = any(fact.key == told.key for sent in person.sent for told in sent.facts)
    return [fact] if fact.key in person.told and not told_since else []
