"""SQS in the embedded cloud: deduplication, order, visibility and retention as on AWS."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from infra.local.cloud import EmbeddedCloud

BASE = "https://sqs.eu-west-1.amazonaws.com/123456789012/loket-dev-"
TEAM = f"{BASE}team-orders.fifo"
INTAKE = f"{BASE}intake"
VISIBILITY = timedelta(seconds=180)


def send(cloud: EmbeddedCloud, body: str, group: str = "case-1", id_: str | None = None) -> str:
    answer = cloud.client("sqs").send_message(
        QueueUrl=TEAM, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=id_ or body
    )
    return str(answer["MessageId"])


def receive(cloud: EmbeddedCloud, queue: str = TEAM, **named: object) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = (
        cloud.client("sqs").receive_message(QueueUrl=queue, **named).get("Messages", [])
    )
    return found


def delete(cloud: EmbeddedCloud, message: Mapping[str, Any], queue: str = TEAM) -> None:
    cloud.client("sqs").delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])


def test_a_repeated_id_is_acknowledged_but_not_queued_again(cloud: EmbeddedCloud) -> None:
    first = send(cloud, "one", id_="contact-1")

    second = send(cloud, "one more time", id_="contact-1")

    assert cloud.messages("team-orders.fifo") == ["one"]
    assert second == first


def test_a_repeated_id_is_dropped_though_the_first_was_received_and_deleted(
    cloud: EmbeddedCloud,
) -> None:
    send(cloud, "one", id_="contact-1")
    delete(cloud, receive(cloud)[0])

    cloud.clock.advance(timedelta(minutes=4, seconds=59))
    send(cloud, "one", id_="contact-1")

    assert cloud.messages("team-orders.fifo") == []


def test_after_five_minutes_the_same_id_is_a_new_message(cloud: EmbeddedCloud) -> None:
    send(cloud, "one", id_="contact-1")
    delete(cloud, receive(cloud)[0])

    cloud.clock.advance(timedelta(minutes=5))
    send(cloud, "one", id_="contact-1")

    assert cloud.messages("team-orders.fifo") == ["one"]


def test_queues_deduplicate_apart_from_each_other(cloud: EmbeddedCloud) -> None:
    send(cloud, "one", id_="contact-1")

    cloud.client("sqs").send_message(
        QueueUrl=f"{BASE}team-triage.fifo",
        MessageBody="one",
        MessageGroupId="case-1",
        MessageDeduplicationId="contact-1",
    )

    assert cloud.messages("team-triage.fifo") == ["one"]


def test_a_group_waits_for_its_message_in_flight_while_others_go_on(cloud: EmbeddedCloud) -> None:
    for body, group in (("a1", "a"), ("a2", "a"), ("b1", "b")):
        send(cloud, body, group)

    first, second, third = receive(cloud), receive(cloud), receive(cloud)

    assert [m["Body"] for m in first] == ["a1"]
    assert [m["Body"] for m in second] == ["b1"]
    assert third == []


def test_a_group_goes_on_in_order_after_its_message_is_deleted(cloud: EmbeddedCloud) -> None:
    for body in ("a1", "a2", "a3"):
        send(cloud, body)

    seen = []
    while messages := receive(cloud):
        seen.append(messages[0]["Body"])
        delete(cloud, messages[0])

    assert seen == ["a1", "a2", "a3"]


def test_a_failed_message_comes_back_before_the_rest_of_its_group(cloud: EmbeddedCloud) -> None:
    send(cloud, "a1")
    send(cloud, "a2")
    receive(cloud)

    cloud.clock.advance(VISIBILITY)

    assert [m["Body"] for m in receive(cloud)] == ["a1"]


def test_a_received_message_is_hidden_exactly_as_long_as_its_queue_says(
    cloud: EmbeddedCloud,
) -> None:
    cloud.client("sqs").send_message(QueueUrl=INTAKE, MessageBody="x")
    receive(cloud, INTAKE)

    cloud.clock.advance(VISIBILITY - timedelta(milliseconds=1))
    early = receive(cloud, INTAKE)
    cloud.clock.advance(timedelta(milliseconds=1))
    in_time = receive(cloud, INTAKE)

    assert early == []
    assert [m["Body"] for m in in_time] == ["x"]


def test_a_message_given_back_is_visible_at_once(cloud: EmbeddedCloud) -> None:
    cloud.client("sqs").send_message(QueueUrl=INTAKE, MessageBody="x")
    (message,) = receive(cloud, INTAKE)

    cloud.client("sqs").change_message_visibility(
        QueueUrl=INTAKE, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
    )

    assert len(receive(cloud, INTAKE)) == 1


def test_a_delayed_message_appears_when_its_delay_is_over(cloud: EmbeddedCloud) -> None:
    cloud.client("sqs").send_message(QueueUrl=INTAKE, MessageBody="x", DelaySeconds=60)

    early = receive(cloud, INTAKE)
    cloud.clock.advance(timedelta(seconds=60))

    assert early == []
    assert len(receive(cloud, INTAKE)) == 1


def test_long_polling_does_not_wait_for_a_clock_that_stands_still(cloud: EmbeddedCloud) -> None:
    assert receive(cloud, INTAKE, WaitTimeSeconds=20) == []


def test_a_message_older_than_the_retention_period_is_gone(cloud: EmbeddedCloud) -> None:
    cloud.client("sqs").send_message(QueueUrl=INTAKE, MessageBody="old")
    cloud.clock.advance(timedelta(days=14))
    cloud.client("sqs").send_message(QueueUrl=INTAKE, MessageBody="new")

    found = receive(cloud, INTAKE, MaxNumberOfMessages=10)

    assert [m["Body"] for m in found] == ["new"]


@pytest.mark.parametrize("failures", [5])
def test_a_message_goes_to_the_dead_letters_after_its_last_receive(
    cloud: EmbeddedCloud, failures: int
) -> None:
    cloud.client("sqs").send_message(QueueUrl=INTAKE, MessageBody="poison")
    counts = []
    for _ in range(failures):
        (message,) = receive(cloud, INTAKE, AttributeNames=["ApproximateReceiveCount"])
        counts.append(message["Attributes"]["ApproximateReceiveCount"])
        cloud.clock.advance(VISIBILITY)

    last = receive(cloud, INTAKE)

    assert counts == ["1", "2", "3", "4", "5"]
    assert last == []
    assert cloud.dead_letters() == {"intake-dlq": ["poison"]}


def test_nothing_is_lost_or_doubled_when_threads_send_and_take_at_once(
    cloud: EmbeddedCloud,
) -> None:
    sqs = cloud.client("sqs")

    def send_one(number: int) -> None:
        sqs.send_message(QueueUrl=INTAKE, MessageBody=str(number))

    def take_one(_: int) -> list[str]:
        found = receive(cloud, INTAKE)
        for message in found:
            delete(cloud, message, INTAKE)
        return [message["Body"] for message in found]

    with ThreadPoolExecutor(20) as threads:
        sent = [threads.submit(send_one, number) for number in range(100)]
        took = [threads.submit(take_one, number) for number in range(100)]
        taken = [body for future in took for body in future.result()]
        for future in sent:
            future.result()

    assert sorted([*taken, *cloud.messages("intake")], key=int) == [str(n) for n in range(100)]
