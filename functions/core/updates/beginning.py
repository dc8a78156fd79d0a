"""An order that is known before its events begin: what is taken to be true and told of it."""

from collections.abc import Iterator
from datetime import UTC, datetime

from functions.core.milestones import LATTICE
from functions.core.orders import Milestone
from functions.core.updates.happenings import Happening
from functions.core.updates.lattice import PARCEL_STEPS, TRIED, raise_order, rank
from functions.core.updates.policy import UpdatePolicy
from functions.core.updates.promises import promise, promise_from
from functions.core.updates.records import Fact, OrderRecord, ParcelRecord, World
from functions.core.updates.turn import Turn
from functions.core.values import Value

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
PAID_FROM = LATTICE[Milestone.PAID].order or 0


class KnownState(Value):
    """Where an order stands, and whether its people were told of the way there."""

    order: Milestone
    parcels: dict[str, Milestone]
    told: bool


def begin(world: World, known: Happening, state: KnownState, policy: UpdatePolicy) -> World:
    """The world with that order in it; `known` carries the same fields as the order's own event."""
    turn = Turn(world.model_copy(deep=True), policy, LONG_AGO)
    order = OrderRecord(
        id=known.order or "",
        organisation=known.organisation,
        people=list(known.people),
        country=known.country,
        language=known.language,
        payment=known.payment,
        lines=set(known.lines),
        milestone=state.order,
        paid=(LATTICE[state.order].order or 0) >= PAID_FROM and _was_paid(state, known),
        refunded=state.order is Milestone.REFUNDED,
        cancelled_at=LONG_AGO if state.order is Milestone.CANCELLED else None,
    )
    turn.world.orders[order.id] = order
    for name, milestone in state.parcels.items():
        order.parcels[name] = _parcel(name, milestone)
        if milestone is Milestone.DELIVERED:
            raise_order(order, state.order)
    promise(turn, order, known.promised, past=False)
    if known.paid_at is not None:
        promise_from(turn, order, known.paid_at, past=False)
    if state.told:
        for person in turn.people_of(order):
            person.told |= {fact.key for fact in _told(order)}
    return turn.world


def _was_paid(state: KnownState, known: Happening) -> bool:
    return state.order is not Milestone.CANCELLED or known.paid_at is not None


def _parcel(name: str, milestone: Milestone) -> ParcelRecord:
    return ParcelRecord(
        id=name,
        milestone=milestone,
        tried=milestone in TRIED,
        troubled=milestone in {Milestone.EXCEPTION, Milestone.RETURNED_TO_SENDER},
        excepted=milestone is Milestone.EXCEPTION,
    )


def _told(order: OrderRecord) -> Iterator[Fact]:
    """Every step up to where the order and its parcels are."""
    for milestone, position in LATTICE.items():
        reached = LATTICE[order.milestone].order if order.milestone else None
        is_own = position.parcel is None and position.order is not None
        passed_by = milestone in {Milestone.PAYMENT_FAILED, Milestone.CANCELLED}
        if (
            is_own
            and (position.order or 0) <= (reached or 0)
            and (not passed_by or milestone is order.milestone)
        ):
            yield Fact(order=order.id, milestone=milestone, occurred_at=LONG_AGO)
    if order.milestone in {Milestone.RETURNED, Milestone.REFUNDED}:
        yield Fact(order=order.id, milestone=order.milestone, occurred_at=LONG_AGO)
    for parcel in order.parcels.values():
        for milestone in PARCEL_STEPS:
            if rank(milestone, detail="lost") <= rank(parcel.milestone, detail="lost"):
                again = (
                    "1" if milestone in {Milestone.OUT_FOR_DELIVERY, Milestone.ATTEMPTED} else ""
                )
                yield Fact(
                    order=order.id,
                    parcel=parcel.id,
                    milestone=milestone,
                    again=again,
                    occurred_at=LONG_AGO,
                )
