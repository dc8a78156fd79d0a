"""The fields of BigCommerce's orders, shipments and messages that we use."""

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, Field

from functions.core.deliveries import Delivery
from functions.core.errors import PayloadError
from functions.core.items import Item
from functions.core.orders import Milestone, OrderPerson
from functions.core.untrusted import Identifier, Line, Link, Prose, read_json, unknown
from functions.providers._facts import full_name, parcel_update, person, track
from functions.providers._payload import PURCHASE_ORDER_NAMES, Moment, Payload, answer_named, own_id
from functions.providers._shops import contact_about

MAX_LISTED = 50


def _mail_date(value: object) -> object:
    """Version 2 of their API writes times as mails do; empty where there is none."""
    if not isinstance(value, str):
        return value
    try:
        return parsedate_to_datetime(value[:60])
    except (ValueError, IndexError, TypeError):
        return value or None


MailDate = Annotated[Moment | None, BeforeValidator(_mail_date)]


class FormField(Payload):
    name: Line = ""
    value: object = None


class Address(Payload):
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


class Order(Payload):
    id: Identifier
    status_id: int = Field(ge=0, le=1_000)
    status: Line = ""
    date_created: MailDate = None
    date_modified: MailDate = None
    total_inc_tax: Line | None = None
    refunded_amount: Line | None = None
    currency_code: Line | None = None
    customer_id: Line | None = None
    customer_message: Prose | None = None
    billing_address: Address = Address()

    def answers(self) -> dict[str, str | None]:
        """What the shop asks at checkout in fields of its own."""
        fields = self.billing_address.form_fields or ()
        return {one.name: one.value[:200] for one in fields if isinstance(one.value, str)}

    def purchase_order(self) -> str | None:
        return answer_named(self.answers(), PURCHASE_ORDER_NAMES)


class Shipment(Payload):
    id: Identifier
    date_created: MailDate = None
    tracking_number: Line | None = None
    tracking_carrier: Line | None = None
    tracking_link: Link | None = None


class Message(Payload):
    id: Identifier
    type: Line = "customer"
    subject: Line | None = None
    message: Prose = ""
    date_created: MailDate = None


Entry = TypeVar("Entry", bound=Payload)


def _listed(delivery: Delivery, name: str, model: type[Entry]) -> list[Entry]:
    """The entries of a fetched list; none where the platform has nothing to tell."""
    if name not in delivery.fetched:
        raise PayloadError(f"the {name} must be fetched from the platform before they can be read")
    answer = delivery.fetched[name]
    entries = read_json(answer) if answer else []
    if not isinstance(entries, list):
        raise PayloadError(f"the platform's {name} are no list")
    return [model.model_validate(entry) for entry in entries[:MAX_LISTED]]


def shipments_of(delivery: Delivery, own: str, order_id: str) -> Iterator[Item]:
    """All parcels of the order as they are now: each is told once under its own id."""
    for shipment in _listed(delivery, "shipments", Shipment):
        yield parcel_update(
            delivery,
            own_id(own, shipment.id),
            parcel=shipment.tracking_number or shipment.id,
            order_id=order_id,
            milestone=Milestone.HANDED_OVER,
            detail="shipment",
            happened=shipment.date_created,
            tracking=track(
                shipment.tracking_number, shipment.tracking_carrier, shipment.tracking_link
            ),
        )


def message_of(
    delivery: Delivery, own: str, kind: str, order: Order, wanted: str
) -> Iterator[Item]:
    """What the customer wrote about an order; what the shop wrote is our own."""
    found = [one for one in _listed(delivery, "messages", Message) if one.id == wanted]
    if not found or found[0].type == "merchant":
        reason = "written by the shop itself" if found else "the store knows no such message"
        yield unknown(delivery, own, kind, reason, recorded=True)
        return
    message, buyer = found[0], order.billing_address.person()
    contact = contact_about(
        delivery,
        own_id(order.id, "message", message.id),
        buyer,
        message.message,
        sent_at=message.date_created,
        subject=message.subject,
        order_number=order.id,
    )
    yield contact or unknown(delivery, own, kind, "the order names nobody who could have written")
