"""`make package`: template and zip of one stage in out/<stage>, checked, and how to deploy them."""

import argparse
import sys
from pathlib import Path

from infra import deployment_zip
from infra.template import ROOT, lint, make_template

PARTS_SHOWN = 10
NOT_TO_PASTE = {"amazon_connect", "unsubscribe"}
"""Calls come by EventBridge only; the link in a notice holds its own address."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", default="dev")
    parser.add_argument("--out", type=Path, help="default: out/<stage>")
    parser.add_argument("--template-only", action="store_true", help="no wheels: quick, offline")
    options = parser.parse_args()
    out = options.out or ROOT / "out" / options.stage
    if not package(options.stage, out, with_code=not options.template_only):
        return 1
    if not options.template_only:
        print(how_to_deploy(options.stage, out))
    return 0


def package(stage: str, out: Path, *, with_code: bool = True) -> bool:
    """Whether it is fit to be deployed; if not, why is on the error output."""
    out.mkdir(parents=True, exist_ok=True)
    template = make_template(stage, out, with_code=with_code)
    found = lint([template])
    if with_code:
        found += _finish(out / "deployment.zip")
    for problem in found:
        print(f"PROBLEM  {problem}", file=sys.stderr)
    if not found:
        print(f"\n{template} is clean for cfn-lint.")
    return not found


def _finish(zip_path: Path) -> list[str]:
    deployment_zip.rewrite(zip_path)
    megabytes = zip_path.stat().st_size / 1e6
    print(f"\n{zip_path}: {megabytes:.2f} MB. Its biggest parts, packed and unpacked:")
    for name, packed, unpacked in deployment_zip.sizes(zip_path)[:PARTS_SHOWN]:
        print(f"  {packed / 1e6:6.2f} {unpacked / 1e6:6.2f} MB  {name}")
    return deployment_zip.problems(zip_path, ROOT)


def how_to_deploy(stage: str, out: Path) -> str:
    return f"""
To deploy (`make deploy STAGE={stage} BUCKET=<a bucket for code>` does all of it):
  aws cloudformation package --template-file {out}/sam.yaml --s3-bucket <a bucket for code> \\
      --output-template-file {out}/packaged.yaml
  aws cloudformation deploy --template-file {out}/packaged.yaml --stack-name loket-{stage} \\
      --s3-bucket <a bucket for code> --capabilities CAPABILITY_IAM \\
      --parameter-overrides ShopName=… MailDomain=… SenderAddress=… MailRecipients=… AlarmEmail=…
  aws ses set-active-receipt-rule-set --rule-set-name loket-{stage}

{webhook_urls("https://<api>.execute-api.<region>.amazonaws.com/api/")}"""


def webhook_urls(endpoint: str) -> str:
    """What to paste at each provider; `endpoint` ends in a slash."""
    from functions.providers import names

    rows = [
        f"  {name:<18} {endpoint}webhooks/{name}/<account>"
        for name in names()
        if name not in NOT_TO_PASTE
    ]
    head = "To paste at each provider; <account> is the last part of its secret's name:"
    return "\n".join([head, *rows])


if __name__ == "__main__":
    sys.exit(main())
