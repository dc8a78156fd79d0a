"""What an order's events tell beside its milestones: of each fact the newest statement stays."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from functions.core.contacts import Anchor, CompanyFacts
from functions.core.orders import Milestone, Order, OrderPerson, OrderUpdate, Parcel, Role, Tracking

T = TypeVar("T")
ROLE_ORDER = tuple(Role)
OF_PARTS = frozenset({Milestone.LINE_CANCELLED, Milestone.BACK_ORDER})
"""Their lines and dates are those of a part of the order."""


def merge(order: Order, update: OrderUpdate) -> Order:
    """The order with the update's facts. Every arrival order of the same updates ends the same:
    the source's newer clock wins, and of two with the same clock the greater value.
    """
    told = Statements(order.clocks, update.occurred_at)
    about_order = update.parcel is None and not (update.partial or update.milestone in OF_PARTS)
    # A refund's amount is not the order's, and a part is not the whole.
    total = None if update.partial or update.milestone is Milestone.REFUNDED else update.total
    placed_at = update.placed_at or (
        update.occurred_at if update.milestone is Milestone.PLACED else None
    )
    merged = {
        "number": told.newest("number", order.number, update.order_number),
        "language": told.newest("language", order.language, update.language),
        "country": told.newest("country", order.country, update.country),
        "total": told.newest("total", order.total, total),
        "placed_at": told.newest("placed_at", order.placed_at, placed_at),
        "lines": told.newest("lines", order.lines, update.lines if about_order else ()) or (),
        "expected_on": told.newest(
            "expected_on", order.expected_on, update.expected_on if about_order else None
        ),
        "company": _merge_company(order.company, update.company, told),
        "people": merge_people(order.people, update.people, told),
        "references": _merge_references(order.references, update.references),
        "parcels": _merge_parcel(order.parcels, update),
    }
    return order.model_copy(update={**merged, "clocks": told.clocks})


class Statements:
    """The clocks of what is held, against the clock of one update."""

    def __init__(self, clocks: Mapping[str, datetime], at: datetime) -> None:
        self.clocks = dict(clocks)
        self.at = at

    def newest(self, field: str, held: T | None, said: T | None) -> T | None:
        """What stays of a fact held and a fact said; a fact left out (None, empty) says nothing."""
        if said is None or said in ((), ""):
            return held
        known_since = self.clocks.get(field)
        if known_since is not None and (known_since, str(held)) >= (self.at, str(said)):
            return held
        self.clocks[field] = self.at
        return said


def person_key(person: OrderPerson) -> str | None:
    """By which handle a person on an order is known; nobody can be told without one."""
    handle = person.email or person.phone
    return handle.key if handle else None


def merge_people(
    held: Iterable[OrderPerson], said: Iterable[OrderPerson], told: Statements
) -> tuple[OrderPerson, ...]:
    """One entry per role and handle. Consent once given stays until the person withdraws it
    there where it counts: with the channel, not with an event that does not speak of it.
    """
    people = {(person.role, person_key(person)): person for person in held}
    for person in said:
        key = (person.role, person_key(person))
        if key[1] is not None:
            people[key] = _merge_person(people.get(key), person, told)
    return tuple(sorted(people.values(), key=_person_order))


def _person_order(person: OrderPerson) -> tuple[int, str]:
    return ROLE_ORDER.index(person.role), person_key(person) or ""


def _merge_person(held: OrderPerson | None, said: OrderPerson, told: Statements) -> OrderPerson:
    known = held or OrderPerson(role=said.role)
    path = f"people/{said.role}/{person_key(said)}"
    return OrderPerson(
        role=said.role,
        name=told.newest(f"{path}/name", known.name, said.name),
        email=said.email,
        phone=told.newest(f"{path}/phone", known.phone, said.phone),
        language=told.newest(f"{path}/language", known.language, said.language),
        whatsapp_consent=known.whatsapp_consent or said.whatsapp_consent,
        country=told.newest(f"{path}/country", known.country, said.country),
        prefers=told.newest(f"{path}/prefers", known.prefers, said.prefers),
    )


def _merge_company(
    held: CompanyFacts | None, said: CompanyFacts | None, told: Statements
) -> CompanyFacts | None:
    if said is None:
        return held
    known = held or CompanyFacts()
    merged = CompanyFacts(
        name=told.newest("company/name", known.name, said.name),
        customer_number=told.newest(
            "company/customer_number", known.customer_number, said.customer_number
        ),
        vat_number=told.newest("company/vat_number", known.vat_number, said.vat_number),
        chamber_number=told.newest(
            "company/chamber_number", known.chamber_number, said.chamber_number
        ),
        domains=tuple(sorted({*known.domains, *said.domains})),
    )
    return merged if merged != CompanyFacts() else held


def _merge_references(held: Iterable[Anchor], said: Iterable[Anchor]) -> tuple[Anchor, ...]:
    return tuple(sorted({*held, *said}, key=lambda anchor: (anchor.key, anchor.value)))


def _merge_parcel(parcels: Mapping[str, Parcel], update: OrderUpdate) -> dict[str, Parcel]:
    """The parcels, sorted by id, with what the update says of its own; milestones come later."""
    merged = dict(parcels)
    if update.parcel is not None:
        held = merged.get(update.parcel) or Parcel(id=update.parcel)
        told = Statements(held.clocks, update.occurred_at)
        changes = {
            "tracking": _merge_tracking(held.tracking, update.tracking, told),
            "expected_on": told.newest("expected_on", held.expected_on, update.expected_on),
            "lines": told.newest("lines", held.lines, update.lines) or (),
        }
        merged[held.id] = held.model_copy(update={**changes, "clocks": told.clocks})
    return {parcel: merged[parcel] for parcel in sorted(merged)}


def _merge_tracking(
    held: Tracking | None, said: Tracking | None, told: Statements
) -> Tracking | None:
    """A tracking with a link beats one without, whichever is newer: customers need the link."""
    if held is None or said is None or bool(held.url) == bool(said.url):
        return told.newest("tracking", held, said)
    if held.url:
        return held
    told.clocks["tracking"] = told.at
    return said
