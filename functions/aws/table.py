"""The one DynamoDB table: read a batch, query a partition, commit a transaction.

Every row has a partition key `pk`, a sort key `sk` and its value as JSON in `data`, deflated where
the row would otherwise be written as two kilobytes. Which rows there are, and what guards them:

    pk                            sk              holds                             guarded by
    ITEM#<item id>                ITEM            ledger row; a contact's summary   not there yet
    RECEIPT#<inbox key>           RECEIPT         outcomes of a finished delivery   -
    HANDLE#<handle>               HANDLE          person and organisations          version
    DOMAIN#<domain>               DOMAIN          organisations that list it        version
    NAME#<word>                   NAME            accounts with it in their name    version
    PARTY#<party>                 CASE#<case id>  a case                            version
    PARTY#<party>                 BOUGHT#<date>#… an order of the party             -
    ORG#<kind>:<number>           ORG             organisation by its numbers       -
    MOVE#<party>#<case id>        MOVE            why a case changed place          -
    ANCHOR#<party>#<anchor>       CLAIM           the party's case about it         known holder
    ORDERREF#<shop>#<anchor>      ORDERREF        whose order that number is        -
    ORDER#<shop>#<order id>       ORDER           an order with its history         version
    ORDER#<shop>#<order id>       STANDING        its state by the update rules   version
    PERSON#<shop>#<handle>        PERSON          news that waits; a day's count  version
    ADDRESS#<shop>#<handle>       ADDRESS         opt-outs, failures, last words  version
    FIRM#<shop>#<organisation>    FIRM            preferences; a day's count      version
    NOTIFICATION#<id>             NOTIFICATION    a planned or sent message         state, once
    THREAD#<message id>           THREAD          case or order a message is on     not there yet
    PAIR#<shop>#<handle>          PAIR            whether automatic mail may go     version
    WAITING#<shop>#<anchor>       WAITING         events that wait for their order  version
    POLICY#<file>#<edition>       POLICY          a policy as it was deployed       not there yet
    EXAMPLE#<contact id>          EXAMPLE         an agent's correction, redacted   -
    BUDGET#assist#<date>          BUDGET          second opinions asked that day    counted
    CURSOR#<name>                 CURSOR          how far a walk has come           -

A case id starts with its time, so a party's newest cases come first in one bounded query. The
index `timeline` (hash `timeline`, range `at`) is sparse and holds these sorts of rows:
`DUE#<shard>`, what the sweep must look at and when (spread over shards so that no partition is
hot); `OVERDUE#<shard>`, late cases of which the sweep has told everything; `CASE#<case id>`, a
case's contacts in time; `QUARANTINE`, what waits for a person. Reading it never needs a scan.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import chain
from typing import Any, Literal, NamedTuple
from zlib import compress, decompress

from pydantic import BaseModel

from functions.aws.clients import client
from functions.aws.runtime import resource_name
from functions.core.errors import ConflictError

DUE_SHARDS = 4
READ_ROUNDS = 3
WRITE_BLOCK = 1024
"""Bytes of a row that a write unit pays for."""
CONFLICTS = {"ConditionalCheckFailed", "TransactionConflict"}


class Key(NamedTuple):
    pk: str
    sk: str


class Timeline(NamedTuple):
    """A row's place in the index."""

    name: str
    at: datetime


class Guard(NamedTuple):
    """Under which condition a row may be written, as a DynamoDB expression."""

    expression: str
    values: Mapping[str, str | int] = {}


class Write(NamedTuple):
    """One row to write. `version` is stored beside the data so that a guard can name it."""

    key: Key
    data: BaseModel
    guard: Guard | None = None
    version: int | None = None
    timeline: Timeline | None = None
    expires_at: datetime | None = None
    attributes: Mapping[str, str] = {}


NOT_THERE = Guard("attribute_not_exists(pk)")


def unchanged(version: int) -> Guard:
    """Nobody wrote the row since it was read with this version; 0 means it was not there."""
    if version == 0:
        return NOT_THERE
    return Guard("version = :version", {":version": version})


def attribute_is(name: str, *allowed: str, or_not_there: bool = False) -> Guard:
    """The row's attribute has one of these values (or, if so asked, there is no row)."""
    values = {f":{name}{number}": value for number, value in enumerate(allowed)}
    tests = [f"{name} = {placeholder}" for placeholder in values]
    if or_not_there:
        tests.insert(0, NOT_THERE.expression)
    return Guard(" OR ".join(tests), values)


def due(at: datetime, key: Key) -> Timeline:
    """When the sweep must look at this row."""
    shard = int(sha256(key.pk.encode()).hexdigest(), 16) % DUE_SHARDS
    return Timeline(f"DUE#{shard}", at)


def overdue(at: datetime, key: Key) -> Timeline:
    """Where lists find a case of which everything was told and that still nobody answered."""
    return Timeline(due(at, key).name.replace("DUE", "OVERDUE"), at)


