"""Numbers that several orders can have: those that customers choose themselves, those that differ
in their spelling only, and the figures that are left of a number without its letters.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from functions.aws import rows, table
from functions.core.contacts import Anchor, AnchorKind
from functions.core.evidence.known_numbers import numbers_of
from functions.core.evidence.known_orders import KnownOrder
from functions.core.figures import figures_behind_letters, has_several_groups

MOST_SHARING = 4
"""Other orders kept under one number; who knows more of them abstains all the same."""

Rows = Mapping[table.Key, Mapping[str, Any]]


def keys_of(shop: str, anchors: Iterable[Anchor]) -> list[table.Key]:
    """Where such numbers are, of those among the anchors."""
    keys = (key for anchor in anchors for key in _keys_of(shop, anchor))
    return list(dict.fromkeys(keys))


def _keys_of(shop: str, anchor: Anchor) -> Iterator[table.Key]:
    if is_shared(anchor):
        yield rows.order_reference_key(shop, anchor)
    if key := key_without_letters(shop, anchor):
        yield key


def is_shared(anchor: Anchor) -> bool:
    return anchor.kind in rows.OWN_CODES or has_several_groups(anchor.value)


def key_without_letters(shop: str, anchor: Anchor) -> table.Key | None:
    """Where the order is by the figures of its number, if letters stand before them."""
    figures = figures_behind_letters(anchor.value) if anchor.kind is AnchorKind.ORDER else None
    return rows.figures_key(shop, figures) if figures else None


def write(key: table.Key, order: KnownOrder, found: Rows) -> table.Write:
    """The order under its number, with the others that have it too; guarded, so none gets lost."""
    row = found.get(key)
    others = [one for one in orders_in(row) if one.order_id != order.order_id][:MOST_SHARING]
    shared = order.model_copy(update={"others": tuple(others)})
    version = table.version(row)
    guard = table.unchanged(version) if row is None or version else None
    return table.Write(key, shared, guard, version=version + 1)


def order_of(anchor: Anchor, row: Mapping[str, Any] | None) -> KnownOrder | None:
    """The one order that a machine means by a number, which it spells as the shop does."""
    orders = orders_in(row)
    exact = [order for order in orders if anchor.value in numbers_of(order)]
    if not exact and len(orders) > 1 and anchor.kind not in rows.OWN_CODES:
        return None
    return next(iter(exact or orders), None)


def orders_in(row: Mapping[str, Any] | None) -> list[KnownOrder]:
    """All orders that a number leads to, the one written last first."""
    first = rows.decode(KnownOrder, row)
    if first is None:
        return []
    return [first.model_copy(update={"others": ()}), *first.others]
