"""The sweep: what waits is not forgotten, each reminder comes once, strays are found."""

from datetime import timedelta

import pytest

from functions.aws import inbox, queues
from functions.core.routing import Queue
from infra.ledger import balance
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.pump import Pump
from tests import knocking


def _items(cloud: EmbeddedCloud, kind: str) -> list[dict[str, object]]:
    teams = (*Queue, queues.LEADS)
    return [item for team in teams for item in cloud.work_items(team) if item["kind"] == kind]


@pytest.fixture
def waiting_case(cloud: EmbeddedCloud, http_door: HttpDoor, pump: Pump) -> dict[str, object]:
    """A question that nobody answers."""
    at = int(cloud.clock.now().timestamp())
    body = knocking.whatsapp_body("wamid.1", "Waar blijft mijn bestelling 1001?", at=at)
    knocking.post(http_door.url, cloud, "whatsapp", body)
    pump.run_until_idle()
    [item] = _items(cloud, "contact")
    return item


def test_a_case_that_nobody_answers_is_warned_about_and_breached_once_each(
    waiting_case: dict[str, object], cloud: EmbeddedCloud, pump: Pump
) -> None:
    for _ in range(40):
        pump.jump(timedelta(hours=1))
        pump.jump(timedelta(minutes=1))

    [warning], [breach] = _items(cloud, "sla_warning"), _items(cloud, "sla_breach")
    assert warning["case_id"] == breach["case_id"] == waiting_case["case_id"]
    assert warning["due"] == breach["due"] == waiting_case["due"]


def test_an_outage_over_warning_and_breach_gives_the_breach_only(
    waiting_case: dict[str, object], cloud: EmbeddedCloud, pump: Pump
) -> None:
    pump.jump(timedelta(days=5))
    pump.jump(timedelta(minutes=1))

    assert _items(cloud, "sla_warning") == []
    assert len(_items(cloud, "sla_breach")) == 1


def test_a_delivery_whose_notification_was_lost_is_found_within_minutes(
    cloud: EmbeddedCloud, http_door: HttpDoor, pump: Pump
) -> None:
    at = int(cloud.clock.now().timestamp())
    body = knocking.whatsapp_body("wamid.1", "Hallo?", at=at)
    knocking.post(http_door.url, cloud, "whatsapp", body)
    cloud.client("s3").put_object(
        Bucket=cloud.inbox, Key="mail/tuinhuis/lost", Body=b"From: a@b.example\n\nHi"
    )
    _forget_messages(cloud)
    assert not balance().balances

    for _ in range(8):
        pump.jump(timedelta(minutes=1))
        pump.run_until_idle()

    assert len(_items(cloud, "contact")) == 2
    assert balance().balances


def test_a_stray_that_keeps_failing_is_put_back_once(cloud: EmbeddedCloud, pump: Pump) -> None:
    key = f"webhooks/{cloud.clock.now():%Y-%m-%d/%H%M}/whatsapp/tuinhuis/0000"
    cloud.client("s3").put_object(Bucket=cloud.inbox, Key=key, Body=b"no envelope")
    _forget_messages(cloud)

    for _ in range(60):
        pump.jump(timedelta(minutes=1))
        pump.run_until_idle()

    assert len(cloud.dead_letters()["intake-dlq"]) == 1


def test_a_sweep_after_a_long_pause_finds_what_came_in_between(
    cloud: EmbeddedCloud, pump: Pump
) -> None:
    pump.jump(timedelta(minutes=1))
    for minute in range(30):
        cloud.clock.advance(timedelta(minutes=1))
        body = knocking.whatsapp_body(f"wamid.{minute}", "Hallo", at=1772528400)
        key = inbox.webhook_key("whatsapp", "tuinhuis", cloud.clock.now(), {}, body)
        inbox.keep(knocking.delivery(key, "whatsapp", body, received_at=cloud.clock.now()))
    _forget_messages(cloud)

    pump.jump(timedelta(minutes=10))
    pump.run_until_idle()

    assert len(_items(cloud, "contact")) == 30


def _forget_messages(cloud: EmbeddedCloud) -> None:
    sqs = cloud.client("sqs")
    url = sqs.get_queue_url(QueueName="loket-dev-intake")["QueueUrl"]
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
