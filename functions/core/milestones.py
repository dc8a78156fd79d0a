"""The lattice of orders and parcels: forward only, in whatever order the events arrive."""

from collections.abc import Mapping
from typing import NamedTuple

from functions.core.orders import Milestone


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
