"""Shopify's list of changed orders, as the webhooks that would have told them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlencode

from functions.core.deliveries import Change, Credentials, OutboundRequest
from functions.core.errors import PayloadError
from functions.core.moments import LONG_AGO, Sometime
from functions.core.untrusted import Identifier, Json, Line, Theirs, as_object, read_object
from functions.providers._payload import api_request

LISTED = 50
VERSION = "2026-01"
PAID = {"paid", "partially_refunded", "refunded"}


class Changed(Theirs):
    id: Identifier
    updated_at: Sometime = None
    cancelled_at: Sometime = None
    financial_status: Line | None = None


# https://shopify.dev/docs/api/admin-rest/latest/resources/order
def orders_since(credentials: Credentials, since: datetime) -> OutboundRequest | None:
    settings = credentials.settings
    token, shop = settings.get("token"), settings.get("shop_domain")
    if not token or not (shop or settings.get("api_base")):
        return None
    query = {
        "status": "any",
        "updated_at_min": since.astimezone(UTC).isoformat(),
        "order": "updated_at asc",
        "limit": str(LISTED),
    }
    path = f"/admin/api/{VERSION}/orders.json?{urlencode(query)}"
    return api_request(credentials, f"https://{shop}", path, {"x-shopify-access-token": token})


def read_orders(body: bytes) -> list[Change]:
    orders = read_object(body).get("orders")
    if not isinstance(orders, list):
        raise PayloadError("the shop's list of orders is none")
    return [change for order in orders[:LISTED] for change in _of_order(as_object(order))]


def _of_order(order: dict[str, Json]) -> Iterator[Change]:
    told = Changed.model_validate(order)
    yield _change("orders/create", order, told)
    if told.financial_status in PAID:
        yield _change("orders/paid", order, told)
    if told.cancelled_at:
        yield _change("orders/cancelled", order, told)
    for name, topic in (("fulfillments", "fulfillments/update"), ("refunds", "refunds/create")):
        parts = order.get(name)
        for part in parts if isinstance(parts, list) else []:
            yield _change(topic, {"order_id": told.id, **as_object(part)}, told)


def _change(topic: str, payload: dict[str, Json], order: Changed) -> Change:
    """Its event id is of our making, the same however often it is asked."""
    own, at = payload.get("id"), order.updated_at or LONG_AGO
    headers = {
        "content-type": "application/json",
        "x-shopify-topic": topic,
        "x-shopify-event-id": f"asked-{own}-{int(at.timestamp())}",
    }
    return Change(headers=headers, body=json.dumps(payload).encode(), changed_at=at)
