"""What keeps two problems of one order apart, though number or product is the same."""

from collections.abc import Sequence

from functions.core.cases import Case
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.topics import lines_meant, product_stems, shared_stems, topic_of
from functions.core.grouping.case_topics import MARKS, is_bill, is_goods, waits_for_goods
from functions.core.grouping.messages import Message

TIES_BILL_TO_GOODS = 2
"""So many words in common, beside the products: one can be a place or a name."""


def why_apart(message: Message, case: Case, theirs: frozenset[str]) -> str:
    """Why one order's number does not make it one problem: other articles of the order, or a bill
    with a fault of its own beside the goods with theirs; empty where nothing tells them apart.
    """
    known = _known_words(message.bought)
    rest = [s for s in message.topic if s not in MARKS and not shared_stems([s], known)]
    shared = len(shared_stems(rest, case.topic))
    goods = is_goods(case.topic, case.anchors) or waits_for_goods(case)
    beside = (message.bill and goods) or (
        is_bill(case.topic) and is_goods(message.topic, message.anchors)
    )
    if shared >= (TIES_BILL_TO_GOODS if beside else 1):
        return ""
    if beside:
        return "other_sort"
    for order in message.bought:
        if order.order_id in theirs and order.order_id in message.meant:
            ours, held = lines_meant(message.topic, order), lines_meant(case.topic, order)
            if ours and held and ours.isdisjoint(held):
                return "other_line"
    return ""


def _known_words(bought: Sequence[KnownOrder]) -> tuple[str, ...]:
    """The products and places of their orders: they say which purchase, not which problem."""
    products = (stem for order in bought for stem in product_stems(order))
    places = (stem for order in bought for stem in topic_of(*order.names))
    return (*products, *places)
