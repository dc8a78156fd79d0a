"""What SES tells of the mail we sent: events of its configuration sets and notifications."""

from datetime import datetime
from hashlib import sha256
from typing import Annotated

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from functions.core.deliveries import Delivery
from functions.core.errors import PayloadError
from functions.core.evidence.handles import email_handle
from functions.core.items import Item, Unknown
from functions.core.notifications import SendOutcome, SendReport

# https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
OUTCOME_BY_EVENT_TYPE = {
    "Send": SendOutcome.SENT,
    "DeliveryDelay": SendOutcome.SENT,  # still on its way; the reason tells
    "Delivery": SendOutcome.DELIVERED,
    "Bounce": SendOutcome.BOUNCED,
    "Complaint": SendOutcome.COMPLAINED,
    "Reject": SendOutcome.FAILED,
    "Rendering Failure": SendOutcome.FAILED,
}
NOTHING_TO_DO = {"Open", "Click", "Subscription"}
NOTIFICATION_TAG = "loket-notification"


class Theirs(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", defer_build=True)


class AffectedRecipient(Theirs):
    email_address: str = Field(max_length=400)
    diagnostic_code: str | None = None


class Details(Theirs):
    """The part named after the event type; each type fills other fields of it."""

    timestamp: str | None = None
    bounce_type: str | None = None
    bounce_sub_type: str | None = None
    bounced_recipients: list[AffectedRecipient] | None = None
    complained_recipients: list[AffectedRecipient] | None = None
    complaint_feedback_type: str | None = None
    delayed_recipients: list[AffectedRecipient] | None = None
    delay_type: str | None = None
    recipients: list[Annotated[str, Field(max_length=400)]] | None = None
    reason: str | None = None
    error_message: str | None = None


class SentMail(Theirs):
    message_id: str = Field(min_length=1, max_length=200)
    timestamp: str | None = None
    destination: list[Annotated[str, Field(max_length=400)]] = []
    tags: dict[str, list[str]] = {}


class SendingEvent(Theirs):
    event_type: str = Field(
        max_length=100, validation_alias=AliasChoices("eventType", "notificationType")
    )
    mail: SentMail
    bounce: Details | None = None
    complaint: Details | None = None
    delivery: Details | None = None
    delivery_delay: Details | None = None
    reject: Details | None = None
    failure: Details | None = None


class BusEvent(BaseModel):
    """EventBridge's envelope; `detail` is a sending event or something else of SES."""

    model_config = ConfigDict(extra="ignore", defer_build=True)
    id: str = Field(min_length=1, max_length=200)
    detail_type: str = Field(alias="detail-type", default="", max_length=200)
    detail: SendingEvent | dict[str, object] = {}


def event_items(delivery: Delivery) -> list[Item]:
    """One report per recipient of the mail that the event is about."""
    try:
        event = BusEvent.model_validate_json(delivery.body)
    except ValidationError as error:
        raise PayloadError(
            f"not an SES event ({error.error_count()} faults); compare the rule that sends it"
        ) from error
    if isinstance(event.detail, SendingEvent) and event.detail.event_type in OUTCOME_BY_EVENT_TYPE:
        return reports(delivery, event.detail)
    return [event_without_report(delivery, event)]


def event_without_report(delivery: Delivery, event: BusEvent) -> Unknown:
    kind = event.detail.event_type if isinstance(event.detail, SendingEvent) else event.detail_type
    known = kind in NOTHING_TO_DO
    return Unknown(
        id=f"ses:{event.id}",
        provider="ses",
        account=delivery.account,
        shop=delivery.shop,
        type=kind or "unknown",
        reason="nothing to do"
        if known
        else "an SES event that nobody has met yet; see its detail in the inbox",
        recorded=known,
    )


def reports(delivery: Delivery, event: SendingEvent) -> list[Item]:
    details = details_of(event)
    tags = event.mail.tags.get(NOTIFICATION_TAG, [])
    occurred_at = read_time(details.timestamp or event.mail.timestamp) or delivery.received_at
    return [
        SendReport(
            id=f"ses:{event.mail.message_id}:{event.event_type}:{_mark(recipient.email_address)}",
            provider="ses",
            account=delivery.account,
            shop=delivery.shop,
            notification_id=next(iter(tags), None),
            provider_message_id=event.mail.message_id,
            outcome=outcome_of(event.event_type, details),
            recipient=email_handle(recipient.email_address),
            permanent=is_permanent(event.event_type, details),
            reason=reason_of(event.event_type, details, recipient),
            occurred_at=occurred_at,
        )
        for recipient in affected(event, details)
    ]


def details_of(event: SendingEvent) -> Details:
    found = (
        event.bounce,
        event.complaint,
        event.delivery,
        event.delivery_delay,
        event.reject,
        event.failure,
    )
    return next((details for details in found if details is not None), Details())


def affected(event: SendingEvent, details: Details) -> list[AffectedRecipient]:
    """The recipients that the event names; where it names none, all of the mail."""
    named = (
        details.bounced_recipients or details.complained_recipients or details.delayed_recipients
    )
    addresses = details.recipients or event.mail.destination or [""]
    return named or [AffectedRecipient(emailAddress=address) for address in addresses]


def outcome_of(event_type: str, details: Details) -> SendOutcome:
    """`not-spam` takes a complaint back, so the mail has simply arrived."""
    if details.complaint_feedback_type == "not-spam":
        return SendOutcome.DELIVERED
    return OUTCOME_BY_EVENT_TYPE[event_type]


def is_permanent(event_type: str, details: Details) -> bool:
    return event_type in ("Reject", "Rendering Failure") or details.bounce_type == "Permanent"


def reason_of(event_type: str, details: Details, recipient: AffectedRecipient) -> str | None:
    told = (
        "delivery delayed" if event_type == "DeliveryDelay" else None,
        details.bounce_type,
        details.bounce_sub_type,
        details.delay_type,
        details.complaint_feedback_type,
        recipient.diagnostic_code,
        details.reason,
        details.error_message,
    )
    return ": ".join(text[:300] for text in told if text) or None


def read_time(text: str | None) -> datetime | None:
    """`2025-10-09T08:53:22.000Z` or `2018-10-08T14:05:45 +0000`; SES writes both."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text[:40].replace(" +", "+").replace(" -", "-"))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _mark(address: str) -> str:
    """Tells recipients apart in an id; ids are logged, and addresses must not be."""
    return sha256(address.lower().encode()).hexdigest()[:12]
