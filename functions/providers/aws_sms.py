"""AWS End User Messaging: SMS by an SNS topic, reports on what we sent, and sending."""

import json
import re

from pydantic import Field

from functions.core.contacts import Channel, Contact, Handle, Thread
from functions.core.deliveries import Credentials, Delivery, OutboundRequest
from functions.core.errors import SendError
from functions.core.evidence.handles import phone_handle, scoped_handle
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.notifications import Message, SendOutcome, SendReport
from functions.core.untrusted import Identifier, Json, Line, Prose, Theirs, plausible, unknown
from functions.providers import _sns
from functions.providers._messages import (
    answer_object,
    checked_text,
    own_address,
    read_each,
    refusal,
    settings_of,
    text_of,
)
from functions.providers._sms import sender_of

# https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html
OUTCOMES = {
    "TEXT_SENT": SendOutcome.SENT,
    "TEXT_SUCCESSFUL": SendOutcome.SENT,
    "TEXT_DELIVERED": SendOutcome.DELIVERED,
    "TEXT_BLOCKED": SendOutcome.FAILED,
    "TEXT_CARRIER_BLOCKED": SendOutcome.FAILED,
    "TEXT_CARRIER_UNREACHABLE": SendOutcome.FAILED,
    "TEXT_UNREACHABLE": SendOutcome.FAILED,
    "TEXT_INVALID": SendOutcome.FAILED,
    "TEXT_INVALID_MESSAGE": SendOutcome.FAILED,
    "TEXT_SPAM": SendOutcome.FAILED,
    "TEXT_TTL_EXPIRED": SendOutcome.FAILED,
    "TEXT_UNKNOWN": SendOutcome.FAILED,
}
PASSING = {"TEXT_CARRIER_UNREACHABLE", "TEXT_UNREACHABLE", "TEXT_TTL_EXPIRED", "TEXT_UNKNOWN"}
UNDER_WAY = {"TEXT_QUEUED", "TEXT_PENDING"}
# What stays true of a message. All else passes, or an operator mends it: limits, rights, keys.
PERMANENT_ERRORS = {"ValidationException", "ConflictException"}
OPTED_OUT = "ConflictException"
LONGEST_TEXT = 1_600
IDENTITIES = re.compile(r"(phone|pool|sender)-[0-9A-Za-z-]{1,64}|arn:[0-9A-Za-z:/_-]{1,200}", re.A)


class AwsSms(_sns.SnsProvider):
    """By SQS or the bus IAM proves it. By HTTPS `secrets` are the ARNs of our topics. Settings for
    sending: `origination_identity`, `region`, and `configuration_set` where reports are wanted."""

    channel = Channel.SMS
    sends = True

    def parse(self, delivery: Delivery) -> list[Item]:
        kind = _sns.kind_of(delivery.body)
        if kind != _sns.NOTIFICATION:
            reason = "SNS tells about the subscription"
            confirmed = "confirmation" in delivery.fetched
            return [unknown(delivery, None, str(kind)[:100], reason, recorded=confirmed)]
        message: Json
        message, own_id = _sns.message_of(delivery.body)
        return read_each(delivery, [("", message)], lambda _, raw: [_item(delivery, raw, own_id)])

    def compose(self, message: Message, credentials: Credentials) -> OutboundRequest:
        """A call of AWS's own API; `aws/http` signs it with the Lambda's role."""
        (region,) = settings_of(credentials, "region")
        sender = sender_of(credentials, "origination_identity", IDENTITIES)
        payload = {
            "DestinationPhoneNumber": own_address(message, "phone", "AWS SMS"),
            "OriginationIdentity": sender,
            "MessageBody": checked_text(message, LONGEST_TEXT, "AWS SMS"),
            "MessageType": "TRANSACTIONAL",
            "Context": {"loket-notification": message.id[:100]},
        }
        if name := credentials.settings.get("configuration_set"):
            payload["ConfigurationSetName"] = name
        base = f"https://sms-voice.{region}.amazonaws.com"
        return OutboundRequest(
            url=credentials.settings.get("api_base", base).rstrip("/") + "/",
            headers={
                "content-type": "application/x-amz-json-1.0",
                "x-amz-target": "PinpointSMSVoiceV2.SendTextMessage",
            },
            body=json.dumps(payload).encode(),
        )

    def read_answer(self, status: int, body: bytes) -> str:
        """AWS names the kind of its refusal; a number that opted out or is none stays so."""
        answer = answer_object(body)
        if 200 <= status < 300 and (sent := text_of(answer, "MessageId")):
            return sent
        kind = (text_of(answer, "__type") or "").rpartition("#")[2]
        if kind and 400 <= status < 500:
            told = f"{kind} {text_of(answer, 'Message') or text_of(answer, 'message') or ''}"
            raise SendError(
                f"AWS SMS refused: {told.strip()[:200]}",
                permanent=kind in PERMANENT_ERRORS,
                recipient=kind == OPTED_OUT,
            )
        raise refusal("AWS SMS", status, kind)


