"""Notifications: one proactive message to one recipient about one milestone, and what became of it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, Field

from functions.core.contacts import Handle
from functions.core.orders import Milestone, Role
from functions.core.values import Evidence, Value


class NotificationState(StrEnum):
    PLANNED = "planned"
    SENDING = "sending"
    """Handed to the provider; until its answer or report is in, it is not sent a second time."""
    SENT = "sent"
    SUPPRESSED = "suppressed"
    FAILED = "failed"


class Recipient(Value):
    handle: Handle
    name: str | None = None
    roles: tuple[Role, ...] = (Role.BUYER,)


class Notification(Value):
    """`id` is derived from order, parcel, milestone and recipient, so that it exists only once."""

    id: str
    shop: str
    order_id: str
    order_number: str | None = None
    parcel: str | None = None
    milestone: Milestone
    recipient: Recipient
    provider: str
    """Who carries it: `ses` or a provider that can compose."""
    language: str
    facts: Mapping[str, str] = Field(default_factory=dict)
    """What the template may say: tracking url, expected date, lines."""
    state: NotificationState = NotificationState.PLANNED
    occurred_at: AwareDatetime
    due_at: AwareDatetime
    sent_at: AwareDatetime | None = None
    attempts: int = 0
    provider_message_id: str | None = None
    reason: str | None = None
    because: tuple[Evidence, ...] = ()


class Message(Value):
    """A rendered notification or answer, ready for a provider to compose."""

    id: str
    """Our own id of it; providers echo it back in their reports where they can."""
    account: str
    recipient: Handle
    subject: str | None = None
    text: str
    html: str | None = None
    template: str | None = None
    """Name of a platform-approved template, where the platform demands one."""
    template_values: tuple[str, ...] = ()
    language: str = "en"
    answers: str | None = None
    """The provider's id of the message this answers."""


class SendOutcome(StrEnum):
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    FAILED = "failed"


class SendReport(Value):
    """What a provider tells about a message we sent."""

    kind: Literal["send_report"] = "send_report"
    id: str
    provider: str
    account: str
    shop: str
    notification_id: str | None = None
    """Our own id where the provider echoes it."""
    provider_message_id: str
    outcome: SendOutcome
    recipient: Handle | None = None
    permanent: bool = False
    reason: str | None = None
    occurred_at: AwareDatetime
