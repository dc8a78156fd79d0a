"""What a notification may say: only facts that are known, true now, and meant for that role."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from functions.core.orders import Milestone, MilestoneFact, Order, OrderLine, Parcel, Role

LINES_SHOWN = 20
LINK_LENGTH = 2000
SEES_PRICES = frozenset({Role.BUYER, Role.ACCOUNTS_PAYABLE})
WITH_PRICES = frozenset({Milestone.PLACED, Milestone.PAID})
WITH_TRACKING = frozenset(
    {
        Milestone.HANDED_OVER,
        Milestone.IN_TRANSIT,
        Milestone.OUT_FOR_DELIVERY,
        Milestone.READY_FOR_PICKUP,
        Milestone.DELAYED,
        Milestone.EXCEPTION,
    }
)
WITH_EXPECTED_DATE = frozenset({Milestone.PLACED, Milestone.HANDED_OVER, Milestone.IN_TRANSIT})
WITH_LINES = frozenset({Milestone.PLACED, Milestone.HANDED_OVER, Milestone.CANCELLED})


def facts_for(
    order: Order, fact: MilestoneFact, roles: Sequence[Role], now: datetime
) -> Mapping[str, str]:
    """Keys, each only when known: `tracking_url` (https), `tracking_code`, `carrier`,
    `expected_on`, `new_date` and `last_day` (ISO dates that are not over), `window_from` and
    `window_to` (ISO times with the offset of the place of delivery), `pay_before` (likewise),
    `attempt` (a number from 2 on), `lines` (one per line, `2 × Rake`), `total`, `partial`
    (`true`), `detail` (of an exception: address, customs, damaged, lost, or the carrier's word),
    `step` (of a missed promise: handed_over, delivered or refund).
    """
    parcel = _parcel(order, fact)
    may_say = {
        **_tracking(fact, parcel),
        "expected_on": _expected_on(order, fact, parcel, now),
        "new_date": _day(fact.expected_on, now) if fact.milestone is Milestone.DELAYED else None,
        "lines": _lines(order, fact, parcel, roles),
        "total": _total(order, fact, roles),
        "partial": "true" if fact.partial else None,
        "detail": fact.detail if fact.milestone is Milestone.EXCEPTION else None,
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


def _parcel(order: Order, fact: MilestoneFact) -> Parcel | None:
    """The parcel a fact is about; an order with one parcel means that one."""
    if fact.parcel is not None:
        return order.parcels.get(fact.parcel)
    return next(iter(order.parcels.values())) if len(order.parcels) == 1 else None


def _tracking(fact: MilestoneFact, parcel: Parcel | None) -> dict[str, str | None]:
    if parcel is None or parcel.tracking is None or fact.milestone not in WITH_TRACKING:
        return {}
    url = parcel.tracking.url or ""
    return {
        "tracking_url": url if is_web_link(url) else None,
        "tracking_code": parcel.tracking.code,
        "carrier": parcel.tracking.carrier,
    }


def _expected_on(
    order: Order, fact: MilestoneFact, parcel: Parcel | None, now: datetime
) -> str | None:
    if fact.milestone not in WITH_EXPECTED_DATE:
        return None
    return _day((parcel.expected_on if parcel else None) or order.expected_on, now)


def _day(day: date | None, now: datetime) -> str | None:
    """A day that is over is no expectation."""
    return day.isoformat() if day and day >= now.date() else None


def _lines(
    order: Order, fact: MilestoneFact, parcel: Parcel | None, roles: Sequence[Role]
) -> str | None:
    """What it is about; a delay names it to the buyer, who decides what to do without."""
    delay_of_buyer = fact.milestone is Milestone.DELAYED and Role.BUYER in roles
    if fact.milestone not in WITH_LINES and not delay_of_buyer:
        return None
    only_parcel = len(order.parcels) <= 1
    contents = parcel.lines if parcel and parcel.lines else ()
    lines = contents or (order.lines if fact.parcel is None or only_parcel else ())
    shown = [_line(line) for line in lines[:LINES_SHOWN]]
    return "\n".join([*shown, "…"] if len(lines) > LINES_SHOWN else shown)


def _line(line: OrderLine) -> str:
    return f"{line.quantity} × {' '.join(line.title.split())}"


def _total(order: Order, fact: MilestoneFact, roles: Sequence[Role]) -> str | None:
    """Prices are for those who buy and those who pay, never for the warehouse."""
    return order.total if fact.milestone in WITH_PRICES and SEES_PRICES & {*roles} else None