def read(keys: Iterable[Key], *, consistent: bool = False) -> dict[Key, Mapping[str, Any]]:
    """Rows by key, in one batched call of at most 100 keys; absent ones are left out.

    DynamoDB may leave some unprocessed; they are asked for again twice, then ConflictError.
    """
    wanted = [_wire_key(key) for key in dict.fromkeys(keys)]
    rows: dict[Key, Mapping[str, Any]] = {}
    for _ in range(READ_ROUNDS):
        if not wanted:
            return rows
        request = {"Keys": wanted, "ConsistentRead": consistent}
        answer = client("dynamodb").batch_get_item(RequestItems={resource_name(): request})
        for item in answer["Responses"].get(resource_name(), ()):
            rows[Key(item["pk"]["S"], item["sk"]["S"])] = item
        wanted = answer.get("UnprocessedKeys", {}).get(resource_name(), {}).get("Keys", [])
    if wanted:
        raise ConflictError("the table is too busy to read; the queue delivers again")
    return rows


def query(pk: str, *, limit: int, consistent: bool = False) -> list[Mapping[str, Any]]:
    """The newest rows of a partition, at most `limit`, in one call."""
    answer = client("dynamodb").query(
        TableName=resource_name(),
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": pk}},
        ScanIndexForward=False,
        Limit=limit,
        ConsistentRead=consistent,
    )
    items: list[Mapping[str, Any]] = answer["Items"]
    return items


def timeline(name: str, until: datetime, *, limit: int = 100) -> list[Key]:
    """Keys of the rows on that timeline up to that time, earliest first."""
    answer = client("dynamodb").query(
        TableName=resource_name(),
        IndexName="timeline",
        KeyConditionExpression="timeline = :name AND #at <= :until",
        ExpressionAttributeNames={"#at": "at"},
        ExpressionAttributeValues={":name": {"S": name}, ":until": {"S": _instant(until)}},
        Limit=limit,
    )
    return [Key(item["pk"]["S"], item["sk"]["S"]) for item in answer["Items"]]


def commit(writes: Sequence[Write]) -> None:
    """All of it or nothing, in one transaction. ConflictError: somebody was first, look again."""
    from botocore.exceptions import ClientError

    puts = [{"Put": {"TableName": resource_name(), **_put(write)}} for write in writes]
    try:
        client("dynamodb").transact_write_items(TransactItems=puts)
    except ClientError as error:
        raise (_conflict(error) or error) from error


def put(write: Write) -> None:
    """One row on its own. ConflictError as for `commit`."""
    from botocore.exceptions import ClientError

    try:
        client("dynamodb").put_item(TableName=resource_name(), **_put(write))
    except ClientError as error:
        raise (_conflict(error) or error) from error


def version(row: Mapping[str, Any] | None) -> int:
    """The version a row was read with; 0 when there is none."""
    return int(row["version"]["N"]) if row and "version" in row else 0


def data(row: Mapping[str, Any]) -> str:
    """The row's value as JSON text, to be validated by its model."""
    kept: dict[str, Any] = row["data"]
    text: str = kept["S"] if "S" in kept else decompress(kept["B"]).decode()
    return text


def _put(write: Write) -> dict[str, Any]:
    item: dict[str, Any] = {
        **_wire_key(write.key),
        "data": {"S": write.data.model_dump_json(exclude_defaults=True)},
        **{name: {"S": value} for name, value in write.attributes.items()},
    }
    if write.version is not None:
        item["version"] = {"N": str(write.version)}
    if write.timeline:
        item |= {"timeline": {"S": write.timeline.name}, "at": {"S": _instant(write.timeline.at)}}
    if write.expires_at:
        item["expires_at"] = {"N": str(int(write.expires_at.timestamp()))}
    if _size(item) > WRITE_BLOCK:
        item["data"] = {"B": compress(item["data"]["S"].encode(), 9)}
    return {"Item": item, **(_condition(write.guard) if write.guard else {})}


def _size(item: Mapping[str, Mapping[str, str]]) -> int:
    """At least as many bytes as DynamoDB counts: it writes numbers shorter."""
    return sum(len(text.encode()) for text in chain(item, *(v.values() for v in item.values())))


def _condition(guard: Guard) -> dict[str, Any]:
    values = {
        name: {"N": str(value)} if isinstance(value, int) else {"S": value}
        for name, value in guard.values.items()
    }
    condition: dict[str, Any] = {"ConditionExpression": guard.expression}
    if values:
        condition["ExpressionAttributeValues"] = values
    return condition


def _conflict(error: Any) -> ConflictError | None:
    code = error.response["Error"]["Code"]
    if code in {"ConditionalCheckFailedException", "TransactionConflictException"}:
        return ConflictError("somebody else wrote this row first")
    reasons = {reason.get("Code") for reason in error.response.get("CancellationReasons", ())}
    if code == "TransactionCanceledException" and reasons & CONFLICTS:
        return ConflictError("somebody else wrote one of these rows first")
    return None


def _wire_key(key: Key) -> dict[str, dict[Literal["S"], str]]:
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


def _instant(at: datetime) -> str:
    """Fixed width in UTC, so that text order is time order."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
