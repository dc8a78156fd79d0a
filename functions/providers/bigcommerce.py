"""BigCommerce: thin events in Standard Webhooks headers; the order itself is fetched."""

import base64
from collections.abc import Iterator, Mapping

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery, OutboundRequest
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
from functions.providers._bigcommerce_order import Order, update_of
from functions.providers._bigcommerce_parts import message_of, shipments_of
from functions.providers._payload import (
    api_request,
    fetched_object,
    money,
    own_id,
    readable,
    whole_number,
)
from functions.providers._promises import meaning
from functions.providers._shops import Step, in_steps, note_of
from functions.providers.base import Provider
from functions.providers.signatures import check_standard_webhooks, same_text

# https://developer.bigcommerce.com/docs/rest-management/orders/order-status
MILESTONE_BY_STATUS_ID = {
    0: None,
    1: Milestone.PLACED,
    2: Milestone.HANDED_OVER,
    3: Milestone.HANDED_OVER,
    4: Milestone.REFUNDED,
    5: Milestone.CANCELLED,
    6: Milestone.PAYMENT_FAILED,
    7: Milestone.PLACED,
    8: Milestone.READY_FOR_PICKUP,
    9: Milestone.PAID,
    10: Milestone.DELIVERED,
    11: Milestone.PAID,
    12: Milestone.PLACED,
    13: None,
    14: Milestone.REFUNDED,
}
PARTIAL = {3, 14}
REFUND_SCOPE = "store/order/refund/created"
ORDER_SCOPES = {
    *("store/order/created", "store/order/updated", "store/order/statusUpdated"),
    REFUND_SCOPE,
}
SHIPMENT_SCOPES = {"store/shipment/created", "store/shipment/updated"}
MESSAGE_SCOPE = "store/order/message/created"
PATHS = {
    "order": "",
    "products": "/products",
    "addresses": "/shipping_addresses",
    "shipments": "/shipments",
    "messages": "/messages",
}
RECORDED_SCOPES = (
    *("store/customer/", "store/product/", "store/cart/", "store/order/archived"),
    *("store/order/transaction/", "store/shipment/deleted", "store/sku/", "store/category/"),
)


class BigCommerce(Provider):
    """`secrets` are the app's client secret. Settings: `store_hash` and `token` to fetch with;
    `header` and `header_value`, if the webhook was made with a header of one's own.
    """

    channel = Channel.ORDER
    configurable = True
    thin = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        """Their key is the secret's plain text, where Standard Webhooks has base64."""
        usable = (secret for secret in credentials.secrets if secret.strip())
        coded = (base64.b64encode(one.encode("utf-8", "surrogatepass")).decode() for one in usable)
        check_standard_webhooks(delivery, credentials.model_copy(update={"secrets": tuple(coded)}))
        header = credentials.settings.get("header", "").lower()
        expected = credentials.settings.get("header_value", "")
        if header and not same_text(delivery.headers.get(header, ""), expected):
            raise SignatureError(f"{header} does not hold the configured value")

    def fetches(
        self, delivery: Delivery, credentials: Credentials
    ) -> Mapping[str, OutboundRequest]:
        try:
            event = read_object(delivery.body)
        except PayloadError:
            return {}
        scope, order_id = event.get("scope"), _order_id(event)
        wanted = _wanted(scope if isinstance(scope, str) else "")
        store = credentials.settings.get("store_hash")
        root = f"/{store}/v2/orders/{order_id}"
        token = {"x-auth-token": credentials.settings.get("token", "")}
        return {
            name: api_request(
                credentials, "https://api.bigcommerce.com/stores", root + PATHS[name], token
            )
            for name in (wanted if order_id and store else ())
        }

    def parse(self, delivery: Delivery) -> list[Item]:
        event = read_object(delivery.body)
        scope = event.get("scope")
        kind = scope if isinstance(scope, str) else "event without scope"
        own = (
            usable_id(delivery.headers.get("webhook-id"))
            or usable_id(event.get("hash"))
            or placed_id(delivery, "")
        )
        if kind.startswith(RECORDED_SCOPES):
            return [unknown(delivery, own, kind, "nothing about an order's way", recorded=True)]
        if not _wanted(kind):
            return [unknown(delivery, own, kind, "no rule for this scope")]
        if _order_id(event) is None:
            return [unknown(delivery, own, kind, "data.id: no order's number")]
        return readable(delivery, own, kind, lambda: _read(delivery, own, kind, event))


def _wanted(scope: str) -> tuple[str, ...]:
    """What must be fetched of the order."""
    if scope in ORDER_SCOPES:
        return ("order", "products", "addresses")
    if scope in SHIPMENT_SCOPES:
        return ("shipments", "products")
    return ("order", "messages") if scope == MESSAGE_SCOPE else ()


def _read(delivery: Delivery, own: str, kind: str, event: dict[str, Json]) -> Iterator[Item]:
    if kind in SHIPMENT_SCOPES:
        yield from shipments_of(delivery, own, str(_order_id(event)))
        return
    found = fetched_object(delivery, "order")
    if found is None:
        yield unknown(delivery, own, kind, "the store knows no such order", recorded=True)
        return
    order = Order.model_validate(found)
    if kind == MESSAGE_SCOPE:
        wanted = as_object(as_object(event.get("data")).get("message")).get("order_message_id")
        yield from message_of(delivery, own, kind, order, str(wanted))
    else:
        yield from _order(delivery, own, kind, order)


def _order(delivery: Delivery, own: str, kind: str, order: Order) -> Iterator[Item]:
    update = update_of(delivery, own, order)
    milestone = meaning(delivery, MILESTONE_BY_STATUS_ID.get(order.status_id), order.status_id)
    back = money(order.refunded_amount, order.currency_code)
    refund = f"{order.id}:{order.refunded_amount}" if milestone is Milestone.REFUNDED else None
    steps = [
        Step(
            "",
            milestone,
            order.status or str(order.status_id),
            partial=order.status_id in PARTIAL,
            refund=refund,
            total=back if refund else None,
        )
    ]
    if kind == REFUND_SCOPE and milestone is not Milestone.REFUNDED:
        # The order's status need not tell that a part went back.
        steps = [steps[0]._replace(milestone=None), *_refunded(order)]
    if kind == "store/order/created" and milestone is not Milestone.PLACED and order.status_id:
        steps.append(Step("placed", Milestone.PLACED, "created", order.date_created))
    yield from in_steps(update, steps, delivery.received_at)
    if order.customer_message:
        proven = order.customer_id not in (None, "0")
        note = own_id(order.id, "note")
        yield from note_of(delivery, update, note, order.customer_message, proven=proven)


def _refunded(order: Order) -> Iterator[Step]:
    back = money(order.refunded_amount, order.currency_code)
    if back and (order.refunded_amount or "").strip("0."):
        part = back != money(order.total_inc_tax, order.currency_code)
        yield Step(
            "refund",
            Milestone.REFUNDED,
            "refunded",
            partial=part,
            refund=f"{order.id}:{order.refunded_amount}",
            total=back,
        )


def _order_id(event: dict[str, Json]) -> str | None:
    data = as_object(event.get("data"))
    shipment = str(event.get("scope")) in SHIPMENT_SCOPES
    named = data.get("orderId") if shipment else data.get("order_id", data.get("id"))
    return whole_number(named)
