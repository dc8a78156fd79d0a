"""Orders and parcels: what shops and carriers tell of them, and the record it adds up to."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, Field

from functions.core.contacts import Anchor, Channel, CompanyFacts, Handle
from functions.core.values import Value


class Milestone(StrEnum):
    """A step of an order or parcel; `functions.core.milestones` says which comes after which."""

    PLACED = "placed"
    PAYMENT_FAILED = "payment_failed"
    PAID = "paid"
    PACKED = "packed"
    ANNOUNCED = "announced"
    HANDED_OVER = "handed_over"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPTED = "attempted"
    READY_FOR_PICKUP = "ready_for_pickup"
    PICKUP_REMINDER = "pickup_reminder"
    DELIVERED = "delivered"
    RETURNED_TO_SENDER = "returned_to_sender"
    DELAYED = "delayed"
    ESTIMATE_CHANGED = "estimate_changed"
    MISSED_PROMISE = "missed_promise"
    BACK_ORDER = "back_order"
    LINE_CANCELLED = "line_cancelled"
    EXCEPTION = "exception"
    RETURNED = "returned"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"


class Role(StrEnum):
    """A person's part in a business customer's matter."""

    BUYER = "buyer"
    ACCOUNTS_PAYABLE = "accounts_payable"
    RECEIVING = "receiving"
    TECHNICIAN = "technician"
    APPROVER = "approver"
    AGENCY = "agency"
    OBSERVER = "observer"


class PaymentKind(StrEnum):
    PREPAID = "prepaid"
    INVOICE = "invoice"


class Trouble(StrEnum):
    """What sort of exception a parcel has, where the carrier tells."""

    ADDRESS = "address"
    CUSTOMS = "customs"
    DAMAGED = "damaged"
    LOST = "lost"


class DeliveryWindow(Value):
    """Between which moments a parcel will be brought."""

    begins: AwareDatetime
    ends: AwareDatetime


class OrderPerson(Value):
    """Somebody on an order, with the addresses the shop has of them."""

    role: Role = Role.BUYER
    name: str | None = None
    email: Handle | None = None
    phone: Handle | None = None
    language: str | None = None
    whatsapp_consent: bool = False
    """Whether the person agreed to messages by WhatsApp."""
    country: str | None = None
    """Where the person is, ISO 3166 alpha-2; not where the parcel goes."""
    prefers: str | None = None
    """The channel the person asked for: `email`, `whatsapp` or `sms`."""


class OrderLine(Value):
    title: str
    quantity: int = 1
    sku: str | None = None
    id: str | None = None
    """The line's own id at its source; none: `sku`, else `title`, tells lines apart."""

    @property
    def name(self) -> str:
        """What tells it from the order's other lines."""
        return self.id or self.sku or self.title


class Tracking(Value):
    code: str
    carrier: str | None = None
    url: str | None = None


