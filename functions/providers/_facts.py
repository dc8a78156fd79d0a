"""What shops, carriers and payment providers tell, put in our words the same way by all of them."""

from collections.abc import Iterable
from datetime import date, datetime

from functions.core.anchors import normalised
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
from functions.core.handles import email_handle, phone_handle
from functions.core.orders import Milestone, OrderLine, OrderPerson, OrderUpdate, Tracking
from functions.core.untrusted import plausible
from functions.providers._payload import (
    country_code,
    language_code,
)


def order_update(
    delivery: Delivery,
    update_id: str,
    *,
    order_id: str | None = None,
    number: str | None = None,
    milestone: Milestone | None = None,
    detail: str | None = None,
    happened: datetime | None = None,
    channel: Channel = Channel.ORDER,
    placed_at: datetime | None = None,
    people: Iterable[OrderPerson] = (),
    company: CompanyFacts | None = None,
    lines: Iterable[OrderLine] = (),
    references: Iterable[Anchor] = (),
    language: str | None = None,
    country: str | None = None,
    total: str | None = None,
    partial: bool = False,
    refund: str | None = None,
) -> OrderUpdate:
    """About an order as a whole, or its money."""
    return OrderUpdate(
        id=f"{delivery.provider}:{update_id}",
        provider=delivery.provider,
        channel=channel,
        account=delivery.account,
        shop=delivery.shop,
        order_id=order_id,
        order_number=normalised(number or "") or None,
        references=tuple(references),
        milestone=milestone,
        detail=detail or None,
        occurred_at=plausible(happened, delivery.received_at),
        placed_at=plausible(placed_at, delivery.received_at) if placed_at else None,
        people=tuple(one for one in people if one.name or one.email or one.phone),
        company=None if company == CompanyFacts() else company,
        lines=tuple(lines),
        language=language or None,
        country=country_code(country),
        total=total,
        partial=partial,
        refund=refund,
    )


def parcel_update(
    delivery: Delivery,
    update_id: str,
    *,
    parcel: str | None,
    order_id: str | None = None,
    numbers: Iterable[str | None] = (),
    milestone: Milestone | None = None,
    detail: str | None = None,
    happened: datetime | None = None,
    expected: datetime | date | None = None,
    tracking: Tracking | None = None,
    people: Iterable[OrderPerson] = (),
    lines: Iterable[OrderLine] = (),
) -> OrderUpdate:
    """About one parcel, of an order known by its id or by one of these numbers."""
    codes = [(AnchorKind.ORDER, number) for number in numbers]
    if order_id is None and tracking:
        codes.append((AnchorKind.TRACKING, tracking.code))
    return OrderUpdate(
        id=f"{delivery.provider}:{update_id}",
        provider=delivery.provider,
        channel=Channel.PARCEL,
        account=delivery.account,
        shop=delivery.shop,
        order_id=order_id,
        references=anchors(codes),
        milestone=milestone,
        detail=detail or None,
        parcel=parcel,
        occurred_at=plausible(happened, delivery.received_at),
        expected_on=expected.date() if isinstance(expected, datetime) else expected,
        tracking=tracking,
        people=tuple(one for one in people if one.email or one.phone),
        lines=tuple(lines),
    )


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


def person(
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    *,
    country: str | None = None,
    language: str | None = None,
) -> OrderPerson:
    return OrderPerson(
        name=name or None,
        email=email_handle(email or ""),
        phone=phone_handle(phone or "", country_code(country) or "NL"),
        language=language_code(language),
    )


def full_name(*parts: str | None) -> str | None:
    return " ".join(part for part in parts if part) or None


def order_line(title: str | None, quantity: float = 1, sku: str | None = None) -> list[OrderLine]:
    """The line in a list; none where it has no name."""
    name = title or sku
    return [OrderLine(title=name, quantity=int(quantity), sku=sku or None)] if name else []


def track(code: str | None, carrier: str | None = None, url: str | None = None) -> Tracking | None:
    return Tracking(code=code, carrier=carrier or None, url=url or None) if code else None


def anchors(numbers: Iterable[tuple[AnchorKind, str | None]]) -> tuple[Anchor, ...]:
    """Those that say something, each once."""
    named = [(kind, normalised(number or "")) for kind, number in numbers]
    return tuple(dict.fromkeys(Anchor(kind=kind, value=value) for kind, value in named if value))
