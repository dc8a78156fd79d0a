"""Makes the CloudFormation template of one stage: Chalice's, merged with infra/resources.yaml."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeAlias
from zipfile import ZipFile

import yaml
from chalice.cli.factory import CLIFactory
from chalice.deploy.packager import LambdaDeploymentPackager

ROOT = Path(__file__).parent.parent
RESOURCES = ROOT / "infra" / "resources.yaml"
TEMPLATE = "sam.yaml"
Document: TypeAlias = dict[str, Any]


def make_template(stage: str, out: Path, *, with_code: bool = True) -> Path:
    """Write `sam.yaml` and `deployment.zip` into `out`.

    Without code the zip is an empty one: quick and offline, enough to check the template.
    """
    if not with_code:
        LambdaDeploymentPackager.create_deployment_package = _no_code(out)
    # Chalice asks for a region although the template holds in every one.
    os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-1")
    factory = CLIFactory(str(ROOT))
    config = factory.create_config_obj(stage)
    if stage not in config.config_from_disk["stages"]:
        raise SystemExit(f"no stage {stage!r}; add it to .chalice/config.json first")
    packager = factory.create_app_packager(
        config, factory.create_package_options(), "cloudformation", "yaml", str(RESOURCES)
    )
    packager.package_app(config, str(out), stage)
    _pin_stage(out / TEMPLATE, stage)
    return out / TEMPLATE


def _no_code(out: Path) -> Callable[[LambdaDeploymentPackager, str, str], str]:
    def empty_package(_: LambdaDeploymentPackager, __: str, ___: str) -> str:
        path = out / "no-code.zip"
        ZipFile(path, "w").close()
        return str(path)

    return empty_package


def _pin_stage(path: Path, stage: str) -> None:
    """A merge cannot know the stage: without this, prod's package would deploy as dev.

    Written again without YAML aliases too, which CloudFormation does not read.
    """
    document = read(path)
    document["Parameters"]["Stage"] |= {"Default": stage, "AllowedValues": [stage]}
    path.write_text(yaml.dump(document, Dumper=_WithoutAliases, allow_unicode=True, width=100))


def read(path: Path) -> Document:
    """A template as Chalice writes it: intrinsic functions in their long form."""
    document: Document = yaml.safe_load(path.read_text())
    return document


def lint(paths: Iterable[Path]) -> list[str]:
    """What cfn-lint finds, errors and warnings alike."""
    from cfnlint.api import lint_file

    return [str(match) for path in paths for match in lint_file(path)]


class _WithoutAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the base class's signature
        return True
