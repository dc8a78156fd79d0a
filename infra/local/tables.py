"""DynamoDB as AWS runs it: moto's transactions made atomic under threads, and cheap."""

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from threading import RLock
from typing import Protocol
from unittest.mock import patch

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler

from infra.local.clock import Clock

Attributes = Mapping[str, Mapping[str, object]]
Operations = Sequence[Mapping[str, Mapping[str, object]]]
Lock = AbstractContextManager[object]
TOKEN_LIFE = timedelta(minutes=10)


class Stream(Protocol):
    items: list[object]


class Rows(Protocol):
    """What this module knows of moto's table."""

    hash_key_attr: str
    range_key_attr: str | None
    items: dict[object, dict[object, object]]
    stream_shard: Stream | None


class Handler(Protocol):
    """What this module knows of moto's request."""

    body: Mapping[str, object]


class Backend(Protocol):
    """What this module knows of moto's DynamoDB."""

    tables: Mapping[str, Rows]


class Tokens:
    """Transactions done during the last ten minutes, by their token; repeated, they do nothing.

    boto3 makes the token, and sends it again when it tries again after a broken connection.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._done: dict[str, tuple[datetime, object]] = {}

    def once(self, transact: Callable[[Handler], object]) -> Callable[[Handler], object]:
        def transact_write_items(handler: Handler) -> object:
            token, now = str(handler.body["ClientRequestToken"]), self._clock.now()
            if token in self._done and now - self._done[token][0] < TOKEN_LIFE:
                return self._done[token][1]
            answer = transact(handler)
            self._done[token] = (now, answer)
            return answer

        return transact_write_items

    def forget(self) -> None:
        self._done.clear()


@contextmanager
def atomic_tables(tokens: Tokens) -> Iterator[None]:
    """One request at a time, because the transactions of a real table are isolated.

    moto copies whole tables before a transaction and puts the copies back when it fails. That
    costs time by the size of the table, and it loses what other threads wrote meanwhile.
    """
    lock = RLock()
    repeatable = tokens.once(DynamoHandler.transact_write_items)
    call_action = _one_at_a_time(DynamoHandler.call_action, lock)
    transact = _rolling_back(DynamoDBBackend.transact_write_items, lock)
    with (
        patch.object(DynamoHandler, "call_action", call_action),
        patch.object(DynamoHandler, "transact_write_items", repeatable),
        patch.object(DynamoDBBackend, "transact_write_items", transact),
        patch.object(Table, "__deepcopy__", lambda table, _: table, create=True),
    ):
        yield


def empty(backend: Backend) -> None:
    """Delete every item of every table, and what its stream told."""
    for rows in backend.tables.values():
        rows.items.clear()
        if rows.stream_shard is not None:
            rows.stream_shard.items.clear()


def _one_at_a_time(call: Callable[[object], object], lock: Lock) -> Callable[[object], object]:
    def call_alone(handler: object) -> object:
        with lock:
            return call(handler)

    return call_alone


def _rolling_back(
    transact: Callable[[Backend, Operations], None], lock: Lock
) -> Callable[[Backend, Operations], None]:
    def transact_write_items(backend: Backend, transact_items: Operations) -> None:
        with lock:
            undo = [_undo(backend, operation) for operation in transact_items]
            try:
                transact(backend, transact_items)
            except Exception:
                for restore in reversed(undo):
                    restore()
                raise

    return transact_write_items


def _undo(backend: Backend, operation: Mapping[str, Mapping[str, object]]) -> Callable[[], None]:
    """How to put back the one item that the operation may change, and the table's stream."""
    arguments = next(iter(operation.values()))
    rows = backend.tables.get(str(arguments["TableName"]))
    key = arguments.get("Key") or arguments.get("Item")
    if rows is None or not isinstance(key, Mapping) or rows.hash_key_attr not in key:
        return lambda: None  # moto refuses such an operation before it changes anything
    streamed = len(rows.stream_shard.items) if rows.stream_shard else 0
    place, at = _place(rows, key)
    before = copy.deepcopy(place.get(at))

    def restore() -> None:
        if before is None:
            place.pop(at, None)
        else:
            place[at] = before
        if rows.stream_shard:
            del rows.stream_shard.items[streamed:]

    return restore


def _place(rows: Rows, key: Attributes) -> tuple[dict[object, object], object]:
    """The dictionary that holds the item, and its key there."""
    partition = DynamoType(key[rows.hash_key_attr])
    if rows.range_key_attr is None:
        return rows.items, partition  # type: ignore[return-value]
    return rows.items[partition], DynamoType(key.get(rows.range_key_attr, {"S": ""}))
