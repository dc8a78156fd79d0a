"""An agent's correction of our decision, as the bus brings it."""

import json
from datetime import UTC, datetime

import pytest

from functions.core.case_updates import CaseStep, CaseUpdate
from functions.core.deliveries import Delivery
from functions.core.items import Item, Unknown
from functions.core.teams import Priority, Queue
from functions.core.untrusted import Json
from functions.providers.cloudevents import CloudEvents

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def parsed(data: Json, kind: str = "nl.tuinhuis.case.routed") -> list[Item]:
    event = {"specversion": "1.0", "id": "1", "source": "/desk", "type": kind, "data": data}
    delivery = Delivery(
        id="d",
        provider="cloudevents",
        account="tuinhuis",
        shop="tuinhuis",
        received_at=NOON,
        headers={"content-type": "application/cloudevents+json"},
        body=json.dumps(event).encode(),
    )
    return CloudEvents().parse(delivery)


def test_a_correction_names_contact_team_priority_and_agent() -> None:
    (update,) = parsed(
        {
            "contact": "whatsapp:wamid.X",
            "queue": "returns",
            "priority": "high",
            "agent": "femke",
            "at": "2026-03-03T10:15:00+01:00",
        }
    )

    assert isinstance(update, CaseUpdate)
    assert update.step is CaseStep.ROUTED
    assert (update.contact_id, update.queue) == ("whatsapp:wamid.X", Queue.RETURNS)
    assert (update.priority, update.agent) == (Priority.HIGH, "femke")
    assert update.occurred_at == datetime(2026, 3, 3, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize("right", [{"queue": "billing"}, {"priority": "low"}])
def test_a_correction_may_be_of_one_thing_only(right: dict[str, Json]) -> None:
    (update,) = parsed({"contact": "c", **right})

    assert isinstance(update, CaseUpdate)
    assert [update.queue, update.priority].count(None) == 1


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"contact": "c"}, "queue or priority"),
        ({"queue": "billing"}, "data.case"),
        ({"case": "case-0JQJW6D9YS", "queue": "billing"}, "names the contact"),
        ({"contact": "c", "queue": "the moon"}, "queue"),
        ({"contact": "c", "priority": "yesterday"}, "priority"),
        ({"contact": "c", "queue": ["billing"]}, "queue"),
        ({"contact": "", "queue": "billing"}, "data.case"),
    ],
)
def test_a_correction_that_says_too_little_or_nonsense_waits_with_its_mistake(
    data: Json, wrong: str
) -> None:
    (item,) = parsed(data)

    assert isinstance(item, Unknown)
    assert wrong in (item.reason or "")


def test_another_word_about_a_case_is_no_correction() -> None:
    (item,) = parsed({"contact": "c", "queue": "billing"}, "nl.tuinhuis.case.rerouted")

    assert isinstance(item, Unknown)
