"""How much speaks for a message being about the same problem as a case of its party."""

from collections.abc import Sequence
from datetime import timedelta

from functions.core.cases import Case, CaseState
from functions.core.contacts import AnchorKind, Channel
from functions.core.evidence.faults import tells_of_fault
from functions.core.evidence.markers import (
    escalates,
    follows_up,
    is_solved,
    recurs,
)
from functions.core.evidence.subjects import is_taken_over, telling_subject
from functions.core.evidence.topics import (
    product_stems,
    shared_stems,
    topic_of,
)
from functions.core.figures import tail_of
from functions.core.grouping.apart import why_apart
from functions.core.grouping.case_topics import (
    BUYING,
    CHAT,
    CONVERSATIONS,
    GOODS,
    MARKS,
    OTHER_SORTS,
    PARCEL,
    is_bill,
)
from functions.core.grouping.messages import Message, orders_of
from functions.core.grouping.new_questions import announces_new_question
from functions.core.values import Evidence

JOIN = 2.0
"""What must add up before a message joins a case."""

SHARED_NUMBER = 5.0
PART_OF_NUMBER = 4.0
SAME_PURCHASE = 3.0
OTHER_PURCHASE = -4.0
OTHER_SORT = -2.0  # the same number on a bill with a fault of its own, and on goods with theirs
SHARED_STEM = 1.8
FURTHER_STEM = 0.8
SAME_SUBJECT = 2.0
SAME_SENDER = 0.5
ONLY_CASE = 0.6
ONLY_CASE_OF_SENDER = 0.5
RECENT = 0.3
CONVERSATION = 1.6
FOLLOW_UP = 1.2
ONLY_PURCHASE = 1.0
SAME_PARCEL = 1.5
NAMES_NOTHING = 2.0
NAMES_NOTHING_AMONG_OTHERS = 1.0
ESCALATION = 1.2
SOLVED = 1.2
SAME_SORT = 0.6
NEW_QUESTION = -4.0
WANTS_TO_BUY = -4.5
STRANGE_WORD = -0.35
STRANGE_SUBJECT = -0.8
RESOLVED = -0.5
LONG_AGO = -0.6
LATELY = timedelta(days=7)
LONG_SINCE = timedelta(days=40)
CONVERSATION_PAUSE = timedelta(hours=48)
"""An answer the next day still goes on where the chat stopped."""
TELLING = frozenset(
    {"same_anchor", "part_of_number", "same_purchase", "same_words", "same_subject", "same_parcel"}
)
"""What the contents tell, not only habit and time."""


def affinity(message: Message, case: Case, live: Sequence[Case]) -> list[Evidence]:
    """Everything that speaks for or against, each with its weight; `live` are all candidates."""
    weighed = (
        *_by_numbers(message, case),
        *_by_words(message, case),
        *_by_circumstance(message, case, live),
        *_by_markers(message, case, live),
    )
    return [Evidence(kind=kind, weight=weight) for kind, weight in weighed if weight]


def tells(evidence: Sequence[Evidence]) -> bool:
    return any(one.kind in TELLING and (one.weight or 0.0) > 0 for one in evidence)


def total(evidence: Sequence[Evidence]) -> float:
    return sum(one.weight or 0.0 for one in evidence)


Weighed = list[tuple[str, float]]


def _by_numbers(message: Message, case: Case) -> Weighed:
    theirs = orders_of(case, message.bought)
    apart = why_apart(message, case, theirs)
    if {a.key for a in message.anchors}.intersection(a.key for a in case.anchors):
        return [(apart, OTHER_SORT)] if apart else [("same_anchor", SHARED_NUMBER)]
    if not message.tails.isdisjoint(
        tail for anchor in case.anchors if (tail := tail_of(anchor.value))
    ):
        return [("part_of_number", PART_OF_NUMBER)]
    if apart == "other_sort" and not message.meant:
        return [(apart, OTHER_SORT)]
    if not message.meant:
        return []
    if not theirs:
        return _by_only_purchase(message, case)
    if message.meant & theirs:
        if apart == "other_line":
            return [(apart, OTHER_PURCHASE)]
        if apart:
            return [(apart, OTHER_SORT)]
        if is_bill(case.topic) and not message.bill:
            return []  # a question about the bill is no report of what is wrong with the goods
        certain = len(message.meant | theirs) == 1
        return [("same_purchase", SAME_PURCHASE if certain else SHARED_STEM)]
    return [("other_purchase", OTHER_PURCHASE)]


