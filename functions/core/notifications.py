"""Notifications: one message to one recipient, of one or more pieces of news, and its fate."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, Field

from functions.core.contacts import Handle
from functions.core.orders import Milestone, Role
from functions.core.updates.policy import Channel
from functions.core.updates.records import Fact
from functions.core.values import Evidence, Value


class NotificationState(StrEnum):
    PLANNED = "planned"
    SENDING = "sending"
    """Handed to the provider; until its answer or report is in, it is not sent a second time."""
    SENT = "sent"
    SUPPRESSED = "suppressed"
    FAILED = "failed"


class SendOutcome(StrEnum):
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    FAILED = "failed"


class NotificationKind(StrEnum):
    NEWS = "news"
    AUTO_REPLY = "auto_reply"
    """The answer to "where is my order" shortly after our own notice that it is late: the items
    are those of that notice."""


class Recipient(Value):
    handle: Handle
    name: str | None = None
    roles: tuple[Role, ...] = (Role.BUYER,)


class NotificationItem(Value):
    """One piece of news in a message, with what a template may say of it."""

    fact: Fact
    """Which milestone of which order and parcel, and what makes it news. A parcel that has no
    name of its own is the empty text."""
    order_number: str | None = None
    """As the customer knows it; none: the order's id."""
    facts: Mapping[str, str] = Field(default_factory=dict)
    """See `functions.core.notification_facts`: each key only where it is known and allowed."""


class Notification(Value):
    """`id` is derived from what is told to whom by which channel, so that it exists only once."""

    id: str
    shop: str
    kind: NotificationKind = NotificationKind.NEWS
    items: tuple[NotificationItem, ...] = Field(min_length=1)
    """Several make it a digest; they can be about different orders of the shop."""
    organisation_id: str | None = None
    recipient: Recipient
    """`roles`: all parts that this person has on the orders of the items."""
    person_id: str | None = None
    """The person's key in the table; none: the recipient's handle."""
    country: str | None = None
    """Whose nights, Sundays and holidays the recipient keeps."""
    channel: Channel = Channel.EMAIL
    provider: str
    """Who carries it: `ses` or a provider that can compose."""
    language: str
    human: bool = False
    """A complaint is open on one of the orders: no cheerful words."""
    template: bool = False
    """WhatsApp takes only an approved template now, no free text."""
    last_heard_at: AwareDatetime | None = None
    """When the recipient last wrote to us on this channel."""
    answers: str | None = None
    """Of an auto reply: the provider's id of the message that it answers."""
    resend: bool = False
    """It failed for good on another channel before."""
    urgent: bool = False
    """It may ring at night: it would come too late in the morning."""
    state: NotificationState = NotificationState.PLANNED
    due_at: AwareDatetime
    sending_since: AwareDatetime | None = None
    """When it was handed to the provider, while no answer is known."""
    sent_at: AwareDatetime | None = None
    attempts: int = 0
    provider_message_id: str | None = None
    reported: SendOutcome | None = None
    """The furthest that the provider's reports tell."""
    reason: str | None = None
    version: int = 0
    because: tuple[Evidence, ...] = ()

    @property
    def lead(self) -> NotificationItem:
        """The first item, which gives the message its subject."""
        return self.items[0]

    @property
    def milestone(self) -> Milestone:
        return self.lead.fact.milestone

    @property
    def parcel(self) -> str | None:
        return self.lead.fact.parcel or None

    @property
    def order_id(self) -> str:
        return self.lead.fact.order

    @property
    def order_number(self) -> str | None:
        return self.lead.order_number

    @property
    def occurred_at(self) -> AwareDatetime:
        return self.lead.fact.occurred_at

    @property
    def facts(self) -> Mapping[str, str]:
        return self.lead.facts


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
    last_heard_at: AwareDatetime | None = None
    """When the recipient last wrote to us there: some platforms let us write freely only then."""
    unsubscribe: tuple[str, ...] = ()
    """Where mail of its sort can be ended: addresses of https and mailto, the best one first."""
    composed_at: AwareDatetime | None = None
    """The moment of sending, against which such a window is measured."""


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


REPORT_RANK = {
    SendOutcome.SENT: 1,
    SendOutcome.DELIVERED: 2,
    SendOutcome.READ: 3,
    SendOutcome.FAILED: 4,
    SendOutcome.BOUNCED: 4,
    SendOutcome.COMPLAINED: 5,
}
FAILURES = {SendOutcome.FAILED, SendOutcome.BOUNCED}


def apply_report(notification: Notification, report: SendReport) -> Notification:
    """Forward only: reports come late, twice and out of order.

    Any report proves that the message left us, also where we never saw the answer to our call. A
    failure for good makes it failed; a passing one (a full mailbox) is kept as reported only.
    """
    before = REPORT_RANK[notification.reported] if notification.reported else 0
    if REPORT_RANK[report.outcome] <= before:
        return notification
    failed = report.outcome in FAILURES and report.permanent
    return notification.model_copy(
        update={
            "state": NotificationState.FAILED if failed else NotificationState.SENT,
            "reported": report.outcome,
            "reason": report.reason if failed else notification.reason,
            "sending_since": None,
            "sent_at": notification.sent_at or report.occurred_at,
            "provider_message_id": notification.provider_message_id or report.provider_message_id,
        }
    )
