"""Triggers, queues, buckets, buses and tables: the code and the stack name the same things."""

import re
from typing import Any

import pytest
from chalice.app import ScheduledEventConfig, SQSEventConfig

from functions.aws import inbox, queues
from functions.aws.runtime import resource_name
from functions.core.routing import Queue
from tests.stack import (
    ROOT,
    STAGE,
    lambdas,
    live_queues,
    merged_template,
    of_type,
    queues_by_name,
    target,
    text,
    triggers,
)

FORTNIGHT = 14 * 24 * 3600
FIFO_REMEMBERS = 300
"""Seconds in which a FIFO queue drops a message with an id that it has seen."""


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    return merged_template()


def test_every_function_of_the_template_is_one_of_the_app(template: dict[str, Any]) -> None:
    handlers = {name: function.get("Handler") for name, function in lambdas(template).items()}

    expected = {"app.app", *(trigger.handler_string for trigger in triggers())}
    assert set(handlers.values()) == expected


def test_every_queue_trigger_reads_its_queue_one_message_at_a_time(
    template: dict[str, Any],
) -> None:
    by_handler = {function["Handler"]: function for function in lambdas(template).values()}

    for trigger in (one for one in triggers() if isinstance(one, SQSEventConfig)):
        (event,) = by_handler[trigger.handler_string]["Events"].values()
        queue = of_type(template, "AWS::SQS::Queue")[target(event["Properties"]["Queue"])]
        assert event["Type"] == "SQS"
        assert text(queue["QueueName"]) == trigger.queue
        assert event["Properties"]["BatchSize"] == 1


def test_the_sweep_runs_every_minute_and_leaves_its_retries_to_the_next_minute(
    template: dict[str, Any],
) -> None:
    (schedule,) = [one for one in triggers() if isinstance(one, ScheduledEventConfig)]

    sweep = next(
        one for one in lambdas(template).values() if one["Handler"] == schedule.handler_string
    )

    (event,) = sweep["Events"].values()
    assert event == {"Type": "Schedule", "Properties": {"Schedule": "rate(1 minute)"}}
    assert sweep["EventInvokeConfig"] == {"MaximumRetryAttempts": 0}
    assert sweep["Timeout"] < 60


def test_a_message_stays_invisible_for_six_time_outs_but_not_longer_than_fifo_remembers(
    template: dict[str, Any],
) -> None:
    all_queues = of_type(template, "AWS::SQS::Queue")

    for function in lambdas(template).values():
        for event in function.get("Events", {}).values():
            if event["Type"] == "SQS":
                queue = all_queues[target(event["Properties"]["Queue"])]
                assert 6 * function["Timeout"] <= queue["VisibilityTimeout"] < FIFO_REMEMBERS


def test_every_queue_has_a_dead_letter_queue_of_its_own_and_keeps_messages_for_a_fortnight(
    template: dict[str, Any],
) -> None:
    all_queues = of_type(template, "AWS::SQS::Queue")

    dead = []
    for queue in live_queues(template).values():
        redrive = queue["RedrivePolicy"]
        dead.append(target(redrive["deadLetterTargetArn"]))
        letters = all_queues[dead[-1]]
        live_name, dead_name = text(queue["QueueName"]), text(letters["QueueName"])
        assert dead_name.replace("-dlq", "") == live_name
        assert redrive["maxReceiveCount"] == 5
        for one in (queue, letters):
            assert one["MessageRetentionPeriod"] == FORTNIGHT
            assert one["SqsManagedSseEnabled"] is True
            assert one.get("FifoQueue", False) is live_name.endswith(".fifo")
    assert sorted(dead) == sorted(set(all_queues) - set(live_queues(template)))


def test_an_alarm_rings_at_the_first_message_in_each_dead_letter_queue(
    template: dict[str, Any],
) -> None:
    alarms = of_type(template, "AWS::CloudWatch::Alarm").values()
    watched = {
        target(alarm["Dimensions"][0]["Value"]): alarm
        for alarm in alarms
        if alarm["Namespace"] == "AWS/SQS"
    }

    all_queues = of_type(template, "AWS::SQS::Queue")
    assert set(watched) == set(all_queues) - set(live_queues(template))
    for alarm in watched.values():
        assert alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
        assert alarm["Threshold"] == 1
        assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
        assert [target(action) for action in alarm["AlarmActions"]] == ["AlarmTopic"]


def test_every_team_has_its_queue_and_every_team_queue_its_team(template: dict[str, Any]) -> None:
    named = {name for name in queues_by_name(template) if "-team-" in name and "-dlq" not in name}

    assert named == {queues.team_queue(team) for team in (*Queue, queues.LEADS)}


