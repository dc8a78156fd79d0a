"""Rights, settings and configuration of the functions: what the code uses, and no more."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.stack import (
    ROOT,
    Resource,
    lambdas,
    live_queues,
    merged_template,
    of_type,
    queues_by_name,
    target,
    triggers,
)

CONFIG = json.loads((ROOT / ".chalice" / "config.json").read_text())
POLICIES = sorted((ROOT / ".chalice").glob("policy-*.json"))
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

# A call that a provider composes and functions/aws/signing.py signs, so no client makes it. Numbers
# are rented by hand, outside of the stack; the right ends at the account's own.
COMPOSED_CALLS = {"sms-voice:SendTextMessage"}


def statements() -> Iterator[tuple[str, Resource]]:
    for path in POLICIES:
        for statement in json.loads(path.read_text())["Statement"]:
            yield path.name, statement


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    return merged_template()


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
        if not COMPOSED_CALLS.issuperset(statement["Action"]):
            assert named, f"{file}: {resource} names nothing of this stack"
        assert set(named) <= set(template["Resources"]) | set(template["Parameters"])


def test_the_rights_are_those_that_the_code_uses(template: dict[str, Any]) -> None:
    granted = {action for _, statement in statements() for action in statement["Action"]}
    granted |= {action for one in assist_statements(template) for action in one["Action"]}

    used = {
        action
        for call in calls_in_the_code() - LOCAL_ONLY_CALLS
        for action in ACTION_OF_CALL.get(call, {call})
    }

    assert granted - RUNTIME_ACTIONS - COMPOSED_CALLS == used


def assist_statements(template: dict[str, Any]) -> list[Resource]:
    rights = template["Resources"]["AskAssist"]["Properties"]
    found: list[Resource] = rights["PolicyDocument"]["Statement"]
    return found


def test_only_who_asks_for_second_opinions_gives_the_right_to_them(
    template: dict[str, Any],
) -> None:
    rights = template["Resources"]["AskAssist"]
    always = {action for _, statement in statements() for action in statement["Action"]}

    assert rights["Condition"] == "HasAssist"
    assert template["Parameters"]["AssistModel"]["Default"] == ""
    assert rights["Properties"]["Roles"] == [{"Ref": "ProcessRole"}]
    assert not {action for one in assist_statements(template) for action in one["Action"]} & always
    ask, count = assist_statements(template)
    assert "AssistModel" in set(references(ask["Resource"]))
    assert target(count["Resource"]) == "Table"


def test_intake_and_sweep_may_send_to_every_team(template: dict[str, Any]) -> None:
    teams = {
        name for full, (name, _) in queues_by_name(template).items() if full.endswith(".fifo")
    } & set(live_queues(template)) - {"LeadQueue"}
    expected = {
        "policy-intake.json": {"OutboxQueue"},
        "policy-sweep.json": {"OutboxQueue", "IntakeQueue", "LeadQueue"},
    }

    sent = {
        file: {target(resource) for resource in one["Resource"]}
        for file, one in statements()
        if "sqs:SendMessage" in one["Action"]
    }

    # What cannot be told to anybody, and what failed on one channel, is found out by the outbox.
    assert sent.pop("policy-outbox.json") == {"OutboxQueue", "OrdersQueue"}
    assert sent == {file: also | teams for file, also in expected.items()}


def test_every_setting_that_the_code_reads_is_set(template: dict[str, Any]) -> None:
    source = "".join(path.read_text() for path in (ROOT / "functions").rglob("*.py"))
    read = set(re.findall(r"environ[^\n]*?\"(LOKET_[A-Z_]+)\"", source)) - OPTIONAL_SETTINGS

    given = template["Globals"]["Function"]["Environment"]["Variables"]

    assert read
    assert read == set(given)
    for stage, settings in CONFIG["stages"].items():
        assert settings["environment_variables"] == {"LOKET_STAGE": stage}


def test_no_secret_is_written_in_the_template(template: dict[str, Any]) -> None:
    kinds = {resource["Type"] for resource in template["Resources"].values()}

    assert "AWS::SecretsManager::Secret" not in kinds
    assert not [name for name in template["Parameters"] if re.search("(?i)secret|token|key", name)]


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
    asked = {"bedrock:InvokeModel"} if "bedrock-runtime" in source else set()
    return asked | {
        f"{service}:{''.join(word.capitalize() for word in operation.split('_'))}"
        for service, operation in direct + paged
    }
