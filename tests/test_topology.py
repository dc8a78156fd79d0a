"""Triggers, infrastructure, rights, environment and configuration name the same things."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml
from chalice.app import ScheduledEventConfig, SQSEventConfig

from functions.aws import inbox, queues
from functions.aws.runtime import resource_name
from functions.core.routing import Queue

ROOT = Path(__file__).parent.parent
STAGE = "dev"
CONFIG = json.loads((ROOT / ".chalice" / "config.json").read_text())
POLICIES = sorted((ROOT / ".chalice").glob("policy-*.json"))
FORTNIGHT = 14 * 24 * 3600
FIFO_REMEMBERS = 300
"""Seconds in which a FIFO queue drops a message with an id that it has seen."""
OPTIONAL_SETTINGS = {"LOKET_LOG_LEVEL", "LOKET_BODY_LIMIT"}
# The one call that is not made on AWS: LOKET_QUEUES is always set there.
LOCAL_ONLY_CALLS = {"sqs:GetQueueUrl"}
ACTION_OF_CALL = {
    "dynamodb:TransactWriteItems": {"dynamodb:PutItem"},  # it has no right of its own
    "s3:ListObjectsV2": {"s3:ListBucket"},
    "sesv2:SendEmail": {"ses:SendEmail", "ses:SendRawEmail"},  # raw mail needs the second too
}
# Made by Powertools, by Lambda's poller and by Lambda's log agent.
RUNTIME_ACTIONS = {
    "secretsmanager:GetSecretValue",
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
}
Resource: TypeAlias = dict[str, Any]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `make package` would deploy, without the code: made in a process of its own, since
    Chalice sets the stage's environment; fails when cfn-lint finds anything."""
    out = tmp_path_factory.mktemp("package")
    command = [sys.executable, "-m", "infra.package", "--template-only"]
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, "--stage", STAGE, "--out", str(out)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = yaml.safe_load((out / "sam.yaml").read_text())
    return document


def of_type(template: dict[str, Any], kind: str) -> dict[str, Resource]:
    return {
        name: resource["Properties"]
        for name, resource in template["Resources"].items()
        if resource["Type"] == kind
    }


def lambdas(template: dict[str, Any]) -> dict[str, Resource]:
    return of_type(template, "AWS::Serverless::Function")


def text(value: Any) -> str:
    """A string or its `Fn::Sub`, with the stage filled in."""
    plain: str = value["Fn::Sub"] if isinstance(value, dict) else value
    return plain.replace("${Stage}", STAGE)


def target(value: Any) -> str:
    """The logical id that a `Ref`, `Fn::GetAtt` or one-variable `Fn::Sub` names."""
    match value:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), _]}:
            return name
        case {"Fn::Sub": str(pattern)}:
            return pattern.removeprefix("${").split(".")[0].removesuffix("}")
    raise AssertionError(f"{value} names no resource")


def queues_by_name(template: dict[str, Any]) -> dict[str, tuple[str, Resource]]:
    found = of_type(template, "AWS::SQS::Queue")
    return {text(queue["QueueName"]): (name, queue) for name, queue in found.items()}


def live_queues(template: dict[str, Any]) -> dict[str, Resource]:
    found = of_type(template, "AWS::SQS::Queue")
    return {name: queue for name, queue in found.items() if "-dlq" not in text(queue["QueueName"])}


@cache
def triggers() -> tuple[Any, ...]:
    from app import app

    return tuple(app.event_sources)


def statements() -> Iterator[tuple[str, Resource]]:
    for path in POLICIES:
        for statement in json.loads(path.read_text())["Statement"]:
            yield path.name, statement


def references(value: Any) -> Iterator[str]:
    """Every name that intrinsic functions in it refer to."""
    match value:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), _]}:
            yield name
        case {"Fn::Sub": str(pattern)}:
            yield from (found.split(".")[0] for found in re.findall(r"\$\{([^}]+)\}", pattern))
        case dict():
            for part in value.values():
                yield from references(part)
        case list():
            for part in value:
                yield from references(part)


def calls_in_the_code() -> set[str]:
    """`service:Operation` of every AWS call that functions/aws makes."""
    source = "".join(path.read_text() for path in (ROOT / "functions").rglob("*.py"))
    direct = re.findall(r'client\("(\w+)"\)\.(?!get_paginator|exceptions)(\w+)\(', source)
    paged = re.findall(r'client\("(\w+)"\)\.get_paginator\("(\w+)"\)', source)
    return {
        f"{service}:{''.join(word.capitalize() for word in operation.split('_'))}"
        for service, operation in direct + paged
    }


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

    assert named == {queues.team_queue(team) for team in Queue}


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


