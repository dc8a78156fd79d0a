"""WooCommerce's list of changed orders, as the webhooks that would have told them."""

import json
from datetime import UTC, datetime
from urllib.parse import urlencode

from functions.core.deliveries import Change, Credentials, OutboundRequest
from functions.core.errors import PayloadError
from functions.core.moments import LONG_AGO, Sometime
from functions.core.untrusted import Theirs, as_object, read_json
from functions.providers._payload import api_request, basic_auth

LISTED = 50


class Changed(Theirs):
    date_modified_gmt: Sometime = None


# https://woocommerce.github.io/woocommerce-rest-api-docs/#list-all-orders
def orders_since(credentials: Credentials, since: datetime) -> OutboundRequest | None:
    settings = credentials.settings
    key, secret = settings.get("consumer_key"), settings.get("consumer_secret")
    if not key or not secret or not (settings.get("shop_url") or settings.get("api_base")):
        return None
    query = {
        "modified_after": f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "dates_are_gmt": "true",
        "orderby": "modified",
        "order": "asc",
        "per_page": str(LISTED),
    }
    path = f"/wp-json/wc/v3/orders?{urlencode(query)}"
    return api_request(credentials, settings.get("shop_url", ""), path, basic_auth(key, secret))


def read_orders(body: bytes) -> list[Change]:
    orders = read_json(body)
    if not isinstance(orders, list) or not all(isinstance(one, dict) for one in orders):
        raise PayloadError("the shop's list of orders is none")
    headers = {"content-type": "application/json", "x-wc-webhook-topic": "order.created"}
    return [
        Change(
            headers=headers,
            body=json.dumps(order).encode(),
            changed_at=Changed.model_validate(as_object(order)).date_modified_gmt or LONG_AGO,
        )
        for order in orders[:LISTED]
    ]
