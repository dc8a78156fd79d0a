"""The fields of Adobe Commerce's orders that we use."""

from collections.abc import Iterator
from datetime import datetime

from pydantic import Field

from functions.core.contacts import AnchorKind
from functions.core.deliveries import Delivery
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.orders import Milestone, OrderLine, OrderPerson, OrderUpdate
from functions.core.untrusted import Identifier, Line, Prose, Theirs
from functions.providers._facts import (
    anchors,
    full_name,
    order_line,
    order_update,
    person,
)
from functions.providers._payload import Quantity, company_facts, money, own_id
from functions.providers._promises import payment_kind
from functions.providers._shops import note_of, people_on


class Address(Theirs):
    firstname: Line | None = None
    lastname: Line | None = None
    company: Line | None = None
    vat_id: Line | None = None
    email: Line | None = None
    telephone: Line | None = None
    country_id: Line | None = None

    def person(self) -> OrderPerson:
        name = full_name(self.firstname, self.lastname)
        return person(name, self.email, self.telephone, country=self.country_id)


class OrderItem(Theirs):
    """Known by its code, for that is what orders, shipments and memos all tell."""

    name: Line | None = None
    sku: Line | None = None
    parent_item_id: Line | None = None
    """Set on the part that a bundle or a variant consists of."""
    qty_ordered: Quantity = 1
    qty_canceled: Quantity | None = None
    qty_backordered: Quantity | None = None


class Paid(Theirs):
    method: Line | None = None
    po_number: Line | None = None
    last_trans_id: Line | None = None


class Order(Theirs):
    entity_id: Identifier | None = None
    increment_id: Identifier
    status: Line = ""
    state: Line = ""
    customer_email: Line | None = None
    customer_firstname: Line | None = None
    customer_lastname: Line | None = None
    customer_taxvat: Line | None = None
    customer_is_guest: Line | bool | None = None
    customer_note: Prose | None = None
    grand_total: Line | None = None
    order_currency_code: Line | None = None
    created_at: Sometime = None
    updated_at: Sometime = None
    billing_address: Address | None = None
    shipping_address: Address | None = None
    payment: Paid | None = None
    items: tuple[OrderItem, ...] | None = Field(None, max_length=500)

    def lines(self) -> list[OrderLine]:
        whole = [one for one in self.items or () if not one.parent_item_id]
        return [line for one in whole for line in order_line(one.name, one.qty_ordered, one.sku)]


def order_items(
    delivery: Delivery,
    own: str,
    order: Order,
    milestone: Milestone | None,
    detail: str,
    happened: datetime | None,
) -> Iterator[Item]:
    """The order as it was saved; an update of a new one carries the buyer's note as well."""
    update = _update_of(delivery, own, order, detail, happened).model_copy(
        update={"milestone": milestone}
    )
    yield update
    yield from _changed_lines(order, update)
    if order.customer_note:
        note, proven = own_id(order.increment_id, "note"), order.customer_is_guest in ("0", False)
        yield from note_of(delivery, update, note, order.customer_note, proven=proven)


def _update_of(
    delivery: Delivery, own: str, order: Order, detail: str, happened: datetime | None
) -> OrderUpdate:
    billing, shipping = order.billing_address or Address(), order.shipping_address
    paid = order.payment or Paid()
    company = company_facts(billing.company, {}, vat=billing.vat_id or order.customer_taxvat)
    name = full_name(order.customer_firstname, order.customer_lastname)
    buyer = person(
        name or billing.person().name,
        order.customer_email or billing.email,
        billing.telephone,
        country=billing.country_id,
    )
    return order_update(
        delivery,
        own,
        order_id=order.entity_id or order.increment_id,
        number=order.increment_id,
        detail=detail,
        happened=happened,
        placed_at=order.created_at,
        people=people_on(
            buyer,
            billing.person(),
            shipping.person() if shipping else None,
            business=company is not None,
        ),
        company=company,
        lines=order.lines(),
        references=anchors([(AnchorKind.PURCHASE_ORDER, paid.po_number)]),
        country=(shipping or billing).country_id,
        total=money(order.grand_total, order.order_currency_code),
        payment=payment_kind(paid.method),
        payment_id=paid.last_trans_id,
    )


def _changed_lines(order: Order, update: OrderUpdate) -> Iterator[OrderUpdate]:
    """What was taken off an order that goes on, and what has to be waited for."""
    changed = (
        (Milestone.LINE_CANCELLED, [(one, one.qty_canceled) for one in order.items or ()]),
        (Milestone.BACK_ORDER, [(one, one.qty_backordered) for one in order.items or ()]),
    )
    for milestone, items in changed:
        named = [(one, quantity or 0) for one, quantity in items if not one.parent_item_id]
        lines = tuple(
            line
            for one, quantity in named
            if quantity
            for line in order_line(one.name, quantity, one.sku)
        )
        if lines and update.milestone is not Milestone.CANCELLED:
            told = {"id": f"{update.id}:{milestone}", "milestone": milestone, "partial": True}
            yield update.model_copy(update={**told, "detail": None, "total": None, "lines": lines})
