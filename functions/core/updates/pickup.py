"""The reminder before a pickup point sends a parcel back."""

from datetime import timedelta

from functions.core.orders import Milestone
from functions.core.updates.calendar import moment_of
from functions.core.updates.happenings import Happening
from functions.core.updates.records import Fact, OrderRecord, ParcelRecord, Timer, TimerKind
from functions.core.updates.turn import Turn

FRESH = timedelta(hours=24)
"""Who was told this shortly before needs no reminder."""


def plan_reminders(turn: Turn, order: OrderRecord, parcel: ParcelRecord, event: Happening) -> None:
    """One timer per person: it rings in the morning where that person is."""
    if event.last_day is None:
        return
    if parcel.last_day != event.last_day:
        parcel.last_day, parcel.pickup_told_at = event.last_day, event.received_at
    day = event.last_day - timedelta(days=turn.policy.pickup_reminder_days)
    for person in turn.people_of(order):
        country = turn.country_of(person, order)
        at = moment_of(turn.policy.quiet_hours, country, day, turn.policy.reminder_at)
        told_at = parcel.pickup_told_at or event.received_at
        timer = Timer(
            at=at, kind=TimerKind.PICKUP, order=order.id, parcel=parcel.id, person=person.id
        )
        if at - told_at < FRESH:
            turn.world.timers.pop(timer.key, None)
        else:
            turn.schedule(timer)


def reminder(order: OrderRecord, parcel: ParcelRecord, timer: Timer) -> Fact:
    return Fact(
        order=order.id,
        parcel=parcel.id,
        milestone=Milestone.PICKUP_REMINDER,
        occurred_at=timer.at,
        last_day=parcel.last_day,
    )
