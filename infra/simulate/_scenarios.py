"""Scenarios of the samples' format as contacts, orders, accounts and sent mail of ours."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from functions.core.contacts import Channel, Contact, Handle, MachineKind, Thread
from functions.core.evidence.handles import email_handle, phone_handle, scoped_handle
from functions.core.evidence.mail_domains import registrable_domain
from functions.handling.outbound import SentMail
from functions.mail.reply import new_text

Json = Mapping[str, Any]

SHOP = "sample"
HOME = "NL"
COUNTRIES = {"+31": "NL", "+32": "BE", "+33": "FR", "+44": "GB", "+49": "DE"}
CHANNELS = {
    "email": Channel.EMAIL,
    "webform": Channel.EMAIL,
    "whatsapp": Channel.CHAT,
    "messenger": Channel.CHAT,
    "chat": Channel.CHAT,
    "instagram": Channel.SOCIAL,
    "sms": Channel.SMS,
    "phone": Channel.PHONE,
    "review": Channel.REVIEW,
}


def read_scenarios(path: Path) -> Iterator[Json]:
    """One JSON object per line; ValueError names the line that is none."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            scenario = json.loads(line)
        except ValueError as error:
            raise ValueError(f"{path.name}, line {number}: {error}") from error
        if not isinstance(scenario, dict) or "scenario" not in scenario:
            raise ValueError(f"{path.name}, line {number}: expected an object with a scenario")
        yield scenario


def usable(account: Json) -> Json:
    """Without the addresses, numbers and domains that can be nobody's: a trial is no import."""
    contacts = [
        {
            "name": one.get("name"),
            "email": one.get("email") if email_handle(str(one.get("email"))) else None,
            "phone": one.get("phone") if phone_handle(str(one.get("phone"))) else None,
        }
        for one in account.get("contacts") or ()
    ]
    domains = [domain for domain in account.get("domains") or () if registrable_domain(str(domain))]
    return {**account, "contacts": contacts, "domains": domains}


def text_of(holder: Json, name: str) -> str:
    return str(holder.get(name) or "")


def country_of(known: Json) -> str:
    """The country of the shop's customers, as far as their accounts' phone numbers tell.

    Platforms give numbers with their country; who writes a scenario may leave it out.
    """
    phones = (
        str(one.get("phone") or "")
        for account in known.get("accounts") or ()
        for one in account.get("contacts") or ()
    )
    countries = Counter(
        c for p in phones for prefix, c in COUNTRIES.items() if p.startswith(prefix)
    )
    return countries.most_common(1)[0][0] if countries else HOME


def contact_of(message: Json, at: datetime, country: str = HOME) -> Contact:
    """`text` is read as a mail program's reply where it came by mail, and a phone number without
    its country as one of `country`.
    """
    channel = str(message.get("channel") or "email")
    sender, *also = _sender(message, channel, country)
    headers = message.get("headers") or {}
    text = text_of(message, "text")
    is_mail = channel == "email"
    answered = [headers.get("in_reply_to"), *reversed(headers.get("references") or ())]
    ids = (_thread_id(one) for one in answered if one)
    own = headers.get("message_id")
    automatic = str(headers.get("auto_submitted") or "no").lower() != "no"
    return Contact(
        id=f"sample:{message['id']}",
        provider="sample",
        channel=CHANNELS.get(channel, Channel.CHAT),
        account=SHOP,
        shop=SHOP,
        sender=sender,
        sender_also=tuple(also),
        sender_name=(message.get("from") or {}).get("name"),
        recipients=_mailboxes(message, "to"),
        copied=_mailboxes(message, "cc"),
        subject=message.get("subject"),
        text=new_text(text, message.get("subject")).text if is_mail else text,
        full_text=text,
        sent_at=at,
        thread=Thread(id=_thread_id(own) if own else None, answers=tuple(dict.fromkeys(ids))),
        automatic=MachineKind.AUTO_REPLY if automatic else None,
    )


def _sender(message: Json, channel: str, country: str) -> list[Handle]:
    """The platform's own id first, then address and number."""
    sender = message.get("from") or {}
    found = [
        scoped_handle(channel, str(sender["handle"])) if sender.get("handle") else None,
        email_handle(str(sender["address"])) if sender.get("address") else None,
        phone_handle(str(sender["phone"]), country) if sender.get("phone") else None,
    ]
    handles = [handle for handle in found if handle]
    return handles or [scoped_handle(channel, f"unknown:{message['id']}")]


def _mailboxes(message: Json, name: str) -> tuple[Handle, ...]:
    found = (email_handle(str(one)) for one in message.get(name) or ())
    return tuple(handle for handle in found if handle)


def sent_mail_of(mail: Json, at: datetime) -> SentMail:
    to = str(mail.get("to") or "")
    handle = email_handle(to) or phone_handle(to)
    answered = mail.get("in_reply_to")
    return SentMail(
        shop=SHOP,
        message_id=_thread_id(str(mail["message_id"])),
        sent_at=at,
        to=(handle,) if handle else (),
        mass=to == "many",
        answers=(_thread_id(answered),) if answered else (),
        about_order=mail.get("about_order"),
        gives=tuple(map(str, mail.get("gives") or ())),
    )


def _thread_id(message_id: str) -> str:
    return f"mail:{message_id.strip().strip('<>')}"
