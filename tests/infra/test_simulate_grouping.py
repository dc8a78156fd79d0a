"""The grouping simulator: what a change of the rules would do is told before it is made."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from infra.simulate import grouping
from infra.simulate._comparing import differences
from infra.simulate._scenarios import contact_of, country_of

SCENARIO = {
    "scenario": "one",
    "known": {"accounts": [], "orders": [], "outbound": []},
    "messages": [
        {
            "id": name,
            "ts": f"2026-03-1{name}T09:00:00+01:00",
            "from": {"address": "roos@gmail.com"},
            "subject": "Kas",
            "text": "De kas lekt.",
        }
        for name in ("1", "2")
    ],
}


def predicted(**case_by_id: str) -> list[dict[str, str | None]]:
    return [
        {"scenario": "one", "id": name, "organisation": None, "case": case}
        for name, case in case_by_id.items()
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (predicted(a="x", b="y"), predicted(a="z", b="z"), ["one: would merge: a | b"]),
        (predicted(a="x", b="x"), predicted(a="p", b="q"), ["one: would split: a | b"]),
        (predicted(a="x", b="y"), predicted(a="p", b="q"), []),
    ],
)
def test_cases_are_compared_by_what_they_hold(
    before: list[dict[str, str | None]], after: list[dict[str, str | None]], told: list[str]
) -> None:
    assert list(differences(before, after)) == told


def test_a_message_that_changes_hands_is_told() -> None:
    before = predicted(a="x")

    told = list(differences(before, [{**before[0], "organisation": "K1"}]))

    assert told == ["one: a would go from nobody to K1"]


def test_the_same_rules_change_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions, out = tmp_path / "questions.jsonl", tmp_path / "out.jsonl"
    questions.write_text(json.dumps(SCENARIO), encoding="utf-8")
    grouping.main([str(questions), "-o", str(out)])

    status = grouping.main([str(questions), "--against", str(out)])

    assert (status, capsys.readouterr().out) == (0, "")


def test_a_file_that_is_no_run_is_refused(tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps(SCENARIO), encoding="utf-8")

    assert grouping.main([str(questions), "--against", str(questions)]) == 2


def test_a_phone_number_without_a_country_is_one_of_the_customers_country() -> None:
    contacts = [{"name": "Amy Rowe", "email": None, "phone": "+447700900417"}]
    known = {"accounts": [{"contacts": contacts}]}
    message = {"id": "1", "channel": "sms", "from": {"phone": "07700 900417"}}
    at = datetime(2026, 3, 10, tzinfo=UTC)

    assert contact_of(message, at, country_of(known)).sender.value == "+447700900417"
    assert country_of({}) == "NL"
