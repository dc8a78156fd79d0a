"""What is remembered between happenings; it changes only inside `steps`, on a copy of its own."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from functions.core.orders import DeliveryWindow, Milestone, Role
from functions.core.updates.happenings import Happening
from functions.core.updates.policy import Channel
from functions.core.values import Value

Names = Annotated[set[str], PlainSerializer(sorted, return_type=list[str], when_used="json")]
"""Written in order, so that the same set is always the same text."""


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", defer_build=True)


class Fact(Value):
    """One piece of news: what a message says about one order or parcel."""

    order: str
    parcel: str | None = None
    milestone: Milestone
    again: str = ""
    """What makes the same milestone news again: a date, an attempt, a refund, lines, a step."""
    occurred_at: datetime
    attempt: int = 1
    new_date: date | None = None
    last_day: date | None = None
    window: DeliveryWindow | None = None
    pay_before: datetime | None = None
    detail: str | None = None
    step: str | None = None
    lines: tuple[str, ...] = ()
    partial: bool = False
    amount: str | None = None
    """Money that it is about, as its source writes it, for instance `49.95 EUR`."""

    @property
    def key(self) -> str:
        return "|".join((self.order, self.parcel or "", self.milestone, self.again))


class Held(Record):
    """A fact that waits for its message to a person."""

    fact: Fact
    due: datetime
    """End of the wait for further facts."""
    until: datetime
    urgent: bool = False
    deferred: bool = False
    """Over budget: it waits for `until` also when another message goes."""
    resend: bool = False
    """Its message failed on another channel."""


class Sent(Record):
    channel: Channel
    at: datetime
    facts: list[Fact]
    failed: bool = False


class Notice(Record):
    """The last time a person was told that an order is late."""

    at: datetime
    answered: bool = False
    fact: Fact | None = None
    """What they were told."""


class PersonRecord(Record):
    id: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    whatsapp_optin: bool = False
    country: str | None = None
    language: str | None = None
    roles: list[Role] = [Role.BUYER]
    preferred_channel: Channel | None = None
    opted_out: set[Channel] = Field(default_factory=set)
    last_whatsapp_inbound_at: datetime | None = None
    dead: set[Channel] = Field(default_factory=set)
    """Channels that failed for good."""
    told: Names = Field(default_factory=set)
    held: list[Held] = []
    sent: list[Sent] = []
    per_day: dict[date, int] = {}
    notices: dict[str, Notice] = {}


class OrganisationRecord(Record):
    name: str
    agency_allows: set[Milestone] = Field(default_factory=set)
    channel: Channel | None = None
    mute: set[Milestone] = Field(default_factory=set)
    add: dict[Role, set[Milestone]] = {}
    per_day: dict[date, int] = {}


class ParcelRecord(Record):
    id: str
    milestone: Milestone | None = None
    attempt: int = 1
    lines: Names | None = None
    """None: everything."""
    date_in_force: date | None = None
    dated_at: datetime | None = None
    """The source's clock of the date in force; none: it is the order's promise."""
    open_ended: bool = False
    """A delay without a date was told; the same again is no news."""
    out_at: datetime | None = None
    """When it last went out for delivery."""
    scanned_at: datetime | None = None
    """Its last scan on the way, by the source's clock."""
    tried: bool = False
    """It was brought or attempted: a delivery promise is met by that."""
    troubled: bool = False
    """It had an exception or came back: no clock of ours runs for its delivery."""
    excepted: bool = False
    last_event_at: datetime | None = None
    last_day: date | None = None
    pickup_told_at: datetime | None = None


class Step(StrEnum):
    HANDED_OVER = "handed_over"
    DELIVERED = "delivered"
    REFUND = "refund"


class OrderRecord(Record):
    id: str
    organisation: str | None = None
    people: list[str] = []
    roles: dict[str, list[Role]] = {}
    """The parts of people on this order, where they are not the same on all of theirs."""
    country: str | None = None
    language: str | None = None
    payment: str | None = None
    lines: Names = Field(default_factory=set)
    milestone: Milestone | None = None
    paid: bool = False
    refunded: bool = False
    cancelled_at: datetime | None = None
    cancelled_lines: Names = Field(default_factory=set)
    late_lines: Names = Field(default_factory=set)
    """On back order."""
    promises: dict[Step, date] = {}
    misses: list[str] = []
    late: Names = Field(default_factory=set)
    """Dates in force that somebody was told are missed, with the parcel."""
    complaint_open: bool = False
    where_is_it_open: bool = False
    not_received_open: bool = False
    done: Names = Field(default_factory=set)
    """Work items that are made only once."""
    asked: list[str] = []
    """Cases in which somebody waits to hear where it is."""
    parcels: dict[str, ParcelRecord] = {}


class TimerKind(StrEnum):
    MISS = "miss"
    PICKUP = "pickup"
    SILENCE = "silence"
    ORPHAN = "orphan"


class Timer(Value):
    at: datetime
    kind: TimerKind
    order: str
    parcel: str | None = None
    person: str | None = None
    step: Step | None = None
    day: date | None = None

    @property
    def key(self) -> str:
        return "|".join(
            (self.kind, self.order, self.parcel or "", self.person or "", self.step or "")
            + ((self.day.isoformat(),) if self.day else ())
        )


class World(Record):
    """All that a happening can touch: some orders with their people and organisations."""

    orders: dict[str, OrderRecord] = {}
    people: dict[str, PersonRecord] = {}
    organisations: dict[str, OrganisationRecord] = {}
    waiting: dict[str, list[Happening]] = {}
    """Events of orders that are not known yet."""
    seen: set[str] = Field(default_factory=set)
    timers: dict[str, Timer] = {}
