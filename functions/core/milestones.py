"""The lattice of orders and parcels: forward only, in whatever order the events arrive."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from functions.core.errors import PayloadError
from functions.core.order_facts import merge
from functions.core.orders import Milestone, MilestoneFact, Order, OrderLine, OrderUpdate
from functions.core.values import Value

HISTORY_LIMIT = 200


class Position(NamedTuple):
    """How far a milestone is along a parcel and along an order; none: it moves nothing there."""

    parcel: int | None
    order: int | None


# The one table. A milestone moves a record only to a higher position, so a terminal state gives
# way to nothing but what stands above it: a lost parcel is found (exception → delivered), goods
# come back (delivered → returned), money goes back (cancelled, returned → refunded).
# An order without named parcels is itself one parcel, so it has the positions of a parcel too.
LATTICE: Mapping[Milestone, Position] = {
    Milestone.PLACED: Position(parcel=None, order=10),
    Milestone.PAYMENT_FAILED: Position(parcel=None, order=20),
    Milestone.PAID: Position(parcel=None, order=30),
    Milestone.ANNOUNCED: Position(parcel=5, order=None),
    Milestone.PACKED: Position(parcel=10, order=None),
    Milestone.HANDED_OVER: Position(parcel=20, order=40),
    Milestone.IN_TRANSIT: Position(parcel=30, order=50),
    Milestone.OUT_FOR_DELIVERY: Position(parcel=40, order=60),
    Milestone.ATTEMPTED: Position(parcel=45, order=65),
    Milestone.READY_FOR_PICKUP: Position(parcel=50, order=70),
    Milestone.EXCEPTION: Position(parcel=60, order=80),
    Milestone.DELIVERED: Position(parcel=70, order=90),
    Milestone.RETURNED_TO_SENDER: Position(parcel=75, order=95),
    Milestone.RETURNED: Position(parcel=80, order=100),
    Milestone.CANCELLED: Position(parcel=None, order=110),
    Milestone.REFUNDED: Position(parcel=None, order=120),
    Milestone.DELAYED: Position(parcel=None, order=None),
    Milestone.ESTIMATE_CHANGED: Position(parcel=None, order=None),
    Milestone.MISSED_PROMISE: Position(parcel=None, order=None),
    Milestone.PICKUP_REMINDER: Position(parcel=None, order=None),
    Milestone.BACK_ORDER: Position(parcel=None, order=None),
    Milestone.LINE_CANCELLED: Position(parcel=None, order=None),
}
# Any other exception (an address, customs) is news about a parcel that stays where it is.
FINAL_EXCEPTIONS = frozenset({"lost", "damaged"})


class Advance(Value):
    """The record after an update, and what the update lets us tell."""

    order: Order
    facts: tuple[MilestoneFact, ...] = ()
    """What became known now, late facts included, for the governor to tell or to suppress: the
    update's own, and all that waited once the first person to tell is known."""


def advance(order: Order | None, update: OrderUpdate, received_at: datetime) -> Advance:
    """Let an update into the order's record; an update seen before changes nothing at all.

    A parcel's event before the order's own makes a record that waits for its people.
    """
    known = order or _new_order(update)
    if any(fact.source == update.id for fact in known.history):
        return Advance(order=known)
    merged = merge(known, update)
    waited = known.history if merged.people and not known.people else ()
    if update.milestone is None:
        return Advance(order=_settle(merged), facts=_first_told(waited))
    fact = _fact(merged, update, update.milestone, received_at)
    entered = merged.model_copy(update={"history": _remember(merged.history, fact)})
    news = (fact,) if fact in entered.history else ()
    return Advance(order=_settle(_move(entered, fact)), facts=(*news, *_first_told(waited)))


def news_key(fact: MilestoneFact) -> tuple[str, str, str]:
    """What makes a fact news: the same milestone again is news only with another date or refund,
    or when it was a part before and is the whole now.
    """
    again = "part" if fact.partial else ""
    if fact.milestone is Milestone.DELAYED:
        again = fact.expected_on.isoformat() if fact.expected_on else ""
    if fact.milestone is Milestone.EXCEPTION:
        again = (fact.detail or "").strip().casefold()
    if fact.milestone is Milestone.REFUNDED:
        again = fact.refund or ""
    return fact.milestone, fact.parcel or "", again


def parcel_position(milestone: Milestone | None, detail: str | None = None) -> int | None:
    """How far along a parcel a milestone is; none where it says nothing about the way it went."""
    if milestone is None:
        return None
    if (
        milestone is Milestone.EXCEPTION
        and (detail or "").strip().casefold() not in FINAL_EXCEPTIONS
    ):
        return None
    return LATTICE[milestone].parcel


