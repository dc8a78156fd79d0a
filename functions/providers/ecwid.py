"""Ecwid: signed is only that something happened; what it was is fetched from the shop."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping

from functions.core.contacts import AnchorKind, Channel
from functions.core.deliveries import Credentials, Delivery, OutboundRequest
from functions.core.errors import PayloadError, SignatureError
from functions.core.items import Item
from functions.core.orders import Milestone
from functions.core.untrusted import Json, as_object, read_object, unknown
from functions.providers._ecwid_order import Identified, Order
from functions.providers._facts import (
    anchors,
    order_update,
    person,
    track,
)
from functions.providers._payload import PURCHASE_ORDER_NAMES as PO_NAMES
from functions.providers._payload import (
    answer_named,
    api_request,
    company_facts,
    fetched_object,
    language_code,
    money,
    own_id,
    readable,
)
from functions.providers._promises import meaning, payment_kind
from functions.providers._shops import Step, in_steps, note_of, people_on
from functions.providers.base import Provider
from functions.providers.signatures import same_text, secrets_of

# https://docs.ecwid.com/api-reference/rest-api/orders
MILESTONE_BY_PAYMENT = {
    "AWAITING_PAYMENT": Milestone.PLACED,
    "PAID": Milestone.PAID,
    "CANCELLED": Milestone.CANCELLED,
    "REFUNDED": Milestone.REFUNDED,
    "PARTIALLY_REFUNDED": Milestone.REFUNDED,
    "INCOMPLETE": None,
}
MILESTONE_BY_FULFILLMENT = {
    "AWAITING_PROCESSING": None,
    "PROCESSING": None,
    "SHIPPED": Milestone.HANDED_OVER,
    "OUT_FOR_DELIVERY": Milestone.OUT_FOR_DELIVERY,
    "READY_FOR_PICKUP": Milestone.READY_FOR_PICKUP,
    "DELIVERED": Milestone.DELIVERED,
    "WILL_NOT_DELIVER": None,
    "RETURNED": Milestone.RETURNED,
}
RECORDED_EVENTS = (
    *("unfinished_order.", "customer.", "product.", "category.", "profile.", "promotion."),
    *("application.", "order.deleted", "discount_coupon.", "invoice.", "review."),
)
OLDEST_SECONDS = 48 * 3600
"""Ecwid repeats a delivery with its first signature for this long at most."""
SKEW_SECONDS = 300
ORDER_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


class Ecwid(Provider):
    """`secrets` are the app's client secret. Settings: `store_id` and `token` (`secret_…`), with
    which orders are fetched; nothing of a body is believed but that there was an event.
    """

    channel = Channel.ORDER
    configurable = True
    thin = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        secrets, given = secrets_of(credentials), delivery.headers.get("x-ecwid-webhook-signature")
        try:
            event = read_object(delivery.body)
        except PayloadError as error:
            raise SignatureError("no event that could be signed") from error
        created, event_id = event.get("eventCreated"), event.get("eventId")
        if isinstance(created, bool) or not isinstance(created, int):
            raise SignatureError("eventCreated is missing or no number")
        if not isinstance(event_id, str):
            raise SignatureError("eventId is missing")
        signed = f"{created}.{event_id}".encode("utf-8", "surrogatepass")
        if not given or not any(same_text(given, _digest(secret, signed)) for secret in secrets):
            raise SignatureError("x-ecwid-webhook-signature does not fit; check the secret")
        age = delivery.received_at.timestamp() - created
        if not -SKEW_SECONDS <= age <= OLDEST_SECONDS:
            raise SignatureError("the event is older than Ecwid repeats one, or of the future")

    def fetches(
        self, delivery: Delivery, credentials: Credentials
    ) -> Mapping[str, OutboundRequest]:
        """The order of our own store, whatever store the unsigned part of the body names."""
        order_id, store = _order_id(delivery), credentials.settings.get("store_id")
        if order_id is None or not store:
            return {}
        path = f"/{store}/orders/{order_id}"
        token = {"authorization": f"Bearer {credentials.settings.get('token', '')}"}
        return {"order": api_request(credentials, "https://app.ecwid.com/api/v3", path, token)}

    def parse(self, delivery: Delivery) -> list[Item]:
        event = read_object(delivery.body)
        event_id, kind = event.get("eventId"), event.get("eventType")
        kind = kind if isinstance(kind, str) else "event without type"
        if kind == "application.uninstalled":
            reason = "the store removed our app: no further events will come"
            return [unknown(delivery, event_id, kind, reason)]
        if kind.startswith(RECORDED_EVENTS):
            return [unknown(delivery, event_id, kind, "of no order that lives", recorded=True)]
        if kind not in ("order.created", "order.updated"):
            return [unknown(delivery, event_id, kind, "no rule for this event")]
        if _order_id(delivery) is None:
            return [unknown(delivery, event_id, kind, "entityId: no order's id")]
        return readable(delivery, event_id, kind, lambda: _order(delivery, kind, event))


def _order(delivery: Delivery, kind: str, event: dict[str, Json]) -> Iterator[Item]:
    event_id = Identified.model_validate(event).eventId
    found = fetched_object(delivery, "order")
    if found is None:
        yield unknown(delivery, event_id, kind, "the store knows no such order", recorded=True)
        return
    order = Order.model_validate(found)
    billing, receiving = order.billingPerson.person(), order.shippingPerson.person()
    answers = order.answers()
    company = company_facts(order.billingPerson.companyName, answers, vat=order.customerTaxId)
    buyer = person(
        billing.name or receiving.name,
        order.email,
        order.billingPerson.phone or order.shippingPerson.phone,
        country=order.shippingPerson.countryCode,
    )
    update = order_update(
        delivery,
        event_id,
        order_id=order.id,
        number=order.orderNumber or order.id,
        happened=order.updateTimestamp or order.createTimestamp,
        placed_at=order.createTimestamp,
        people=people_on(buyer, billing, receiving, business=company is not None),
        company=company,
        lines=order.lines(),
        references=anchors([(AnchorKind.PURCHASE_ORDER, answer_named(answers, PO_NAMES))]),
        country=order.shippingPerson.countryCode or order.billingPerson.countryCode,
        total=money(order.total, order.currency),
        payment=payment_kind(order.paymentMethod),
        payment_id=order.externalTransactionId,
        expected=order.latestDeliveryDate,
    ).model_copy(update={"language": language_code(order.lang)})
    told = in_steps(update, _steps(delivery, order, kind), delivery.received_at)
    if tracking := track(order.trackingNumber):
        numbers = anchors([(AnchorKind.TRACKING, tracking.code)])
        told = [o.model_copy(update={"references": (*o.references, *numbers)}) for o in told]
    yield from told
    if order.orderComments:
        note = own_id(order.id, "note")
        yield from note_of(delivery, update, note, order.orderComments, proven=False)


def _steps(delivery: Delivery, order: Order, kind: str) -> Iterator[Step]:
    """Where the fetched order stands on both of its axes; each step of it is told once."""
    payment = MILESTONE_BY_PAYMENT.get(order.paymentStatus)
    if kind == "order.created" and payment is not Milestone.PLACED:
        yield Step("placed", Milestone.PLACED, "created", order.createTimestamp)
    partial = order.paymentStatus == "PARTIALLY_REFUNDED"
    refund = f"{order.id}:{order.refundedAmount}" if payment is Milestone.REFUNDED else None
    back = money(order.refundedAmount, order.currency) if refund else None
    yield Step("", payment, order.paymentStatus, partial=partial, refund=refund, total=back)
    known = MILESTONE_BY_FULFILLMENT.get(order.fulfillmentStatus)
    fulfilled = meaning(delivery, known, order.fulfillmentStatus)
    if (order.fulfillmentStatus and kind != "order.created") or fulfilled:
        yield Step("fulfillment", fulfilled, order.fulfillmentStatus)


def _order_id(delivery: Delivery) -> str | None:
    try:
        event = read_object(delivery.body)
    except PayloadError:
        return None
    named = as_object(event.get("data")).get("orderId") or event.get("entityId")
    usable = isinstance(named, str | int) and not isinstance(named, bool) and len(repr(named)) < 60
    text = str(named) if usable else ""
    wanted = event.get("eventType") in ("order.created", "order.updated")
    return text if wanted and ORDER_ID.fullmatch(text) else None


def _digest(secret: str, signed: bytes) -> str:
    key = secret.encode("utf-8", "surrogatepass")
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
