"""The learned model: small weights over many features, read from data beside this module."""

import math
from array import array
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from json import loads
from operator import itemgetter, mul
from typing import NamedTuple

from functions.core.features import BUCKETS


class Head(NamedTuple):
    """One question to the model: its answers, and how sure a score makes it."""

    answers: tuple[str, ...]
    columns: "tuple[array[int], ...]"
    """For each answer one small number per bucket."""
    scale: float
    bias: tuple[float, ...]
    temperature: float

    def probabilities(self, vector: Mapping[int, float]) -> dict[str, float]:
        """How likely each answer is; they add up to one."""
        of_vector = itemgetter(*vector, 0, 0)
        values = tuple(vector.values())
        scores = (sum(map(mul, values, of_vector(column))) for column in self.columns)
        return self._softmax(
            [score * self.scale + bias for score, bias in zip(scores, self.bias, strict=True)]
        )

    def _softmax(self, scores: Sequence[float]) -> dict[str, float]:
        best = max(scores)
        powers = [math.exp((score - best) / self.temperature) for score in scores]
        total = sum(powers)
        return {a: power / total for a, power in zip(self.answers, powers, strict=True)}


@cache
def heads() -> Mapping[str, Head]:
    """The heads `queue` and `priority`; loaded once, when the first message is read."""
    folder = files("functions.core") / "model"
    about = loads((folder / "routing.json").read_text(encoding="utf-8"))
    weights = array("b", (folder / "routing.bin").read_bytes())
    found = {}
    start = 0
    for name, head in about["heads"].items():
        ends = [start + BUCKETS * (i + 1) for i in range(len(head["answers"]))]
        found[name] = Head(
            answers=tuple(head["answers"]),
            columns=tuple(weights[end - BUCKETS : end] for end in ends),
            scale=head["scale"],
            bias=tuple(head["bias"]),
            temperature=head["temperature"],
        )
        start = ends[-1]
    return found
