"""What Meta's products share: the handshake, the signature, and what its errors mean."""

from functions.core.deliveries import Credentials, Delivery, Reply
from functions.core.errors import PayloadError
from functions.core.untrusted import Json, read_object
from functions.providers.base import Provider
from functions.providers.signatures import check_hex_hmac, same_text

API_BASE = "https://graph.facebook.com/v25.0"
# Limits, outages, and what an operator must mend (190 token, 368 a block of the page).
TEMPORARY_ERRORS = frozenset({1, 2, 4, 17, 32, 190, 368, 613, 1200, 80006})


class MetaProvider(Provider):
    """`secrets` are app secrets; the setting `verify_token` is for the handshake and
    `app_id` tells our own messages from those of other apps."""

    configurable = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        """The app secret signs the exact bytes; the older SHA-1 header proves nothing."""
        check_hex_hmac(delivery, credentials, "x-hub-signature-256", prefix="sha256=")

    def challenge(self, delivery: Delivery, credentials: Credentials) -> Reply | None:
        """The handshake by GET: the challenge back in plain text where the verify token fits."""
        if delivery.method != "GET" or "hub.mode" not in delivery.query:
            return None
        expected = credentials.settings.get("verify_token", "")
        fits = same_text(delivery.query.get("hub.verify_token", ""), expected)
        if not expected or not fits or delivery.query["hub.mode"] != "subscribe":
            return Reply(status=403, body="the verify token does not fit")
        return Reply(body=delivery.query.get("hub.challenge", ""))


def entries_of(delivery: Delivery, product: str) -> list[Json]:
    """The entries of a delivery of that product; PayloadError when it is something else."""
    body = read_object(delivery.body)
    entries = body.get("entry")
    if body.get("object") != product or not isinstance(entries, list):
        raise PayloadError(f"object: expected {product} with a list of entries")
    return entries
