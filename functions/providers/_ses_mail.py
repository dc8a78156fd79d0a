"""Mail that SES took in, as a contact; a delivery report on our own mail, as a send report."""

import re
from datetime import datetime, timedelta

from functions.core.contacts import Channel, Contact, Handle, MachineKind, Thread, Verdict
from functions.core.deliveries import Delivery
from functions.core.evidence.handles import email_handle, phone_handle
from functions.core.evidence.regions import region_of
from functions.core.items import Item, Unknown
from functions.core.notifications import SendOutcome, SendReport
from functions.mail import Bounce, Mail, Mailbox, read
from functions.mail.message import BounceOutcome

SETUP_NOTIFICATION = "AMAZON_SES_SETUP_NOTIFICATION"
SES_ID = re.compile(r"([0-9a-z-]{20,100})@(?:[a-z0-9-]{1,40}\.|email\.)?amazonses\.com")
OUTCOMES = {
    BounceOutcome.FAILED: SendOutcome.BOUNCED,
    BounceOutcome.DELAYED: SendOutcome.SENT,
    BounceOutcome.DELIVERED: SendOutcome.DELIVERED,
}
# As help desks write their numbers in subjects: `[#1234]`, `[Ticket #12]`, `(Case: 12)`, `##12##`.
TICKET = re.compile(
    r"(?i)[\[(](?:[a-z][\w. -]{0,30}\s?)?[#:]\s?([a-z]{0,6}-?\d[\d-]{1,17})[\])]"
    r"|\b(?:ticket|case|request|incident|vorgang|zaak|melding|zaaknummer)\s?(?:id|nr|no|nummer"
    r"|number)?\.?\s?[#:]{1,2}\s?([a-z]{0,6}-?\d[\d-]{1,17})"
    r"|##\s?(\d{2,18})\s?##|\[([A-Z]{2,10}-\d{1,9})\]|\bref:(_?[\w.]{6,60}):ref\b"
)
MAX_ANSWERS = 12
MAX_ID = 500
MAX_PEOPLE = 100
MAX_TEXT = 30_000
MAX_FULL_TEXT = 60_000
OLDEST = timedelta(days=30)
NEWEST = timedelta(days=1)


def mail_items(delivery: Delivery) -> list[Item]:
    """The mail as a contact, a report on our mail, or the reason why nobody is contacted by it."""
    if delivery.id.endswith(SETUP_NOTIFICATION):
        told = "SES tells that it can write to the inbox"
        return [unknown(delivery, "setup", told, recorded=True)]
    mail = read(delivery.body)
    if mail.own_notification is not None and mail.bounce is None:
        told = "our own notification came back"
        return [unknown(delivery, "own_notification", told, recorded=True)]
    if mail.verdicts.virus is Verdict.FAIL:
        told = "virus found; look at it only in the inbox bucket"
        return [unknown(delivery, "mail", told)]
    report = send_report(delivery, mail.bounce) if mail.bounce else None
    if report and report.notification_id:
        return [report]
    sender = email_handle(mail.sender.address) if mail.sender else None
    if sender is None:
        told = "no usable sender address; read it in the inbox bucket"
        return [report or unknown(delivery, "mail", told)]
    return [*([report] if report else ()), contact(delivery, mail, sender)]


def send_report(delivery: Delivery, bounce: Bounce) -> SendReport | None:
    """What the delivery report says of a notification; None where it is about other mail.

    Our mark on the returned mail proves that it was a notification. An id that SES gave may also
    be that of an agent's answer, so that such a report is a contact of its case as well.
    """
    ses_id = SES_ID.fullmatch(bounce.original_message_id or "")
    if bounce.own_notification is None and ses_id is None:
        return None
    reasons = (bounce.status, bounce.reason)
    return SendReport(
        id=f"ses:{ses_message_id(delivery)}:bounce",
        provider="ses",
        account=delivery.account,
        shop=delivery.shop,
        notification_id=bounce.own_notification,
        provider_message_id=ses_id[1] if ses_id else ses_message_id(delivery),
        outcome=OUTCOMES[bounce.outcome],
        recipient=email_handle(bounce.recipients[0]) if bounce.recipients else None,
        permanent=bounce.permanent is True and bounce.outcome is BounceOutcome.FAILED,
        reason=": ".join(reason[:300] for reason in reasons if reason) or None,
        occurred_at=delivery.received_at,
    )


