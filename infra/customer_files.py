"""Customer accounts and orders of a file, one object each, as accounts and order events."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import phonenumbers
from pydantic import ValidationError

from functions.core.contacts import Anchor, AnchorKind, CompanyFacts
from functions.core.evidence.handles import email_handle, phone_handle
from functions.core.grouping.accounts import Account, read_contact
from functions.core.orders import OrderLine, OrderPerson, OrderUpdate, Role
from functions.core.updates.records import OrganisationRecord

Json = Mapping[str, Any]
ABOUT_THE_LINE = frozenset({"type", "customer_no", "name"})
CHOICES = frozenset({"channel", "mute", "add", "agency_allows"})

REFERENCES = {
    "po": AnchorKind.PURCHASE_ORDER,
    "invoice": AnchorKind.INVOICE,
    "delivery_note": AnchorKind.DELIVERY_NOTE,
}


def entries(holder: Json, name: str) -> list[Json]:
    return list(holder.get(name) or ())


def read_account(account: Json) -> Account:
    """ValueError names what is wrong."""
    region = _region(account)
    return Account(
        customer_number=str(account["customer_no"]),
        name=account.get("name"),
        private=account.get("kind") == "b2c",
        segment=account.get("segment") or None,
        note=account.get("note") or None,
        vat_number=account.get("vat"),
        chamber_number=account.get("kvk"),
        domains=tuple(account.get("domains") or ()),
        contacts=tuple(
            read_contact(one.get("name"), one.get("email"), one.get("phone"), region)
            for one in entries(account, "contacts")
        ),
    )


def _region(account: Json) -> str:
    country = str(account.get("country") or "NL").upper()
    if country not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError(f"country: {country!r} is no country's two letters")
    return country


def read_chosen(preferences: Json, organisation: str) -> OrganisationRecord:
    """What is left out is not chosen. ValueError names the field that is wrong."""
    chosen = {name: preferences[name] for name in preferences if name not in ABOUT_THE_LINE}
    if unknown := sorted(set(chosen) - CHOICES):
        raise ValueError(
            f"{unknown[0]}: no such preference; there are {', '.join(sorted(CHOICES))}"
        )
    if isinstance(chosen.get("add"), list):
        chosen["add"] = _by_role(chosen["add"])
    try:
        return OrganisationRecord.model_validate({"name": organisation, **chosen})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"][:2])
        raise ValueError(f"{place}: {first['msg']}") from None


def _by_role(entries: list[Any]) -> dict[str, list[str]]:
    """`receiving:delivered`, as a spreadsheet has it."""
    by_role: dict[str, list[str]] = {}
    for entry in entries:
        role, colon, milestone = str(entry).partition(":")
        if not colon:
            raise ValueError(f"add: {entry!r} is not role:milestone")
        by_role.setdefault(role, []).append(milestone)
    return by_role


def order_of(order: Json, account: Account | None, shop: str, item_id: str) -> OrderUpdate:
    """A fact without a milestone, so that nobody is told anything."""
    number = str(order["number"])
    placed = datetime.fromisoformat(f"{order.get('date') or '2025-01-01'}"[:10]).replace(tzinfo=UTC)
    return OrderUpdate(
        id=item_id,
        provider="import",
        account=shop,
        shop=shop,
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
