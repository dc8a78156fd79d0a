"""Shopware's keys: the registration of a shop, the secret it is given, and what that signs."""

import hashlib
import hmac
import json
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from functions.core.deliveries import Credentials, Delivery, Reply
from functions.core.errors import SignatureError
from functions.providers.signatures import same_text, secrets_of

SHOP_SIGNATURE, APP_SIGNATURE = "shopware-shop-signature", "shopware-app-signature"


def registration(delivery: Delivery, credentials: Credentials) -> Reply:
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


def check(given: str, signed: bytes, keys: tuple[str, ...]) -> None:
    if not given or not any(same_text(given, _hex(key, signed)) for key in keys):
        raise SignatureError(f"{SHOP_SIGNATURE} does not fit; check the secret of the shop")


def keys_of(credentials: Credentials, shop_id: str | None) -> tuple[str, ...]:
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
