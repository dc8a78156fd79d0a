"""Listens at botocore's events: which function made which call, and what DynamoDB bills for it."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from functions.aws import clients
from infra.bench.units import Index, Item, Units, item_size, query_units, read_units, write_units
from infra.local.cloud import EmbeddedCloud

SERVICES = ("s3", "sqs", "dynamodb", "secretsmanager", "sesv2")


@dataclass(frozen=True)
class Call:
    """One call of one function. `target` is the queue, the object or the row that it is about."""

    function: str
    service: str
    operation: str
    target: str
    units: Units
    written: tuple[tuple[int, int], ...] = ()
    """Bytes that each row and its index entry grew by."""
    sent: int = 0
    """Bytes of the object or message."""


@dataclass
class Meter:
    """Ask it for `calls` after `with meter.listening():`."""

    cloud: EmbeddedCloud
    calls: list[Call] = field(default_factory=list)
    function: str = ""
    """Who is running; whoever invokes sets it."""
    paused: bool = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Every call of Loket's own clients, none of the embedded cloud's."""
        self._indexes = _indexes(self.cloud)
        with ExitStack() as stack:
            for service in SERVICES:
                events = clients.client(service).meta.events
                for name, handler in (
                    ("before-parameter-build", self._before),
                    ("after-call", self._after),
                ):
                    events.register(name, handler)
                    stack.callback(events.unregister, name, handler)
            yield

    def _before(
        self, params: Mapping[str, Any], model: Any, context: dict[str, Any], **_: object
    ) -> None:
        if self.paused:
            return
        context["loket_params"] = params
        context["loket_rows"] = [self._row(put["Item"]) for put in _puts(model.name, params)]

    def _after(
        self, parsed: Mapping[str, Any], model: Any, context: dict[str, Any], **_: object
    ) -> None:
        if self.paused:
            return
        params, rows = context["loket_params"], context["loket_rows"]
        name = model.name
        refused = "Error" in parsed
        puts = [put["Item"] for put in _puts(name, params)]
        pairs = list(zip(rows, puts, strict=True))
        units = self._written(name, pairs, refused=refused) + _read(name, params, parsed)
        self.calls.append(
            Call(
                function=self.function,
                service=model.service_model.service_name,
                operation=name,
                target=_target(params, puts),
                units=units,
                written=() if refused else tuple(self._growth(*pair) for pair in pairs),
                sent=_size(params.get("MessageBody") or params.get("Body") or b""),
            )
        )

    def _row(self, item: Item) -> Item | None:
        key = {"pk": item["pk"], "sk": item["sk"]}
        answer = self.cloud.client("dynamodb").get_item(TableName=self.cloud.table, Key=key)
        row: Item | None = answer.get("Item")
        return row

    def _written(self, name: str, pairs: list[tuple[Item | None, Item]], *, refused: bool) -> Units:
        transaction = name == "TransactWriteItems"
        each = (
            write_units(old, new, self._indexes, transaction=transaction, refused=refused)
            for old, new in pairs
        )
        return sum(each, Units())

    def _growth(self, old: Item | None, new: Item) -> tuple[int, int]:
        rows = item_size(new) - (item_size(old) if old else 0)
        entries = [(index.entry(old), index.entry(new)) for index in self._indexes]
        index = sum(
            (item_size(after) if after else 0) - (item_size(before) if before else 0)
            for before, after in entries
        )
        return rows, index


def _indexes(cloud: EmbeddedCloud) -> list[Index]:
    """As resources.yaml has them; only KEYS_ONLY ones can be counted."""
    [table] = cloud.template.of_type("AWS::DynamoDB::Table").values()
    wanted: Any = table["GlobalSecondaryIndexes"]
    for one in wanted:
        if one["Projection"]["ProjectionType"] != "KEYS_ONLY":
            raise ValueError(f"teach infra/bench/units.py the projection of {one['IndexName']}")
    return [Index(tuple(key["AttributeName"] for key in one["KeySchema"])) for one in wanted]


def _puts(operation: str, params: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    match operation:
        case "PutItem":
            return [params]
        case "TransactWriteItems":
            return [one["Put"] for one in params["TransactItems"]]
        case "UpdateItem" | "DeleteItem" | "BatchWriteItem":
            raise ValueError(f"teach infra/bench/meter.py what {operation} costs")
        case _:
            return []


def _read(operation: str, params: Mapping[str, Any], parsed: Mapping[str, Any]) -> Units:
    if "Error" in parsed:
        return Units()
    match operation:
        case "BatchGetItem":
            [(table, wanted)] = params["RequestItems"].items()
            return _batch(table, wanted, parsed)
        case "Query":
            consistent = params.get("ConsistentRead", False)
            return Units(read=query_units(parsed["Items"], consistent=consistent))
        case "GetItem" | "Scan" | "TransactGetItems":
            raise ValueError(f"teach infra/bench/meter.py what {operation} costs")
        case _:
            return Units()


def _batch(table: str, wanted: Mapping[str, Any], parsed: Mapping[str, Any]) -> Units:
    found = parsed["Responses"].get(table, [])
    left = parsed.get("UnprocessedKeys", {}).get(table, {}).get("Keys", [])
    missing = len(wanted["Keys"]) - len(found) - len(left)
    consistent = wanted.get("ConsistentRead", False)
    return Units(read=read_units(found, missing, consistent=consistent))


def _size(body: Any) -> int:
    """botocore makes a file of an object's bytes."""
    return body.getbuffer().nbytes if hasattr(body, "getbuffer") else len(body)


def _target(params: Mapping[str, Any], puts: list[Item]) -> str:
    if "QueueUrl" in params:
        return str(params["QueueUrl"]).rpartition("/")[2]
    if puts:
        return str(puts[0]["pk"]["S"])
    if "RequestItems" in params:
        [wanted] = params["RequestItems"].values()
        return str(wanted["Keys"][0]["pk"]["S"])
    return str(params.get("Key") or params.get("Prefix") or params.get("IndexName") or "")
