"""An order's record for people: its facts, and all that was told of it, with both clocks."""

from datetime import datetime

from functions.core.errors import PayloadError
from functions.core.order_facts import merge
from functions.core.orders import MilestoneFact, Order, OrderUpdate, Parcel
from functions.core.updates.records import OrderRecord

HISTORY_LIMIT = 200


def with_facts(order: Order | None, update: OrderUpdate) -> Order:
    """The order with what an event tells beside its step."""
    if order is None and update.order_id is None:
        raise PayloadError(f"{update.id} names no order: find its order by the references first")
    return merge(order or Order(shop=update.shop, order_id=update.order_id or ""), update)


def with_step(
    order: Order,
    update: OrderUpdate,
    received_at: datetime,
    before: OrderRecord | None,
    after: OrderRecord | None,
) -> Order:
    """The order with the event in its history, and as far as the rules take it to be."""
    settled = _settled(order, after)
    if update.milestone is None:
        return settled
    fact = MilestoneFact(
        milestone=update.milestone,
        parcel=update.parcel,
        occurred_at=update.occurred_at,
        received_at=received_at,
        source=update.id,
        expected_on=update.expected_on,
        detail=update.detail,
        partial=update.partial,
        refund=update.refund,
    )
    news = _moved(before, after) or _key(fact) not in map(_key, order.history)
    history = _remember(order.history, fact.model_copy(update={"advanced": news}))
    return settled.model_copy(update={"history": history})


def _settled(order: Order, record: OrderRecord | None) -> Order:
    if record is None:
        return order
    parcels: dict[str, Parcel] = {}
    for name, parcel in order.parcels.items():
        held = record.parcels.get(name)
        parcels[name] = parcel.model_copy(update={"milestone": held.milestone if held else None})
    return order.model_copy(update={"milestone": record.milestone, "parcels": parcels})


def _moved(before: OrderRecord | None, after: OrderRecord | None) -> bool:
    return _positions(before) != _positions(after)


def _positions(record: OrderRecord | None) -> object:
    if record is None:
        return None
    parcels = {name: (held.milestone, held.attempt) for name, held in record.parcels.items()}
    return record.milestone, parcels


def _key(fact: MilestoneFact) -> tuple[object, ...]:
    """What makes the same step news again."""
    return fact.milestone, fact.parcel, fact.expected_on, fact.detail, fact.refund, fact.partial


def _remember(history: tuple[MilestoneFact, ...], fact: MilestoneFact) -> tuple[MilestoneFact, ...]:
    """In order of arrival; beyond the limit the oldest by the source's clock goes, a choice that
    does not depend on the order of arrival.
    """
    remembered = (*history, fact)
    if len(remembered) <= HISTORY_LIMIT:
        return remembered
    oldest = min(remembered, key=lambda entry: (entry.occurred_at, entry.source))
    return tuple(entry for entry in remembered if entry is not oldest)
