"""Adyen: batches of notification items, each signed on its own over eight of its fields."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence

from pydantic import Field

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery
from functions.core.errors import PayloadError, SignatureError
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.orders import Milestone
from functions.core.untrusted import Identifier, Json, Line, Theirs, as_object, read_object, unknown
from functions.providers._payload import minor_units, own_id, readable
from functions.providers._payments import dispute, money_stuck, payment_update, references_of
from functions.providers.base import Provider
from functions.providers.signatures import same_text, secrets_of

# https://docs.adyen.com/development-resources/webhooks/webhook-types
MILESTONES_BY_CODE: dict[str, tuple[Milestone | None, Milestone | None]] = {
    # Where it succeeded, and where it did not.
    "AUTHORISATION": (Milestone.PAID, Milestone.PAYMENT_FAILED),
    "CAPTURE": (None, None),
    "CANCELLATION": (None, None),
    "CANCEL_OR_REFUND": (None, None),
    "REFUND": (Milestone.REFUNDED, None),
    "CHARGEBACK_REVERSED": (None, None),
    "EXPIRE": (Milestone.PAYMENT_FAILED, None),
    "OFFER_CLOSED": (Milestone.PAYMENT_FAILED, None),
}
DISPUTES = {
    "CHARGEBACK": "Chargeback",
    "NOTIFICATION_OF_CHARGEBACK": "Announced chargeback",
    "REQUEST_FOR_INFORMATION": "Request for information",
}
STUCK = {
    "CAPTURE_FAILED": "The capture of a payment",
    "REFUND_FAILED": "A refund",
    "REFUNDED_REVERSED": "A refund",
}
RECORDED_CODES = ("REPORT_AVAILABLE",)
MAX_ITEMS = 200
HEADER = "hmacsignature"
LATEST_BATCH = "a delivery holds at most 200 items"


class Adyen(Provider):
    """`secrets` are the HMAC keys in hexadecimal. Of an item only the signed fields are believed;
    its `eventDate` is unsigned and decides nothing but the order of events. Adyen has no call that
    would fetch a payment, so the other fields are not used at all. Setting `header`: what carries
    the signature of a whole body (`hmacsignature` unless set).
    """

    channel = Channel.PAYMENT

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        """Every item of the batch, or the whole body where the signature is in a header."""
        keys = [key for key in map(_key, secrets_of(credentials)) if key]
        header = credentials.settings.get("header", HEADER).lower()
        if header in delivery.headers:
            _check(delivery.headers[header], delivery.body, keys)
            return
        try:
            items = _items(delivery)
        except PayloadError as error:
            raise SignatureError("no items that could be signed") from error
        if not items or len(items) > MAX_ITEMS:
            raise SignatureError(f"{LATEST_BATCH}, and at least one")
        for item in items:
            given = as_object(item.get("additionalData")).get("hmacSignature")
            _check(given if isinstance(given, str) else "", _signed_text(item), keys)

    def parse(self, delivery: Delivery) -> list[Item]:
        body = read_object(delivery.body)
        items = _items(delivery)
        if not items:
            kind = body.get("type")
            kind = kind if isinstance(kind, str) else "webhook without type"
            return [unknown(delivery, None, kind, "about the account, no order", recorded=True)]
        if len(items) > MAX_ITEMS:
            raise PayloadError(LATEST_BATCH)
        read = [_item(delivery, str(place), item) for place, item in enumerate(items)]
        return list({item.id: item for item in read}.values())


class Amount(Theirs):
    value: int | None = Field(None, ge=0, le=10**15)
    currency: Line | None = None


class Notification(Theirs):
    pspReference: Identifier  # noqa: N815 - theirs
    originalReference: Line | None = None  # noqa: N815 - theirs
    merchantReference: Line = ""  # noqa: N815 - theirs
    eventCode: Line  # noqa: N815 - theirs
    success: Line
    amount: Amount = Amount()
    eventDate: Sometime = None  # noqa: N815 - theirs


def _items(delivery: Delivery) -> list[dict[str, Json]]:
    listed = read_object(delivery.body).get("notificationItems")
    items = listed if isinstance(listed, list) else []
    return [as_object(as_object(item).get("NotificationRequestItem")) for item in items]


def _item(delivery: Delivery, place: str, raw: dict[str, Json]) -> Item:
    code = raw.get("eventCode")
    kind = code if isinstance(code, str) else "item without code"
    psp, success = raw.get("pspReference"), raw.get("success")
    own = own_id(psp, kind, success) if isinstance(psp, str) and isinstance(success, str) else None
    if kind in RECORDED_CODES:
        return unknown(delivery, own, kind, "of no order", place=place, recorded=True)
    if kind not in {*MILESTONES_BY_CODE, *DISPUTES, *STUCK}:
        return unknown(delivery, own, kind, "no rule for this code", place=place)
    found = readable(delivery, own, kind, lambda: [_read(delivery, kind, raw)])[0]
    if found.kind == "unknown" and own is None:
        return unknown(delivery, None, kind, found.reason, place=place)
    return found


def _read(delivery: Delivery, kind: str, raw: dict[str, Json]) -> Item:
    told = Notification.model_validate(raw)
    own = own_id(told.pspReference, told.eventCode, told.success)
    amount = minor_units(told.amount.value, told.amount.currency)
    references = references_of(told.merchantReference)
    if kind in DISPUTES:
        return dispute(
            delivery,
            own,
            kind=DISPUTES[kind],
            amount=amount,
            reason=None,
            references=references,
            happened=told.eventDate,
        )
    if kind in STUCK:
        return money_stuck(
            delivery, own, STUCK[kind], amount=amount, references=references,
            happened=told.eventDate,
        )  # fmt: skip
    succeeded = told.success == "true"
    milestone = MILESTONES_BY_CODE[kind][0 if succeeded else 1]
    return payment_update(
        delivery,
        own,
        references=references,
        milestone=milestone,
        detail=f"{kind.lower()} {'succeeded' if succeeded else 'failed'}",
        happened=told.eventDate,
        total=amount,
        refund=told.pspReference if milestone is Milestone.REFUNDED else None,
        payment_id=told.originalReference or told.pspReference,
    )


# https://docs.adyen.com/development-resources/webhooks/verify-hmac-signatures
def _signed_text(item: dict[str, Json]) -> bytes:
    amount = as_object(item.get("amount"))
    values = (
        *(item.get("pspReference"), item.get("originalReference")),
        *(item.get("merchantAccountCode"), item.get("merchantReference")),
        *(amount.get("value"), amount.get("currency"), item.get("eventCode"), item.get("success")),
    )
    return ":".join("" if value is None else str(value) for value in values).encode(
        "utf-8", "surrogatepass"
    )


def _check(given: str, signed: bytes, keys: Sequence[bytes]) -> None:
    expected = [
        base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode() for key in keys
    ]
    if not given or not any(same_text(given, one) for one in expected):
        raise SignatureError("the HMAC of an item is missing or does not fit; check the key")


def _key(secret: str) -> bytes:
    """The key of a hexadecimal secret; empty when it is none."""
    try:
        return binascii.unhexlify(secret.strip())
    except (binascii.Error, ValueError):
        return b""
