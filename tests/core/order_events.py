"""Builders for orders and their events: defaults everywhere, so that a test names what matters."""

from datetime import UTC, date, datetime, timedelta

from functions.core.contacts import Handle
from functions.core.history import with_facts
from functions.core.orders import (
    Milestone,
    Order,
    OrderLine,
    OrderPerson,
    OrderUpdate,
    Tracking,
)

TUESDAY_MORNING = datetime(2026, 5, 19, 8, 0, tzinfo=UTC)
"""Ten o'clock in the Netherlands, no holiday."""


def email(address: str = "wout@mail.example") -> Handle:
    return Handle(scheme="email", value=address)


def phone(number: str = "+31610001176") -> Handle:
    return Handle(scheme="phone", value=number)


def a_buyer(
    name: str | None = "Wout Peeters",
    address: str = "wout@mail.example",
    language: str | None = None,
) -> OrderPerson:
    return OrderPerson(name=name, email=email(address), language=language)


def an_update(
    milestone: Milestone | None,
    parcel: str | None = None,
    *,
    id: str | None = None,
    at: datetime = TUESDAY_MORNING,
    people: tuple[OrderPerson, ...] = (),
    lines: tuple[OrderLine, ...] = (),
    country: str | None = None,
    language: str | None = None,
    total: str | None = None,
    expected_on: date | None = None,
    detail: str | None = None,
    tracking: Tracking | None = None,
    partial: bool = False,
    refund: str | None = None,
) -> OrderUpdate:
    return OrderUpdate(
        id=id or f"shopify:{milestone}:{parcel}",
        provider="shopify",
        account="tuinhuis",
        shop="tuinhuis",
        order_id="820982",
        order_number="#1001",
        milestone=milestone,
        parcel=parcel,
        occurred_at=at,
        people=people,
        lines=lines,
        country=country,
        language=language,
        total=total,
        expected_on=expected_on,
        detail=detail,
        tracking=tracking,
        partial=partial,
        refund=refund,
    )


def placed(
    *people: OrderPerson, country: str | None = "NL", language: str | None = None
) -> OrderUpdate:
    return an_update(
        Milestone.PLACED,
        people=people or (a_buyer(),),
        country=country,
        language=language,
        lines=(OrderLine(title="Hark", quantity=2, sku="H-1"), OrderLine(title="Schep", sku="S-1")),
        total="49.95 EUR",
        at=TUESDAY_MORNING - timedelta(days=1),
    )


def happened(*updates: OrderUpdate) -> Order:
    """The facts of these updates in one record."""
    order: Order | None = None
    for update in updates:
        order = with_facts(order, update)
    assert order is not None
    return order
