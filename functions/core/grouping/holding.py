"""Strangers who reach a customer's case by what they quote: on it, but held for an agent."""

from functions.core.cases import Case, Grouping, GroupingAction
from functions.core.contacts import Contact
from functions.core.grouping.organisations import Stakeholding
from functions.core.grouping.recognition import Recognition
from functions.core.grouping.stakeholders import is_tied
from functions.core.values import Evidence

MAX_HELD = 12
OWN_TIES = frozenset(
    {
        *("known_contact", "domain", "establishment", "on_the_order", "takes_part"),
        *("older_thread", "copied_before", "own_case_there", "private_order_of_that_name"),
    }
)
"""What only somebody of the customer's has. A number, a name, a quoted mail can be anybody's."""


def vouches(stake: Stakeholding) -> bool:
    """Whether the sender himself is known to belong there; private people and prospects do."""
    party = stake.organisation_id
    if warnings(stake):
        return False
    if party is None and stake.person_id is None:
        return True
    return (party is not None and not is_tied(party)) or not OWN_TIES.isdisjoint(stake.kinds)


def warnings(stake: Stakeholding) -> tuple[Evidence, ...]:
    """What an agent must see before anything else: whom the sender may want to be taken for."""
    return tuple(one for one in stake.because if one.kind == "looks_like")


def hold_strangers(
    grouping: Grouping, recognition: Recognition, joined: Case | None, contact: Contact
) -> Grouping:
    """Appended all the same, as the matter is the customer's, but an agent must agree first.

    Once he did, the sender is on the case like everybody else.
    """
    if grouping.action is not GroupingAction.APPEND or joined is None or contact.automatic:
        return grouping
    if not _is_held(joined, recognition):
        return grouping
    note = Evidence(kind="not_of_the_customer", detail="he knows a number; is he one of theirs?")
    return grouping.model_copy(
        update={"action": GroupingAction.HOLD, "because": (*grouping.because, note)}
    )


def with_held(case: Case, before: Case | None, recognition: Recognition) -> Case:
    """The case that remembers who came to it without anybody having agreed; `before` he did."""
    person = recognition.who.person_id
    is_stranger = _is_held(before, recognition) if before else not vouches(recognition.stake)
    if is_stranger and person not in case.held:
        return case.model_copy(update={"held": (*case.held, person)[-MAX_HELD:]})
    return case if is_stranger else agreed_to(case, person)


def agreed_to(case: Case, person: str) -> Case:
    """After an agent wrote to him in answer, or said that he belongs to the case."""
    if person not in case.held:
        return case
    return case.model_copy(update={"held": tuple(one for one in case.held if one != person)})


def _is_held(case: Case, recognition: Recognition) -> bool:
    person = recognition.who.person_id
    is_new = person not in case.people or person in case.held
    return is_new and not vouches(recognition.stake)
