"""What the shop knows of a customer when a message comes in, from rows that were read anyway."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from functions.core.contacts import Anchor
from functions.core.evidence.known_orders import KnownOrder
from functions.core.grouping.organisations import KnownOrganisation
from functions.core.grouping.people import KnownHandle
from functions.core.standing import OrderState, Standing
from functions.core.values import Value

RECENT = timedelta(days=30)
FORGOTTEN = timedelta(days=60)
"""An order this old of which nothing more was heard is taken for done."""
UNDER_WAY = (OrderState.OPEN, OrderState.UNPAID)


class CustomerFacts(Value):
    """What the shop knows of the customer; none means not looked up. Small priors only."""

    is_business: bool | None = None
    has_open_order: bool | None = None
    delivered_recently: bool | None = None
    has_open_return: bool | None = None
    has_overdue_invoice: bool | None = None
    contacts_last_30d: int | None = None
    """Contacts about anything; many are no proof of a repeated one."""
    organisation: str | None = None


class OrderFacts(Value):
    """What is known of the order a contact is about."""

    open: bool
    """Placed and not yet delivered or cancelled."""
    days_late: int | None = None
    """Full days past the promised day; none: not late, or nothing was promised."""
    delivered_days_ago: int | None = None
    value: Decimal | None = None
    """What it cost, in the shop's own money."""


def facts_of_orders(orders: Iterable[KnownOrder], today: date) -> dict[str, bool]:
    """The flags of `CustomerFacts` that orders tell; without any order all are false."""
    standings = [order.standing for order in orders if order.standing]
    recent = [one for one in standings if today - one.since <= RECENT]
    return {
        "has_open_order": any(_under_way(one, today) for one in standings),
        "delivered_recently": any(one.state is OrderState.DELIVERED for one in recent),
        "has_open_return": any(one.state is OrderState.RETURNED for one in recent),
        "has_overdue_invoice": any(one.state is OrderState.UNPAID for one in recent),
    }


def order_in_question(
    orders: Sequence[KnownOrder], anchors: Sequence[Anchor], today: date
) -> OrderFacts | None:
    """The order that is named, else the newest under way, else the one delivered last."""
    told = [order for order in orders if order.standing]
    named = [order for order in told if not _numbers(order).isdisjoint(a.value for a in anchors)]
    chosen = min(named or told, key=lambda order: _distance(order, today), default=None)
    return _order_facts(chosen.standing, today) if chosen and chosen.standing else None


def _numbers(order: KnownOrder) -> set[str]:
    own = {order.number.lstrip("#").replace(" ", "").upper()} if order.number else set()
    return own | {reference.value for reference in order.references}


def _distance(order: KnownOrder, today: date) -> tuple[bool, timedelta]:
    standing = order.standing
    assert standing is not None
    return not _under_way(standing, today), today - standing.since


def _order_facts(standing: Standing, today: date) -> OrderFacts:
    is_open = _under_way(standing, today)
    late = (today - standing.expected_on).days if is_open and standing.expected_on else 0
    delivered = standing.state is OrderState.DELIVERED
    return OrderFacts(
        open=is_open,
        days_late=late if late > 0 else None,
        delivered_days_ago=max(0, (today - standing.since).days) if delivered else None,
        value=amount(standing.total),
    )


def _under_way(standing: Standing, today: date) -> bool:
    last = max(standing.since, standing.expected_on or standing.since)
    return standing.state in UNDER_WAY and today - last <= FORGOTTEN


def amount(total: str | None) -> Decimal | None:
    """The number in `49.95 EUR`; none where there is none to be read."""
    try:
        number = Decimal((total or "").partition(" ")[0])
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def segment_of(
    organisation: str | None,
    handles: Iterable[KnownHandle],
    organisations: Iterable[KnownOrganisation],
    configured: Mapping[str, Sequence[str]],
) -> str | None:
    """By the policy's own lists, else as the account or one of its contacts carries it."""
    if organisation is None:
        return None
    listed = (name for name, members in configured.items() if organisation in members)
    known = (one.segment for one in organisations if one.id == organisation)
    carried = (handle.segments.get(organisation) for handle in handles)
    return next((name for name in (*listed, *known, *carried) if name), None)
