"""The teams and how pressing a matter can be."""

from enum import StrEnum


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