class OrderUpdate(Value):
    """One event about one order. Facts it does not carry are left out, never guessed.

    `order_id` is how the source names the order on all its events; a carrier that knows only an
    order number or a tracking code leaves it out and gives `references`.
    """

    kind: Literal["order_update"] = "order_update"
    id: str
    provider: str
    channel: Channel = Channel.ORDER
    account: str
    shop: str
    order_id: str | None
    order_number: str | None = None
    references: tuple[Anchor, ...] = ()
    """Further numbers of the order: invoice, purchase order, delivery note, serials."""
    milestone: Milestone | None = None
    """None: the event tells facts (or a status we do not know) and moves nothing."""
    detail: str | None = None
    """The source's own word for the status, or what went wrong."""
    trouble: Trouble | None = None
    """Of an exception: its sort. `lost` and `damaged` end the parcel's way, others do not."""
    parcel: str | None = None
    """The parcel's own id (tracking code or fulfilment id); none: the whole order."""
    occurred_at: AwareDatetime
    expected_on: date | None = None
    """The delivery date now promised or estimated: of `placed` what the shop promised, of
    `delayed` and `estimate_changed` the new date, of `back_order` when the lines are back."""
    hand_over_by: date | None = None
    """Until when the shop promised to hand over."""
    window: DeliveryWindow | None = None
    """Of `out_for_delivery`: when it will be brought."""
    attempt: int = 1
    """Of `out_for_delivery` and `attempted`: which try it is."""
    last_day: date | None = None
    """Of `ready_for_pickup`: the last day on which it can be fetched."""
    pay_before: AwareDatetime | None = None
    """Of `payment_failed`: until when it can still be paid."""
    payment: PaymentKind | None = None
    """How the order is paid; only an invoice starts our promises without a payment."""
    payment_id: str | None = None
    """The payment's own id at its provider."""
    paid_at: AwareDatetime | None = None
    """When the order was paid, where an event of another step tells."""
    placed_at: AwareDatetime | None = None
    people: tuple[OrderPerson, ...] = ()
    company: CompanyFacts | None = None
    lines: tuple[OrderLine, ...] = ()
    """Of `placed` what was ordered, of a parcel what is in it, of `line_cancelled` and
    `back_order` which lines; the same line has the same `name` in all of them."""
    tracking: Tracking | None = None
    language: str | None = None
    country: str | None = None
    """ISO 3166 alpha-2, of the delivery address."""
    total: str | None = None
    """Amount with currency as the shop writes it, for instance `49.95 EUR`."""
    partial: bool = False
    """Only a part of the order is meant (a partial refund, return or cancellation): the order's
    position stays where it is."""
    refund: str | None = None
    """The refund's own id, so that shop and payment provider tell of the same one only once."""


class MilestoneFact(Value):
    """One entry of an order's history: the source's clock beside ours."""

    milestone: Milestone
    parcel: str | None = None
    occurred_at: AwareDatetime
    received_at: AwareDatetime
    source: str
    """Id of the item that told it."""
    expected_on: date | None = None
    detail: str | None = None
    partial: bool = False
    refund: str | None = None
    advanced: bool = True
    """False: late or repeated, kept for the history only."""


class Parcel(Value):
    id: str
    also: tuple[str, ...] = ()
    """Further names of it: the tracking code of a fulfilment, or the other way round."""
    milestone: Milestone | None = None
    tracking: Tracking | None = None
    expected_on: date | None = None
    lines: tuple[OrderLine, ...] = ()
    """What is in it; none means that nobody told, and it counts as everything."""
    clocks: Mapping[str, AwareDatetime] = Field(default_factory=dict)
    """The source's clock of the facts held, by field: the newest statement of a fact stays."""


class Order(Value):
    """All that is known of one order; `version` counts its writes and guards them."""

    shop: str
    order_id: str
    number: str | None = None
    milestone: Milestone | None = None
    """How far it is: its own events and what its parcels add up to."""
    own_milestone: Milestone | None = None
    """The furthest step told of the order as a whole."""
    parcels: Mapping[str, Parcel] = Field(default_factory=dict)
    history: tuple[MilestoneFact, ...] = ()
    people: tuple[OrderPerson, ...] = ()
    organisation_id: str | None = None
    company: CompanyFacts | None = None
    lines: tuple[OrderLine, ...] = ()
    references: tuple[Anchor, ...] = ()
    placed_at: AwareDatetime | None = None
    expected_on: date | None = None
    language: str | None = None
    country: str | None = None
    total: str | None = None
    clocks: Mapping[str, AwareDatetime] = Field(default_factory=dict)
    """The source's clock of the facts held, by field: the newest statement of a fact stays."""
    planned: tuple[str, ...] = ()
    """Ids of the notifications planned so far; each is planned once."""
    done: tuple[str, ...] = ()
    """What its clocks have asked for and got, each once."""
    version: int = 0

    @property
    def key(self) -> str:
        return f"{self.shop}#{self.order_id}"
