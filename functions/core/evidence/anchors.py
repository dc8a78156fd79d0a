"""Anchors: find and validate the identifiers in a text that say which matter it is about."""

import re
from collections.abc import Sequence
from functools import cache

from functions.core.contacts import Anchor, AnchorKind
from functions.core.evidence.anchor_patterns import (
    CASE_REFERENCE,
    Finder,
    any_value,
    labelled_finders,
    near_digits,
    prefixed_finders,
    tracking_finders,
    without_lookalikes,
)

MAX_ANCHORS = 20
CASE_PREFIX = "case-"

# Literal text, `{4-12}` for that many digits and `{A:2-4}` for that many capital letters.
ORDER_FORMATS = ("#{4-12}", "SO-{4-10}", "{A:2-4}-20{2}-{4-7}")


def find_anchors(text: str, *, order_formats: Sequence[str] = ORDER_FORMATS) -> tuple[Anchor, ...]:
    """The identifiers in `text`: our own reference first, then the others in the order they stand.

    Each comes once, at most `MAX_ANCHORS` of them. What looks like a number of the matter but is
    an address, phone number, date, amount, postcode, IBAN or VAT number is none. Each part of the
    text is read as one thing only: the most telling reading wins. Takes time in proportion to the
    text, whatever it is.
    """
    references = (match["value"] for match in CASE_REFERENCE.finditer(text))
    cases = [Anchor(kind=AnchorKind.CASE, value=normalised(value)) for value in references]
    numbers = _find_numbers(near_digits(text), _finders(tuple(order_formats)))
    return tuple(dict.fromkeys((*cases, *numbers)))[:MAX_ANCHORS]


def _find_numbers(text: str, finders: Sequence[Finder]) -> list[Anchor]:
    taken = bytearray(len(text))
    readable = without_lookalikes(text)
    found: list[tuple[int, Anchor]] = []
    for finder in finders:
        for match in finder.pattern.finditer(text if finder.inside_links else readable):
            start, end = match.span("value")
            value = normalised(match["value"])
            if finder.accepts(value, match) and not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                found.append((start, Anchor(kind=finder.kind, value=value)))
    return [anchor for _, anchor in sorted(found, key=lambda entry: entry[0])]


def case_reference(case_id: str) -> str:
    """How a case is named to customers, for instance `[L-ABCDEFGH23]`."""
    return f"[L-{case_id.removeprefix(CASE_PREFIX).upper()}]"


def names_case(anchor: Anchor, case_id: str) -> bool:
    """Whether an anchor is our own reference of this case."""
    return anchor.kind is AnchorKind.CASE and f"[{anchor.value}]" == case_reference(case_id)


@cache
def _finders(order_formats: tuple[str, ...]) -> tuple[Finder, ...]:
    """Most telling first: checked codes, prefixes, words before a number."""
    exact = [fmt for fmt in order_formats if "{A:" not in fmt]
    loose = [fmt for fmt in order_formats if "{A:" in fmt]
    return (
        *tracking_finders(),
        *(Finder(AnchorKind.ORDER, _format_pattern(fmt), any_value) for fmt in exact),
        *prefixed_finders(),
        *(Finder(AnchorKind.ORDER, _format_pattern(fmt), any_value) for fmt in loose),
        *labelled_finders(),
    )


def normalised(value: str) -> str:
    """Upper case without spaces and `#`, as anchors are compared and kept."""
    return "".join(value.upper().replace("#", "").split()).strip("[].-/")


def _format_pattern(order_format: str) -> re.Pattern[str]:
    """An order number format of the shop as a safe pattern; everything but braces is literal."""
    parts = re.split(r"\{(A:)?(\d{1,2})(?:-(\d{1,2}))?\}", order_format)
    pattern = re.escape(parts[0])
    for letters, low, high, literal in zip(*(parts[i::4] for i in (1, 2, 3, 4)), strict=True):
        pattern += f"[{'A-Z' if letters else '0-9'}]{{{low},{high or low}}}{re.escape(literal)}"
    flags = re.NOFLAG if "{A:" in order_format else re.IGNORECASE
    return re.compile(rf"(?<![\w#&-])(?P<value>{pattern})(?![\w-]|[.,]\d)", flags)
