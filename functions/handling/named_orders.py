"""The numbers in a message: where they are looked up, and the orders that they lead to."""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple

from functions.aws import rows, table
from functions.core.contacts import Anchor, AnchorKind, Contact
from functions.core.evidence.clues import Clues, unlabelled
from functions.core.evidence.known_numbers import Found, spelt_in_full, without_letters
from functions.core.figures import TELLING_FIGURES, compact
from functions.handling import shared_numbers

FEWEST_FIGURES = 5

Rows = Mapping[table.Key, Mapping[str, Any]]


class Numbers(NamedTuple):
    """What a message has of numbers, the surest first."""

    anchors: tuple[Anchor, ...]
    """Those whose form, or a word before them, tells what they are."""
    codes: tuple[Anchor, ...]
    """Codes that may be any kind of number, as every kind."""
    apart: tuple[Anchor, ...]
    """Numbers spelt in pieces, as every kind."""
    figures: Mapping[str, bool]
    """What can be a number without its letters, and whether a word before it says so."""


def numbers_in(anchors: tuple[Anchor, ...], clues: Clues) -> Numbers:
    codes = unlabelled(clues.codes, anchors)
    apart = unlabelled(clues.spelt, (*anchors, *codes))
    orders = (compact(anchor.value) for anchor in anchors if anchor.kind is AnchorKind.ORDER)
    labelled = [one for one in orders if one.isdigit() and len(one) >= FEWEST_FIGURES]
    figures = {**dict.fromkeys(clues.figures, False), **dict.fromkeys(labelled, True)}
    return Numbers(anchors, codes, apart, figures)


def keys_in_full(shop: str, numbers: Numbers) -> list[table.Key]:
    return [rows.order_reference_key(shop, a) for a in (*numbers.anchors, *numbers.codes)]


def keys_of_spellings(shop: str, numbers: Numbers) -> list[table.Key]:
    """Last among the keys, as what they lead to is the least likely."""
    return [
        *(rows.order_reference_key(shop, anchor) for anchor in numbers.apart),
        *(rows.figures_key(shop, figures) for figures in numbers.figures),
    ]


def keys_of_given(shop: str, numbers: Numbers) -> tuple[table.Key, ...]:
    """Where numbers are that we may have handed out."""
    anchors = (*numbers.anchors, *numbers.codes, *numbers.apart)
    figures = (one for one in numbers.figures if len(one) >= TELLING_FIGURES)
    keys = (
        *(rows.given_key(shop, anchor) for anchor in anchors),
        *(rows.given_figures_key(shop, one) for one in figures),
    )
    return tuple(dict.fromkeys(keys))


def orders_found(contact: Contact, numbers: Numbers, found: Rows) -> list[Found]:
    """The orders that the numbers lead to. What is only the end of a longer number that leads to
    one, or is known in full, leads to none by its figures.
    """
    apart = [one for anchor in numbers.apart for one in _by_number(contact, anchor, found)]
    longer = {one.written for one in apart}
    codes = [anchor for anchor in numbers.codes if not _is_end(anchor.value, longer)]
    whole = [
        *(f for a in numbers.anchors for f in _by_number(contact, a, found, labelled=True)),
        *(f for a in codes for f in _by_number(contact, a, found)),
    ]
    known = {one.written for one in whole}
    ends = [
        one
        for figures, labelled in numbers.figures.items()
        if figures not in known and not _is_end(figures, longer)
        for one in _by_figures(contact, figures, found, labelled=labelled)
    ]
    return [*whole, *apart, *ends]


def as_known(anchors: Sequence[Anchor], led: Sequence[Found]) -> Iterator[Anchor]:
    """The anchors in the text, those that led to an order as we know them; none that is only how
    such a number begins.
    """
    for anchor in anchors:
        written = compact(anchor.value)
        if known := [one.anchor for one in led if one.written == written]:
            yield from known
        elif not any(one.written.startswith(written) for one in led):
            yield anchor


def _by_number(
    contact: Contact, anchor: Anchor, found: Rows, *, labelled: bool = False
) -> list[Found]:
    row = found.get(rows.order_reference_key(contact.shop, anchor))
    return spelt_in_full(contact, anchor, shared_numbers.orders_in(row), labelled=labelled)


def _by_figures(contact: Contact, figures: str, found: Rows, *, labelled: bool) -> list[Found]:
    orders = shared_numbers.orders_in(found.get(rows.figures_key(contact.shop, figures)))
    return without_letters(contact, figures, orders, labelled=labelled)


def _is_end(number: str, longer: Set[str]) -> bool:
    return any(one != compact(number) and one.endswith(compact(number)) for one in longer)
