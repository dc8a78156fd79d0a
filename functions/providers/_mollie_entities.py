"""The fields of Mollie's payments, links, invoices, refunds and disputes that we use."""

from decimal import Decimal, InvalidOperation

from pydantic import Field

from functions.core.contacts import Anchor, AnchorKind
from functions.core.deliveries import Delivery
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.untrusted import Identifier, Line, Theirs
from functions.providers._facts import anchors
from functions.providers._payload import money
from functions.providers._payments import dispute, references_of


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
