"""SES's sending side: what was sent, and the events SES would publish about it."""

import base64
import email
import email.policy
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from typing import NamedTuple, Protocol
from unittest.mock import patch

from moto.sesv2.responses import SESV2Response
from pydantic import BaseModel

from infra.local.clock import Clock
from infra.local.template import ACCOUNT

DETAIL_TYPES = {
    "SEND": ("Send", "Email Sent"),
    "DELIVERY": ("Delivery", "Email Delivered"),
    "BOUNCE": ("Bounce", "Email Bounced"),
    "COMPLAINT": ("Complaint", "Email Complaint Received"),
}
# https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html
SIMULATOR = "@simulator.amazonses.com"
BOUNCING = "@bounces.example"
"""A domain of people: Loket itself writes to no address that looks like a machine's."""


class SentMail(NamedTuple):
    """One accepted SendEmail call."""

    id: str
    sender: str
    to: tuple[str, ...]
    raw: bytes
    tags: Mapping[str, str]
    configuration_set: str | None
    at: datetime

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed: `mail.message["Subject"]`, `mail.message.get_body()`."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)


class _Raw(BaseModel):
    Data: str


class _Content(BaseModel):
    Raw: _Raw
    """Loket makes its own MIME; SES's simple and template messages are not recorded here."""


class _SendEmail(BaseModel):
    """SES's own names: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html"""

    FromEmailAddress: str = ""
    Destination: dict[str, list[str]] = {}
    Content: _Content
    EmailTags: list[dict[str, str]] = []
    ConfigurationSetName: str | None = None


class Request(Protocol):
    """What this module knows of moto's request."""

    body: str


class Outgoing:
    """Every mail that SES took, and which of them SES has yet to tell about."""

    def __init__(self, clock: Clock) -> None:
        self.mails: list[SentMail] = []
        self.untold: list[SentMail] = []
        self._clock = clock

    @contextmanager
    def recorded(self) -> Iterator[None]:
        """moto forgets the tags and the configuration set of what it sends."""
        with patch.object(SESV2Response, "send_email", self._recording(SESV2Response.send_email)):
            yield

    def forget(self) -> None:
        self.mails.clear()
        self.untold.clear()

    def _recording(self, send: Callable[[Request], str]) -> Callable[[Request], str]:
        def send_email(request: Request) -> str:
            answer = send(request)
            asked = _SendEmail.model_validate_json(request.body)
            mail = self._read(asked, json.loads(answer)["MessageId"])
            self.mails.append(mail)
            self.untold.append(mail)
            return answer

        return send_email

    def _read(self, asked: _SendEmail, message_id: str) -> SentMail:
        return SentMail(
            id=message_id,
            sender=asked.FromEmailAddress,
            to=tuple(address for kind in asked.Destination.values() for address in kind),
            raw=base64.b64decode(asked.Content.Raw.Data),
            tags={tag["Name"]: tag["Value"] for tag in asked.EmailTags},
            configuration_set=asked.ConfigurationSetName,
            at=self._clock.now(),
        )


def events(mail: SentMail, matching: Sequence[str]) -> Iterator[tuple[str, dict[str, object]]]:
    """Detail type and detail of what SES publishes about the mail, in order.

    The mailbox simulator's addresses and `bounces.example` bounce; all others take the mail.
    """
    for recipient in mail.to:
        for kind in ("SEND", *_fate(recipient)):
            if kind in matching:
                event_type, detail_type = DETAIL_TYPES[kind]
                about = _about(event_type, mail, recipient)
                yield (
                    detail_type,
                    {"eventType": event_type, "mail": _mail(mail, recipient), **about},
                )


def _fate(recipient: str) -> tuple[str, ...]:
    address = recipient.rpartition("<")[2].rstrip(">").lower()
    name = address.partition("@")[0].partition("+")[0]
    if address.endswith(BOUNCING):
        return ("BOUNCE",)
    if not address.endswith(SIMULATOR):
        return ("DELIVERY",)
    return {"bounce": ("BOUNCE",), "complaint": ("DELIVERY", "COMPLAINT")}.get(name, ("DELIVERY",))


def _mail(mail: SentMail, recipient: str) -> dict[str, object]:
    tags = {name: [value] for name, value in mail.tags.items()}
    if mail.configuration_set:
        tags["ses:configuration-set"] = [mail.configuration_set]
    return {
        "timestamp": _iso(mail.at),
        "source": mail.sender,
        "sendingAccountId": ACCOUNT,
        "messageId": mail.id,
        "destination": [recipient],
        "headersTruncated": False,
        "tags": tags,
    }


def _about(event_type: str, mail: SentMail, recipient: str) -> dict[str, object]:
    when = {"timestamp": _iso(mail.at)}
    if event_type == "Bounce":
        failed = {"emailAddress": recipient, "action": "failed", "status": "5.1.1"}
        failed["diagnosticCode"] = "smtp; 550 5.1.1 user unknown"
        bounce = {"bounceType": "Permanent", "bounceSubType": "General", "feedbackId": mail.id}
        return {"bounce": {**bounce, **when, "bouncedRecipients": [failed]}}
    if event_type == "Complaint":
        complained = [{"emailAddress": recipient}]
        complaint = {"complaintFeedbackType": "abuse", "complaintSubType": None}
        feedback = {**complaint, **when, "feedbackId": mail.id}
        return {"complaint": {**feedback, "complainedRecipients": complained}}
    if event_type == "Delivery":
        response = {"processingTimeMillis": 500, "smtpResponse": "250 2.0.0 OK"}
        return {"delivery": {**when, **response, "recipients": [recipient]}}
    return {"send": {}}


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
