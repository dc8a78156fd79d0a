"""Shopify's orders and refunds, and the note that a buyer types at checkout."""

from collections.abc import Iterator
from datetime import datetime

from functions.core.contacts import Channel, Contact
from functions.core.deliveries import Delivery
from functions.core.items import Item
from functions.core.orders import Milestone, OrderUpdate
from functions.core.untrusted import plausible
from functions.providers._shopify_envelope import Envelope, moment
from functions.providers._shopify_facts import (
    amount_of,
    anchors_of,
    cancelled_lines,
    company_of,
    country_of,
    is_partial,
    language_of,
    lines_of,
    number_of,
    paid_by,
    people_of,
    refund_id,
)
from functions.providers._shopify_payloads import Order, Refund
from functions.providers._shops import note_of

# https://shopify.dev/docs/api/admin-graphql/latest/enums/WebhookSubscriptionTopic
MILESTONE_BY_TOPIC = {
    "orders/create": Milestone.PLACED,
    "orders/paid": Milestone.PAID,
    "orders/cancelled": Milestone.CANCELLED,
    "orders/updated": None,
}


def read_order(delivery: Delivery, envelope: Envelope) -> Iterator[Item]:
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
    yield from _note(delivery, order, placed)


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
        occurred_at=moment(happened, envelope, received),
        placed_at=plausible(order.created_at, received) if order.created_at else None,
        people=people_of(order),
        company=company_of(order),
        lines=lines_of(order.line_items),
        language=language_of(order),
        country=country_of(order),
        payment=paid_by(order),
        total=" ".join(part for part in (order.total_price, order.currency) if part) or None,
    )


def _note(delivery: Delivery, order: Order, placed: OrderUpdate) -> list[Contact]:
    """The buyer's remark; nobody's when the customer data is withheld.

    Shopify says whether it has seen proof of the mail address; if not, it may be anybody's.
    """
    proven = order.customer is not None and order.customer.verified_email is not False
    return note_of(delivery, placed, f"{order.id}:note", order.note or "", proven=proven)


def read_refund(delivery: Delivery, envelope: Envelope) -> Iterator[Item]:
    """A refund is told when money went back; restocking goods alone is not one."""
    refund = Refund.model_validate(envelope.payload)
    paid_back = [entry for entry in refund.transactions or () if entry.kind == "refund"]
    done = [entry for entry in paid_back if entry.status == "success"]
    happened = bool(done) or refund.transactions is None
    told = OrderUpdate(
        id=f"{delivery.provider}:{envelope.item_id}",
        provider=delivery.provider,
        channel=Channel.PAYMENT,
        account=delivery.account,
        shop=delivery.shop,
        order_id=refund.order_id,
        milestone=Milestone.REFUNDED if happened else None,
        detail="refunded" if happened else "no money has gone back",
        occurred_at=moment(
            refund.processed_at or refund.created_at, envelope, delivery.received_at
        ),
        total=amount_of(done),
        partial=is_partial(refund),
        refund=refund_id(refund),
    )
    yield told
    if lines := cancelled_lines(refund):
        yield told.model_copy(
            update={
                "id": f"{told.id}:lines",
                "channel": Channel.ORDER,
                "milestone": Milestone.LINE_CANCELLED,
                "detail": "taken off the order",
                "total": None,
                "partial": True,
                "refund": None,
                "lines": lines,
            }
        )
