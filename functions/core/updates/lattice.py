"""How far parcels and orders are: the positions of `functions.core.milestones`, with attempts."""

from collections.abc import Iterable

from functions.core.milestones import FINAL_EXCEPTIONS, LATTICE
from functions.core.orders import Milestone
from functions.core.updates.records import Fact, OrderRecord, ParcelRecord

Rank = tuple[int, int, int]
NOWHERE: Rank = (-1, 0, 0)
ROUNDS = frozenset({Milestone.OUT_FOR_DELIVERY, Milestone.ATTEMPTED})
PARCEL_STEPS = frozenset(
    {
        Milestone.ANNOUNCED,
        Milestone.HANDED_OVER,
        Milestone.IN_TRANSIT,
        *ROUNDS,
        Milestone.READY_FOR_PICKUP,
        Milestone.EXCEPTION,
        Milestone.DELIVERED,
        Milestone.RETURNED_TO_SENDER,
    }
)
TRIED = frozenset({Milestone.ATTEMPTED, Milestone.READY_FOR_PICKUP, Milestone.DELIVERED})


def rank(milestone: Milestone | None, attempt: int = 1, detail: str | None = None) -> Rank:
    """A parcel's position; tries to deliver alternate: out 1, attempted 1, out 2, attempted 2 …"""
    if milestone not in PARCEL_STEPS or milestone is None:
        return NOWHERE
    if milestone is Milestone.EXCEPTION and not is_final(detail):
        return NOWHERE
    position = LATTICE[milestone].parcel or 0
    if milestone in ROUNDS:
        out = LATTICE[Milestone.OUT_FOR_DELIVERY].parcel or 0
        return out, attempt, int(milestone is Milestone.ATTEMPTED)
    return position, 0, 0


def is_final(detail: str | None) -> bool:
    """A lost or damaged parcel goes nowhere; every other exception is news about its way."""
    return plain(detail) in FINAL_EXCEPTIONS


def plain(detail: str | None) -> str:
    return (detail or "").strip().casefold()


def rank_of(parcel: ParcelRecord) -> Rank:
    detail = "lost" if parcel.milestone is Milestone.EXCEPTION else None
    return rank(parcel.milestone, parcel.attempt, detail)


def fact_rank(fact: Fact) -> Rank:
    return rank(fact.milestone, fact.attempt, fact.detail)


def has_left(parcel: ParcelRecord) -> bool:
    return rank_of(parcel) >= rank(Milestone.HANDED_OVER)


def raise_order(order: OrderRecord, milestone: Milestone) -> None:
    if _height(milestone) > _height(order.milestone):
        order.milestone = milestone


def settle(order: OrderRecord) -> None:
    """Raise the order to what its parcels add up to."""
    if any(has_left(parcel) for parcel in order.parcels.values()):
        raise_order(order, Milestone.HANDED_OVER)
    wanted = order.lines - order.cancelled_lines
    if all_delivered(order) and not uncovered(wanted, order.parcels.values()):
        raise_order(order, Milestone.DELIVERED)


def all_delivered(order: OrderRecord) -> bool:
    steps = [parcel.milestone for parcel in order.parcels.values()]
    return bool(steps) and all(step is Milestone.DELIVERED for step in steps)


def uncovered(lines: set[str], parcels: Iterable[ParcelRecord]) -> set[str]:
    """Those of the lines that none of the parcels is known to hold."""
    contents = [parcel.lines for parcel in parcels]
    if any(held is None for held in contents):
        return set()
    return lines - {line for held in contents if held for line in held}


def _height(milestone: Milestone | None) -> int:
    return (LATTICE[milestone].order or 0) if milestone else 0
