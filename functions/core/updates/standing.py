"""What is kept of orders, people and addresses between steps, and the world that a step sees of it.

Each row below is one row of the table; a step reads the few that it can touch, and all that it
changes is written in one conditional transaction. Nothing grows with the number of open orders:
an order's row has its timers in it, a person's row the news that waits, and both stand in the
`timeline` index under the first of those times. So the sweep reads what is due and nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import AwareDatetime, Field

from functions.core.contacts import Handle
from functions.core.updates.happenings import Happening
from functions.core.updates.policy import Channel
from functions.core.updates.records import (
    Held,
    Names,
    Notice,
    OrderRecord,
    OrganisationRecord,
    PersonRecord,
    Record,
    Timer,
    World,
)
from functions.core.values import Value

DAYS_COUNTED = 3
"""Messages are counted per day; older days no longer matter."""
BY_PHONE = frozenset({Channel.WHATSAPP, Channel.SMS})


class Standing(Record):
    """An order as the rules see it, and what its people were told of it."""

    known: OrderRecord | None = None
    """None: nobody has told of the order itself yet, and its events wait."""
    waiting: list[Happening] = Field(default_factory=list)
    timers: list[Timer] = Field(default_factory=list)
    told: dict[str, Names] = Field(default_factory=dict)
    """By person, the keys of the facts told."""
    notices: dict[str, Notice] = Field(default_factory=dict)
    """By person, the last time they were told that it is late."""

    @property
    def due(self) -> datetime | None:
        return min((timer.at for timer in self.timers), default=None)


class Proof(Value):
    """Why an address is no longer used: what showed it, and when."""

    at: AwareDatetime
    source: str
    """Id of the item that said so; the inbox keeps it as it came in."""
    reason: str


class Address(Record):
    """What is known of one address of somebody, whoever uses it."""

    opted_out: dict[Channel, Proof] = Field(default_factory=dict)
    dead: dict[Channel, Proof] = Field(default_factory=dict)
    """Messages to it failed for good."""
    last_inbound_at: datetime | None = None
    """When its owner last wrote to us by WhatsApp."""
    late_at: AwareDatetime | None = None
    """When its owner was last told that an order is late: that may answer a question."""


@dataclass
class Slice:
    """The rows that one step can touch, by order id, person id, organisation and handle key."""

    standings: dict[str, Standing] = field(default_factory=dict)
    people: dict[str, PersonRecord] = field(default_factory=dict)
    organisations: dict[str, OrganisationRecord] = field(default_factory=dict)
    addresses: dict[str, Address] = field(default_factory=dict)


def world_of(kept: Slice, ringing: Iterable[str] = ()) -> World:
    """The world of a step; only timers of the orders named can ring in it."""
    known = {name: row.known for name, row in kept.standings.items() if row.known is not None}
    timers = (timer for name in ringing for timer in kept.standings[name].timers)
    world = World(
        orders=known,
        people={name: _person(kept, person) for name, person in kept.people.items()},
        organisations=dict(kept.organisations),
        waiting={name: row.waiting for name, row in kept.standings.items() if row.waiting},
        timers={timer.key: timer for timer in timers},
    )
    return world.model_copy(deep=True)


def slice_of(world: World, before: Slice, ringing: Iterable[str], proof: Proof) -> Slice:
    """The rows as they are after the step; `proof` says what closed a channel in it."""
    rung = set(ringing)
    after = Slice(organisations=dict(map(_counted, world.organisations.items())))
    for name, row in before.standings.items():
        timers = [timer for timer in world.timers.values() if timer.order == name]
        after.standings[name] = Standing(
            known=world.orders.get(name),
            waiting=world.waiting.get(name, []),
            timers=sorted(timers, key=lambda timer: timer.key) if name in rung else row.timers,
            told={**row.told, **dict(_told(world, name))},
            notices={**row.notices, **dict(_notices(world, name))},
        )
    for name, person in world.people.items():
        after.people[name] = _kept(person, before.people[name], before)
    after.addresses = _addresses(world, before, proof)
    return after


def handles_of(person: PersonRecord) -> Iterator[Handle]:
    """The addresses by which a person can be told something."""
    if person.email:
        yield Handle(scheme="email", value=person.email)
    if person.phone:
        yield Handle(scheme="phone", value=person.phone)


def _person(kept: Slice, person: PersonRecord) -> PersonRecord:
    """With what the orders and the addresses know of them; news of other orders is left aside."""
    told = [row.told.get(person.id, set()) for row in kept.standings.values()]
    notices = {
        name: row.notices[person.id]
        for name, row in kept.standings.items()
        if person.id in row.notices
    }
    closed = [kept.addresses[h.key] for h in handles_of(person) if h.key in kept.addresses]
    heard = [address.last_inbound_at for address in closed if address.last_inbound_at]
    return person.model_copy(
        update={
            "told": set().union(*told),
            "notices": notices,
            "held": [held for held in person.held if _is_here(kept, held)],
            "opted_out": {channel for address in closed for channel in address.opted_out},
            "dead": {channel for address in closed for channel in address.dead},
            "last_whatsapp_inbound_at": max(heard, default=None),
        }
    )


def _is_here(kept: Slice, held: Held) -> bool:
    row = kept.standings.get(held.fact.order)
    return row is not None and row.known is not None


def _kept(person: PersonRecord, before: PersonRecord, kept: Slice) -> PersonRecord:
    """Without what stands in other rows, and with the news that was left aside."""
    aside = [held for held in before.held if not _is_here(kept, held)]
    days = sorted(person.per_day)[-DAYS_COUNTED:]
    return PersonRecord(
        **person.model_dump(
            exclude={
                "told", "notices", "held", "sent", "opted_out", "dead", "last_whatsapp_inbound_at",
                "per_day", "roles",
            }
        ),
        held=[*person.held, *aside],
        per_day={day: person.per_day[day] for day in days},
    )  # fmt: skip


def _counted(entry: tuple[str, OrganisationRecord]) -> tuple[str, OrganisationRecord]:
    name, record = entry
    days = sorted(record.per_day)[-DAYS_COUNTED:]
    return name, record.model_copy(update={"per_day": {day: record.per_day[day] for day in days}})


def _told(world: World, order: str) -> Iterator[tuple[str, set[str]]]:
    for person in world.people.values():
        keys = {key for key in person.told if key.startswith(f"{order}|")}
        if keys:
            yield person.id, keys


def _notices(world: World, order: str) -> Iterator[tuple[str, Notice]]:
    for person in world.people.values():
        if order in person.notices:
            yield person.id, person.notices[order]


def _addresses(world: World, before: Slice, proof: Proof) -> dict[str, Address]:
    """A channel that was closed in the step is closed at the address that it goes to."""
    after = dict(before.addresses)
    for person in world.people.values():
        for handle in handles_of(person):
            held = after.get(handle.key, Address())
            by_phone = handle.scheme == "phone"
            channels = BY_PHONE if by_phone else {Channel.EMAIL}
            heard = (held.last_inbound_at, person.last_whatsapp_inbound_at if by_phone else None)
            after[handle.key] = Address(
                opted_out=_closed(held.opted_out, person.opted_out & channels, proof),
                dead=_closed(held.dead, person.dead & channels, proof),
                last_inbound_at=max((at for at in heard if at), default=None),
                late_at=_late_at(held, person) if handle.key in before.addresses else None,
            )
    return after


def _late_at(held: Address, person: PersonRecord) -> datetime | None:
    told = (held.late_at, *(notice.at for notice in person.notices.values()))
    return max((at for at in told if at), default=None)


def _closed(
    before: Mapping[Channel, Proof], closed: set[Channel], proof: Proof
) -> dict[Channel, Proof]:
    return {**dict.fromkeys(sorted(closed), proof), **before}
