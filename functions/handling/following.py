"""What a question about an order leaves with that order, once the team has the question.

Where the order's row has to be looked up by a number that is not its id, that is a read of its own.
It can wait, unless our notice may be the answer: so the question reaches its team first.
"""

from collections.abc import Mapping
from typing import Any

from functions.aws import queues, rows, table
from functions.core.cases import Case
from functions.core.contacts import Contact, Handle
from functions.core.deliveries import Delivery
from functions.core.ledger import Asked
from functions.core.orders import Order
from functions.core.routing import Priority
from functions.core.updates.decisions import Action
from functions.core.updates.happenings import Happening, Intent, Kind
from functions.core.updates.hearing import channel_of
from functions.core.updates.reading import introduce
from functions.core.updates.records import PersonRecord
from functions.core.updates.standing import Proof
from functions.handling import standings
from functions.handling.opting_out import address_alone
from functions.handling.standings import Loaded, Moved
from functions.handling.telling import work_items

CASES_KEPT = 5

Rows = Mapping[table.Key, Mapping[str, Any]]


def follow(contact: Contact, delivery: Delivery, asked: Asked, case: str) -> None:
    """Tell the order that it is asked for; again is the same as once. `case`: see `pointer`."""
    shop, moment = contact.shop, delivery.received_at
    address = rows.address_key(shop, contact.reached_by)
    found = table.read([*keys_of(f"{shop}#{asked.order}"), address], consistent=True)
    loaded = address_alone(shop, contact.reached_by, found.get(address))
    take_order(loaded, contact, asked.order, found)
    event = happening(contact, delivery, loaded, asked.intent)
    proof = Proof(at=moment, source=contact.id, reason=asked.intent)
    moved = standings.step(loaded, [event], moment, proof)
    if any(decision.action is Action.AUTO_REPLY for decision in moved.decisions):
        return  # told of a delay while the question was under way: it is with the team already
    made = [decision for decision in moved.decisions if decision.action is Action.WORK_ITEM]
    for item in work_items(made, loaded):
        if item.priority is Priority.HIGH and not asked.raised:
            queues.send_work_item(item)
    for decision in made:
        remember(case, moved, decision.order or "")
    writes = list(standings.writes(loaded, moved))
    if len(writes) == 1:
        table.put(writes[0])  # as safe as a transaction of one, at half its price
    elif writes:
        table.commit(writes)


def keys_of(order: str) -> tuple[table.Key, table.Key]:
    """Of the order itself, and of how it stands."""
    return rows.order_key(order), rows.standing_key(order)


def take_order(loaded: Loaded, contact: Contact, name: str, found: Rows) -> None:
    """The order with those of its people who wrote; a stranger stays one."""
    order_key, standing_key = keys_of(f"{contact.shop}#{name}")
    order = rows.decode(Order, found.get(order_key))
    if order is None:
        return
    stranger, loaded.kept.people = loaded.kept.people, {}
    loaded.take_order(order, found.get(standing_key), order.order_id)
    introduce(order, loaded.kept)
    handles = (contact.sender, *contact.sender_also)
    whose = {one.id: one for one in loaded.kept.people.values() if _is_of(one, handles)}
    loaded.kept.people = whose or stranger


def _is_of(person: PersonRecord, handles: tuple[Handle, ...]) -> bool:
    return any(handle.value in {person.email, person.phone} for handle in handles)


def happening(
    contact: Contact, delivery: Delivery, loaded: Loaded, intent: Intent | None
) -> Happening:
    return Happening(
        id=contact.id,
        kind=Kind.CONTACT,
        received_at=delivery.received_at,
        occurred_at=min(contact.sent_at, delivery.received_at),
        person=next(iter(loaded.kept.people)),
        channel=channel_of(contact),
        order=next(iter(loaded.kept.standings), None),
        intent=intent,
    )


def pointer(case: Case) -> str:
    """How an order names a case in which somebody waits to hear of it."""
    return f"{case.party} {case.id}"


def remember(case: str, moved: Moved, order: str) -> None:
    """Which case waits for news of the order, so that its delivery can close it."""
    standing = moved.after.standings.get(order)
    known = standing.known if standing else None
    if known is not None and case not in known.asked:
        known.asked = [*known.asked, case][-CASES_KEPT:]
