"""Adobe Commerce (Magento): Adobe I/O Events, and the shop's own synchronous webhooks."""

from collections.abc import Iterator, Mapping

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery, OutboundRequest, Reply, Transport
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.orders import Milestone
from functions.core.untrusted import (
    Json,
    Theirs,
    as_object,
    placed_id,
    read_object,
    unknown,
    usable_id,
)
from functions.providers._adobe_doors import (
    VALIDATION,
    WEBHOOK_SIGNATURE,
    check,
    key_addresses,
    validation_address,
)
from functions.providers._adobe_order import Order, order_items
from functions.providers._adobe_parts import Creditmemo, Shipment
from functions.providers._facts import order_update, parcel_update, track
from functions.providers._payload import money, own_id, readable
from functions.providers._promises import meaning
from functions.providers.base import Provider

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


class AdobeCommerce(Provider):
    """`secrets` are public keys in PEM, one or more in each: the shop's own, or those of Adobe I/O.
    Without any, Adobe's are fetched from static.adobeioevents.com for the setting `client_id`: the
    registration's, for Adobe's keys sign for all its customers.
    """

    channel = Channel.ORDER
    configurable = True
    thin = True
    bus_sources = ("aws.partner/developer.adobe.com",)

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        check(delivery, credentials)

    def certificates_at(self, delivery: Delivery, credentials: Credentials) -> tuple[str, ...]:
        return key_addresses(delivery, credentials)

    def fetches(
        self, delivery: Delivery, credentials: Credentials
    ) -> Mapping[str, OutboundRequest]:
        """A registration whose challenge went unanswered is confirmed by visiting an address."""
        address = validation_address(delivery, credentials)
        return {VALIDATION: OutboundRequest(method="GET", url=address)} if address else {}

    def acknowledge(self, delivery: Delivery, credentials: Credentials) -> Reply | None:
        """A synchronous webhook waits for leave to go on with the checkout: it always has it."""
        if WEBHOOK_SIGNATURE not in delivery.headers:
            return None
        return Reply(body='{"op":"success"}', content_type="application/json")

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
        if set(event) == {VALIDATION}:
            seen = bool(delivery.fetched.get(VALIDATION))
            reason = "the registration is confirmed" if seen else "the registration has expired"
            return [unknown(delivery, None, VALIDATION, reason, recorded=seen)]
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


class Timed(Theirs):
    time: Sometime = None


def _order(delivery: Delivery, own: str, value: dict[str, Json], at: Json) -> Iterator[Item]:
    order = Order.model_validate(value)
    status = order.status or order.state
    happened = Timed.model_validate({"time": at}).time or order.updated_at
    known = MILESTONE_BY_STATUS.get(status) or MILESTONE_BY_STATUS.get(order.state)
    milestone = meaning(delivery, known, status)
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
    ).model_copy(update={"refund": memo.increment_id or memo.entity_id})


def _kind(event: dict[str, Json]) -> str:
    kind = event.get("type")
    return kind.rpartition(".")[2][:200] if isinstance(kind, str) else ""