def test_the_code_uses_names_that_exist(
    template: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOKET_STAGE", STAGE)

    names = {
        text(resource["Properties"].get(key))
        for resource in template["Resources"].values()
        for key in ("TableName", "QueueName", "RuleSetName", "Name")
        if isinstance(resource["Properties"].get(key), str | dict)
        and "Ref" not in resource["Properties"][key]
    }

    assert {resource_name(), resource_name("intake"), resource_name("outbox")} <= names
    (table,) = of_type(template, "AWS::DynamoDB::Table").values()
    (sending,) = of_type(template, "AWS::SES::ConfigurationSet").values()
    assert text(table["TableName"]) == text(sending["Name"]) == resource_name()


def test_the_index_that_the_code_reads_is_in_the_table(template: dict[str, Any]) -> None:
    source = (ROOT / "functions" / "aws" / "table.py").read_text()
    asked_for = set(re.findall(r'IndexName="(\w+)"', source))

    (table,) = of_type(template, "AWS::DynamoDB::Table").values()

    assert {index["IndexName"] for index in table["GlobalSecondaryIndexes"]} == asked_for
    keys = [key["AttributeName"] for key in table["GlobalSecondaryIndexes"][0]["KeySchema"]]
    assert keys == ["timeline", "at"]
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["pk", "sk"]
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


def test_the_inbox_tells_intake_of_every_door_and_of_nothing_else(
    template: dict[str, Any],
) -> None:
    (bucket,) = of_type(template, "AWS::S3::Bucket").values()

    configurations = bucket["NotificationConfiguration"]["QueueConfigurations"]

    prefixes = {one["Filter"]["S3Key"]["Rules"][0]["Value"] for one in configurations}
    assert prefixes == {inbox.MAIL_PREFIX, *inbox.TIMED_PREFIXES}
    assert {target(one["Queue"]) for one in configurations} == {"IntakeQueue"}
    assert {one["Event"] for one in configurations} == {"s3:ObjectCreated:*"}


def test_mail_is_written_where_intake_looks_for_it(template: dict[str, Any]) -> None:
    (rule,) = of_type(template, "AWS::SES::ReceiptRule").values()

    (action,) = rule["Rule"]["Actions"]

    assert target(action["S3Action"]["BucketName"]) == "Inbox"
    assert action["S3Action"]["ObjectKeyPrefix"]["Fn::Sub"] == inbox.MAIL_PREFIX + "${ShopName}/"
    assert rule["Rule"]["ScanEnabled"] is True


def test_both_buses_go_to_intake_and_may_send_to_it(template: dict[str, Any]) -> None:
    rules = of_type(template, "AWS::Events::Rule")
    policy = of_type(template, "AWS::SQS::QueuePolicy")["IntakePolicy"]

    allowed = next(one for one in policy["PolicyDocument"]["Statement"] if one["Sid"] == "Rules")

    sources = {target(arn) for arn in allowed["Condition"]["ArnEquals"]["aws:SourceArn"]}
    assert sources == set(rules)
    for rule in rules.values():
        assert [target(one["Arn"]) for one in rule["Targets"]] == ["IntakeQueue"]
        assert [target(one["DeadLetterConfig"]["Arn"]) for one in rule["Targets"]] == ["IntakeDead"]


def test_a_package_deploys_as_its_own_stage_only(template: dict[str, Any]) -> None:
    stage = template["Parameters"]["Stage"]

    assert stage["Default"] == STAGE
    assert stage["AllowedValues"] == [STAGE]


def test_webhooks_arrive_with_their_exact_bytes_and_stay_in_the_region(
    template: dict[str, Any],
) -> None:
    (api,) = of_type(template, "AWS::Serverless::Api").values()

    body = api["DefinitionBody"]

    assert body["x-amazon-apigateway-binary-media-types"] == ["*/*"]
    # A method that is not listed would be answered with 403; ours answers 405.
    methods = {"get", "post", "put", "patch", "delete", "head", "options"}
    assert set(body["paths"]["/webhooks/{provider}/{account}"]) == methods
    assert api["EndpointConfiguration"] == "REGIONAL"


def test_what_is_kept_is_encrypted_private_and_outlives_the_queues(
    template: dict[str, Any],
) -> None:
    (bucket,) = of_type(template, "AWS::S3::Bucket").values()
    (table,) = of_type(template, "AWS::DynamoDB::Table").values()

    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert template["Parameters"]["InboxDays"]["MinValue"] * 24 * 3600 > FORTNIGHT
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
