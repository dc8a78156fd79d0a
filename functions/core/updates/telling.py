"""From news to messages: what waits for whom, what goes together, what goes now."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from functions.core.updates.audience import (
    LATE,
    audience,
    facts_told,
    is_ever_told,
    language_for,
    roles_told,
)
from functions.core.updates.calendar import moment_of
from functions.core.updates.channels import choose, earliest, in_conversation, is_urgent
from functions.core.updates.decisions import Action, Decision, Why
from functions.core.updates.digests import batches_of
from functions.core.updates.policy import Channel
from functions.core.updates.records import (
    Fact,
    Held,
    Notice,
    OrderRecord,
    OrganisationRecord,
    PersonRecord,
    Sent,
)
from functions.core.updates.refusals import refusal
from functions.core.updates.turn import Turn
from functions.core.values import Evidence


def tell(
    turn: Turn,
    fact: Fact,
    reason: Why | None = None,
    only: Sequence[PersonRecord] | None = None,
) -> bool:
    """Let a fact wait for its message to each who hears of it; False: for nobody."""
    order = turn.world.orders[fact.order]
    if fact.milestone in turn.policy.untold:
        turn.suppress(fact, Why.UNTOLD)
        return False
    people = audience(turn, order, fact.milestone)
    if only is not None:
        people = [person for person in people if person in only]
    if not people and is_ever_told(turn, order, fact.milestone):
        _tell_nobody(turn, order, fact)
    held = [_hold(turn, order, person, fact, reason) for person in people]
    return any(held)


def _tell_nobody(turn: Turn, order: OrderRecord, fact: Fact) -> None:
    """The order's people are told other things, or it has none: no channel leads to anybody."""
    if turn.people_of(order):
        turn.suppress(fact, Why.NO_RECIPIENT)
        return
    turn.suppress(fact, Why.NO_CHANNEL)
    if fact.milestone in turn.policy.needs_customer:
        turn.work_item_once(order, "no_channel", "no_channel")


def _hold(
    turn: Turn, order: OrderRecord, person: PersonRecord, fact: Fact, reason: Why | None
) -> bool:
    if fact.key in person.told or any(held.fact.key == fact.key for held in person.held):
        reason = Why.ALREADY_TOLD
    reason = reason or refusal(turn, order, fact)
    if reason is not None:
        turn.suppress(fact, reason, person)
        return False
    if choose(turn, order, person, fact.milestone) is None:
        no_channel(turn, order, person, Held(fact=fact, due=turn.now, until=turn.now))
        return False
    person.held.append(_schedule(turn, order, person, fact))
    return True


def _schedule(turn: Turn, order: OrderRecord, person: PersonRecord, fact: Fact) -> Held:
    due = turn.now
    if fact.milestone not in turn.policy.at_once:
        wait = turn.now + timedelta(minutes=turn.policy.digest_minutes)
        open_until = [h.due for h in person.held if h.due > turn.now and not h.deferred]
        due = min(open_until, default=wait)
    channel = choose(turn, order, person, fact.milestone) or Channel.EMAIL
    country = turn.country_of(person, order)
    release = earliest(turn, country, channel, due)
    if is_urgent(turn, country, fact, release):
        return Held(fact=fact, due=turn.now, until=turn.now, urgent=True)
    return Held(fact=fact, due=due, until=release)


def resend(turn: Turn, person: PersonRecord, facts: Sequence[Fact]) -> None:
    """A message failed for good: its facts go once more, by what is left."""
    for fact in facts:
        if fact.order in turn.world.orders:
            held = Held(fact=fact, due=turn.now, until=turn.now, resend=True)
            person.held.append(held)


def drop(turn: Turn, order: OrderRecord) -> None:
    """What still waits about an order that is over, with the reason it is not told."""
    for person in turn.world.people.values():
        for held in [held for held in person.held if held.fact.order == order.id]:
            reason = refusal(turn, order, held.fact)
            if reason is Why.ORDER_CANCELLED:
                person.held.remove(held)
                turn.suppress(held.fact, reason, person)


def next_release(person: PersonRecord) -> datetime | None:
    return min((held.until for held in person.held), default=None)


def release(turn: Turn, person: PersonRecord) -> None:
    """Decide all anew that waits for a person; what may go now goes in one message per channel."""
    going: dict[Channel, list[Held]] = {}
    waiting: list[Held] = []
    decided = [(held, _decide(turn, person, held)) for held in person.held]
    goes = any(held.due <= turn.now and held.until <= turn.now for held, to in decided if to)
    for held, channel in decided:
        if channel is not None and goes and held.until <= turn.now:
            going.setdefault(channel, []).append(held)
        elif channel is not None:
            _wait_on(turn, person, held, channel)
            waiting.append(held)
    person.held = waiting
    for channel, batch in batches_of(turn, person, going):
        if _is_over_budget(turn, person, batch):
            batch = _defer(turn, person, batch)
        if batch:
            _send(turn, person, channel, batch)


