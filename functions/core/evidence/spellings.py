"""Numbers as customers spell them: with spaces inside, or without the letters in front."""

import re
from collections.abc import Iterator

from functions.core.evidence.anchor_patterns import without_lookalikes
from functions.core.figures import TELLING_FIGURES, compact

MOST_SPELT, MOST_FIGURES = 8, 6
LEAST_DIGITS, MOST_DIGITS = 3, 14

_DIGIT = re.compile(r"[0-9]")
_POSTCODE = re.compile(r"(?<![\w-])(?:[A-Z]{1,2}[- ])?[0-9]{4,5} (?=[^\W\d_]{3})(?=[A-ZÀ-Ý])")
_AFTER = r"(?![\w/-]|[.,][0-9]|@| ?(?:€|%|euro|eur|kg|kilo|km|cm|mm|st\b|stuks|x\b|uur|mal\b))"
_PART = r"[ ./-][0-9]{1,10}"
_LETTERED = re.compile(rf"(?<![\w.@/+-])[A-Za-z]{{1,6}}[0-9]{{0,4}}(?:{_PART}){{1,3}}{_AFTER}")
_BEFORE_MORE = re.compile(r"[A-Za-z]{1,6}[ ./-]?[0-9]{4,10}(?= )")
_PARTED = re.compile(rf"(?<![\w,+])[0-9]{{1,8}}(?:{_PART}){{1,3}}{_AFTER}")
_ALONE = re.compile(rf"(?<![\w.,:/+-])[0-9]{{5,12}}{_AFTER}")
_SMALL = """
    a aan ab al als am an and at au aus auf bei bij bis by ca car ce da das de del den der des die
    dit do du een ein en er es est et for für hat il im in is ist it je la le les mal max met min
    mit na nog no nr nur of om on op or ou par per que six sur te tel ten the ti to tot tu um un
    und une us van via vom von was we wir wo you ze zu zum
"""
_SMALL_WORDS = frozenset(_SMALL.split())


def where_numbers_stand(text: str) -> str:
    """The text with blanks over phone numbers, dates, amounts, bank and VAT numbers, and over
    postcodes in front of their town.
    """
    if not _DIGIT.search(text):
        return ""
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2013", "-")
    return _POSTCODE.sub(lambda m: " " * len(m[0]), without_lookalikes(plain))


def spelt_apart(readable: str) -> tuple[str, ...]:
    """Numbers written in pieces, as in `SO 200 201`; a dash stands where there was a space."""
    return tuple(dict.fromkeys(_in_pieces(readable)))[:MOST_SPELT]


def lone_figures(readable: str) -> tuple[str, ...]:
    """Figures that can be a number without its letters."""
    alone = [match[0] for match in _ALONE.finditer(readable)]
    parted = [compact(match[0]) for match in _PARTED.finditer(readable)]
    long = (one for one in parted if TELLING_FIGURES <= len(one) <= MOST_DIGITS)
    return tuple(dict.fromkeys((*alone, *long)))[:MOST_FIGURES]


def _in_pieces(readable: str) -> Iterator[str]:
    """Those with capitals first: they are the likeliest."""
    lettered = [match[0] for match in _LETTERED.finditer(readable)]
    capitals = [one for one in lettered if one[: _first_digit(one)].strip(" ./-").isupper()]
    for one in capitals:
        if _digits(one) >= LEAST_DIGITS:
            yield _joined(one)
        if shorter := _BEFORE_MORE.match(one):
            yield _joined(shorter[0])
    for match in _PARTED.finditer(readable):
        if TELLING_FIGURES - 1 <= _digits(match[0]) <= MOST_DIGITS:
            yield _joined(match[0])
    for one in lettered:
        word = one[: _first_digit(one)].strip(" ./-").lower()
        small = one not in capitals and len(word) <= LEAST_DIGITS and word not in _SMALL_WORDS
        if small and _digits(one) >= LEAST_DIGITS:
            yield _joined(one)


def _joined(number: str) -> str:
    return number.replace(" ", "-").upper()


def _digits(number: str) -> int:
    return len(_DIGIT.findall(number))


def _first_digit(number: str) -> int:
    found = _DIGIT.search(number)
    return found.start() if found else len(number)
