"""The fields of Mollie's payments, links, invoices, refunds and disputes that we use."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from pydantic import Field

from functions.core.contacts import Anchor, AnchorKind
from functions.core.deliveries import Delivery
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.orders import Milestone
from functions.core.untrusted import Identifier, Line, Theirs
from functions.providers._facts import anchors
from functions.providers._payload import money, own_id
from functions.providers._payments import dispute, money_stuck, payment_update, references_of

MILESTONE_BY_REFUND_STATUS = {"refunded": Milestone.REFUNDED}


class Amount(Theirs):
    value: Line | None = None
    currency: Line | None = None

    def text(self) -> str | None:
        return money(self.value, self.currency)

    def number(self) -> Decimal:
        try:
            return Decimal(self.value or "0")
        except InvalidOperation:
            return Decimal(0)


class Refund(Theirs):
    id: Identifier
    status: Line = ""
    amount: Amount = Amount()
    createdAt: Sometime = None  # noqa: N815 - theirs


class Embedded(Theirs):
    refunds: tuple[Refund, ...] | None = Field(None, max_length=100)
    chargebacks: tuple[Refund, ...] | None = Field(None, max_length=100)


class Entity(Theirs):
    """A payment, payment link, sales invoice or dispute: what they have in common."""

    id: Identifier
    status: Line = ""
    amount: Amount = Amount()
    description: Line | None = None
    metadata: object = None
    reason: Line | None = None
    invoiceNumber: Line | None = None  # noqa: N815 - theirs
    createdAt: Sometime = None  # noqa: N815 - theirs
    paidAt: Sometime = None  # noqa: N815 - theirs
    expiresAt: Sometime = None  # noqa: N815 - theirs
    embedded: Embedded | None = Field(None, alias="_embedded")

    def numbers(self) -> tuple[Anchor, ...]:
        invoice = anchors([(AnchorKind.INVOICE, self.invoiceNumber)])
        return (*references_of(self.metadata, self.description), *invoice)


class Identified(Theirs):
    id: Identifier
    createdAt: Sometime = None  # noqa: N815 - theirs


def chargeback(delivery: Delivery, own: str, taken: Refund | Entity, payment: Entity) -> Item:
    return dispute(
        delivery,
        own,
        kind="Chargeback",
        amount=taken.amount.text(),
        reason=payment.reason,
        references=payment.numbers(),
        happened=taken.createdAt,
    )


def moved_back(delivery: Delivery, own: str, payment: Entity) -> Iterator[Item]:
    """Its refunds, whole once they add up to it, and its chargebacks."""
    embedded, back = payment.embedded or Embedded(), Decimal(0)
    numbers = payment.numbers()
    for refund in embedded.refunds or ():
        named, amount = own_id(own, refund.id, refund.status), refund.amount.text()
        milestone = MILESTONE_BY_REFUND_STATUS.get(refund.status)
        if refund.status == "failed":
            yield money_stuck(
                delivery, named, "A refund", amount=amount, references=numbers, happened=None
            )
            continue
        back += refund.amount.number() if milestone else 0
        yield payment_update(
            delivery,
            named,
            references=numbers,
            milestone=milestone,
            detail=f"refund {refund.status}",
            happened=refund.createdAt,
            total=amount,
            partial=back < payment.amount.number(),
            refund=refund.id,
            payment_id=payment.id,
        )
    for taken in embedded.chargebacks or ():
        yield chargeback(delivery, own_id(own, taken.id), taken, payment)
