"""The routing simulator: the intake's own decisions for a file, and what a policy would change."""

import json
from pathlib import Path

import pytest

from functions.policies import FOLDER
from infra.simulate.routing import main

MESSAGE = {
    "id": "m1",
    "channel": "email",
    "subject": "Factuur",
    "text": "Kunt u mij de factuur van de grasmaaier nog eens sturen?",
    "customer": {"kind": "b2c", "has_open_order": False, "contacts_last_30d": 0},
}


def a_file(folder: Path, *rows: object) -> Path:
    path = folder / "messages.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def a_policy(folder: Path, before: str, after: str) -> Path:
    path = folder / "new.toml"
    text = (FOLDER / "routing.toml").read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    return path


def test_each_message_gets_a_queue_a_priority_and_the_reasons(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"

    status = main([str(a_file(tmp_path, MESSAGE)), "-o", str(out)])

    [answer] = [json.loads(line) for line in out.read_text().splitlines()]
    assert status == 0
    assert (answer["id"], answer["queue"], answer["priority"]) == ("m1", "billing", "normal")
    assert 'rule "invoices and payments"' in answer["because"]


def test_another_policy_is_compared_before_it_is_deployed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = a_policy(
        tmp_path,
        'when = { intent = ["billing"] }\nqueue = "billing"',
        'when = { intent = ["billing"] }\nqueue = "b2b"\npriority = "high"\nsla = "privacy"',
    )

    status = main([str(a_file(tmp_path, MESSAGE)), "--policy", str(new)])

    told = capsys.readouterr().out
    assert status == 0
    assert "m1: queue billing → b2b, priority normal → high, clock standard → privacy" in told
    assert "1 of 1 change" in told


def test_the_same_policy_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(a_file(tmp_path, MESSAGE)), "--policy", str(FOLDER / "routing.toml")])

    assert capsys.readouterr().out == "0 of 1 change\n"


def test_a_policy_that_is_wrong_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = a_policy(tmp_path, 'queue = "support"', 'queue = "suport"')
    line = next(i for i, text in enumerate(new.read_text().splitlines(), 1) if '"suport"' in text)

    assert main([str(a_file(tmp_path, MESSAGE)), "--policy", str(new)]) == 2
    assert f'new.toml, line {line}, rule "make it work", queue' in capsys.readouterr().err


@pytest.mark.parametrize("line", ["{", "[]", '"x"', '{"text": "no id"}'])
def test_a_line_that_is_no_message_is_named(
    line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text(f"{json.dumps(MESSAGE)}\n{line}\n", encoding="utf-8")

    assert main([str(path)]) == 2
    assert "messages.jsonl, line 2" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "\u0000", "🙂" * 3000, None, 7, ["x"]])
def test_a_message_of_any_shape_gets_an_answer(
    text: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_file(tmp_path, {**MESSAGE, "text": text, "customer": None, "channel": 5})

    assert main([str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "m1"
