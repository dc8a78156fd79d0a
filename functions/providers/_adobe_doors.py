"""What proves Adobe's events and Commerce's own webhooks, and how a registration is confirmed."""

import base64
import binascii
import re
from urllib.parse import urlsplit

from functions.core.deliveries import Credentials, Delivery, Transport
from functions.core.errors import PayloadError, SignatureError
from functions.core.rsa import verify_pkcs1_sha256
from functions.core.untrusted import read_object
from functions.providers.signatures import same_text, secrets_of

# https://developer.adobe.com/events/docs/guides/#security-considerations
KEYS = "https://static.adobeioevents.com"
KEY_PATH = re.compile(r"/prod/keys/pub-key-[0-9A-Za-z]{1,20}(-[0-9A-Za-z]{1,20}){0,6}\.pem", re.A)
KEY_HEADERS = ("x-adobe-public-key1-path", "x-adobe-public-key2-path")
EVENT_SIGNATURES = ("x-adobe-digital-signature-1", "x-adobe-digital-signature-2")
WEBHOOK_SIGNATURE = "x-adobe-commerce-webhook-signature"
VALIDATION = "validationUrl"
VALIDATION_HOST = "csm.adobe.io"
LONGEST_VALIDATION = 2_000
MAX_SIGNATURE = 2_000
MAX_KEYS = 8


def key_addresses(delivery: Delivery, credentials: Credentials) -> tuple[str, ...]:
    """Where Adobe keeps the keys of this event, for an account that names none itself.

    Only for events meant for our own client: the same keys sign for all customers of Adobe.
    """
    client = credentials.settings.get("client_id", "")
    named = [delivery.headers.get(name, "") for name in KEY_HEADERS]
    fitting = [path for path in named if KEY_PATH.fullmatch(path)]
    if any(one.strip() for one in credentials.secrets) or not client or not fitting:
        return ()
    try:
        _check_recipient(delivery, client)
    except SignatureError:
        return ()
    return tuple(KEYS + path for path in dict.fromkeys(fitting))


def check(delivery: Delivery, credentials: Credentials) -> None:
    """One of an event's two signatures over the body is enough; a webhook's is over its base64."""
    if delivery.transport is Transport.BUS or validation_address(delivery, credentials):
        return
    if WEBHOOK_SIGNATURE in delivery.headers:
        own = _keys_in(secrets_of(credentials))
        _check_any(delivery, (WEBHOOK_SIGNATURE,), base64.b64encode(delivery.body), own)
        return
    fetched = credentials.settings.get("certificate", "")
    keys = _keys_in((fetched,) if fetched.strip() else secrets_of(credentials))
    _check_any(delivery, EVENT_SIGNATURES, delivery.body, keys)
    if client := credentials.settings.get("client_id", ""):
        _check_recipient(delivery, client)


def _check_any(
    delivery: Delivery, headers: tuple[str, ...], signed: bytes, keys: list[bytes]
) -> None:
    given = [_decoded(delivery.headers.get(name, "")) for name in headers]
    pairs = ((key, one) for key in keys for one in given if one)
    if not any(verify_pkcs1_sha256(key, signed, one) for key, one in pairs):
        raise SignatureError("no signature fits the body; check the public keys")


def validation_address(delivery: Delivery, credentials: Credentials) -> str | None:
    """What must be visited to confirm a registration: Adobe posts nothing but that, unsigned.

    Only for an account with a `client_id`, and only at Adobe's own host: whoever makes it up can
    at most confirm a registration of his own, whose events are refused.
    """
    if len(delivery.body) > LONGEST_VALIDATION or not credentials.settings.get("client_id"):
        return None
    try:
        body = read_object(delivery.body)
        address = body.get(VALIDATION)
        if set(body) != {VALIDATION} or not isinstance(address, str) or not address.isascii():
            return None
        parts = urlsplit(address)
    except (PayloadError, ValueError):
        return None
    is_adobes = parts.scheme == "https" and parts.netloc == VALIDATION_HOST
    is_plain = not re.search(r"[\x00-\x20\x7f]", address) and not parts.fragment
    return address if is_adobes and is_plain else None


def _check_recipient(delivery: Delivery, expected: str) -> None:
    try:
        given = read_object(delivery.body).get("recipientclientid")
    except PayloadError as error:
        raise SignatureError("the event names no recipient") from error
    if not isinstance(given, str) or not same_text(given, expected):
        raise SignatureError("the event is meant for another client than `client_id`")


def _keys_in(texts: tuple[str, ...]) -> list[bytes]:
    """Every public key, also where a text holds several."""
    begin = "-----BEGIN"
    parts = [part for text in texts for part in text.split(begin)[1:]]
    return [f"{begin}{part}".encode("ascii", "replace") for part in parts[:MAX_KEYS]]


def _decoded(signature: str) -> bytes:
    try:
        return base64.b64decode(signature[:MAX_SIGNATURE], validate=True)
    except (binascii.Error, ValueError):
        return b""
