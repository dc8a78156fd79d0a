"""What is wrong with a policy, in words to act on: file, line, key, and what is allowed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pydantic import ValidationError

from functions.core.errors import MisplacedError, Mistake
from functions.policies.lines import line_of


class PolicyFile(NamedTuple):
    """One file as it was read."""

    name: str
    text: str
    data: Mapping[str, object]


def complaints(files: Sequence[PolicyFile], error: ValidationError) -> Iterator[str]:
    """A line for each mistake in a policy that is kept in these files."""
    for details in error.errors(include_url=False):
        cause = details.get("ctx", {}).get("error")
        mistakes = cause.mistakes if isinstance(cause, MisplacedError) else ()
        found = mistakes or [Mistake(details["loc"], _complaint(details["type"], details))]
        for path, message in found:
            where = (*details["loc"], *path) if mistakes else path
            yield f"{_home(files, where)}: {message}"


def _home(files: Sequence[PolicyFile], path: tuple[int | str, ...]) -> str:
    """File, line and key; what stands in none of several files can be missing from any."""
    holding = [file for file in files if path and path[0] in file.data]
    if not holding and len(files) > 1:
        return f"{' and '.join(file.name for file in files)}{_place(path, {})}"
    file = (holding or files)[0]
    number = line_of(file.text, path)
    line = f", line {number}" if number else ""
    return f"{file.name}{line}{_place(path, file.data)}"


def _place(path: tuple[int | str, ...], data: object) -> str:
    """Where it is, in the file's own words: a list of tables is named by its `name`."""
    place, inside = "", data
    for step in path:
        inside = _step_into(inside, step)
        name = inside.get("name") if isinstance(inside, dict) and isinstance(step, int) else None
        if name is not None:
            place += f' "{name}"'
        elif isinstance(step, int):
            place += f" {step + 1}"
        elif not step.startswith(("function-", "CalendarTerm", "timedelta", "[key]")):
            place += f", {step}"
    return place


def _step_into(inside: object, step: int | str) -> object:
    if isinstance(inside, dict):
        return inside.get(step)
    if isinstance(inside, list) and isinstance(step, int) and step < len(inside):
        return inside[step]
    return inside


def _complaint(kind: str, details: object) -> str:
    assert isinstance(details, dict)
    given = details.get("input")
    if kind == "extra_forbidden":
        return "unknown key"
    if kind == "missing":
        return "this key is missing"
    if kind == "enum":
        return f'unknown "{given}"; one of {details["ctx"]["expected"].replace(chr(39), "")}'
    message: str = details["msg"]
    return message.removeprefix("Value error, ")
