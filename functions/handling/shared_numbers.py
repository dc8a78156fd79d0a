"""Numbers that customers choose themselves: the same one can stand on orders of several."""

from collections.abc import Iterable, Mapping
from typing import Any

from functions.aws import rows, table
from functions.core.contacts import Anchor
from functions.core.evidence.known_orders import KnownOrder

MOST_SHARING = 4
"""Other orders kept under one number; who knows more of them abstains all the same."""

Rows = Mapping[table.Key, Mapping[str, Any]]


def keys_of(shop: str, anchors: Iterable[Anchor]) -> list[table.Key]:
    """Where such numbers are, of those among the anchors."""
    own = (anchor for anchor in anchors if anchor.kind in rows.OWN_CODES)
    return list(dict.fromkeys(rows.order_reference_key(shop, anchor) for anchor in own))


def write(key: table.Key, order: KnownOrder, found: Rows) -> table.Write:
    """The order under its number, with the others that have it too; guarded, so none gets lost."""
    row = found.get(key)
    others = [one for one in orders_in(row) if one.order_id != order.order_id][:MOST_SHARING]
    shared = order.model_copy(update={"others": tuple(others)})
    version = table.version(row)
    guard = table.unchanged(version) if row is None or version else None
    return table.Write(key, shared, guard, version=version + 1)


def orders_in(row: Mapping[str, Any] | None) -> list[KnownOrder]:
    """All orders that a number leads to, the one written last first."""
    first = rows.decode(KnownOrder, row)
    if first is None:
        return []
    return [first.model_copy(update={"others": ()}), *first.others]
