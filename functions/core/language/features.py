"""What the learned model sees of a message: words, letters, what is said, who says it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from operator import itemgetter
from typing import NamedTuple
from zlib import crc32

_MOST_WORDS = 160
_MOST_LETTERED = 90
_SUBJECT, _BODY, _LAST_REQUEST = 0.6, 1.0, 1.5
_SHORTEST, _LONGEST = 3, 5
_MOST_OF_A_WORD = 24
_WORDS_REMEMBERED = 8192
GROUP_WEIGHT: Mapping[str, float] = {"word": 1.4, "letters": 1.3, "said": 1.5}
_FACT_WEIGHT = 0.2
_ALONE, _PAIR = 2.0, 1.0
_MOST_PAIRED = 20


class Part(NamedTuple):
    """One sentence as the model sees it: its folded words and the names of what it says."""

    words: Sequence[str]
    said: Sequence[str]
    is_subject: bool = False
    is_last_request: bool = False

    @property
    def weight(self) -> float:
        """The last request weighs most, a subject line least."""
        if self.is_subject:
            return _SUBJECT
        return _LAST_REQUEST if self.is_last_request else _BODY


def features(parts: Sequence[Part], facts: Mapping[str, float]) -> dict[int, float]:
    """Key to value; every group has the same length whatever the length of the text."""
    vector: dict[int, float] = {}
    for name, found in (
        ("word", _words(parts)),
        ("letters", _letters(parts)),
        ("said", _said(parts)),
    ):
        length = sum([value * value for value in found.values()]) ** 0.5
        factor = GROUP_WEIGHT[name] / (length or 1.0)
        vector |= {key: factor * value for key, value in found.items()}
    return vector | {key_of(f"fact {fact}"): _FACT_WEIGHT * w for fact, w in facts.items()}


def key_of(feature: str) -> int:
    """A feature is told apart by 32 bits: that two share them is rare enough to do no harm."""
    return crc32(feature.encode())


def _keys_of(features: Iterable[str]) -> Iterator[int]:
    return map(crc32, map(str.encode, features))


def _kept(parts: Sequence[Part]) -> Iterator[tuple[Part, Sequence[str]]]:
    """Of a long letter its end, where the request stands, and its beginning."""
    room = _MOST_WORDS
    first, *rest = parts or [Part((), ())]
    for part in (first, *reversed(rest)):
        if room > 0:
            yield part, part.words[:room]
        room -= len(part.words)


def _words(parts: Sequence[Part]) -> dict[int, float]:
    found: dict[int, float] = {}
    for part, words in _lightest_first(parts):
        known = ["#" if word[0].isdigit() else word for word in words]
        pairs = map(" ".join, pairwise(["^", *known, "$"]))
        around = map(" _ ".join, zip(known, known[2:], strict=False))
        found |= dict.fromkeys(_keys_of((*known, *pairs)), part.weight)
        found |= dict.fromkeys(_keys_of(around), 0.5 * part.weight)
    return found


def _lightest_first(parts: Sequence[Part]) -> list[tuple[Part, Sequence[str]]]:
    """So that what is said again counts as often as where it weighs most."""
    return sorted(_kept(parts), key=lambda one: one[0].weight)


def _letters(parts: Sequence[Part]) -> dict[int, float]:
    """Stretches of letters within words: they survive typos, endings and compounds."""
    weights: dict[str, float] = {}
    for part, words in _kept(parts):
        for word in words:
            if word[0].isalpha() and len(weights) < _MOST_LETTERED:
                weights[word] = max(weights.get(word, 0.0), part.weight)
    found: dict[int, float] = {}
    for word, weight in sorted(weights.items(), key=itemgetter(1)):
        found |= dict.fromkeys(_stretches(word), weight)
    return found


@lru_cache(_WORDS_REMEMBERED)
def _stretches(word: str) -> Sequence[int]:
    edged = f"<{word[:_MOST_OF_A_WORD]}>"
    sizes = range(_SHORTEST, _LONGEST + 1)
    found = (edged[at : at + size] for size in sizes for at in range(len(edged) - size + 1))
    return list(_keys_of(f"~{letters}" for letters in found))


def _said(parts: Sequence[Part]) -> dict[int, float]:
    """What is said, whatever the language, by itself and two things together."""
    weights: dict[str, float] = {}
    for part in parts:
        for name in part.said:
            weights[name] = max(weights.get(name, 0.0), part.weight)
    found = {f"={name}": _ALONE * weight for name, weight in weights.items()}
    single = [name for name in weights if ">" not in name][-_MOST_PAIRED:]
    for one, other in combinations(sorted(single), 2):
        found[f"={one}+{other}"] = _PAIR * min(weights[one], weights[other])
    found = found or {"=nothing": 1.0}
    return dict(zip(_keys_of(found), found.values(), strict=True))
