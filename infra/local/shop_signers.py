"""How shops, carriers and payment providers sign; names in lower case, as `signers` wants it."""

import base64
import hashlib
import hmac
import json
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime

Signed = dict[str, str]
Signer = Callable[[str, bytes, Mapping[str, str], datetime], Signed]


def hex_of(header: str, prefix: str = "") -> Signer:
    def sign(secret: str, body: bytes, _headers: Mapping[str, str], _now: datetime) -> Signed:
        return {header: prefix + _digest(secret.encode(), body).hex()}

    return sign


def base64_of(header: str) -> Signer:
    def sign(secret: str, body: bytes, _headers: Mapping[str, str], _now: datetime) -> Signed:
        return {header: base64.b64encode(_digest(secret.encode(), body)).decode()}

    return sign


def bigcommerce(secret: str, body: bytes, headers: Mapping[str, str], now: datetime) -> Signed:
    """Standard Webhooks, with the plain text of the secret as the key."""
    message_id = headers.get("webhook-id") or f"evt_{hashlib.sha256(body).hexdigest()[:20]}"
    timestamp = str(int(now.timestamp()))
    digest = _digest(secret.encode(), f"{message_id}.{timestamp}.".encode() + body)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def ecwid(secret: str, body: bytes, _headers: Mapping[str, str], _now: datetime) -> Signed:
    try:
        event = json.loads(body)
        signed = f"{event['eventCreated']}.{event['eventId']}".encode()
    except (ValueError, KeyError, TypeError):
        signed = b""
    digest = base64.b64encode(_digest(secret.encode(), signed)).decode()
    return {"x-ecwid-webhook-signature": digest}


def easypost(secret: str, body: bytes, _headers: Mapping[str, str], _now: datetime) -> Signed:
    key = unicodedata.normalize("NFKD", secret).encode()
    return {"x-hmac-signature": f"hmac-sha256-hex={_digest(key, body).hex()}"}


def lightspeed(secret: str, body: bytes, _headers: Mapping[str, str], _now: datetime) -> Signed:
    return {"x-signature": hashlib.md5(body + secret.encode()).hexdigest()}  # noqa: S324 - theirs


def dhl(secret: str, _body: bytes, _headers: Mapping[str, str], _now: datetime) -> Signed:
    return {"dhl-hook-token": secret}


def stripe(secret: str, body: bytes, _headers: Mapping[str, str], now: datetime) -> Signed:
    timestamp = str(int(now.timestamp()))
    digest = _digest(secret.encode(), f"{timestamp}.".encode() + body).hex()
    return {"stripe-signature": f"t={timestamp},v1={digest}"}


def mollie(secret: str, body: bytes, headers: Mapping[str, str], _now: datetime) -> Signed:
    """Classic webhooks, which are forms, are not signed."""
    if "json" not in headers.get("content-type", "json"):
        return {}
    return {"x-mollie-signature": f"sha256={_digest(secret.encode(), body).hex()}"}


def _digest(key: bytes, signed: bytes) -> bytes:
    return hmac.new(key, signed, hashlib.sha256).digest()


SIGNERS: dict[str, Signer] = {
    "woocommerce": base64_of("x-wc-webhook-signature"),
    "bigcommerce": bigcommerce,
    "shopware": hex_of("shopware-shop-signature"),
    "lightspeed": lightspeed,
    "sendcloud": hex_of("sendcloud-signature"),
    "aftership": base64_of("aftership-hmac-sha256"),
    "easypost": easypost,
    "mollie": mollie,
    "stripe": stripe,
}
BEARERS: dict[str, Signer] = {"dhl": dhl, "ecwid": ecwid}
"""Those who prove the sender only: their signature does not cover the body."""
