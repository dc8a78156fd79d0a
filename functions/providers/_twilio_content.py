"""Twilio's form parameters as a message or as a report on one of ours."""

from collections.abc import Mapping

from functions.core.contacts import Attachment, Channel, Contact, Handle, Thread
from functions.core.deliveries import Delivery
from functions.core.evidence.handles import phone_handle, scoped_handle
from functions.core.items import Item
from functions.core.notifications import SendOutcome, SendReport
from functions.core.untrusted import (
    clean_line,
    clean_text,
    plausible,
    unknown,
    usable_id,
)
from functions.providers._messages import a_file, files_of

WHATSAPP = "whatsapp:"
MOST_FILES = 50
# https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
OUTCOMES = {
    "sent": SendOutcome.SENT,
    "delivered": SendOutcome.DELIVERED,
    "read": SendOutcome.READ,
    "undelivered": SendOutcome.FAILED,
    "failed": SendOutcome.FAILED,
}
RECORDED_STATUSES = {"accepted", "scheduled", "queued", "sending", "receiving", "canceled"}
# https://www.twilio.com/docs/api/errors: full queue, suspended, switched off, unknown, limits
TEMPORARY_ERRORS = frozenset({"30001", "30002", "30003", "30008", "30017", "30022", "63018"})
STOP = "STOP"
"""Whatever word of a language Twilio took for it; our own rules must hear of it as well."""
WORDS = ("Body", "ButtonText", "Label", "Address")
STATUSES = ("MessageStatus", "SmsStatus")
"""The second one alone is how older call-backs tell."""


def read_message(delivery: Delivery, fields: Mapping[str, str]) -> Item:
    own_id = usable_id(fields.get("MessageSid") or fields.get("SmsSid"))
    opt_out = fields.get("OptOutType", "").upper()
    if opt_out and opt_out != STOP:
        kind = f"opt-out {opt_out}"[:100]
        reason = "Twilio itself answers who asks for help or wants messages again"
        return unknown(delivery, own_id, kind, reason, recorded=True)
    sender, files = _handles(fields.get("From", "")), _files(fields)
    words = dict.fromkeys(fields[name] for name in WORDS if fields.get(name))
    if not words and fields.get("ButtonPayload"):
        words = {fields["ButtonPayload"]: None}
    if fields.get("Latitude") and fields.get("Longitude"):
        words[f"{fields['Latitude']}, {fields['Longitude']}"] = None
    text = STOP if opt_out else clean_text("\n".join(words))
    if not own_id or not sender or not (text or files):
        return unknown(delivery, own_id, "message", "MessageSid, From or all content is missing")
    number = fields.get("WaId", "")
    also = [phone_handle(f"+{number}")] if number.isdecimal() else []
    quoted = usable_id(fields.get("OriginalRepliedMessageSid"))
    name = clean_line(fields.get("ProfileName", ""))
    return Contact(
        id=f"{delivery.provider}:{own_id}",
        provider=delivery.provider,
        channel=_channel(fields.get("From", "")),
        account=delivery.account,
        shop=delivery.shop,
        sender=sender,
        sender_name=name or None,
        sender_also=tuple(handle for handle in also if handle and handle != sender),
        recipients=tuple(handle for handle in [_handles(fields.get("To", ""))] if handle),
        text=text,
        sent_at=plausible(None, delivery.received_at),
        thread=Thread(
            id=f"{delivery.provider}:{own_id}",
            answers=(f"{delivery.provider}:{quoted}",) if quoted else (),
        ),
        attachments=files,
    )


def read_status(delivery: Delivery, fields: Mapping[str, str]) -> Item:
    own_id = usable_id(fields.get("MessageSid") or fields.get("SmsSid"))
    status = next(fields[name] for name in STATUSES if name in fields).lower()[:50]
    code = fields.get("ErrorCode", "")
    if not own_id or status not in OUTCOMES:
        named = f"{own_id}:{status}" if own_id else None
        known = status in RECORDED_STATUSES
        reason = "still under way" if known else "a status that we do not know"
        return unknown(delivery, named, f"status {status}", reason, recorded=known)
    told = clean_line(f"{code} {fields.get('ErrorMessage', '')}")[:300]
    failed = OUTCOMES[status] is SendOutcome.FAILED
    return SendReport(
        id=f"{delivery.provider}:{own_id}:{status}",
        provider=delivery.provider,
        account=delivery.account,
        shop=delivery.shop,
        provider_message_id=own_id,
        outcome=OUTCOMES[status],
        recipient=_handles(fields.get("To", "")),
        permanent=failed and code not in TEMPORARY_ERRORS,
        reason=told or None,
        occurred_at=plausible(None, delivery.received_at),
    )


def _handles(address: str) -> Handle | None:
    """A number; services and short codes have names of their own."""
    number = address.removeprefix(WHATSAPP).strip()[:100]
    return phone_handle(number) or (scoped_handle("twilio", clean_line(number)) if number else None)


def _channel(address: str) -> Channel:
    return Channel.CHAT if address.startswith(WHATSAPP) else Channel.SMS


def _files(fields: Mapping[str, str]) -> tuple[Attachment, ...]:
    """Their addresses ask for the account's SID and token."""
    count = fields.get("NumMedia", "0")
    number = min(int(count), MOST_FILES) if count.isascii() and count.isdecimal() else 0
    return files_of(
        a_file(fields.get(f"MediaUrl{n}"), None, fields.get(f"MediaContentType{n}"))
        for n in range(number)
    )
