"""The state machine: world, event or none, now, policy → world, decisions, when to look next."""

from datetime import datetime

from functions.core.orders import Milestone
from functions.core.updates import cases, promises
from functions.core.updates.dates import late
from functions.core.updates.decisions import Decision
from functions.core.updates.happenings import Happening, Kind
from functions.core.updates.occurrences import News, apply, is_silent, orphaned
from functions.core.updates.pickup import reminder
from functions.core.updates.policy import UpdatePolicy
from functions.core.updates.records import Fact, OrderRecord, Step, Timer, TimerKind, World
from functions.core.updates.refusals import is_past
from functions.core.updates.telling import drop, next_release, release, tell
from functions.core.updates.turn import Turn
from functions.core.values import Value

SECOND_MISS = 2


class Stepped(Value):
    """The records after a step, what was decided in it, and when to step next without an event."""

    world: World
    decisions: tuple[Decision, ...]
    next_at: datetime | None


def step(world: World, event: Happening | None, now: datetime, policy: UpdatePolicy) -> Stepped:
    """One event, or the timers and messages that are due now. The world given stays as it is."""
    after = world.model_copy(deep=True)
    decisions = move(after, event, now, policy)
    return Stepped(world=after, decisions=tuple(decisions), next_at=next_at(after))


def move(
    world: World, event: Happening | None, now: datetime, policy: UpdatePolicy
) -> list[Decision]:
    """The same step, made in the world given: for who has a copy of its own."""
    turn = Turn(world, policy, now)
    if event is None:
        for timer in _due(turn):
            del turn.world.timers[timer.key]
            _ring(turn, timer)
    elif event.id not in turn.world.seen:
        turn.world.seen.add(event.id)
        _take(turn, event)
    for person in turn.world.people.values():
        at = next_release(person)
        if at is not None and at <= now:
            release(turn, person)
    return turn.decisions


def next_at(world: World) -> datetime | None:
    """When the next timer or held message is due."""
    releases = (next_release(person) for person in world.people.values())
    times = [timer.at for timer in world.timers.values()]
    times += [at for at in releases if at is not None]
    return min(times, default=None)


def _due(turn: Turn) -> list[Timer]:
    due = [timer for timer in turn.world.timers.values() if timer.at <= turn.now]
    return sorted(due, key=lambda timer: (timer.at, timer.key))


def _take(turn: Turn, event: Happening) -> None:
    match event.kind:
        case Kind.CONTACT:
            cases.hear(turn, event)
        case Kind.SEND_RESULT:
            cases.report(turn, event)
        case Kind.CASE_RESOLVED:
            order = turn.world.orders.get(event.order or "")
            if order is not None:
                cases.resolve(order)
        case _:
            _take_order_event(turn, event)


def _take_order_event(turn: Turn, event: Happening) -> None:
    name = event.order or ""
    is_known = name in turn.world.orders
    introduces = event.milestone is Milestone.PLACED or (bool(event.people) and not is_known)
    if not introduces and not is_known:
        turn.world.waiting.setdefault(name, []).append(event)
        orphaned(turn, event)
        return
    events = [event]
    if introduces:
        _place(turn, event)
        events += turn.world.waiting.pop(name, [])
        turn.world.timers.pop(Timer(at=turn.now, kind=TimerKind.ORPHAN, order=name).key, None)
    order = turn.world.orders[name]
    news = [(joined, apply(turn, order, joined)) for joined in events]
    if order.cancelled_at is not None:
        drop(turn, order)
    for joined, told in news:
        if told is not None:
            _tell(turn, order, joined, told)


def _tell(turn: Turn, order: OrderRecord, event: Happening, news: News) -> None:
    tell(turn, news.fact, news.reason)
    if event.milestone is Milestone.DELIVERED and not is_past(turn, event):
        cases.close_answered(turn, order)


def _place(turn: Turn, event: Happening) -> None:
    """What the order's own event tells; what is known already stays."""
    past = is_past(turn, event)
    order = turn.world.orders.setdefault(event.order or "", OrderRecord(id=event.order or ""))
    order.organisation = order.organisation or event.organisation
    order.people = order.people or list(event.people)
    order.roles = order.roles or {name: list(roles) for name, roles in event.roles.items()}
    order.country = order.country or event.country
    order.language = order.language or event.language
    order.payment = order.payment or event.payment
    order.lines = order.lines or set(event.lines)
    start(turn, order, event, past=past)


def start(turn: Turn, order: OrderRecord, event: Happening, *, past: bool) -> None:
    """Start the promises' clocks, where dates, a payment or an invoice give a beginning."""
    promises.promise(turn, order, event.promised, past=past)
    if event.paid_at is not None:
        order.paid = True
        promises.promise_from(turn, order, event.paid_at, past=past)
    elif order.payment == promises.INVOICE:
        promises.promise_from(turn, order, event.occurred_at, past=past)


def _ring(turn: Turn, timer: Timer) -> None:
    order = turn.world.orders.get(timer.order)
    if order is None:
        if timer.kind is TimerKind.ORPHAN and timer.order in turn.world.waiting:
            turn.work_item(timer.order, "parcel_without_order")
        return
    parcel = order.parcels.get(timer.parcel or "")
    if timer.kind is TimerKind.MISS:
        _miss(turn, order, timer)
    elif timer.kind is TimerKind.SILENCE and parcel is not None and is_silent(parcel):
        turn.work_item_once(order, f"silence|{parcel.id}", "no_news_of_parcel")
    elif timer.kind is TimerKind.PICKUP and parcel is not None:
        person = turn.world.people.get(timer.person or "")
        if person is not None:
            tell(turn, reminder(order, parcel, timer), only=[person])


def _miss(turn: Turn, order: OrderRecord, timer: Timer) -> None:
    assert timer.step is not None
    assert timer.day is not None
    missed = promises.unmet(order, timer.step, timer.day)
    told_before = {late(timer.day, parcel) for parcel in (*missed, None)} & order.late
    if not missed or (timer.step is Step.DELIVERED and late(timer.day, None) in told_before):
        return
    for parcel in missed:
        if tell(turn, _missed(order, parcel, timer)) and timer.step is Step.DELIVERED:
            order.late.add(late(timer.day, parcel))
    _count_miss(turn, order, f"{timer.step}|{timer.day.isoformat()}")


def _missed(order: OrderRecord, parcel: str | None, timer: Timer) -> Fact:
    step_name, day = str(timer.step), timer.day
    return Fact(
        order=order.id,
        parcel=parcel,
        milestone=Milestone.MISSED_PROMISE,
        again=f"{step_name},{day.isoformat() if day else ''}",
        occurred_at=timer.at,
        step=step_name,
    )


def _count_miss(turn: Turn, order: OrderRecord, miss: str) -> None:
    """A business customer's is somebody's work at once, a consumer's the second time."""
    if miss in order.misses or order.cancelled_at is not None:
        return
    order.misses.append(miss)
    if order.organisation is not None or len(order.misses) == SECOND_MISS:
        turn.work_item(order.id, "missed_promise", mark=f"missed_promise|{miss}")
