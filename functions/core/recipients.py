"""The people of an order as humans who are told things: roles, address, language, country."""

from collections.abc import Iterable, Mapping

from functions.core.contacts import Handle
from functions.core.notification_policy import Carrier, NotificationPolicy
from functions.core.order_facts import ROLE_ORDER, person_key
from functions.core.orders import Milestone, Order, OrderPerson, Role
from functions.core.values import Language, Value

# https://www.itu.int/pub/T-SP-E.164D; a phone rings where its number says, not where parcels go.
COUNTRY_BY_PREFIX: Mapping[str, str] = {
    "+31": "NL", "+32": "BE", "+33": "FR", "+34": "ES", "+351": "PT", "+352": "LU", "+353": "IE",
    "+358": "FI", "+39": "IT", "+41": "CH", "+43": "AT", "+44": "GB", "+45": "DK", "+46": "SE",
    "+47": "NO", "+48": "PL", "+49": "DE",
}  # fmt: skip


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


def audience(order: Order, milestone: Milestone, policy: NotificationPolicy) -> list[Person]:
    """Who hears of this milestone, one entry per human with the roles they hear it in."""
    lists = _lists(order, policy)
    heard = []
    for person in people_of(order.people):
        roles = tuple(role for role in person.roles if milestone in lists.get(role, ()))
        if roles:
            heard.append(person.model_copy(update={"roles": roles}))
    return heard


def is_told(order: Order, milestone: Milestone, policy: NotificationPolicy) -> bool:
    """Whether anybody would hear of it, were they known."""
    return any(milestone in milestones for milestones in _lists(order, policy).values())


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


def reach(person: Person, policy: NotificationPolicy) -> tuple[Carrier, Handle] | None:
    """The first channel of the policy that this person has an address and consent for."""
    handles = {Carrier.MAIL: person.email, Carrier.WHATSAPP: person.whatsapp}
    for carrier in policy.channels:
        handle = handles[carrier]
        if handle is not None:
            return carrier, handle
    return None


def language_for(order: Order, person: Person, policy: NotificationPolicy) -> Language:
    """The order's language, else the person's, else the country's; others count as unknown."""
    for tag in (order.language, person.language):
        known = _language(tag)
        if known:
            return known
    return policy.languages.by_country.get(order.country or "", policy.languages.default)


def country_of(handle: Handle, order: Order, policy: NotificationPolicy) -> str:
    """Where a message rings: by the phone number, else where the order goes."""
    if handle.scheme == "phone":
        for digits in (4, 3):
            if country := COUNTRY_BY_PREFIX.get(handle.value[:digits]):
                return country
    return order.country or policy.shop_country


def _lists(order: Order, policy: NotificationPolicy) -> Mapping[Role, frozenset[Milestone]]:
    """What each role hears; at a business the buyer takes the lists that nobody is there for."""
    if not is_business(order):
        return {Role.BUYER: policy.told.consumer}
    present = {person.role for person in order.people}
    lists = {role: told for role, told in policy.told.business.items() if role in present}
    orphaned = [told for role, told in policy.told.business.items() if role not in present]
    lists[Role.BUYER] = frozenset().union(lists.get(Role.BUYER, frozenset()), *orphaned)
    return lists


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
