"""Sendcloud: where a shop's parcels are, by webhook and by asking for what has changed."""

from collections.abc import Iterator
from datetime import datetime

from functions.core.contacts import Channel
from functions.core.deliveries import Change, Credentials, Delivery, OutboundRequest
from functions.core.items import Item
from functions.core.moments import Someday, Sometime
from functions.core.orders import Milestone
from functions.core.untrusted import Identifier, Line, Link, Theirs, read_object, unknown
from functions.providers._facts import parcel_update, person, track
from functions.providers._payload import own_id, readable, readable_changes
from functions.providers._promises import meaning
from functions.providers._sendcloud_changes import parcels_since, read_parcels
from functions.providers.base import Provider
from functions.providers.signatures import check_hex_hmac

# https://api.sendcloud.dev/docs/sendcloud-public-api/branches/v2/parcel-statuses
STEP_BY_STATUS: dict[int, tuple[Milestone, str | None]] = {
    1000: (Milestone.ANNOUNCED, None),
    1: (Milestone.ANNOUNCED, None),
    13: (Milestone.ANNOUNCED, None),
    22: (Milestone.HANDED_OVER, None),
    3: (Milestone.IN_TRANSIT, None),
    5: (Milestone.IN_TRANSIT, None),
    7: (Milestone.IN_TRANSIT, None),
    91: (Milestone.IN_TRANSIT, None),
    92: (Milestone.OUT_FOR_DELIVERY, None),
    12: (Milestone.READY_FOR_PICKUP, None),
    11: (Milestone.DELIVERED, None),
    93: (Milestone.DELIVERED, "picked up by the customer"),
    4: (Milestone.DELAYED, None),
    8: (Milestone.ATTEMPTED, None),
    80: (Milestone.EXCEPTION, "undeliverable"),
    62990: (Milestone.DELAYED, None),
    62991: (Milestone.EXCEPTION, "refused"),
    62992: (Milestone.EXCEPTION, None),
}
AMBIGUOUS = {1, 3, 62990, 62991, 62992}
"""Ids whose meaning differs between carriers or versions: there the text speaks first."""
# The ids are not promised to last; their texts are the second witness.
STEP_BY_MESSAGE: dict[str, tuple[Milestone, str | None]] = {
    "ready to send": (Milestone.ANNOUNCED, None),
    "announced": (Milestone.ANNOUNCED, None),
    "en route to sorting center": (Milestone.HANDED_OVER, None),
    "en route to sorting centre": (Milestone.HANDED_OVER, None),
    "at sorting centre": (Milestone.IN_TRANSIT, None),
    "at customs": (Milestone.EXCEPTION, "customs"),
    "shipment collected by carrier": (Milestone.HANDED_OVER, None),
    "sorted": (Milestone.IN_TRANSIT, None),
    "en route": (Milestone.IN_TRANSIT, None),
    "parcel en route": (Milestone.IN_TRANSIT, None),
    "driver en route": (Milestone.OUT_FOR_DELIVERY, None),
    "awaiting customer pickup": (Milestone.READY_FOR_PICKUP, None),
    "delivered": (Milestone.DELIVERED, None),
    "shipment picked up by customer": (Milestone.DELIVERED, "picked up by the customer"),
    "delivery delayed": (Milestone.DELAYED, None),
    "delivery attempt failed": (Milestone.ATTEMPTED, None),
    "unable to deliver": (Milestone.EXCEPTION, "undeliverable"),
    "refused by recipient": (Milestone.EXCEPTION, "refused"),
    "address invalid": (Milestone.EXCEPTION, "address"),
    "lost": (Milestone.EXCEPTION, "lost"),
    "parcel lost": (Milestone.EXCEPTION, "lost"),
    "damaged": (Milestone.EXCEPTION, "damaged"),
    "exception": (Milestone.EXCEPTION, None),
    "returned to sender": (Milestone.RETURNED_TO_SENDER, None),
}
RECORDED_ACTIONS = ("integration_", "test_", "refund_")


class Sendcloud(Provider):
    """`secrets` are the integration's secret key or webhook signature key. Settings for asking
    what has changed: `public_key`, `secret_key`.
    """

    channel = Channel.PARCEL
    configurable = True
    reconciles = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        check_hex_hmac(delivery, credentials, "sendcloud-signature")

    def changes(self, credentials: Credentials, since: datetime) -> OutboundRequest | None:
        return parcels_since(credentials, since)

    def read_changes(self, body: bytes) -> list[Change]:
        return readable_changes(body, read_parcels)

    def parse(self, delivery: Delivery) -> list[Item]:
        body = read_object(delivery.body)
        action = body.get("action")
        kind = action if isinstance(action, str) else "delivery without action"
        if kind == "parcel_status_changed" or (kind == "return_created" and "parcel" in body):
            return readable(delivery, None, kind, lambda: _parcel(delivery, kind))
        recorded = kind.startswith(RECORDED_ACTIONS) or kind == "return_created"
        reason = "nothing about a parcel" if recorded else "no rule for this action"
        return [unknown(delivery, None, kind, reason, recorded=recorded)]


class Status(Theirs):
    id: int
    message: Line = ""


class Carrier(Theirs):
    code: Line | None = None


class Country(Theirs):
    iso_2: Line | None = None


class Parcel(Theirs):
    id: Identifier
    status: Status
    name: Line | None = None
    email: Line | None = None
    telephone: Line | None = None
    tracking_number: Identifier | None = None
    tracking_url: Link | None = None
    carrier: Carrier | None = None
    country: Country | None = None
    order_number: Line | None = None
    external_order_id: Line | None = None
    is_return: bool = False
    expected_delivery_date: Someday = None


class Event(Theirs):
    timestamp: Sometime = None
    carrier_status_change_timestamp: Sometime = None
    parcel: Parcel


def _parcel(delivery: Delivery, kind: str) -> Iterator[Item]:
    """A parcel on its way back to the shop is nothing that its customer waits for; one without a
    tracking number is a plan still.
    """
    raw = read_object(delivery.body)
    event = Event.model_validate(raw)
    parcel, happened = event.parcel, event.carrier_status_change_timestamp or event.timestamp
    milestone, detail = _step(parcel.status)
    milestone = meaning(delivery, milestone, parcel.status.id, parcel.status.message)
    backwards = parcel.is_return or kind == "return_created"
    country = parcel.country.iso_2 if parcel.country else None
    yield parcel_update(
        delivery,
        own_id(parcel.id, parcel.status.id, happened.isoformat() if happened else None),
        parcel=parcel.tracking_number,
        numbers=(parcel.order_number, parcel.external_order_id),
        milestone=None if backwards or not parcel.tracking_number else milestone,
        detail=f"return: {parcel.status.message}" if backwards else detail or parcel.status.message,
        happened=happened,
        expected=parcel.expected_delivery_date,
        tracking=track(
            parcel.tracking_number,
            parcel.carrier.code if parcel.carrier else None,
            parcel.tracking_url,
        ),
        people=[person(parcel.name, parcel.email, parcel.telephone, country=country)],
    )


def _step(status: Status) -> tuple[Milestone | None, str | None]:
    by_id = STEP_BY_STATUS.get(status.id)
    by_message = STEP_BY_MESSAGE.get(status.message.casefold())
    first, second = (by_message, by_id) if status.id in AMBIGUOUS else (by_id, by_message)
    return first or second or (None, None)
