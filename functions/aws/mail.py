"""SES: mail that we send."""

import os
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from hashlib import sha256

from functions.aws.clients import client
from functions.aws.runtime import resource_name
from functions.core.errors import SendError
from functions.core.notifications import Message
from functions.core.opting_out import ONE_CLICK

REFUSED = {"MessageRejected", "MailFromDomainNotVerifiedException", "BadRequestException"}
BUSY = {
    "TooManyRequestsException",
    "ThrottlingException",
    "LimitExceededException",
    "SendingPausedException",
    "AccountSuspendedException",
}
NOTIFICATION_TAG = "loket-notification"


def sender_address(shop: str) -> str:
    """Who our mail comes from; one address for the deployment, named in LOKET_SENDER."""
    return os.environ.get("LOKET_SENDER") or f"service@{shop}.example"


def bare_sender(shop: str) -> str:
    """The same without a name before it."""
    return parseaddr(sender_address(shop))[1]


def own_message_id(notification_id: str, shop: str) -> str:
    """Our own Message-ID, the same at every try; SES replaces it, and a copy may still carry it."""
    return message_id_of(message_code(notification_id), shop)


def message_code(notification_id: str) -> str:
    """What our own Message-ID of it begins with."""
    return sha256(notification_id.encode()).hexdigest()[:32]


def message_id_of(code: str, shop: str) -> str:
    return f"{code}@{bare_sender(shop).rpartition('@')[2]}"


def send_mail(message: Message) -> str:
    """Send it and return SES's message id.

    SendError where it is certain that nothing was sent: permanent if SES refuses, else for later.
    The tag comes back in SES's events, so that a mail whose answer we never saw is known as sent.
    """
    from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError

    try:
        answer = client("sesv2").send_email(
            FromEmailAddress=sender_address(message.account),
            Destination={"ToAddresses": [message.recipient.value]},
            Content={"Raw": {"Data": compose(message).as_bytes(policy=SMTP)}},
            ConfigurationSetName=resource_name(),
            EmailTags=[{"Name": NOTIFICATION_TAG, "Value": message.id}],
        )
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in REFUSED:
            raise SendError(f"SES refused the mail: {code}", permanent=True) from error
        if code in BUSY:
            raise SendError(f"SES takes no mail now: {code}", permanent=False) from error
        raise
    except (ConnectTimeoutError, EndpointConnectionError) as error:
        raise SendError("SES could not be reached", permanent=False) from error
    message_id: str = answer["MessageId"]
    return message_id


def compose(message: Message) -> EmailMessage:
    """A mail that no machine should answer and that we know again when it comes back."""
    mail = EmailMessage()
    mail["From"] = sender_address(message.account)
    mail["To"] = message.recipient.value
    mail["Subject"] = " ".join((message.subject or "").split())
    mail["Message-ID"] = f"<{own_message_id(message.id, message.account)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-Loket-Notification"] = message.id
    _offer_end(mail, message.unsubscribe)
    mail.set_content(message.text)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    return mail


def _offer_end(mail: EmailMessage, places: Sequence[str]) -> None:
    """One click ends it only where a page of ours takes the click, not by a mail."""
    if places:
        mail["List-Unsubscribe"] = ", ".join(f"<{place}>" for place in places)
    if any(place.startswith("https://") for place in places):
        mail["List-Unsubscribe-Post"] = ONE_CLICK
