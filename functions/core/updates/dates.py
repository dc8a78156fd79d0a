"""The delivery date in force of a parcel: which new date counts, and whether it is news."""

from datetime import date

from functions.core.orders import Milestone
from functions.core.updates.calendar import business_days_later
from functions.core.updates.decisions import Why
from functions.core.updates.happenings import Happening
from functions.core.updates.promises import watch
from functions.core.updates.records import OrderRecord, ParcelRecord, Step
from functions.core.updates.turn import Turn


def new_date(
    turn: Turn, order: OrderRecord, parcel: ParcelRecord, event: Happening, *, past: bool
) -> tuple[Milestone, Why | None]:
    """As what a carrier's delay or estimate is told, and what speaks against telling it."""
    in_force, told_late = parcel.date_in_force, _was_told_late(order, parcel)
    if parcel.dated_at is not None and event.occurred_at < parcel.dated_at:
        return event.milestone or Milestone.DELAYED, Why.SUPERSEDED
    if event.new_date is None:
        return Milestone.DELAYED, _without_date(turn, order, parcel, event, past=past)
    if event.milestone is Milestone.ESTIMATE_CHANGED and (
        in_force is None or event.new_date < in_force
    ):
        _accept(turn, order, parcel, event.new_date, event, past=past)
        return Milestone.ESTIMATE_CHANGED, None
    if in_force is not None and event.new_date <= in_force:
        return event.milestone or Milestone.DELAYED, Why.WITHIN_PROMISE
    _accept(turn, order, parcel, event.new_date, event, past=past)
    return Milestone.DELAYED, Why.ALREADY_TOLD if told_late else None


def _without_date(
    turn: Turn, order: OrderRecord, parcel: ParcelRecord, event: Happening, *, past: bool
) -> Why | None:
    told_late = _was_told_late(order, parcel)
    if parcel.open_ended:
        return Why.ALREADY_TOLD
    country = turn.destination(order)
    day = turn.day(country, event.occurred_at).date()
    later = max(day, parcel.date_in_force or day)
    moved = business_days_later(
        turn.policy.quiet_hours, country, later, turn.policy.unknown_date_days
    )
    _accept(turn, order, parcel, moved, event, past=past)
    parcel.open_ended = True
    return Why.ALREADY_TOLD if told_late else None


def _accept(
    turn: Turn,
    order: OrderRecord,
    parcel: ParcelRecord,
    day: date,
    event: Happening,
    *,
    past: bool,
) -> None:
    parcel.date_in_force, parcel.dated_at = day, event.occurred_at
    if Step.DELIVERED in order.promises:
        watch(turn, order, Step.DELIVERED, day, past=past)


def _was_told_late(order: OrderRecord, parcel: ParcelRecord) -> bool:
    """Whether our own clock has told that the date in force is missed."""
    day = parcel.date_in_force
    return day is not None and bool(order.late & {late(day, parcel.id), late(day, None)})


def late(day: date, parcel: str | None) -> str:
    return f"{day.isoformat()}|{parcel or ''}"
