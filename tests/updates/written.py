"""What the real path wrote down, as the rows that the simulator writes."""

from collections.abc import Iterator
from typing import Any

from functions.aws import rows, table
from functions.core.ledger import LedgerRow
from functions.core.notifications import Notification, NotificationState
from functions.core.orders import Order
from functions.core.updates.standing import Standing
from infra.local.cloud import EmbeddedCloud
from tests.harness import items

Row = dict[str, Any]


def silent_rows(cloud: EmbeddedCloud) -> Iterator[Row]:
    for row in items(cloud):
        if row["sk"]["S"] == "NOTIFICATION":
            note = Notification.model_validate_json(row["data"]["S"])
            if note.state is NotificationState.SUPPRESSED:
                yield {"action": "suppressed", "reason": note.reason, "items": items_of(note)}
        elif row["sk"]["S"] == "ITEM":
            ledger = rows.decode(LedgerRow, row)
            because = ledger.because if ledger else ()
            yield from (_silent(one.detail) for one in because if one.kind == "suppressed")


def states(cloud: EmbeddedCloud) -> Iterator[Row]:
    for row in items(cloud):
        if row["sk"]["S"] == "ORDER":
            order = Order.model_validate_json(row["data"]["S"])
            key = rows.standing_key(order.key)
            standing = rows.decode(Standing, table.read([key]).get(key))
            if standing and standing.known:
                parcels = standing.known.parcels.values()
                named = {one.id: str(one.milestone or "announced") for one in parcels}
                state = {"order": str(standing.known.milestone), "parcels": named}
                yield {"order": order.order_id, "state": state}


def items_of(note: Notification) -> list[Row]:
    return [_item(i.fact.order, i.fact.parcel, i.fact.milestone) for i in note.items]


def _silent(detail: str) -> Row:
    """From the evidence of a ledger row: `reason: order|parcel|milestone|…`."""
    reason, _, key = detail.partition(": ")
    order, parcel, milestone, _ = key.split("|", 3)
    told = [_item(order, parcel, milestone)]
    return {"action": "suppressed", "reason": reason, "items": told}


def _item(order: str, parcel: str | None, milestone: str) -> Row:
    return {"order": order, "parcel": parcel or None, "milestone": str(milestone)}