def _new_order(update: OrderUpdate) -> Order:
    if update.order_id is None:
        raise PayloadError(f"{update.id} names no order: find its order by the references first")
    return Order(shop=update.shop, order_id=update.order_id)


def _fact(
    order: Order, update: OrderUpdate, milestone: Milestone, received_at: datetime
) -> MilestoneFact:
    fact = MilestoneFact(
        milestone=milestone,
        parcel=update.parcel,
        occurred_at=update.occurred_at,
        received_at=received_at,
        source=update.id,
        expected_on=update.expected_on,
        detail=update.detail,
        partial=update.partial,
        refund=update.refund,
    )
    return fact.model_copy(update={"advanced": _advances(order, fact)})


def _advances(order: Order, fact: MilestoneFact) -> bool:
    """Whether the fact moves its parcel or order, or is news that moves nothing (a delay)."""
    position, reached = _position(fact), _reached(order, fact.parcel)
    if position is not None:
        return reached is None or position > reached
    return news_key(fact) not in {news_key(earlier) for earlier in order.history}


def _position(fact: MilestoneFact) -> int | None:
    if fact.parcel is not None:
        return parcel_position(fact.milestone, fact.detail)
    along_parcel = LATTICE[fact.milestone].parcel is not None
    if fact.partial or (along_parcel and parcel_position(fact.milestone, fact.detail) is None):
        return None
    return LATTICE[fact.milestone].order


def _reached(order: Order, parcel: str | None) -> int | None:
    if parcel is None:
        return LATTICE[order.own_milestone].order if order.own_milestone else None
    held = order.parcels.get(parcel)
    return LATTICE[held.milestone].parcel if held and held.milestone else None


def _move(order: Order, fact: MilestoneFact) -> Order:
    position, reached = _position(fact), _reached(order, fact.parcel)
    if position is None or (reached is not None and position <= reached):
        return order
    if fact.parcel is None:
        return order.model_copy(update={"own_milestone": fact.milestone})
    moved = order.parcels[fact.parcel].model_copy(update={"milestone": fact.milestone})
    return order.model_copy(update={"parcels": {**order.parcels, fact.parcel: moved}})


def _settle(order: Order) -> Order:
    """The order's own steps and what its parcels add up to, whichever is further."""
    candidates = [step for step in (order.own_milestone, _sum_of_parcels(order)) if step]
    furthest = max(candidates, key=lambda step: LATTICE[step].order or 0, default=None)
    return order.model_copy(update={"milestone": furthest})


def _sum_of_parcels(order: Order) -> Milestone | None:
    steps = [parcel.milestone for parcel in order.parcels.values()]
    if steps and all(step is Milestone.DELIVERED for step in steps) and _everything_packed(order):
        return Milestone.DELIVERED
    on_the_way = LATTICE[Milestone.HANDED_OVER].parcel or 0
    if any(step and (LATTICE[step].parcel or 0) >= on_the_way for step in steps):
        return Milestone.HANDED_OVER
    return None


def _everything_packed(order: Order) -> bool:
    """Whether every line is in a parcel; a parcel of unknown contents may hold everything."""
    contents = [parcel.lines for parcel in order.parcels.values()]
    if not all(contents):
        return True
    packed = _quantities([line for lines in contents for line in lines])
    return all(
        packed.get(name, 0) >= quantity for name, quantity in _quantities(order.lines).items()
    )


def _quantities(lines: Sequence[OrderLine]) -> dict[str, int]:
    quantities: dict[str, int] = {}
    for line in lines:
        name = line.sku or line.title
        quantities[name] = quantities.get(name, 0) + line.quantity
    return quantities


def _remember(history: tuple[MilestoneFact, ...], fact: MilestoneFact) -> tuple[MilestoneFact, ...]:
    """The history in order of arrival. Beyond the limit the oldest by the source's clock goes:
    a choice that does not depend on the order of arrival.
    """
    remembered = (*history, fact)
    if len(remembered) <= HISTORY_LIMIT:
        return remembered
    oldest = min(remembered, key=lambda entry: (entry.occurred_at, entry.source))
    return tuple(entry for entry in remembered if entry is not oldest)


def _first_told(history: Sequence[MilestoneFact]) -> tuple[MilestoneFact, ...]:
    """What a record that waited can tell: each fact once, as it was first heard."""
    first: dict[tuple[str, str, str], MilestoneFact] = {}
    for fact in history:
        first.setdefault(news_key(fact), fact)
    return tuple(first.values())
