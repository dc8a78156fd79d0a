"""The embedded cloud as a whole: made from the template, safe, and as good as new after a reset."""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from functions.aws import runtime, secrets
from functions.core.routing import Queue
from infra.local.clock import Clock
from infra.local.cloud import EmbeddedCloud
from infra.local.sample_accounts import sample_accounts

START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def test_every_queue_of_the_template_exists_with_its_dead_letters(cloud: EmbeddedCloud) -> None:
    names = ["intake", "outbox", *(f"team-{team}.fifo" for team in Queue)]

    dead = {name: cloud.queue(name).dead_letter_queue for name in names}

    assert {name: found.name for name, found in dead.items() if found} == {
        name: f"loket-dev-{name.removesuffix('.fifo')}-dlq{'.fifo' * name.endswith('.fifo')}"
        for name in names
    }


@pytest.mark.parametrize("prefix", ["webhooks/", "mail/", "bus/"])
def test_an_object_in_the_inbox_is_announced_to_intake(cloud: EmbeddedCloud, prefix: str) -> None:
    key = f"{prefix}2026-03-03/é +&=1"

    cloud.client("s3").put_object(Bucket=cloud.inbox, Key=key, Body=b"\xff\x00")

    (message,) = cloud.messages("intake")
    announced = json.loads(message)["Records"][0]["s3"]["object"]["key"]
    assert announced == f"{prefix}2026-03-03/%C3%A9+%2B%26%3D1"


def test_an_object_elsewhere_is_not_announced(cloud: EmbeddedCloud) -> None:
    cloud.client("s3").put_object(Bucket=cloud.inbox, Key="AMAZON_SES_SETUP_NOTIFICATION", Body=b"")

    assert cloud.messages("intake") == []


def test_a_bus_event_reaches_intake_whole_and_untouched(cloud: EmbeddedCloud) -> None:
    detail = {"text": '<time> of <detail> "quoted" <source>', "empty": {}, "order": "1001"}

    event_id = cloud.put_event("nl.tuinhuis.shop", "order.placed", detail)

    (message,) = cloud.messages("intake")
    assert json.loads(message) == {
        "version": "0",
        "id": event_id,
        "detail-type": "order.placed",
        "source": "nl.tuinhuis.shop",
        "account": "123456789012",
        "time": "2026-03-03T09:00:00Z",
        "region": "eu-west-1",
        "resources": [],
        "detail": detail,
    }


def test_functions_find_their_environment_as_the_template_gives_it(cloud: EmbeddedCloud) -> None:
    found = {name: os.environ[name] for name in os.environ if name.startswith("LOKET_")}

    assert found == cloud.template.environment()
    assert found["LOKET_INBOX"] == cloud.inbox
    assert found["LOKET_QUEUES"] == "https://sqs.eu-west-1.amazonaws.com/123456789012"


def test_no_real_credential_is_within_reach(cloud: EmbeddedCloud) -> None:
    found = boto3.Session().get_credentials()

    assert found is not None
    assert found.access_key == "embedded"
    assert os.environ["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull


def test_a_reset_leaves_nothing_behind(cloud: EmbeddedCloud) -> None:
    dynamodb, sqs = cloud.client("dynamodb"), cloud.client("sqs")
    dynamodb.put_item(TableName=cloud.table, Item={"pk": {"S": "a"}, "sk": {"S": "b"}})
    cloud.client("s3").put_object(Bucket=cloud.inbox, Key="mail/x/1", Body=b"x")
    sqs.receive_message(QueueUrl=sqs.get_queue_url(QueueName="loket-dev-intake")["QueueUrl"])
    cloud.put_secret("shopify/other", {"secrets": ["s"]})
    cloud.clock.advance(timedelta(days=1))

    cloud.reset()

    assert dynamodb.scan(TableName=cloud.table)["Count"] == 0
    assert cloud.client("s3").list_objects_v2(Bucket=cloud.inbox)["KeyCount"] == 0
    assert cloud.messages("intake") == []
    assert runtime.now() == START
    names = [one["Name"] for one in cloud.client("secretsmanager").list_secrets()["SecretList"]]
    assert sorted(names) == sorted(f"loket/dev/{name}" for name in sample_accounts())


def test_a_reset_is_fast_enough_for_every_test(cloud: EmbeddedCloud) -> None:
    started = time.perf_counter()

    for _ in range(5):
        cloud.reset()

    assert time.perf_counter() - started < 1.0


def test_a_changed_secret_is_seen_at_once(cloud: EmbeddedCloud) -> None:
    secrets.credentials("shopify", "tuinhuis")

    cloud.put_secret("shopify/tuinhuis", {"secrets": ["old", "new"]})

    assert secrets.credentials("shopify", "tuinhuis").secrets == ("old", "new")


def test_stored_objects_carry_the_time_of_the_clock(cloud: EmbeddedCloud) -> None:
    cloud.clock.advance(timedelta(hours=3))

    cloud.client("s3").put_object(Bucket=cloud.inbox, Key="mail/x/1", Body=b"x")

    found = cloud.client("s3").head_object(Bucket=cloud.inbox, Key="mail/x/1")
    assert found["LastModified"] == START + timedelta(hours=3)


def test_an_object_can_be_overwritten_while_others_read_it(cloud: EmbeddedCloud) -> None:
    s3 = cloud.client("s3")
    s3.put_object(Bucket=cloud.inbox, Key="mail/x/1", Body=b"x" * 100_000)

    def overwrite_and_read(_: int) -> int:
        s3.put_object(Bucket=cloud.inbox, Key="mail/x/1", Body=b"x" * 100_000)
        return len(s3.get_object(Bucket=cloud.inbox, Key="mail/x/1")["Body"].read())

    with ThreadPoolExecutor(10) as threads:
        sizes = set(threads.map(overwrite_and_read, range(50)))

    assert sizes == {100_000}


def test_the_clock_stands_still_until_it_is_moved() -> None:
    clock = Clock(START)

    clock.advance(timedelta(minutes=5))

    assert clock.now() == START + timedelta(minutes=5)
    with pytest.raises(ValueError, match="go back"):
        clock.advance(timedelta(seconds=-1))


def test_a_real_clock_runs_by_itself() -> None:
    clock = Clock()

    first = clock.now()

    assert first.tzinfo is not None
    assert not clock.simulated
    assert clock.now() >= first


LOOK_FROM_OUTSIDE = """
import socket
import boto3
from infra.local.cloud import EmbeddedCloud
with EmbeddedCloud(serve_port=0) as cloud:
    outside = boto3.client("sqs", endpoint_url=cloud.shell_environment()["AWS_ENDPOINT_URL"])
    url = outside.get_queue_url(QueueName="loket-dev-intake")["QueueUrl"]
    outside.send_message(QueueUrl=url, MessageBody="from outside")
    print(url.startswith(cloud.endpoint_url), cloud.messages("intake"))
with socket.create_server(("127.0.0.1", 0)) as taken:
    try:
        EmbeddedCloud(serve_port=taken.getsockname()[1]).__enter__()
    except OSError:
        print("taken")
"""


def test_the_aws_cli_can_look_inside() -> None:
    """In a process of its own: two clouds in one process would share moto's state."""
    shown = subprocess.run(
        [sys.executable, "-c", LOOK_FROM_OUTSIDE],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": "."},
    )

    assert shown.stdout == "True ['from outside']\ntaken\n"
