"""Append, append but hold, split with a link, or open a new case; and why."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from functions.core.anchors import names_case
from functions.core.cases import Case, CaseState, Grouping, GroupingAction, ThreadLink
from functions.core.contacts import Anchor, AnchorKind, Channel, Contact
from functions.core.new_questions import announces_new_question
from functions.core.subjects import core_subject, telling_subject
from functions.core.values import Evidence

REOPEN_DAYS = 14
CONVERSATION_HOURS = 48  # an answer the next day still goes on where the chat stopped
MAX_RELATED = 3
CONVERSATIONS = frozenset({Channel.CHAT, Channel.SOCIAL, Channel.SMS, Channel.PHONE})


def group(
    contact: Contact,
    party: str,
    anchors: Sequence[Anchor],
    open_cases: Sequence[Case],
    threads: Sequence[ThreadLink],
    *,
    person: str | None = None,
    reopen_days: int = REOPEN_DAYS,
    conversation_hours: int = CONVERSATION_HOURS,
) -> Grouping:
    """Which of the party's cases a contact belongs to; only a case among `open_cases` is named.

    The first kind of evidence decides: the thread it answers (a message of this party, or our own
    reference), a shared anchor, the running conversation of the same person, the same telling
    subject of the same person. Cases and thread links of another party are never joined, whatever
    is quoted. A resolved case is joined only within `reopen_days`; automatic answers go to the
    case they answer at any time. Naming another order, or announcing another question, takes a
    message out of its thread. Held for an agent: somebody new to the case who reaches it only by
    an old reference, not by the message answered last. `person` is the sender's person id; a
    party that is a person needs none.
    """
    view = _View(
        contact=contact,
        anchors=tuple(anchors),
        person=person or (party if party.startswith("person:") else None),
        cases=tuple(case for case in open_cases if case.party == party),
        since=timedelta(days=reopen_days),
        pause=timedelta(hours=conversation_hours),
        noted=_notes(party, anchors, open_cases, threads),
    )
    return _by_thread(view, _own_links(contact, party, threads)) or _without_thread(view)


class _View(NamedTuple):
    """One contact and what of its party may bear on it."""

    contact: Contact
    anchors: tuple[Anchor, ...]
    person: str | None
    cases: tuple[Case, ...]
    since: timedelta
    pause: timedelta
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
    if _names_other_order(view, case):
        return _other_than(view, case) or view.decide(
            GroupingAction.SPLIT, "another_order", case, "it answers a message about another order"
        )
    if announces_new_question(view.contact.text) and not _shared(view, case):
        return view.decide(GroupingAction.SPLIT, "new_question", case, "it says so itself")
    if _is_remote(view, case, links):
        return view.decide(
            GroupingAction.HOLD, "old_reference", case, "somebody new, by an old message only"
        )
    return view.decide(GroupingAction.APPEND, kind, case)


def _without_thread(view: _View) -> Grouping:
    if view.contact.automatic and not telling_subject(view.contact.subject):
        return view.decide(GroupingAction.OPEN, "automatic_without_thread")
    if announces_new_question(view.contact.text):
        return view.decide(GroupingAction.OPEN, "new_question", detail="it says so itself")
    joined = _by_anchor(view, view.live) or _by_conversation(view) or _by_subject(view)
    return joined or view.decide(GroupingAction.OPEN, "nothing_in_common")


def _other_than(view: _View, thread_case: Case) -> Grouping | None:
    """Outside its thread a message can still belong to another case of the party, by anchor."""
    return _by_anchor(view, [case for case in view.live if case.id != thread_case.id])


def _by_anchor(view: _View, cases: Sequence[Case]) -> Grouping | None:
    """The case with most anchors in common; open before resolved, then the most recent."""
    sharing = [case for case in cases if _shared(view, case) and not _names_other_order(view, case)]
    if not sharing:
        return None
    best = max(sharing, key=lambda case: _closeness(view, case))
    numbers = ", ".join(anchor.value for anchor in _shared(view, best))
    kind = "same_anchor" if len(sharing) == 1 else "same_anchor_of_several_cases"
    return view.decide(GroupingAction.APPEND, kind, best, numbers)


def _by_conversation(view: _View) -> Grouping | None:
    """Chats have no thread: the same person goes on where the conversation stopped."""
    if view.contact.channel not in CONVERSATIONS:
        return None
    running = [
        case
        for case in _own_cases(view)
        if case.state is CaseState.OPEN
        and _distance(case.last_contact_at, view.contact) <= view.pause
    ]
    return _latest(view, running, "running_conversation")


def _by_subject(view: _View) -> Grouping | None:
    subject = telling_subject(view.contact.subject)
    if subject is None:
        return None
    same = [
        case
        for case in _own_cases(view)
        if telling_subject(case.subject) == subject
        and _distance(case.last_contact_at, view.contact) <= view.since
    ]
    return _latest(view, same, "same_subject")


def _latest(view: _View, cases: Sequence[Case], kind: str) -> Grouping | None:
    if not cases:
        return None
    return view.decide(
        GroupingAction.APPEND, kind, max(cases, key=lambda case: (case.last_contact_at, case.id))
    )


def _own_cases(view: _View) -> Iterator[Case]:
    """Live cases that the sender is on and whose numbers the message does not contradict."""
    for case in view.live:
        if view.person and view.person in case.people and not _names_another_matter(view, case):
            yield case


def _shared(view: _View, case: Case) -> list[Anchor]:
    return [anchor for anchor in view.anchors if anchor in case.anchors]


def _closeness(view: _View, case: Case) -> tuple[bool, int, datetime, str]:
    is_open = case.state is CaseState.OPEN
    return is_open, len(_shared(view, case)), case.last_contact_at, case.id


def _names_other_order(view: _View, case: Case) -> bool:
    return _differ(view.anchors, case.anchors, AnchorKind.ORDER)


def _names_another_matter(view: _View, case: Case) -> bool:
    """Where only habit speaks for a case, any number beside its own of that kind speaks against."""
    if _shared(view, case):
        return _names_other_order(view, case)
    return any(_differ(view.anchors, case.anchors, kind) for kind in AnchorKind)


def _differ(named: Sequence[Anchor], held: Sequence[Anchor], kind: AnchorKind) -> bool:
    """Numbers of this kind on both sides, and none in common."""
    ours = {anchor.value for anchor in named if anchor.kind is kind}
    theirs = {anchor.value for anchor in held if anchor.kind is kind}
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _is_remote(view: _View, case: Case, links: Sequence[ThreadLink]) -> bool:
    """Reached only by an older reference, by somebody who is not on the case."""
    if view.person is None or view.person in case.people:
        return False
    nearest = view.contact.thread.answers[:1]
    reached = [link.id for link in links if link.case_id == case.id]
    return bool(reached) and not set(nearest).intersection(reached)


def _own_links(contact: Contact, party: str, threads: Sequence[ThreadLink]) -> list[ThreadLink]:
    """The party's own links, the message answered last first."""
    nearness = {
        answered: place for place, answered in reversed([*enumerate(contact.thread.answers)])
    }
    own = [link for link in threads if link.party == party]
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
