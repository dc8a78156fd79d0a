"""Who may import whom, read from the imports themselves."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FUNCTIONS = ROOT / "functions"
LAMBDAS = {"webhooks", "intake", "outbox", "sweep"}
LIBRARIES = {"phonenumbers", "publicsuffixlist", "holidays"}
PURE = {"pydantic", *LIBRARIES}

# Room of functions/ → rooms it may import. `lambdas` are the modules of functions/ itself.
ALLOWED = {
    "core": {"core"},
    "mail": {"core", "mail"},
    "providers": {"core", "mail", "providers"},
    "aws": {"core", "aws"},
    "policies": {"core", "policies"},
    "handling": {"core", "mail", "providers", "aws", "policies", "handling"},
    "lambdas": {"core", "mail", "providers", "aws", "policies", "handling"},
}
# Room of functions/core/ → rooms of it that it may import beside the records on its ground floor.
CORE_ALLOWED = {
    "language": {"language"},
    "evidence": {"language", "evidence"},
    "clocks": {"clocks"},
    "grouping": {"language", "evidence", "clocks", "grouping"},
    "updates": {"language", "clocks", "updates"},
}
THIRD_PARTY = {
    "core": PURE,
    "mail": PURE,
    "providers": PURE,
    "policies": PURE | {"jinja2", "markupsafe"},
    "aws": {"pydantic", "boto3", "botocore", "aws_lambda_powertools", "urllib3"},
    "handling": {"pydantic"},
    "lambdas": {"pydantic", "chalice", "botocore"},
}
IMPURE = {"os", "time", "random", "socket", "subprocess", "logging", "sys", "threading"}
MODULES = sorted(FUNCTIONS.rglob("*.py"))


def room_of(path: Path) -> str:
    parts = path.relative_to(FUNCTIONS).parts
    return parts[0] if len(parts) > 1 else "lambdas"


def imports_of(path: Path) -> Iterator[str]:
    """Every module named in an import, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_rooms(path: Path) -> Iterator[str]:
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] == "functions" and len(parts) > 1:
            yield parts[1] if parts[1] in ALLOWED else "lambdas"


def rooms_of_core(path: Path) -> Iterator[str]:
    for name in imports_of(path):
        parts = name.split(".")
        if parts[:2] == ["functions", "core"] and len(parts) > 2 and parts[2] in CORE_ALLOWED:
            yield parts[2]


def packages(path: Path) -> set[str]:
    tops = {name.split(".")[0] for name in imports_of(path)}
    return tops - set(sys.stdlib_module_names) - {"functions"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_rooms_it_may(path: Path) -> None:
    assert set(own_rooms(path)) <= ALLOWED[room_of(path)]


@pytest.mark.parametrize("room", CORE_ALLOWED)
def test_a_room_of_the_core_imports_only_rooms_below_it(room: str) -> None:
    paths = list((FUNCTIONS / "core" / room).rglob("*.py"))

    assert paths
    assert {name for path in paths for name in rooms_of_core(path)} <= CORE_ALLOWED[room]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_libraries_that_its_room_needs(path: Path) -> None:
    assert packages(path) <= THIRD_PARTY[room_of(path)]


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if room_of(path) in ("core", "mail", "providers")],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_what_decides_and_translates_has_no_clock_and_no_environment(path: Path) -> None:
    assert not IMPURE & {name.split(".")[0] for name in imports_of(path)}
    assert ".now(" not in path.read_text()


def test_lambdas_and_providers_do_not_import_each_other() -> None:
    for path in MODULES:
        for name in imports_of(path):
            parts = name.split(".")
            assert not (
                room_of(path) == "lambdas"
                and parts[:1] == ["functions"]
                and parts[-1] in LAMBDAS
                and len(parts) == 2
            ), f"{path} imports {name}"
    for path in (FUNCTIONS / "providers").glob("[a-z]*.py"):
        others = {other.stem for other in path.parent.glob("[a-z]*.py")} - {"base", "signatures"}
        named = {
            name.split(".")[2]
            for name in imports_of(path)
            if name.count(".") >= 2 and name.startswith("functions.providers.")
        }
        assert not named & (others - {path.stem}), path


def test_nothing_of_the_product_imports_its_workshop() -> None:
    for path in [*MODULES, ROOT / "app.py"]:
        assert not {"infra", "tests", "moto", "pytest"} & {
            n.split(".")[0] for n in imports_of(path)
        }


@pytest.mark.parametrize("module", ["app", *(f"functions.{name}" for name in sorted(LAMBDAS))])
def test_a_lambda_imports_without_environment_network_or_credentials(module: str) -> None:
    """No client, no secret, no connection, not even boto3 before it is needed."""
    script = f"""
import socket, sys
def refuse(*args, **kwargs): raise AssertionError("the network was used while importing")
socket.socket.connect = socket.getaddrinfo = refuse
import {module}
assert "boto3" not in sys.modules, "boto3 was imported before it was needed"
"""
    bare = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}

    done = subprocess.run(
        [sys.executable, "-c", script],
        env=bare,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
