"""How an order stands, as little of it as routing needs: how far it is, since when, due when."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from functions.core.orders import Milestone, Order
from functions.core.values import Value


class OrderState(StrEnum):
    """Coarse on purpose: an order's row by its party is written anew only when this changes."""

    OPEN = "open"
    UNPAID = "unpaid"
    DELIVERED = "delivered"
    RETURNED = "returned"
    """Goods came back and the money has not gone yet."""
    CLOSED = "closed"


class Standing(Value):
    state: OrderState
    since: date
    expected_on: date | None = None
    placed_on: date | None = None
    total: str | None = None


_STATES: Mapping[Milestone, OrderState] = {
    Milestone.PAYMENT_FAILED: OrderState.UNPAID,
    Milestone.DELIVERED: OrderState.DELIVERED,
    Milestone.RETURNED_TO_SENDER: OrderState.RETURNED,
    Milestone.RETURNED: OrderState.RETURNED,
    Milestone.CANCELLED: OrderState.CLOSED,
    Milestone.REFUNDED: OrderState.CLOSED,
}


def standing_of(order: Order) -> Standing | None:
    """None for an order of which only its numbers are known (an imported one)."""
    if order.milestone is None or not order.history:
        return None
    state = _STATES.get(order.milestone, OrderState.OPEN)
    at = max(
        (fact.occurred_at for fact in order.history if fact.milestone is order.milestone),
        default=max(fact.occurred_at for fact in order.history),
    )
    placed = order.placed_at or min(fact.occurred_at for fact in order.history)
    return Standing(
        state=state,
        since=placed.date() if state is OrderState.OPEN else at.date(),
        expected_on=order.expected_on or _expected(order),
        placed_on=placed.date(),
        total=order.total,
    )


def _expected(order: Order) -> date | None:
    """The latest day promised for any parcel."""
    days = (parcel.expected_on for parcel in order.parcels.values())
    return max((day for day in days if day), default=None)
