"""Twilio: SMS and WhatsApp messages, reports on what we sent, and sending."""

import base64
import hashlib
import hmac
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery, OutboundRequest
from functions.core.errors import PayloadError, SignatureError
from functions.core.items import Item
from functions.core.notifications import Message
from functions.core.untrusted import unknown
from functions.providers._twilio_content import read_message, read_status
from functions.providers._twilio_sending import compose, read_answer
from functions.providers.base import Provider
from functions.providers.signatures import same_text, secrets_of

# https://www.twilio.com/docs/usage/security#validating-requests
MAX_FIELDS = 500


class Twilio(Provider):
    """`secrets` are auth tokens. Settings: `public_url`, the address that Twilio calls, where that
    differs from what the gateway sees; for sending `account_sid`, `token`, and `from` (a number,
    `whatsapp:` and a number, or a messaging service), `content_sid_<template>`, `api_base`."""

    channel = Channel.SMS
    sends = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        given = delivery.headers.get("x-twilio-signature", "")
        tokens = secrets_of(credentials)
        fields = _signed_fields(delivery)
        for url in _spellings(_called_url(delivery, credentials)):
            signed = (url + fields).encode("utf-8", "surrogatepass")
            for token in tokens:
                digest = hmac.new(token.encode("utf-8", "surrogatepass"), signed, hashlib.sha1)
                if given and same_text(given, base64.b64encode(digest.digest()).decode()):
                    return
        raise SignatureError("x-twilio-signature does not fit; check token and public_url")

    def parse(self, delivery: Delivery) -> list[Item]:
        if _is_json(delivery):
            return [unknown(delivery, None, "json", "an event in JSON; a person must look")]
        fields = dict(_fields(delivery.body))
        status, says = fields.get("SmsStatus", "received"), "Body" in fields
        if status != "received" and ("MessageStatus" in fields or not says):
            return [read_status(delivery, fields)]
        if "MessageStatus" in fields and "SmsStatus" not in fields:
            return [read_status(delivery, fields)]
        if says or fields.get("NumMedia", "0") != "0" or "Latitude" in fields:
            return [read_message(delivery, fields)]
        kind = "call" if "CallSid" in fields else "form"
        return [unknown(delivery, fields.get("CallSid"), kind, "no message; a person must look")]

    def compose(self, message: Message, credentials: Credentials) -> OutboundRequest:
        return compose(message, credentials)

    def read_answer(self, status: int, body: bytes) -> str:
        return read_answer(status, body)


def _called_url(delivery: Delivery, credentials: Credentials) -> str:
    """The configured address with the query of this call; else the address that the door saw."""
    public = credentials.settings.get("public_url")
    if not public:
        return delivery.url
    query = urlsplit(delivery.url).query
    return f"{public}?{query}" if query and "?" not in public else public


def _spellings(url: str) -> tuple[str, ...]:
    """Twilio sometimes signs the port and sometimes does not."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise SignatureError("the called address cannot be read; set public_url") from error
    default = {"https": 443, "http": 80}.get(parts.scheme, 443)
    bare = urlunsplit(parts._replace(netloc=host))
    ported = urlunsplit(parts._replace(netloc=f"{host}:{port or default}"))
    return tuple(dict.fromkeys((url, bare, ported)))


def _signed_fields(delivery: Delivery) -> str:
    """What follows the URL: every parameter of a form; nothing for JSON, whose digest it holds."""
    digest = dict(parse_qsl(urlsplit(delivery.url).query)).get("bodySHA256")
    if digest is not None:
        if not same_text(digest.lower(), hashlib.sha256(delivery.body).hexdigest()):
            raise SignatureError("bodySHA256 does not fit the body")
        return ""
    if _is_json(delivery):
        raise SignatureError("a JSON body without bodySHA256 is not signed")
    try:
        fields = sorted(set(_fields(delivery.body)))
    except PayloadError as error:
        raise SignatureError(str(error)) from error
    return "".join(f"{name}{value}" for name, value in fields)


def _is_json(delivery: Delivery) -> bool:
    return "json" in delivery.headers.get("content-type", "").lower()


def _fields(body: bytes) -> list[tuple[str, str]]:
    """The parameters in order, empty ones too: they are signed as well."""
    try:
        return parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError as error:
        raise PayloadError("the body is no form in UTF-8") from error
