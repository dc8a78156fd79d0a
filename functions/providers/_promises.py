"""Dates, delivery windows, tries and ways to pay: what promises and deadlines are counted from."""

import re
from datetime import date, datetime, timedelta

from functions.core.deliveries import Delivery
from functions.core.orders import DeliveryWindow, Milestone, PaymentKind, Trouble
from functions.core.untrusted import plausible

TRIES = frozenset({Milestone.OUT_FOR_DELIVERY, Milestone.ATTEMPTED})
MOST_TRIES = 20
FORESIGHT = timedelta(days=2 * 365)
"""A promise farther away than this is a slip of somebody's clock."""
WIDEST_WINDOW = timedelta(hours=18)
# Goods leave before the money is there: on account, or paid at the door.
PAID_LATER = (
    *(
        "invoice",
        "onaccount",
        "oprekening",
        "factuur",
        "rechnung",
        "purchaseorder",
        "companycredit",
    ),
    *("cashondelivery", "rembours", "nachnahme", "netterms", "net30", "net14", "net60"),
)
PAID_LATER_EXACTLY = frozenset({"cod", "net", "purchase", "po", "fulfillment", "receipt"})


def told_at(at: datetime | None, delivery: Delivery) -> datetime | None:
    return plausible(at, delivery.received_at) if at else None


def day_of(at: datetime | date | None, delivery: Delivery) -> date | None:
    """The day of a promise, by the clock that it is told in; none where it cannot be meant."""
    day = at.date() if isinstance(at, datetime) else at
    return day if day and abs(day - delivery.received_at.date()) <= FORESIGHT else None


def is_near(at: datetime, delivery: Delivery) -> bool:
    return abs(at - delivery.received_at) <= FORESIGHT


def window_of(
    begins: datetime | None, ends: datetime | None, delivery: Delivery
) -> DeliveryWindow | None:
    """Between two moments of about one day: what is wider is no window but an estimate."""
    if begins is None or ends is None or not begins < ends or not is_near(begins, delivery):
        return None
    return DeliveryWindow(begins=begins, ends=ends) if ends - begins <= WIDEST_WINDOW else None


def attempt_of(milestone: Milestone | None, failed_tries: int) -> int:
    """Which try it is, counted from how often it failed so far: this time included once it has."""
    if milestone not in TRIES:
        return 1
    tries = failed_tries + 1 if milestone is Milestone.OUT_FOR_DELIVERY else failed_tries
    return min(max(tries, 1), MOST_TRIES)


def trouble_of(milestone: Milestone | None, detail: str | None) -> Trouble | None:
    """The sort of an exception, where its detail is the word for one."""
    if milestone is not Milestone.EXCEPTION or detail not in set(Trouble):
        return None
    return Trouble(detail)


def meaning(delivery: Delivery, known: Milestone | None, *words: str | int) -> Milestone | None:
    """What a status means: as the account's settings `status.<word>` say, else as we know it.

    A word that is set to nothing of ours (`none`) is recorded and moves nothing.
    """
    for word in words:
        told = delivery.options.get(f"status.{word}".casefold())
        if told is not None:
            return Milestone(told) if told in set(Milestone) else None
    return known


def payment_kind(*methods: str | None) -> PaymentKind | None:
    """By the name or code of the way to pay; none where a shop tells none."""
    named = [re.sub(r"[^a-z0-9]", "", text[:100].casefold()) for text in methods if text]
    if not any(named):
        return None
    later = any(word in name for name in named for word in PAID_LATER)
    exactly = not PAID_LATER_EXACTLY.isdisjoint(named)
    return PaymentKind.INVOICE if later or exactly else PaymentKind.PREPAID
