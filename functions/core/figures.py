"""Numbers named by their last figures only: `1001` for LB9-1001."""

import re

LOOKED_AT = 3_000
LEAST = 3
MOST = 20

_BARE = re.compile(
    r"(?<![\w.,:/+-])([0-9]{3,9})(?![\w:/-]|[.,][0-9]| ?(?:€|%|euro|eur|kg|kilo|cm|mm|st))"
)
_TAIL = re.compile(r"(?<![0-9])[0-9]{3,9}\Z")


def bare_figures(text: str) -> frozenset[str]:
    """Figures that stand alone and are no amount, time, date or phone number."""
    return frozenset(_BARE.findall(text[:LOOKED_AT].lower())[:MOST])


def tail_of(number: str) -> str | None:
    """The figures that a number ends with, where letters or a dash stand before them."""
    found = _TAIL.search(number)
    return found[0] if found and found.start() > 0 else None
