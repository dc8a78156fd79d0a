"""An order's record told again to the state machine, event by event, as it came in."""

from collections.abc import Iterator
from datetime import date

from functions.core.notification_policy import NotificationPolicy
from functions.core.orders import Milestone, MilestoneFact, Order, OrderLine
from functions.core.recipients import is_business, people_of
from functions.core.updates.happenings import Happening, Kind, Promised
from functions.core.updates.lattice import PARCEL_STEPS
from functions.core.updates.policy import Channel
from functions.core.updates.records import (
    OrderRecord,
    OrganisationRecord,
    PersonRecord,
    World,
)

PAYMENT = frozenset({Milestone.PAID, Milestone.PAYMENT_FAILED})
YEARS = 5
ABOUT_PARCELS = PARCEL_STEPS | {Milestone.DELAYED, Milestone.ESTIMATE_CHANGED}


def world_of(order: Order, policy: NotificationPolicy) -> World:
    """Who the order is for; nothing has happened in it yet. Without people it is not known yet."""
    people = [
        PersonRecord(
            id=person.key,
            name=person.name,
            email=person.email.value if person.email else None,
            phone=person.whatsapp.value if person.whatsapp else None,
            whatsapp_optin=person.whatsapp is not None,
            language=person.language,
            roles=list(person.roles),
            opted_out={Channel.SMS},
        )
        for person in people_of(order.people)
    ]
    if not people:
        return World()
    firm = (order.organisation_id or order.order_id) if is_business(order) else None
    record = OrderRecord(
        id=order.order_id,
        organisation=firm,
        people=[person.id for person in people],
        country=order.country or policy.shop_country,
        language=order.language,
        lines={_line_name(line) for line in order.lines},
    )
    return World(
        orders={record.id: record},
        people={person.id: person for person in people},
        organisations={firm: OrganisationRecord(name=firm)} if firm else {},
    )


def happenings_of(order: Order) -> Iterator[Happening]:
    """The history in order of arrival; what was told of the whole order concerns each parcel."""
    for fact in sorted(order.history, key=lambda fact: fact.received_at):
        if fact.milestone not in ABOUT_PARCELS:
            yield _happening(order, fact, None)
        elif fact.parcel is None and order.parcels:
            for parcel in order.parcels:
                yield _happening(order, fact, parcel)
        else:
            yield _happening(order, fact, fact.parcel or "")


def _happening(order: Order, fact: MilestoneFact, parcel: str | None) -> Happening:
    held = order.parcels.get(parcel or "")
    day = fact.expected_on if _is_near(fact, fact.expected_on) else None
    promised = fact.milestone is Milestone.PLACED and day is not None
    return Happening(
        id=f"{fact.source}|{parcel or ''}",
        kind=_kind(fact, parcel),
        received_at=fact.received_at,
        occurred_at=fact.occurred_at if _is_near(fact, fact.occurred_at) else fact.received_at,
        order=order.order_id,
        milestone=fact.milestone,
        parcel=parcel,
        partial=fact.partial,
        lines=tuple(_line_name(line) for line in held.lines) if held else (),
        promised=Promised(delivered_by=day) if promised else None,
        refund=fact.refund,
        detail=fact.detail,
        new_date=day,
    )


def _is_near(fact: MilestoneFact, told: date | None) -> bool:
    """Whether a source's date can be meant: clocks that stand still tell of 1970 and 9999."""
    return told is not None and abs(told.year - fact.received_at.year) <= YEARS


def _kind(fact: MilestoneFact, parcel: str | None) -> Kind:
    if parcel is not None:
        return Kind.PARCEL
    return Kind.PAYMENT if fact.milestone in PAYMENT else Kind.ORDER


def _line_name(line: OrderLine) -> str:
    return line.sku or line.title
