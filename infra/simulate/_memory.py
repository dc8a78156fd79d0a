"""DynamoDB in memory, as far as intake uses it: for running its code without a cloud."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from botocore.exceptions import ClientError

from functions.aws.runtime import logger, metrics
from functions.core.cases import WorkItem

Row = Mapping[str, Any]


class Memory:
    """The calls of the DynamoDB client that `functions.aws.table` makes."""

    def __init__(self) -> None:
        self.partitions: dict[str, dict[str, Row]] = {}
        self.work_items: list[WorkItem] = []
        self.calls: list[str] = []

    def batch_get_item(self, RequestItems: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N803 - AWS's names
        self.calls.append("batch_get_item")
        [(name, request)] = RequestItems.items()
        keys = request["Keys"]
        if len(keys) > 100:
            raise ValueError("DynamoDB takes at most 100 keys")
        found = (self._row(key) for key in keys)
        return {"Responses": {name: [row for row in found if row]}}

    def query(self, **request: Any) -> dict[str, Any]:
        self.calls.append("query")
        partition = self.partitions.get(request["ExpressionAttributeValues"][":pk"]["S"], {})
        newest = sorted(partition, reverse=not request["ScanIndexForward"])
        return {"Items": [partition[sk] for sk in newest[: request["Limit"]]]}

    def transact_write_items(self, TransactItems: list[Mapping[str, Any]]) -> None:  # noqa: N803
        self.calls.append("transact_write_items")
        puts = [item["Put"] for item in TransactItems]
        keys = [(put["Item"]["pk"]["S"], put["Item"]["sk"]["S"]) for put in puts]
        if len(set(keys)) != len(keys) or len(keys) > 100:
            raise ValueError(f"no valid transaction: {keys}")
        if not all(self._allows(put) for put in puts):
            reasons = [{"Code": "ConditionalCheckFailed"}]
            error: Any = {
                "Error": {"Code": "TransactionCanceledException"},
                "CancellationReasons": reasons,
            }
            raise ClientError(error, "TransactWriteItems")
        for put in puts:
            self._put(put)

    def put_item(self, **put: Any) -> None:
        self.calls.append("put_item")
        self._put(put)

    def rows(self, sort_key: str) -> Iterator[Row]:
        """Every row with that sort key, for looking at the end."""
        for partition in self.partitions.values():
            yield from (row for sk, row in partition.items() if sk.startswith(sort_key))

    def _row(self, key: Mapping[str, Mapping[str, str]]) -> Row | None:
        return self.partitions.get(key["pk"]["S"], {}).get(key["sk"]["S"])

    def _put(self, put: Mapping[str, Any]) -> None:
        item = put["Item"]
        self.partitions.setdefault(item["pk"]["S"], {})[item["sk"]["S"]] = item

    def _allows(self, put: Mapping[str, Any]) -> bool:
        condition = put.get("ConditionExpression")
        row = self._row(put["Item"])
        values = put.get("ExpressionAttributeValues", {})
        return condition is None or any(
            _holds(part, row, values) for part in condition.split(" OR ")
        )


def _holds(test: str, row: Row | None, values: Mapping[str, Any]) -> bool:
    if test == "attribute_not_exists(pk)":
        return row is None
    compared = re.fullmatch(r"(\w+) = (:\w+)", test)
    if compared is None:
        raise ValueError(f"a condition that the simulation does not know: {test}")
    return row is not None and row.get(compared[1]) == values[compared[2]]


@contextmanager
def in_memory() -> Iterator[Memory]:
    """Intake's table and queues are in memory while this lasts, and its log is still."""
    memory = Memory()
    level = logger.log_level
    logger.setLevel("ERROR")
    with (
        patch("functions.aws.table.client", lambda _service: memory),
        patch("functions.aws.queues.send_work_item", memory.work_items.append),
        patch.object(metrics, "add_metric"),
        patch.object(metrics, "add_dimension"),
    ):
        try:
            yield memory
        finally:
            logger.setLevel(level)
