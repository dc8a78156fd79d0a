"""The fields of a WooCommerce order that we use, and the parcels that plugins note on it."""

from collections.abc import Iterator

from pydantic import Field

from functions.core.deliveries import Delivery
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.orders import Milestone, OrderLine, OrderPerson
from functions.core.untrusted import Identifier, Line, Link, Prose, Theirs
from functions.providers._facts import full_name, order_line, parcel_update, person, track
from functions.providers._payload import Quantity, own_id

MAX_PARCELS = 20
TRACKING_LISTS = ("_wc_shipment_tracking_items", "_ast_tracking_items")
TRACKING_FIELDS = ("_tracking_number", "_aftership_tracking_number", "tracking_number")


class Address(Theirs):
    first_name: Line | None = None
    last_name: Line | None = None
    company: Line | None = None
    email: Line | None = None
    phone: Line | None = None
    country: Line | None = None

    def person(self) -> OrderPerson:
        name = full_name(self.first_name, self.last_name)
        return person(name, self.email, self.phone, country=self.country)


class LineItem(Theirs):
    id: Identifier | None = None
    name: Line | None = None
    quantity: Quantity = 1
    sku: Line | None = None


class Refund(Theirs):
    id: Identifier
    reason: Line | None = None
    total: Line | None = None


class Meta(Theirs):
    key: Line = ""
    value: object = None


class Order(Theirs):
    id: Identifier
    number: Line | None = None
    status: Line = ""
    currency: Line | None = None
    total: Line | None = None
    customer_id: Line | None = None
    customer_note: Prose | None = None
    payment_method: Line | None = None
    payment_method_title: Line | None = None
    transaction_id: Line | None = None
    date_created_gmt: Sometime = None
    date_modified_gmt: Sometime = None
    date_paid_gmt: Sometime = None
    billing: Address = Address()
    shipping: Address = Address()
    line_items: tuple[LineItem, ...] | None = Field(None, max_length=500)
    refunds: tuple[Refund, ...] | None = Field(None, max_length=200)
    meta_data: tuple[Meta, ...] | None = Field(None, max_length=2_000)

    def lines(self) -> list[OrderLine]:
        items = self.line_items or ()
        return [
            line for one in items for line in order_line(one.name, one.quantity, one.sku, one.id)
        ]

    def answers(self) -> dict[str, str | None]:
        """What plugins ask at checkout, under the names of their fields."""
        entries = self.meta_data or ()
        return {meta.key: meta.value[:200] for meta in entries if isinstance(meta.value, str)}


class TrackingItem(Theirs):
    tracking_number: Identifier
    tracking_provider: Line | None = None
    custom_tracking_provider: Line | None = None
    custom_tracking_link: Link | None = None
    tracking_link: Link | None = None


def parcels_of(delivery: Delivery, order: Order) -> Iterator[Item]:
    """A tracking number is put on an order when its parcel leaves the shop."""
    for told in list(_tracked(order))[:MAX_PARCELS]:
        carrier = told.tracking_provider or told.custom_tracking_provider
        link = told.custom_tracking_link or told.tracking_link
        yield parcel_update(
            delivery,
            own_id(order.id, "parcel", told.tracking_number),
            parcel=told.tracking_number,
            order_id=order.id,
            milestone=Milestone.HANDED_OVER,
            detail="tracking number",
            happened=order.date_modified_gmt,
            tracking=track(told.tracking_number, carrier, link),
        )


def _tracked(order: Order) -> Iterator[TrackingItem]:
    found: dict[str, TrackingItem] = {}
    for meta in order.meta_data or ():
        listed = meta.value if meta.key in TRACKING_LISTS else None
        single = meta.value if meta.key in TRACKING_FIELDS else None
        entries = listed if isinstance(listed, list) else []
        if isinstance(single, str) and single:
            entries = [{"tracking_number": single}]
        for entry in entries[:MAX_PARCELS]:
            told = TrackingItem.model_validate(entry)
            found.setdefault(told.tracking_number, told)
    yield from found.values()
