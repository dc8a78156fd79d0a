"""Shopify: what happens to orders, fulfilments, returns and refunds, by HTTPS or EventBridge."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from pydantic import ValidationError

from functions.core.contacts import Channel
from functions.core.deliveries import Change, Credentials, Delivery, OutboundRequest, Transport
from functions.core.errors import PayloadError, SignatureError
from functions.core.items import Item
from functions.core.untrusted import unknown, wrong_field
from functions.providers._payload import readable_changes
from functions.providers._shopify_changes import orders_since, read_orders
from functions.providers._shopify_envelope import Envelope, short_headers, unwrap
from functions.providers._shopify_orders import MILESTONE_BY_TOPIC, read_order, read_refund
from functions.providers._shopify_parcels import read_fulfillment, read_fulfillment_event
from functions.providers._shopify_requests import (
    MILESTONE_BY_RETURN_TOPIC,
    REQUEST_BY_TOPIC,
    read_dispute,
    read_privacy,
    read_return,
)
from functions.providers.base import Provider
from functions.providers.signatures import check_base64_hmac, same_text

RECORDED_TOPIC_PREFIXES = (
    *("customers/create", "customers/update", "customers/delete", "disputes/", "fulfillment"),
    *("inventory_", "order_transactions/", "orders/", "products/", "refunds/", "returns/"),
)
WAITING_TOPICS = {"app/uninstalled": "the shop removed our app: no further events will come"}


class Shopify(Provider):
    """`secrets` are client secrets of the app. Settings: `shop_domain`, the shop that may speak;
    for asking what has changed, `token`.

    A fulfilment is a parcel, under its fulfilment id: its later events know no tracking number.
    Further tracking numbers of one fulfilment are parcels of their own, under their numbers. A note
    that the customer typed at checkout is a contact too: somebody has to read it.
    """

    channel = Channel.ORDER
    configurable = True
    reconciles = True
    bus_sources = ("aws.partner/shopify.com",)

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        """On the bus AWS itself vouches for the sender; the original bytes are gone there."""
        if delivery.transport is not Transport.BUS:
            newer = "shopify-hmac-sha256" in delivery.headers
            header = "shopify-hmac-sha256" if newer else "x-shopify-hmac-sha256"
            check_base64_hmac(delivery, credentials, header)
        _check_shop(delivery, credentials.settings.get("shop_domain", ""))

    def changes(self, credentials: Credentials, since: datetime) -> OutboundRequest | None:
        return orders_since(credentials, since)

    def read_changes(self, body: bytes) -> list[Change]:
        return readable_changes(body, read_orders)

    def parse(self, delivery: Delivery) -> list[Item]:
        envelope = unwrap(delivery)
        topic, reader = envelope.topic, READERS.get(envelope.topic)
        if envelope.header("test").casefold() == "true":
            reason = "a test notification from the shop's settings"
            return [_unknown(delivery, envelope, reason, recorded=True)]
        if reader is None:
            recorded = topic.startswith(RECORDED_TOPIC_PREFIXES) and topic not in WAITING_TOPICS
            reason = WAITING_TOPICS.get(topic, "no rule for this topic")
            return [_unknown(delivery, envelope, reason, recorded=recorded)]
        try:
            return list(reader(delivery, envelope))
        except ValidationError as error:
            return [_unknown(delivery, envelope, wrong_field(error))]


def _check_shop(delivery: Delivery, expected: str) -> None:
    """One app secret serves all shops that have the app, so the shop must be ours as well."""
    if not expected:
        return
    try:
        headers = short_headers(delivery)
    except PayloadError as error:
        raise SignatureError("the event names no shop") from error
    if not same_text(headers.get("shop-domain", "").casefold(), expected.casefold()):
        raise SignatureError("the delivery is from another shop than `shop_domain`")


def _unknown(
    delivery: Delivery, envelope: Envelope, reason: str, *, recorded: bool = False
) -> Item:
    kind = envelope.topic or "delivery without topic"
    return unknown(delivery, envelope.item_id, kind, reason, recorded=recorded)


READERS: Mapping[str, Callable[[Delivery, Envelope], Iterator[Item]]] = {
    **dict.fromkeys(MILESTONE_BY_TOPIC, read_order),
    "fulfillments/create": read_fulfillment,
    "fulfillments/update": read_fulfillment,
    "fulfillment_events/create": read_fulfillment_event,
    "refunds/create": read_refund,
    **dict.fromkeys(MILESTONE_BY_RETURN_TOPIC, read_return),
    "disputes/create": read_dispute,
    "disputes/update": read_dispute,
    **dict.fromkeys(REQUEST_BY_TOPIC, read_privacy),
}
