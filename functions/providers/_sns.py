"""The envelope of Amazon SNS: signed with RSA where it comes by HTTPS, proven by IAM otherwise."""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

from functions.core.deliveries import Credentials, Delivery, OutboundRequest, Transport
from functions.core.errors import PayloadError, SignatureError
from functions.core.rsa import verify_pkcs1
from functions.core.untrusted import Json, read_object
from functions.providers.base import Provider
from functions.providers.signatures import same_text, secrets_of

# https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
HOST = re.compile(r"sns\.[a-z]{2}[a-z0-9-]{2,30}\.amazonaws\.com(\.cn)?")
CERTIFICATE = re.compile(r"/SimpleNotificationService-[0-9a-f]{8,64}\.pem")
"""The whole path, for other addresses of the same host answer with what a stranger wants."""
NOTIFICATION = "Notification"
CONFIRMATION = "SubscriptionConfirmation"
_CONFIRMED = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
SIGNED_FIELDS = {
    NOTIFICATION: ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    CONFIRMATION: _CONFIRMED,
    "UnsubscribeConfirmation": _CONFIRMED,
}
DIGESTS: Mapping[str, Literal["sha1", "sha256"]] = {"1": "sha1", "2": "sha256"}


class SnsProvider(Provider):
    """By the bucket, the bus and the queue IAM proves it; by HTTPS SNS's signature does."""

    thin = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        if delivery.transport is Transport.HTTP:
            check(delivery, credentials)

    def certificates_at(self, delivery: Delivery, credentials: Credentials) -> tuple[str, ...]:
        address = certificate_at(delivery)
        return (address,) if address else ()

    def fetches(
        self, delivery: Delivery, credentials: Credentials
    ) -> Mapping[str, OutboundRequest]:
        """A new subscription is confirmed by visiting its address."""
        request = confirmation(delivery)
        return {"confirmation": request} if request else {}


def check(delivery: Delivery, credentials: Credentials) -> None:
    """A genuine envelope of one of our own topics, whose ARNs are the account's `secrets`.

    Anybody can make a topic and have SNS sign what it sends here: the signature proves SNS, and
    only the topic proves us. The certificate is in the setting `certificate`.
    """
    topics = secrets_of(credentials)
    envelope = _envelope(delivery)
    if certificate_at(delivery) is None:
        raise SignatureError("SigningCertURL is no address of SNS")
    digest = DIGESTS.get(str(envelope.get("SignatureVersion")))
    if digest is None or str(envelope.get("Type")) not in SIGNED_FIELDS:
        raise SignatureError("Type or SignatureVersion is not one that SNS signs")
    certificate = credentials.settings.get("certificate", "").encode()
    signature = _decoded(envelope.get("Signature"))
    if not verify_pkcs1(certificate, _signed_text(envelope), signature, digest):
        raise SignatureError("Signature does not fit the envelope")
    topic = envelope.get("TopicArn")
    if not isinstance(topic, str) or not any(same_text(topic, own) for own in topics):
        raise SignatureError("the topic is not one of the account's `secrets`")


def certificate_at(delivery: Delivery) -> str | None:
    """Where the certificate lies, if that is SNS itself; None for anything else."""
    if delivery.transport is not Transport.HTTP:
        return None
    try:
        envelope = _envelope(delivery)
    except SignatureError:
        return None
    address = str(envelope.get("SigningCertURL"))
    if not _is_of_sns(address):
        return None
    _, _, path, query, fragment = urlsplit(address)
    is_certificate = CERTIFICATE.fullmatch(path) and not query and not fragment
    return address if is_certificate else None


def confirmation(delivery: Delivery) -> OutboundRequest | None:
    """The call that confirms a subscription, where SNS asks for it."""
    try:
        envelope = _envelope(delivery)
    except SignatureError:
        return None
    address = envelope.get("SubscribeURL")
    if envelope.get("Type") != CONFIRMATION or not _is_of_sns(address):
        return None
    return OutboundRequest(method="GET", url=str(address))


def message_of(body: bytes) -> tuple[dict[str, Json], str | None]:
    """What was published, with the id of its publication; PayloadError where that is no object."""
    envelope = read_object(body)
    message, own_id = envelope.get("Message"), envelope.get("MessageId")
    if not isinstance(message, str):
        raise PayloadError("Message: expected the published text of an SNS notification")
    told = read_object(message.encode("utf-8", "replace"))
    return told, own_id if isinstance(own_id, str) else None


def is_envelope(body: bytes) -> bool:
    """Whether it is SNS's envelope, for providers to whom events come in other ways too."""
    try:
        return "TopicArn" in read_object(body)
    except PayloadError:
        return False


def kind_of(body: bytes) -> Json:
    """`Notification`, or what SNS tells about the subscription itself."""
    return read_object(body).get("Type")


def _envelope(delivery: Delivery) -> dict[str, Json]:
    try:
        return read_object(delivery.body)
    except PayloadError as error:
        raise SignatureError("the body is no envelope of SNS") from error


def _is_of_sns(address: Json) -> bool:
    if not isinstance(address, str) or len(address) > 2_000 or not address.isascii():
        return False
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    plain = parts.scheme == "https" and port is None and "@" not in parts.netloc
    return plain and HOST.fullmatch(parts.netloc) is not None


def _signed_text(envelope: Mapping[str, Json]) -> bytes:
    """Names and values of the signed fields that there are, each on a line of its own."""
    told = ((name, envelope.get(name)) for name in SIGNED_FIELDS[str(envelope.get("Type"))])
    lines = (f"{name}\n{value}\n" for name, value in told if isinstance(value, str))
    return "".join(lines).encode("utf-8", "surrogatepass")


def _decoded(signature: Json) -> bytes:
    try:
        return base64.b64decode(signature if isinstance(signature, str) else "", validate=True)
    except (binascii.Error, ValueError):
        return b""
