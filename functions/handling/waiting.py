"""Carriers and payment providers can be faster than the shop: their events wait for the order."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from pydantic import AwareDatetime

from functions import policies
from functions.aws import queues, rows, table
from functions.aws.runtime import logger, metrics
from functions.core.cases import WorkItem, WorkItemKind
from functions.core.contacts import Anchor, Channel
from functions.core.deliveries import Delivery
from functions.core.errors import ConflictError
from functions.core.items import Outcome, OutcomeKind
from functions.core.ledger import LedgerRow, origin
from functions.core.orders import OrderUpdate
from functions.core.routing import Priority, Queue
from functions.core.values import Value
from functions.handling.settled import settle

REASON = "no order is known by its numbers yet; it is joined when the order comes in"
MARK, STATE = "item_state", "waiting"
ANCHORS_WAITED_BY = 5
DELIVERIES_KEPT = 50


class Waiting(Value):
    """The deliveries that wait for an order with that number."""

    inbox_keys: tuple[str, ...] = ()
    parcel_since: AwareDatetime | None = None
    """When the first parcel without its order came in, until a person was told of it."""
    parcel: str | None = None
    told: bool = False


def wait(update: OrderUpdate, delivery: Delivery, anchors: Sequence[Anchor]) -> Outcome:
    """Written down as quarantined until its order comes; ConflictError when it came just now.

    Whoever brings the order writes its numbers first and then looks for those who wait; here it
    is the other way round. So one of the two sees the other.
    """
    keys = [*dict.fromkeys(_key(update.shop, anchor) for anchor in anchors[:ANCHORS_WAITED_BY])]
    item_key = rows.item_key(update.id)
    found = table.read([item_key, *keys], consistent=True)
    if row := rows.decode(LedgerRow, found.get(item_key)):
        return row.outcome if is_waiting(row) else settle(row, delivery)
    row = _ledger_row(update, delivery)
    timeline, state = rows.quarantine_timeline(row), {MARK: STATE}
    ledger = table.Write(item_key, row, table.NOT_THERE, timeline=timeline, attributes=state)
    longer = [_longer(key, found.get(key), delivery) for key in keys]
    longer = [_with_parcel(write, update, delivery) for write in longer]
    table.commit([ledger, *map(_timed, longer[:1]), *longer[1:]])
    numbers = [rows.order_reference_key(update.shop, anchor) for anchor in anchors]
    if table.read(numbers, consistent=True):
        raise ConflictError(f"the order of {update.id} came in just now: look again")
    logger.info("order update waits for its order", item_id=update.id)
    metrics.add_metric(name="OrderUpdateWaits", unit="Count", value=1)
    return row.outcome


def look(key: table.Key) -> None:
    """A parcel whose order nobody knows becomes a person's work; it goes on waiting."""
    row = table.read([key], consistent=True).get(key)
    waiting = rows.decode(Waiting, row)
    if waiting is None or waiting.parcel_since is None or waiting.told:
        return
    shop = key.pk.split("#")[1]
    queues.send_work_item(_work_item(shop, waiting))
    told = waiting.model_copy(update={"told": True})
    version = table.version(row)
    try:
        table.put(table.Write(key, told, table.unchanged(version), version=version + 1))
    except ConflictError:
        logger.info("another event waits there now; the next sweep looks again")


def _work_item(shop: str, waiting: Waiting) -> WorkItem:
    name = waiting.parcel or "without a name"
    return WorkItem(
        id=f"{shop}:{name}:parcel_without_order",
        kind=WorkItemKind.ORDER,
        case_id=f"parcel:{shop}#{name}",
        shop=shop,
        queue=Queue.ORDERS,
        priority=Priority.NORMAL,
        reason=f"parcel without order: parcel {name}",
    )


def _with_parcel(write: table.Write, update: OrderUpdate, delivery: Delivery) -> table.Write:
    """A payment that is early is no sign of trouble; a parcel without an order is."""
    assert isinstance(write.data, Waiting)
    if update.channel is not Channel.PARCEL or write.data.parcel_since:
        return write
    name = update.parcel or (update.tracking.code if update.tracking else None)
    since = {"parcel_since": delivery.received_at, "parcel": name}
    return write._replace(data=write.data.model_copy(update=since))


def _timed(write: table.Write) -> table.Write:
    """One of the rows reminds; the others only find the delivery again."""
    waiting = write.data
    assert isinstance(waiting, Waiting)
    if waiting.parcel_since is None or waiting.told:
        return write
    hours = timedelta(hours=policies.notifications().orphan_hours)
    return write._replace(timeline=table.due(waiting.parcel_since + hours, write.key))


def is_waiting(row: LedgerRow) -> bool:
    return row.outcome.kind is OutcomeKind.QUARANTINED and row.outcome.reason == REASON


def ledger_guard(row: LedgerRow | None) -> table.Guard:
    """A ledger row is written once, or once more when its item has waited."""
    return table.attribute_is(MARK, STATE) if row else table.NOT_THERE


def release(shop: str, anchors: Iterable[Anchor]) -> None:
    """The order of these numbers is there: have those who wait looked at again, each once."""
    keys = [_key(shop, anchor) for anchor in anchors]
    found = table.read(keys, consistent=True) if keys else {}
    for key, row in found.items():
        waiting = rows.decode(Waiting, row) or Waiting()
        for inbox_key in waiting.inbox_keys:
            queues.send_to_intake(inbox_key)
        if waiting.inbox_keys:
            _empty(key, table.version(row))


def _empty(key: table.Key, version: int) -> None:
    try:
        table.put(table.Write(key, Waiting(), table.unchanged(version), version=version + 1))
    except ConflictError:
        logger.info("somebody else waits by the same number; released with the next event")


def _longer(key: table.Key, row: Mapping[str, Any] | None, delivery: Delivery) -> table.Write:
    waiting = rows.decode(Waiting, row) or Waiting()
    keys = tuple(dict.fromkeys((*waiting.inbox_keys, delivery.id)))[-DELIVERIES_KEPT:]
    version = table.version(row)
    return table.Write(
        key,
        waiting.model_copy(update={"inbox_keys": keys}),
        table.unchanged(version),
        version=version + 1,
        expires_at=delivery.received_at + rows.RECEIPTS_KEPT,
    )


def _ledger_row(update: OrderUpdate, delivery: Delivery) -> LedgerRow:
    return LedgerRow(
        **origin(update, delivery),
        outcome=Outcome(kind=OutcomeKind.QUARANTINED, reason=REASON),
        channel=update.channel,
    )


def _key(shop: str, anchor: Anchor) -> table.Key:
    return table.Key(f"WAITING#{shop}#{anchor.key}", "WAITING")
