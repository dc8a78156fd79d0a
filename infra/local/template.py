"""infra/resources.yaml as data: what the embedded cloud must make, with its references resolved."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import yaml

RESOURCES = Path(__file__).parent.parent / "resources.yaml"
REGION = "eu-west-1"
ACCOUNT = "123456789012"
PSEUDO_PARAMETERS = {
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
}
REFERENCE = re.compile(r"\$\{([^!}][^}]{0,200})\}")

Tree: TypeAlias = "Mapping[str, Tree] | list[Tree] | str | int | float | bool | None"


class Template:
    """A CloudFormation template with the values of its parameters.

    `physical` gives what `!Ref` means for a resource that exists, `arns` what its `.Arn` is.
    """

    def __init__(self, path: Path, parameters: Mapping[str, str]) -> None:
        document = yaml.load(path.read_text(), Loader=_Loader)  # noqa: S506 - a SafeLoader
        self.resources: dict[str, dict[str, Tree]] = document["Resources"]
        self.document: dict[str, dict[str, Tree]] = document
        self.parameters = PSEUDO_PARAMETERS | {
            name: parameters.get(name, str(definition.get("Default", "")))
            for name, definition in document.get("Parameters", {}).items()
        }
        self.physical: dict[str, str] = {}
        self.arns: dict[str, str] = {}

    def of_type(self, kind: str) -> dict[str, dict[str, Tree]]:
        """The resolved properties of every resource of that type, by logical id."""
        return {
            name: _mapping(self.resolve(resource.get("Properties", {})))
            for name, resource in self.resources.items()
            if resource.get("Type") == kind and self._wanted(resource)
        }

    def environment(self) -> dict[str, str]:
        """The environment that every function gets."""
        function = _mapping(self.document.get("Globals", {}).get("Function"))
        variables = _mapping(_mapping(function.get("Environment")).get("Variables"))
        return {name: str(self.resolve(value)) for name, value in variables.items()}

    def resolve(self, value: Tree) -> Tree:
        """The value with `!Ref`, `!Sub`, `!GetAtt`, `!If` and `!Join` worked out."""
        if isinstance(value, list):
            return [self.resolve(part) for part in value]
        if not isinstance(value, Mapping):
            return value
        if len(value) == 1:
            name, argument = next(iter(value.items()))
            if name == "Ref" or name.startswith("Fn::"):
                return self._intrinsic(name, argument)
        return {name: self.resolve(part) for name, part in value.items()}

    def _intrinsic(self, name: str, argument: Tree) -> Tree:
        match name, argument:
            case "Ref", str():
                return self._reference(argument)
            case "Fn::Sub", str():
                return REFERENCE.sub(lambda found: str(self._reference(found[1])), argument)
            case "Fn::GetAtt", [str(resource), str(attribute)]:
                return self._reference(f"{resource}.{attribute}")
            case "Fn::If", [str(condition), then, otherwise]:
                return self.resolve(then if self._holds(condition) else otherwise)
            case "Fn::Join", [str(separator), list(parts)]:
                return separator.join(str(self.resolve(part)) for part in parts)
        raise ValueError(f"resources.yaml uses {name} in a way the embedded cloud cannot read")

    def _reference(self, name: str) -> Tree:
        resource, _, attribute = name.partition(".")
        if attribute == "Arn":
            return self.arns.get(resource, name)
        if self._is_list(name):
            return [part.strip() for part in self.parameters[name].split(",")]
        if name in self.parameters:
            return str(self.parameters[name])
        return self.physical.get(resource, name)

    def _is_list(self, name: str) -> bool:
        definition = _mapping(self.document.get("Parameters", {}).get(name))
        return definition.get("Type") == "CommaDelimitedList"

    def _wanted(self, resource: Mapping[str, Tree]) -> bool:
        condition = resource.get("Condition")
        return condition is None or self._holds(str(condition))

    def _holds(self, condition: str) -> bool:
        return self._true(self.document["Conditions"][condition])

    def _true(self, expression: Tree) -> bool:
        match expression:
            case {"Fn::Equals": [left, right]}:
                return self.resolve(left) == self.resolve(right)
            case {"Fn::Not": [inner]}:
                return not self._true(inner)
            case {"Fn::And": list(parts)}:
                return all(self._true(part) for part in parts)
            case {"Fn::Or": list(parts)}:
                return any(self._true(part) for part in parts)
            case {"Condition": str(name)}:
                return self._holds(name)
        raise ValueError(
            f"resources.yaml has a condition the embedded cloud cannot read: {expression}"
        )


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags, written out to their long forms."""


def _long_form(loader: _Loader, tag: str, node: yaml.Node) -> Tree:
    value: Tree
    if isinstance(node, yaml.ScalarNode):
        value = str(loader.construct_scalar(node))
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        value = {str(k): v for k, v in loader.construct_mapping(node, deep=True).items()}
    if tag == "GetAtt" and isinstance(value, str):
        value = list(value.split(".", 1))
    return {tag if tag in ("Ref", "Condition") else f"Fn::{tag}": value}


_Loader.add_multi_constructor("!", _long_form)


def _mapping(value: Tree) -> dict[str, Tree]:
    return dict(value) if isinstance(value, Mapping) else {}
