"""WooCommerce: orders as they change. It never repeats a delivery, so the sweep asks as well."""

import html
import re
from collections.abc import Iterator
from datetime import datetime

from functions.core.contacts import AnchorKind, Channel
from functions.core.deliveries import Change, Credentials, Delivery, OutboundRequest, Reply
from functions.core.items import Item
from functions.core.orders import Milestone, OrderUpdate
from functions.core.untrusted import Json, clean_line, read_object, unknown
from functions.providers._facts import anchors, order_update
from functions.providers._payload import (
    PURCHASE_ORDER_NAMES,
    answer_named,
    company_facts,
    money,
    own_id,
    readable,
    readable_changes,
)
from functions.providers._promises import meaning, payment_kind, told_at
from functions.providers._shops import Step, in_steps, note_of, people_on
from functions.providers._woocommerce_changes import orders_since, read_orders
from functions.providers._woocommerce_order import Order, parcels_of
from functions.providers.base import Provider
from functions.providers.signatures import check_base64_hmac

# https://woocommerce.com/document/managing-orders/order-statuses/
MILESTONE_BY_STATUS = {
    "pending": Milestone.PLACED,
    "on-hold": Milestone.PLACED,
    "processing": Milestone.PAID,
    "completed": Milestone.HANDED_OVER,
    "cancelled": Milestone.CANCELLED,
    "refunded": Milestone.REFUNDED,
    "failed": Milestone.PAYMENT_FAILED,
    "trash": None,
    "checkout-draft": None,
    "auto-draft": None,
    # Of widespread shipping plugins.
    "packed": Milestone.PACKED,
    "partial-shipped": Milestone.HANDED_OVER,
    "shipped": Milestone.HANDED_OVER,
    "ready-pickup": Milestone.READY_FOR_PICKUP,
    "delivered": Milestone.DELIVERED,
}
DRAFTS = {"checkout-draft", "auto-draft"}
RECORDED_TOPICS = ("customer.", "product.", "coupon.")
PING = re.compile(rb"webhook_id=[0-9]{1,12}")
MAX_REFUNDS = 20


class WooCommerce(Provider):
    """`secrets` are the webhook's. Settings for asking what has changed: `shop_url`,
    `consumer_key`, `consumer_secret`; `algorithm` where a plugin changed it from `sha256`.

    Its delivery ids repeat within a second, so an item's id is made of the order and its clock.
    """

    channel = Channel.ORDER
    configurable = True
    reconciles = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        """WordPress may show the secret with signs as HTML; it signs with the plain one."""
        plain = tuple(html.unescape(secret) for secret in credentials.secrets)
        both = tuple(dict.fromkeys((*credentials.secrets, *plain)))
        keys = credentials.model_copy(update={"secrets": both})
        algorithm = credentials.settings.get("algorithm", "sha256").lower()
        check_base64_hmac(delivery, keys, "x-wc-webhook-signature", algorithm=algorithm)

    def greet(self, delivery: Delivery, credentials: Credentials) -> Reply | None:
        """When a webhook is made, a form with its number comes, unsigned: it wants just 200."""
        signed = "x-wc-webhook-signature" in delivery.headers
        return None if signed or not PING.fullmatch(delivery.body) else Reply()

    def changes(self, credentials: Credentials, since: datetime) -> OutboundRequest | None:
        return orders_since(credentials, since)

    def read_changes(self, body: bytes) -> list[Change]:
        return readable_changes(body, read_orders)

    def parse(self, delivery: Delivery) -> list[Item]:
        topic = clean_line(delivery.headers.get("x-wc-webhook-topic", "")).lower()
        body = read_object(delivery.body)
        if topic.startswith(RECORDED_TOPICS):
            return [unknown(delivery, None, topic, "of no order", recorded=True)]
        if topic == "order.deleted":
            return readable(delivery, None, topic, lambda: _deleted(delivery, body))
        if topic in ("order.created", "order.updated", "order.restored"):
            return readable(delivery, None, topic, lambda: _order(delivery, topic, body))
        return [unknown(delivery, None, topic or "no topic", "no rule for this topic")]


