"""Is a piece of news still true and wanted at this moment?"""

from datetime import timedelta

from functions.core.orders import Milestone
from functions.core.updates.decisions import Why
from functions.core.updates.happenings import Happening
from functions.core.updates.lattice import NOWHERE, fact_rank, rank, rank_of
from functions.core.updates.policy import DuringComplaint
from functions.core.updates.promises import is_met
from functions.core.updates.records import Fact, OrderRecord, ParcelRecord, Step
from functions.core.updates.turn import Turn

AFTER_CANCELLATION = frozenset({Milestone.CANCELLED, Milestone.REFUNDED})
DATED = frozenset({Milestone.DELAYED, Milestone.ESTIMATE_CHANGED})
ENDS_TROUBLE = frozenset(
    {Milestone.READY_FOR_PICKUP, Milestone.DELIVERED, Milestone.RETURNED_TO_SENDER}
)


def refusal(turn: Turn, order: OrderRecord, fact: Fact) -> Why | None:
    """The first rule that keeps a fact from everybody now; decided at the event and at release."""
    if order.cancelled_at is not None and fact.milestone not in AFTER_CANCELLATION:
        return Why.ORDER_CANCELLED
    if is_superseded(order, fact):
        return Why.SUPERSEDED
    if _is_expired(turn, order, fact):
        return Why.EXPIRED
    waits = turn.policy.complaint is DuringComplaint.WAIT and order.complaint_open
    if waits and fact.milestone not in turn.policy.despite_complaint:
        return Why.COMPLAINT_OPEN
    return None


def is_superseded(order: OrderRecord, fact: Fact) -> bool:
    """Whether something known makes it old news."""
    if fact.milestone is Milestone.PAYMENT_FAILED:
        return order.paid
    if fact.milestone is Milestone.BACK_ORDER:
        return bool(fact.lines) and order.cancelled_lines.issuperset(fact.lines)
    if fact.milestone is Milestone.MISSED_PROMISE and fact.step:
        return is_met(order, Step(fact.step), fact.parcel)
    parcel = order.parcels.get(fact.parcel or "")
    return parcel is not None and _is_overtaken(parcel, fact)


def _is_overtaken(parcel: ParcelRecord, fact: Fact) -> bool:
    if fact.milestone is Milestone.PICKUP_REMINDER:
        return rank_of(parcel) > rank(Milestone.READY_FOR_PICKUP)
    if fact_rank(fact) != NOWHERE:
        return rank_of(parcel) > fact_rank(fact)
    if fact.milestone not in {*DATED, Milestone.EXCEPTION}:
        return False
    if parcel.milestone in ENDS_TROUBLE:
        return True
    if parcel.out_at is not None and parcel.out_at > fact.occurred_at:
        return True
    return _has_newer_date(parcel, fact)


def _has_newer_date(parcel: ParcelRecord, fact: Fact) -> bool:
    """A later statement of the carrier has put another date in force."""
    if fact.milestone not in DATED or parcel.dated_at is None:
        return False
    return parcel.dated_at > fact.occurred_at


def _is_expired(turn: Turn, order: OrderRecord, fact: Fact) -> bool:
    if fact.milestone is not Milestone.OUT_FOR_DELIVERY:
        return False
    if fact.window is not None:
        return turn.now > fact.window.ends
    country = turn.destination(order)
    return turn.day(country).date() > turn.day(country, fact.occurred_at).date()


def is_past(turn: Turn, event: Happening) -> bool:
    """Heard of too late to be told as news."""
    late = event.received_at - event.occurred_at
    return event.backfill or late > timedelta(hours=turn.policy.stale_hours)
