"""A message about to be handed over, decided once more on the state of this moment."""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime

from functions.core.notifications import Notification, NotificationItem, NotificationKind
from functions.core.updates.channels import earliest
from functions.core.updates.policy import UpdatePolicy
from functions.core.updates.records import World
from functions.core.updates.refusals import refusal
from functions.core.updates.standing import Address
from functions.core.updates.turn import Turn
from functions.core.values import Value

STALE = "stale"
CLOSED = "channel_closed"


class RecheckAction(StrEnum):
    SEND = "send"
    HOLD = "hold"
    SUPPRESS = "suppress"
    REROUTE = "reroute"
    """The channel was closed in the meantime: by another one, decided anew."""


class Verdict(Value):
    action: RecheckAction
    until: AwareDatetime | None = None
    """Of hold: when to look again."""
    reason: str | None = None
    items: tuple[NotificationItem, ...] = ()
    """Of send: those that are still true."""


def recheck(
    note: Notification, world: World, address: Address, policy: UpdatePolicy, now: datetime
) -> Verdict:
    """What is no longer true is left out; with nothing left there is no message."""
    turn = Turn(world, policy, now)
    kept, reasons = [], []
    for item in note.items:
        reason = _why_not(turn, note, item)
        if reason is None:
            kept.append(item)
        else:
            reasons.append(reason)
    if not kept:
        return Verdict(action=RecheckAction.SUPPRESS, reason=", ".join(dict.fromkeys(reasons)))
    if now - note.due_at > timedelta(hours=policy.stale_hours):
        return Verdict(action=RecheckAction.SUPPRESS, reason=STALE)
    if note.channel in {*address.dead, *address.opted_out}:
        return Verdict(action=RecheckAction.REROUTE, reason=CLOSED, items=tuple(kept))
    until = now if note.urgent or _is_reply(note) else _decent(turn, note, kept[0])
    if until > now:
        return Verdict(action=RecheckAction.HOLD, until=until)
    return Verdict(action=RecheckAction.SEND, items=tuple(kept))


def _why_not(turn: Turn, note: Notification, item: NotificationItem) -> str | None:
    order = turn.world.orders.get(item.fact.order)
    if order is None:
        return "its order is gone"
    return None if _is_reply(note) else refusal(turn, order, item.fact)


def _is_reply(note: Notification) -> bool:
    return note.kind is NotificationKind.AUTO_REPLY


def _decent(turn: Turn, note: Notification, item: NotificationItem) -> datetime:
    """Quiet hours where the recipient is."""
    order = turn.world.orders[item.fact.order]
    return earliest(turn, note.country or turn.destination(order), note.channel, turn.now)