def test_every_function_is_configured_and_has_rights_of_its_own(template: dict[str, Any]) -> None:
    configured = CONFIG["lambda_functions"]
    logs = of_type(template, "AWS::Logs::LogGroup")

    assert set(configured) == {"api_handler", *(trigger.name for trigger in triggers())}
    files = [settings["iam_policy_file"] for settings in configured.values()]
    assert sorted(files) == [path.name for path in POLICIES]
    assert CONFIG["autogen_policy"] is False
    for function in lambdas(template).values():
        assert function["Architectures"] == ["arm64"]
        assert target(function["LoggingConfig"]["LogGroup"]) in logs
    groups = [target(one["LoggingConfig"]["LogGroup"]) for one in lambdas(template).values()]
    assert len(set(groups)) == len(configured)
    assert all(group["RetentionInDays"] == {"Ref": "LogDays"} for group in logs.values())


def test_a_function_writes_to_its_own_log_and_takes_from_its_own_queue(
    template: dict[str, Any],
) -> None:
    roles = of_type(template, "AWS::IAM::Role")

    for function in lambdas(template).values():
        (policy,) = roles[target(function["Role"])]["Policies"]
        by_sid = {one["Sid"]: one for one in policy["PolicyDocument"]["Statement"]}
        log = target(function["LoggingConfig"]["LogGroup"])
        assert target(by_sid["WriteLog"]["Resource"]) == log
        read = [
            target(event["Properties"]["Queue"])
            for event in function.get("Events", {}).values()
            if event["Type"] == "SQS"
        ]
        taken = [target(one["Resource"]) for sid, one in by_sid.items() if sid == "TakeFromQueue"]
        assert taken == read


@pytest.mark.parametrize(
    ("file", "statement"),
    [pytest.param(file, one, id=f"{file}-{one['Sid']}") for file, one in statements()],
)
def test_a_right_names_what_it_is_for(
    file: str, statement: Resource, template: dict[str, Any]
) -> None:
    resources = statement["Resource"]
    listed = resources if isinstance(resources, list) else [resources]

    assert statement["Effect"] == "Allow"
    assert not [action for action in statement["Action"] if "*" in action]
    for resource in listed:
        named = [name for name in references(resource) if not name.startswith("AWS::")]
        assert named, f"{file}: {resource} names nothing of this stack"
        assert set(named) <= set(template["Resources"]) | set(template["Parameters"])


def test_the_rights_are_those_that_the_code_uses() -> None:
    granted = {action for _, statement in statements() for action in statement["Action"]}

    used = {
        action
        for call in calls_in_the_code() - LOCAL_ONLY_CALLS
        for action in ACTION_OF_CALL.get(call, {call})
    }

    assert granted - RUNTIME_ACTIONS == used


def test_intake_and_sweep_may_send_to_every_team(template: dict[str, Any]) -> None:
    teams = {
        name for full, (name, _) in queues_by_name(template).items() if full.endswith(".fifo")
    } & set(live_queues(template))
    expected = {
        "policy-intake.json": {"OutboxQueue"},
        "policy-sweep.json": {"OutboxQueue", "IntakeQueue"},
    }

    sent = {
        file: {target(resource) for resource in one["Resource"]}
        for file, one in statements()
        if "sqs:SendMessage" in one["Action"]
    }

    assert sent == {file: also | teams for file, also in expected.items()}


def test_every_setting_that_the_code_reads_is_set(template: dict[str, Any]) -> None:
    source = "".join(path.read_text() for path in (ROOT / "functions").rglob("*.py"))
    read = set(re.findall(r"environ[^\n]*?\"(LOKET_[A-Z_]+)\"", source)) - OPTIONAL_SETTINGS

    given = template["Globals"]["Function"]["Environment"]["Variables"]

    assert read
    assert read == set(given)
    for stage, settings in CONFIG["stages"].items():
        assert settings["environment_variables"] == {"LOKET_STAGE": stage}


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
    assert set(body["paths"]["/webhooks/{provider}/{account}"]) == {"get", "post"}
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


def test_no_secret_is_written_in_the_template(template: dict[str, Any]) -> None:
    kinds = {resource["Type"] for resource in template["Resources"].values()}

    assert "AWS::SecretsManager::Secret" not in kinds
    assert not [name for name in template["Parameters"] if re.search("(?i)secret|token|key", name)]
