"""The zip that Lambda loads: made lean, quick to start and the same each time, then checked."""

import importlib.util
import marshal
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import CodeType
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

LIMIT_BYTES = 10_000_000
AARCH64 = 0xB7  # e_machine in the header of an ELF file
# Lambda brings these itself, or they are tools for building.
NOT_WANTED = {
    "boto3",
    "botocore",
    "s3transfer",
    "pip",
    "setuptools",
    "wheel",
    "moto",
    "tests",
    "infra",
}
# Powertools' own web framework with the pages of its documentation server (ours is Chalice), and
# the time zones of dateutil, of which holidays takes Easter and dates in words; zones are tzdata's.
TRIMMED = ("aws_lambda_powertools/event_handler/", "dateutil/zoneinfo/dateutil-zoneinfo.tar.gz")
INSTALLERS_LIST = ".dist-info/RECORD"
# Loket names holidays in English (core/clocks/schedules.py), so their other languages stay behind.
TRANSLATIONS, SPOKEN = "holidays/locale/", "holidays/locale/en_US/"
# It imports all 250 countries, half a second of every cold start; the package's registry asks for
# each country by its own module, so nothing is lost (tried for every country).
EMPTIED = {"holidays/countries/__init__.py"}
# Never imported here, or hundreds of small modules of which a shop loads one or two.
NOT_COMPILED = (
    "aws_lambda_powertools/utilities/data_classes/",
    "functions/providers/",
    "holidays/",
    "phonenumbers/data/",
    "phonenumbers/shortdata/",
    "pydantic/v1/",
    "tzdata/",
)
CACHE_FOLDER = "__pycache__"


def rewrite(path: Path) -> None:
    """Without what is never used, with bytecode, in a fixed order and with fixed times.

    Lambda's disk is read-only, so without bytecode in the zip every cold start compiles everything
    anew. The same sources and wheels give the same bytes; an unchanged zip is not uploaded again.
    """
    files = dict(_kept(path))
    files |= dict(_bytecode(files))
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=9) as target:
        for name in sorted(files):
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, files[name])


def _kept(path: Path) -> Iterator[tuple[str, bytes]]:
    with ZipFile(path) as source:
        for name in source.namelist():
            if not _is_unused(name):
                yield name, b"" if name in EMPTIED else source.read(name)


def _is_unused(name: str) -> bool:
    if name.startswith(TRANSLATIONS):
        return not name.startswith(SPOKEN)
    return CACHE_FOLDER in name or name.startswith(TRIMMED) or name.endswith(INSTALLERS_LIST)


def _bytecode(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Marked as unchecked: it belongs to the source beside it, whatever the file times say."""
    for name, source in files.items():
        if not name.endswith(".py") or name.startswith(NOT_COMPILED):
            continue
        code = compile(source, f"/var/task/{name}", "exec", dont_inherit=True)
        yield importlib.util.cache_from_source(name), _pyc(code)


def _pyc(code: CodeType) -> bytes:
    unchecked_hash = 0b01
    flags = unchecked_hash.to_bytes(4, "little")
    return importlib.util.MAGIC_NUMBER + flags + bytes(8) + marshal.dumps(code)


def problems(path: Path, root: Path) -> list[str]:
    """Every reason not to deploy this zip."""
    with ZipFile(path) as content:
        names = set(content.namelist())
        libraries = {name: content.read(name)[:20] for name in names if name.endswith(".so")}
        metadata = {
            _normalised(name.split("-")[0]): content.read(name).decode()
            for name in names
            if name.endswith(".dist-info/METADATA")
        }
    size = path.stat().st_size
    found = [f"{name} is missing" for name in sorted(_own_files(root) - names)]
    found += [f"{name} does not belong in it" for name in sorted(_top_level(names) & NOT_WANTED)]
    found += [f"{name} is not for arm64" for name, head in libraries.items() if not _is_arm64(head)]
    found += [
        f"{name} is not installed" for name in sorted(_required(root, metadata) - set(metadata))
    ]
    if size > LIMIT_BYTES:
        found.append(f"{size / 1e6:.1f} MB is more than {LIMIT_BYTES / 1e6:.0f} MB")
    return found


def _own_files(root: Path) -> set[str]:
    functions = (
        path.relative_to(root).as_posix()
        for path in (root / "functions").rglob("*")
        if path.is_file() and CACHE_FOLDER not in path.parts
    )
    return {"app.py", "chalice/app.py", *functions}


def _top_level(names: set[str]) -> set[str]:
    return {name.split("/")[0] for name in names}


def _is_arm64(head: bytes) -> bool:
    return head[:4] == b"\x7fELF" and int.from_bytes(head[18:20], "little") == AARCH64


def _required(root: Path, metadata: Mapping[str, str]) -> set[str]:
    """What requirements.txt and the packages in the zip demand unconditionally.

    Chalice only remarks on a package that it could not get, and goes on.
    """
    lines = (root / "requirements.txt").read_text().splitlines()
    wanted = [line for line in lines if line.strip() and not line.startswith(("#", "-"))]
    for text in metadata.values():
        head = text.split("\n\n")[0].splitlines()
        wanted += [
            line.removeprefix("Requires-Dist: ")
            for line in head
            if line.startswith("Requires-Dist: ")
        ]
    return {
        _normalised(re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0])
        for line in wanted
        if ";" not in line
    }


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def sizes(path: Path) -> list[tuple[str, int, int]]:
    """Compressed and unpacked bytes of each package, largest first."""
    packed: Counter[str] = Counter()
    unpacked: Counter[str] = Counter()
    with ZipFile(path) as content:
        for entry in content.infolist():
            package = entry.filename.split("/")[0].split("-")[0]
            packed[package] += entry.compress_size
            unpacked[package] += entry.file_size
    return [(name, size, unpacked[name]) for name, size in packed.most_common()]
