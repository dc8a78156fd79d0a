"""Signs sample deliveries the way the platforms do, at any simulated time."""

import base64
import hashlib
import hmac
import json
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from infra.local import messaging_signers as messaging
from infra.local import shop_signers as shops

Signer = Callable[[str, bytes, Mapping[str, str], datetime], dict[str, str]]


def sign(
    provider: str, secret: str, body: bytes, headers: Mapping[str, str], now: datetime
) -> dict[str, str]:
    """All headers of the delivery (names in lower case), with a genuine signature made `now`.

    A provider without signatures (mail) gets its headers back unchanged.
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    signer = SIGNERS.get(provider) or BEARERS.get(provider)
    return lowered | signer(secret, body, lowered, now) if signer else lowered


def _shopify(
    secret: str, body: bytes, headers: Mapping[str, str], _now: datetime
) -> dict[str, str]:
    newer = any(name.startswith("shopify-") for name in headers)
    name = "shopify-hmac-sha256" if newer else "x-shopify-hmac-sha256"
    return {name: base64.b64encode(_digest(secret.encode(), body)).decode()}


def _standard_webhooks(
    secret: str, body: bytes, headers: Mapping[str, str], now: datetime
) -> dict[str, str]:
    message_id = headers.get("webhook-id") or f"msg_{hashlib.sha256(body).hexdigest()[:24]}"
    timestamp = str(int(now.timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_") + "==")
    digest = _digest(key, f"{message_id}.{timestamp}.".encode() + body)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _digest(key: bytes, signed: bytes) -> bytes:
    return hmac.new(key, signed, hashlib.sha256).digest()


SIGNERS: dict[str, Signer] = {
    "whatsapp": messaging.meta,
    "messenger": messaging.meta,
    "instagram": messaging.meta,
    "x": messaging.x,
    "twilio": messaging.twilio,
    "line": messaging.line,
    "slack": messaging.slack,
    "teams": messaging.teams,
    "tiktok": messaging.tiktok,
    "judgeme": messaging.judgeme,
    "webform": _standard_webhooks,
    "chat": _standard_webhooks,
    "shopify": _shopify,
    "cloudevents": _standard_webhooks,
    "standard_webhooks": _standard_webhooks,
    **shops.SIGNERS,
}

BEARERS: dict[str, Signer] = {
    **shops.BEARERS,
    "telegram": messaging.telegram,
    "trustpilot": messaging.basic,
}
"""Platforms that only show a secret: it proves the sender, not the body."""


def sign_sample(path: Path) -> None:
    """Sign a sample file again with its own first secret and time, after its body was changed."""
    sample = json.loads(path.read_text("utf-8"))
    request = sample["request"]
    if "body_base64" in request:
        body = base64.b64decode(request["body_base64"])
    else:
        body = request["body"].encode()
    request["headers"] = sign(
        path.parent.name,
        sample["credentials"]["secrets"][0],
        body,
        request.get("headers", {}),
        datetime.fromisoformat(sample["received_at"]),
    )
    path.write_text(json.dumps(sample, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        sign_sample(Path(name))