def _by_only_purchase(message: Message, case: Case) -> Weighed:
    """The case names no order of theirs, so that it may be about the one that the message means."""
    if case.anchors or BUYING in case.topic or (is_bill(case.topic) and not message.bill):
        return []
    alone = len(message.bought) == 1
    if _is_same_parcel(message, case):
        return [("same_parcel", SAME_PURCHASE if alone else SAME_PARCEL)]
    return [("only_purchase", ONLY_PURCHASE)] if alone else []


def _is_same_parcel(message: Message, case: Case) -> bool:
    """Somebody has the parcel, by its number, which a case of theirs waits for without one."""
    numbered = any(anchor.kind is AnchorKind.TRACKING for anchor in message.anchors)
    return numbered and PARCEL in case.topic and not case.anchors


def _by_words(message: Message, case: Case) -> Weighed:
    weight = _for_words(message, case)
    known = message.person is not None and message.person in case.people
    same_subject = known and _has_same_subject(message, case)
    return [
        ("same_words" if weight > 0 else "other_words", weight),
        ("same_subject", SAME_SUBJECT if same_subject else 0.0),
    ]


def _for_words(message: Message, case: Case) -> float:
    """The more words are shared, the more; where the order is shared, its products tell nothing."""
    own = [stem for stem in message.topic if stem not in MARKS]
    shared = shared_stems(own, case.topic)
    if message.meant & orders_of(case, message.bought):
        products = tuple(stem for order in message.bought for stem in product_stems(order))
        rest = [stem for stem in shared if not shared_stems([stem], products)]
        return FURTHER_STEM * min(len(rest), 3)
    if shared:
        return SHARED_STEM + FURTHER_STEM * min(len(shared) - 1, 3)
    return 0.0 if _is_same_parcel(message, case) else _against_strange_words(message, own)


def _against_strange_words(message: Message, own: Sequence[str]) -> float:
    subject = telling_subject(message.contact.subject)
    if message.unnamed or escalates(f"{subject or ''}\n{message.contact.text}"):
        return 0.0  # about what, its reader is taken to know
    titled = topic_of(subject) and message.contact.channel is Channel.EMAIL
    strange_subject = STRANGE_SUBJECT if titled and not is_solved(subject or "") else 0.0
    return STRANGE_WORD * min(len(own), 4) + strange_subject


def _has_same_subject(message: Message, case: Case) -> bool:
    """A case that was split off a conversation has only its subject from there."""
    subject = telling_subject(message.contact.subject)
    if subject is None or telling_subject(case.subject) != subject:
        return False
    return not is_taken_over(case.subject) or bool(shared_stems(topic_of(subject), case.topic))


def _by_circumstance(message: Message, case: Case, live: Sequence[Case]) -> Weighed:
    open_cases = [one for one in live if one.state is CaseState.OPEN]
    own = [one for one in open_cases if message.person in one.people]
    is_open = case.state is CaseState.OPEN
    distance = abs(message.contact.sent_at - case.last_contact_at)
    is_own = message.person is not None and message.person in case.people
    chats = message.contact.channel in CONVERSATIONS and (
        CHAT in case.topic or not any(CHAT in one.topic for one in own)
    )
    broken_off = is_bill(case.topic) and bool(message.meant) and not message.bill
    goes_on = chats and is_own and is_open and distance <= CONVERSATION_PAUSE and not broken_off
    return [
        ("same_sender", SAME_SENDER if is_own else 0.0),
        ("only_open_case", ONLY_CASE if is_open and len(open_cases) == 1 else 0.0),
        ("only_own_case", ONLY_CASE_OF_SENDER if is_open and own == [case] else 0.0),
        ("names_nothing", _for_naming_nothing(message, case, open_cases, own)),
        ("recent", RECENT if distance <= LATELY else 0.0),
        ("long_ago", LONG_AGO if distance > LONG_SINCE else 0.0),
        ("resolved", 0.0 if is_open else RESOLVED),
        ("running_conversation", CONVERSATION if goes_on else 0.0),
    ]


