"""What a change of the rules would bring together, take apart or give to somebody else."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

Prediction = Mapping[str, str | None]
Name = tuple[str, str]


def read_predictions(path: Path) -> list[Prediction]:
    """What an earlier run wrote; ValueError names the line that it did not."""
    found: list[Prediction] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        prediction = json.loads(line)
        if not isinstance(prediction, dict) or not {"scenario", "id", "case"} <= prediction.keys():
            raise ValueError(f"{path.name}, line {number}: expected a prediction of an earlier run")
        found.append(prediction)
    return found


def differences(before: Iterable[Prediction], after: Iterable[Prediction]) -> Iterator[str]:
    """A line for each case that is made of several former ones, or of a part of one, and for each
    message that changes hands; cases are compared by what they hold, as their names are free.
    """
    then, now = _by_name(before), _by_name(after)
    for kind, ours, theirs in (("would merge", now, then), ("would split", then, now)):
        for names in _cases(ours):
            parts = defaultdict(list)
            for name in names:
                if name in theirs:
                    parts[theirs[name]["case"]].append(name[1])
            if len(parts) > 1:
                held = " | ".join(sorted(" ".join(sorted(part)) for part in parts.values()))
                yield f"{names[0][0]}: {kind}: {held}"
    for name in sorted(then.keys() & now.keys()):
        former, later = then[name].get("organisation"), now[name].get("organisation")
        if former != later:
            yield f"{name[0]}: {name[1]} would go from {former or 'nobody'} to {later or 'nobody'}"


def _by_name(predictions: Iterable[Prediction]) -> dict[Name, Prediction]:
    return {(str(one["scenario"]), str(one["id"])): one for one in predictions}


def _cases(predictions: Mapping[Name, Prediction]) -> list[list[Name]]:
    held: dict[tuple[str, str | None], list[Name]] = defaultdict(list)
    for name, prediction in predictions.items():
        held[name[0], prediction["case"]].append(name)
    return list(held.values())
