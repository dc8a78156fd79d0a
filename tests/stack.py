"""Reads the stack that `make package` would deploy, for the tests that compare it with the code."""

import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import yaml

ROOT = Path(__file__).parent.parent
STAGE = "dev"
Resource: TypeAlias = dict[str, Any]


@cache
def merged_template() -> dict[str, Any]:
    """Without the code, so quick and offline; fails when cfn-lint finds anything.

    Made in a process of its own, since Chalice sets the stage's environment.
    """
    with TemporaryDirectory() as out:
        command = [sys.executable, "-m", "infra.package", "--template-only"]
        done = subprocess.run(
            [*command, "--stage", STAGE, "--out", out], cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        document: dict[str, Any] = yaml.safe_load((Path(out) / "sam.yaml").read_text())
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
