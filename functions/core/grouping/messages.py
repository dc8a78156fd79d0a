"""A message as it is compared with a party's cases."""

from collections.abc import Sequence
from typing import NamedTuple

from functions.core.cases import Case
from functions.core.contacts import Anchor, AnchorKind, Contact
from functions.core.evidence.known_numbers import numbers_of
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.paperwork import is_credited
from functions.core.evidence.product_kinds import orders_described
from functions.core.evidence.topics import shared_stems
from functions.core.figures import bare_figures, compact
from functions.core.grouping.case_topics import BUYING, contact_topic, is_bill, stems_of
from functions.core.grouping.new_questions import announces_new_question
from functions.core.grouping.unnamed import is_damage_of_its_own, is_unnamed


class Circumstances(NamedTuple):
    """What is known of a message beside its contents and its party's cases and orders."""

    mass: bool = False
    """It answers a mass mail, whose subject is not the sender's word."""
    elsewhere: bool = False
    """Its sender has matters at other parties too, so that what names nothing may be theirs."""
    coded: bool = False
    """It has numbers, though not of this party."""
    called: str | None = None
    """The party's name, which is no topic."""


class Message(NamedTuple):
    """One contact as the comparison needs it."""

    contact: Contact
    person: str | None
    anchors: tuple[Anchor, ...]
    topic: tuple[str, ...]
    bought: tuple[KnownOrder, ...]
    """The party's own orders."""
    meant: frozenset[str]
    """Order ids that it names or describes."""
    tails: frozenset[str]
    """Bare figures in the text that can be the end of a number: `1001` of LB9-1001."""
    unnamed: bool
    """It names nothing of its own, so that it goes on with what is known."""
    bill: bool
    """It is about a bill, or tells that one was credited which a case is about."""


def a_message(
    contact: Contact,
    person: str | None,
    anchors: Sequence[Anchor],
    bought: Sequence[KnownOrder],
    cases: Sequence[Case],
    around: Circumstances,
) -> Message:
    """The message to a party with these cases, of which it may or may not name something."""
    topic = contact_topic(contact, mass=around.mass, called=around.called, bought=bought)
    meant = orders_named(anchors, bought) or orders_described(topic, bought)
    names = (
        bool(meant or anchors or around.elsewhere or around.coded)
        or BUYING in topic
        or announces_new_question(contact.text)
        or any(shared_stems(stems_of(topic), case.topic) for case in cases)
    )
    return Message(
        contact,
        person,
        tuple(anchors),
        topic,
        tuple(bought),
        meant,
        tails=bare_figures(contact.text),
        unnamed=bool(bought and cases)
        and not (names or is_damage_of_its_own(contact))
        and is_unnamed(contact),
        bill=is_bill(topic)
        or (is_credited(contact.text) and any(_is_bill_for(c, meant, bought) for c in cases)),
    )


def _is_bill_for(case: Case, meant: frozenset[str], bought: Sequence[KnownOrder]) -> bool:
    return is_bill(case.topic) and not meant.isdisjoint(orders_of(case, bought))


def orders_of(case: Case, bought: Sequence[KnownOrder]) -> frozenset[str]:
    """The party's orders that a case is about, by number or by the words for the products.

    Who wants to buy describes what he does not have yet.
    """
    if BUYING in case.topic:
        return orders_named(case.anchors, bought)
    return orders_named(case.anchors, bought) or orders_described(case.topic, bought)


def orders_named(anchors: Sequence[Anchor], bought: Sequence[KnownOrder]) -> frozenset[str]:
    """The party's orders that one of the numbers belongs to."""
    values = {compact(anchor.value) for anchor in anchors if anchor.kind is not AnchorKind.CASE}
    return frozenset(
        order.order_id for order in bought if not values.isdisjoint(map(compact, numbers_of(order)))
    )
