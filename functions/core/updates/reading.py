"""An event of a shop, carrier or payment provider in the words of the rules, and who it is for."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from functions.core.contacts import Handle
from functions.core.orders import Milestone, Order, OrderPerson, OrderUpdate
from functions.core.recipients import Person, is_business, people_of
from functions.core.updates.happenings import Happening, Kind, Promised
from functions.core.updates.lattice import PARCEL_STEPS
from functions.core.updates.policy import Channel
from functions.core.updates.records import Held, OrderRecord, OrganisationRecord, PersonRecord
from functions.core.updates.standing import Slice

PAYMENT = frozenset({Milestone.PAID, Milestone.PAYMENT_FAILED})
YEARS = 5
ABOUT_PARCELS = PARCEL_STEPS | {Milestone.DELAYED, Milestone.ESTIMATE_CHANGED}
# https://www.itu.int/pub/T-SP-E.164D; a phone rings where its number says, not where parcels go.
COUNTRY_BY_PREFIX: Mapping[str, str] = {
    "+31": "NL", "+32": "BE", "+33": "FR", "+34": "ES", "+351": "PT", "+352": "LU", "+353": "IE",
    "+358": "FI", "+39": "IT", "+41": "CH", "+43": "AT", "+44": "GB", "+45": "DK", "+46": "SE",
    "+47": "NO", "+48": "PL", "+49": "DE",
}  # fmt: skip


def happenings_of(
    update: OrderUpdate,
    order: Order,
    known: OrderRecord | None,
    received_at: datetime,
    *,
    late: bool,
) -> Iterator[Happening]:
    """What is told of the whole order's parcels concerns each; `order` holds the update already.

    The first event that tells of the order's people makes it known, whatever else it tells.
    `late`: found by reconciliation.
    """
    if known is None and order.people and update.milestone is not Milestone.PLACED:
        told = update.model_copy(update={"milestone": None})
        yield _happening(told, order, received_at, None, late=late)
    if update.milestone in ABOUT_PARCELS:
        names = (update.parcel,) if update.parcel else (tuple(order.parcels) or ("",))
        for name in names:
            yield _happening(update, order, received_at, name, late=late)
    elif update.milestone is not None:
        yield _happening(update, order, received_at, None, late=late)


def introduce(order: Order, kept: Slice) -> None:
    """The people of an order, and what the order now tells of itself, in the rows of a step."""
    for person in people_of(order.people):
        kept.people[person.key] = _person_record(order, person, kept.people.get(person.key))
    firm = firm_of(order)
    if firm:
        kept.organisations.setdefault(firm, OrganisationRecord(name=firm))
    row = kept.standings[order.order_id]
    if row.known is not None:
        known = row.known.model_copy(update=_told_of_itself(order))
        kept.standings[order.order_id] = row.model_copy(update={"known": known})


def firm_of(order: Order) -> str | None:
    """The business customer whose order it is; one without a number of ours is its own."""
    return (order.organisation_id or order.order_id) if is_business(order) else None


def named(kept: Slice, order: str, parcel: str | None) -> None:
    """What was told of the whole order concerns its first parcel, once that has a name."""
    row = kept.standings[order]
    if not parcel or row.known is None or row.known.parcels.keys() != {""}:
        return
    held = row.known.parcels[""].model_copy(update={"id": parcel})
    before, after = f"{order}||", f"{order}|{parcel}|"
    timers = [
        timer.model_copy(update={"parcel": parcel}) if timer.parcel == "" else timer
        for timer in row.timers
    ]
    told = {
        name: keys | {after + key.removeprefix(before) for key in keys if key.startswith(before)}
        for name, keys in row.told.items()
    }
    known = row.known.model_copy(update={"parcels": {parcel: held}})
    kept.standings[order] = row.model_copy(update={"known": known, "timers": timers, "told": told})
    for name, person in kept.people.items():
        waiting = [_renamed(held, order, parcel) for held in person.held]
        kept.people[name] = person.model_copy(update={"held": waiting})


def _renamed(held: Held, order: str, parcel: str) -> Held:
    if held.fact.order != order or held.fact.parcel != "":
        return held
    return held.model_copy(update={"fact": held.fact.model_copy(update={"parcel": parcel})})


def _told_of_itself(order: Order) -> dict[str, object]:
    """What newer events may correct; how far it is only the rules decide."""
    told: dict[str, object] = {
        "organisation": firm_of(order),
        "people": [person.key for person in people_of(order.people)],
        "roles": {person.key: list(person.roles) for person in people_of(order.people)},
        "language": order.language,
        "lines": {line.name for line in order.lines},
    }
    return told | ({"country": order.country} if order.country else {})


def _person_record(order: Order, person: Person, known: PersonRecord | None) -> PersonRecord:
    entries = [entry for entry in order.people if _is_same(entry, person)]
    record = known or PersonRecord(id=person.key)
    phone = next((entry.phone for entry in entries if entry.phone), None)
    told = {
        "name": person.name,
        "email": person.email.value if person.email else None,
        "phone": phone.value if phone else None,
        "country": next((e.country for e in entries if e.country), None) or country_of(phone),
        "language": person.language,
        "preferred_channel": next((c for e in entries for c in Channel if c == e.prefers), None),
    }
    changes: dict[str, object] = {name: value for name, value in told.items() if value is not None}
    consents = record.whatsapp_optin or person.whatsapp is not None
    return record.model_copy(update={**changes, "whatsapp_optin": consents})


def _is_same(entry: OrderPerson, person: Person) -> bool:
    keys = {handle.key for handle in (entry.email, entry.phone) if handle}
    return person.key in keys or bool(person.email and person.email.key in keys)


def country_of(phone: Handle | None) -> str | None:
    """Where a phone rings, by its number."""
    if phone is None:
        return None
    known = (COUNTRY_BY_PREFIX.get(phone.value[:digits]) for digits in (4, 3))
    return next((country for country in known if country), None)


def _happening(
    update: OrderUpdate, order: Order, received_at: datetime, parcel: str | None, *, late: bool
) -> Happening:
    milestone = update.milestone
    placed = milestone is Milestone.PLACED
    day = update.expected_on if _is_near(update.expected_on, received_at) else None
    by = update.hand_over_by if _is_near(update.hand_over_by, received_at) else None
    is_promised = (day or by) and (placed or milestone is None)
    people = people_of(order.people)
    lines = order.lines if placed or milestone is None else update.lines
    return Happening(
        id=f"{update.id}|{milestone}|{parcel or ''}",
        kind=_kind(milestone, parcel),
        received_at=received_at,
        occurred_at=_occurred(update, received_at),
        backfill=late,
        order=order.order_id,
        milestone=milestone,
        parcel=parcel,
        partial=update.partial,
        lines=tuple(line.name for line in lines),
        people=tuple(person.key for person in people),
        roles={person.key: person.roles for person in people},
        organisation=firm_of(order),
        country=order.country,
        language=order.language,
        payment=update.payment,
        paid_at=update.paid_at,
        promised=Promised(handed_over_by=by, delivered_by=day) if is_promised else None,
        refund=update.refund,
        pay_before=update.pay_before,
        window=update.window,
        attempt=update.attempt,
        last_day=update.last_day if _is_near(update.last_day, received_at) else None,
        detail=update.trouble or update.detail,
        amount=update.total,
        new_date=day if not placed else None,
    )


def _occurred(update: OrderUpdate, received_at: datetime) -> datetime:
    """A source's clock that stands still tells of 1970 and 9999; then ours counts."""
    near = _is_near(update.occurred_at.date(), received_at)
    return update.occurred_at if near else received_at


def _is_near(told: date | None, received_at: datetime) -> bool:
    return told is not None and abs(told.year - received_at.year) <= YEARS


def _kind(milestone: Milestone | None, parcel: str | None) -> Kind:
    if parcel is not None:
        return Kind.PARCEL
    return Kind.PAYMENT if milestone in PAYMENT else Kind.ORDER
