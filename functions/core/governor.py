"""May this be told, to whom, on which channel and when: facts in, notifications or reasons out."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime

from functions.core.milestones import LATTICE, news_key, parcel_position
from functions.core.notification_facts import facts_for
from functions.core.notification_policy import Carrier
from functions.core.notification_policy import NotificationPolicy as NotificationPolicy
from functions.core.notifications import (
    Notification,
    NotificationItem,
    NotificationState,
    Recipient,
)
from functions.core.orders import Milestone, MilestoneFact, Order, Parcel
from functions.core.quiet_hours import earliest_allowed
from functions.core.recipients import Person, audience, country_of, is_told, language_for, reach
from functions.core.updates.records import Fact
from functions.core.values import Evidence, Value

STILL_TOLD_AFTER_CANCELLATION = frozenset({Milestone.CANCELLED, Milestone.REFUNDED})
ORDER_ONLY = frozenset(
    {Milestone.PLACED, Milestone.PAYMENT_FAILED, Milestone.PAID, Milestone.CANCELLED}
)
TROUBLE = frozenset({Milestone.DELAYED, Milestone.EXCEPTION})
ENDS_TROUBLE = frozenset({Milestone.READY_FOR_PICKUP, Milestone.DELIVERED, Milestone.RETURNED})


class Reason(StrEnum):
    """Why something that somebody is normally told is not told."""

    WAITS_FOR_ORDER = "waits_for_order"
    """Nobody is known yet; it becomes tellable when the order's own event brings its people."""
    NO_RECIPIENT = "no_recipient"
    """People are known, but none in a role that hears of this."""
    NO_CHANNEL = "no_channel"
    PAST = "past"
    ORDER_CANCELLED = "order_cancelled"
    ALREADY_TOLD = "already_told"
    SUPERSEDED = "superseded"
    WITHIN_PROMISE = "within_promise"
    PARCEL_ONLY = "parcel_only"
    """A step of orders, told of one parcel: it says nothing about the order."""
    STALE = "stale"


class Suppressed(Value):
    milestone: Milestone
    parcel: str | None = None
    reason: Reason
    person: str | None = None
    """Key of the handle of whom it was for; none: it concerned everybody."""


