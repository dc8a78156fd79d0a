"""The routing simulator over what a stage holds: which contacts a policy would send elsewhere."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from functions.core.routing import Queue
from infra.local.cloud import EmbeddedCloud
from infra.local.invocation import Application, HttpFunction
from infra.local.pump import Pump
from infra.simulate.routing import main
from tests.harness import Journey, deliver, named
from tests.infra.test_simulate_routing import a_policy

SAMPLES = ("whatsapp/text", "ses/question-about-order", "shopify/order-cancelled")


@pytest.fixture
def stage(cloud: EmbeddedCloud, pump: Pump, application: Application) -> EmbeddedCloud:
    """A stage with a chat, a mail and an order."""
    for name in SAMPLES:
        deliver(Journey(cloud, pump, HttpFunction(application, cloud.stage)), named(name))
        pump.run_until_idle()
    return cloud


def work_items(cloud: EmbeddedCloud) -> dict[str, str]:
    found = [item for team in Queue for item in cloud.work_items(team)]
    return {str(item["id"]): str(item["queue"]) for item in found}


def test_the_contacts_of_the_last_days_are_routed_as_they_were(
    stage: EmbeddedCloud, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--days", "1"]) == 0

    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {one["id"]: one["queue"] for one in told} == work_items(stage)
    assert len(told) == 2


def test_a_new_policy_is_tried_on_them_before_it_is_deployed(
    stage: EmbeddedCloud, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = a_policy(
        tmp_path,
        "# Personal data has",
        '[[rule]]\nname = "chat desk"\nwhen = { channel = ["chat"] }\nqueue = "b2b"\n'
        'priority = "high"\nsla = "business"\n\n# Personal data has',
    )
    before = work_items(stage)

    assert main(["--days", "1", "--policy", str(new)]) == 0

    told = capsys.readouterr().out
    [chat] = [one for one in before if one.startswith("whatsapp:")]
    assert f"{chat}: queue {before[chat]} → b2b, priority normal → high" in told
    assert "clock" in told
    assert '(rule "chat desk")' in told
    assert told.endswith("1 of 2 change\n")
    assert work_items(stage) == before


def test_what_is_older_is_not_asked_about(
    stage: EmbeddedCloud, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.clock.advance(timedelta(days=3))

    assert main(["--days", "2"]) == 0

    assert "whatsapp:" not in capsys.readouterr().out


def test_a_file_or_days_must_be_named() -> None:
    with pytest.raises(SystemExit):
        main([])
