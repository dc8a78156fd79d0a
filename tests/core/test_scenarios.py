"""Whole streams of messages through intake's own code: every kind of evidence and of trap."""

import json
import random
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from infra.simulate import grouping
from infra.simulate._memory import in_memory
from infra.simulate._scenarios import contact_of
from tests.core.scoring import Score, score, total

Json = Mapping[str, Any]

FOLDER = Path(__file__).parent / "scenarios"
SCENARIOS = [
    json.loads(line)
    for path in sorted(FOLDER.glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
RENAMABLE = [
    scenario
    for scenario in SCENARIOS
    if scenario["policy"]["reopen_days"] == 14
    and not scenario["scenario"].startswith("st-")
    and not re.search(r"06[ -][0-9]{2}|\+44 7|NL8|DE13|sneek@|zwolle@", json.dumps(scenario))
]
"""Those whose handles can be renamed by a simple rule; `mixable` have numbers that can be too."""


@cache
def mixable() -> list[Json]:
    return [scenario for scenario in RENAMABLE if _stays_distinct(scenario)]


@cache
def _predictions(name: str) -> list[dict[str, str | None]]:
    scenario = next(one for one in SCENARIOS if one["scenario"] == name)
    return [prediction for prediction, _ in grouping.simulate(scenario)]


def scored(scenario: Json) -> Score:
    return score(scenario, _predictions(scenario["scenario"]))


def test_the_scenarios_are_decided_as_a_team_lead_would() -> None:
    result = total(scored(scenario) for scenario in SCENARIOS)

    assert (result.leaks, result.split_threads) == (0, 0)
    assert result.case_f1 >= 0.98
    assert result.organisation_f1 >= 0.98
    assert result.join_rate >= 0.95
    assert result.wrong_merge_rate <= 0.03


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["scenario"])
def test_no_scenario_brings_two_parties_together(scenario: Json) -> None:
    result = scored(scenario)

    assert (result.leaks, result.split_threads) == (0, 0)


def test_a_message_that_comes_twice_changes_nothing() -> None:
    for scenario in SCENARIOS[::4]:
        again = {**scenario, "messages": [m for m in scenario["messages"] for _ in range(2)]}

        once = _predictions(scenario["scenario"])
        twice = [prediction for prediction, _ in grouping.simulate(again)]

        assert twice[::2] == once


def test_in_one_long_mixed_stream_every_scenario_ends_as_on_its_own() -> None:
    renamed = [_with_own_names(scenario) for scenario in mixable()]
    mixed = _mixed(renamed)

    predictions = {str(p["id"]): p for p, _ in grouping.simulate(mixed)}

    for scenario in renamed:
        alone = {str(p["id"]): p for p, _ in grouping.simulate(scenario)}
        assert _partition(alone) == _partition({name: predictions[name] for name in alone})
    assert score(mixed, predictions.values()).leaks == 0


def test_no_message_of_a_long_mixed_stream_costs_more_calls_than_another() -> None:
    """Hundreds of parties in one table; the most that one message may cost is six calls."""
    stream = _mixed([_with_own_names(scenario) for scenario in mixable()[::3]])
    costs = []

    with in_memory() as memory:
        grouping.run({**stream, "messages": []})
        for message in sorted(stream["messages"], key=lambda message: grouping.moment(message)):
            memory.calls.clear()
            grouping.receive(contact_of(message, grouping.moment(message)), 14)
            costs.append(len(memory.calls))

    late, early = costs[-len(costs) // 3 :], costs[: len(costs) // 3]
    assert max(costs) <= 6
    assert sum(late) / len(late) <= sum(early) / len(early) + 0.5


def test_independent_messages_may_arrive_in_any_order() -> None:
    """First messages of different parties at one time; only the order of the file differs."""
    first = [
        {**s, "messages": s["messages"][:1], "events": []} for s in map(_with_own_names, mixable())
    ]
    mixed = _mixed([{**s, "known": {**s["known"], "outbound": []}} for s in first])
    at = mixed["messages"][0]["ts"]
    messages = [{**message, "ts": at} for message in mixed["messages"]]
    shuffled = random.Random(5).sample(messages, len(messages))

    one = {str(p["id"]): p for p, _ in grouping.simulate({**mixed, "messages": messages})}
    other = {str(p["id"]): p for p, _ in grouping.simulate({**mixed, "messages": shuffled})}

    assert _partition(one) == _partition(other)


def _partition(predictions: Mapping[str, Json]) -> set[frozenset[str]]:
    groups: dict[object, set[str]] = {}
    for name, prediction in predictions.items():
        groups.setdefault(prediction["case"], set()).add(name)
    return {frozenset(group) for group in groups.values()}


def _with_own_names(scenario: Json) -> dict[str, Any]:
    """The scenario with numbers, addresses and phones of its own, so that streams can be mixed."""
    place = f"{SCENARIOS.index(scenario):03d}"
    text = json.dumps(scenario, ensure_ascii=False)
    for word in _own_words(scenario):
        text = text.replace(word, _renamed(word, place))
    text = re.sub(r"([\w.]+)@([\w-]+)(?=\.)", rf"\g<1>{place}@\g<2>", text)
    text = re.sub(r"(?:\+|00)([34][0-9]{7,9})[0-9]{3}", rf"+\g<1>{place}", text)
    own: dict[str, Any] = json.loads(text)
    for row in (*own["messages"], *own["expected"]):
        row["id"] = f"{place}-{row['id']}"
    for event in own["events"]:
        event["message"] = f"{place}-{event['message']}"
    return own


def _renamed(word: str, place: str) -> str:
    """Numbers of orders grow at their end; those of companies keep their length."""
    fixed = re.fullmatch(r"[0-9]{8}|(?:NL|BE|DE|FR)[0-9B]+", word)
    return word[:-3] + place if fixed else word + place


def _stays_distinct(scenario: Json) -> bool:
    """Numbers that differ only in their last figures would become one."""
    words = _own_words(scenario)
    return len({_renamed(word, "000") for word in words}) == len(words)


def _own_words(scenario: Json) -> list[str]:
    """Everything that would tie two scenarios together, longest first."""
    known = scenario["known"]
    words = {a["customer_no"] for a in known["accounts"]} | {o["number"] for o in known["orders"]}
    for account in known["accounts"]:
        words |= {one for one in (account["vat"], account["kvk"]) if one}
        words |= {domain.rpartition(".")[0] for domain in account["domains"]}
    for order in known["orders"]:
        words |= {order[name] for name in ("invoice", "delivery_note") if order[name]}
        words |= {*order["tracking"], *order["serials"]}
    return sorted(words, key=len, reverse=True)


def _mixed(scenarios: list[dict[str, Any]]) -> dict[str, Any]:
    known: dict[str, list[Any]] = {"accounts": [], "orders": [], "outbound": []}
    mixed: dict[str, Any] = {"scenario": "mixed", "tags": [], "policy": {"reopen_days": 14}}
    streams: dict[str, list[Any]] = {"messages": [], "events": [], "expected": []}
    for scenario in scenarios:
        for name, rows in known.items():
            rows += scenario["known"][name]
        for name, rows in streams.items():
            rows += scenario[name]
    return {**mixed, "known": known, **streams}
