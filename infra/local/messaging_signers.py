"""How messaging platforms prove their deliveries, for samples and the embedded cloud."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl

TWILIO_URL = "https://loket.example/webhooks/twilio/tuinhuis"
"""Twilio signs the address that it calls: the setting `public_url` of the sample account."""
TIKTOK_APP_KEY = "app123"
Headers = Mapping[str, str]


def meta(secret: str, body: bytes, _headers: Headers, _now: datetime) -> dict[str, str]:
    return {"x-hub-signature-256": f"sha256={_sha256(secret.encode(), body).hex()}"}


def x(secret: str, body: bytes, _headers: Headers, _now: datetime) -> dict[str, str]:
    return {"x-twitter-webhooks-signature": f"sha256={_base64(_sha256(secret.encode(), body))}"}


def line(secret: str, body: bytes, _headers: Headers, _now: datetime) -> dict[str, str]:
    return {"x-line-signature": _base64(_sha256(secret.encode(), body))}


def slack(secret: str, body: bytes, _headers: Headers, now: datetime) -> dict[str, str]:
    timestamp = str(int(now.timestamp()))
    digest = _sha256(secret.encode(), f"v0:{timestamp}:".encode() + body)
    return {"x-slack-request-timestamp": timestamp, "x-slack-signature": f"v0={digest.hex()}"}


def teams(secret: str, body: bytes, _headers: Headers, _now: datetime) -> dict[str, str]:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return {"authorization": f"HMAC {_base64(_sha256(key, body))}"}


def tiktok(secret: str, body: bytes, _headers: Headers, now: datetime) -> dict[str, str]:
    """TikTok for Developers and TikTok Shop; only the former tells a client key."""
    timestamp = str(int(now.timestamp()))
    digest = _sha256(secret.encode(), f"{timestamp}.".encode() + body).hex()
    developers = {"tiktok-signature": f"t={timestamp},s={digest}"}
    shop = {"authorization": _sha256(secret.encode(), TIKTOK_APP_KEY.encode() + body).hex()}
    if b'"client_key"' in body:
        return developers
    return shop if b'"shop_id"' in body else developers | shop


def twilio(secret: str, body: bytes, _headers: Headers, _now: datetime) -> dict[str, str]:
    """Forms: the URL and every parameter; JSON: the URL, which then holds the body's digest."""
    if body.startswith(b"{"):
        signed = f"{TWILIO_URL}?bodySHA256={hashlib.sha256(body).hexdigest()}"
    else:
        fields = sorted(set(parse_qsl(body.decode(), keep_blank_values=True)))
        signed = TWILIO_URL + "".join(f"{name}{value}" for name, value in fields)
    digest = hmac.new(secret.encode(), signed.encode(), hashlib.sha1).digest()
    return {"x-twilio-signature": _base64(digest)}


def judgeme(secret: str, body: bytes, _headers: Headers, _now: datetime) -> dict[str, str]:
    return {"judgeme-hmac-sha256": _sha256(secret.encode(), body).hex()}


def telegram(secret: str, _body: bytes, _headers: Headers, _now: datetime) -> dict[str, str]:
    return {"x-telegram-bot-api-secret-token": secret}


def basic(secret: str, _body: bytes, _headers: Headers, _now: datetime) -> dict[str, str]:
    return {"authorization": f"Basic {_base64(secret.encode())}"}


def _sha256(key: bytes, signed: bytes) -> bytes:
    return hmac.new(key, signed, hashlib.sha256).digest()


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
