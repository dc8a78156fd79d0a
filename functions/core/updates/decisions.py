"""What comes of a happening: messages, reasons for silence, work items, answers, closed cases."""

from datetime import datetime
from enum import StrEnum

from functions.core.orders import Role
from functions.core.updates.policy import Channel
from functions.core.updates.records import Fact
from functions.core.values import Evidence, Language, Value


class Action(StrEnum):
    SENT = "sent"
    SUPPRESSED = "suppressed"
    WORK_ITEM = "work_item"
    AUTO_REPLY = "auto_reply"
    CASE_CLOSED = "case_closed"


class Why(StrEnum):
    """Why something is not told."""

    ALREADY_TOLD = "already_told"
    PAST = "past"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    WITHIN_PROMISE = "within_promise"
    ORDER_CANCELLED = "order_cancelled"
    COMPLAINT_OPEN = "complaint_open"
    NO_CHANNEL = "no_channel"
    NO_RECIPIENT = "no_recipient"
    UNTOLD = "untold"


class Decision(Value):
    at: datetime
    action: Action
    reason: str
    order: str | None = None
    person: str | None = None
    items: tuple[Fact, ...] = ()
    channel: Channel | None = None
    language: Language | None = None
    roles: tuple[Role, ...] = ()
    facts: tuple[str, ...] = ()
    human: bool = False
    template: bool | None = None
    queue: str | None = None
    priority: str | None = None
    mark: str | None = None
    """What tells a work item from another one of the same order."""
    because: tuple[Evidence, ...] = ()
