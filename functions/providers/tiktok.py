"""TikTok: what TikTok Shop tells of orders and buyers, and TikTok for Developers of the account."""

import hashlib
import hmac

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery
from functions.core.errors import SignatureError
from functions.core.items import Item
from functions.core.untrusted import Json, as_object, read_object, unknown
from functions.providers._messages import read_each, text_of
from functions.providers._tiktok_shop import read_shop
from functions.providers.base import Provider
from functions.providers.signatures import check_timed_hex, same_text, secrets_of

# https://developers.tiktok.com/doc/webhooks-events
SIGNATURE = "tiktok-signature"
RECORDED = {
    "video.upload.failed": "a video of our own could not be uploaded",
    "video.publish.completed": "a video of our own was published",
    "portability.download.ready": "an export is ready to be downloaded",
}
NEEDS_A_PERSON = {"authorization.removed": "TikTok tells us nothing any more; log in again"}


class TikTok(Provider):
    """`secrets` are client secrets (Developers) or app secrets (Shop). Settings of a Shop account:
    `app_key`; `signature_header` and `signature_prefix` where they are not `authorization` and
    empty, since TikTok's own pages on this could not be read. TikTok takes no answers by API."""

    channel = Channel.CHAT
    configurable = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        if SIGNATURE in delivery.headers:
            check_timed_hex(delivery, credentials, SIGNATURE, "s")
            return
        _check_shop(delivery, credentials)

    def parse(self, delivery: Delivery) -> list[Item]:
        body: Json = read_object(delivery.body)
        return read_each(delivery, [("", body)], lambda _, raw: [_item(delivery, as_object(raw))])


def _check_shop(delivery: Delivery, credentials: Credentials) -> None:
    """The app's key and the body, signed by the app's secret."""
    settings, secrets = credentials.settings, secrets_of(credentials)
    header = settings.get("signature_header", "authorization").lower()
    given, key = delivery.headers.get(header, ""), settings.get("app_key", "")
    if not key:
        raise SignatureError("app_key is not in the account's settings; TikTok Shop signs it")
    signed = key.encode() + delivery.body
    prefix = settings.get("signature_prefix", "")
    digests = [hmac.new(_bytes(secret), signed, hashlib.sha256) for secret in secrets]
    if not given or not any(same_text(given, prefix + one.hexdigest()) for one in digests):
        raise SignatureError(f"{header} does not fit the body; check app key and app secret")


def _item(delivery: Delivery, body: dict[str, Json]) -> Item:
    if "shop_id" in body or "data" in body:
        return read_shop(delivery, body)
    event = text_of(body, "event") or "event without name"
    if event in RECORDED:
        return unknown(delivery, None, event, RECORDED[event], recorded=True)
    return unknown(delivery, None, event, NEEDS_A_PERSON.get(event, "we do not know this event"))


def _bytes(secret: str) -> bytes:
    return secret.encode("utf-8", "surrogatepass")
