"""What a case keeps of what was written on it: rare stems, and marks for its sort."""

from collections.abc import Sequence

from functions.core.cases import Case
from functions.core.contacts import Anchor, AnchorKind, Channel, Contact
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.markers import asks_to_buy
from functions.core.evidence.paperwork import is_about_goods, is_paperwork
from functions.core.evidence.parcels import is_about_parcel
from functions.core.evidence.subjects import core_subject
from functions.core.evidence.topics import topic_of
from functions.core.routing import Queue

CONVERSATIONS = frozenset({Channel.CHAT, Channel.SOCIAL, Channel.SMS, Channel.PHONE})
BUYING, PAPERWORK, GOODS = "§buying", "§paperwork", "§goods"
"""Stand in a case's topic when it was opened to buy something, about a bill or about goods only."""
CHAT = "§c"
"""Stands in the topic of a case that was chatted about."""
PARCEL = "§parcel"
"""Stands in the topic of a case that was opened about a consignment on its way."""
MARKS = frozenset({BUYING, PAPERWORK, GOODS, CHAT, PARCEL})
OTHER_SORTS = frozenset({BUYING, PAPERWORK})
DELIVERED = frozenset(
    {AnchorKind.TRACKING, AnchorKind.SERIAL, AnchorKind.DELIVERY_NOTE, AnchorKind.RETURN}
)
"""Numbers that are on goods, never on a bill alone."""


def contact_topic(
    contact: Contact,
    *,
    mass: bool = False,
    called: str | None = None,
    bought: Sequence[KnownOrder] = (),
) -> tuple[str, ...]:
    """The rare stems of what the sender wrote, with a mark when he wants to buy.

    The invoices of what was `bought` are known by their numbers.
    """
    subject = None if mass else core_subject(contact.subject)
    names = set(topic_of(contact.sender_name, called))
    stems = tuple(s for s in topic_of(contact.text, subject) if s not in names)
    said = f"{subject or ''}\n{contact.text}"
    bills = [one.value for o in bought for one in o.references if one.kind is AnchorKind.INVOICE]
    bill = is_paperwork(said, bills)
    marks = (
        *([CHAT] if contact.channel in CONVERSATIONS else ()),
        *([BUYING] if asks_to_buy(contact.text) else ()),
        *([PAPERWORK] if bill else ()),
        *([PARCEL] if is_about_parcel(said) else ()),
        *([GOODS] if not bill and is_about_goods(said, bills) else ()),
    )
    return (*marks, *stems)


def stems_of(topic: Sequence[str]) -> tuple[str, ...]:
    return tuple(stem for stem in topic if stem not in MARKS)


def is_bill(topic: Sequence[str]) -> bool:
    return PAPERWORK in topic


def waits_for_goods(case: Case) -> bool:
    """Neither opened about a bill or to buy something, nor with those who see to bills."""
    return case.queue is not Queue.BILLING and not (MARKS - {CHAT, PARCEL}).intersection(case.topic)


def is_goods(topic: Sequence[str], anchors: Sequence[Anchor]) -> bool:
    numbered = any(anchor.kind in DELIVERED for anchor in anchors)
    return GOODS in topic or (numbered and PAPERWORK not in topic)
