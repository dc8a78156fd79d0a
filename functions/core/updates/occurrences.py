"""What an order, payment or parcel event changes, and the news in it."""

from datetime import timedelta
from typing import NamedTuple

from functions.core.orders import Milestone
from functions.core.updates import promises
from functions.core.updates.dates import new_date
from functions.core.updates.decisions import Why
from functions.core.updates.happenings import Happening, Kind
from functions.core.updates.lattice import (
    PARCEL_STEPS,
    TRIED,
    plain,
    raise_order,
    rank,
    rank_of,
    settle,
)
from functions.core.updates.pickup import plan_reminders
from functions.core.updates.records import Fact, OrderRecord, ParcelRecord, Step, Timer, TimerKind
from functions.core.updates.refusals import DATED, is_past
from functions.core.updates.turn import Turn

SILENT_STEPS = frozenset(
    {
        Milestone.HANDED_OVER,
        Milestone.IN_TRANSIT,
        Milestone.OUT_FOR_DELIVERY,
        Milestone.ATTEMPTED,
    }
)


class News(NamedTuple):
    """A fact, and what keeps it from being told whatever else holds."""

    fact: Fact
    reason: Why | None


def apply(turn: Turn, order: OrderRecord, event: Happening) -> News | None:
    """Let an event into its order's record. None: there is nothing in it to tell of."""
    if event.milestone is None:
        return None
    past = is_past(turn, event)
    reason = Why.PAST if past else None
    if event.kind is Kind.PARCEL:
        kept = _apply_parcel(turn, order, event, past=past)
        fact, dated_reason = kept
        reason = reason or dated_reason
    else:
        fact = _apply_order(turn, order, event, past=past)
    settle(order)
    return News(fact, reason)


def _apply_order(turn: Turn, order: OrderRecord, event: Happening, *, past: bool) -> Fact:
    milestone, again = event.milestone, ""
    assert milestone is not None
    lines = tuple(sorted(event.lines)) if milestone is not Milestone.PLACED else ()
    if milestone is Milestone.LINE_CANCELLED:
        order.cancelled_lines |= set(lines)
        again = ",".join(lines)
    elif milestone is Milestone.BACK_ORDER:
        order.late_lines |= set(lines)
        again = ",".join(lines)
    elif milestone is Milestone.REFUNDED:
        again = event.refund or ""
        order.refunded = order.refunded or not event.partial
    elif milestone is Milestone.PAID:
        order.paid = True
        promises.promise_from(turn, order, event.occurred_at, past=past)
    elif milestone is Milestone.CANCELLED and not event.partial:
        _cancel(turn, order, event)
    elif milestone is Milestone.RETURNED and not event.partial:
        promises.promise_refund(turn, order, event.occurred_at, past=past)
    if not event.partial:
        raise_order(order, milestone)
    return Fact(
        order=order.id,
        milestone=milestone,
        again=again,
        occurred_at=event.occurred_at,
        new_date=event.new_date,
        pay_before=event.pay_before,
        lines=lines,
        partial=event.partial,
        amount=event.amount,
    )


def _cancel(turn: Turn, order: OrderRecord, event: Happening) -> None:
    at = order.cancelled_at or event.occurred_at
    order.cancelled_at = min(at, event.occurred_at)
    for parcel in order.parcels.values():
        _check_left_after_cancellation(turn, order, parcel)


def _apply_parcel(
    turn: Turn, order: OrderRecord, event: Happening, *, past: bool
) -> tuple[Fact, Why | None]:
    parcel = _parcel(order, event)
    _move(parcel, event)
    reason = None
    if event.milestone in DATED:
        milestone, reason = new_date(turn, order, parcel, event, past=past)
    else:
        milestone = event.milestone or Milestone.ANNOUNCED
    if milestone is Milestone.READY_FOR_PICKUP and event.last_day:
        plan_reminders(turn, order, parcel, event)
    _watch_silence(turn, order, parcel)
    if not past:
        _work(turn, order, parcel, event)
    _check_left_after_cancellation(turn, order, parcel)
    return _parcel_fact(order, event, milestone), reason


