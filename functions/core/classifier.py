"""The learned model: small weights over many features, read from data beside this module."""

import math
from array import array
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import accumulate, islice
from json import loads
from operator import itemgetter, mul
from typing import NamedTuple

PLACES = 1 << 17
"""A feature that the model knows stands in one of two places, with a mark to tell it by."""
_SPREAD = 2_654_435_761
_MARKS = 255


class Head(NamedTuple):
    """One question to the model: its answers, and how sure a score makes it."""

    answers: tuple[str, ...]
    columns: "tuple[array[int], ...]"
    """For each answer one small number per known feature."""
    scale: float
    bias: tuple[float, ...]
    temperature: float

    def probabilities(self, known: Mapping[int, float]) -> dict[str, float]:
        """How likely each answer is by the values of known features; they add up to one."""
        of_known = itemgetter(*known, 0, 0)
        values = tuple(known.values())
        scores = (sum(map(mul, values, of_known(column))) for column in self.columns)
        return self._softmax(
            [score * self.scale + bias for score, bias in zip(scores, self.bias, strict=True)]
        )

    def _softmax(self, scores: Sequence[float]) -> dict[str, float]:
        best = max(scores)
        powers = [math.exp((score - best) / self.temperature) for score in scores]
        total = sum(powers)
        return {a: power / total for a, power in zip(self.answers, powers, strict=True)}


class Model(NamedTuple):
    """Which features are known, and the two questions about them."""

    marks: bytes
    """Per place the mark of the feature that stands there; 0: none."""
    numbers: "array[int]"
    """Per place which feature stands there, counted from the first place on."""
    queue: Head
    priority: Head

    def known(self, vector: Mapping[int, float]) -> dict[int, float]:
        """The values of the features that the model knows, by their numbers.

        Of 256 features that it never saw about two pass for known ones.
        """
        number_of = self.number_of
        return {
            number: value for key, value in vector.items() if (number := number_of(key)) is not None
        }

    def number_of(self, key: int) -> int:
        """-1: unknown. `mark_of` and `second_place` are written out, since it runs so often."""
        marks = self.marks
        mark = 1 + (key >> 17) % _MARKS
        place = key % PLACES
        if marks[place] != mark:
            place = (key * _SPREAD >> 11) % PLACES
            if marks[place] != mark:
                return -1
        return self.numbers[place]


def mark_of(key: int) -> int:
    """1 to 255, by other bits than the place."""
    return 1 + (key >> 17) % _MARKS


def second_place(key: int) -> int:
    """Where a feature stands when its first place is taken."""
    return (key * _SPREAD >> 11) % PLACES


@cache
def model() -> Model:
    """Loaded once, when the first message is read."""
    return load(files("functions.core") / "model")


def load(folder: Traversable) -> Model:
    about = loads((folder / "routing.json").read_text(encoding="utf-8"))
    packed = (folder / "routing.bin").read_bytes()
    marks, weights = packed[:PLACES], array("b", packed[PLACES:])
    numbers = array("i", accumulate(map(bool, marks), initial=0))
    columns = iter([weights[at : at + numbers[-1]] for at in range(0, len(weights), numbers[-1])])
    heads = {
        name: Head(
            answers=tuple(head["answers"]),
            columns=tuple(islice(columns, len(head["answers"]))),
            scale=head["scale"],
            bias=tuple(head["bias"]),
            temperature=head["temperature"],
        )
        for name, head in about["heads"].items()
    }
    return Model(marks, numbers, **heads)
