"""Later knowledge: cases that turn out to be another party's, or about one problem; reversible."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from functions.core.cases import ANCHORS_PER_CASE, Case, CaseState
from functions.core.clocks.clocks import Clocks
from functions.core.clocks.clocks import merged as merged_clocks
from functions.core.contacts import AnchorKind, Contact, distinct
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.topics import MAX_STEMS, orders_meant, shared_stems, topic_of
from functions.core.grouping.affinity import (
    FURTHER_STEM,
    RECENT,
    SAME_PURCHASE,
    SHARED_STEM,
)
from functions.core.grouping.case_topics import stems_of
from functions.core.grouping.messages import orders_of
from functions.core.grouping.organisations import Stakeholding
from functions.core.grouping.people import RULES
from functions.core.values import Evidence, Value

LOOK_BACK = timedelta(days=60)
PROVING = frozenset(
    {
        "customer_number",
        "vat_number",
        "chamber_number",
        "establishment",
        "known_contact",
        "domain",
        "on_the_order",
        "name_like_the_buyers",
    }
)
"""Evidence that tells who the sender is, not only what this one message is about."""
PROVING_DOMAIN = frozenset({"vat_number", "chamber_number"})
"""Evidence that a whole unknown domain belongs to the organisation."""
SAME_PROBLEM = 2.0
A_WEEK = timedelta(days=7)


class ChangeKind(StrEnum):
    MOVED = "moved"
    MERGED = "merged"
    SPLIT = "split"


class Change(Value):
    """The record of one move or merge, with what there was before, so that it can be undone."""

    kind: ChangeKind
    before: tuple[Case, ...]
    contact_id: str
    at: datetime
    items: tuple[str, ...] = ()
    """The contacts that a split took out."""
    because: tuple[Evidence, ...] = ()
    rules: str = RULES
    undone: bool = False


class Merged(NamedTuple):
    survivor: Case
    absorbed: Case


def by_private_order(stake: Stakeholding) -> bool:
    """Whether an order tells that it is somebody else's private matter."""
    return not {"household", "name_like_the_buyers"}.isdisjoint(stake.kinds)


def reveals(stake: Stakeholding) -> bool:
    """Whether the evidence tells something about the sender's earlier messages too."""
    return stake.organisation_id is not None and not stake.tentative and not stake.private


def cases_to_move(
    contact: Contact,
    stake: Stakeholding,
    person: str,
    earlier: Sequence[Case],
    orders: Sequence[KnownOrder],
) -> list[Case]:
    """The sender's earlier cases that belong to the organisation that has now become known.

    Evidence of who he is takes along all but private matters; a number that only says what this
    message is about takes along what is about the same, or about nothing in particular.
    """
    proves = not PROVING.isdisjoint(stake.kinds)
    topic = topic_of(contact.text, contact.subject)
    own = [
        order
        for order in orders
        if order.organisation_id == stake.organisation_id
        and (stake.person_id is None or order.person_id == stake.person_id)
    ]
    return [
        case
        for case in earlier
        if (person in case.people or not PROVING_DOMAIN.isdisjoint(stake.kinds))
        and not (case.private or case.moved_to or case.merged_into)
        and contact.sent_at - case.last_contact_at <= LOOK_BACK
        and (proves or _is_related(case, topic, own))
    ]


def _is_related(case: Case, topic: Sequence[str], orders: Sequence[KnownOrder]) -> bool:
    if not case.topic or shared_stems(case.topic, topic):
        return True
    return bool(orders_meant(case.topic, orders))


def move(case: Case, party: str) -> tuple[Case, Case]:
    """The case under its new party, and what stays behind in its place."""
    arrived = case.model_copy(update={"party": party, "moved_from": case.party, "version": 0})
    left = case.model_copy(
        update={
            "moved_to": party,
            "state": CaseState.RESOLVED,
            "clocks": Clocks(),
        }
    )
    return arrived, left