def _decide(turn: Turn, person: PersonRecord, held: Held) -> Channel | None:
    """The channel of a fact that may still be told, with `until` moved; none: it is dropped."""
    order = turn.world.orders[held.fact.order]
    reason = refusal(turn, order, held.fact)
    if reason is not None:
        turn.suppress(held.fact, reason, person)
        return None
    channel = choose(turn, order, person, held.fact.milestone)
    if channel is None:
        no_channel(turn, order, person, held)
        return None
    if held.deferred and held.until > turn.now:
        return channel
    country = turn.country_of(person, order)
    held.until = earliest(turn, country, channel, turn.now)
    if held.urgent or is_urgent(turn, country, held.fact, held.until):
        held.urgent, held.due, held.until = True, turn.now, turn.now
    return channel


def _wait_on(turn: Turn, person: PersonRecord, held: Held, channel: Channel) -> None:
    """No message goes that it could go along with: the wait for further facts is not over."""
    if held.until <= turn.now:
        country = turn.country_of(person, turn.world.orders[held.fact.order])
        held.until = earliest(turn, country, channel, held.due)


def no_channel(turn: Turn, order: OrderRecord, person: PersonRecord, held: Held) -> None:
    turn.suppress(held.fact, Why.NO_CHANNEL, person)
    if held.resend or held.fact.milestone in turn.policy.needs_customer:
        turn.work_item_once(order, "no_channel", "no_channel")


def _is_over_budget(turn: Turn, person: PersonRecord, batch: Sequence[Held]) -> bool:
    exempt = turn.policy.always
    if any(held.fact.milestone in exempt or held.resend or held.urgent for held in batch):
        return False
    if person.per_day.get(_person_day(turn, person, batch), 0) >= turn.policy.budget_person:
        return True
    shop_day = turn.day(turn.policy.shop_country).date()
    counts = (organisation.per_day.get(shop_day, 0) for organisation in _organisations(turn, batch))
    return any(count >= turn.policy.budget_organisation for count in counts)


def _defer(turn: Turn, person: PersonRecord, batch: Sequence[Held]) -> list[Held]:
    """Until the next day's overflow digest; what would be too late then goes all the same."""
    going = []
    for held in batch:
        country = turn.country_of(person, turn.world.orders[held.fact.order])
        tomorrow = turn.day(country).date() + timedelta(days=1)
        until = moment_of(turn.policy.quiet_hours, country, tomorrow, turn.policy.overflow_at)
        if is_urgent(turn, country, held.fact, until):
            held.urgent = True
            going.append(held)
        else:
            held.until, held.due, held.deferred = until, until, True
            person.held.append(held)
    return going


def _send(turn: Turn, person: PersonRecord, channel: Channel, batch: Sequence[Held]) -> None:
    facts = [held.fact for held in batch]
    orders = [turn.world.orders[name] for name in dict.fromkeys(fact.order for fact in facts)]
    if not all(held.resend for held in batch):
        day = _person_day(turn, person, batch)
        person.per_day[day] = person.per_day.get(day, 0) + 1
        shop_day = turn.day(turn.policy.shop_country).date()
        for organisation in _organisations(turn, batch):
            organisation.per_day[shop_day] = organisation.per_day.get(shop_day, 0) + 1
    person.told |= {fact.key for fact in facts}
    person.sent.append(Sent(channel=channel, at=turn.now, facts=facts))
    for fact in facts:
        if fact.milestone in LATE:
            person.notices[fact.order] = Notice(at=turn.now, fact=fact)
    turn.decisions.append(_message(turn, person, channel, batch, orders))


def _message(
    turn: Turn,
    person: PersonRecord,
    channel: Channel,
    batch: Sequence[Held],
    orders: Sequence[OrderRecord],
) -> Decision:
    facts = tuple(held.fact for held in batch)
    whatsapp = channel is Channel.WHATSAPP
    return Decision(
        at=turn.now,
        action=Action.SENT,
        reason=_reason(batch),
        person=person.id,
        items=facts,
        channel=channel,
        language=language_for(turn, person, orders),
        roles=roles_told(turn, person, orders),
        facts=facts_told(turn, person, facts),
        human=any(order.complaint_open or order.not_received_open for order in orders),
        template=not in_conversation(turn, person) if whatsapp else None,
        because=tuple(Evidence(kind="told", detail=fact.key) for fact in facts),
    )


def _reason(batch: Sequence[Held]) -> str:
    if any(held.resend for held in batch):
        return "resent"
    if any(held.urgent for held in batch):
        return "urgent"
    return "digest" if len(batch) > 1 else "told"


def _person_day(turn: Turn, person: PersonRecord, batch: Sequence[Held]) -> date:
    return turn.day(turn.country_of(person, turn.world.orders[batch[0].fact.order])).date()


def _organisations(turn: Turn, batch: Sequence[Held]) -> list[OrganisationRecord]:
    names = {turn.world.orders[held.fact.order].organisation for held in batch}
    known = (turn.world.organisations.get(name) for name in names if name)
    return [organisation for organisation in known if organisation]
