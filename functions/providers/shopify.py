"""Shopify: what happens to orders, fulfilments and refunds, by HTTPS or by EventBridge."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from pydantic import ValidationError

from functions.core.contacts import (
    Anchor,
    AnchorKind,
    Channel,
    CompanyFacts,
    Contact,
    Thread,
    Verdicts,
)
from functions.core.deliveries import Credentials, Delivery, Transport
from functions.core.errors import PayloadError, SignatureError
from functions.core.items import Item
from functions.core.orders import Milestone, OrderUpdate
from functions.core.untrusted import (
    plausible,
    unknown,
    wrong_field,
)
from functions.providers._shopify_envelope import Envelope, short_headers, unwrap
from functions.providers._shopify_payloads import (
    Fulfillment,
    FulfillmentEvent,
    Order,
    Refund,
    amount_of,
    anchors_of,
    company_of,
    country_of,
    is_partial,
    language_of,
    lines_of,
    number_of,
    people_of,
    read_time,
    trackings_of,
)
from functions.providers.base import Provider
from functions.providers.signatures import check_base64_hmac, same_text

# https://shopify.dev/docs/api/admin-graphql/latest/enums/WebhookSubscriptionTopic
MILESTONE_BY_TOPIC = {
    "orders/create": Milestone.PLACED,
    "orders/paid": Milestone.PAID,
    "orders/cancelled": Milestone.CANCELLED,
    "orders/updated": None,
}
# https://shopify.dev/docs/api/admin-graphql/latest/enums/FulfillmentEventStatus
MILESTONE_BY_SHIPMENT_STATUS = {
    "label_purchased": Milestone.PACKED,
    "label_printed": Milestone.PACKED,
    "confirmed": Milestone.PACKED,
    "carrier_picked_up": Milestone.HANDED_OVER,
    "in_transit": Milestone.IN_TRANSIT,
    "out_for_delivery": Milestone.OUT_FOR_DELIVERY,
    "attempted_delivery": Milestone.EXCEPTION,
    "delayed": Milestone.DELAYED,
    "ready_for_pickup": Milestone.READY_FOR_PICKUP,
    "picked_up": Milestone.DELIVERED,
    "delivered": Milestone.DELIVERED,
    "failure": Milestone.EXCEPTION,
}
# A fulfilment is made when the parcel leaves the shop; other states of it reach no customer.
MILESTONE_BY_FULFILLMENT_STATUS = {"success": Milestone.HANDED_OVER}

RECORDED_TOPIC_PREFIXES = (
    *("customers/create", "customers/update", "customers/delete", "disputes/", "fulfillment"),
    *("inventory_", "order_transactions/", "orders/", "products/", "refunds/", "returns/"),
)
WAITING_TOPICS = {
    "app/uninstalled": "the shop removed our app: no further events will come",
    "customers/data_request": "a customer asks for the data we hold: answer within 30 days",
    "customers/redact": "a customer's data must be deleted within 30 days",
    "shop/redact": "the shop's data must be deleted",
}


class Shopify(Provider):
    """`secrets` are client secrets of the app. Setting: `shop_domain`, the shop that may speak.

    A fulfilment is a parcel, under its fulfilment id: its later events know no tracking number.
    Further tracking numbers of one fulfilment are parcels of their own, under their numbers. A note
    that the customer typed at checkout is a contact too: somebody has to read it.
    """

    channel = Channel.ORDER
    bus_sources = ("aws.partner/shopify.com",)

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        """On the bus AWS itself vouches for the sender; the original bytes are gone there."""
        if delivery.transport is not Transport.BUS:
            newer = "shopify-hmac-sha256" in delivery.headers
            header = "shopify-hmac-sha256" if newer else "x-shopify-hmac-sha256"
            check_base64_hmac(delivery, credentials, header)
        _check_shop(delivery, credentials.settings.get("shop_domain", ""))

    def parse(self, delivery: Delivery) -> list[Item]:
        envelope = unwrap(delivery)
        topic, reader = envelope.topic, READERS.get(envelope.topic)
        if envelope.header("test").casefold() == "true":
            reason = "a test notification from the shop's settings"
            return [_unknown(delivery, envelope, reason, recorded=True)]
        if reader is None:
            recorded = topic.startswith(RECORDED_TOPIC_PREFIXES) and topic not in WAITING_TOPICS
            reason = WAITING_TOPICS.get(topic, "no rule for this topic")
            return [_unknown(delivery, envelope, reason, recorded=recorded)]
        try:
            return list(reader(delivery, envelope))
        except ValidationError as error:
            return [_unknown(delivery, envelope, wrong_field(error))]


def _check_shop(delivery: Delivery, expected: str) -> None:
    """One app secret serves all shops that have the app, so the shop must be ours as well."""
    if not expected:
        return
    try:
        headers = short_headers(delivery)
    except PayloadError as error:
        raise SignatureError("the event names no shop") from error
    if not same_text(headers.get("shop-domain", "").casefold(), expected.casefold()):
        raise SignatureError("the delivery is from another shop than `shop_domain`")


def _order(delivery: Delivery, envelope: Envelope) -> Iterator[Item]:
    """The step itself; of a new order also that it is paid already, and what its buyer noted."""
    order = Order.model_validate(envelope.payload)
    moments = {
        "orders/create": order.created_at,
        "orders/cancelled": order.cancelled_at,
    }
    happened = moments.get(envelope.topic) or order.updated_at or order.created_at
    milestone = MILESTONE_BY_TOPIC[envelope.topic]
    placed = _order_update(delivery, envelope, order, milestone, happened)
    yield placed
    if envelope.topic != "orders/create":
        return
    if order.financial_status == "paid":
        yield placed.model_copy(
            update={"id": f"{placed.id}:paid", "milestone": Milestone.PAID, "detail": "paid"}
        )
    if order.note and (contact := _note(delivery, order, placed)):
        yield contact


def _order_update(
    delivery: Delivery,
    envelope: Envelope,
    order: Order,
    milestone: Milestone | None,
    happened: datetime | None,
) -> OrderUpdate:
    received = delivery.received_at
    return OrderUpdate(
        id=f"{delivery.provider}:{envelope.item_id}",
        provider=delivery.provider,
        account=delivery.account,
        shop=delivery.shop,
        order_id=order.id,
        order_number=number_of(order),
        references=anchors_of(order),
        milestone=milestone,
        detail=order.cancel_reason or order.financial_status or None,
        occurred_at=_moment(happened, envelope, received),
        placed_at=plausible(order.created_at, received) if order.created_at else None,
        people=people_of(order),
        company=company_of(order),
        lines=lines_of(order.line_items),
        language=language_of(order),
        country=country_of(order),
        total=" ".join(part for part in (order.total_price, order.currency) if part) or None,
    )


def _note(delivery: Delivery, order: Order, placed: OrderUpdate) -> Contact | None:
    """The buyer's remark; nobody's when the customer data is withheld.

    Shopify says whether it has seen proof of the mail address; if not, it may be anybody's.
    """
    buyer = placed.people[0] if placed.people else None
    handles = [handle for handle in (buyer.email, buyer.phone) if handle] if buyer else []
    if buyer is None or not handles:
        return None
    unproven = order.customer is None or order.customer.verified_email is False
    number = placed.order_number
    return Contact(
        id=f"{placed.id}:note",
        provider=delivery.provider,
        channel=Channel.ORDER,
        account=delivery.account,
        shop=delivery.shop,
        sender=handles[0],
        sender_name=buyer.name,
        text=order.note or "",
        language=placed.language,
        sent_at=placed.occurred_at,
        thread=Thread(id=f"{placed.id}:note"),
        verdicts=Verdicts() if unproven else None,
        anchors=(Anchor(kind=AnchorKind.ORDER, value=number),) if number else (),
        company=placed.company or CompanyFacts(),
    )


def _fulfillment(delivery: Delivery, envelope: Envelope) -> Iterator[Item]:
    fulfillment = Fulfillment.model_validate(envelope.payload)
    created = envelope.topic == "fulfillments/create"
    happened = fulfillment.created_at if created else fulfillment.updated_at
    trackings = trackings_of(fulfillment)
    lines = lines_of(fulfillment.line_items) if len(trackings) <= 1 else ()
    for index, tracking in enumerate(trackings or [None]):
        parcel = fulfillment.id if index == 0 or tracking is None else tracking.code
        yield _parcel_update(
            delivery,
            envelope,
            order_id=fulfillment.order_id,
            parcel=parcel,
            milestone=_milestone_of(fulfillment),
            detail=fulfillment.shipment_status or fulfillment.status,
            happened=happened or fulfillment.created_at,
            expected=fulfillment.estimated_delivery_at,
            suffix="" if index == 0 else f":{parcel}",
        ).model_copy(update={"tracking": tracking, "lines": lines})


def _milestone_of(fulfillment: Fulfillment) -> Milestone | None:
    if fulfillment.status and fulfillment.status not in MILESTONE_BY_FULFILLMENT_STATUS:
        return None
    if fulfillment.shipment_status:
        return MILESTONE_BY_SHIPMENT_STATUS.get(fulfillment.shipment_status)
    return MILESTONE_BY_FULFILLMENT_STATUS.get(fulfillment.status or "")


def _fulfillment_event(delivery: Delivery, envelope: Envelope) -> Iterator[Item]:
    event = FulfillmentEvent.model_validate(envelope.payload)
    yield _parcel_update(
        delivery,
        envelope,
        order_id=event.order_id,
        parcel=event.fulfillment_id,
        milestone=MILESTONE_BY_SHIPMENT_STATUS.get(event.status),
        detail=event.status,
        happened=event.happened_at or event.created_at,
        expected=event.estimated_delivery_at,
    )


def _parcel_update(
    delivery: Delivery,
    envelope: Envelope,
    *,
    order_id: str,
    parcel: str,
    milestone: Milestone | None,
    detail: str | None,
    happened: datetime | None,
    expected: datetime | None,
    suffix: str = "",
) -> OrderUpdate:
    return OrderUpdate(
        id=f"{delivery.provider}:{envelope.item_id}{suffix}",
        provider=delivery.provider,
        channel=Channel.PARCEL,
        account=delivery.account,
        shop=delivery.shop,
        order_id=order_id,
        milestone=milestone,
        detail=detail,
        parcel=parcel,
        occurred_at=_moment(happened, envelope, delivery.received_at),
        expected_on=expected.date() if expected else None,
    )


def _refund(delivery: Delivery, envelope: Envelope) -> Iterator[Item]:
    """A refund is told when money went back; restocking goods alone is not one."""
    refund = Refund.model_validate(envelope.payload)
    paid_back = [entry for entry in refund.transactions or () if entry.kind == "refund"]
    done = [entry for entry in paid_back if entry.status == "success"]
    happened = bool(done) or refund.transactions is None
    yield OrderUpdate(
        id=f"{delivery.provider}:{envelope.item_id}",
        provider=delivery.provider,
        channel=Channel.PAYMENT,
        account=delivery.account,
        shop=delivery.shop,
        order_id=refund.order_id,
        milestone=Milestone.REFUNDED if happened else None,
        detail="refunded" if happened else "no money has gone back",
        occurred_at=_moment(
            refund.processed_at or refund.created_at, envelope, delivery.received_at
        ),
        total=amount_of(done),
        partial=is_partial(refund),
        refund=refund.id,
    )


def _moment(happened: datetime | None, envelope: Envelope, received_at: datetime) -> datetime:
    """The payload's own clock, else when Shopify raised the event, else when it came."""
    return plausible(happened or read_time(envelope.header("triggered-at")), received_at)


def _unknown(
    delivery: Delivery, envelope: Envelope, reason: str, *, recorded: bool = False
) -> Item:
    kind = envelope.topic or "delivery without topic"
    return unknown(delivery, envelope.item_id, kind, reason, recorded=recorded)


READERS: Mapping[str, Callable[[Delivery, Envelope], Iterator[Item]]] = {
    **dict.fromkeys(MILESTONE_BY_TOPIC, _order),
    "fulfillments/create": _fulfillment,
    "fulfillments/update": _fulfillment,
    "fulfillment_events/create": _fulfillment_event,
    "refunds/create": _refund,
}
