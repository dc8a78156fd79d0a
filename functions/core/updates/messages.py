"""A decision to send as the notification that is kept, rendered and handed to a provider."""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from functions.core.contacts import Handle
from functions.core.notification_facts import facts_for
from functions.core.notifications import (
    Notification,
    NotificationItem,
    NotificationKind,
    NotificationState,
    Recipient,
)
from functions.core.orders import Milestone, Order
from functions.core.updates.audience import facts_of, language_for, roles_told
from functions.core.updates.channels import choose
from functions.core.updates.decisions import Action, Decision
from functions.core.updates.policy import Channel
from functions.core.updates.records import Fact, PersonRecord
from functions.core.updates.turn import Turn
from functions.core.values import Evidence


def notifications_of(
    turn: Turn, decisions: Sequence[Decision], orders: Mapping[str, Order]
) -> Iterator[Notification]:
    """What goes out, and what was waiting for somebody and is not told, with the reason; the same
    reason for the same news only once, as it is one row.
    """
    withheld: set[str] = set()
    for decision in decisions:
        person = turn.world.people.get(decision.person or "")
        if person is None or not decision.items or decision.items[0].order not in orders:
            continue
        if decision.action is Action.SENT:
            yield _message(turn, decision, person, orders)
        elif decision.action is Action.SUPPRESSED:
            note = _withheld(turn, decision, person, orders)
            if note.id not in withheld:
                withheld.add(note.id)
                yield note


def reply_to(
    turn: Turn,
    person: PersonRecord,
    order: Order,
    asked_by: Channel | None,
    asker: Handle,
    answers: str,
) -> Notification | None:
    """The answer to "where is my order": our notice that it is late, said once more.

    By the channel it was asked on, to who asked; else by the person's own.
    """
    record, notice = turn.world.orders[order.order_id], person.notices.get(order.order_id)
    can = asked_by in turn.policy.carriers and asker.scheme in {"email", "phone"}
    fact = notice.fact if notice else None
    channel = asked_by if can else choose(turn, record, person, Milestone.DELAYED)
    if fact is None or channel is None:
        return None
    whatsapp = channel is Channel.WHATSAPP
    digest = sha256(json.dumps([order.shop, person.id, "reply", answers]).encode())
    return Notification(
        id=digest.hexdigest()[:24],
        shop=order.shop,
        kind=NotificationKind.AUTO_REPLY,
        items=(_item(turn, fact, person, order),),
        organisation_id=order.organisation_id,
        recipient=Recipient(
            handle=asker if can else address_of(person, channel),
            name=person.name,
            roles=roles_told(turn, person, [record]),
        ),
        person_id=person.id,
        channel=channel,
        provider=turn.policy.carriers[channel],
        language=language_for(turn, person, [record]),
        human=record.complaint_open,
        last_heard_at=turn.now if whatsapp else None,
        answers=answers,
        due_at=turn.now,
        because=(Evidence(kind="tied_to_notice", detail=fact.key),),
    )


def address_of(person: PersonRecord, channel: Channel) -> Handle:
    by_mail = channel is Channel.EMAIL
    value = person.email if by_mail else person.phone
    return Handle(scheme="email" if by_mail else "phone", value=value or "")


def _message(
    turn: Turn, decision: Decision, person: PersonRecord, orders: Mapping[str, Order]
) -> Notification:
    channel = decision.channel or Channel.EMAIL
    resend = decision.reason == "resent"
    lead = orders[decision.items[0].order]
    return Notification(
        id=_id(lead.shop, person.id, channel, decision.items, resend=resend),
        shop=lead.shop,
        kind=NotificationKind.NEWS,
        items=tuple(_item(turn, fact, person, orders[fact.order]) for fact in decision.items),
        organisation_id=lead.organisation_id,
        recipient=Recipient(
            handle=address_of(person, channel), name=person.name, roles=decision.roles
        ),
        person_id=person.id,
        country=turn.country_of(person, turn.world.orders[lead.order_id]),
        channel=channel,
        provider=turn.policy.carriers[channel],
        language=decision.language or turn.policy.languages.default,
        human=decision.human,
        template=bool(decision.template),
        last_heard_at=person.last_whatsapp_inbound_at if channel is Channel.WHATSAPP else None,
        resend=resend,
        urgent=decision.reason == "urgent",
        due_at=turn.now,
        because=decision.because,
    )


def _withheld(
    turn: Turn, decision: Decision, person: PersonRecord, orders: Mapping[str, Order]
) -> Notification:
    """Kept like a message, so that everybody can read why nothing came."""
    order = orders[decision.items[0].order]
    record = turn.world.orders[order.order_id]
    channel = Channel.EMAIL if person.email else Channel.WHATSAPP
    return Notification(
        id=_id(order.shop, person.id, decision.reason, decision.items, resend=False),
        shop=order.shop,
        items=tuple(_item(turn, fact, person, order) for fact in decision.items),
        organisation_id=order.organisation_id,
        recipient=Recipient(
            handle=address_of(person, channel),
            name=person.name,
            roles=roles_told(turn, person, [record]),
        ),
        person_id=person.id,
        channel=channel,
        provider=turn.policy.carriers.get(channel, ""),
        language=language_for(turn, person, [record]),
        state=NotificationState.SUPPRESSED,
        reason=decision.reason,
        due_at=turn.now,
        because=decision.because,
    )


def _item(turn: Turn, fact: Fact, person: PersonRecord, order: Order) -> NotificationItem:
    country = turn.destination(turn.world.orders[fact.order])
    zone = turn.policy.quiet_hours.of(country).timezone
    facts = facts_for(order, fact, facts_of(turn, person, fact), turn.now, zone)
    return NotificationItem(fact=fact, order_number=order.number, facts=facts)


def _id(shop: str, person: str, by: str, items: Sequence[Fact], *, resend: bool) -> str:
    """The same news to the same person by the same way has the same id, whoever decides it."""
    keys = sorted(fact.key for fact in items)
    parts = json.dumps([shop, person, by, keys, resend])
    return sha256(parts.encode()).hexdigest()[:24]
