"""`python -m infra.simulate mail`: the lines it prints, and how it scores them."""

import json
from pathlib import Path

import pytest

from infra.simulate.mail import main
from tests.mail.letters import a_mail, a_multipart

KEYS = [
    "file",
    "from_address",
    "from_name",
    "to",
    "cc",
    "subject",
    "message_id",
    "in_reply_to",
    "references",
    "text",
    "reply_text",
    "attachments",
    "auto_generated",
    "bounce",
    "machine",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    kept = tmp_path / "mails"
    kept.mkdir()
    file = 'Content-Type: application/pdf; name="bon.pdf"\n\nabc'
    (kept / "a.eml").write_bytes(
        a_multipart("Content-Type: text/plain\n\nHallo daar.\n\nMvg Jan\n", file)
    )
    (kept / "b.eml").write_bytes(a_mail("Ik ben er niet.", subject="Automatisch antwoord: x"))
    return kept


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_mail_of_a_folder_is_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main([str(folder)])

    first, second = lines(capsys)
    assert status == 0
    assert list(first) == KEYS
    assert first["from_address"] == "jan@lindehof.example"
    assert first["from_name"] == "Jan Smit"
    assert first["reply_text"] == "Hallo daar."
    assert first["attachments"] == [
        {"filename": "bon.pdf", "content_type": "application/pdf", "size": 3}
    ]
    assert (first["auto_generated"], first["machine"]) == (False, None)
    assert (second["auto_generated"], second["bounce"]) == (True, False)


def test_answers_give_a_score_for_each_key(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.jsonl"
    wanted = [
        {"file": "mails/a.eml", "want": {"reply_text": "Hallo  daar.\nMvg Jan", "to": ["x@y.nl"]}},
        {"file": "mails/b.eml", "want": {"reply_text": "Iets anders", "auto_generated": True}},
        {"file": "mails/elsewhere.eml", "want": {"subject": "niet gelezen"}},
    ]
    answers.write_text("\n".join(json.dumps(line) for line in wanted))

    main([str(folder), "--answers", str(answers)])

    assert lines(capsys)[-1]["score"] == {
        "auto_generated": {"right": 1, "of": 1, "missed": []},
        "reply_text": {"right": 1, "of": 2, "missed": ["mails/b.eml"]},
        "to": {"right": 0, "of": 1, "missed": ["mails/a.eml"]},
    }


def test_a_path_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["/nowhere/a.eml"]) == 2
    assert "no such file or folder: /nowhere/a.eml" in capsys.readouterr().err
