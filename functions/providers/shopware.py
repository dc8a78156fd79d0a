"""Shopware 6 apps: registration, and what happens to orders, their deliveries and payments."""

from collections.abc import Iterator, Mapping
from functools import partial
from urllib.parse import urlsplit

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery, OutboundRequest, Reply
from functions.core.errors import PayloadError, SignatureError
from functions.core.items import Item
from functions.core.orders import Milestone
from functions.core.untrusted import (
    Json,
    as_object,
    placed_id,
    read_object,
    unknown,
    usable_id,
)
from functions.providers._payload import own_id, readable
from functions.providers._shopware_fields import Order
from functions.providers._shopware_keys import SHOP_SIGNATURE, check, keys_of, registration
from functions.providers._shopware_order import order_of
from functions.providers._shopware_written import (
    ORDERS,
    WRITTEN,
    kinds_of,
    orders_request,
    written_orders,
)
from functions.providers.base import Provider
from functions.providers.signatures import secrets_of

# https://developer.shopware.com/docs/resources/references/app-reference/webhook-events-reference.html
MILESTONE_BY_EVENT = {
    "checkout.order.placed": Milestone.PLACED,
    "state_enter.order.state.open": None,
    "state_enter.order.state.in_progress": None,
    "state_enter.order.state.completed": None,
    "state_enter.order.state.cancelled": Milestone.CANCELLED,
    "state_enter.order_delivery.state.open": None,
    "state_enter.order_delivery.state.shipped": Milestone.HANDED_OVER,
    "state_enter.order_delivery.state.shipped_partially": Milestone.HANDED_OVER,
    "state_enter.order_delivery.state.returned": Milestone.RETURNED,
    "state_enter.order_delivery.state.returned_partially": Milestone.RETURNED,
    "state_enter.order_delivery.state.cancelled": None,
    "state_enter.order_transaction.state.open": None,
    "state_enter.order_transaction.state.authorized": None,
    "state_enter.order_transaction.state.in_progress": None,
    "state_enter.order_transaction.state.unconfirmed": None,
    "state_enter.order_transaction.state.reminded": None,
    "state_enter.order_transaction.state.paid_partially": None,
    "state_enter.order_transaction.state.chargeback": None,
    "state_enter.order_transaction.state.paid": Milestone.PAID,
    "state_enter.order_transaction.state.failed": Milestone.PAYMENT_FAILED,
    "state_enter.order_transaction.state.cancelled": Milestone.PAYMENT_FAILED,
    "state_enter.order_transaction.state.refunded": Milestone.REFUNDED,
    "state_enter.order_transaction.state.refunded_partially": Milestone.REFUNDED,
}
RECORDED_EVENTS = ("checkout.customer.", "customer.", "product.", "app.")
REMOVED = {"app.deleted": "the shop removed our app: no further events will come"}
OLDEST_SECONDS = 6 * 3600
"""Their last repetition comes after some five hours."""


class Shopware(Provider):
    """Settings: `app_secret` and `app_name` for the registration, `shop_id` for the one shop that
    may register; `shop_url`, `access_key` and `access_secret` of an integration with the right to
    read orders, by which `order.written` is completed. `secrets` are shop secrets agreed otherwise;
    one that we give out ourselves is made of the app secret and the shop's id, so that it need not
    be kept and cannot be replaced.
    """

    channel = Channel.ORDER
    thin = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        """The body; of a page that is opened (GET) the query without its own signature."""
        if delivery.method == "GET":
            query, _, given = urlsplit(delivery.url).query.rpartition(f"{SHOP_SIGNATURE}=")
            check(given, query.rstrip("&").encode(), secrets_of(credentials))
            return
        body = _body(delivery)
        keys = keys_of(credentials, _shop_id(body))
        check(delivery.headers.get(SHOP_SIGNATURE, ""), delivery.body, keys)
        sent_at = body.get("timestamp")
        if isinstance(sent_at, int) and not isinstance(sent_at, bool):
            age = delivery.received_at.timestamp() - min(sent_at, 10**12)
            if abs(age) > OLDEST_SECONDS:
                raise SignatureError("the signed timestamp is hours off: an old delivery again")

    def challenge(self, delivery: Delivery, credentials: Credentials) -> Reply | None:
        """The registration by GET; the confirmation that follows by POST holds keys: not kept."""
        if delivery.method == "GET":
            return registration(delivery, credentials)
        body = _body(delivery)
        return Reply() if {"apiKey", "secretKey", "shopId"} <= body.keys() else None

    def fetches(
        self, delivery: Delivery, credentials: Credentials
    ) -> Mapping[str, OutboundRequest]:
        return orders_request(delivery, credentials)

    def parse(self, delivery: Delivery) -> list[Item]:
        body = read_object(delivery.body)
        data, source = as_object(body.get("data")), as_object(body.get("source"))
        event = data.get("event")
        kind = event if isinstance(event, str) else "webhook without event"
        own = (
            usable_id(source.get("eventId"))
            or usable_id(delivery.headers.get("x-shopware-event-id"))
            or placed_id(delivery, "")
        )
        if kind in REMOVED:
            return [unknown(delivery, own, kind, REMOVED[kind])]
        if kind.startswith(RECORDED_EVENTS) or (kind == WRITTEN and ORDERS not in delivery.fetched):
            # Without access to the API the state events tell what was written.
            return [unknown(delivery, own, kind, "told by other events", recorded=True)]
        if kind == WRITTEN:
            return _written(delivery, own, body.get("timestamp"))
        if kind not in MILESTONE_BY_EVENT:
            return [unknown(delivery, own, kind, "no rule for this event")]
        return readable(delivery, own, kind, lambda: _event(delivery, own, kind, body))


def _event(delivery: Delivery, own: str, kind: str, body: dict[str, Json]) -> Iterator[Item]:
    payload = as_object(as_object(body.get("data")).get("payload"))
    sent_at = body.get("timestamp")
    milestone = MILESTONE_BY_EVENT[kind]
    in_part = kind.endswith("_partially")
    yield from order_of(delivery, own, kind, as_object(payload.get("order")), sent_at).told(
        milestone, partial=in_part
    )


def _written(delivery: Delivery, own: str, sent_at: Json) -> list[Item]:
    """Each order as it stands now; a state is one item, however often the order is written."""
    items: list[Item] = []
    for raw in written_orders(delivery):
        named = usable_id(raw.get("id"))
        items += readable(delivery, named, WRITTEN, partial(_states, delivery, raw, sent_at))
    gone = "the shop knows no such order any more"
    return items or [unknown(delivery, own, WRITTEN, gone, recorded=True)]


def _states(delivery: Delivery, raw: dict[str, Json], sent_at: Json) -> Iterator[Item]:
    order = Order.model_validate(raw)
    for kind in kinds_of(order):
        told = order_of(delivery, own_id(order.id, kind), kind, raw, sent_at)
        in_part = kind.endswith("_partially")
        yield from told.told(MILESTONE_BY_EVENT.get(kind), partial=in_part)


def _body(delivery: Delivery) -> dict[str, Json]:
    try:
        return read_object(delivery.body)
    except PayloadError:
        return {}


def _shop_id(body: dict[str, Json]) -> str | None:
    """Webhooks name the shop under `source`, the confirmation of a registration at the top."""
    return usable_id(as_object(body.get("source")).get("shopId") or body.get("shopId"))
