"""Which team queue a contact goes to, with which priority, and why."""

from enum import StrEnum

from functions.core.values import Evidence, Value


class Queue(StrEnum):
    """The teams; each has one FIFO queue."""

    PRESALES = "presales"
    ORDERS = "orders"
    RETURNS = "returns"
    BILLING = "billing"
    SUPPORT = "support"
    COMPLAINTS = "complaints"
    B2B = "b2b"
    PRIVACY = "privacy"
    SPAM = "spam"
    TRIAGE = "triage"


class Priority(StrEnum):
    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Routing(Value):
    queue: Queue
    priority: Priority
    sla_policy: str
    intent: str | None = None
    language: str | None = None
    because: tuple[Evidence, ...] = ()