def _for_naming_nothing(
    message: Message, case: Case, open_cases: Sequence[Case], own: Sequence[Case]
) -> float:
    """Most for the only open case of its sort that is the sender's, or else his party's."""
    if not message.unnamed:
        return 0.0
    if case.state is not CaseState.OPEN:
        return NAMES_NOTHING if _comes_back(message, case, open_cases) else 0.0
    bill = message.bill
    alike = [one for one in open_cases if is_bill(one.topic) == bill and BUYING not in one.topic]
    pool = [one for one in own if one in alike]
    pool = pool or (alike if bill else list(own) or alike or list(open_cases))
    if case not in pool:
        return 0.0
    return NAMES_NOTHING if len(pool) == 1 else NAMES_NOTHING_AMONG_OTHERS


def _comes_back(message: Message, case: Case, open_cases: Sequence[Case]) -> bool:
    """Nothing is open, and he on a case closed of late says that it is as before."""
    on_it = message.person is not None and message.person in case.people
    return on_it and not open_cases and recurs(_written(message))


def _by_markers(message: Message, case: Case, live: Sequence[Case]) -> Weighed:
    text = _written(message)
    buys = BUYING in message.topic and BUYING not in case.topic
    on_it = message.person is not None and message.person in case.people
    alone = sum(one.state is CaseState.OPEN for one in live) == 1
    other_sort = bool(OTHER_SORTS.intersection(case.topic)) and not OTHER_SORTS.intersection(
        message.topic
    )
    bills = message.bill and is_bill(case.topic)
    elsewhere = message.bill and not bills and any(is_bill(one.topic) for one in live)
    known = on_it or alone
    same_thing = on_it and bool(shared_stems(message.topic, case.topic))
    goes_on = case.state is CaseState.OPEN or same_thing
    follows = (
        (follows_up(text) or recurs(text)) and goes_on and known and not (other_sort or elsewhere)
    )
    faulty = GOODS in message.topic or tells_of_fault(text)
    beside = BUYING in case.topic and not buys and (escalates(text) or faulty)
    complains = alone and case.state is CaseState.OPEN and escalates(text) and not buys
    return [
        ("new_question", NEW_QUESTION if announces_new_question(message.contact.text) else 0.0),
        ("wants_to_buy", WANTS_TO_BUY if buys else 0.0),
        ("other_sort", OTHER_SORT if beside else 0.0),
        ("follow_up", FOLLOW_UP if follows and not buys else 0.0),
        ("escalation", ESCALATION if complains else 0.0),
        ("same_sort", SAME_SORT if on_it and bills else 0.0),
        ("solved", SOLVED if _is_last_word(message, case, live, text) else 0.0),
    ]


def _is_last_word(message: Message, case: Case, live: Sequence[Case], text: str) -> bool:
    """Its sender, or else his party, has one open case, and he says that something is put right."""
    open_cases = [one for one in live if one.state is CaseState.OPEN]
    own = [one for one in open_cases if message.person in one.people] or open_cases
    elsewhere = message.meant and message.meant.isdisjoint(orders_of(case, message.bought))
    return own == [case] and not (elsewhere and case.anchors) and is_solved(text)


def _written(message: Message) -> str:
    return f"{message.contact.subject or ''}\n{message.contact.text}"
