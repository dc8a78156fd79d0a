"""`make deploy` refuses early and clearly, and leaves another's active rule set alone."""

import json
from pathlib import Path

import pytest

from infra import deploy

ANSWER = """#!/bin/sh
echo "$@" >> {log}
case "$2" in
  describe-active-receipt-rule-set) echo '{active}' ;;
  get) echo eu-west-1 ;;
  get-caller-identity) exit 255 ;;
esac
"""


def an_aws_command(folder: Path, active: object, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An `aws` on the PATH that writes down how it is called; where it wrote."""
    log = folder / "calls"
    command = folder / "aws"
    command.write_text(ANSWER.format(log=log, active=json.dumps(active)))
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    return log


def a_parameter_file(folder: Path, domain: str) -> Path:
    path = folder / "parameters.json"
    path.write_text(json.dumps({"MailDomain": domain}))
    return path


def refusal(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    monkeypatch.setattr("sys.argv", ["deploy", "--stage", "prod", *arguments])
    assert deploy.main() == 1
    return capsys.readouterr().err


def test_a_deployment_needs_a_bucket(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "BUCKET=" in refusal(["--bucket", ""], monkeypatch, capsys)


def test_the_names_of_the_sample_shop_are_not_deployed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "sample's names" in refusal(["--bucket", "code"], monkeypatch, capsys)


@pytest.mark.parametrize(
    ("has_aws", "complaint"), [(False, "install the AWS CLI"), (True, "AWS does not know you")]
)
def test_a_deployment_needs_the_aws_command_and_credentials(
    has_aws: bool,
    complaint: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    parameters = a_parameter_file(tmp_path, "shop.nl")
    monkeypatch.setenv("PATH", "/usr/bin:/bin" if has_aws else str(tmp_path))
    if has_aws:
        an_aws_command(tmp_path, {}, monkeypatch)

    said = refusal(["--bucket", "code", "--parameters", str(parameters)], monkeypatch, capsys)

    assert complaint in said


@pytest.mark.parametrize(
    ("active", "switched"),
    [
        ({}, True),
        ({"Metadata": {"Name": "loket-prod"}}, True),
        ({"Metadata": {"Name": "somebody-elses"}}, False),
    ],
)
def test_our_mail_rules_become_active_unless_others_are(
    active: object,
    switched: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = an_aws_command(tmp_path, active, monkeypatch)

    deploy.activate_mail_rules("loket-prod")

    command = "ses set-active-receipt-rule-set --rule-set-name loket-prod"
    assert (command in log.read_text()) is switched
    assert (f"aws {command}" in capsys.readouterr().out) is not switched
