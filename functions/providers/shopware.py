"""Shopware 6 apps: registration, and what happens to orders, their deliveries and payments."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery, Reply
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
from functions.providers._payload import readable
from functions.providers._shopware_order import order_of
from functions.providers.base import Provider
from functions.providers.signatures import same_text, secrets_of

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
RECORDED_EVENTS = ("checkout.customer.", "customer.", "product.", "order.written", "app.")
SHOP_SIGNATURE, APP_SIGNATURE = "shopware-shop-signature", "shopware-app-signature"
OLDEST_SECONDS = 6 * 3600
"""Their last repetition comes after some five hours."""


class Shopware(Provider):
    """Settings: `app_secret` and `app_name` for the registration, `shop_id` for the one shop that
    may register. `secrets` are shop secrets agreed otherwise; one that we give out ourselves is
    made of the app secret and the shop's id, so that it need not be kept and cannot be replaced.
    """

    channel = Channel.ORDER

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        """The body; of a page that is opened (GET) the query without its own signature."""
        if delivery.method == "GET":
            query, _, given = urlsplit(delivery.url).query.rpartition(f"{SHOP_SIGNATURE}=")
            _check(given, query.rstrip("&").encode(), secrets_of(credentials))
            return
        body = _body(delivery)
        keys = _keys(credentials, _shop_id(body))
        _check(delivery.headers.get(SHOP_SIGNATURE, ""), delivery.body, keys)
        sent_at = body.get("timestamp")
        if isinstance(sent_at, int) and not isinstance(sent_at, bool):
            age = delivery.received_at.timestamp() - min(sent_at, 10**12)
            if abs(age) > OLDEST_SECONDS:
                raise SignatureError("the signed timestamp is hours off: an old delivery again")

    def challenge(self, delivery: Delivery, credentials: Credentials) -> Reply | None:
        """The registration by GET; the confirmation that follows by POST holds keys: not kept."""
        if delivery.method == "GET":
            return _registration(delivery, credentials)
        body = _body(delivery)
        return Reply() if {"apiKey", "secretKey", "shopId"} <= body.keys() else None

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
        if kind.startswith(RECORDED_EVENTS):
            # `order.written` names only ids; the state events tell what it was.
            return [unknown(delivery, own, kind, "told by other events", recorded=True)]
        if kind not in MILESTONE_BY_EVENT:
            return [unknown(delivery, own, kind, "no rule for this event")]
        return readable(delivery, own, kind, lambda: _event(delivery, own, kind, body))


def _event(delivery: Delivery, own: str, kind: str, body: dict[str, Json]) -> Iterator[Item]:
    payload = as_object(as_object(body.get("data")).get("payload"))
    sent_at = body.get("timestamp")
    milestone = MILESTONE_BY_EVENT[kind]
    partial = kind.endswith("_partially")
    yield from order_of(delivery, own, kind, as_object(payload.get("order")), sent_at).told(
        milestone, partial=partial
    )


def _registration(delivery: Delivery, credentials: Credentials) -> Reply:
    """Proof of who we are, and the shop's secret; on a second time the shop proves itself too."""
    asked, settings = delivery.query, credentials.settings
    shop_id, shop_url = asked.get("shop-id", ""), asked.get("shop-url", "")
    app_secret = settings.get("app_secret", "")
    queries = _spellings(delivery)
    given, again = delivery.headers.get(APP_SIGNATURE, ""), delivery.headers.get(SHOP_SIGNATURE)
    ours = settings.get("shop_id") in (None, shop_id)
    if not app_secret.strip() or not shop_id or not ours or not _fits(given, queries, app_secret):
        return Reply(status=401)
    secret = _given_secret(app_secret, shop_id)
    if again is not None and not _fits(again, queries, secret):
        return Reply(status=401)
    proof = _hex(app_secret, f"{shop_id}{shop_url}{settings.get('app_name', '')}".encode())
    answer = {
        "proof": proof,
        "secret": secret,
        "confirmation_url": delivery.url.split("?", maxsplit=1)[0],
    }
    return Reply(body=json.dumps(answer), content_type="application/json")


def _spellings(delivery: Delivery) -> list[bytes]:
    """The query as it was signed: a gateway decodes it, so it is spelled both ways."""
    raw = urlsplit(delivery.url).query
    order = {"shop-id": 0, "shop-url": 1, "timestamp": 2}
    pairs = sorted(parse_qsl(raw, keep_blank_values=True), key=lambda p: order.get(p[0], 3))
    plain = "&".join(f"{name}={value}" for name, value in pairs)
    spelled = dict.fromkeys((raw, unquote(raw), plain, urlencode(pairs)))
    return [text.encode("utf-8", "surrogatepass") for text in spelled]


def _fits(given: str, signed: list[bytes], secret: str) -> bool:
    return bool(given) and any(same_text(given, _hex(secret, text)) for text in signed)


def _check(given: str, signed: bytes, keys: tuple[str, ...]) -> None:
    if not given or not any(same_text(given, _hex(key, signed)) for key in keys):
        raise SignatureError(f"{SHOP_SIGNATURE} does not fit; check the secret of the shop")


def _keys(credentials: Credentials, shop_id: str | None) -> tuple[str, ...]:
    """The secret that we gave this shop, and those that the account names."""
    app_secret = credentials.settings.get("app_secret", "")
    ours = credentials.settings.get("shop_id") in (None, shop_id)
    given = (_given_secret(app_secret, shop_id),) if app_secret.strip() and shop_id and ours else ()
    named = tuple(secret for secret in credentials.secrets if secret.strip())
    return (*given, *named) or secrets_of(credentials)


def _given_secret(app_secret: str, shop_id: str) -> str:
    return _hex(app_secret, f"shop secret of {shop_id}".encode("utf-8", "surrogatepass"))


def _hex(secret: str, signed: bytes) -> str:
    return hmac.new(secret.encode("utf-8", "surrogatepass"), signed, hashlib.sha256).hexdigest()


def _body(delivery: Delivery) -> dict[str, Json]:
    try:
        return read_object(delivery.body)
    except PayloadError:
        return {}


def _shop_id(body: dict[str, Json]) -> str | None:
    """Webhooks name the shop under `source`, the confirmation of a registration at the top."""
    return usable_id(as_object(body.get("source")).get("shopId") or body.get("shopId"))
