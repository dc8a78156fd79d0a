"""An order that is due: its work goes to the team and its notices to the outbox, each once."""

from datetime import datetime

from functions import policies
from functions.aws import queues, rows, table
from functions.aws.runtime import logger, metrics
from functions.core.errors import ConflictError
from functions.core.orders import Order


def look_after(order: Order, moment: datetime) -> None:
    """Work is sent first and written after: a crash in between repeats what the queue knows.

    Notices are written with the order and sent by the outbox; the sweep finds those too.
    """
    from functions.core.updates.upkeep import chores, notices_of, work_item
    from functions.handling.orders import notification_write

    notices, updates = policies.notifications(), policies.updates()
    due = [chore for chore in chores(order, notices, updates, moment) if chore.at <= moment]
    for chore in due:
        if chore.person is None:
            queues.send_work_item(work_item(order, chore))
    notes = notices_of(order, due, notices, moment)
    written = order.model_copy(
        update={
            "done": (*order.done, *(chore.id for chore in due)),
            "planned": (*order.planned, *(note.id for note in notes)),
            "version": order.version + 1,
        }
    )
    try:
        guard = table.unchanged(order.version)
        table.commit([order_write(written, guard, moment), *map(notification_write, notes)])
    except ConflictError:
        logger.info("order changed under the sweep; the next one looks again", order=order.key)
        return
    metrics.add_metric(name="OrderLookedAfter", unit="Count", value=1)


def order_write(order: Order, guard: table.Guard, now: datetime) -> table.Write:
    """An order's row, with the time when it next asks for something where the sweep finds it."""
    from functions.core.updates.upkeep import next_due

    key = rows.order_key(order.key)
    due = next_due(order, policies.notifications(), policies.updates(), now)
    timeline = table.due(due, key) if due else None
    return table.Write(key, order, guard, version=order.version, timeline=timeline)
