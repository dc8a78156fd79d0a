"""Adobe Commerce (Magento): Adobe I/O Events, and the shop's own synchronous webhooks."""

import base64
import binascii
from collections.abc import Iterator

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery, Reply, Transport
from functions.core.errors import PayloadError, SignatureError
from functions.core.items import Item
from functions.core.orders import Milestone
from functions.core.rsa import verify_pkcs1_sha256
from functions.core.untrusted import (
    Json,
    as_object,
    placed_id,
    read_object,
    unknown,
    usable_id,
)
from functions.providers._adobe_order import Creditmemo, Order, Shipment, order_items
from functions.providers._facts import order_update, parcel_update, track
from functions.providers._payload import Moment, Payload, money, own_id, readable
from functions.providers.base import Provider
from functions.providers.signatures import same_text, secrets_of

# https://experienceleague.adobe.com/en/docs/commerce-admin/stores-sales/order-management/orders/order-status
MILESTONE_BY_STATUS = {
    "new": Milestone.PLACED,
    "pending": Milestone.PLACED,
    "pending_payment": Milestone.PLACED,
    "pending_paypal": Milestone.PLACED,
    "processing": Milestone.PAID,
    "complete": Milestone.HANDED_OVER,
    "closed": None,
    "canceled": Milestone.CANCELLED,
    "payment_review": None,
    "fraud": None,
    "holded": None,
}
# By the last words of the type, whatever the subscription's prefix: before and after plug-ins.
ORDER_EVENTS = (
    "sales_order_save_commit_after",
    "sales_order_save_after",
    "sales_order_place_after",
)
SHIPMENT_EVENTS = (
    *("sales_order_shipment_save_after", "sales_order_shipment_save_commit_after"),
    "sales_order_shipment_track_save_after",
)
REFUND_EVENTS = ("sales_order_creditmemo_save_after", "sales_order_creditmemo_save_commit_after")
RECORDED_EVENTS = ("customer_", "catalog_", "cataloginventory_", "review_", "newsletter_")
EVENT_SIGNATURES = ("x-adobe-digital-signature-1", "x-adobe-digital-signature-2")
WEBHOOK_SIGNATURE = "x-adobe-commerce-webhook-signature"
MAX_SIGNATURE = 2_000


class AdobeCommerce(Provider):
    """`secrets` are public keys in PEM, one or more in each: those of Adobe I/O (from
    static.adobeioevents.com, paths in `x-adobe-public-key1-path`) or the shop's own. Setting
    `client_id`: the registration's, for Adobe's keys sign for all its customers.
    """

    channel = Channel.ORDER
    bus_sources = ("aws.partner/developer.adobe.com",)

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        """One of the two signatures over the body is enough; a webhook's is over its base64."""
        if delivery.transport is Transport.BUS:
            return
        signed, names = delivery.body, list(EVENT_SIGNATURES)
        if WEBHOOK_SIGNATURE in delivery.headers:
            signed, names = base64.b64encode(delivery.body), [WEBHOOK_SIGNATURE]
        given = [_decoded(delivery.headers.get(name, "")) for name in names]
        keys = [key for secret in secrets_of(credentials) for key in _keys(secret)]
        if not any(
            verify_pkcs1_sha256(key, signed, one) for key in keys[:8] for one in given if one
        ):
            raise SignatureError("no signature fits the body; check the public keys")
        expected = credentials.settings.get("client_id", "")
        if WEBHOOK_SIGNATURE not in names and expected:
            _check_recipient(delivery, expected)

    def challenge(self, delivery: Delivery, credentials: Credentials) -> Reply | None:
        """A registration is confirmed by giving its challenge back."""
        challenge = delivery.query.get("challenge", "")
        if delivery.method != "GET" or not 0 < len(challenge) <= 200:
            return None
        return Reply(body=challenge)

    def parse(self, delivery: Delivery) -> list[Item]:
        event = read_object(delivery.body)
        if delivery.transport is Transport.BUS:
            detail = as_object(event.get("detail"))
            event = detail if "type" in detail else {**event, "type": event.get("detail-type")}
            event.setdefault("data", detail)
        kind, value = _kind(event), as_object(as_object(event.get("data")).get("value"))
        own = (
            usable_id(delivery.headers.get("x-adobe-event-id"))
            or usable_id(event.get("eventid"))
            or usable_id(event.get("id"))
            or placed_id(delivery, "")
        )
        if WEBHOOK_SIGNATURE in delivery.headers or (not kind and "order" in event):
            kind, value = "sales_order_place_after", as_object(event.get("order"))
        at = event.get("time")
        if kind in ORDER_EVENTS:
            return readable(delivery, own, kind, lambda: _order(delivery, own, value, at))
        if kind in SHIPMENT_EVENTS:
            return readable(delivery, own, kind, lambda: _shipment(delivery, own, value, at))
        if kind in REFUND_EVENTS:
            return readable(delivery, own, kind, lambda: _refund(delivery, own, value, at))
        recorded = kind.startswith(RECORDED_EVENTS)
        reason = "of no order" if recorded else "no rule for this type"
        return [unknown(delivery, own, kind or "event without type", reason, recorded=recorded)]


