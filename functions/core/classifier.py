"""The learned model: small weights over many features, read from data beside this module."""

import math
from array import array
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from json import loads
from typing import NamedTuple

from functions.core.features import BUCKETS


class Head(NamedTuple):
    """One question to the model: its answers, and how sure a score makes it."""

    answers: tuple[str, ...]
    weights: "array[int]"
    """For each bucket one small number per answer."""
    scale: float
    bias: tuple[float, ...]
    temperature: float

    def probabilities(self, vector: Mapping[int, float]) -> dict[str, float]:
        """How likely each answer is; they add up to one."""
        width = len(self.answers)
        scores = [0.0] * width
        weights = self.weights
        for bucket, value in vector.items():
            start = bucket * width
            for i in range(width):
                scores[i] += value * weights[start + i]
        return self._softmax([s * self.scale + b for s, b in zip(scores, self.bias, strict=True)])

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
    weights = array("h", (folder / "routing.bin").read_bytes())
    found = {}
    start = 0
    for name, head in about["heads"].items():
        size = BUCKETS * len(head["answers"])
        found[name] = Head(
            answers=tuple(head["answers"]),
            weights=weights[start : start + size],
            scale=head["scale"],
            bias=tuple(head["bias"]),
            temperature=head["temperature"],
        )
        start += size
    return found
