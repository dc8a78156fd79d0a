"""The weights as the package carries them: the features that matter, a byte for each answer."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from functions.core.language.classifier import NOTHING, PLACES, mark_of, second_place
from training.fitting import Matrix

KNOWN = 75_000
"""Features kept, those with the largest weights; the rest hardly matter."""
LARGEST = 47
_MOST_MOVES = 500


class Fit(NamedTuple):
    """One question: its answers, the weights by feature and answer, and how sure they make it."""

    name: str
    answers: tuple[str, ...]
    weights: Matrix
    bias: Matrix
    temperature: float


def write(folder: Path, keys: NDArray[np.int64], heads: Sequence[Fit]) -> None:
    """First the marks by place, then in the order of places a byte for each answer."""
    folder.mkdir(exist_ok=True)
    marks = np.zeros(PLACES, dtype="u1")
    holder = _placed(keys, _strongest(heads))
    places = sorted(holder)
    chosen = [holder[place] for place in places]
    marks[places] = [mark_of(int(keys[i])) for i in chosen]
    columns: list[Matrix] = []
    about: dict[str, object] = {}
    for head in heads:
        scale = float(f"{np.abs(head.weights).max() / LARGEST:.6g}")
        columns.append(NOTHING + np.round(head.weights[chosen] / scale))
        about[head.name] = {
            "answers": list(head.answers),
            "scale": scale,
            "bias": [round(float(bias), 5) for bias in head.bias],
            "temperature": round(head.temperature, 4),
        }
    rows = np.hstack(columns).astype("u1")
    (folder / "routing.bin").write_bytes(marks.tobytes() + rows.tobytes())
    text = json.dumps({"heads": about}, indent=1)
    (folder / "routing.json").write_text(text + "\n", encoding="utf-8")


def _strongest(heads: Sequence[Fit]) -> NDArray[np.int64]:
    """The features by the size of their weights, the largest first; ties by their keys' order."""
    size = sum(
        (head.weights / np.abs(head.weights).max()) ** 2 @ np.ones(len(head.answers))
        for head in heads
    )
    return np.argsort(-np.asarray(size), kind="stable")[:KNOWN]


def _placed(keys: NDArray[np.int64], strongest: NDArray[np.int64]) -> dict[int, int]:
    """Each feature at one of its two places; who stands there already moves to his other one."""
    holder: dict[int, int] = {}
    for newcomer in strongest:
        feature = int(newcomer)
        place = int(keys[feature]) % PLACES
        for _ in range(_MOST_MOVES):
            if place not in holder:
                holder[place] = feature
                break
            holder[place], feature = feature, holder[place]
            key = int(keys[feature])
            place = second_place(key) if place == key % PLACES else key % PLACES
    return holder
