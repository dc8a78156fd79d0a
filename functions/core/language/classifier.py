"""The learned model: small weights over many features, read from data beside this module."""

import math
from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import accumulate
from json import loads
from operator import mul
from struct import unpack
from typing import NamedTuple

PLACES = 1 << 17
"""A feature that the model knows stands in one of two places, with a mark to tell it by."""
_BLOCK = 64
_LANE = 8
NOTHING = 128
"""How a weight of 0 is written."""
_FINE = 1 << 30
"""Values are counted in such parts of one: any number of them times a weight fits in a lane."""
_SPREAD = 2_654_435_761
_MARKS = 255
_FEATURES_REMEMBERED = 1 << 15


class Head(NamedTuple):
    """One question to the model: its answers, and how sure a score makes it."""

    answers: tuple[str, ...]
    columns: range
    """Where its weights stand in a row."""
    scale: float
    bias: tuple[float, ...]
    temperature: float

    def chances(self, sums: Sequence[float]) -> dict[str, float]:
        """How likely each answer is by the sums of all columns; they add up to one."""
        pairs = zip(self.columns, self.bias, strict=True)
        return self._softmax([sums[column] * self.scale + bias for column, bias in pairs])

    def _softmax(self, scores: Sequence[float]) -> dict[str, float]:
        best = max(scores)
        powers = [math.exp((score - best) / self.temperature) for score in scores]
        total = sum(powers)
        return {a: power / total for a, power in zip(self.answers, powers, strict=True)}


class Chances(NamedTuple):
    """How likely each answer is to the two questions."""

    queue: dict[str, float]
    priority: dict[str, float]


class Weights(NamedTuple):
    """What the known features say for every answer."""

    marks: bytes
    """Per place the mark of the feature that stands there; 0: none."""
    before: "array[int]"
    """Per block of places how many features stand before it."""
    rows: bytes
    """Feature after feature in the order of places, a byte for each answer: its weight + 128."""
    width: int
    offset: int
    """Lanes that hold 128 each."""

    def row_of(self, key: int) -> bytes:
        """The weights of a feature; none of one that is not known.

        Of 256 features that were never seen about two pass for known ones. `mark_of` and
        `second_place` are written out, since it runs so often.
        """
        marks, mark, place = self.marks, 1 + (key >> 17) % _MARKS, key % PLACES
        if marks[place] != mark:
            place = (key * _SPREAD >> 11) % PLACES
            if marks[place] != mark:
                return b""
        start = place - place % _BLOCK
        number = self.before[place // _BLOCK] + place - start - marks.count(0, start, place)
        return self.rows[number * self.width : number * self.width + self.width]

    def lanes_of(self, key: int) -> int:
        """The row as one whole number with a lane of 64 bits for each answer.

        Times a value it is that value times every weight, in one step.
        """
        row = self.row_of(key)
        if not row:
            return 0
        lanes = bytearray(_LANE * self.width)
        lanes[::_LANE] = row
        return int.from_bytes(lanes, "little") - self.offset


class Model(NamedTuple):
    """The weights, and the two questions about a message."""

    weights: Weights
    lanes_of: Callable[[int], int]
    """Of the weights; it remembers the features that come often."""
    queue: Head
    priority: Head

    def chances(self, vector: Mapping[int, float]) -> Chances:
        """What the features of a message make likely."""
        values = [int(value * _FINE) for value in vector.values()]
        total = sum(map(mul, values, map(self.lanes_of, vector)))
        width = self.weights.width
        # A negative lane takes one from the next, which is nothing at this fineness.
        lanes = unpack(f"<{width}q", total.to_bytes(_LANE * width, "little", signed=True))
        sums = [lane / _FINE for lane in lanes]
        return Chances(self.queue.chances(sums), self.priority.chances(sums))

    def weight_of(self, key: int, queue: str) -> int:
        """What a feature says for a queue, in steps of the head's scale; 0 where unknown."""
        row = self.weights.row_of(key)
        return row[self.queue.answers.index(queue)] - NOTHING if row else 0


def mark_of(key: int) -> int:
    """1 to 255, by other bits than the place."""
    return 1 + (key >> 17) % _MARKS


def second_place(key: int) -> int:
    """Where a feature stands when its first place is taken."""
    return (key * _SPREAD >> 11) % PLACES


@cache
def model() -> Model:
    """Loaded once, when the first message is read."""
    return load(files("functions.core.language") / "model")


def load(folder: Traversable) -> Model:
    about = loads((folder / "routing.json").read_text(encoding="utf-8"))
    packed = (folder / "routing.bin").read_bytes()
    marks, rows = packed[:PLACES], packed[PLACES:]
    held = (_BLOCK - marks.count(0, at, at + _BLOCK) for at in range(0, PLACES, _BLOCK))
    heads, width = {}, 0
    for name, head in about["heads"].items():
        columns = range(width, width + len(head["answers"]))
        width = columns.stop
        heads[name] = Head(
            answers=tuple(head["answers"]),
            columns=columns,
            scale=head["scale"],
            bias=tuple(head["bias"]),
            temperature=head["temperature"],
        )
    offset = int.from_bytes(NOTHING.to_bytes(_LANE, "little") * width, "little")
    weights = Weights(marks, array("i", accumulate(held, initial=0)), rows, width, offset)
    return Model(weights, lru_cache(_FEATURES_REMEMBERED)(weights.lanes_of), **heads)
