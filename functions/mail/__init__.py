"""Raw MIME to Mail: decoding, new text of a reply, machine mail, verdicts. Pure and bounded."""

from functions.core.contacts import MachineKind
from functions.core.evidence.handles import ascii_host
from functions.mail.addresses import (
    are_too_many,
    local_mailbox,
    mailboxes,
    message_ids,
    read_date,
    recipients,
)
from functions.mail.body import read_body
from functions.mail.bounces import read_bounce
from functions.mail.files import content_of
from functions.mail.headers import Headers
from functions.mail.machines import recognise
from functions.mail.message import Bounce, Machine, Mail, Mailbox
from functions.mail.mime import read_parts
from functions.mail.reply import new_text, visible
from functions.mail.signature_facts import read_signature
from functions.mail.verdicts import read_verdicts

__all__ = ["Bounce", "Machine", "Mail", "Mailbox", "content_of", "read"]

SENDER_HEADERS = ("from", "reply-to", "sender", "return-path")
MAX_REFERENCES = 200
MAX_LISTS = 20
MAX_MAIL = 40 * 1024 * 1024


def read(raw: bytes) -> Mail:
    """Everything of one MIME message. Never raises; linear time whatever the bytes are."""
    root, notes = read_parts(raw[:MAX_MAIL])
    if len(raw) > MAX_MAIL:
        notes = (*notes, "larger than 40 MB")
    headers = root.headers
    to, cc = headers.all("to")[:MAX_LISTS], headers.all("cc")[:MAX_LISTS]
    if are_too_many(to) or are_too_many(cc):
        notes = (*notes, "too many recipients")
    body = read_body(root)
    subject = headers.text("subject")
    sender_header, sender = find_sender(headers)
    text = visible(body.text)
    reply = new_text(body.text, subject)
    machine = recognise(root, sender, subject, text, own=reply.text if reply.own else "")
    is_bounce = machine is not None and machine.kind is MachineKind.BOUNCE
    return Mail(
        sender=sender,
        sender_header=sender_header,
        reply_to=mailboxes(headers.raw("reply-to")),
        to=recipients(to),
        cc=recipients(cc),
        subject=subject,
        date=read_date(headers.text("date")),
        message_id=next(iter(message_ids(headers.raw("message-id"))), None),
        in_reply_to=next(iter(message_ids(headers.raw("in-reply-to"))), None),
        references=message_ids(headers.raw("references"))[-MAX_REFERENCES:],
        text=text,
        reply=reply.text,
        forwarded=reply.forwarded,
        attachments=body.attachments,
        packed=body.packed,
        machine=machine,
        bounce=read_bounce(root, text) if is_bounce else None,
        signature=read_signature(text, reply.text),
        verdicts=read_verdicts(headers, domain_of(sender) if sender_header == "from" else ""),
        own_notification=headers.text("x-loket-notification"),
        notes=tuple(note for note in (*notes, *body.notes, reply.note) if note),
    )


def find_sender(headers: Headers) -> tuple[str | None, Mailbox | None]:
    """The first header that names somebody to write to."""
    rewritten = rewritten_sender(headers)
    if rewritten:
        return "x-original-from", rewritten
    for name in SENDER_HEADERS:
        found = mailboxes(headers.raw(name))
        if found:
            return name, found[0]
    local = local_mailbox(headers.raw("from"))
    return ("from", local) if local else (None, None)


def rewritten_sender(headers: Headers) -> Mailbox | None:
    """Who wrote, where a group put its own address in From: `Jan via Service <service@…>`.

    Only a group that the mail was sent to does so; nothing proves that sender then.
    """
    written = headers.raw("x-original-from")
    shown = mailboxes(headers.raw("from")) if written else ()
    if not shown or " via " not in (shown[0].name or ""):
        return None
    addressed = {mailbox.address.lower() for mailbox in mailboxes(headers.raw("to"))}
    found = mailboxes(written)
    return found[0] if found and shown[0].address.lower() in addressed else None


def domain_of(sender: Mailbox | None) -> str:
    return (ascii_host(sender.address.rpartition("@")[2]) or "") if sender else ""
