"""Shopify's returns, disputes and privacy requests: what a person of the shop has to answer."""

from collections.abc import Iterator
from datetime import timedelta

from functions.core.contacts import Anchor, AnchorKind, Channel, Contact, Handle, Thread
from functions.core.deliveries import Delivery
from functions.core.evidence.handles import email_handle, phone_handle, scoped_handle
from functions.core.items import Item
from functions.core.orders import Milestone, OrderUpdate
from functions.core.untrusted import as_object, clean_line
from functions.providers._facts import anchors, full_name, order_update
from functions.providers._payload import money
from functions.providers._payments import dispute
from functions.providers._shopify_envelope import Envelope, moment
from functions.providers._shopify_payloads import Customer, Dispute, Redaction, Return, ReturnLine

MILESTONE_BY_RETURN_TOPIC = {
    "returns/request": None,
    "returns/approve": None,
    "returns/decline": None,
    "returns/cancel": None,
    "returns/reopen": None,
    "returns/update": None,
    "returns/close": Milestone.RETURNED,
}
# https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
REQUEST_BY_TOPIC = {
    "customers/data_request": (
        "Data request under the GDPR",
        "asks for all personal data that the shop holds about them (right of access, GDPR "
        "article 15). The data must be provided",
    ),
    "customers/redact": (
        "Erasure of personal data (GDPR)",
        "must be forgotten: delete their personal data (right to erasure, GDPR article 17). It "
        "must be erased",
    ),
    "shop/redact": (
        "Erasure of personal data (GDPR)",
        "and all its people must be forgotten: delete their personal data (right to erasure, GDPR "
        "article 17). It must be erased",
    ),
}
LEGAL_TERM = timedelta(days=30)
LINES_NAMED = 10


def read_return(delivery: Delivery, envelope: Envelope) -> Iterator[Item]:
    """Each step of a return is a fact of the order; the customer's request is a contact too."""
    told = Return.model_validate(envelope.payload)
    order_id = told.order_id or (told.order.id if told.order else None)
    update = order_update(
        delivery,
        envelope.item_id,
        order_id=order_id,
        milestone=MILESTONE_BY_RETURN_TOPIC[envelope.topic],
        detail=f"return {told.decline_reason or told.status or envelope.topic[8:]}",
        happened=moment(told.updated_at or told.created_at, envelope, delivery.received_at),
        references=_numbers(told),
    ).model_copy(update={"partial": True})
    yield update
    if envelope.topic == "returns/request":
        yield _request(delivery, told, update)


def read_dispute(delivery: Delivery, envelope: Envelope) -> Iterator[Item]:
    """A new one has to be answered by billing; its further course is only recorded."""
    told = Dispute.model_validate(envelope.payload)
    amount, happened = money(told.amount, told.currency), told.initiated_at
    if envelope.topic != "disputes/create":
        yield order_update(
            delivery,
            envelope.item_id,
            channel=Channel.PAYMENT,
            order_id=told.order_id,
            detail=f"{told.type} {told.status or ''}".strip(),
            happened=moment(None, envelope, delivery.received_at),
        )
        return
    due = told.evidence_due_by
    yield dispute(
        delivery,
        envelope.item_id,
        kind="Chargeback" if told.type == "chargeback" else "Payment inquiry",
        amount=amount,
        reason=f"{told.reason or 'none'}; Shopify order id {told.order_id or 'not told'}",
        references=(),
        happened=moment(happened, envelope, delivery.received_at),
        answer_by=due.date().isoformat() if due else None,
    )


def read_privacy(delivery: Delivery, envelope: Envelope) -> Iterator[Item]:
    """The law gives a term, so it is a case of its own from the customer it is about."""
    told = Redaction.model_validate(envelope.payload)
    customer = told.customer or Customer()
    subject, asks = REQUEST_BY_TOPIC[envelope.topic]
    asked_at = moment(None, envelope, delivery.received_at)
    who = "The shop" if envelope.topic == "shop/redact" else "The customer"
    owner = f"customer:{customer.id}" if customer.id else f"shop:{told.shop_domain or 'unknown'}"
    own = f"{delivery.provider}:{envelope.item_id}"
    yield Contact(
        id=own,
        provider=delivery.provider,
        channel=Channel.ORDER,
        account=delivery.account,
        shop=delivery.shop,
        sender=_handle(customer) or scoped_handle(delivery.provider, owner),
        sender_name=full_name(customer.first_name, customer.last_name),
        subject=subject,
        text=f"{who} {asks} by {(asked_at + LEGAL_TERM).date().isoformat()}.",
        language="en",
        sent_at=asked_at,
        thread=Thread(id=own),
    )


def _request(delivery: Delivery, told: Return, update: OrderUpdate) -> Contact:
    """In the words of the customer where there are any; Shopify does not always tell who it is."""
    customer = told.customer or Customer(email=told.order.email if told.order else None)
    lines = [_line(line) for line in (told.return_line_items or ())[:LINES_NAMED]]
    words = [f"Return requested: {told.name or told.id}.", *lines]
    own = f"{update.id}:request"
    return Contact(
        id=own,
        provider=delivery.provider,
        channel=Channel.ORDER,
        account=delivery.account,
        shop=delivery.shop,
        sender=_handle(customer) or scoped_handle(delivery.provider, f"return:{told.id}"),
        sender_name=full_name(customer.first_name, customer.last_name),
        subject=f"Return request {told.name or ''}".strip(),
        text="\n".join(words),
        sent_at=update.occurred_at,
        thread=Thread(id=own),
        anchors=update.references,
    )


def _line(line: ReturnLine) -> str:
    nested = as_object(as_object(line.fulfillment_line_item).get("line_item")).get("title")
    named = line.line_item.title if line.line_item else nested
    title = clean_line(named) if isinstance(named, str) else "item"
    words = [line.return_reason, line.return_reason_note, line.customer_note]
    return f"{line.quantity} × {title}: {'; '.join(word for word in words if word) or 'no reason'}"


def _numbers(told: Return) -> tuple[Anchor, ...]:
    """`#1001-R1` is a return of order 1001."""
    order, found, _ = (told.name or "").rpartition("-R")
    number = (told.order.name if told.order else None) or (order if found else None)
    return anchors([(AnchorKind.RETURN, told.name), (AnchorKind.ORDER, number)])


def _handle(customer: Customer) -> Handle | None:
    return email_handle(customer.email or "") or phone_handle(customer.phone or "")
