"""Platforms repeat and reorder: each delivery three times, shuffled, must come to the same."""

import json
import random
from collections import Counter

import pytest

from functions.core.routing import Queue
from infra.ledger import balance
from infra.local.cloud import EmbeddedCloud
from infra.local.invocation import Application, HttpFunction
from infra.local.pump import Pump
from tests.harness import Journey, Sample, deliver, samples

SEEDS = (1, 2, 3, 4)
"""Each takes another part of all samples."""
TIMES = 3


def _knock(cloud: EmbeddedCloud, application: Application, order: list[Sample], seed: int) -> Pump:
    """Deliver in that order, letting the queues run now and then."""
    chance = random.Random(seed)
    pump = Pump(cloud, application)
    journey = Journey(cloud, pump, HttpFunction(application, cloud.stage))
    for sample in order:
        deliver(journey, sample)
        if chance.random() < 0.3:
            pump.run_once()
    pump.run_until_idle()
    return pump


def _contacts(cloud: EmbeddedCloud) -> Counter[str]:
    bodies = (body for team in Queue for body in cloud.messages(f"team-{team}.fifo"))
    items = map(json.loads, bodies)
    return Counter(item.get("contact_id") or item["id"] for item in items)


@pytest.mark.parametrize(
    "seed", [*SEEDS[:2], *(pytest.param(seed, marks=pytest.mark.slow) for seed in SEEDS[2:])]
)
def test_three_deliveries_of_everything_in_any_order_give_each_result_once(
    seed: int, cloud: EmbeddedCloud, application: Application
) -> None:
    order = samples()[seed - 1 :: len(SEEDS)] * TIMES
    random.Random(seed).shuffle(order)

    pump = _knock(cloud, application, order, seed)

    assert pump.failures == []
    assert balance().balances
    assert set(_contacts(cloud).values()) == {1}
    told = Counter((*mail.to, mail.tags["loket-notification"]) for mail in cloud.sent_mails)
    assert set(told.values()) <= {1}
    assert cloud.dead_letters() == {}


def test_the_same_contacts_are_found_whatever_the_order(
    cloud: EmbeddedCloud, application: Application
) -> None:
    found = []
    for seed in SEEDS[:2]:
        cloud.reset()
        order = samples()[:: len(SEEDS)]
        random.Random(seed).shuffle(order)
        _knock(cloud, application, order, seed)
        found.append(_contacts(cloud))

    assert found[0] == found[1]
