"""The simulators: what is offered can be called, and the samples of `--help` can be played."""

import json
from pathlib import Path

import pytest

import infra.simulate
from infra.simulate.__main__ import main

SAMPLES = Path(infra.simulate.__file__).parent / "samples"
NAMES = ("grouping", "mail", "orders", "routing")


def test_only_what_can_be_called_is_offered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().err == f"usage: python -m infra.simulate {'|'.join(NAMES)} …\n"


@pytest.mark.parametrize("name", NAMES)
def test_its_help_names_a_sample(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([name, "--help"])

    told = capsys.readouterr().out
    assert any(f"infra/simulate/samples/{sample.name}" in told for sample in SAMPLES.iterdir())


@pytest.mark.parametrize(
    ("name", "sample", "found"),
    [
        ("grouping", "grouping.jsonl", ("organisation", ["K-1007", "K-1007"])),
        ("orders", "orders.jsonl", ("reason", ["told", "told", "wismo", "delivered", "told"])),
        ("routing", "routing.jsonl", ("queue", ["billing", "presales"])),
    ],
)
def test_its_sample_can_be_played(
    name: str, sample: str, found: tuple[str, list[str]], tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"

    assert main([name, str(SAMPLES / sample), "-o", str(out)]) == 0

    key, wanted = found
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row[key] for row in rows if key in row] == wanted


def test_its_sample_mail_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mail", str(SAMPLES / "reply.eml")]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["reply_text"] == "Dank voor het snelle antwoord, een nieuwe ruit is prima."
