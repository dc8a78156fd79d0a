"""When each step should have happened, whether it has, and when we look.

A due time is one timer, a row of the `timeline` index when it is stored: it is read in time order
from a fixed number of shards, so that a million open orders cost no scan. A timer that rings too
late finds its step met and does nothing; a moved date sets another timer beside it.
"""

from datetime import date, datetime, timedelta

from functions.core.orders import Milestone
from functions.core.updates.calendar import (
    business_days_later,
    first_business_day,
    is_business_day,
    moment_of,
)
from functions.core.updates.happenings import Promised
from functions.core.updates.lattice import has_left, uncovered
from functions.core.updates.records import OrderRecord, ParcelRecord, Step, Timer, TimerKind
from functions.core.updates.turn import Turn

OVER = frozenset({Milestone.RETURNED, Milestone.CANCELLED, Milestone.REFUNDED})
INVOICE = "invoice"


def promise(turn: Turn, order: OrderRecord, promised: Promised | None, *, past: bool) -> None:
    """Take over the dates that the shop itself gave."""
    if promised is None or order.promises.keys() - {Step.REFUND}:
        return
    dates = {Step.HANDED_OVER: promised.handed_over_by, Step.DELIVERED: promised.delivered_by}
    _set(turn, order, {step: day for step, day in dates.items() if day}, past=past)


def promise_from(turn: Turn, order: OrderRecord, paid_at: datetime, *, past: bool) -> None:
    """Without dates of the shop: handled and carried in the usual time after the payment."""
    if order.promises.keys() - {Step.REFUND}:
        return
    policy, shop = turn.policy, turn.policy.shop_country
    paid = turn.day(shop, paid_at)
    start = first_business_day(policy.quiet_hours, shop, paid.date())
    if start == paid.date() and paid.time() > policy.cut_off:
        start = business_days_later(policy.quiet_hours, shop, start, 1)
    handed = business_days_later(policy.quiet_hours, shop, start, policy.handling_days)
    country = turn.destination(order)
    delivered = business_days_later(policy.quiet_hours, country, handed, policy.transit(country))
    _set(turn, order, {Step.HANDED_OVER: handed, Step.DELIVERED: delivered}, past=past)


def promise_refund(turn: Turn, order: OrderRecord, returned_at: datetime, *, past: bool) -> None:
    """Money back after a return, where money came in."""
    if order.refunded or not (order.paid or order.payment == INVOICE or order.promises):
        return
    shop = turn.policy.shop_country
    day = turn.day(shop, returned_at).date()
    by = business_days_later(turn.policy.quiet_hours, shop, day, turn.policy.refund_days)
    _set(turn, order, {Step.REFUND: by}, past=past)


def watch(turn: Turn, order: OrderRecord, step: Step, day: date, *, past: bool = False) -> None:
    """Look on the morning after whether the step has happened."""
    country = turn.destination(order) if step is Step.DELIVERED else turn.policy.shop_country
    at = moment_of(turn.policy.quiet_hours, country, day + timedelta(days=1), turn.policy.missed_at)
    timer = Timer(at=at, kind=TimerKind.MISS, order=order.id, step=step, day=day)
    turn.schedule(timer, missed=not past)


def unmet(order: OrderRecord, step: Step, day: date) -> list[str | None]:
    """The parcels (none: what is in no parcel yet) that have not made that step by that day."""
    if step is Step.REFUND:
        return [] if order.refunded or order.promises.get(step) != day else [None]
    if order.milestone in OVER or step not in order.promises:
        return []
    if step is Step.HANDED_OVER and _has_all_left(order):
        return []
    late: list[str | None] = [
        parcel.id
        for parcel in order.parcels.values()
        if _due(order, parcel, step) == day
        and not _has_made(parcel, step)
        and _counts(order, parcel)
    ]
    if order.promises[step] == day and _is_missing_parcels(order):
        late.append(None)
    return late


def is_met(order: OrderRecord, step: Step, parcel: str | None) -> bool:
    """Whether a step that was missed has happened by now."""
    if step is Step.REFUND:
        return order.refunded
    held = order.parcels.get(parcel or "")
    if step is Step.HANDED_OVER and _has_all_left(order):
        return True
    if held is not None:
        return _has_made(held, step)
    made = all(_has_made(held, step) for held in order.parcels.values() if _counts(order, held))
    return made and not _is_missing_parcels(order)


def silent_from(turn: Turn, order: OrderRecord, parcel: ParcelRecord) -> datetime | None:
    """When a parcel that nothing is heard of becomes somebody's work."""
    if parcel.last_event_at is None:
        return None
    hours, country = turn.policy.quiet_hours, turn.destination(order)
    last = turn.day(country, parcel.last_event_at).date()
    day = business_days_later(hours, country, last, turn.policy.unchanged_days + 1)
    assert is_business_day(hours, country, day)
    return moment_of(hours, country, day, turn.policy.missed_at)


def _set(turn: Turn, order: OrderRecord, dates: dict[Step, date], *, past: bool) -> None:
    order.promises = {**order.promises, **dates}
    for step, day in dates.items():
        watch(turn, order, step, day, past=past)
    for parcel in order.parcels.values():
        if parcel.dated_at is None:
            parcel.date_in_force = order.promises.get(Step.DELIVERED)


def _due(order: OrderRecord, parcel: ParcelRecord, step: Step) -> date | None:
    return parcel.date_in_force if step is Step.DELIVERED else order.promises.get(step)


def _has_made(parcel: ParcelRecord, step: Step) -> bool:
    if step is Step.HANDED_OVER:
        return has_left(parcel)
    return parcel.tried or (parcel.troubled and step is Step.DELIVERED)


def _has_all_left(order: OrderRecord) -> bool:
    """Every line that is due is on its way in some parcel, whatever other parcels are announced."""
    left = [parcel for parcel in order.parcels.values() if has_left(parcel)]
    return bool(order.lines and left) and not uncovered(_wanted(order), left)


def _wanted(order: OrderRecord) -> set[str]:
    return order.lines - order.cancelled_lines - order.late_lines


def _counts(order: OrderRecord, parcel: ParcelRecord) -> bool:
    """A parcel with nothing in it that anybody still waits for by that date counts for no step."""
    return parcel.lines is None or not order.lines or bool(parcel.lines & _wanted(order))


def _is_missing_parcels(order: OrderRecord) -> bool:
    if not order.lines:
        return not order.parcels
    return bool(uncovered(_wanted(order), order.parcels.values()))
