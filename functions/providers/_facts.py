"""What shops, carriers and payment providers tell, put in our words the same way by all of them."""

from collections.abc import Iterable
from datetime import date, datetime

from functions.core.contacts import Anchor, AnchorKind, Channel, CompanyFacts
from functions.core.deliveries import Delivery
from functions.core.evidence.anchors import normalised
from functions.core.evidence.handles import email_handle, phone_handle
from functions.core.orders import (
    DeliveryWindow,
    Milestone,
    OrderLine,
    OrderPerson,
    OrderUpdate,
    PaymentKind,
    Tracking,
)
from functions.core.untrusted import plausible
from functions.providers._payload import country_code, language_code
from functions.providers._promises import attempt_of, day_of, told_at, trouble_of


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
    country: str | None = None,
    total: str | None = None,
    payment: PaymentKind | None = None,
    payment_id: str | None = None,
    expected: datetime | date | None = None,
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
        placed_at=told_at(placed_at, delivery),
        people=tuple(one for one in people if one.name or one.email or one.phone),
        company=company,
        lines=tuple(lines),
        country=country_code(country),
        total=total,
        payment=payment,
        payment_id=payment_id or None,
        expected_on=day_of(expected, delivery),
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
    window: DeliveryWindow | None = None,
    failed_tries: int = 0,
    last_day: date | None = None,
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
        trouble=trouble_of(milestone, detail),
        parcel=parcel,
        occurred_at=plausible(happened, delivery.received_at),
        expected_on=day_of(expected, delivery),
        window=window if milestone is Milestone.OUT_FOR_DELIVERY else None,
        attempt=attempt_of(milestone, failed_tries),
        last_day=last_day if milestone is Milestone.READY_FOR_PICKUP else None,
        tracking=tracking,
        people=tuple(one for one in people if one.email or one.phone),
        lines=tuple(lines),
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


def order_line(
    title: str | None, quantity: int = 1, sku: str | None = None, line_id: str | None = None
) -> list[OrderLine]:
    """The line in a list; none where nothing tells which one it is."""
    name = title or sku or line_id
    if not name:
        return []
    return [OrderLine(title=name, quantity=quantity, sku=sku or None, id=line_id or None)]


def track(code: str | None, carrier: str | None = None, url: str | None = None) -> Tracking | None:
    return Tracking(code=code, carrier=carrier or None, url=url or None) if code else None


def anchors(numbers: Iterable[tuple[AnchorKind, str | None]]) -> tuple[Anchor, ...]:
    """Those that say something, each once."""
    named = [(kind, normalised(number or "")) for kind, number in numbers]
    return tuple(dict.fromkeys(Anchor(kind=kind, value=value) for kind, value in named if value))
