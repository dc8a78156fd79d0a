"""Shopware's `order.written`, which names only ids: the orders are asked of the shop's own API."""

import json
import re
from collections.abc import Iterator, Mapping

from functions.core.deliveries import Credentials, Delivery, OutboundRequest
from functions.core.errors import PayloadError
from functions.core.untrusted import Json, as_object, read_object
from functions.providers._payload import fetched_object
from functions.providers._shopware_fields import Order

WRITTEN = "order.written"
PLACED = "checkout.order.placed"
ORDERS = "orders"
ORDER_ID = re.compile(r"[0-9a-f]{32}")
MAX_ORDERS = 50
COUNTRY: Mapping[str, object] = {"associations": {"country": {}}}
# https://developer.shopware.com/docs/guides/integrations-api/general-concepts/search-criteria.html
ASSOCIATIONS: Mapping[str, object] = {
    **{name: {} for name in ("orderCustomer", "currency", "lineItems", "stateMachineState")},
    "billingAddress": COUNTRY,
    "deliveries": {
        "associations": {
            "shippingOrderAddress": COUNTRY,
            "positions": {},
            "stateMachineState": {},
        }
    },
    "transactions": {"associations": {"stateMachineState": {}, "paymentMethod": {}}},
}


def orders_request(delivery: Delivery, credentials: Credentials) -> Mapping[str, OutboundRequest]:
    """All orders that were written, in one call; nothing where the account has no access key."""
    settings = credentials.settings
    key, secret = settings.get("access_key"), settings.get("access_secret")
    root = (settings.get("api_base") or settings.get("shop_url") or "").rstrip("/")
    ids = _written_ids(delivery)
    if not (key and secret and root and ids):
        return {}
    asked = {"ids": ids, "limit": len(ids), "associations": ASSOCIATIONS}
    grant = {"grant_type": "client_credentials", "client_id": key, "client_secret": secret}
    headers = {"accept": "application/json", "content-type": "application/json"}
    login = OutboundRequest(
        url=f"{root}/api/oauth/token", headers=headers, body=json.dumps(grant).encode()
    )
    search = OutboundRequest(
        url=f"{root}/api/search/order",
        headers=headers,
        body=json.dumps(asked).encode(),
        login=login,
    )
    return {ORDERS: search}


def written_orders(delivery: Delivery) -> list[dict[str, Json]]:
    """Those that the shop's API knows, of those that were named."""
    found = (fetched_object(delivery, ORDERS) or {}).get("data")
    if not isinstance(found, list):
        raise PayloadError("the shop's list of written orders is none")
    named = set(_written_ids(delivery))
    return [one for one in map(as_object, found[:MAX_ORDERS]) if one.get("id") in named]


def kinds_of(order: Order) -> Iterator[str]:
    """The events that would have told where the order stands, on each of its axes."""
    own = order.stateMachineState
    if own:
        yield PLACED if own.technicalName == "open" else _entered("order", own.technicalName)
    last_payment = (order.transactions or ())[-1:]
    axes = (("order_transaction", last_payment), ("order_delivery", order.deliveries or ()))
    for axis, parts in axes:
        states = [one.stateMachineState.technicalName for one in parts if one.stateMachineState]
        yield from (_entered(axis, state) for state in dict.fromkeys(states))


def _entered(axis: str, state: str) -> str:
    return f"state_enter.{axis}.state.{state}"


def _written_ids(delivery: Delivery) -> list[str]:
    try:
        data = as_object(read_object(delivery.body).get("data"))
    except PayloadError:
        return []
    payload = data.get("payload")
    if data.get("event") != WRITTEN or not isinstance(payload, list):
        return []
    entries = [as_object(entry) for entry in payload[:MAX_ORDERS]]
    ids = [one.get("primaryKey") for one in entries if one.get("operation") != "delete"]
    return list(dict.fromkeys(i for i in ids if isinstance(i, str) and ORDER_ID.fullmatch(i)))
