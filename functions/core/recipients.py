"""The people of an order as humans who are told things: roles, addresses, language."""

from collections.abc import Iterable

from functions.core.contacts import Handle
from functions.core.order_facts import ROLE_ORDER, person_key
from functions.core.orders import Order, OrderPerson, Role
from functions.core.values import Language, Value


class Person(Value):
    """One human on an order, in all the roles that the order has for them."""

    key: str
    """The handle that tells humans apart: the mail address, else the phone number."""
    roles: tuple[Role, ...]
    name: str | None
    email: Handle | None
    whatsapp: Handle | None
    """The phone, if its owner agreed to messages there."""
    language: str | None


def is_business(order: Order) -> bool:
    """A known organisation, or somebody in a part that only businesses have."""
    return order.organisation_id is not None or any(
        person.role is not Role.BUYER for person in order.people
    )


def people_of(entries: Iterable[OrderPerson]) -> list[Person]:
    """Humans told apart by mail address; who has only a phone joins the one who shares it."""
    by_key: dict[str, list[OrderPerson]] = {}
    key_by_phone: dict[str, str] = {}
    for entry in sorted(entries, key=lambda entry: entry.email is None):
        key = person_key(entry)
        if key is None:
            continue
        if entry.phone is not None:
            owner = key_by_phone.setdefault(entry.phone.key, key)
            key = key if entry.email else owner
        by_key.setdefault(key, []).append(entry)
    return [_person(key, same) for key, same in by_key.items()]


def _person(key: str, entries: list[OrderPerson]) -> Person:
    entries = sorted(entries, key=lambda entry: ROLE_ORDER.index(entry.role))
    phones = (entry.phone for entry in entries if entry.whatsapp_consent and entry.phone)
    return Person(
        key=key,
        roles=tuple(dict.fromkeys(entry.role for entry in entries)),
        name=next((entry.name for entry in entries if entry.name), None),
        email=next((entry.email for entry in entries if entry.email), None),
        whatsapp=next(phones, None),
        language=next((entry.language for entry in entries if _language(entry.language)), None),
    )


def _language(tag: str | None) -> Language | None:
    """`nl`, `nl-BE` and `NL_be` are Dutch."""
    primary = (tag or "")[:3].replace("_", "-").split("-")[0].lower()
    return Language(primary) if primary in set(Language) else None
