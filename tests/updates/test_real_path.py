"""The real path decides what the simulator decides: the same stories through both."""

import random
from typing import Any

import pytest

from infra.local.cloud import EmbeddedCloud
from infra.local.pump import Pump
from infra.simulate.orders import simulate
from tests.updates import (
    plays,
    test_budget_cases_and_firms,
    test_hours_and_channels,
    test_promises,
    test_situations,
)
from tests.updates.chances import scenario
from tests.updates.real_path import RealPath
from tests.updates.rulebook import violations
from tests.updates.written import silent_rows, states

Row = dict[str, Any]
TABLES = (test_situations, test_promises, test_hours_and_channels, test_budget_cases_and_firms)
"""Each plays its stories when it is loaded, so that `plays.PLAYED` has them."""
OF_CONTACTS = {"wismo", "not_received", "complaint"}
"""Work that the customer's own message is: it is not made a second time."""


def _has_address(person: Row) -> bool:
    """An order names people by an address: who has none is nobody there."""
    return bool(person.get("email") or person.get("phone"))


STORIES = [story for story in plays.PLAYED if all(map(_has_address, story["people"]))]
UNREACHABLE = [story for story in plays.PLAYED if not any(map(_has_address, story["people"]))]
RULES = frozenset(
    {
        "payment_failed", "cancelled", "refunded", "ready_for_pickup", "delayed",
        "exception", "backfill", "stop", "complaint", "wismo", "not_received", "out_for_delivery",
        "back_order", "budget_organisation",
    }
)  # fmt: skip
"""What the few must show between them for every group of rules to have a say; that a failed message
goes by the next channel is shown in `test_fallbacks`."""


def _shown(story: Row) -> frozenset[str]:
    told = (
        {event["kind"], event.get("milestone"), event.get("intent"), event.get("result")}
        for event in story["events"]
    )
    return RULES & {*(story.get("policy") or ()), *(word for words in told for word in words)}


def _few() -> list[int]:
    """Numbers of stories that show it all: each time the one that shows most that is missing."""
    missing, chosen = RULES, []
    while missing:
        best = max(range(len(STORIES)), key=lambda number: len(_shown(STORIES[number]) & missing))
        assert _shown(STORIES[best]) & missing, missing
        chosen.append(best)
        missing -= _shown(STORIES[best])
    return chosen


@pytest.mark.parametrize("number", _few())
def test_a_story_comes_out_as_in_the_simulator(
    number: int, cloud: EmbeddedCloud, pump: Pump, monkeypatch: pytest.MonkeyPatch
) -> None:
    _compare(STORIES[number], cloud, pump, monkeypatch)


@pytest.mark.parametrize("number", range(len(UNREACHABLE)))
def test_who_cannot_be_reached_is_work_here_as_there(
    number: int, cloud: EmbeddedCloud, pump: Pump, monkeypatch: pytest.MonkeyPatch
) -> None:
    _compare(UNREACHABLE[number], cloud, pump, monkeypatch)

    told = silent_rows(cloud)
    assert {row["reason"] for row in told} == {"no_channel"}


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(STORIES)))
def test_every_story_comes_out_as_in_the_simulator(
    number: int, cloud: EmbeddedCloud, pump: Pump, monkeypatch: pytest.MonkeyPatch
) -> None:
    _compare(STORIES[number], cloud, pump, monkeypatch)


def _compare(story: Row, cloud: EmbeddedCloud, pump: Pump, monkeypatch: pytest.MonkeyPatch) -> None:
    fitted = _fitted(story)
    expected = simulate(fitted)
    real = RealPath(fitted, cloud, pump, monkeypatch)

    rows = real.play()

    assert _told(rows) == _told(expected)
    assert real.work() == _work(expected)
    assert {row["order"]: row["state"] for row in states(cloud)} == _states(expected)


def _told(rows: list[Row]) -> list[tuple[Any, ...]]:
    sent = [row for row in rows if row.get("action") in {"sent", "auto_reply"}]
    return sorted(
        (row["at"][:16], row["action"], row["person"], row.get("channel", ""), *_names(row))
        if row["action"] == "sent"
        else (row["at"][:16], row["action"], row["person"])
        for row in sent
    )


def _names(row: Row) -> list[str]:
    items = (f"{i['order']} {i['parcel']} {i['milestone']}" for i in row["items"])
    return [*sorted(items), row.get("tone") or ""]


def _work(rows: list[Row]) -> list[str]:
    made = [row for row in rows if row.get("action") == "work_item" and row["queue"] == "orders"]
    reasons = (row["reason"].replace("_", " ") for row in made if row["reason"] not in OF_CONTACTS)
    return sorted(reasons)


def _states(rows: list[Row]) -> Row:
    return {row["order"]: row["state"] for row in rows if "state" in row}


def _fitted(story: Row) -> Row:
    """Everybody with addresses of their own: who shares one is one person on an order."""
    people = [
        {
            **one,
            "phone": one.get("phone") and f"+316100000{n:02}",
            "email": one.get("email") and f"{one['id']}@mail.example",
        }
        for n, one in enumerate(story["people"])
    ]
    return {**story, "people": people}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_no_rule_is_broken_on_the_real_path_whatever_happens(
    seed: int, cloud: EmbeddedCloud, pump: Pump, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = _reachable(_fitted(scenario(seed)))

    real = RealPath(story, cloud, pump, monkeypatch)
    rows = real.play()

    heard = [event for event in story["events"] if event["id"] not in real.reports_on_nothing]
    timed = sorted((row for row in rows if "at" in row), key=lambda row: row["at"])
    silent = [row for row in rows if "at" not in row]
    assert violations({**story, "events": heard}, [*timed, *silent]) == []


def _reachable(story: Row) -> Row:
    """An order names people by an address; who has none is nobody there."""
    chance = random.Random(story["scenario"])
    people = [
        one if one["email"] or one["phone"] else {**one, "email": f"{chance.random()}@mail.example"}
        for one in story["people"]
    ]
    return {**story, "people": people}
