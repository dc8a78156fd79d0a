"""On which line of a TOML file something stands that its values no longer tell."""

import re
from collections.abc import Sequence


def line_of(text: str, path: Sequence[int | str]) -> int | None:
    """The line of the key that a validation error points to, or of the nearest table above it."""
    lines = text.splitlines()
    start, end = _table(lines, path)
    for name in reversed([step for step in path if isinstance(step, str)]):
        key = re.compile(rf'(?:^|[{{,\[.\s])"?{re.escape(name)}"?\s*(?:=|\]|\.)')
        for number in range(start, end):
            if key.search(lines[number].split("#")[0]):
                return number + 1
    return start + 1 if path and isinstance(path[0], str) and start else None


def _table(lines: Sequence[str], path: Sequence[int | str]) -> tuple[int, int]:
    """First and last line of the table an error is in; the whole file where it is in none."""
    if len(path) > 1 and isinstance(path[1], int):
        heads = [i for i, line in enumerate(lines) if line.strip() == f"[[{path[0]}]]"]
        number = path[1]
    else:
        names = [str(step) for step in path if isinstance(step, str)]
        tables = [".".join(names[:size]) for size in range(len(names), 0, -1)]
        heads = [
            i for table in tables for i, line in enumerate(lines) if line.strip() == f"[{table}]"
        ]
        number = 0
    if number >= len(heads):
        return 0, len(lines)
    start = heads[number]
    after = (i for i in range(start + 1, len(lines)) if lines[i].startswith("["))
    return start, next(after, len(lines))