def _phones(mail: Mail, sender: Handle) -> tuple[Handle, ...]:
    if not mail.signature.phones:
        return ()
    region = region_of(sender, mail.reply)
    found = (phone_handle(number, region) for number in mail.signature.phones)
    return tuple(dict.fromkeys(phone for phone in found if phone))


def contact(delivery: Delivery, mail: Mail, sender: Handle) -> Contact:
    return Contact(
        id=f"ses:{ses_message_id(delivery)}",
        provider="ses",
        channel=Channel.EMAIL,
        account=delivery.account,
        shop=delivery.shop,
        sender=sender,
        sender_name=mail.sender.name if mail.sender else None,
        recipients=handles(mail.to),
        copied=handles(mail.cc),
        subject=mail.subject[:1000] if mail.subject else None,
        text=mail.reply[:MAX_TEXT],
        full_text=mail.text[:MAX_FULL_TEXT],
        sent_at=sent_at(mail.date, delivery.received_at),
        thread=thread(mail),
        attachments=(*mail.attachments, *mail.packed),
        automatic=mail.machine.kind if mail.machine else None,
        company=mail.signature.company,
        phones=_phones(mail, sender),
        roles=mail.signature.roles,
        notes=mail.notes[:5],
        verdicts=mail.verdicts,
    )


def ses_message_id(delivery: Delivery) -> str:
    """The receipt rule names the object after it."""
    return delivery.id.rpartition("/")[2]


def handles(people: tuple[Mailbox, ...]) -> tuple[Handle, ...]:
    found = (email_handle(mailbox.address) for mailbox in people[:MAX_PEOPLE])
    return tuple(dict.fromkeys(handle for handle in found if handle))


def sent_at(claimed: datetime | None, received_at: datetime) -> datetime:
    """The sender's clock where it is believable, else ours."""
    if claimed and received_at - OLDEST <= claimed <= received_at + NEWEST:
        return claimed
    return received_at


def thread(mail: Mail) -> Thread:
    """What it answers, nearest first; a bounce answers the mail that it returns."""
    returned = mail.bounce.original_message_id if mail.bounce else None
    answered = [returned, mail.in_reply_to, *reversed(mail.references)]
    ids = [
        f"mail:{one}" for one in answered if one and len(one) <= MAX_ID and one != mail.message_id
    ]
    own = f"mail:{mail.message_id}" if mail.message_id and len(mail.message_id) <= MAX_ID else None
    alias = ticket(mail)
    nearest = tuple(dict.fromkeys(ids))[: MAX_ANSWERS - bool(alias)]
    return Thread(
        id=own,
        answers=(*nearest, alias) if alias else nearest,
        aliases=(alias,) if alias else (),
    )


def ticket(mail: Mail) -> str | None:
    """Another help desk's number in a machine's subject, together with the address it writes from.

    What people put in brackets is mostly our own number, which the core looks for.
    """
    desk = (MachineKind.HELP_DESK, MachineKind.AUTO_REPLY, MachineKind.OTHER)
    if mail.machine is None or mail.machine.kind not in desk or mail.sender is None:
        return None
    found = TICKET.search((mail.subject or "")[:500])
    number = next((group for group in found.groups() if group), None) if found else None
    return f"mail:ticket:{mail.sender.address.lower()[:200]}:{number.lower()}" if number else None


def unknown(delivery: Delivery, kind: str, reason: str, *, recorded: bool = False) -> Unknown:
    return Unknown(
        id=f"ses:{ses_message_id(delivery)}",
        provider="ses",
        account=delivery.account,
        shop=delivery.shop,
        type=kind,
        reason=reason,
        recorded=recorded,
    )
