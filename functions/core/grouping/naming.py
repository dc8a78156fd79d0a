"""A customer whom the message names in full, though nothing else ties the sender to him."""

from collections.abc import Sequence

from functions.core.evidence.introductions import Tie, ties_to
from functions.core.evidence.mail_domains import corporate_domain
from functions.core.grouping.attribution import (
    WRITES_FOR_AND_NAMED,
    Facts,
    Sign,
    homes_of,
)

INTRODUCED = 1.1
"""Enough where nothing else is known of the sender, and no more."""
_WEIGHTS = {Tie.BELONGS: INTRODUCED, Tie.IS_THERE: WRITES_FOR_AND_NAMED, Tie.WORKS_AT: INTRODUCED}


_HABITS = frozenset({"learned", "learned_by_number", "copied_before"})


def with_introduction(signs: Sequence[Sign], facts: Facts) -> list[Sign]:
    """The signs with the customer that is named; what earlier messages taught counts no more then.

    He is named by somebody who says that he is from there, or that he now is. Of a company that is
    no customer itself it is enough that it works at that customer's. Whoever has matters of his
    own, or is known to belong elsewhere, may only mention one.
    """
    named = ties_to(facts.contact, {one.id: one.name for one in facts.named})
    if len(named) != 1:
        return list(signs)
    [(organisation, tie)] = named.items()
    if not _may_mean(facts, organisation, tie):
        return list(signs)
    kept = (one for one in signs if one.kind not in _HABITS)
    weight = INTRODUCED if _numbers_say_otherwise(facts, organisation) else _WEIGHTS[tie]
    return [*kept, Sign(organisation, "name", "introduced", weight)]


def _numbers_say_otherwise(facts: Facts, organisation: str) -> bool:
    """Two customers may have one name: the number tells which of them it is."""
    parties = {order.organisation_id for order in facts.orders if order.matched}
    return bool(parties) and organisation not in parties


def _may_mean(facts: Facts, organisation: str, tie: Tie) -> bool:
    homes, who = homes_of(facts), facts.who
    if organisation in homes:
        return False
    if tie is Tie.IS_THERE:
        return True
    sender = facts.contact.sender
    is_company = sender.scheme == "email" and corporate_domain(sender.value) is not None
    has_own = bool(homes) or who.private or who.own_matters
    return not has_own and (is_company or tie is Tie.BELONGS)
