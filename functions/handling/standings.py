"""The rows that one step of the update rules can touch: read in few calls, written in one.

An order's event reads its own rows, then its people with their addresses and organisation, and
only where news of other orders waits for them those orders too: three reads at most, whatever the
number of orders. All that the step changes is written with the item's ledger row in one
transaction, each row guarded by the version it was read with; who loses a race looks again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from functions import policies
from functions.aws import rows, table
from functions.core.orders import Order
from functions.core.updates.decisions import Decision
from functions.core.updates.happenings import Happening
from functions.core.updates.reading import introduce
from functions.core.updates.records import Held, OrganisationRecord, PersonRecord, Sent
from functions.core.updates.standing import (
    Address,
    Proof,
    Slice,
    Standing,
    handles_of,
    slice_of,
    world_of,
)
from functions.core.updates.steps import move
from functions.core.updates.telling import next_release
from functions.core.updates.turn import Turn

ORDERS_TOGETHER = 20
"""News of more orders at once waits for the next look."""
PEOPLE_TOLD = 12
"""People of one order who can be told something."""


@dataclass
class Loaded:
    """Rows as they were read, with their versions."""

    shop: str
    kept: Slice = field(default_factory=Slice)
    orders: dict[str, Order] = field(default_factory=dict)
    versions: dict[table.Key, int] = field(default_factory=dict)
    ringing: list[str] = field(default_factory=list)
    """Orders whose timers may ring in this step."""
    dirty: set[table.Key] = field(default_factory=set)
    """Rows to be written whatever the step changes."""

    def take_order(self, order: Order | None, row: Mapping[str, Any] | None, name: str) -> None:
        key = rows.standing_key(f"{self.shop}#{name}")
        self.kept.standings[name] = rows.decode(Standing, row) or Standing()
        self.versions[key] = table.version(row)
        if order is not None:
            self.orders[name] = order


@dataclass
class Moved:
    """What one step came to."""

    turn: Turn
    decisions: Sequence[Decision]
    after: Slice


def load_people(loaded: Loaded, order: Order, *, consistent: bool) -> None:
    """The people of an order with all that one step can need of them."""
    introduce(order, loaded.kept)
    people = list(loaded.kept.people)[:PEOPLE_TOLD]
    loaded.kept.people = {name: loaded.kept.people[name] for name in people}
    fill(loaded, loaded.kept.people.values(), consistent=consistent)
    introduce(order, loaded.kept)
    loaded.kept.people = {name: loaded.kept.people[name] for name in people}
    load_others(loaded, consistent=consistent)


def fill(loaded: Loaded, people: Iterable[PersonRecord], *, consistent: bool) -> None:
    """Rows of people, their addresses and the organisations of the orders; one read."""
    people, firms = list(people), _firms(loaded)
    person_keys = {one.id: rows.person_key(loaded.shop, one.id) for one in people}
    address_keys = {
        handle.key: rows.address_key(loaded.shop, handle)
        for one in people
        for handle in handles_of(one)
    }
    firm_keys = {name: rows.firm_key(loaded.shop, name) for name in firms}
    keys = [*person_keys.values(), *address_keys.values(), *firm_keys.values()]
    found = table.read(keys, consistent=consistent) if keys else {}
    loaded.versions |= {key: table.version(found.get(key)) for key in keys}
    for name, key in person_keys.items():
        if record := rows.decode(PersonRecord, found.get(key)):
            loaded.kept.people[name] = record
    for name, key in address_keys.items():
        loaded.kept.addresses[name] = rows.decode(Address, found.get(key)) or Address()
    for name, key in firm_keys.items():
        firm = rows.decode(OrganisationRecord, found.get(key))
        loaded.kept.organisations[name] = firm or OrganisationRecord(name=name)


def load_others(loaded: Loaded, *, consistent: bool) -> None:
    """The other orders that news waits about, for it can go along; mostly there is none."""
    held = (one for person in loaded.kept.people.values() for one in person.held)
    wanted = dict.fromkeys(one.fact.order for one in sorted(held, key=_by_time))
    missing = [name for name in wanted if name not in loaded.kept.standings][:ORDERS_TOGETHER]
    if not missing:
        return
    order_keys = {name: rows.order_key(f"{loaded.shop}#{name}") for name in missing}
    keys = {name: rows.standing_key(f"{loaded.shop}#{name}") for name in missing}
    found = table.read([*order_keys.values(), *keys.values()], consistent=consistent)
    for name in missing:
        order = rows.decode(Order, found.get(order_keys[name]))
        if order is not None:
            loaded.take_order(order, found.get(keys[name]), name)
        else:
            _forget(loaded, name)
    if any(name not in loaded.kept.organisations for name in _firms(loaded)):
        fill(loaded, (), consistent=consistent)


def _forget(loaded: Loaded, order: str) -> None:
    """News of an order that was erased is news no more."""
    for name, person in loaded.kept.people.items():
        held = [one for one in person.held if one.fact.order != order]
        if len(held) < len(person.held):
            loaded.kept.people[name] = person.model_copy(update={"held": held})
            loaded.dirty.add(rows.person_key(loaded.shop, name))


def step(
    loaded: Loaded,
    events: Iterable[Happening | None],
    now: datetime,
    proof: Proof,
    sent: Mapping[str, Sent] | None = None,
    *,
    closes: bool = True,
) -> Moved:
    """Let the rules decide; None is the clock. `sent`: messages that a report speaks of.

    Without `closes` a channel that failed is left out in this step only.
    """
    world = world_of(loaded.kept, loaded.ringing)
    for person, message in (sent or {}).items():
        world.people[person].sent.append(message)
    policy = policies.notifications()
    decisions: list[Decision] = []
    for event in events:
        decisions += move(world, event, now, policy)
    after = slice_of(world, loaded.kept, loaded.ringing, proof)
    if not closes:
        after.addresses = loaded.kept.addresses
    return Moved(Turn(world, policy, now), decisions, after)


def writes(loaded: Loaded, moved: Moved) -> Iterator[table.Write]:
    """Every row that the step changed, guarded by the version it was read with."""
    before, after, shop = loaded.kept, moved.after, loaded.shop
    for name, standing in after.standings.items():
        key = rows.standing_key(f"{shop}#{name}")
        if standing != before.standings[name] or not loaded.versions[key]:
            yield _write(loaded, key, standing, standing.due)
    for name, person in after.people.items():
        key = rows.person_key(shop, name)
        if person != before.people[name] or key in loaded.dirty:
            yield _write(loaded, key, person, next_release(person))
    for name, firm in after.organisations.items():
        if firm != before.organisations[name]:
            yield _write(loaded, rows.firm_key(shop, name), firm, None)
    for handle, address in after.addresses.items():
        if address != before.addresses.get(handle, Address()):
            yield _write(loaded, rows.address_key_of(shop, handle), address, None)


def _write(loaded: Loaded, key: table.Key, record: Any, due: datetime | None) -> table.Write:
    version = loaded.versions.get(key, 0)
    timeline = table.due(due, key) if due else None
    return table.Write(
        key, record, table.unchanged(version), version=version + 1, timeline=timeline
    )


def _firms(loaded: Loaded) -> list[str]:
    known = (row.known for row in loaded.kept.standings.values() if row.known)
    firms = [record.organisation for record in known if record.organisation]
    return list(dict.fromkeys([*loaded.kept.organisations, *firms]))


def _by_time(held: Held) -> tuple[datetime, str]:
    return held.until, held.fact.key
