"""Signature schemes that several providers share; each check raises SignatureError or returns."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from functions.core.deliveries import Credentials, Delivery
from functions.core.errors import SignatureError

TOLERANCE_SECONDS = 300
MAX_TIMESTAMP_DIGITS = 12
PUBLIC = "whpk_"
ALGORITHMS = ("sha256", "sha384", "sha512", "sha1")
MAX_SIGNATURES = 20
"""Entries of one header that are looked at; senders give one, or two while rotating."""


def check_hex_hmac(
    delivery: Delivery, credentials: Credentials, header: str, prefix: str = ""
) -> None:
    """The header holds the prefix and the lower-case hex HMAC-SHA256 of the exact body."""
    expected = [digest.hex() for digest in _body_digests(delivery, credentials)]
    _check_header(delivery, header, [prefix + text for text in expected])


def check_base64_hmac(
    delivery: Delivery,
    credentials: Credentials,
    header: str,
    prefix: str = "",
    algorithm: str = "sha256",
) -> None:
    """The header holds the prefix and the base64 HMAC of the exact body."""
    if algorithm not in ALGORITHMS:
        raise SignatureError(f"the setting `algorithm` is none of {', '.join(ALGORITHMS)}")
    keys = [_bytes(secret) for secret in secrets_of(credentials)]
    digests = [hmac.new(key, delivery.body, algorithm).digest() for key in keys]
    expected = [base64.b64encode(digest).decode() for digest in digests]
    _check_header(delivery, header, [prefix + text for text in expected])


def check_shown_secret(given: str, credentials: Credentials) -> None:
    """The sender shows the secret itself: that proves the sender, and nothing proves the body."""
    if not _equals_any(given, secrets_of(credentials)):
        raise SignatureError("the secret that the sender shows is missing or wrong")


# https://docs.slack.dev/authentication/verifying-requests-from-slack
def check_slack(delivery: Delivery, credentials: Credentials) -> None:
    """`v0=` and the hex HMAC-SHA256 of version, timestamp and body."""
    timestamp = delivery.headers.get("x-slack-request-timestamp", "")
    check_timestamp(timestamp, delivery.received_at)
    signed = f"v0:{timestamp}:".encode() + delivery.body
    digests = [_hmac(_bytes(secret), signed).hex() for secret in secrets_of(credentials)]
    _check_header(delivery, "x-slack-signature", [f"v0={digest}" for digest in digests])


# https://developers.tiktok.com/doc/webhooks-verification
def check_timed_hex(delivery: Delivery, credentials: Credentials, header: str, entry: str) -> None:
    """`t=<seconds>,<entry>=<hex>` over `t.body`; several entries while a secret is rotated."""
    parts = delivery.headers.get(header, "").split(",")[:MAX_SIGNATURES]
    entries = [part.strip().partition("=") for part in parts]
    timestamp = next((value for name, _, value in entries if name == "t"), "")
    check_timestamp(timestamp, delivery.received_at)
    signed = f"{timestamp}.".encode() + delivery.body
    expected = [_hmac(_bytes(secret), signed).hex() for secret in secrets_of(credentials)]
    given = [value for name, _, value in entries if name == entry]
    if not any(_equals_any(value, expected) for value in given):
        raise SignatureError(f"no {entry} in {header} fits the body; check the secret")


# https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
def check_standard_webhooks(delivery: Delivery, credentials: Credentials) -> None:
    """Standard Webhooks, symmetric (v1) or by public key (v1a, secrets `whpk_…`); the older svix-*
    header names count as well.
    """
    family = "webhook" if "webhook-signature" in delivery.headers else "svix"
    message_id = delivery.headers.get(f"{family}-id", "")
    timestamp = delivery.headers.get(f"{family}-timestamp", "")
    given = delivery.headers.get(f"{family}-signature", "")
    if not message_id or not given:
        raise SignatureError(f"{family}-id or {family}-signature is missing")
    check_timestamp(timestamp, delivery.received_at)
    signed = _bytes(f"{message_id}.{timestamp}.") + delivery.body
    secrets = secrets_of(credentials)
    keys = [_standard_key(secret) for secret in secrets if not secret.startswith(PUBLIC)]
    expected = [base64.b64encode(_hmac(key, signed)).decode() for key in keys if key]
    entries = [entry.partition(",") for entry in given.split(" ")[:MAX_SIGNATURES]]
    by_key = [text for version, _, text in entries if version == "v1a"]
    if any(version == "v1" and _equals_any(text, expected) for version, _, text in entries):
        return
    if not _fits_public_key(by_key, signed, secrets):
        raise SignatureError(f"no signature in {family}-signature fits; check the secret")


def check_timestamp(text: str, received_at: datetime) -> None:
    """Unix seconds within five minutes of the moment the delivery was received, either way."""
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_TIMESTAMP_DIGITS):
        raise SignatureError("the signed timestamp is missing or no number")
    if abs(received_at.timestamp() - int(text)) > TOLERANCE_SECONDS:
        raise SignatureError(f"the signed timestamp is more than {TOLERANCE_SECONDS} s off")


def secrets_of(credentials: Credentials) -> tuple[str, ...]:
    """The secrets that can prove something; none at all means closed."""
    usable = tuple(secret for secret in credentials.secrets if secret.strip())
    if not usable:
        raise SignatureError("no secret is configured for this account; add one to `secrets`")
    return usable


def same_text(given: str, expected: str) -> bool:
    """Equality in constant time, also for texts that are not ASCII."""
    return hmac.compare_digest(_bytes(given), _bytes(expected))


def _body_digests(delivery: Delivery, credentials: Credentials) -> list[bytes]:
    return [_hmac(_bytes(secret), delivery.body) for secret in secrets_of(credentials)]


def _check_header(delivery: Delivery, header: str, expected: Iterable[str]) -> None:
    given = delivery.headers.get(header, "")
    if not given:
        raise SignatureError(f"the header {header} is missing")
    if not _equals_any(given, expected):
        raise SignatureError(f"{header} does not fit the body; check the secret")


def _equals_any(given: str, expected: Iterable[str]) -> bool:
    return any(same_text(given, candidate) for candidate in expected)


def _fits_public_key(given: list[str], signed: bytes, secrets: tuple[str, ...]) -> bool:
    keys = [_standard_key(one.removeprefix(PUBLIC)) for one in secrets if one.startswith(PUBLIC)]
    if not given or not keys:
        return False
    from functions.core.ed25519 import verify_ed25519

    pairs = [(key, _standard_key(text)) for key in keys[:3] for text in given[:3]]
    return any(verify_ed25519(key, signed, signature) for key, signature in pairs)


def _standard_key(secret: str) -> bytes:
    """The key of `whsec_<base64>`, with or without prefix and padding; empty when unreadable."""
    text = secret.strip().removeprefix("whsec_").rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _hmac(key: bytes, signed: bytes) -> bytes:
    return hmac.new(key, signed, hashlib.sha256).digest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
