"""Numbers as they are compared: without their spelling, or by their last figures only: `1001` for
LB9-1001.
"""

import re

LOOKED_AT = 3_000
LEAST = 3
MOST = 20

_BARE = re.compile(
    r"(?<![\w.,:/+-])([0-9]{3,9})(?![\w:/-]|[.,][0-9]| ?(?:€|%|euro|eur|kg|kilo|cm|mm|st))"
)
_TAIL = re.compile(r"(?<![0-9])[0-9]{3,9}\Z")


_JOINTS = re.compile(r"[\W_]+")
_FIGURES = re.compile(r"[0-9]+")
_BEHIND_LETTERS = re.compile(r"(?<=[A-Z])[0-9]{5,12}\Z")
_SEVERAL_GROUPS = re.compile(r"[0-9][\W_]+[0-9]")
_DATE = re.compile(
    r"(?:19|20)[0-9]{2}([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12][0-9]|3[01])"
    r"|(?:0?[1-9]|[12][0-9]|3[01])([-/.])(?:0?[1-9]|1[0-2])\2(?:(?:19|20)[0-9]{2}|[0-9]{2})"
)
TELLING_FIGURES = 6
"""So many figures alone are hardly a postcode, a year or an amount."""


def compact(number: str) -> str:
    """A number as numbers are compared: capitals, letters and digits only."""
    return _JOINTS.sub("", number.upper()) or number


def figures_behind_letters(number: str) -> str | None:
    """`200201` of SO-200201: what is left of a number whose prefix is left out."""
    found = _BEHIND_LETTERS.search(compact(number))
    return found[0] if found else None


def has_several_groups(number: str) -> bool:
    """Whether another number can have the same figures, parted elsewhere: 1/11 and 11/1."""
    return _SEVERAL_GROUPS.search(number) is not None


def can_be(written: str, known: str, *, least: int = TELLING_FIGURES) -> bool:
    """Whether a number that is spelt so can be the one that is kept as `known`.

    Figures alone need to be `least` many, or one fewer and parted alike: `24/7` is no order 247,
    nor is a date the number with the same figures.
    """
    ours = compact(written)
    if ours != compact(known):
        return False
    if written == known or not _FIGURES.fullmatch(ours):
        return True
    groups = _FIGURES.findall(written)
    if len(groups) > 1 and groups == _FIGURES.findall(known):
        return len(ours) >= least - 1
    return len(ours) >= least and not _DATE.fullmatch(written)


def bare_figures(text: str) -> frozenset[str]:
    """Figures that stand alone and are no amount, time, date or phone number."""
    return frozenset(_BARE.findall(text[:LOOKED_AT].lower())[:MOST])


def tail_of(number: str) -> str | None:
    """The figures that a number ends with, where letters or a dash stand before them."""
    found = _TAIL.search(number)
    return found[0] if found and found.start() > 0 else None
