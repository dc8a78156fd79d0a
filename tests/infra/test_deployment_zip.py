"""The zip that Lambda loads holds what runs, for the right processor, and starts."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from sysconfig import get_path
from zipfile import ZipFile

import pytest

from infra import deployment_zip

ROOT = Path(__file__).parent.parent.parent
ELF = b"\x7fELF" + bytes(14)
ARM64, INTEL = ELF + b"\xb7\x00", ELF + b"\x3e\x00"
ENGLISH = "holidays/locale/en_US/LC_MESSAGES/NL.mo"
CALENDAR = "holidays/countries/__init__.py"
GOOD: Mapping[str, bytes] = {
    "app.py": b"import functions",
    "chalice/app.py": b"",
    "functions/__init__.py": b"",
    "functions/policies/routing.toml": b"",
    "lib/native.so": ARM64,
    "lib-1.0.dist-info/METADATA": b"Name: lib\nRequires-Dist: other>=2\n\nRequires-Dist: not-this",
    "other-2.1.dist-info/METADATA": b'Name: other\nRequires-Dist: extra; extra == "x"\n',
}


def a_zip(folder: Path, files: Mapping[str, bytes]) -> Path:
    path = folder / "deployment.zip"
    with ZipFile(path, "w") as target:
        for name, content in files.items():
            target.writestr(name, content)
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of which GOOD is a faultless package."""
    root = tmp_path / "project"
    (root / "functions" / "policies").mkdir(parents=True)
    (root / "functions" / "__pycache__").mkdir()
    (root / "functions" / "__pycache__" / "old.pyc").touch()
    for name in ("functions/__init__.py", "functions/policies/routing.toml"):
        (root / name).touch()
    (root / "requirements.txt").write_text("# ours\nlib>=1,<2\n")
    return root


def test_a_complete_package_has_no_problems(project: Path, tmp_path: Path) -> None:
    assert deployment_zip.problems(a_zip(tmp_path, GOOD), project) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"app.py": None}, "app.py is missing"),
        (
            {"functions/policies/routing.toml": None},
            "functions/policies/routing.toml is missing",
        ),
        ({"botocore/data.json": b""}, "botocore does not belong in it"),
        ({"tests/test_all.py": b""}, "tests does not belong in it"),
        ({"lib/native.so": INTEL}, "lib/native.so is not for arm64"),
        ({"lib/native.so": b"short"}, "lib/native.so is not for arm64"),
        ({"lib-1.0.dist-info/METADATA": None}, "lib is not installed"),
        ({"other-2.1.dist-info/METADATA": None}, "other is not installed"),
        ({"big": bytes(10_000_001)}, "10.0 MB is more than 10 MB"),
    ],
)
def test_a_fault_in_the_package_is_named(
    change: Mapping[str, bytes | None], problem: str, project: Path, tmp_path: Path
) -> None:
    files = {name: content for name, content in {**GOOD, **change}.items() if content is not None}

    assert deployment_zip.problems(a_zip(tmp_path, files), project) == [problem]


def test_rewriting_gives_the_same_bytes_whatever_the_order_and_leaves_out_what_is_not_used(
    tmp_path: Path,
) -> None:
    stale = {"functions/__pycache__/x.cpython-311.pyc": b"old"}
    files = {**GOOD, **stale, CALENDAR: b"import all", ENGLISH: b""}
    unused = {
        "aws_lambda_powertools/event_handler/openapi/page.js": b"",
        "dateutil/zoneinfo/dateutil-zoneinfo.tar.gz": b"",
        "lib-1.0.dist-info/RECORD": b"",
        "holidays/locale/fy/LC_MESSAGES/NL.mo": b"",
    }
    path = a_zip(tmp_path, {**files, **unused})
    deployment_zip.rewrite(path)
    first = path.read_bytes()

    other_way_round = dict(reversed([*files.items(), *unused.items()]))
    deployment_zip.rewrite(a_zip(tmp_path, other_way_round))

    assert path.read_bytes() == first
    with ZipFile(path) as content:
        names = content.namelist()
        assert content.read(CALENDAR) == b""
    assert names == sorted(names)
    assert ENGLISH in names
    assert not set(names) & set(stale)
    assert not set(names) & set(unused)
    assert f"__pycache__/app.{sys.implementation.cache_tag}.pyc" in names


def package(out: Path) -> Path:
    command = [sys.executable, "-m", "infra.package", "--stage", "prod", "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "/webhooks/whatsapp/<account>" in done.stdout
    return out / "deployment.zip"


@pytest.mark.slow
def test_the_real_package_is_the_same_each_time_and_runs_on_its_own(tmp_path: Path) -> None:
    """Everything that loads, loads from the zip; boto3, which Lambda brings, is not asked for."""
    first = package(tmp_path / "first")
    second = package(tmp_path / "second")

    assert sha256(first.read_bytes()).digest() == sha256(second.read_bytes()).digest()
    unpacked = tmp_path / "task"
    ZipFile(first).extractall(unpacked)
    for compiled in ("pydantic_core", "markupsafe"):
        shutil.copytree(
            Path(get_path("platlib")) / compiled, unpacked / compiled, dirs_exist_ok=True
        )
    script = (
        "import app, functions.providers as p, functions.policies as policies\n"
        "[p.load(name) for name in p.names()]\n"
        "policies.routing(), policies.sla(), policies.notifications()\n"
        "import holidays, jinja2, phonenumbers, publicsuffixlist\n"
        "import functions.policies.rendering\n"
        "from functions.core.evidence.handles import phone_handle\n"
        "assert phone_handle('0612345678')\n"
        "from functions.core.clocks.schedules import _calendar\n"
        "from holidays.registry import EntityLoader\n"
        "names = {c: _calendar(c, None, 2026) for c in EntityLoader.get_country_codes(False)}\n"
        "assert len(names) > 200 and \"King's Day\" in names['NL'].values()\n"
    )
    # -S: without this environment's own packages. No variable, no credential, no region.
    done = subprocess.run(
        [sys.executable, "-S", "-B", "-c", script],
        cwd=unpacked,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
