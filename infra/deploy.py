"""`make deploy`: package → CloudFormation → active receipt rule set → the URLs to paste."""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from infra.package import package, webhook_urls
from infra.template import ROOT, TEMPLATE


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", required=True)
    parser.add_argument("--bucket", required=True, help="bucket in the same region, for the code")
    parser.add_argument("--parameters", type=Path, help="default: infra/parameters/<stage>.json")
    options = parser.parse_args()
    out = ROOT / "out" / options.stage
    parameters = options.parameters or ROOT / "infra" / "parameters" / f"{options.stage}.json"
    objection = _objection(options.bucket, parameters)
    if objection:
        print(f"Not deployed: {objection}", file=sys.stderr)
        return 1
    if not package(options.stage, out):
        return 1
    _deploy(options.stage, options.bucket, out, parameters)
    activate_mail_rules(f"loket-{options.stage}")
    print("\n" + webhook_urls(_endpoint(f"loket-{options.stage}")))
    return 0


def _objection(bucket: str, parameters: Path) -> str | None:
    """Why not to begin; the last question is the only one that calls AWS."""
    if not bucket:
        return "say where the code goes: make deploy STAGE=… BUCKET=<your bucket>"
    if not parameters.exists():
        return f"{parameters} is missing; write it like the example in docs/deploy.md"
    if ".example" in parameters.read_text():
        return f"{parameters} still has the sample's names; put in your own"
    if shutil.which("aws") is None:
        return "the aws command is missing; install the AWS CLI (version 2)"
    if _aws("configure", "get", "region", check=False).strip() == "" and not _region_is_set():
        return "no region; set AWS_REGION or run `aws configure`"
    if not _aws("sts", "get-caller-identity", check=False):
        return "AWS does not know you; run `aws configure` or `aws sso login`, or set AWS_PROFILE"
    return None


def _region_is_set() -> bool:
    return bool(os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"))


def _deploy(stage: str, bucket: str, out: Path, parameters: Path) -> None:
    packaged = str(out / "packaged.yaml")
    source = ["--template-file", str(out / TEMPLATE), "--s3-bucket", bucket]
    prefix = ["--s3-prefix", f"loket/{stage}", "--output-template-file", packaged]
    _aws("cloudformation", "package", *source, *prefix)
    target = ["--template-file", packaged, "--stack-name", f"loket-{stage}"]
    consent = ["--capabilities", "CAPABILITY_IAM", "--no-fail-on-empty-changeset"]
    values: dict[str, str] = json.loads(parameters.read_text())
    overrides = [f"{name}={value}" for name, value in values.items()]
    # The template is larger than CloudFormation takes by value, so it goes by the bucket too.
    place = ["--s3-bucket", bucket, "--s3-prefix", f"loket/{stage}"]
    _aws("cloudformation", "deploy", *target, *consent, *place, "--parameter-overrides", *overrides)


def activate_mail_rules(rule_set: str) -> None:
    """CloudFormation makes a receipt rule set but cannot make it the active one.

    There is one active set per account and region: another's is left alone, for a person to decide.
    """
    active: dict[str, Any] = json.loads(_aws("ses", "describe-active-receipt-rule-set") or "{}")
    name = active.get("Metadata", {}).get("Name")
    if name in (None, rule_set):
        _aws("ses", "set-active-receipt-rule-set", "--rule-set-name", rule_set)
        print(f"Mail: receipt rule set {rule_set} is active.")
        return
    print(
        f"Mail: receipt rule set {name} is active, and not ours; Loket gets no mail yet. Switch:\n"
        f"  aws ses set-active-receipt-rule-set --rule-set-name {rule_set}"
    )


def _endpoint(stack: str) -> str:
    query = "Stacks[0].Outputs[?OutputKey=='EndpointURL'].OutputValue"
    lookup = ["--stack-name", stack, "--query", query, "--output", "text"]
    return _aws("cloudformation", "describe-stacks", *lookup).strip()


def _aws(*arguments: str, check: bool = True) -> str:
    """One aws command; its complaints go to the terminal, and stop us unless told otherwise."""
    done = subprocess.run(  # noqa: S603 - our own fixed command
        ["aws", *arguments],  # noqa: S607 - found on the operator's PATH
        check=False,
        stdout=subprocess.PIPE,
        stderr=None if check else subprocess.DEVNULL,
        text=True,
    )
    if check and done.returncode:
        raise SystemExit(
            f"`aws {' '.join(arguments[:2])}` failed; the stage is as the stack shows it"
        )
    return done.stdout if done.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main())
