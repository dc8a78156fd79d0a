"""What shops have in common: the steps of one order, its people, what its buyer wrote."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from functions.core.contacts import (
    Anchor,
    AnchorKind,
    Channel,
    CompanyFacts,
    Contact,
    Thread,
    Verdicts,
)
from functions.core.deliveries import Delivery
from functions.core.orders import Milestone, OrderPerson, OrderUpdate, Role
from functions.core.untrusted import plausible
from functions.providers._facts import anchors


class Step(NamedTuple):
    """One thing that an order's state tells; `name` makes its id, so that it is told once."""

    name: str
    milestone: Milestone | None
    detail: str | None = None
    happened: datetime | None = None
    partial: bool = False
    refund: str | None = None
    total: str | None = None


def in_steps(
    update: OrderUpdate, steps: Iterable[Step], received_at: datetime
) -> list[OrderUpdate]:
    """The update once for each step; the one without a name carries the plain id."""
    told = []
    for step in steps:
        changes = {
            "id": f"{update.id}:{step.name}" if step.name else update.id,
            "milestone": step.milestone,
            "detail": step.detail or None,
            "occurred_at": plausible(step.happened or update.occurred_at, received_at),
            "partial": step.partial,
            "refund": step.refund,
            "total": step.total or update.total,
        }
        told.append(update.model_copy(update=changes))
    return told


def people_on(
    buyer: OrderPerson,
    billing: OrderPerson | None = None,
    receiving: OrderPerson | None = None,
    *,
    business: bool,
) -> tuple[OrderPerson, ...]:
    """The buyer; of a business also who pays and who receives. A private order has one person:
    whoever else it names is a neighbour or gets a present, and must not be written to.
    """
    roles = ((Role.ACCOUNTS_PAYABLE, billing), (Role.RECEIVING, receiving))
    others = [one.model_copy(update={"role": role}) for role, one in roles if one and business]
    return (buyer, *(one for one in others if _reachable(one) and not _same(one, buyer)))


def note_of(
    delivery: Delivery, update: OrderUpdate, note_id: str, text: str, *, proven: bool
) -> list[Contact]:
    """The remark that the buyer typed at checkout: somebody has to read it."""
    contact = contact_about(
        delivery,
        note_id,
        update.people[0] if update.people else None,
        text,
        sent_at=update.placed_at or update.occurred_at,
        proven=proven,
        order_number=update.order_number,
        references=update.references,
        company=update.company,
    )
    return [contact.model_copy(update={"language": update.language})] if contact else []


def contact_about(
    delivery: Delivery,
    contact_id: str,
    person: OrderPerson | None,
    text: str,
    *,
    sent_at: datetime | None = None,
    subject: str | None = None,
    proven: bool = True,
    order_number: str | None = None,
    references: Iterable[Anchor] = (),
    company: CompanyFacts | None = None,
) -> Contact | None:
    """What a customer wrote in the shop; None where it is withheld who it was."""
    handles = [handle for handle in (person.email, person.phone) if handle] if person else []
    if person is None or not handles or not text.strip():
        return None
    own = f"{delivery.provider}:{contact_id}"
    return Contact(
        id=own,
        provider=delivery.provider,
        channel=Channel.ORDER,
        account=delivery.account,
        shop=delivery.shop,
        sender=handles[0],
        sender_name=person.name,
        sender_also=tuple(handles[1:]) if proven else (),
        subject=subject,
        text=text,
        language=person.language,
        sent_at=plausible(sent_at, delivery.received_at),
        thread=Thread(id=own),
        verdicts=None if proven else Verdicts(),
        anchors=tuple(dict.fromkeys((*anchors([(AnchorKind.ORDER, order_number)]), *references))),
        company=company or CompanyFacts(),
    )


def _reachable(person: OrderPerson) -> bool:
    return bool(person.email or person.phone)


def _same(one: OrderPerson, other: OrderPerson) -> bool:
    if one.email and other.email:
        return one.email == other.email
    return one.name == other.name