def _parcel(order: OrderRecord, event: Happening) -> ParcelRecord:
    name = event.parcel or ""
    if name not in order.parcels:
        promised = order.promises.get(Step.DELIVERED)
        order.parcels[name] = ParcelRecord(id=name, date_in_force=promised)
    parcel = order.parcels[name]
    if event.lines:
        parcel.lines = set(event.lines)
    parcel.last_event_at = max(parcel.last_event_at or event.occurred_at, event.occurred_at)
    return parcel


def _move(parcel: ParcelRecord, event: Happening) -> None:
    """Forward only; what else is known of the parcel grows in any order."""
    milestone = event.milestone
    if rank(milestone, event.attempt, event.detail) > rank_of(parcel):
        parcel.milestone, parcel.attempt = milestone, event.attempt
    parcel.tried = parcel.tried or milestone in TRIED
    if milestone is Milestone.OUT_FOR_DELIVERY:
        parcel.out_at = max(parcel.out_at or event.occurred_at, event.occurred_at)
        parcel.tried = parcel.tried or event.attempt > 1
    if milestone is Milestone.EXCEPTION:
        parcel.excepted = parcel.troubled = True
    if milestone is Milestone.RETURNED_TO_SENDER:
        parcel.troubled = True
    is_scan = milestone in PARCEL_STEPS and milestone is not Milestone.ANNOUNCED
    if is_scan and rank(milestone, event.attempt, event.detail) >= rank(Milestone.HANDED_OVER):
        parcel.scanned_at = max(parcel.scanned_at or event.occurred_at, event.occurred_at)


def _watch_silence(turn: Turn, order: OrderRecord, parcel: ParcelRecord) -> None:
    at = promises.silent_from(turn, order, parcel)
    if at is not None:
        timer = Timer(at=at, kind=TimerKind.SILENCE, order=order.id, parcel=parcel.id)
        turn.schedule(timer)


def is_silent(parcel: ParcelRecord) -> bool:
    """On its way, in no known trouble."""
    return parcel.milestone in SILENT_STEPS and not parcel.excepted


def _work(turn: Turn, order: OrderRecord, parcel: ParcelRecord, event: Happening) -> None:
    if event.milestone is Milestone.EXCEPTION:
        mark = f"exception|{parcel.id}|{plain(event.detail)}"
        turn.work_item_once(order, mark, f"exception {plain(event.detail)}".strip())
    if event.milestone is Milestone.RETURNED_TO_SENDER:
        turn.work_item_once(order, f"returned_to_sender|{parcel.id}", "returned_to_sender")


def _check_left_after_cancellation(turn: Turn, order: OrderRecord, parcel: ParcelRecord) -> None:
    if order.cancelled_at and parcel.scanned_at and parcel.scanned_at > order.cancelled_at:
        turn.work_item_once(order, "left_after_cancellation", "left_after_cancellation")


def _parcel_fact(order: OrderRecord, event: Happening, milestone: Milestone) -> Fact:
    again = {
        Milestone.OUT_FOR_DELIVERY: str(event.attempt),
        Milestone.ATTEMPTED: str(event.attempt),
        Milestone.DELAYED: event.new_date.isoformat() if event.new_date else "",
        Milestone.ESTIMATE_CHANGED: event.new_date.isoformat() if event.new_date else "",
        Milestone.EXCEPTION: plain(event.detail),
    }
    return Fact(
        order=order.id,
        parcel=event.parcel,
        milestone=milestone,
        again=again.get(milestone, ""),
        occurred_at=event.occurred_at,
        attempt=event.attempt,
        new_date=event.new_date if milestone in DATED else None,
        last_day=event.last_day,
        window=event.window,
        detail=event.detail,
    )


def orphaned(turn: Turn, event: Happening) -> None:
    """A parcel whose order nobody knows waits for it, and after a while for a person."""
    at = event.received_at + timedelta(hours=turn.policy.orphan_hours)
    timer = Timer(at=at, kind=TimerKind.ORPHAN, order=event.order or "")
    if event.kind is Kind.PARCEL and timer.key not in turn.world.timers:
        turn.schedule(timer, missed=True)
