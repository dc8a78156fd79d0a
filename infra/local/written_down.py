"""Everything the table holds, read at once: for the screen and for tests, never for Lambdas."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from functions.aws import rows
from functions.core.cases import Case
from functions.core.ledger import LedgerRow, Receipt
from functions.core.notifications import Notification
from functions.core.orders import Order
from functions.core.updates.records import PersonRecord
from infra.local.cloud import EmbeddedCloud


class WrittenDown(NamedTuple):
    """Each sort of row, by its id, in the order in which it came in."""

    items: Mapping[str, LedgerRow]
    receipts: Mapping[str, Receipt]
    cases: Mapping[str, Case]
    orders: Mapping[str, Order]
    notifications: Mapping[str, Notification]
    people: Mapping[str, PersonRecord]
    """Who is told of orders, with what still waits for them."""

    def receipts_of(self, at: datetime, prefix: str) -> list[Receipt]:
        """What was finished at that moment of the simulated time and came in by that door."""
        return [
            receipt
            for receipt in self.receipts.values()
            if receipt.finished_at == at and receipt.inbox_key.startswith(prefix)
        ]

    def told(self, order_number: str, milestone: str) -> Notification | None:
        """What was told about that order, if it was."""
        notes = (
            note
            for note in self.notifications.values()
            if (note.order_number, note.milestone) == (order_number, milestone)
        )
        return next((note for note in notes if note.provider_message_id), None)


def read_table(cloud: EmbeddedCloud) -> WrittenDown:
    found = list(_scan(cloud))
    items = list(_of(found, "ITEM", LedgerRow))
    receipts = list(_of(found, "RECEIPT", Receipt))
    cases = list(_of(found, "CASE#", Case))
    orders = list(_of(found, "ORDER", Order))
    notes = list(_of(found, "NOTIFICATION", Notification))
    return WrittenDown(
        items={row.item_id: row for row in sorted(items, key=lambda row: row.recorded_at)},
        receipts={row.inbox_key: row for row in sorted(receipts, key=lambda row: row.finished_at)},
        cases={row.id: row for row in sorted(cases, key=lambda row: row.opened_at)},
        orders={row.key: row for row in sorted(orders, key=lambda row: row.number or row.order_id)},
        notifications={row.id: row for row in sorted(notes, key=lambda row: row.due_at)},
        people={row.id: row for row in _of(found, "PERSON", PersonRecord)},
    )


def _of(found: list[dict[str, Any]], sort: str, model: type[rows.Model]) -> Iterator[rows.Model]:
    for row in found:
        key = row["sk"]["S"]
        if (key.startswith(sort) if sort.endswith("#") else key == sort) and (
            value := rows.decode(model, row)
        ):
            yield value


def _scan(cloud: EmbeddedCloud) -> Iterator[dict[str, Any]]:
    pages = cloud.client("dynamodb").get_paginator("scan")
    for page in pages.paginate(TableName=cloud.table, ConsistentRead=True):
        yield from page["Items"]
