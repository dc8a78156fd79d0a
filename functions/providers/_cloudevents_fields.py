"""The fields of our own order and contact events."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from functions.core.contacts import AnchorKind
from functions.core.orders import PaymentKind, Role, Trouble
from functions.core.teams import Priority, Queue
from functions.core.untrusted import Identifier, Line, Link, Prose, Theirs
from functions.providers._promises import MOST_TRIES


class PersonData(Theirs):
    role: Role = Role.BUYER
    name: Line | None = None
    email: Line | None = None
    phone: Line | None = None
    language: Line | None = None
    whatsapp_consent: bool = False
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    prefers: Literal["email", "whatsapp", "sms"] | None = None


class CompanyData(Theirs):
    name: Line | None = None
    customer_number: Line | None = None
    vat_number: Line | None = None
    chamber_number: Line | None = None
    domains: tuple[Line, ...] = Field((), max_length=50)


class LineData(Theirs):
    title: Line
    quantity: int = Field(1, ge=0, le=1_000_000)
    sku: Line | None = None
    id: Identifier | None = None


class WindowData(Theirs):
    begins: AwareDatetime = Field(alias="from")
    ends: AwareDatetime = Field(alias="to")

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.begins >= self.ends:
            raise ValueError("a window ends after it begins")
        return self


class TrackingData(Theirs):
    code: Identifier
    carrier: Line | None = None
    url: Link | None = None


Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]


class OrderData(Theirs):
    order: Identifier | None = None
    order_id: Identifier | None = None
    status: Line | None = None
    detail: Line | None = None
    occurred_at: AwareDatetime | None = None
    placed_at: AwareDatetime | None = None
    expected_on: Day | None = None
    hand_over_by: Day | None = None
    last_day: Day | None = None
    window: WindowData | None = None
    attempt: int = Field(1, ge=1, le=MOST_TRIES)
    trouble: Trouble | None = None
    pay_before: AwareDatetime | None = None
    payment: PaymentKind | None = None
    payment_id: Identifier | None = None
    paid_at: AwareDatetime | None = None
    partial: bool = False
    refund: Identifier | None = None
    people: tuple[PersonData, ...] = Field((), max_length=50)
    company: CompanyData | None = None
    references: dict[AnchorKind, Line] = Field(default_factory=dict)
    lines: tuple[LineData, ...] = Field((), max_length=200)
    parcel: Identifier | None = None
    tracking: TrackingData | None = None
    language: Line | None = None
    country: Line | None = None
    total: Line | None = None


class CaseData(Theirs):
    case: Annotated[str, Field(pattern=r"^case-[0-9A-Z]{10}$")] | None = None
    contact: Identifier | None = None
    at: AwareDatetime | None = None
    waiting: bool = True
    queue: Queue | None = None
    priority: Priority | None = None
    agent: Line | None = None


class CaseEvent(Theirs):
    data: CaseData


class OrderEvent(Theirs):
    """Around the data, so that an error names the field by its whole path."""

    data: OrderData


class SenderData(Theirs):
    name: Line | None = None
    email: Line | None = None
    phone: Line | None = None
    country: Line | None = None
    """By which a national phone number is read, `DE`; the Netherlands if it is left out."""
    user_id: Identifier | None = None


class FileData(Theirs):
    name: Line | None = None
    content_type: Line = "application/octet-stream"
    size: int | None = Field(None, ge=0, le=10**12)
    url: Link | None = None


class ContactData(Theirs):
    sender: SenderData = Field(alias="from")
    verified: bool = False
    channel: Literal["chat", "email", "sms", "social", "review"] = "chat"
    subject: Line | None = None
    text: Prose
    language: Line | None = None
    sent_at: AwareDatetime | None = None
    answers: Identifier | None = None
    references: dict[AnchorKind, Line] = Field(default_factory=dict)
    company: CompanyData | None = None
    attachments: tuple[FileData, ...] = Field((), max_length=50)


class ContactEvent(Theirs):
    data: ContactData
