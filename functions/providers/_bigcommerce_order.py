"""The fields of BigCommerce's orders, shipments and messages that we use."""

from typing import TypeVar

from pydantic import Field

from functions.core.contacts import AnchorKind
from functions.core.deliveries import Delivery
from functions.core.errors import PayloadError
from functions.core.moments import Sometime
from functions.core.orders import OrderLine, OrderPerson, OrderUpdate
from functions.core.untrusted import Identifier, Line, Link, Prose, Theirs, read_json
from functions.providers._facts import anchors, full_name, order_line, order_update, person
from functions.providers._payload import (
    PURCHASE_ORDER_NAMES,
    Quantity,
    answer_named,
    company_facts,
    money,
)
from functions.providers._promises import payment_kind
from functions.providers._shops import people_on

MAX_LISTED = 50


class FormField(Theirs):
    name: Line = ""
    value: object = None


class Address(Theirs):
    first_name: Line | None = None
    last_name: Line | None = None
    company: Line | None = None
    email: Line | None = None
    phone: Line | None = None
    country_iso2: Line | None = None
    form_fields: tuple[FormField, ...] | None = Field(None, max_length=200)

    def person(self) -> OrderPerson:
        name = full_name(self.first_name, self.last_name)
        return person(name, self.email, self.phone, country=self.country_iso2)


class Product(Theirs):
    id: Identifier
    name: Line | None = None
    sku: Line | None = None
    quantity: Quantity = 1


class Packed(Theirs):
    order_product_id: Identifier
    quantity: Quantity = 1


class Order(Theirs):
    id: Identifier
    status_id: int = Field(ge=0, le=1_000)
    status: Line = ""
    date_created: Sometime = None
    date_modified: Sometime = None
    total_inc_tax: Line | None = None
    refunded_amount: Line | None = None
    currency_code: Line | None = None
    customer_id: Line | None = None
    customer_message: Prose | None = None
    billing_address: Address = Address()
    payment_method: Line | None = None
    payment_provider_id: Line | None = None

    def answers(self) -> dict[str, str | None]:
        """What the shop asks at checkout in fields of its own."""
        fields = self.billing_address.form_fields or ()
        return {one.name: one.value[:200] for one in fields if isinstance(one.value, str)}

    def purchase_order(self) -> str | None:
        return answer_named(self.answers(), PURCHASE_ORDER_NAMES)


class Shipment(Theirs):
    id: Identifier
    date_created: Sometime = None
    tracking_number: Line | None = None
    tracking_carrier: Line | None = None
    tracking_link: Link | None = None
    items: tuple[Packed, ...] | None = Field(None, max_length=500)


class Message(Theirs):
    id: Identifier
    type: Line = "customer"
    subject: Line | None = None
    message: Prose = ""
    date_created: Sometime = None


Entry = TypeVar("Entry", bound=Theirs)


def listed_of(delivery: Delivery, name: str, model: type[Entry]) -> list[Entry]:
    """The entries of a fetched list; none where the platform has nothing to tell."""
    if name not in delivery.fetched:
        raise PayloadError(f"the {name} must be fetched from the platform before they can be read")
    answer = delivery.fetched[name]
    entries = read_json(answer) if answer else []
    if not isinstance(entries, list):
        raise PayloadError(f"the platform's {name} are no list")
    return [model.model_validate(entry) for entry in entries[:MAX_LISTED]]


def lines_of(delivery: Delivery) -> list[OrderLine]:
    """What was ordered; known by the id that shipments name it by."""
    products = listed_of(delivery, "products", Product)
    return [
        line for one in products for line in order_line(one.name, one.quantity, one.sku, one.id)
    ]


def receiving_of(delivery: Delivery) -> Address | None:
    """Where the first parcel goes."""
    return next(iter(listed_of(delivery, "addresses", Address)), None)


def update_of(delivery: Delivery, own: str, order: Order) -> OrderUpdate:
    """All that the fetched order tells, before it is known which steps that are."""
    billing, receiving = order.billing_address, receiving_of(delivery)
    company = company_facts(billing.company, order.answers())
    return order_update(
        delivery,
        own,
        order_id=order.id,
        number=order.id,
        happened=order.date_modified or order.date_created,
        placed_at=order.date_created,
        people=people_on(
            billing.person(),
            receiving=receiving.person() if receiving else None,
            business=company is not None,
        ),
        company=company,
        references=anchors([(AnchorKind.PURCHASE_ORDER, order.purchase_order())]),
        lines=lines_of(delivery),
        country=(receiving.country_iso2 if receiving else None) or billing.country_iso2,
        total=money(order.total_inc_tax, order.currency_code),
        payment=payment_kind(order.payment_method),
        payment_id=order.payment_provider_id,
    )
