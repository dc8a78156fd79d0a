"""Corrections: what an agent merges, splits, links or agrees to, and how it is taken back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.aws import rows, table
from functions.core.cases import Case
from functions.core.evidence.handles import email_handle, phone_handle
from functions.handling.corrections import (
    NotPossibleError,
    agree,
    link_handle,
    merge_cases,
    undo_change,
    unlink_handle,
)
from functions.handling.splitting import split_case
from infra.simulate import grouping
from infra.simulate._memory import Memory, in_memory
from tests.core.matters import a_case, order_anchor

AT = datetime(2026, 3, 10, 12, tzinfo=UTC)
PARTY = "org:K1"


@pytest.fixture
def memory() -> Iterator[Memory]:
    with in_memory() as memory:
        yield memory


def keep(*cases: Case) -> None:
    for case in cases:
        written = case.model_copy(update={"version": 1})
        table.put(rows.case_write(written, table.NOT_THERE))


def kept(case_id: str, party: str = PARTY) -> Case:
    key = rows.case_key(party, case_id)
    return rows.decode_case(table.read([key])[key]).model_copy(update={"version": 0})


def test_a_merge_takes_numbers_people_and_contacts_along(memory: Memory) -> None:
    keep(a_case("case-A", anchors=[order_anchor("1")]), a_case("case-B", people=["person:jan"]))

    merge_cases(PARTY, "case-A", "case-B", "agent-7", AT)

    assert kept("case-A").contacts == 2
    assert set(kept("case-A").people) == {"person:roos", "person:jan"}
    assert kept("case-B").merged_into == "case-A"


def test_undoing_a_merge_gives_the_former_state(memory: Memory) -> None:
    cases = a_case("case-A", anchors=[order_anchor("1")]), a_case("case-B", subject="Gieter")
    keep(*cases)

    merge_cases(PARTY, "case-A", "case-B", "agent-7", AT)
    undo_change(PARTY, "case-B")

    assert (kept("case-A"), kept("case-B")) == cases


def test_a_merge_is_undone_only_once(memory: Memory) -> None:
    keep(a_case("case-A"), a_case("case-B"))
    merge_cases(PARTY, "case-A", "case-B", "agent-7", AT)
    undo_change(PARTY, "case-B")

    with pytest.raises(NotPossibleError):
        undo_change(PARTY, "case-B")


def test_undoing_a_merge_leaves_what_came_in_since_where_it_came(memory: Memory) -> None:
    keep(
        a_case("case-A", anchors=[order_anchor("1")], people=["person:roos"]),
        a_case("case-B", anchors=[order_anchor("2")], people=["person:jan"]),
    )
    merge_cases(PARTY, "case-A", "case-B", "agent-7", AT)
    grown = kept("case-A").model_copy(
        update={"contacts": 3, "version": 3, "anchors": (order_anchor("1"), order_anchor("3"))}
    )
    table.put(rows.case_write(grown, table.unchanged(2)))

    undo_change(PARTY, "case-B")

    assert (kept("case-A").contacts, kept("case-B").contacts) == (2, 1)
    assert kept("case-A").anchors == (order_anchor("1"), order_anchor("3"))
    assert set(kept("case-A").people) == {"person:roos"}
    assert kept("case-B").merged_into is None


def test_a_case_that_went_on_into_another_is_undone_from_the_last_change(memory: Memory) -> None:
    keep(a_case("case-A"), a_case("case-B"), a_case("case-C"))
    merge_cases(PARTY, "case-A", "case-B", "agent-7", AT)
    merge_cases(PARTY, "case-C", "case-A", "agent-7", AT)

    with pytest.raises(NotPossibleError, match="undo that first"):
        undo_change(PARTY, "case-B")
    undo_change(PARTY, "case-A")
    undo_change(PARTY, "case-B")

    assert [kept(f"case-{name}").contacts for name in "ABC"] == [1, 1, 1]


def test_after_a_merge_the_team_hears_where_queued_work_is_to_be_found(memory: Memory) -> None:
    keep(a_case("case-A"), a_case("case-B"))

    merge_cases(PARTY, "case-A", "case-B", "agent-7", AT)

    item = memory.work_items[-1]
    assert (item.case_id, item.absorbs) == ("case-A", ("case-B",))


def test_a_case_of_another_party_cannot_be_merged(memory: Memory) -> None:
    keep(a_case("case-A"), a_case("case-B", party="org:K2"))

    with pytest.raises(NotPossibleError):
        merge_cases(PARTY, "case-A", "case-B", "agent-7", AT)


MOVED: dict[str, Any] = {
    "scenario": "moved",
    "known": {
        "accounts": [{"customer_no": "K1", "name": "Kwekerij Lente", "kind": "b2b"}],
        "orders": [],
        "outbound": [],
    },
    "messages": [
        {
            "id": name,
            "ts": f"2026-03-1{name}T09:00:00+01:00",
            "channel": "email",
            "from": {"address": "roos@gmail.com", "name": "Roos"},
            "subject": "Kas",
            "text": text,
        }
        for name, text in (("1", "De kas lekt."), ("2", "De kas lekt nog. Klantnummer K1."))
    ],
}


def test_a_move_is_recorded_and_can_be_undone(memory: Memory) -> None:
    grouping.run(MOVED)
    case = grouping.case_of("1")
    assert case
    assert (case.party, case.contacts) == ("org:K1", 2)
    former = case.moved_from or ""

    with pytest.raises(NotPossibleError):
        undo_change("org:K1", case.id)
    undo_change(former, case.id)

    back = grouping.case_of("1")
    assert back
    assert (back.party, back.contacts, back.moved_to) == (former, 1, None)


def test_a_link_taken_back_gives_the_handle_to_whom_it_belonged(memory: Memory) -> None:
    number = phone_handle("0612345678")
    assert number
    first = link_handle(number, "person:roos", "agent-7", AT)

    link_handle(number, "person:jan", "agent-7", AT)
    back = unlink_handle(number)

    assert back.person_id == first.person_id == "person:roos"


def test_a_handle_nobody_knows_cannot_be_unlinked(memory: Memory) -> None:
    handle = email_handle("roos@lente.nl")
    assert handle

    with pytest.raises(NotPossibleError):
        unlink_handle(handle)


TWO_PROBLEMS: dict[str, Any] = {
    "scenario": "two problems",
    "known": {
        "accounts": [
            {"customer_no": "K1", "name": "Kwekerij Lente", "kind": "b2b", "domains": ["lente.nl"]}
        ],
        "orders": [],
        "outbound": [],
    },
    "messages": [
        {
            "id": name,
            "ts": f"2026-03-1{name}T09:00:00+01:00",
            "channel": "email",
            "from": {"address": "roos@lente.nl", "name": "Roos"},
            "subject": subject,
            "text": text,
            "headers": {
                "message_id": f"<{name}@lente.nl>",
                "in_reply_to": f"<{answers}@lente.nl>" if answers else None,
            },
        }
        for name, subject, text, answers in (
            ("1", "Kas", "De kas lekt.", None),
            ("2", "Re: Kas", "Hij lekt nog. En waar blijft SO-7702?", "1"),
            ("3", "Re: Kas", "De kas is droog.", "1"),
            ("4", "Re: Kas", "Nog niets gekomen.", "2"),
        )
    ],
}


def test_a_split_takes_messages_their_numbers_and_later_answers_along(memory: Memory) -> None:
    grouping.run({**TWO_PROBLEMS, "messages": TWO_PROBLEMS["messages"][:3]})
    whole = grouping.case_of("1")
    assert whole

    split_case(PARTY, whole.id, ["sample:2"], "agent-7", AT)
    grouping.run({**TWO_PROBLEMS, "messages": TWO_PROBLEMS["messages"][3:]})

    rest, apart, later = (grouping.case_of(name) for name in "124")
    assert rest
    assert apart
    assert later
    assert (rest.contacts, apart.id == rest.id, later.id == apart.id) == (2, False, True)
    assert memory.work_items[-2].id.startswith("correction:split")


def test_a_split_can_be_undone(memory: Memory) -> None:
    grouping.run({**TWO_PROBLEMS, "messages": TWO_PROBLEMS["messages"][:3]})
    whole = grouping.case_of("1")
    assert whole
    split_case(PARTY, whole.id, ["sample:2"], "agent-7", AT)
    apart = grouping.case_of("2")
    assert apart

    undo_change(PARTY, apart.id)

    back = grouping.case_of("2")
    assert back
    assert (back.id, back.contacts) == (whole.id, 3)


def test_a_message_of_another_party_is_split_off_to_that_party(memory: Memory) -> None:
    grouping.run({**TWO_PROBLEMS, "messages": TWO_PROBLEMS["messages"][:3]})
    whole = grouping.case_of("1")
    assert whole

    split_case(PARTY, whole.id, ["sample:2"], "agent-7", AT, to_party="person:roos")

    apart = grouping.case_of("2")
    assert apart
    assert apart.party == "person:roos"
    with pytest.raises(NotPossibleError, match="another party"):
        undo_change("person:roos", apart.id)


@pytest.mark.parametrize("items", [[], ["sample:9"], ["sample:1", "sample:2", "sample:3"]])
def test_nothing_else_can_be_split_off(items: list[str], memory: Memory) -> None:
    grouping.run({**TWO_PROBLEMS, "messages": TWO_PROBLEMS["messages"][:3]})
    whole = grouping.case_of("1")
    assert whole

    with pytest.raises(NotPossibleError):
        split_case(PARTY, whole.id, items, "agent-7", AT)


def test_whom_an_agent_agreed_to_writes_for_the_customer_from_then_on(memory: Memory) -> None:
    order = {"number": "SO-7702", "customer_no": "K1", "items": ["Kas"], "people": []}
    known = {**TWO_PROBLEMS["known"], "orders": [order]}
    mail = {**TWO_PROBLEMS["messages"][0], "from": {"address": "klus@gmail.com", "name": "Klus"}}
    named = {**mail, "text": "SO-7702 is te kort."}
    grouping.run({**TWO_PROBLEMS, "known": known, "messages": [named]})
    case = grouping.case_of("1")
    handle = email_handle("klus@gmail.com")
    assert case
    assert handle
    assert case.held

    agree(PARTY, case.id, handle, AT)

    again = {**mail, "id": "5", "text": "De deur klemt ook.", "headers": {}}
    grouping.run({**TWO_PROBLEMS, "known": {}, "messages": [again]})
    later = grouping.case_of("5")
    assert later
    assert (later.party, later.held, memory.work_items[-1].hold) == (PARTY, (), False)
