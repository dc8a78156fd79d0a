"""The command: scenarios in, rows out, and what it makes of a file that is not as it should be."""

import json
from pathlib import Path

import pytest

from infra.simulate.orders import main
from tests.updates.expectations import mismatches
from tests.updates.plays import ANNA, at, known, parcel

EVENT = {**parcel("05-19 10:00", "delivered"), "id": "e1", "window": None}
SCENARIO = {
    "scenario": "one",
    "policy": {"digest_minutes": 5, "no_such_key": 1},
    "people": [{**ANNA, "preferred_channel": "pigeon", "opted_out": None, "roles": None}],
    "organisations": [{"name": "X", "preferences": {"channel": None, "mute": None}}],
    "orders": [known()],
    "events": [EVENT],
    "until": at("05-20 10:00"),
    "expect": {
        "must_send": [
            {"person": "anna", "milestone": "delivered", "before": at("05-19 10:06")},
        ],
        "final_state": {"C1": {"order": "delivered", "parcels": {"K1": "delivered"}}},
        "only": True,
    },
}


def _simulate(
    folder: Path, *lines: str, explain: bool = False
) -> tuple[int, list[dict[str, object]]]:
    scenarios, decisions = folder / "in.jsonl", folder / "out.jsonl"
    scenarios.write_text("\n".join(lines), encoding="utf-8")
    status = main([str(scenarios), "-o", str(decisions), *(["--explain"] if explain else [])])
    return status, [json.loads(line) for line in decisions.read_bytes().splitlines()]


def _changed(event: dict[str, object] | None = None, **fields: object) -> str:
    """The scenario with something in it, or in its event, as it should not be."""
    return json.dumps({**SCENARIO, "events": [{**EVENT, **(event or {})}], **fields})


def test_a_scenario_gives_its_rows(tmp_path: Path) -> None:
    status, rows = _simulate(tmp_path, json.dumps(SCENARIO))

    assert status == 0
    assert mismatches(SCENARIO, rows) == []
    assert all("because" not in row for row in rows)


def test_the_evidence_is_added_where_it_is_asked_for(tmp_path: Path) -> None:
    _, rows = _simulate(tmp_path, json.dumps(SCENARIO), explain=True)

    decided = [row for row in rows if "action" in row]
    assert decided
    assert all(row["because"] for row in decided)


@pytest.mark.parametrize("bad", ["{", "{}", '{"scenario": "x", "events": [{}], "until": "soon"}'])
def test_a_scenario_that_makes_no_sense_does_not_take_the_others_along(
    bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, rows = _simulate(tmp_path, bad, json.dumps(SCENARIO))

    assert status == 1
    assert mismatches(SCENARIO, rows) == []
    assert "line 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("[]", "Input should be an object"),
        ("null", "Input should be an object"),
        ("[" * 10_000, "Invalid JSON"),
        ('{"scenario": "\\ud800"}', "Invalid JSON"),
        (_changed(until="2026-05-20T10:00:00"), "until: it should have an offset"),
        (_changed(event={"kind": "weather"}), "events[0]: kind: Input should be 'order'"),
        (_changed(event={"received_at": "2026-05-19T10:00:00"}), "events[0]: received_at"),
        (_changed(event={"order": 7}), "events[0]: order: Input should be a valid string"),
        (_changed(event={"window": {"from": at("05-19 10:00")}}), "events[0]: 'to' is missing"),
        (_changed(event={"milestone": "ready_for_pickup", "last_day": "9999-12-31"}), "of range"),
        (_changed(event={"about": "anna"}), "events[0]: about: person: Field required"),
        (_changed(policy={"cut_off": "25:00"}), "cut_off: Input should be in a valid time"),
    ],
)
def test_what_is_wrong_is_said_on_one_line_with_its_number(
    bad: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, rows = _simulate(tmp_path, json.dumps(SCENARIO), bad)

    told = capsys.readouterr().err
    assert status == 1
    assert mismatches(SCENARIO, rows) == []
    assert told.startswith("line 2: ")
    assert said in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("odd", [{"channel": []}, {"milestone": {}}, {"intent": [{}]}])
def test_a_word_that_is_none_counts_as_nothing_said(odd: dict[str, object], tmp_path: Path) -> None:
    status, _ = _simulate(tmp_path, _changed(event=odd))

    assert status == 0


def test_signs_that_some_programs_end_lines_with_stay_in_a_name(tmp_path: Path) -> None:
    named = {**SCENARIO, "scenario": "one\u2028two\x85three"}

    status, rows = _simulate(tmp_path, "\ufeff" + json.dumps(named, ensure_ascii=False))

    assert status == 0
    assert {row["scenario"] for row in rows} == {named["scenario"]}


def test_a_file_that_is_not_there_is_said_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main([str(tmp_path / "none.jsonl"), "-o", str(tmp_path / "out.jsonl")])

    assert status == 2
    assert "none.jsonl" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [
        {"must_send": [{"person": "anna", "milestone": "attempted"}]},
        {"must_not_send": [{"person": "anna", "milestone": "delivered"}]},
        {"max_sent": {"anna": 0}},
        {"work_items": [{"queue": "orders", "order": "C1"}]},
        {"auto_replies": [{"person": "anna", "order": "C1"}]},
        {"case_closed": ["C1"]},
        {"final_state": {"C1": {"order": "placed", "parcels": {}}}},
        {"language": [{"person": "anna", "milestone": "delivered", "language": "fr"}]},
        {"roles": [{"person": "anna", "milestone": "delivered", "roles": ["agency"]}]},
        {"tone": [{"person": "anna", "milestone": "delivered", "tone": "human"}]},
        {"facts_present": [{"person": "anna", "milestone": "delivered", "fact": "prices"}]},
        {"only": True},
    ],
)
def test_the_check_itself_finds_what_is_wrong(wrong: dict[str, object], tmp_path: Path) -> None:
    _, rows = _simulate(tmp_path, json.dumps(SCENARIO))

    assert mismatches({**SCENARIO, "expect": wrong}, rows) != []
