"""What payment providers have in common: whose order a payment is for, and disputes of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from functions.core.contacts import Anchor, AnchorKind, Channel, Contact, Handle, Thread
from functions.core.deliveries import Delivery
from functions.core.evidence.anchors import find_anchors
from functions.core.evidence.handles import scoped_handle
from functions.core.orders import Milestone, OrderPerson, OrderUpdate
from functions.core.untrusted import as_object, clean_line, plausible
from functions.providers._facts import anchors, order_update
from functions.providers._promises import is_near, told_at

ORDER_FIELDS = ("order_number", "orderNumber", "order_id", "orderId", "order", "reference")
INVOICE_FIELDS = ("invoice", "invoice_number", "invoiceNumber")
LONGEST_NUMBER = 100


def references_of(metadata: object, *descriptions: str | None) -> tuple[Anchor, ...]:
    """The shop's own numbers: in the metadata it gave the payment, else in its description."""
    fields: Mapping[str, object] = as_object(metadata) or {"order": metadata}
    named = [(AnchorKind.ORDER, fields.get(name)) for name in ORDER_FIELDS]
    named += [(AnchorKind.INVOICE, fields.get(name)) for name in INVOICE_FIELDS]
    given = anchors([(kind, _number(value)) for kind, value in named])
    found = [anchor for text in descriptions if text for anchor in _described(text)]
    return given or tuple(dict.fromkeys(found))


def payment_update(
    delivery: Delivery,
    update_id: str,
    *,
    references: Iterable[Anchor],
    milestone: Milestone | None,
    detail: str,
    happened: datetime | None,
    total: str | None = None,
    partial: bool = False,
    refund: str | None = None,
    payment_id: str | None = None,
    paid_at: datetime | None = None,
    pay_before: datetime | None = None,
    people: Iterable[OrderPerson] = (),
) -> OrderUpdate:
    """Payments know no order, only the numbers that the shop gave them."""
    failed = milestone is Milestone.PAYMENT_FAILED
    in_time = pay_before if failed and pay_before and is_near(pay_before, delivery) else None
    update = order_update(
        delivery,
        update_id,
        channel=Channel.PAYMENT,
        references=references,
        milestone=milestone,
        detail=detail,
        happened=happened,
        total=total,
        payment_id=payment_id,
        people=people,
    )
    times = {"paid_at": told_at(paid_at, delivery), "pay_before": in_time}
    return update.model_copy(update={"partial": partial, "refund": refund, **times})


def dispute(
    delivery: Delivery,
    dispute_id: str,
    *,
    kind: str,
    amount: str | None,
    reason: str | None,
    references: Iterable[Anchor],
    happened: datetime | None,
    answer_by: str | None = None,
    sender: Handle | None = None,
) -> Contact:
    """Money that is taken back by force: somebody of billing has to answer the bank in time.

    It comes from the platform, so it never speaks in the name of a customer.
    """
    numbers = tuple(references)
    of_amount = f" of {amount}" if amount else ""
    lines = [
        f"{kind}: the customer's bank disputes a payment{of_amount} and takes the money back.",
        f"The invoice is unpaid again. Reason: {clean_line(reason or '') or 'none'}.",
        _about(numbers),
        f"Evidence is due by {answer_by}." if answer_by else "",
    ]
    subject = f"{kind}: disputed payment"
    told = _for_billing(delivery, dispute_id, subject, lines, numbers, happened)
    return told.model_copy(update={"sender": sender}) if sender else told


def money_stuck(
    delivery: Delivery,
    own_id: str,
    what: str,
    *,
    amount: str | None,
    references: Iterable[Anchor],
    happened: datetime | None,
) -> Contact:
    """Money that did not go where the customer was told it goes: a refund or capture that failed
    afterwards. Somebody of billing has to do it again, and to tell the customer.
    """
    numbers = tuple(references)
    lines = [
        f"{what}{f' of {amount}' if amount else ''} failed: the payment provider took it back.",
        "The invoice and the payment no longer agree; do it again or pay by bank transfer.",
        _about(numbers),
    ]
    return _for_billing(delivery, own_id, f"{what} failed", lines, numbers, happened)


def _about(numbers: tuple[Anchor, ...]) -> str:
    about = [f"{anchor.kind} {anchor.value}" for anchor in numbers[:3]]
    return f"It concerns {', '.join(about)}." if about else "It names no order."


def _for_billing(
    delivery: Delivery,
    own_id: str,
    subject: str,
    lines: Iterable[str],
    numbers: tuple[Anchor, ...],
    happened: datetime | None,
) -> Contact:
    own = f"{delivery.provider}:{own_id}"
    return Contact(
        id=own,
        provider=delivery.provider,
        channel=Channel.PAYMENT,
        account=delivery.account,
        shop=delivery.shop,
        sender=scoped_handle(delivery.provider, own_id),
        subject=subject,
        text=" ".join(line for line in lines if line),
        language="en",
        sent_at=plausible(happened, delivery.received_at),
        thread=Thread(id=own),
        anchors=numbers,
    )


def _number(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = clean_line(str(value)) if isinstance(value, str) or abs(value) < 10**30 else ""
    return text if 0 < len(text) <= LONGEST_NUMBER else None


def _described(text: str) -> tuple[Anchor, ...]:
    kinds = (AnchorKind.ORDER, AnchorKind.INVOICE)
    return tuple(anchor for anchor in find_anchors(text) if anchor.kind in kinds)
