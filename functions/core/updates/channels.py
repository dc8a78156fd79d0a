"""By which channel a person can be told this now, and when that channel may ring."""

from datetime import datetime, timedelta

from functions.core.clocks.quiet_hours import earliest_allowed
from functions.core.orders import Milestone
from functions.core.updates.calendar import end_of
from functions.core.updates.policy import Channel
from functions.core.updates.records import Fact, OrderRecord, PersonRecord
from functions.core.updates.turn import Turn

PICKUP = frozenset({Milestone.READY_FOR_PICKUP, Milestone.PICKUP_REMINDER})


def choose(
    turn: Turn,
    order: OrderRecord,
    person: PersonRecord,
    milestone: Milestone,
    *,
    but: Channel | None = None,
) -> Channel | None:
    """The organisation's channel, else the preferred one, else the first that can be used."""
    organisation = turn.organisation_of(order)
    wanted = (organisation.channel if organisation else None, person.preferred_channel, *Channel)
    usable = (channel for channel in wanted if channel and channel is not but)
    return next(
        (channel for channel in usable if _is_usable(turn, person, channel, milestone)), None
    )


def in_conversation(turn: Turn, person: PersonRecord) -> bool:
    """Whether WhatsApp takes free text for this person now."""
    last = person.last_whatsapp_inbound_at
    return last is not None and turn.now - last <= timedelta(hours=turn.policy.window_hours)


def earliest(turn: Turn, country: str, channel: Channel, moment: datetime) -> datetime:
    """The moment itself, or the first minute after it in which the channel may ring there."""
    if channel is Channel.EMAIL:
        return moment
    return earliest_allowed(turn.policy.quiet_hours, country, moment)


def is_urgent(turn: Turn, country: str, fact: Fact, release: datetime) -> bool:
    """Whether the fact would come too late at that release."""
    soon = release + timedelta(minutes=turn.policy.urgent_minutes)
    if fact.milestone is Milestone.OUT_FOR_DELIVERY and fact.window:
        return fact.window.begins < soon
    if fact.milestone is Milestone.PAYMENT_FAILED and fact.pay_before:
        return fact.pay_before < soon
    if fact.milestone in PICKUP and fact.last_day:
        return end_of(turn.policy.quiet_hours, country, fact.last_day) <= release
    return False


def _is_usable(turn: Turn, person: PersonRecord, channel: Channel, milestone: Milestone) -> bool:
    if channel not in turn.policy.carriers:
        return False
    if channel in person.dead or channel in person.opted_out:
        return False
    if channel is Channel.EMAIL:
        return bool(person.email)
    if channel is Channel.SMS:
        return bool(person.phone)
    templates = turn.policy.whatsapp_templates
    may_open = templates is None or milestone in templates or in_conversation(turn, person)
    return bool(person.phone) and person.whatsapp_optin and may_open
