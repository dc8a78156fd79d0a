"""Append, append but hold, split with a link, or open a new case; and why."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from functions.core.cases import Case, CaseState, Grouping, GroupingAction, ThreadLink
from functions.core.contacts import Anchor, AnchorKind, Contact
from functions.core.evidence.anchors import names_case
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.old_subjects import stands_in
from functions.core.evidence.product_kinds import orders_described
from functions.core.evidence.subjects import core_subject, is_taken_over, telling_subject
from functions.core.evidence.topics import orders_meant, shared_stems, topic_of
from functions.core.figures import compact
from functions.core.grouping.affinity import JOIN, affinity, tells, total
from functions.core.grouping.case_topics import CHAT, contact_topic
from functions.core.grouping.messages import (
    Circumstances,
    Message,
    a_message,
    orders_named,
    orders_of,
)
from functions.core.grouping.new_questions import announces_new_question
from functions.core.values import Evidence

REOPEN_DAYS = 14
NOTHING_ELSE = Circumstances()
MAX_RELATED = 3
MAX_MERGES = 4


def group(
    contact: Contact,
    party: str,
    anchors: Sequence[Anchor],
    open_cases: Sequence[Case],
    threads: Sequence[ThreadLink],
    *,
    person: str | None = None,
    reopen_days: int = REOPEN_DAYS,
    bought: Sequence[KnownOrder] = (),
    around: Circumstances = NOTHING_ELSE,
) -> Grouping:
    """Which of the party's cases a contact belongs to; only a case among `open_cases` is named.

    First the thread it answers (a message on a case of this party, or our own reference), then
    what adds up of shared numbers, products, rare words, sender and time; below the threshold a
    new case. Cases of another party are never joined, whatever is quoted. A resolved case is
    joined only within `reopen_days`; automatic answers go to the case they answer at any time.
    Naming another order, describing another product, or announcing another question takes a
    message out of its thread. Held for an agent: somebody new to the case who reaches it only by
    an old reference, not by the message answered last. `person` is the sender's person id; a
    party that is a person needs none. `bought` are the party's orders.
    """
    cases = tuple(case for case in open_cases if case.party == party and not case.merged_into)
    threads = _following_merges(threads, open_cases)
    person = person or (party if party.startswith("person:") else None)
    view = _View(
        contact=contact,
        anchors=tuple(anchors),
        person=person,
        cases=cases,
        since=timedelta(days=reopen_days),
        message=a_message(contact, person, anchors, bought, cases, around),
        elsewhere=around.elsewhere,
        noted=_notes(party, anchors, open_cases, threads),
    )
    return _by_thread(view, _own_links(contact, cases, threads)) or _without_thread(view)


class _View(NamedTuple):
    """One contact and what of its party may bear on it."""

    contact: Contact
    anchors: tuple[Anchor, ...]
    person: str | None
    cases: tuple[Case, ...]
    since: timedelta
    message: Message
    elsewhere: bool
    noted: tuple[Evidence, ...]

    def is_live(self, case: Case) -> bool:
        """Open, or resolved so recently that a follow-up reopens it."""
        if case.state is CaseState.OPEN:
            return True
        return _distance(case.resolved_at or case.last_contact_at, self.contact) <= self.since

    @property
    def live(self) -> tuple[Case, ...]:
        """The cases a message without a thread may join: those of the same shop."""
        own = (case for case in self.cases if case.shop == self.contact.shop)
        return tuple(case for case in own if self.is_live(case))

    def decide(
        self, action: GroupingAction, kind: str, case: Case | None = None, detail: str = ""
    ) -> Grouping:
        joins = action in (GroupingAction.APPEND, GroupingAction.HOLD)
        return Grouping(
            action=action,
            case_id=case.id if case and joins else None,
            related=() if joins else _related(self, case),
            because=(Evidence(kind=kind, detail=detail), *self.noted),
        )


def _by_thread(view: _View, links: Sequence[ThreadLink]) -> Grouping | None:
    """The case of the nearest message answered, or of our reference in the text."""
    by_id = {case.id: case for case in view.cases}
    quoted = (case for case in view.cases for anchor in view.anchors if names_case(anchor, case.id))
    case = next((by_id[link.case_id] for link in links if link.case_id in by_id), None)
    kind = "thread" if case else "case_reference"
    case = case or next(quoted, None)
    if case is None:
        return None
    if view.contact.automatic:
        return view.decide(GroupingAction.APPEND, f"automatic_{kind}", case)
    if not view.is_live(case):
        return _other_than(view, case) or view.decide(
            GroupingAction.OPEN,
            "resolved_too_long_ago",
            case,
            "the thread's case was closed before",
        )
    return _out_of_thread(view, case) or _in_thread(view, case, kind, links)


def _out_of_thread(view: _View, case: Case) -> Grouping | None:
    """Another order, another product or an announced other question typed into an old thread.

    The subject of an answer is not what its sender says now.
    """
    view = _without_old_subject(view)
    if _names_other_order(view, case):
        return _other_than(view, case) or view.decide(
            GroupingAction.SPLIT, "another_order", case, "it answers a message about another order"
        )
    if announces_new_question(view.contact.text) and not _shared(view, case):
        return _other_than(view, case) or view.decide(
            GroupingAction.SPLIT, "new_question", case, "it says so itself"
        )
    if _describes_other_purchase(view, case):
        return _other_than(view, case) or view.decide(
            GroupingAction.SPLIT, "another_product", case, "it is about something else they bought"
        )
    return None


def _without_old_subject(view: _View) -> _View:
    """Neither its words nor, where the text itself names some, its numbers."""
    contact, bought = view.contact, view.message.bought
    said, titled = compact(contact.text), compact(contact.subject or "")
    anchors = view.anchors
    if any(stands_in(said, anchor) for anchor in anchors):
        anchors = tuple(a for a in anchors if stands_in(said, a) or not stands_in(titled, a))
    if is_taken_over(contact.subject):
        contact = contact.model_copy(update={"subject": None})
    topic = contact_topic(contact, bought=bought)
    meant = orders_named(anchors, bought) or orders_described(topic, bought)
    message = view.message._replace(contact=contact, anchors=anchors, topic=topic, meant=meant)
    return view._replace(anchors=anchors, message=message)


def _in_thread(view: _View, case: Case, kind: str, links: Sequence[ThreadLink]) -> Grouping:
    if _is_remote(view, case, links):
        return view.decide(
            GroupingAction.HOLD, "old_reference", case, "somebody new, by an old message only"
        )
    return view.decide(GroupingAction.APPEND, kind, case)


def _describes_other_purchase(view: _View, case: Case) -> bool:
    """The words fit another order of the party only, and nothing of what the case is about."""
    text = [stem for stem in view.message.topic if stem in topic_of(view.contact.text)]
    meant = orders_meant(text, view.message.bought)
    theirs = orders_of(case, view.message.bought)
    if not meant or not theirs or meant & theirs:
        return False
    return not shared_stems(text, case.topic)


def _without_thread(view: _View) -> Grouping:
    if view.contact.automatic and not telling_subject(view.contact.subject):
        return view.decide(GroupingAction.OPEN, "automatic_without_thread")
    joined = _by_affinity(view, view.live)
    if joined:
        return joined
    if announces_new_question(view.contact.text):
        return view.decide(GroupingAction.OPEN, "new_question", detail="it says so itself")
    return view.decide(GroupingAction.OPEN, "nothing_in_common")


def _by_affinity(view: _View, cases: Sequence[Case]) -> Grouping | None:
    """The case that most speaks for, where it is enough; open before resolved, then the latest."""
    weighed = [
        (affinity(view.message, case, view.live), case)
        for case in cases
        if not _names_another_matter(view, case)
    ]
    enough = [(evidence, case) for evidence, case in weighed if total(evidence) >= JOIN]
    if view.elsewhere:
        enough = [one for one in enough if tells(one[0])]
    if not enough:
        return None
    evidence, best = max(
        enough, key=lambda pair: (round(total(pair[0]), 3), *_closeness(view, pair[1]))
    )
    strongest = sorted(evidence, key=lambda one: -(one.weight or 0.0))
    grouping = view.decide(GroupingAction.APPEND, strongest[0].kind, best, _numbers(view, best))
    return grouping.model_copy(update={"because": (*grouping.because, *strongest)})


def _numbers(view: _View, case: Case) -> str:
    return ", ".join(anchor.value for anchor in _shared(view, case))


def _other_than(view: _View, thread_case: Case) -> Grouping | None:
    """Outside its thread a message can still belong to another case of the party."""
    return _by_affinity(view, [case for case in view.live if case.id != thread_case.id])


def _shared(view: _View, case: Case) -> list[Anchor]:
    held = {anchor.key for anchor in case.anchors}
    return [anchor for anchor in view.anchors if anchor.key in held]


def _closeness(view: _View, case: Case) -> tuple[bool, int, bool, datetime, str]:
    is_open = case.state is CaseState.OPEN
    same_medium = (CHAT in view.message.topic) == (CHAT in case.topic)
    return is_open, len(_shared(view, case)), same_medium, case.last_contact_at, case.id


def _names_other_order(view: _View, case: Case) -> bool:
    if _differ(view.anchors, case.anchors, AnchorKind.ORDER):
        return True
    bought = view.message.bought
    named, theirs = orders_named(view.anchors, bought), orders_of(case, bought)
    return bool(named and theirs) and named.isdisjoint(theirs)


def _names_another_matter(view: _View, case: Case) -> bool:
    """Where only habit speaks for a case, any number beside its own of that kind speaks against."""
    if _shared(view, case):
        serials = _differ(view.anchors, case.anchors, AnchorKind.SERIAL)
        return serials or _names_other_order(view, case)
    return any(_differ(view.anchors, case.anchors, kind) for kind in AnchorKind)


def _differ(named: Sequence[Anchor], held: Sequence[Anchor], kind: AnchorKind) -> bool:
    """Numbers of this kind on both sides, and none in common."""
    ours = {anchor.key for anchor in named if anchor.kind is kind}
    theirs = {anchor.key for anchor in held if anchor.kind is kind}
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _is_remote(view: _View, case: Case, links: Sequence[ThreadLink]) -> bool:
    """Reached only by an older reference, by somebody who is not on the case."""
    if view.person is None or view.person in case.people:
        return False
    nearest = view.contact.thread.answers[:1]
    reached = [link.id for link in links if link.case_id == case.id]
    return bool(reached) and not set(nearest).intersection(reached)


def _following_merges(threads: Sequence[ThreadLink], cases: Sequence[Case]) -> list[ThreadLink]:
    """Links to a case that went into another lead to that one."""
    into = {case.id: case.merged_into for case in cases if case.merged_into}
    followed = []
    for link in threads:
        case_id = link.case_id
        for _ in range(MAX_MERGES):
            case_id = into.get(case_id) or case_id
        followed.append(link.model_copy(update={"case_id": case_id}))
    return followed


def _own_links(
    contact: Contact, cases: Sequence[Case], threads: Sequence[ThreadLink]
) -> list[ThreadLink]:
    """Links to the party's own cases, the message answered last first, given numbers at last.

    A case that moved to the party keeps its id, so links from before still lead to it.
    """
    nearness = {
        answered: place for place, answered in reversed([*enumerate(contact.thread.answers)])
    }
    ids = {case.id for case in cases}
    own = [link for link in threads if link.case_id in ids]
    return sorted(own, key=lambda link: nearness.get(link.id, len(nearness)))


def _notes(
    party: str, anchors: Sequence[Anchor], cases: Sequence[Case], threads: Sequence[ThreadLink]
) -> tuple[Evidence, ...]:
    """What points elsewhere and is not followed, for the agent to see."""
    notes = []
    if any(link.party != party for link in threads):
        notes.append(Evidence(kind="thread_of_another_party", detail="it was not joined"))
    known = {case.id for case in cases}
    if any(link.party == party and link.case_id not in known for link in threads):
        notes.append(Evidence(kind="thread_of_an_old_case"))
    references = [anchor for anchor in anchors if anchor.kind is AnchorKind.CASE]
    if any(not any(names_case(ref, case.id) for case in cases) for ref in references):
        notes.append(
            Evidence(kind="case_reference_without_case", detail="not a case of this party")
        )
    return tuple(notes)


def _related(view: _View, thread_case: Case | None) -> tuple[str, ...]:
    """Cases of the party to look at: the thread's, then those with a number or words in common."""
    words = _words(view.contact.subject)
    alike = (case for case in view.cases if _shared(view, case) or words & _words(case.subject))
    ids = [case.id for case in (*([thread_case] if thread_case else ()), *alike)]
    return tuple(dict.fromkeys(ids))[:MAX_RELATED]


def _words(subject: str | None) -> set[str]:
    return {word for word in core_subject(subject).split() if len(word) > 4}


def _distance(moment: datetime, contact: Contact) -> timedelta:
    """Messages can arrive out of order, so both directions count."""
    return abs(contact.sent_at - moment)
