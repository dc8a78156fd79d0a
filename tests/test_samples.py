"""Every sample through its real door: each item ends in the ledger as the sample says."""

import json
from datetime import datetime

import pytest
from _pytest.mark import ParameterSet

from functions.aws import inbox, rows, table
from functions.core.ledger import Receipt
from functions.core.routing import Queue
from functions.providers import names
from infra.ledger import balance
from infra.local.cloud import EmbeddedCloud
from infra.local.invocation import Application, HttpFunction
from infra.local.pump import Pump
from infra.local.signers import sign
from tests import harness
from tests.harness import Journey, deliver
from tests.providers.samples import Sample, case_of, samples

SAMPLES = list(samples())
QUICK = 2
BATCH_OF = 20


def _journey(cloud: EmbeddedCloud, application: Application, at: datetime) -> Journey:
    cloud.clock.advance_to(at)
    return Journey(cloud, Pump(cloud, application), HttpFunction(application, cloud.stage))


def _outcomes(provider: str) -> list[str]:
    """As the receipts of what came from that provider tell them, in order."""
    keys = [key for key in inbox.all_keys() if f"/{provider}/" in key or key.startswith("mail/")]
    found = table.read(map(rows.receipt_key, keys), consistent=True)
    receipts = (rows.decode(Receipt, row) for row in found.values())
    lines = (line for receipt in receipts if receipt for line in receipt.lines)
    return [line.outcome.kind.value for line in lines]


def _marked() -> list[ParameterSet]:
    """All of them are exhaustive; two of each provider are tried each time."""
    quick = {id(one) for name in names() for one in _of(name)[:QUICK]}
    return [
        pytest.param(
            sample,
            id=case_of(sample),
            marks=() if id(sample) in quick else (pytest.mark.slow,),
        )
        for sample in SAMPLES
    ]


def _of(provider: str) -> list[Sample]:
    return [sample for sample in SAMPLES if sample.provider == provider]


@pytest.mark.parametrize("sample", _marked())
def test_a_sample_ends_in_the_ledger_as_it_says(
    sample: Sample, cloud: EmbeddedCloud, application: Application
) -> None:
    path = _journey(cloud, application, sample.received_at)
    driven = harness.named(case_of(sample))

    deliver(path, driven)
    path.pump.run_until_idle()

    assert path.pump.failures == []
    assert _outcomes(sample.provider) == sample.expect.outcomes
    assert balance().balances


def test_a_batch_of_twenty_people_gives_twenty_contacts(
    cloud: EmbeddedCloud, application: Application
) -> None:
    path = _journey(cloud, application, cloud.clock.now())
    at = int(cloud.clock.now().timestamp())
    entry = {"id": "110000000000001", "messaging": [_says(n, at) for n in range(BATCH_OF)]}
    body = json.dumps({"object": "page", "entry": [entry]}).encode()

    headers = sign("messenger", "sample-secret", body, {}, cloud.clock.now())
    answer = harness.knock(path, "/webhooks/messenger/tuinhuis", body, headers)
    path.pump.run_until_idle()

    work = [json.loads(text) for q in Queue for text in cloud.messages(f"team-{q}.fifo")]
    assert answer["statusCode"] == 200
    assert {item["contact_id"] for item in work} == {f"messenger:m_{n}" for n in range(BATCH_OF)}
    assert len({item["case_id"] for item in work}) == BATCH_OF


def _says(number: int, at: int) -> dict[str, object]:
    """One of twenty people; each asks about another thing."""
    return {
        "sender": {"id": f"2468013579000{number:04}"},
        "recipient": {"id": "110000000000001"},
        "timestamp": at * 1000,
        "message": {"mid": f"m_{number}", "text": f"Waar blijft bestelling {2001 + number}?"},
    }


def test_teams_is_told_at_once_that_the_message_is_received(
    cloud: EmbeddedCloud, application: Application
) -> None:
    sample = harness.named("teams/text")
    path = _journey(cloud, application, sample.received_at)

    answer = harness.answer(path, sample)

    assert answer["statusCode"] == 200
    assert answer["headers"]["Content-Type"] == "application/json"
    assert json.loads(answer["body"]) == {
        "type": "message",
        "text": "Ontvangen! Een collega antwoordt u.",
    }
