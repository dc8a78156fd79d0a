"""Every number and choice of the order updates; `policies/notifications.toml` holds the values."""

from collections.abc import Mapping
from datetime import time
from enum import StrEnum

from pydantic import Field

from functions.core.clocks.quiet_hours import QuietHours
from functions.core.orders import Milestone, Role
from functions.core.values import Language, Value


class Channel(StrEnum):
    """How a person can be told, in the order in which we try."""

    EMAIL = "email"
    WHATSAPP = "whatsapp"
    SMS = "sms"


class DuringComplaint(StrEnum):
    """What an open complaint does to the updates of its order."""

    WAIT = "wait"
    HUMAN = "human"


class Audience(Value):
    """Who is told what: consumers, and each role at a business customer."""

    consumer: frozenset[Milestone]
    business: Mapping[Role, frozenset[Milestone]]


class CountryLanguages(Value):
    default: Language
    by_country: Mapping[str, Language]


class UpdatePolicy(Value):
    """What a shop may choose."""

    shop_country: str
    digest_minutes: int = Field(ge=0)
    """A message waits this long from its first fact, so that the next ones go in it."""
    budget_person: int = Field(gt=0)
    budget_organisation: int = Field(gt=0)
    overflow_at: time
    """When what was over budget goes, the next day, on the person's clock."""
    whatsapp_templates: frozenset[Milestone] | None = None
    """What the platform approved a template for; none: everything."""
    whatsapp_digest_template: str = Field("order_digest", pattern="^([a-z0-9_]{1,512})?$")
    """What the platform approved for several pieces of news at once; empty: nothing."""
    cut_off: time
    """What is paid after this counts from the next business day."""
    handling_days: int = Field(ge=0)
    transit_days: Mapping[str, int]
    """Business days from hand-over to delivery by destination; `other` for the rest."""
    refund_days: int = Field(ge=0)
    unchanged_days: int = Field(gt=0)
    pickup_reminder_days: int = Field(ge=0)
    reminder_at: time
    missed_at: time
    """When, on the day after a promised date, a promise counts as missed."""
    stale_hours: int = Field(gt=0)
    tie_hours: int = Field(ge=0)
    orphan_hours: int = Field(gt=0)
    urgent_minutes: int = Field(ge=0)
    """A delivery window or a deadline this close after the release cannot wait for it."""
    window_hours: int = Field(gt=0)
    """For how long after a person's message WhatsApp takes free text."""
    unknown_date_days: int = Field(gt=0)
    """Business days that a delay without a date moves the date in force."""
    complaint: DuringComplaint = DuringComplaint.WAIT
    untold: frozenset[Milestone] = frozenset()
    told: Audience
    at_once: frozenset[Milestone]
    """Never waits for a digest."""
    always: frozenset[Milestone]
    """Goes also over budget, and counts."""
    despite_complaint: frozenset[Milestone]
    needs_customer: frozenset[Milestone]
    """When nobody can be reached about these, a person of the shop has to."""
    with_prices: frozenset[Milestone]
    languages: CountryLanguages
    carriers: Mapping[Channel, str]
    """The provider that carries a channel; one without is not used."""
    quiet_hours: QuietHours

    def transit(self, country: str) -> int:
        return self.transit_days.get(country, self.transit_days["other"])
