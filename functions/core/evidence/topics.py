"""What a message is about in rare word stems, and whether two of them are about the same."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from functions.core.evidence.background import COMMON_WORDS
from functions.core.evidence.codes import codes_in, is_code
from functions.core.evidence.known_orders import KnownOrder
from functions.core.language.phrases import fold

LOOKED_AT = 3_000
MAX_STEMS = 24
SHORTEST = 3
MAX_ENDINGS = 2
SHORTEST_PART = 4
"""A word of this length inside a compound is a part of it: `lamp` in `operatielamp`."""
LONG_COMPOUND = 6
"""Of this length also a last part of three letters counts: `rek` in `wijnrek`."""
SHARED_START = 5

_UMLAUT = re.compile(r"(?<![aeiou])[äöü]")
_WRITTEN_OUT = {"ä": "ae", "ö": "oe", "ü": "ue"}
_WORD = re.compile(r"[^\W\d_]{3,40}")
_UMLAUTED = re.compile(r"[aou]e(?=[^aeiou])")
_LONG_VOWEL = re.compile(r"([aeou])\1")
_MODIFIERS = re.compile(
    r"[,(;]|\b(?:de|du|des|en|pour|sans|avec|a|voor|van|met|zonder|fur|aus|mit|ohne|for|of|with)\b|\bd'"
)
"""What follows tells of an article what it is for, made of or comes with."""
_ENDINGS = (
    *("tjes", "tje", "jes", "je", "ingen", "ing", "heden", "ements", "ement", "ungen", "ung"),
    *("ies", "en", "es", "er", "e", "s", "n", "x"),
)
_LOST = ("en", "er", "es", "e", "n", "s")


def topic_of(*texts: str | None) -> tuple[str, ...]:
    """The rare stems of the texts in the order they stand, each once; codes go before."""
    spelled = [_spelled(text[:LOOKED_AT]) for text in texts if text]
    words = (word for text in spelled for word in _WORD.findall(text))
    stems = (stem(word) for word in words if word not in common_words())
    rare = (_one_vowel(s) for s in stems if s not in _common_stems())
    codes = (code for text in spelled for code in codes_in(text))
    return tuple(dict.fromkeys((*codes, *rare)))[:MAX_STEMS]


def _spelled(text: str) -> str:
    """Folded, with German umlauts written out as many type them; Dutch `vacuüm` has none."""
    return fold(_UMLAUT.sub(lambda match: _WRITTEN_OUT[match[0]], text.casefold()))


def stem(word: str) -> str:
    """A word without its commonest endings; the same for one word in its usual forms."""
    for place in range(MAX_ENDINGS):
        shorter = _without_ending(word)
        if place and word.removesuffix("n") == shorter:
            break  # `bon` of `bonen`: that letter is the word's own
        word = shorter
    return word


def _without_ending(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_PART:
            return _undoubled(word[: -len(ending)])
    return word


def shared_stems(ours: Iterable[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Those of ours that are among theirs, also as a part of a compound or by a shared start."""
    return tuple(one for one in ours if any(are_alike(one, other) for other in theirs))


def are_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    plain = _without_umlaut(one), _without_umlaut(other)
    return _overlap(one, other) or (plain != (one, other) and _overlap(*plain))


def _without_umlaut(word: str) -> str:
    """`topf` of `toepf`, as in `Töpfe`: German plurals change the vowel."""
    plain = _UMLAUTED.sub(lambda match: match[0][0], word)
    return plain if len(plain) >= SHORTEST_PART else word


def _overlap(one: str, other: str) -> bool:
    if is_code(one) or is_code(other):
        return False
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST_PART:
        is_part = long.endswith(short) or long.startswith(short + short[-1])
        return len(long) >= LONG_COMPOUND and len(short) == SHORTEST and is_part
    if len(long) >= LONG_COMPOUND and _is_last_part(short, long):
        return True
    if long.startswith(short) or long.endswith(_undoubled(short)):
        return True
    common = 0
    for a, b in zip(short, long, strict=False):
        if a != b:
            break
        common += 1
    return common >= SHARED_START and common >= len(short) - 3


def _is_last_part(short: str, long: str) -> bool:
    """`bonen` of `koffiebon`, `meter` of `gasmet`: too short to lose that ending."""
    return len(short) < LONG_COMPOUND and any(
        f"{long}{ending}".endswith(short)
        for ending in _LOST
        if short.endswith(ending) and len(short) - len(ending) >= SHORTEST
    )


def product_stems(order: KnownOrder) -> tuple[str, ...]:
    """The rare words of what was ordered."""
    return topic_of(*order.titles)


def orders_meant(topic: Sequence[str], orders: Sequence[KnownOrder]) -> frozenset[str]:
    """The orders whose products the words name best; none where they name no product.

    Where they fit several equally, `papier` is what `Papier A4` is rather than what a `destructeur
    de papier` is for. Several where that does not tell either.
    """
    best = _best(orders, [len(shared_stems(product_stems(order), topic)) for order in orders])
    if len(best) > 1:
        best = _best(best, [_heads_named(order, topic) for order in best]) or best
    return frozenset(order.order_id for order in best)


def _best(orders: Sequence[KnownOrder], scores: Sequence[int]) -> list[KnownOrder]:
    most = max(scores, default=0)
    return [one for one, score in zip(orders, scores, strict=True) if score == most and most]


def _heads_named(order: KnownOrder, topic: Sequence[str]) -> int:
    """How many of the words say what the articles are, not what they are made of or for."""
    heads = topic_of(*(_MODIFIERS.split(fold(title), maxsplit=1)[0] for title in order.titles))
    return sum(any(_is_head(one, other) for other in topic) for one in heads)


def _is_head(head: str, word: str) -> bool:
    """The word itself, inflected, or the last part of the compound."""
    short, long = sorted((head, word), key=len)
    return long.endswith(short) or (long.startswith(short) and len(long) - len(short) <= 2)


def lines_meant(topic: Sequence[str], order: KnownOrder) -> frozenset[int]:
    """Which of the order's articles the words name; those that they name equally well."""
    scores = [len(shared_stems(topic_of(title), topic)) for title in order.titles]
    best = max(scores, default=0)
    return frozenset(place for place, score in enumerate(scores) if score == best and best)


def _one_vowel(word: str) -> str:
    """`kran` of `kraan`, as in `kranen`: Dutch doubles the vowel of a closed syllable."""
    return _LONG_VOWEL.sub(r"\1", word)


def _undoubled(word: str) -> str:
    """`lampp` of `lamppen`: the doubled consonant of an open syllable."""
    if len(word) >= SHORTEST_PART and word[-1] == word[-2] and word[-1] not in "aeiou":
        return word[:-1]
    return word


@cache
def common_words() -> frozenset[str]:
    return frozenset((*_spelled(COMMON_WORDS).split(), *fold(COMMON_WORDS).split()))


@cache
def _common_stems() -> frozenset[str]:
    """Short stems are left out: English `matter` would make nothing of Dutch `matten`."""
    stems = (stem(word) for word in common_words() if len(word) > SHORTEST_PART)
    return frozenset(one for one in stems if len(one) >= SHORTEST_PART)
