"""The order in a Shopware event: its people, company and lines, as far as they came along."""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import Field

from functions.core.contacts import AnchorKind, Channel
from functions.core.deliveries import Delivery
from functions.core.items import Item
from functions.core.orders import Milestone, OrderLine, OrderPerson, OrderUpdate
from functions.core.untrusted import Identifier, Json, Line, Prose
from functions.providers._facts import (
    anchors,
    full_name,
    order_line,
    order_update,
    parcel_update,
    person,
    track,
)
from functions.providers._payload import (
    PURCHASE_ORDER_NAMES,
    Moment,
    Payload,
    answer_named,
    company_facts,
    money,
    own_id,
)
from functions.providers._shops import note_of, people_on

MAX_PARCELS = 20


class Country(Payload):
    iso: Line | None = None


class Address(Payload):
    firstName: Line | None = None  # noqa: N815 - theirs
    lastName: Line | None = None  # noqa: N815 - theirs
    company: Line | None = None
    vatId: Line | None = None  # noqa: N815 - theirs
    phoneNumber: Line | None = None  # noqa: N815 - theirs
    country: Country | None = None

    def person(self) -> OrderPerson:
        name = full_name(self.firstName, self.lastName)
        return person(name, None, self.phoneNumber, country=self.iso())

    def iso(self) -> str | None:
        return self.country.iso if self.country else None


class Customer(Payload):
    email: Line | None = None
    firstName: Line | None = None  # noqa: N815 - theirs
    lastName: Line | None = None  # noqa: N815 - theirs
    company: Line | None = None
    customerNumber: Line | None = None  # noqa: N815 - theirs
    vatIds: tuple[Line, ...] | None = None  # noqa: N815 - theirs


class LineItem(Payload):
    label: Line | None = None
    quantity: int = Field(1, ge=0, le=1_000_000)
    payload: dict[str, object] | None = None


class Shipment(Payload):
    trackingCodes: tuple[Identifier, ...] | None = None  # noqa: N815 - theirs
    shippingOrderAddress: Address | None = None  # noqa: N815 - theirs


class Currency(Payload):
    isoCode: Line | None = None  # noqa: N815 - theirs


class Order(Payload):
    id: Identifier
    orderNumber: Line | None = None  # noqa: N815 - theirs
    orderDateTime: Moment | None = None  # noqa: N815 - theirs
    amountTotal: Line | None = None  # noqa: N815 - theirs
    customerComment: Prose | None = None  # noqa: N815 - theirs
    currency: Currency | None = None
    orderCustomer: Customer | None = None  # noqa: N815 - theirs
    billingAddress: Address | None = None  # noqa: N815 - theirs
    deliveries: tuple[Shipment, ...] | None = Field(None, max_length=100)
    lineItems: tuple[LineItem, ...] | None = Field(None, max_length=500)  # noqa: N815 - theirs
    customFields: dict[str, object] | list[object] | None = None  # noqa: N815 - theirs


class Moved(Payload):
    timestamp: Moment | None = None


class Told(NamedTuple):
    """What one event says of an order, before it is known which milestone that is."""

    delivery: Delivery
    own: str
    kind: str
    order: Order
    update: OrderUpdate

    def told(self, milestone: Milestone | None, *, partial: bool) -> Iterator[Item]:
        shipped = milestone is Milestone.HANDED_OVER
        codes = [c for one in self.order.deliveries or () for c in one.trackingCodes or ()]
        if shipped and codes:
            yield from (self._parcel(code) for code in dict.fromkeys(codes[:MAX_PARCELS]))
            return
        back = self.order.id if milestone is Milestone.REFUNDED else None
        yield self.update.model_copy(
            update={"milestone": milestone, "partial": partial, "refund": back}
        )
        if self.kind == "checkout.order.placed" and self.order.customerComment:
            note = own_id(self.order.id, "note")
            text = self.order.customerComment
            yield from note_of(self.delivery, self.update, note, text, proven=False)

    def _parcel(self, code: str) -> Item:
        return parcel_update(
            self.delivery,
            own_id(self.own, code),
            parcel=code,
            order_id=self.order.id,
            milestone=Milestone.HANDED_OVER,
            detail=self.update.detail,
            happened=self.update.occurred_at,
            tracking=track(code),
            people=self.update.people,
        )


def order_of(delivery: Delivery, own: str, kind: str, raw: dict[str, Json], sent_at: Json) -> Told:
    order = Order.model_validate(raw)
    happened = Moved.model_validate({"timestamp": sent_at}).timestamp
    customer, billing = order.orderCustomer or Customer(), order.billingAddress or Address()
    shipping = next((one.shippingOrderAddress for one in order.deliveries or ()), None)
    fields = order.customFields if isinstance(order.customFields, dict) else {}
    answers = {name: text[:200] for name, text in fields.items() if isinstance(text, str)}
    company = company_facts(
        billing.company or customer.company,
        answers,
        vat=billing.vatId or next(iter(customer.vatIds or ()), None),
        customer_number=customer.customerNumber if billing.company or customer.company else None,
    )
    country = (shipping or billing).iso()
    buyer = person(
        full_name(customer.firstName, customer.lastName),
        customer.email,
        billing.phoneNumber,
        country=billing.iso(),
    )
    state = kind.rpartition(".")[2]
    update = order_update(
        delivery,
        own,
        channel=Channel.PAYMENT if "order_transaction" in kind else Channel.ORDER,
        order_id=order.id,
        number=order.orderNumber,
        detail=state,
        happened=happened,
        placed_at=order.orderDateTime,
        people=people_on(
            buyer,
            billing.person(),
            shipping.person() if shipping else None,
            business=company is not None,
        ),
        company=company,
        lines=_lines(order),
        references=anchors(
            [(AnchorKind.PURCHASE_ORDER, answer_named(answers, PURCHASE_ORDER_NAMES))]
        ),
        country=country,
        total=money(order.amountTotal, order.currency.isoCode if order.currency else None),
    )
    return Told(delivery, own, kind, order, update)


def _lines(order: Order) -> list[OrderLine]:
    numbers = [(one, (one.payload or {}).get("productNumber")) for one in order.lineItems or ()]
    return [
        line
        for one, sku in numbers
        for line in order_line(one.label, one.quantity, sku[:200] if isinstance(sku, str) else None)
    ]