def _order(delivery: Delivery, topic: str, body: dict[str, Json]) -> Iterator[Item]:
    order = Order.model_validate(body)
    paid = {"paid_at": told_at(order.date_paid_gmt, delivery)}
    update = _update_of(delivery, order).model_copy(update=paid)
    parcels = list(parcels_of(delivery, order))
    if topic == "order.created" and order.status not in DRAFTS:
        placed = Step("", Milestone.PLACED, order.status, order.date_created_gmt)
        first = update.model_copy(update={"id": f"{delivery.provider}:{order.id}:placed"})
        yield from in_steps(first, [placed], delivery.received_at)
    if topic != "order.created" or MILESTONE_BY_STATUS.get(order.status) is not Milestone.PLACED:
        yield from in_steps(
            update, [_status_step(delivery, order, bool(parcels))], delivery.received_at
        )
    yield from in_steps(
        update.model_copy(update={"id": f"{delivery.provider}:{order.id}"}),
        _refunds(order),
        delivery.received_at,
    )
    yield from parcels
    if order.customer_note:
        note = own_id(order.id, "note")
        proven = order.customer_id not in (None, "0")
        yield from note_of(delivery, update, note, order.customer_note, proven=proven)


def _update_of(delivery: Delivery, order: Order) -> OrderUpdate:
    """All that the order tells, before it is known which steps that are."""
    answers = order.answers()
    company = company_facts(order.billing.company, answers)
    changed = order.date_modified_gmt or order.date_created_gmt
    clock = changed.isoformat() if changed else None
    return order_update(
        delivery,
        own_id(order.id, clock, order.status),
        order_id=order.id,
        number=order.number or order.id,
        happened=changed,
        placed_at=order.date_created_gmt,
        people=people_on(
            order.billing.person(), order.billing.person(), order.shipping.person(),
            business=company is not None,
        ),
        company=company,
        lines=order.lines(),
        references=anchors(
            [(AnchorKind.PURCHASE_ORDER, answer_named(answers, PURCHASE_ORDER_NAMES))]
        ),
        country=order.shipping.country or order.billing.country,
        total=money(order.total, order.currency),
        payment=payment_kind(order.payment_method, order.payment_method_title),
        payment_id=order.transaction_id,
    )  # fmt: skip


def _status_step(delivery: Delivery, order: Order, parcels: bool) -> Step:
    """`processing` without a payment (cash on delivery) is not paid; refunds and parcels tell
    themselves.
    """
    milestone = meaning(delivery, MILESTONE_BY_STATUS.get(order.status), order.status)
    happened = order.date_modified_gmt
    if milestone is Milestone.PAID:
        milestone = Milestone.PAID if order.date_paid_gmt or order.transaction_id else None
        happened = order.date_paid_gmt or happened
    told_apart = {Milestone.REFUNDED: bool(order.refunds), Milestone.HANDED_OVER: parcels}
    if milestone and told_apart.get(milestone):
        milestone = None
    partial = order.status == "partial-shipped"
    return Step("", milestone, order.status, happened, partial=partial)


def _refunds(order: Order) -> Iterator[Step]:
    refunds = (order.refunds or ())[:MAX_REFUNDS]
    for place, refund in enumerate(refunds):
        whole = order.status == "refunded" and place == len(refunds) - 1
        yield Step(
            f"refund:{refund.id}",
            Milestone.REFUNDED,
            "refunded",
            order.date_modified_gmt,
            partial=not whole,
            refund=refund.id,
            total=money((refund.total or "").removeprefix("-"), order.currency),
        )


def _deleted(delivery: Delivery, body: dict[str, Json]) -> Iterator[Item]:
    """Thrown away in the shop's administration: nothing that its customer is told."""
    order = Order.model_validate(body)
    yield order_update(
        delivery, own_id(order.id, "deleted"), order_id=order.id, detail="deleted in the shop"
    )