class Received(Theirs):
    id: Identifier = Field(alias="inboundMessageId")
    sender: Line = Field(alias="originationNumber")
    recipient: Line = Field("", alias="destinationNumber")
    text: Prose = Field("", alias="messageBody")
    answers: Identifier | None = Field(None, alias="previousPublishedMessageId")


class Report(Theirs):
    """Field names as AWS's examples have them."""

    type: Line = Field(alias="eventType")
    id: Identifier = Field(alias="messageId")
    at: Sometime = Field(None, alias="eventTimestamp")
    recipient: Line = Field("", alias="destinationPhoneNumber")
    reason: Line | None = Field(None, alias="messageStatusDescription")
    context: dict[str, Line] = Field(default_factory=dict)


def _item(delivery: Delivery, raw: Json, publication: str | None) -> Item:
    if text_of(raw, "eventType"):
        return _report(delivery, Report.model_validate(raw))
    told = Received.model_validate(raw)
    sender = _handle(told.sender)
    if sender is None or not told.text:
        return unknown(delivery, told.id or publication, "sms", "sender or text is missing")
    own_id = f"{delivery.provider}:{told.id}"
    recipient = _handle(told.recipient)
    return Contact(
        id=own_id,
        provider=delivery.provider,
        channel=Channel.SMS,
        account=delivery.account,
        shop=delivery.shop,
        sender=sender,
        recipients=(recipient,) if recipient else (),
        text=told.text,
        sent_at=plausible(None, delivery.received_at),
        thread=Thread(
            id=own_id, answers=(f"{delivery.provider}:{told.answers}",) if told.answers else ()
        ),
    )


def _report(delivery: Delivery, report: Report) -> Item:
    if report.type not in OUTCOMES:
        known = report.type in UNDER_WAY
        reason = "still under way" if known else "an event that we do not know"
        own_id = f"{report.id}:{report.type}"[:200]
        return unknown(delivery, own_id, report.type, reason, recorded=known)
    outcome = OUTCOMES[report.type]
    failed = outcome is SendOutcome.FAILED
    return SendReport(
        id=f"{delivery.provider}:{report.id}:{report.type}",
        provider=delivery.provider,
        account=delivery.account,
        shop=delivery.shop,
        notification_id=report.context.get("loket-notification") or None,
        provider_message_id=report.id,
        outcome=outcome,
        recipient=_handle(report.recipient),
        permanent=failed and report.type not in PASSING,
        reason=f"{report.type} {report.reason or ''}".strip() if failed else None,
        occurred_at=plausible(report.at, delivery.received_at),
    )


def _handle(number: str) -> Handle | None:
    """A number; services have short codes or names."""
    named = scoped_handle("aws_sms", number) if number else None
    return phone_handle(number) or named
