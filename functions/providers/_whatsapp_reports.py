"""WhatsApp's reports on what we sent, and the errors that it tells of."""

from pydantic import ValidationError

from functions.core.contacts import Handle
from functions.core.deliveries import Delivery
from functions.core.evidence.handles import scoped_handle
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.notifications import SendOutcome, SendReport
from functions.core.untrusted import (
    Identifier,
    Json,
    Line,
    Theirs,
    plausible,
    unknown,
    wrong_field,
)
from functions.providers._whatsapp_messages import number_handle
from functions.providers._whatsapp_sending import TEMPORARY_ERRORS, MetaError

# https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages/status
OUTCOMES = {
    "sent": SendOutcome.SENT,
    "delivered": SendOutcome.DELIVERED,
    "read": SendOutcome.READ,
    "played": SendOutcome.READ,
    "failed": SendOutcome.FAILED,
}


class Status(Theirs):
    id: Identifier
    status: Line
    timestamp: Sometime = None
    recipient_id: Identifier | None = None
    recipient_user_id: Identifier | None = None
    recipient_participant_id: Identifier | None = None
    errors: tuple[MetaError, ...] = ()
    biz_opaque_callback_data: Identifier | None = None


def read_report(delivery: Delivery, place: str, raw: Json) -> Item:
    try:
        status = Status.model_validate(raw)
    except ValidationError as error:
        return unknown(delivery, None, "status", wrong_field(error), place=place)
    if status.status not in OUTCOMES:
        kind = f"status {status.status}"
        return unknown(delivery, None, kind, "a status that we do not know", place=place)
    parts = (status.id, status.status, status.recipient_participant_id)
    failed = status.errors if status.status == "failed" else ()
    return SendReport(
        id=":".join([delivery.provider, *(part for part in parts if part)]),
        provider=delivery.provider,
        account=delivery.account,
        shop=delivery.shop,
        notification_id=status.biz_opaque_callback_data,
        provider_message_id=status.id,
        outcome=OUTCOMES[status.status],
        recipient=_told(status),
        permanent=bool(failed) and not any(error.code in TEMPORARY_ERRORS for error in failed),
        reason=failed[0].reason if failed else None,
        occurred_at=plausible(status.timestamp, delivery.received_at),
    )


def _told(status: Status) -> Handle | None:
    if status.recipient_user_id:
        return scoped_handle("whatsapp", status.recipient_user_id)
    number = status.recipient_participant_id or status.recipient_id
    return number_handle(number) if number else None


def error_of(raw: Json) -> str:
    try:
        return MetaError.model_validate(raw).reason
    except ValidationError as error:
        return wrong_field(error)
