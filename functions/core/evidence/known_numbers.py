"""Which known orders a number in a message means, however either of them is spelt."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from functions.core.contacts import Anchor, AnchorKind, Contact
from functions.core.evidence.anchors import normalised
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.organisation_names import names_organisation
from functions.core.figures import TELLING_FIGURES, can_be, compact


class Found(NamedTuple):
    """An order that something written led to."""

    written: str
    """Capitals, letters and digits only."""
    order: KnownOrder
    anchor: Anchor
    """The number as we know it."""


def spelt_in_full(
    contact: Contact, anchor: Anchor, orders: Sequence[KnownOrder], *, labelled: bool
) -> list[Found]:
    """The orders of one row that the number can be, those that spell it so before all others.

    `labelled` says that a word in the text tells what it is, so that few figures will do. What is
    a number of several parties only without its spelling counts for an order that the message
    speaks for; a number that customers choose themselves never counts alone anyway.
    """
    exact = [order for order in orders if anchor.value in numbers_of(order)]
    alike = exact or [order for order in orders if _can_be(anchor, order, labelled=labelled)]
    found = [Found(compact(anchor.value), order, _as_known(anchor, order)) for order in alike]
    if exact or _is_of_one_party(alike):
        return found
    return [
        one
        for one in found
        if one.anchor.kind is AnchorKind.PURCHASE_ORDER or _speaks_for(contact, one.order)
    ]


def without_letters(
    contact: Contact, figures: str, orders: Sequence[KnownOrder], *, labelled: bool
) -> list[Found]:
    """The orders whose numbers end with the figures.

    Few figures without a word for what they are, or figures of several parties, count only for an
    order that the message speaks for.
    """
    plain = _is_of_one_party(orders) and (labelled or len(figures) >= TELLING_FIGURES)
    return [
        Found(figures, order, Anchor(kind=AnchorKind.ORDER, value=normalised(order.number)))
        for order in orders
        if order.number and (plain or _speaks_for(contact, order))
    ]


def with_matches(found: Iterable[Found]) -> list[KnownOrder]:
    """Each order once, with the numbers that led to it, each of them once too."""
    orders: dict[str, KnownOrder] = {}
    for one in found:
        known = orders.get(one.order.order_id, one.order)
        matched = tuple(dict.fromkeys((*known.matched, one.anchor)))
        orders[known.order_id] = known.model_copy(update={"matched": matched})
    return list(orders.values())


def numbers_of(order: KnownOrder) -> list[str]:
    own = [normalised(order.number)] if order.number else []
    return [*own, *(reference.value for reference in order.references)]


def _can_be(anchor: Anchor, order: KnownOrder, *, labelled: bool) -> bool:
    least = TELLING_FIGURES - 1 if labelled else TELLING_FIGURES
    alike = [one for one in numbers_of(order) if compact(one) == compact(anchor.value)]
    # The row does not tell how the codes of its parcels are spelt.
    known = alike or [anchor.value if labelled else compact(anchor.value)]
    return any(can_be(anchor.value, one, least=least) for one in known)


def _as_known(anchor: Anchor, order: KnownOrder) -> Anchor:
    """With the kind and spelling that the order has it in."""
    number = compact(anchor.value)
    for reference in order.references:
        if compact(reference.value) == number:
            return reference
    if order.number and compact(order.number) == number:
        return anchor.model_copy(update={"value": normalised(order.number)})
    return anchor


def _is_of_one_party(orders: Sequence[KnownOrder]) -> bool:
    return len({order.organisation_id or order.person_id for order in orders}) == 1


def _speaks_for(contact: Contact, order: KnownOrder) -> bool:
    """Its sender is on the order, or it names whose the order is."""
    own = {handle.key for handle in (contact.sender, *contact.sender_also)}
    unsigned = contact.model_copy(update={"sender_name": None})
    names = (order.organisation_name, *order.names)
    return not own.isdisjoint(order.handles) or any(names_organisation(unsigned, n) for n in names)
