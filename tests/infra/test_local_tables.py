"""DynamoDB in the embedded cloud: transactions that are atomic, also between threads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from infra.local.cloud import EmbeddedCloud

ABSENT = "attribute_not_exists(pk)"
Item = dict[str, dict[str, str]]


def item(pk: str, sk: str = "-", **values: str) -> Item:
    return {"pk": {"S": pk}, "sk": {"S": sk}, **{k: {"S": v} for k, v in values.items()}}


def put(cloud: EmbeddedCloud, pk: str, condition: str | None = ABSENT, **values: str) -> object:
    operation: dict[str, object] = {"TableName": cloud.table, "Item": item(pk, **values)}
    return {"Put": operation | ({"ConditionExpression": condition} if condition else {})}


def count_up(cloud: EmbeddedCloud, pk: str) -> object:
    return {
        "Update": {
            "TableName": cloud.table,
            "Key": item(pk),
            "UpdateExpression": "ADD n :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
    }


def transact(cloud: EmbeddedCloud, *operations: object) -> None:
    cloud.client("dynamodb").transact_write_items(TransactItems=list(operations))


def stored(cloud: EmbeddedCloud) -> dict[str, dict[str, dict[str, str]]]:
    found = cloud.client("dynamodb").scan(TableName=cloud.table)["Items"]
    return {one["pk"]["S"]: one for one in found}


def test_a_cancelled_transaction_names_its_reasons_in_order(cloud: EmbeddedCloud) -> None:
    transact(cloud, put(cloud, "taken", owner="first"))

    with pytest.raises(ClientError) as caught:
        transact(cloud, put(cloud, "new"), put(cloud, "taken", owner="second"), put(cloud, "other"))

    response = caught.value.response
    assert response["Error"]["Code"] == "TransactionCanceledException"
    reasons = response["CancellationReasons"]
    assert [reason["Code"] for reason in reasons] == ["None", "ConditionalCheckFailed", "None"]


def test_a_cancelled_transaction_changes_nothing(cloud: EmbeddedCloud) -> None:
    transact(cloud, put(cloud, "taken", owner="first"), count_up(cloud, "counter"))
    before = stored(cloud)

    with pytest.raises(ClientError):
        transact(
            cloud,
            put(cloud, "new"),
            count_up(cloud, "counter"),
            count_up(cloud, "fresh counter"),
            {"Delete": {"TableName": cloud.table, "Key": item("untouched")}},
            put(cloud, "taken", owner="second"),
        )

    assert stored(cloud) == before


def test_a_deleted_item_comes_back_when_the_transaction_is_cancelled(cloud: EmbeddedCloud) -> None:
    transact(cloud, put(cloud, "a", text="kept"), put(cloud, "b"))

    with pytest.raises(ClientError):
        transact(cloud, {"Delete": {"TableName": cloud.table, "Key": item("a")}}, put(cloud, "b"))

    assert stored(cloud)["a"]["text"] == {"S": "kept"}


def test_a_failed_condition_can_show_the_item_that_was_there(cloud: EmbeddedCloud) -> None:
    transact(cloud, put(cloud, "taken", owner="first"))
    again = put(cloud, "taken")
    assert isinstance(again, dict)
    again["Put"]["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"

    with pytest.raises(ClientError) as caught:
        transact(cloud, again)

    (reason,) = caught.value.response["CancellationReasons"]
    assert reason["Item"]["owner"] == {"S": "first"}


def test_a_transaction_repeated_with_its_token_succeeds_once(cloud: EmbeddedCloud) -> None:
    dynamodb = cloud.client("dynamodb")
    operations = [put(cloud, "new"), count_up(cloud, "counter")]
    for _ in range(2):
        dynamodb.transact_write_items(TransactItems=operations, ClientRequestToken="token-1")

    cloud.clock.advance(timedelta(minutes=10))
    with pytest.raises(ClientError):
        dynamodb.transact_write_items(TransactItems=operations, ClientRequestToken="token-1")

    assert stored(cloud)["counter"]["n"] == {"N": "1"}


def test_one_of_twenty_racing_claims_wins_and_no_write_beside_them_is_lost(
    cloud: EmbeddedCloud,
) -> None:
    dynamodb = cloud.client("dynamodb")

    def claim(number: int) -> bool:
        dynamodb.put_item(TableName=cloud.table, Item=item(f"beside-{number}"))
        try:
            transact(cloud, put(cloud, f"ledger-{number}"), put(cloud, "claim", owner=str(number)))
        except ClientError:
            return False
        return True

    with ThreadPoolExecutor(20) as threads:
        won = [number for number, wins in enumerate(threads.map(claim, range(20))) if wins]

    rows = stored(cloud)
    assert len(won) == 1
    assert rows["claim"]["owner"] == {"S": str(won[0])}
    assert [name for name in rows if name.startswith("ledger-")] == [f"ledger-{won[0]}"]
    assert len([name for name in rows if name.startswith("beside-")]) == 20


def test_a_counter_counts_every_one_of_many_threads(cloud: EmbeddedCloud) -> None:
    with ThreadPoolExecutor(20) as threads:
        list(threads.map(lambda _: transact(cloud, count_up(cloud, "counter")), range(100)))

    assert stored(cloud)["counter"]["n"] == {"N": "100"}


def test_a_transaction_costs_the_same_in_a_large_table(cloud: EmbeddedCloud) -> None:
    import time

    dynamodb = cloud.client("dynamodb")
    for start in range(0, 2000, 25):
        requests = [{"PutRequest": {"Item": item(f"row-{start + n}")}} for n in range(25)]
        dynamodb.batch_write_item(RequestItems={cloud.table: requests})

    started = time.perf_counter()
    for number in range(20):
        transact(cloud, put(cloud, f"new-{number}"))

    assert time.perf_counter() - started < 2.0


def test_reads_are_those_of_the_main_path(cloud: EmbeddedCloud) -> None:
    """BatchGetItem, and a Query of the newest first with a limit."""
    dynamodb = cloud.client("dynamodb")
    for day in ("01", "02", "03"):
        dynamodb.put_item(TableName=cloud.table, Item=item("party", f"case#{day}"))

    keys = [item("party", "case#01"), item("party", "none"), item("party", "case#03")]
    batch = dynamodb.batch_get_item(RequestItems={cloud.table: {"Keys": keys}})
    newest = dynamodb.query(
        TableName=cloud.table,
        KeyConditionExpression="pk = :p AND begins_with(sk, :s)",
        ExpressionAttributeValues={":p": {"S": "party"}, ":s": {"S": "case#"}},
        ScanIndexForward=False,
        Limit=2,
    )

    assert len(batch["Responses"][cloud.table]) == 2
    assert [one["sk"]["S"] for one in newest["Items"]] == ["case#03", "case#02"]
    assert newest["LastEvaluatedKey"]["sk"] == {"S": "case#02"}
