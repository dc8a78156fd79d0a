"""What is due by the clock: an order's promises and reminders, and news that waits for a person."""

from collections.abc import Sequence
from datetime import datetime

from functions.aws import queues, rows, table
from functions.aws.runtime import logger, metrics
from functions.core.errors import ConflictError
from functions.core.orders import Order
from functions.core.updates.messages import notifications_of
from functions.core.updates.records import PersonRecord
from functions.core.updates.standing import Proof
from functions.handling import standings
from functions.handling.standings import Loaded, Moved
from functions.handling.telling import notification_write, planned_of, work_items


def look_after_order(key: table.Key, moment: datetime) -> None:
    """Ring the timers of one order that are due."""
    shop, _, name = key.pk.removeprefix("ORDER#").partition("#")
    order_key = rows.order_key(f"{shop}#{name}")
    found = table.read([key, order_key], consistent=True)
    order = rows.decode(Order, found.get(order_key)) or Order(shop=shop, order_id=name)
    loaded = Loaded(shop=shop, ringing=[name])
    loaded.take_order(order, found.get(key), name)
    standings.load_people(loaded, order, consistent=True)
    _act(loaded, moment)


def look_after_person(key: table.Key, moment: datetime) -> None:
    """Let go what waits for a person and may go now."""
    shop, _, _ = key.pk.removeprefix("PERSON#").partition("#")
    person = rows.decode(PersonRecord, table.read([key], consistent=True).get(key))
    if person is None:
        return
    loaded = Loaded(shop=shop)
    standings.fill(loaded, [person], consistent=True)
    standings.load_others(loaded, consistent=True)
    _act(loaded, moment)


def _act(loaded: Loaded, moment: datetime) -> None:
    """Work is sent first and written after: a crash in between repeats what the queue knows.

    Messages are written with the rows and sent by the outbox; the sweep finds those too.
    """
    proof = Proof(at=moment, source="clock", reason="clock")
    moved = standings.step(loaded, [None], moment, proof)
    try:
        commit(loaded, moved)
    except ConflictError:
        logger.info("rows changed under the sweep; the next one looks again")
        return
    metrics.add_metric(name="OrderLookedAfter", unit="Count", value=1)


def commit(loaded: Loaded, moved: Moved, also: Sequence[table.Write] = ()) -> None:
    """Send the work, write the rows, and have the messages sent."""
    for item in work_items(moved.decisions, loaded):
        queues.send_work_item(item)
    notes = list(notifications_of(moved.turn, moved.decisions, loaded.orders))
    writes = [*also, *standings.writes(loaded, moved), *map(notification_write, notes)]
    if writes:
        table.commit(writes)
    for planned in planned_of(notes):
        queues.send_to_outbox(planned.notification_id, planned.order_key)
