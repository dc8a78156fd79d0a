"""One parcel under several names: a shop's fulfilment, a carrier's tracking code."""

from decimal import Decimal, InvalidOperation

from functions.core.contacts import Channel
from functions.core.orders import Milestone, Order, OrderUpdate, Parcel

FROM_OUTSIDE = frozenset({Channel.PARCEL, Channel.PAYMENT})
NAMES_KEPT = 10


def fitted(order: Order | None, update: OrderUpdate) -> tuple[Order | None, OrderUpdate]:
    """The update in the order's own terms, and the order with the parcel's further name.

    What carriers and payment providers know of the people adds nothing to what the shop told, and
    their refunds do not say whether they are the whole: the order's total does.
    """
    if order is None:
        return None, update
    changes: dict[str, object] = {}
    if update.channel in FROM_OUTSIDE and order.people:
        changes["people"] = ()
    if update.channel is Channel.PAYMENT and update.milestone is Milestone.REFUNDED:
        changes["partial"] = update.partial or _is_part(update.total, order.total)
    held = _same_parcel(order, update)
    if held is not None and update.parcel is not None and held.id != update.parcel:
        changes["parcel"] = held.id
        order = _with_name(order, held, update.parcel)
    return order, update.model_copy(update=changes)


def _same_parcel(order: Order, update: OrderUpdate) -> Parcel | None:
    """By one of its names, else by its tracking code."""
    if update.parcel is None or update.parcel in order.parcels:
        return None
    code = _spelled(update.tracking.code) if update.tracking else None
    for parcel in order.parcels.values():
        if update.parcel in parcel.also:
            return parcel
        known = parcel.tracking.code if parcel.tracking else parcel.id
        if code is not None and code == _spelled(known):
            return parcel
    return None


def _with_name(order: Order, held: Parcel, name: str) -> Order:
    names = tuple(dict.fromkeys((*held.also, name)))[:NAMES_KEPT]
    named = held.model_copy(update={"also": names})
    return order.model_copy(update={"parcels": {**order.parcels, held.id: named}})


def _spelled(code: str) -> str:
    return "".join(code.upper().split())


def _is_part(amount: str | None, total: str | None) -> bool:
    """Less than the order's total in the same currency; unknown amounts are no part."""
    back, whole = _amount(amount), _amount(total)
    return back is not None and whole is not None and back[1] == whole[1] and back[0] < whole[0]


def _amount(text: str | None) -> tuple[Decimal, str] | None:
    number, _, currency = (text or "").partition(" ")
    try:
        value = Decimal(number)
    except InvalidOperation:
        return None
    return (value, currency.strip().upper()) if value.is_finite() else None
