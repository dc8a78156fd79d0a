"""Platforms, shops and customers that knock on the embedded cloud's doors, as the real ones do."""

import json
import smtplib
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from functions.core.deliveries import Delivery
from infra.local.cloud import EmbeddedCloud
from infra.local.signers import sign

SECRETS = {
    "whatsapp": "sample-secret",
    "shopify": "sample-secret",
    "twilio": "sample-auth-token",
    "cloudevents": "whsec_c2FtcGxlLXNlY3JldA==",
}
SHOP_MAIL = "service@tuinhuis.example"


class Answer(NamedTuple):
    status: int
    body: bytes


def post(
    door: str,
    cloud: EmbeddedCloud,
    provider: str,
    body: bytes,
    headers: Mapping[str, str] | None = None,
    account: str = "tuinhuis",
) -> Answer:
    """One signed webhook call over HTTP, at the cloud's time."""
    headers = signed(provider, body, cloud, headers)
    return call(door, f"/webhooks/{provider}/{account}", body, headers)


def signed(
    provider: str, body: bytes, cloud: EmbeddedCloud, headers: Mapping[str, str] | None = None
) -> dict[str, str]:
    secret = SECRETS.get(provider, "sample-secret")
    return sign(provider, secret, body, headers or {}, cloud.clock.now())


def call(
    door: str,
    path: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    method: str | None = None,
) -> Answer:
    """Any HTTP call, as it is given; without a method GET, or POST where there is a body."""
    request = Request(f"{door}{path}", data=body, headers=dict(headers or {}), method=method)  # noqa: S310
    try:
        with urlopen(request, timeout=20) as answer:  # noqa: S310 - loopback
            return Answer(answer.status, answer.read())
    except HTTPError as error:
        return Answer(error.code, error.read())


def whatsapp_body(
    message_id: str, text: str, *, phone: str = "31612345678", name: str = "Sanne", at: int
) -> bytes:
    """One text message, as Meta wraps it; `at` is Unix time."""
    message = {
        "from": phone,
        "id": message_id,
        "timestamp": str(at),
        "type": "text",
        "text": {"body": text},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": "31201234567",
            "phone_number_id": "106540352242922",
        },
        "contacts": [{"profile": {"name": name}, "wa_id": phone}],
        "messages": [message],
    }
    change = {"field": "messages", "value": value}
    envelope = {
        "object": "whatsapp_business_account",
        "entry": [{"id": "102290129340398", "changes": [change]}],
    }
    return json.dumps(envelope).encode()


def shopify_order(
    number: int, *, created_at: str, email: str = "sanne@example.com", **more: object
) -> bytes:
    order = {
        "id": 820_000_000_000 + number,
        "name": f"#{number}",
        "order_number": number,
        "email": email,
        "created_at": created_at,
        "updated_at": created_at,
        "currency": "EUR",
        "total_price": "49.95",
        "financial_status": "pending",
        "customer": {"id": 1, "email": email, "first_name": "Sanne", "last_name": "de Vries"},
        "shipping_address": {"city": "Utrecht", "zip": "3511AA", "country_code": "NL"},
        "line_items": [{"id": 1, "title": "Tuinstoel", "quantity": 2, "sku": "TS-1"}],
    }
    return json.dumps(order | more).encode()


def shopify_headers(topic: str, event_id: str) -> dict[str, str]:
    return {
        "x-shopify-topic": topic,
        "x-shopify-event-id": event_id,
        "x-shopify-shop-domain": "tuinhuis.myshopify.com",
        "content-type": "application/json",
    }


def mail(
    sender: str,
    subject: str,
    text: str,
    *,
    message_id: str,
    headers: Mapping[str, str] | None = None,
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = SHOP_MAIL
    message["Subject"] = subject
    message["Message-ID"] = f"<{message_id}>"
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(text)
    return message


def post_mail(port: int, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as smtp:
        smtp.send_message(message)


def delivery(key: str, provider: str, body: bytes, *, received_at: datetime) -> Delivery:
    """A delivery as the door would keep it."""
    return Delivery(
        id=key,
        provider=provider,
        account="tuinhuis",
        shop="tuinhuis",
        received_at=received_at,
        body=body,
    )


def sqs_event(body: str) -> dict[str, object]:
    """What Lambda hands to a function for one message of a queue."""
    attributes = {"SentTimestamp": "1772528400000", "ApproximateReceiveCount": "1"}
    record = {"messageId": "m", "receiptHandle": "r", "body": body, "attributes": attributes}
    return {"Records": [record]}
