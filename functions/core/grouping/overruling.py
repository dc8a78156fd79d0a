"""Another party's number in a message's own words decides over the conversation it came in by."""

import re
from collections.abc import Iterator, Sequence

from functions.core.contacts import AnchorKind, Contact
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.old_subjects import is_of_old_subject
from functions.core.figures import compact
from functions.core.grouping.attribution import PRIVATE, Facts, is_person, only_home, shares_name


def by_own_numbers(facts: Facts) -> tuple[Facts, frozenset[str]] | None:
    """The facts without the conversation, and the parties that the sender's own words name.

    Only where he answers a message of one party and his words, not the old subject above them or
    what he quotes, have a number of another and none of that party. Who is himself one of that
    party's people is weighed as anywhere else: most likely he mistyped it.
    """
    thread = next((link for link in facts.links if not link.given), None)
    if thread is None:
        return None
    orders = [order for order in facts.orders if _is_named(facts.contact, order)]
    named = frozenset(
        (
            *(order.organisation_id or PRIVATE for order in orders if _counts(facts, order)),
            *_accounts_named(facts),
            *(link.party for link in facts.links if link.given and _says(facts.contact, link.id)),
        )
    )
    own = {thread.party, PRIVATE} if is_person(thread.party) else {thread.party}
    if not named or not named.isdisjoint(own):
        return None
    links = [link for link in facts.links if link.party in named]
    return facts._replace(orders=orders, links=links), named


def without_old_subject(facts: Facts) -> Facts:
    """Without the orders that only the subject names which an answer took over, where the
    conversation has gone over to another party since; those of the sender's own party stay.
    """
    thread = next((link for link in facts.links if not link.given), None)
    if thread is None:
        return facts
    staying = {thread.party, only_home(facts) or thread.party}
    kept = [
        order
        for order in facts.orders
        if order.organisation_id in staying
        or not order.matched
        or not all(is_of_old_subject(facts.contact, anchor) for anchor in order.matched)
    ]
    return facts._replace(orders=kept)


def _is_named(contact: Contact, order: KnownOrder) -> bool:
    return any(not is_of_old_subject(contact, anchor) for anchor in order.matched)


def _counts(facts: Facts, order: KnownOrder) -> bool:
    """A customer's own number never counts alone, nor does somebody else's private order."""
    if order.organisation_id is None:
        keys = {handle.key for handle in (facts.contact.sender, *facts.contact.sender_also)}
        return not keys.isdisjoint(order.handles) or shares_name(facts, order)
    return any(
        anchor.kind is not AnchorKind.PURCHASE_ORDER
        for anchor in order.matched
        if not is_of_old_subject(facts.contact, anchor)
    )


def _accounts_named(facts: Facts) -> Iterator[str]:
    """Accounts by a number in the text itself. Below it, it only says who signs."""
    own = {*facts.who.organisations, *facts.who.writes_for}
    body = compact("".join(_paragraphs(facts.contact.text)))
    for number, organisation in facts.accounts.items():
        if compact(number.partition(":")[2]) in body and organisation.id not in own:
            yield organisation.id


def _paragraphs(text: str) -> Sequence[str]:
    """All but the last, where there are several."""
    found = [part for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
    return found[:-1] or found


def _says(contact: Contact, given: str) -> bool:
    """Whether the text has a number that we handed out, which ends the link's id."""
    return given.rpartition(":")[2].upper() in compact(contact.text)
