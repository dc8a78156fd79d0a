"""What a notification may say: only facts that are known, true now, and meant for that person."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from functions.core.orders import Milestone, Order, OrderLine, Parcel
from functions.core.updates.records import Fact

LINES_SHOWN = 20
LINK_LENGTH = 2000
WITH_EXPECTED_DATE = frozenset({Milestone.PLACED, Milestone.HANDED_OVER})
PARTS = frozenset({Milestone.LINE_CANCELLED, Milestone.BACK_ORDER})


def facts_for(
    order: Order, fact: Fact, allowed: Collection[str], now: datetime, zone: str
) -> Mapping[str, str]:
    """Keys, each only when known and allowed: `tracking_url` (https), `tracking_code`, `carrier`,
    `expected_on`, `new_date` and `last_day` (ISO dates that are not over), `window_from` and
    `window_to` (ISO times on the clock of the place of delivery), `pay_before` (likewise),
    `attempt` (a number from 2 on), `lines` (one per line, `2 × Rake`), `total` (of a refund what
    is refunded), `partial` (`true`), `detail` (of an exception: address, customs, damaged, lost,
    or the carrier's word), `step` (of a missed promise: handed_over, delivered or refund).
    """
    parcel = _parcel(order, fact)
    may_say = {
        **(_tracking(parcel) if "tracking" in allowed else {}),
        **(_window(fact, zone) if "delivery_window" in allowed else {}),
        "expected_on": _expected_on(order, fact, parcel, now),
        "new_date": _day(fact.new_date, now) if "new_date" in allowed else None,
        "last_day": _day(fact.last_day, now) if "last_day" in allowed else None,
        "pay_before": _moment(fact.pay_before, zone),
        "attempt": str(fact.attempt) if fact.attempt > 1 else None,
        "lines": _lines(order, fact, parcel) if "lines" in allowed else None,
        "total": (fact.amount or order.total) if "prices" in allowed else None,
        "partial": "true" if fact.partial else None,
        "detail": fact.detail if fact.milestone is Milestone.EXCEPTION else None,
        "step": fact.step,
    }
    return {name: value for name, value in may_say.items() if value}


def is_web_link(url: str) -> bool:
    """Whether a link may be put before a customer: https, a host, nothing hidden in it."""
    if len(url) > LINK_LENGTH or not url.isascii() or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "https" and "." in host.strip(".") and "@" not in parts.netloc


def _parcel(order: Order, fact: Fact) -> Parcel | None:
    """The parcel a fact is about; an order with one parcel means that one."""
    if fact.parcel:
        return order.parcels.get(fact.parcel)
    return next(iter(order.parcels.values())) if len(order.parcels) == 1 else None


def _tracking(parcel: Parcel | None) -> dict[str, str | None]:
    if parcel is None or parcel.tracking is None:
        return {}
    url = parcel.tracking.url or ""
    return {
        "tracking_url": url if is_web_link(url) else None,
        "tracking_code": parcel.tracking.code,
        "carrier": parcel.tracking.carrier,
    }


def _window(fact: Fact, zone: str) -> dict[str, str | None]:
    if fact.window is None:
        return {}
    begins, ends = fact.window.begins, fact.window.ends
    return {"window_from": _moment(begins, zone), "window_to": _moment(ends, zone)}


def _moment(at: datetime | None, zone: str) -> str | None:
    return at.astimezone(ZoneInfo(zone)).isoformat() if at else None


def _expected_on(order: Order, fact: Fact, parcel: Parcel | None, now: datetime) -> str | None:
    if fact.milestone not in WITH_EXPECTED_DATE:
        return None
    return _day((parcel.expected_on if parcel else None) or order.expected_on, now)


def _day(day: date | None, now: datetime) -> str | None:
    """A day that is over is no expectation."""
    return day.isoformat() if day and day >= now.date() else None


def _lines(order: Order, fact: Fact, parcel: Parcel | None) -> str | None:
    """What it is about: some of the lines, what is in the parcel, or the whole order."""
    if fact.milestone in PARTS and fact.lines:
        by_name = {line.name: line for line in order.lines}
        lines = [by_name.get(name) or OrderLine(title=name) for name in fact.lines]
    elif parcel and parcel.lines:
        lines = list(parcel.lines)
    else:
        lines = list(order.lines)
    shown = [_line(line) for line in lines[:LINES_SHOWN]]
    return "\n".join([*shown, "…"] if len(lines) > LINES_SHOWN else shown)


def _line(line: OrderLine) -> str:
    return f"{line.quantity} × {' '.join(line.title.split())}"
