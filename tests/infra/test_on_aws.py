"""An operator without access to AWS hears what to do, whichever command was called."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from functions.aws.clients import client
from infra import correct, examples, importing, ledger
from infra.simulate import routing

ACCOUNT = '{"type": "account", "customer_no": "K1", "name": "Kwekerij Lente"}\n'


@pytest.fixture
def nobody_answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A shell from which AWS cannot be reached."""
    settings = {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "sample",
        "AWS_SECRET_ACCESS_KEY": "sample",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    client.cache_clear()
    yield
    client.cache_clear()


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        (ledger.main, ["show", "whatsapp:wamid.X"]),
        (correct.main, ["undo", "org:K1", "case-B"]),
        (examples.main, ["-o", "/dev/null"]),
        (importing.main, ["{folder}/accounts.jsonl"]),
        (routing.main, ["--days", "1"]),
    ],
)
def test_a_command_without_aws_says_what_to_set(
    command: Callable[[list[str]], int],
    arguments: list[str],
    nobody_answers: None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "accounts.jsonl").write_text(ACCOUNT, encoding="utf-8")

    status = command([one.format(folder=tmp_path) for one in arguments])

    assert status == 2
    assert "set AWS_PROFILE, AWS_REGION" in capsys.readouterr().err