class Plan(Value):
    notifications: tuple[Notification, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()


class RecheckAction(StrEnum):
    SEND = "send"
    HOLD = "hold"
    SUPPRESS = "suppress"


class Recheck(Value):
    action: RecheckAction
    until: AwareDatetime | None = None
    """Set for hold: when to look again."""
    reason: str | None = None
    """For suppress a Reason, or `already_<state>` of a notification that has had its turn."""


def plan(
    order: Order, facts: Sequence[MilestoneFact], policy: NotificationPolicy, now: datetime
) -> Plan:
    """What these facts make us tell. Each fact that somebody is normally told ends in at least
    one notification or one reason; a milestone that nobody is told is only recorded.
    """
    notifications: dict[str, Notification] = {}
    suppressed: list[Suppressed] = []
    for fact in facts:
        if not is_told(order, fact.milestone, policy):
            continue
        reason = _why_not(order, fact, policy)
        if reason is not None:
            suppressed.append(_suppressed(fact, reason))
            continue
        for person in audience(order, fact.milestone, policy):
            told = _notify(order, fact, person, policy, now)
            if told is None:
                suppressed.append(_suppressed(fact, Reason.NO_CHANNEL, person.key))
            else:
                notifications.setdefault(told.id, told)
    return Plan(notifications=tuple(notifications.values()), suppressed=tuple(suppressed))


def recheck(
    notification: Notification, order: Order, policy: NotificationPolicy, now: datetime
) -> Recheck:
    """Decide a planned notification anew, on the state of the moment before it goes.

    A notification handed to its provider already is `already_sending`: whether it went out is
    not known here, so it does not go a second time and keeps its state.
    """
    if notification.state is not NotificationState.PLANNED:
        return _refuse(f"already_{notification.state}")
    fact = _fact_of(notification)
    if _is_cancelled(order) and fact.milestone not in STILL_TOLD_AFTER_CANCELLATION:
        return _refuse(Reason.ORDER_CANCELLED)
    if is_overtaken(order, fact):
        return _refuse(Reason.SUPERSEDED)
    if now - notification.due_at > timedelta(hours=policy.stale_hours):
        return _refuse(Reason.STALE)
    until = max(notification.due_at, _decent_moment(notification, order, policy, now))
    if until > now:
        return Recheck(action=RecheckAction.HOLD, until=until, reason="not_yet_due")
    return Recheck(action=RecheckAction.SEND)


def is_overtaken(order: Order, fact: MilestoneFact) -> bool:
    """Whether something newer is known, told or not, that makes this untrue or old news."""
    position = parcel_position(fact.milestone, fact.detail)
    if fact.milestone is Milestone.PAYMENT_FAILED:
        return any(other.milestone is Milestone.PAID for other in order.history)
    if fact.milestone in TROUBLE and position is None:
        return _trouble_is_over(order, fact)
    if position is None:
        return False
    return any(reached > position for reached in _positions(order, fact))


def _why_not(order: Order, fact: MilestoneFact, policy: NotificationPolicy) -> Reason | None:
    """The first rule that keeps a fact from everybody."""
    if fact.parcel is not None and fact.milestone in ORDER_ONLY:
        return Reason.PARCEL_ONLY
    if _was_known(order, fact):
        return Reason.ALREADY_TOLD
    if _is_cancelled(order) and fact.milestone not in STILL_TOLD_AFTER_CANCELLATION:
        return Reason.ORDER_CANCELLED
    if is_overtaken(order, fact):
        return Reason.SUPERSEDED
    if fact.received_at - fact.occurred_at > timedelta(hours=policy.stale_hours):
        return Reason.PAST
    if _keeps_the_promise(order, fact):
        return Reason.WITHIN_PROMISE
    if not order.people:
        return Reason.WAITS_FOR_ORDER
    return None if audience(order, fact.milestone, policy) else Reason.NO_RECIPIENT


def _notify(
    order: Order, fact: MilestoneFact, person: Person, policy: NotificationPolicy, now: datetime
) -> Notification | None:
    reached = reach(person, policy)
    if reached is None:
        return None
    carrier, handle = reached
    planned = Notification(
        id=_notification_id(order, fact, person),
        shop=order.shop,
        items=(_item(order, fact, person, now),),
        recipient=Recipient(handle=handle, name=person.name, roles=person.roles),
        provider=carrier,
        language=language_for(order, person, policy),
        due_at=now,
        because=_because(fact, person, carrier),
    )
    return planned.model_copy(update={"due_at": _decent_moment(planned, order, policy, now)})


def _item(order: Order, fact: MilestoneFact, person: Person, now: datetime) -> NotificationItem:
    told = Fact(
        order=order.order_id,
        parcel=fact.parcel,
        milestone=fact.milestone,
        occurred_at=fact.occurred_at,
    )
    facts = facts_for(order, fact, person.roles, now)
    return NotificationItem(fact=told, order_number=order.number, facts=facts)


def _because(fact: MilestoneFact, person: Person, carrier: Carrier) -> tuple[Evidence, ...]:
    return (
        Evidence(kind="milestone", detail=f"{fact.milestone}, told by {fact.source}"),
        Evidence(kind="role", detail=", ".join(person.roles)),
        Evidence(kind="channel", detail=f"{carrier} is the first this person can be reached by"),
    )


def _notification_id(order: Order, fact: MilestoneFact, person: Person) -> str:
    """The same news to the same person has the same id, whoever tells us of it."""
    milestone, parcel, again = news_key(fact)
    parts = json.dumps([order.shop, order.order_id, parcel, milestone, person.key, again])
    return hashlib.sha256(parts.encode()).hexdigest()[:24]


def _decent_moment(
    notification: Notification, order: Order, policy: NotificationPolicy, now: datetime
) -> datetime:
    if notification.provider not in policy.ringing:
        return now
    country = country_of(notification.recipient.handle, order, policy)
    return earliest_allowed(policy.quiet_hours, country, now)


def _was_known(order: Order, fact: MilestoneFact) -> bool:
    """Whether the same news stands earlier in the history, from another source or event."""
    for earlier in order.history:
        if earlier.source == fact.source:
            return False
        if news_key(earlier) == news_key(fact):
            return True
    return False


def _is_cancelled(order: Order) -> bool:
    return order.own_milestone is Milestone.CANCELLED or any(
        fact.milestone is Milestone.CANCELLED and fact.parcel is None and not fact.partial
        for fact in order.history
    )


def _positions(order: Order, fact: MilestoneFact) -> list[int]:
    """How far that parcel is known to be; for the whole order, how far any of it is."""
    positions = [parcel_position(told.milestone, told.detail) for told in _told_of_all(order, fact)]
    parcels = _parcels(order, fact.parcel)
    positions += [LATTICE[held.milestone].parcel for held in parcels if held.milestone]
    return [position for position in positions if position is not None]


def _parcels(order: Order, parcel: str | None) -> list[Parcel]:
    return [held for name, held in order.parcels.items() if parcel in (None, name)]


def _told_of_all(order: Order, fact: MilestoneFact) -> list[MilestoneFact]:
    """What is told of the whole order and holds for the fact too: for a parcel's, only the way
    there, told at that moment or later. A parcel can leave after its order was called delivered.
    """
    whole = [told for told in order.history if told.parcel is None and not told.partial]
    if fact.parcel is None:
        return whole
    return [
        told
        for told in whole
        if told.occurred_at >= fact.occurred_at and told.milestone is not Milestone.RETURNED
    ]


def _trouble_is_over(order: Order, trouble: MilestoneFact) -> bool:
    """It arrived, it went out after all, or a newer delay names another date."""
    if _has_arrived(order, trouble):
        return True
    return any(
        fact.milestone is Milestone.OUT_FOR_DELIVERY
        or (fact.milestone is trouble.milestone and news_key(fact) != news_key(trouble))
        for fact in _about(order, trouble.parcel)
        if fact.occurred_at > trouble.occurred_at
    )


def _has_arrived(order: Order, trouble: MilestoneFact) -> bool:
    """The parcel in trouble; for the whole order each of its parcels, or the order itself."""
    steps = [held.milestone for held in _parcels(order, trouble.parcel)]
    if steps and all(step in ENDS_TROUBLE for step in steps):
        return True
    return any(told.milestone in ENDS_TROUBLE for told in _told_of_all(order, trouble))


def _keeps_the_promise(order: Order, delay: MilestoneFact) -> bool:
    """Whether a delay's new date is no later than the date in force when it was told."""
    if delay.milestone is not Milestone.DELAYED or delay.expected_on is None:
        return False
    in_force = _date_in_force(order, delay)
    return in_force is not None and delay.expected_on <= in_force


def _date_in_force(order: Order, delay: MilestoneFact) -> date | None:
    """What was promised before, in the order of the sources' clocks: a later date counts only
    from a delay, which is told; an estimate that slips is not.
    """
    in_force: date | None = None
    for told_at, day, is_delay in sorted(_dates(order, delay)):
        if told_at < delay.occurred_at and (in_force is None or is_delay or day < in_force):
            in_force = day
    return in_force


def _dates(order: Order, delay: MilestoneFact) -> Iterator[tuple[datetime, date, bool]]:
    """Every other date known of that parcel and of its order."""
    for fact in order.history:
        concerns = fact.parcel in (None, delay.parcel) and fact.source != delay.source
        if concerns and fact.expected_on is not None:
            yield fact.occurred_at, fact.expected_on, fact.milestone is Milestone.DELAYED
    held = order.parcels.get(delay.parcel or "")
    if held and held.expected_on and "expected_on" in held.clocks:
        yield held.clocks["expected_on"], held.expected_on, False
    if order.expected_on and "expected_on" in order.clocks:
        yield order.clocks["expected_on"], order.expected_on, False


def _about(order: Order, parcel: str | None) -> list[MilestoneFact]:
    return [fact for fact in order.history if fact.parcel == parcel]


def _fact_of(notification: Notification) -> MilestoneFact:
    """The fact that a notification tells, as far as overtaking is concerned."""
    day = notification.facts.get("new_date")
    return MilestoneFact(
        milestone=notification.milestone,
        parcel=notification.parcel,
        occurred_at=notification.occurred_at,
        received_at=notification.due_at,
        source=notification.id,
        expected_on=date.fromisoformat(day) if day else None,
        detail=notification.facts.get("detail"),
    )


def _suppressed(fact: MilestoneFact, reason: Reason, person: str | None = None) -> Suppressed:
    return Suppressed(milestone=fact.milestone, parcel=fact.parcel, reason=reason, person=person)


def _refuse(reason: str) -> Recheck:
    return Recheck(action=RecheckAction.SUPPRESS, reason=reason)
