"""Grouping: one problem of one party is one case, and two parties never share one."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.core.cases import Case, GroupingAction, ThreadLink
from functions.core.contacts import Anchor, AnchorKind, Channel, MachineKind
from functions.core.evidence.anchors import find_anchors
from functions.core.grouping.grouping import group
from tests.core.matters import NOON, a_case, a_contact, a_link, order_anchor

ORDER, OTHER_ORDER = order_anchor("20417"), order_anchor("30518")
DAY = timedelta(days=1)
OPEN, APPEND = GroupingAction.OPEN, GroupingAction.APPEND


def test_the_first_contact_opens_a_case() -> None:
    grouping = group(a_contact(text="Hallo"), "org:K1", [], [], [])

    assert (grouping.action, grouping.case_id, grouping.related) == (OPEN, None, ())
    assert grouping.because


def test_an_answer_joins_the_case_of_its_thread() -> None:
    case = a_case()

    grouping = group(a_contact(answers=["mail:first"]), "org:K1", [], [case], [a_link(case)])

    assert (grouping.action, grouping.case_id) == (APPEND, case.id)


def test_the_nearest_message_answered_decides_between_two_threads() -> None:
    old, new = a_case("case-OLD"), a_case("case-NEW")
    contact = a_contact(answers=["mail:2", "mail:1"])

    grouping = group(
        contact, "org:K1", [], [new, old], [a_link(old, "mail:1"), a_link(new, "mail:2")]
    )

    assert grouping.case_id == "case-NEW"


def test_a_thread_of_another_party_is_noted_and_not_joined() -> None:
    foreign = a_case(party="org:K2")
    contact = a_contact(answers=["mail:first"])

    grouping = group(contact, "org:K1", [], [], [a_link(foreign)])

    assert (grouping.action, grouping.related) == (OPEN, ())
    assert "thread_of_another_party" in {evidence.kind for evidence in grouping.because}


def test_another_order_leaves_the_thread_and_links_to_it() -> None:
    case = a_case(anchors=[ORDER])
    contact = a_contact(answers=["mail:first"])

    grouping = group(contact, "org:K1", [OTHER_ORDER], [case], [a_link(case)])

    assert (grouping.action, grouping.case_id) == (GroupingAction.SPLIT, None)
    assert grouping.related == (case.id,)


def test_another_order_that_has_its_case_already_joins_that() -> None:
    case, other = a_case(anchors=[ORDER]), a_case("case-OTHER", anchors=[OTHER_ORDER])
    contact = a_contact(answers=["mail:first"])

    grouping = group(contact, "org:K1", [OTHER_ORDER], [case, other], [a_link(case)])

    assert (grouping.action, grouping.case_id) == (APPEND, "case-OTHER")


@pytest.mark.parametrize("held", [(), (ORDER, OTHER_ORDER)])
def test_an_order_that_contradicts_nothing_stays_in_its_thread(held: tuple[Anchor, ...]) -> None:
    case = a_case(anchors=held)
    contact = a_contact(answers=["mail:first"])

    grouping = group(contact, "org:K1", [OTHER_ORDER], [case], [a_link(case)])

    assert (grouping.action, grouping.case_id) == (APPEND, case.id)


def test_a_message_that_names_both_orders_stays_in_its_thread() -> None:
    case = a_case(anchors=[ORDER])
    contact = a_contact(answers=["mail:first"])

    grouping = group(contact, "org:K1", [ORDER, OTHER_ORDER], [case], [a_link(case)])

    assert grouping.case_id == case.id


@pytest.mark.parametrize(
    "text",
    [
        "Andere vraag: verkopen jullie ook potten?",
        "Hallo,\n\nIk heb nog een andere vraag, over potten.",
        "New question: do you sell pots?",
        "Ich habe eine ganz andere Frage.",
        "Une autre question : avez-vous des pots ?",
    ],
)
def test_an_announced_other_question_leaves_the_thread(text: str) -> None:
    case = a_case()
    contact = a_contact(text=text, answers=["mail:first"])

    grouping = group(contact, "org:K1", [], [case], [a_link(case)])

    assert (grouping.action, grouping.related) == (GroupingAction.SPLIT, (case.id,))


@pytest.mark.parametrize(
    "text", ["Nog een vraag hierover.", "Kan ik iets anders kiezen?", "Danke!"]
)
def test_a_further_question_stays_in_the_thread(text: str) -> None:
    case = a_case()
    contact = a_contact(text=text, answers=["mail:first"])

    assert group(contact, "org:K1", [], [case], [a_link(case)]).case_id == case.id


@pytest.mark.parametrize(("days", "joined"), [(0, True), (14, True), (15, False)])
def test_a_resolved_case_is_reopened_within_the_window(days: int, joined: bool) -> None:
    case = a_case(last_contact_at=NOON - 30 * DAY, resolved_at=NOON - days * DAY, anchors=[ORDER])

    by_thread = group(a_contact(answers=["mail:first"]), "org:K1", [], [case], [a_link(case)])
    by_anchor = group(a_contact(), "org:K1", [ORDER], [case], [])

    assert (by_thread.action, by_anchor.action) == ((APPEND, APPEND) if joined else (OPEN, OPEN))
    assert joined or by_thread.related == by_anchor.related == (case.id,)


def test_an_open_case_is_joined_by_its_thread_however_old() -> None:
    case = a_case(last_contact_at=NOON - 400 * DAY)

    grouping = group(a_contact(answers=["mail:first"]), "org:K1", [], [case], [a_link(case)])

    assert grouping.case_id == case.id


def test_an_automatic_answer_goes_to_the_case_it_answers_even_when_long_resolved() -> None:
    case = a_case(resolved_at=NOON - 90 * DAY, anchors=[ORDER])
    contact = a_contact(answers=["mail:first"], automatic=MachineKind.AUTO_REPLY)

    grouping = group(contact, "org:K1", [OTHER_ORDER], [case], [a_link(case)])

    assert (grouping.action, grouping.case_id) == (APPEND, case.id)


def test_a_colleague_joins_by_the_order() -> None:
    case = a_case(anchors=[ORDER], people=["person:roos"])

    grouping = group(a_contact(), "org:K1", [ORDER], [case], [], person="person:jan")

    assert (grouping.action, grouping.case_id) == (APPEND, case.id)


def test_of_several_cases_with_the_order_the_closest_open_one_is_joined() -> None:
    invoice = Anchor(kind=AnchorKind.INVOICE, value="F2026-0417")
    resolved = a_case("case-A", anchors=[ORDER, invoice], resolved_at=NOON)
    close = a_case("case-B", anchors=[ORDER, invoice], last_contact_at=NOON - DAY)
    recent = a_case("case-C", anchors=[ORDER])

    grouping = group(a_contact(), "org:K1", [ORDER, invoice], [recent, close, resolved], [])

    assert grouping.case_id == "case-B"


def test_two_shops_count_their_orders_alike() -> None:
    case = a_case(anchors=[ORDER], shop="keukenhuis")

    assert group(a_contact(), "org:K1", [ORDER], [case], []).action is OPEN


def test_our_reference_joins_within_the_party_only() -> None:
    case = a_case("case-ABCDEFGH23")
    contact = a_contact(subject="Gieter [L-ABCDEFGH23]")
    anchors = find_anchors(contact.subject or "")

    own = group(contact, "org:K1", anchors, [case], [])
    stranger = group(contact, "person:vreemd", anchors, [], [])

    assert own.case_id == case.id
    assert stranger.action is OPEN
    assert "case_reference_without_case" in {evidence.kind for evidence in stranger.because}


def test_somebody_new_with_only_an_old_reference_is_held_for_an_agent() -> None:
    case = a_case(people=["person:roos"])
    contact = a_contact(answers=["mail:unknown", "mail:first"])

    new = group(contact, "org:K1", [], [case], [a_link(case)], person="person:jan")
    familiar = group(contact, "org:K1", [], [case], [a_link(case)], person="person:roos")

    assert (new.action, new.case_id) == (GroupingAction.HOLD, case.id)
    assert familiar.action is APPEND


@pytest.mark.parametrize(("hours", "action"), [(1, APPEND), (40, APPEND), (72, OPEN)])
def test_a_chat_goes_on_where_it_stopped(hours: int, action: GroupingAction) -> None:
    case = a_case(party="person:roos", last_contact_at=NOON - timedelta(hours=hours))

    grouping = group(a_contact(channel=Channel.CHAT), "person:roos", [], [case], [])

    assert grouping.action is action


def test_a_chat_about_another_order_or_of_a_colleague_is_another_conversation() -> None:
    case = a_case(anchors=[ORDER], people=["person:roos"])
    contact = a_contact(channel=Channel.CHAT)

    other_order = group(contact, "org:K1", [OTHER_ORDER], [case], [], person="person:roos")
    colleague = group(contact, "org:K1", [], [case], [], person="person:jan")

    assert (other_order.action, colleague.action) == (OPEN, OPEN)


@pytest.mark.parametrize(
    "subject",
    [
        "Lekkende gieter",
        "RE: lekkende gieter",
        "Antw: Re: Lekkende  gieter",
        "WG: AW: Lekkende gieter",
        "TR : Lekkende gieter",
        "Doorst: FW: Lekkende gieter",
        "[EXTERN] Re[2]: Lekkende gieter",
    ],
)
def test_the_same_person_goes_on_under_the_same_subject(subject: str) -> None:
    case = a_case(party="person:roos", subject="Lekkende gieter", last_contact_at=NOON - 3 * DAY)

    grouping = group(a_contact(subject=subject), "person:roos", [], [case], [])

    assert (grouping.action, grouping.case_id) == (APPEND, case.id)


@pytest.mark.parametrize(
    "subject", [None, "", "Re:", "Vraag", "Contactformulier", "Frage", "(no subject)"]
)
def test_a_subject_that_says_nothing_joins_nothing(subject: str | None) -> None:
    case = a_case(party="person:roos", subject=subject)

    assert group(a_contact(subject=subject), "person:roos", [], [case], []).action is OPEN


def test_a_colleague_with_the_same_subject_is_only_a_hint() -> None:
    case = a_case(subject="Lekkende gieter", people=["person:roos"])
    contact = a_contact(subject="Lekkende gieter")

    grouping = group(contact, "org:K1", [], [case], [], person="person:jan")

    assert (grouping.action, grouping.related) == (OPEN, (case.id,))


def test_a_thread_whose_case_is_out_of_sight_opens_a_case_and_says_why() -> None:
    link = ThreadLink(id="mail:first", party="org:K1", case_id="case-ARCHIVED")

    grouping = group(a_contact(answers=["mail:first"]), "org:K1", [], [], [link])

    assert grouping.action is OPEN
    assert "thread_of_an_old_case" in {evidence.kind for evidence in grouping.because}


PARTIES = st.sampled_from(["org:K1", "org:K2", "person:roos", "person:unproven:x"])
ANCHORS = st.lists(
    st.sampled_from([ORDER, OTHER_ORDER, *find_anchors("[L-AAAAAAAAAA]")]), max_size=3
)
TIMES = st.integers(-40, 40).map(lambda days: NOON + days * DAY)
CASES = st.lists(
    st.builds(
        lambda name, party, anchors, at, resolved, subject: a_case(
            f"case-{name}", party, anchors=anchors, last_contact_at=at, subject=subject,
            resolved_at=at if resolved else None,
        ),
        st.text("AB", min_size=10, max_size=10), PARTIES, ANCHORS, TIMES, st.booleans(),
        st.sampled_from([None, "Gieter", "Re: Gieter"]),
    ),
    max_size=6,
    unique_by=lambda case: case.id,
)  # fmt: skip


@given(
    PARTIES, ANCHORS, CASES, st.sampled_from(Channel), st.booleans(), st.integers(0, 3), st.data()
)  # fmt: skip
def test_no_evidence_ever_brings_two_parties_together(
    party: str,
    anchors: list[Anchor],
    cases: list[Case],
    channel: Channel,
    automatic: bool,
    answered: int,
    data: st.DataObject,
) -> None:
    links = [a_link(case, f"mail:{place}", data.draw(PARTIES)) for place, case in enumerate(cases)]
    contact = a_contact(
        subject="Gieter",
        channel=channel,
        answers=[link.id for link in links[:answered]],
        automatic=MachineKind.AUTO_REPLY if automatic else None,
    )

    grouping = group(contact, party, anchors, cases, links, person="person:roos")

    party_by_case = {case.id: case.party for case in cases}
    assert all(party_by_case[named] == party for named in grouping.related)
    assert grouping.case_id is None or party_by_case[grouping.case_id] == party
    assert (grouping.case_id is None) == (grouping.action in (OPEN, GroupingAction.SPLIT))
    assert grouping.because
