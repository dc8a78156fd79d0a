"""What can happen to an order: one event of a shop, a payment provider, a carrier or a person."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime, Field

from functions.core.orders import DeliveryWindow, Milestone, Role
from functions.core.updates.policy import Channel
from functions.core.values import Value


class Kind(StrEnum):
    ORDER = "order"
    PAYMENT = "payment"
    PARCEL = "parcel"
    CONTACT = "contact"
    SEND_RESULT = "send_result"
    CASE_RESOLVED = "case_resolved"


class Intent(StrEnum):
    """What a person wants of us, as far as the updates have to know."""

    WISMO = "wismo"
    COMPLAINT = "complaint"
    NOT_RECEIVED = "not_received"
    STOP = "stop"


class SendResult(StrEnum):
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    BLOCKED = "blocked"
    FAILED = "failed"
    COMPLAINED = "complained"


class Promised(Value):
    """Dates that the shop promised."""

    handed_over_by: date | None = None
    delivered_by: date | None = None


class About(Value):
    """Which item of which message a send result speaks of."""

    person: str
    channel: Channel
    order: str = ""
    parcel: str | None = None
    milestone: Milestone


class Happening(Value):
    """One event. What it does not say is left out."""

    id: str
    kind: Kind
    received_at: AwareDatetime
    occurred_at: AwareDatetime
    backfill: bool = False
    """Found later by reconciliation."""
    order: str | None = None
    milestone: Milestone | None = None
    parcel: str | None = None
    partial: bool = False
    lines: tuple[str, ...] = ()
    """Of an order what was ordered, of a parcel what is in it, else which lines it is about."""
    people: tuple[str, ...] = ()
    roles: Mapping[str, tuple[Role, ...]] = Field(default_factory=dict)
    """By person, where they are not known to have the same on all orders."""
    organisation: str | None = None
    country: str | None = None
    language: str | None = None
    payment: str | None = None
    paid_at: AwareDatetime | None = None
    promised: Promised | None = None
    refund: str | None = None
    pay_before: AwareDatetime | None = None
    window: DeliveryWindow | None = None
    attempt: int = 1
    last_day: date | None = None
    detail: str | None = None
    amount: str | None = None
    new_date: date | None = None
    person: str | None = None
    channel: Channel | None = None
    intent: Intent | None = None
    about: About | None = None
    result: SendResult | None = None
    permanent: bool = True
