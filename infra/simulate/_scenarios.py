"""Scenarios of the samples' format as contacts, orders, accounts and sent mail of ours."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from functions.core.accounts import Account, read_contact
from functions.core.contacts import (
    Anchor,
    AnchorKind,
    Channel,
    CompanyFacts,
    Contact,
    Handle,
    MachineKind,
    Thread,
)
from functions.core.handles import email_handle, phone_handle, scoped_handle
from functions.core.orders import OrderLine, OrderPerson, OrderUpdate, Role
from functions.handling.outbound import SentMail
from functions.mail.reply import new_text

Json = Mapping[str, Any]

SHOP = "sample"
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
REFERENCES = {
    "po": AnchorKind.PURCHASE_ORDER,
    "invoice": AnchorKind.INVOICE,
    "delivery_note": AnchorKind.DELIVERY_NOTE,
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


def entries(holder: Json, name: str) -> list[Json]:
    return list(holder.get(name) or ())


def text_of(holder: Json, name: str) -> str:
    return str(holder.get(name) or "")


def read_account(account: Json) -> Account:
    return Account(
        customer_number=str(account["customer_no"]),
        name=account.get("name"),
        private=account.get("kind") == "b2c",
        vat_number=account.get("vat"),
        chamber_number=account.get("kvk"),
        domains=tuple(account.get("domains") or ()),
        contacts=tuple(
            read_contact(one.get("name"), one.get("email"), one.get("phone"))
            for one in entries(account, "contacts")
        ),
    )


def order_of(order: Json, accounts: Mapping[str, Account]) -> OrderUpdate:
    """A fact without a milestone, so that nobody is told anything."""
    number = str(order["number"])
    account = accounts.get(str(order.get("customer_no")))
    placed = datetime.fromisoformat(f"{order.get('date') or '2025-01-01'}"[:10]).replace(tzinfo=UTC)
    return OrderUpdate(
        id=f"sample:order:{number}",
        provider="sample",
        account=SHOP,
        shop=SHOP,
        order_id=number,
        order_number=number,
        occurred_at=placed,
        placed_at=placed,
        references=tuple(_references(order)),
        people=tuple(_people(order, account)),
        company=_company(account),
        lines=tuple(OrderLine(title=str(item)) for item in order.get("items") or ()),
    )


def _company(account: Account | None) -> CompanyFacts | None:
    if account is None or account.private:
        return None
    return CompanyFacts(name=account.name, customer_number=account.customer_number)


def _references(order: Json) -> Iterator[Anchor]:
    for name, kind in REFERENCES.items():
        if value := order.get(name):
            yield Anchor(kind=kind, value=str(value).upper().replace(" ", ""))
    for code in order.get("tracking") or ():
        yield Anchor(kind=AnchorKind.TRACKING, value=str(code).upper().replace(" ", ""))
    for serial in order.get("serials") or ():
        yield Anchor(kind=AnchorKind.SERIAL, value=str(serial).upper().replace(" ", ""))


def _people(order: Json, account: Account | None) -> Iterator[OrderPerson]:
    names = {
        handle.key: one.name
        for one in (account.contacts if account else ())
        for handle in one.handles
    }
    for person in order.get("people") or ():
        handle = email_handle(str(person)) or phone_handle(str(person))
        if handle is None:
            continue
        name = names.get(handle.key) or (account.name if account and account.private else None)
        if handle.scheme == "email":
            yield OrderPerson(name=name, email=handle)
        else:
            yield OrderPerson(name=name, phone=handle)
    if not order.get("people") and account and account.private and account.contacts:
        first = account.contacts[0]
        yield OrderPerson(name=first.name, email=first.email, phone=first.phone)
    if place := order.get("ship_to"):
        yield OrderPerson(role=Role.RECEIVING, name=str(place))


def contact_of(message: Json, at: datetime) -> Contact:
    """`text` is read as a mail program's reply where it came by mail."""
    channel = str(message.get("channel") or "email")
    sender, *also = _sender(message, channel)
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


def _sender(message: Json, channel: str) -> list[Handle]:
    """The platform's own id first, then address and number."""
    sender = message.get("from") or {}
    found = [
        scoped_handle(channel, str(sender["handle"])) if sender.get("handle") else None,
        email_handle(str(sender["address"])) if sender.get("address") else None,
        phone_handle(str(sender["phone"])) if sender.get("phone") else None,
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
        in_reply_to=_thread_id(answered) if answered else None,
        about_order=mail.get("about_order"),
        gives=tuple(map(str, mail.get("gives") or ())),
    )


def _thread_id(message_id: str) -> str:
    return f"mail:{message_id.strip().strip('<>')}"
