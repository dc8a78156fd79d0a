"""The operator's ledger: it balances, shows why, and replays without doing anything twice."""

from datetime import timedelta

import pytest

from functions.aws import inbox
from functions.core.routing import Queue
from infra import ledger
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.pump import Pump
from tests import knocking


@pytest.fixture
def handled(cloud: EmbeddedCloud, http_door: HttpDoor, pump: Pump) -> str:
    """The inbox key of one handled message."""
    at = int(cloud.clock.now().timestamp())
    body = knocking.whatsapp_body("wamid.1", "Waar blijft mijn bestelling?", at=at)
    knocking.post(http_door.url, cloud, "whatsapp", body)
    pump.run_until_idle()
    [key] = inbox.all_keys()
    return key


def test_it_balances_when_everything_has_its_outcome(
    handled: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ledger.main(["balance"]) == 0

    assert "1 deliveries, 1 items: 1 opened" in capsys.readouterr().out


def test_it_does_not_balance_while_a_delivery_waits(
    handled: str, cloud: EmbeddedCloud, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.client("s3").put_object(Bucket=cloud.inbox, Key="mail/tuinhuis/waits", Body=b"x")

    assert ledger.main(["balance"]) == 1

    assert "not handled: mail/tuinhuis/waits" in capsys.readouterr().out


def test_it_does_not_balance_when_a_row_is_lost(handled: str, cloud: EmbeddedCloud) -> None:
    key = {"pk": {"S": "ITEM#whatsapp:wamid.1"}, "sk": {"S": "ITEM"}}
    cloud.client("dynamodb").delete_item(TableName=cloud.table, Key=key)

    found = ledger.balance()

    assert found.without_row == ("whatsapp:wamid.1",)
    assert not found.balances


def test_it_shows_an_item_with_its_reasons(
    handled: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ledger.main(["show", "whatsapp:wamid.1"]) == 0

    shown = capsys.readouterr().out
    assert '"kind": "opened"' in shown
    assert "because" in shown
    assert ledger.main(["show", "whatsapp:nothing"]) == 1


@pytest.mark.parametrize("pause", [timedelta(0), timedelta(minutes=2), timedelta(hours=3)])
def test_a_replay_does_nothing_twice(
    pause: timedelta, handled: str, cloud: EmbeddedCloud, pump: Pump
) -> None:
    cloud.clock.advance(pause)
    before = {team: cloud.messages(f"team-{team}.fifo") for team in Queue}

    assert ledger.main(["replay", handled]) == 0
    pump.run_until_idle()

    assert {team: cloud.messages(f"team-{team}.fifo") for team in Queue} == before
    assert ledger.balance().outcomes == {"opened": 1}


def test_a_replay_of_nothing_says_so(cloud: EmbeddedCloud) -> None:
    assert ledger.main(["replay", "webhooks/nothing"]) == 1