def unmerge(now: Case, before: Case, absorbed: Case) -> Case:
    """The survivor of a merge as it is now without what the other case had brought; `before` and
    `absorbed` are the two as they were. What came in since stays where agents read it.
    """
    brought = set(absorbed.anchors).difference(before.anchors)
    people = absorbed.people.keys() - before.people.keys()
    stems = set(absorbed.topic).difference(before.topic)
    return now.model_copy(
        update={
            "anchors": tuple(anchor for anchor in now.anchors if anchor not in brought),
            "people": {one: role for one, role in now.people.items() if one not in people},
            "held": tuple(one for one in now.held if one not in people),
            "topic": tuple(stem for stem in now.topic if stem not in stems),
            "contacts": max(1, now.contacts - absorbed.contacts),
        }
    )


def same_problem(one: Case, other: Case, bought: Sequence[KnownOrder]) -> bool:
    """Whether two cases of one party are about the same thing, as far as their contents tell."""
    if one.party != other.party or one.shop != other.shop:
        return False
    ours, theirs = orders_of(one, bought), orders_of(other, bought)
    if ours and theirs and ours.isdisjoint(theirs):
        return False
    shared = shared_stems(stems_of(one.topic), other.topic)
    score = SAME_PURCHASE if ours & theirs and len(ours | theirs) == 1 else 0.0
    if shared:
        score += SHARED_STEM + FURTHER_STEM * min(len(shared) - 1, 3)
    near = abs(one.last_contact_at - other.last_contact_at) <= A_WEEK
    return score + (RECENT if near else 0.0) >= SAME_PROBLEM


def twins(
    joined: Case, before: Case | None, live: Sequence[Case], bought: Sequence[KnownOrder]
) -> list[Case]:
    """Live cases that a number new to the joined case shows to be about the same problem."""
    held = {a.key for a in (before or joined).anchors}
    fresh = {a.key for a in joined.anchors if a.kind is not AnchorKind.CASE} - held
    return [
        case
        for case in live
        if case.id != joined.id
        and case.state is CaseState.OPEN
        and any(anchor.key in fresh for anchor in case.anchors)
        and _compatible(joined, case)
        and (not case.topic or not joined.topic or same_problem(joined, case, bought))
    ]


def _compatible(one: Case, other: Case) -> bool:
    ours = {a.key for a in one.anchors if a.kind is AnchorKind.ORDER}
    theirs = {a.key for a in other.anchors if a.kind is AnchorKind.ORDER}
    return not (ours and theirs) or not ours.isdisjoint(theirs)


def merge(survivor: Case, absorbed: Case) -> Merged:
    """One case of two of the same party; the more pressing clock goes on."""
    if survivor.party != absorbed.party:
        raise ValueError("two parties never share a case")
    timed = survivor if survivor.clocks.response or not absorbed.clocks.response else absorbed
    anchors = distinct((*survivor.anchors, *absorbed.anchors))[:ANCHORS_PER_CASE]
    kept = survivor.model_copy(
        update={
            "anchors": anchors,
            "topic": tuple(dict.fromkeys((*survivor.topic, *absorbed.topic)))[:MAX_STEMS],
            "people": {**absorbed.people, **survivor.people},
            "held": tuple(dict.fromkeys((*survivor.held, *absorbed.held))),
            "contacts": survivor.contacts + absorbed.contacts,
            "opened_at": min(survivor.opened_at, absorbed.opened_at),
            "last_contact_at": max(survivor.last_contact_at, absorbed.last_contact_at),
            "clocks": merged_clocks(survivor.clocks, absorbed.clocks),
            "sla_policy": timed.sla_policy,
        }
    )
    gone = absorbed.model_copy(
        update={
            "merged_into": survivor.id,
            "state": CaseState.RESOLVED,
            "clocks": Clocks(),
        }
    )
    return Merged(kept, gone)