class Timed(Payload):
    time: Moment | None = None


def _order(delivery: Delivery, own: str, value: dict[str, Json], at: Json) -> Iterator[Item]:
    order = Order.model_validate(value)
    status = order.status or order.state
    happened = Timed.model_validate({"time": at}).time or order.updated_at
    milestone = MILESTONE_BY_STATUS.get(status) or MILESTONE_BY_STATUS.get(order.state)
    yield from order_items(delivery, own, order, milestone, status or "saved", happened)


def _shipment(delivery: Delivery, own: str, value: dict[str, Json], at: Json) -> Iterator[Item]:
    """A shipment is made when goods leave; without a tracking code it is known by its number."""
    shipment = Shipment.model_validate(value)
    happened = Timed.model_validate({"time": at}).time or shipment.created_at
    codes = shipment.codes()
    for place, (code, carrier) in enumerate(codes or [(None, None)]):
        yield parcel_update(
            delivery,
            own if place == 0 else own_id(own, code),
            parcel=code or shipment.increment_id or shipment.entity_id,
            order_id=shipment.order_id,
            milestone=Milestone.HANDED_OVER,
            detail="shipment",
            happened=happened,
            tracking=track(code, carrier),
            lines=shipment.lines() if len(codes) <= 1 else (),
        )


def _refund(delivery: Delivery, own: str, value: dict[str, Json], at: Json) -> Iterator[Item]:
    memo = Creditmemo.model_validate(value)
    yield order_update(
        delivery,
        own,
        channel=Channel.PAYMENT,
        order_id=memo.order_id,
        milestone=Milestone.REFUNDED,
        detail="credit memo",
        happened=Timed.model_validate({"time": at}).time or memo.created_at,
        total=money(memo.grand_total, memo.order_currency_code),
        refund=memo.increment_id or memo.entity_id,
    )


def _kind(event: dict[str, Json]) -> str:
    kind = event.get("type")
    return kind.rpartition(".")[2][:200] if isinstance(kind, str) else ""


def _check_recipient(delivery: Delivery, expected: str) -> None:
    try:
        given = read_object(delivery.body).get("recipientclientid")
    except PayloadError as error:
        raise SignatureError("the event names no recipient") from error
    if not isinstance(given, str) or not same_text(given, expected):
        raise SignatureError("the event is meant for another client than `client_id`")


def _keys(secret: str) -> list[bytes]:
    """Every public key of a text that may hold several."""
    begin = "-----BEGIN"
    parts = secret.split(begin)[1:]
    return [f"{begin}{part}".encode("ascii", "replace") for part in parts]


def _decoded(signature: str) -> bytes:
    try:
        return base64.b64decode(signature[:MAX_SIGNATURE], validate=True)
    except (binascii.Error, ValueError):
        return b""
