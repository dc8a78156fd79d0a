"""Corrections: a merge that is undone gives the former state, and a link can be taken back."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from functions.aws import rows, table
from functions.core.cases import Case
from functions.core.handles import email_handle, phone_handle
from functions.handling.corrections import (
    NotPossibleError,
    link_handle,
    merge_cases,
    undo_change,
    unlink_handle,
)
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


def test_what_came_in_since_is_not_thrown_away(memory: Memory) -> None:
    keep(a_case("case-A"), a_case("case-B"))
    merge_cases(PARTY, "case-A", "case-B", "agent-7", AT)
    grown = kept("case-A").model_copy(update={"contacts": 3, "version": 3})
    table.put(rows.case_write(grown, table.unchanged(2)))

    with pytest.raises(NotPossibleError, match="gone on since"):
        undo_change(PARTY, "case-B")


def test_a_case_of_another_party_cannot_be_merged(memory: Memory) -> None:
    keep(a_case("case-A"), a_case("case-B", party="org:K2"))

    with pytest.raises(NotPossibleError):
        merge_cases(PARTY, "case-A", "case-B", "agent-7", AT)


MOVED = {
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
