"""The event pump: at least once, in order, retried after a while, dead letters at the end."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from chalice import Blueprint, Chalice, Rate
from chalice.app import CloudWatchEvent, SQSEvent

from infra.local.cloud import EmbeddedCloud
from infra.local.pump import Pump, PumpNeverIdleError

START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
blueprint = Blueprint(__name__)


class Desk:
    """What the handlers below saw, and how often each body shall fail."""

    seen: list[tuple[str, Any]]
    failures: dict[str, int]
    times: list[datetime]


@blueprint.on_sqs_message(queue="loket-dev-intake", batch_size=1)  # type: ignore[untyped-decorator]
def take_in(event: SQSEvent) -> None:
    (record,) = event.to_dict()["Records"]
    Desk.seen.append(("intake", record))
    if record["body"] == "for ever":
        _send(record["body"])
    if Desk.failures.get(record["body"], 0) > 0:
        Desk.failures[record["body"]] -= 1
        raise RuntimeError("the handler broke")


@blueprint.on_sqs_message(queue="loket-dev-team-orders.fifo", batch_size=2)  # type: ignore[untyped-decorator]
def work(event: SQSEvent) -> None:
    Desk.seen.append(("team", [record.body for record in event]))
    for record in event:
        if Desk.failures.get(record.body, 0) > 0:
            Desk.failures[record.body] -= 1
            raise RuntimeError("the desk is closed")


@blueprint.schedule(Rate(1, unit=Rate.MINUTES))  # type: ignore[untyped-decorator]
def sweep(event: CloudWatchEvent) -> None:
    Desk.times.append(datetime.fromisoformat(event.time))


@pytest.fixture
def cloud(cloud: EmbeddedCloud) -> EmbeddedCloud:
    Desk.seen, Desk.failures, Desk.times = [], {}, []
    _clients["sqs"] = cloud.client("sqs")
    return cloud


_clients: dict[str, Any] = {}


@pytest.fixture
def pump(cloud: EmbeddedCloud) -> Iterator[Pump]:
    app = Chalice(app_name="trial")
    app.register_blueprint(blueprint)
    pump = Pump(cloud, app)
    yield pump
    pump.stop()


def _send(body: str, queue: str = "intake", **named: object) -> None:
    url = f"https://sqs.eu-west-1.amazonaws.com/123456789012/loket-dev-{queue}"
    _clients["sqs"].send_message(QueueUrl=url, MessageBody=body, **named)


def _work_item(body: str, case: str = "case-1") -> None:
    _send(body, "team-orders.fifo", MessageGroupId=case, MessageDeduplicationId=body)


def _bodies(queue: str = "intake") -> list[object]:
    return [
        seen["body"] if queue == "intake" else seen for name, seen in Desk.seen if name == queue
    ]


def test_triggers_are_those_that_the_app_has_registered(pump: Pump) -> None:
    triggers = {
        trigger.queue: (trigger.function, trigger.batch_size) for trigger in pump.triggers()
    }

    assert triggers == {"intake": ("take_in", 1), "team-orders.fifo": ("work", 2)}
    assert [schedule.every for schedule in pump.schedules()] == [timedelta(minutes=1)]


def test_a_handled_message_is_deleted(cloud: EmbeddedCloud, pump: Pump) -> None:
    _send("one")
    _send("two")

    delivered = pump.run_until_idle()

    assert delivered == 2
    assert _bodies() == ["one", "two"]
    assert cloud.messages("intake") == []


def test_a_message_looks_as_it_does_in_lambda(pump: Pump) -> None:
    _send("one", MessageAttributes={"kind": {"DataType": "String", "StringValue": "trial"}})

    pump.run_until_idle()

    record = Desk.seen[0][1]
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"] == "arn:aws:sqs:eu-west-1:123456789012:loket-dev-intake"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert record["attributes"]["SentTimestamp"] == str(int(START.timestamp() * 1000))
    assert record["messageAttributes"]["kind"]["stringValue"] == "trial"
    assert len(record["md5OfBody"]) == 32


def test_a_failed_message_waits_for_its_visibility_time_out(pump: Pump) -> None:
    Desk.failures = {"shaky": 1}
    _send("shaky")

    pump.run_until_idle()
    pump.advance(timedelta(seconds=179))
    before = len(_bodies())
    pump.advance(timedelta(seconds=1))

    assert before == 1
    assert len(_bodies()) == 2
    assert Desk.seen[1][1]["attributes"]["ApproximateReceiveCount"] == "2"


def test_a_failure_is_kept_for_the_reader(pump: Pump) -> None:
    Desk.failures = {"shaky": 1}
    _send("shaky")

    pump.run_until_idle()

    (failure,) = pump.failures
    assert failure.function == "take_in"
    assert str(failure.error) == "the handler broke"


def test_a_poisoned_message_ends_in_the_dead_letters_and_blocks_nobody(
    cloud: EmbeddedCloud, pump: Pump
) -> None:
    Desk.failures = {"poison": 99}
    _send("poison")
    _send("good")

    pump.advance(timedelta(minutes=20))

    assert cloud.dead_letters() == {"intake-dlq": ["poison"]}
    assert _bodies().count("poison") == 5
    assert _bodies().count("good") == 1


def test_a_failed_group_blocks_itself_and_no_other(pump: Pump) -> None:
    Desk.failures = {"a1": 1}
    for body, case in (("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b")):
        _work_item(body, case)

    pump.run_until_idle()
    at_first = _bodies("team")
    pump.advance(timedelta(seconds=180))

    assert at_first == [["a1", "a2"], ["b1"]]
    assert _bodies("team")[2:] == [["a1", "a2"], ["a3"]]


def test_each_minute_the_schedule_runs_once(pump: Pump) -> None:
    pump.advance(timedelta(minutes=3))

    assert Desk.times == [START + timedelta(minutes=n) for n in (1, 2, 3)]


def test_a_retry_happens_at_its_own_time_within_a_long_step(pump: Pump) -> None:
    Desk.failures = {"shaky": 2}
    _send("shaky")

    pump.advance(timedelta(hours=1))

    assert len(_bodies()) == 3
    assert len(Desk.times) == 60


def test_after_an_outage_the_schedule_runs_once_and_late_messages_are_handled(pump: Pump) -> None:
    Desk.failures = {"shaky": 1}
    _send("shaky")
    pump.run_until_idle()

    pump.jump(timedelta(days=3))
    pump.advance(timedelta(minutes=1))

    assert len(_bodies()) == 2
    assert Desk.times == [START + timedelta(days=3), START + timedelta(days=3, minutes=1)]


def test_handlers_that_never_rest_are_told_on(pump: Pump) -> None:
    _send("for ever")

    with pytest.raises(PumpNeverIdleError, match="still busy"):
        pump.run_until_idle(max_rounds=50)


def test_in_the_background_messages_flow_by_themselves(pump: Pump) -> None:
    import time

    pump.start()
    _send("one")
    deadline = time.monotonic() + 10
    while not Desk.seen and time.monotonic() < deadline:
        time.sleep(0.01)
    pump.stop()

    assert _bodies() == ["one"]


def test_an_app_of_another_stage_is_fed_from_this_cloud(cloud: EmbeddedCloud) -> None:
    app = Chalice(app_name="trial")
    app.on_sqs_message(queue="loket-prod-outbox")(lambda _: None)

    assert [trigger.queue for trigger in Pump(cloud, app).triggers()] == ["outbox"]


@pytest.mark.parametrize(
    ("recipient", "detail_types"),
    [
        ("sanne@example.com", ["Email Sent", "Email Delivered"]),
        ("bounce@simulator.amazonses.com", ["Email Sent", "Email Bounced"]),
        (
            "complaint+1@simulator.amazonses.com",
            ["Email Sent", "Email Delivered", "Email Complaint Received"],
        ),
    ],
)
def test_ses_tells_intake_what_became_of_a_mail(
    cloud: EmbeddedCloud, pump: Pump, recipient: str, detail_types: list[str]
) -> None:
    message_id = _send_mail(cloud, recipient)

    pump.run_until_idle()

    events = [json.loads(str(body)) for body in _bodies()]
    assert [event["detail-type"] for event in events] == detail_types
    for event in events:
        assert event["source"] == "aws.ses"
        assert event["detail"]["mail"]["messageId"] == message_id
        assert event["detail"]["mail"]["destination"] == [recipient]
        assert event["detail"]["mail"]["tags"]["loket-notification"] == ["n-1"]


def test_ses_tells_nothing_about_mail_outside_the_configuration_set(
    cloud: EmbeddedCloud, pump: Pump
) -> None:
    _send_mail(cloud, "sanne@example.com", configuration_set=False)

    pump.run_until_idle()

    assert _bodies() == []


def test_a_sent_mail_can_be_read(cloud: EmbeddedCloud) -> None:
    _send_mail(cloud, "sanne@example.com")

    (mail,) = cloud.sent_mails

    assert mail.to == ("sanne@example.com",)
    assert mail.tags == {"loket-notification": "n-1"}
    assert mail.message["Subject"] == "Onderweg é"


def _send_mail(cloud: EmbeddedCloud, recipient: str, configuration_set: bool = True) -> str:
    named = {"ConfigurationSetName": "loket-dev"} if configuration_set else {}
    answer = cloud.client("sesv2").send_email(
        FromEmailAddress="Tuinhuis <service@tuinhuis.example>",
        Destination={"ToAddresses": [recipient]},
        Content={"Raw": {"Data": "Subject: Onderweg é\r\n\r\nHoi".encode()}},
        EmailTags=[{"Name": "loket-notification", "Value": "n-1"}],
        **named,
    )
    return str(answer["MessageId"])
