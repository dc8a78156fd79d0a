"""`python -m infra.simulate orders SCENARIOS.jsonl -o DECISIONS.jsonl [--explain]`.

Feeds order scenarios, with simulated time, to the state machine of `functions.core.updates`. One
scenario per line: `people`, `organisations` and `orders` that are known, `events` in order of
arrival (their fields are those of `functions/core/updates/happenings.py`), what its `policy` has
otherwise than notifications.toml and promises.toml, and the time `until` which it is played.
infra/simulate/samples/orders.jsonl has one.
"""

import argparse
import json
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from pydantic import TypeAdapter, ValidationError

from functions import policies
from functions.core.orders import Milestone, Role
from functions.core.updates.beginning import KnownState, begin
from functions.core.updates.decisions import Decision
from functions.core.updates.happenings import Happening, Intent, SendResult
from functions.core.updates.playing import play
from functions.core.updates.policy import Channel, UpdatePolicy
from functions.core.updates.records import Fact, OrganisationRecord, PersonRecord, World

Json = Mapping[str, object]
Row = dict[str, object]
SCENARIO = TypeAdapter(dict[str, object])
NAMES: Mapping[str, type[StrEnum]] = {
    "milestone": Milestone,
    "channel": Channel,
    "intent": Intent,
    "result": SendResult,
}
"""Fields whose words we know; another word counts as nothing said."""
LONG_AGO = "1970-01-01T00:00:00+00:00"
PERSON_FIELDS = (
    "id",
    "name",
    "email",
    "phone",
    "whatsapp_optin",
    "country",
    "language",
    "preferred_channel",
    "opted_out",
    "last_whatsapp_inbound_at",
)


def main(arguments: list[str]) -> int:
    """0; 1 when a scenario makes no sense, 2 when the file cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m infra.simulate orders",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("scenarios", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--explain", action="store_true", help="add the evidence to each row")
    options = parser.parse_args(arguments)
    try:
        lines = options.scenarios.read_bytes().removeprefix(BOM_UTF8).splitlines()
    except OSError as error:
        sys.stderr.write(f"{options.scenarios}: {error.strerror}\n")
        return 2
    with options.output.open("w", encoding="utf-8") as output:
        return _simulate_all(lines, output, explain=options.explain)


def _simulate_all(lines: Sequence[bytes], output: TextIO, *, explain: bool) -> int:
    """1 when a scenario cannot be read; the others are played all the same."""
    status = 0
    for number, line in enumerate(lines, start=1):
        try:
            rows = simulate(SCENARIO.validate_json(line), explain=explain) if line.strip() else []
        except (ValueError, KeyError, OverflowError) as error:
            sys.stderr.write(f"line {number}: {_problem(error)}\n")
            status = 1
            continue
        for row in rows:
            output.write(json.dumps(row, ensure_ascii=False) + "\n")
    return status


def _problem(error: Exception) -> str:
    """On one line, with the fields that it is about."""
    if isinstance(error, ValidationError):
        told = ((*map(str, one["loc"]), one["msg"]) for one in error.errors())
        return "; ".join(": ".join(parts) for parts in told)
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def simulate(scenario: Json, *, explain: bool = False) -> list[Row]:
    """The rows of one scenario: every decision in order, then how each order ended."""
    policy = policy_with(_mapping(scenario.get("policy")))
    world, decisions = run(scenario, policy)
    name = scenario["scenario"]
    rows = [_decision_row(decision, explain=explain) for decision in decisions]
    return [{"scenario": name, **row} for row in [*rows, *_states(world)]]


def run(scenario: Json, policy: UpdatePolicy) -> tuple[World, list[Decision]]:
    """Events in order of arrival, and between them whatever is due."""
    world = beginning(scenario, policy)
    until = datetime.fromisoformat(str(scenario["until"]))
    if until.tzinfo is None:
        raise ValueError("until: it should have an offset")
    return play(world, _happenings(scenario), until, policy)


def _happenings(scenario: Json) -> Iterator[Happening]:
    for index, event in enumerate(_list(scenario, "events")):
        try:
            yield happening(event)
        except (ValueError, KeyError) as error:
            raise ValueError(f"events[{index}]: {_problem(error)}") from error


def policy_with(choices: Json) -> UpdatePolicy:
    """The shop's policy with what a scenario chooses otherwise."""
    base = policies.notifications()
    changes = {name: choices[name] for name in UpdatePolicy.model_fields if name in choices}
    if "transit_days" in changes:
        changes["transit_days"] = {**base.transit_days, **_mapping(changes["transit_days"])}
    changes["carriers"] = dict.fromkeys(Channel, "simulated")
    return type(base).model_validate({**base.model_dump(), **changes})


def beginning(scenario: Json, policy: UpdatePolicy) -> World:
    """The people, organisations and orders that are known before anything happens."""
    people = [_person(entry) for entry in _list(scenario, "people")]
    organisations = [_organisation(entry) for entry in _list(scenario, "organisations")]
    world = World(
        people={person.id: person for person in people},
        organisations={organisation.name: organisation for organisation in organisations},
    )
    for entry in _list(scenario, "orders"):
        state = _mapping(entry.get("state"))
        known = KnownState(
            order=Milestone(str(state.get("order") or "placed")),
            parcels=_mapping(state.get("parcels")),
            told=bool(entry.get("told")),
        )
        event = {**entry, "id": "", "kind": "order", "received_at": LONG_AGO}
        world = begin(world, happening({**event, "occurred_at": LONG_AGO}), known, policy)
    return world


def happening(event: Json) -> Happening:
    """An event of a scenario as the state machine takes it; fields it does not know are left."""
    fields = {name: event[name] for name in Happening.model_fields if event.get(name) is not None}
    if event["kind"] == "backfill":
        fields |= {"kind": event.get("of", "order"), "backfill": True}
    if "lines" in fields:
        fields["lines"] = tuple(_line_id(line) for line in _items(fields["lines"]))
    if "window" in fields:
        window = _mapping(fields["window"])
        fields["window"] = {"begins": window["from"], "ends": window["to"]}
    if "about" in fields:
        about = _mapping(fields["about"]).items()
        fields["about"] = {name: value for name, value in about if value is not None}
    for name, known in NAMES.items():
        if name in fields and not _is_word(fields[name], known):
            del fields[name]
    return Happening.model_validate(fields)


def _line_id(line: object) -> str:
    return str(line["line"]) if isinstance(line, Mapping) else str(line)


def _person(entry: Json) -> PersonRecord:
    fields = {name: entry[name] for name in PERSON_FIELDS if entry.get(name) is not None}
    roles = _known(entry.get("roles"), Role) or ["buyer"]
    if not _is_word(fields.get("preferred_channel"), Channel):
        fields.pop("preferred_channel", None)
    if "opted_out" in fields:
        fields["opted_out"] = _known(fields["opted_out"], Channel)
    return PersonRecord.model_validate({**fields, "roles": roles})


def _organisation(entry: Json) -> OrganisationRecord:
    preferences = _mapping(entry.get("preferences"))
    channel = preferences.get("channel")
    added = _mapping(preferences.get("add"))
    return OrganisationRecord.model_validate(
        {
            "name": entry["name"],
            "agency_allows": _known(entry.get("agency_allows"), Milestone),
            "channel": channel if _is_word(channel, Channel) else None,
            "mute": _known(preferences.get("mute"), Milestone),
            "add": {role: _known(told, Milestone) for role, told in added.items()},
        }
    )


def _known(value: object, words: type[StrEnum]) -> list[object]:
    """Those of the words that we know."""
    return [word for word in _items(value) if _is_word(word, words)]


def _is_word(value: object, words: type[StrEnum]) -> bool:
    return isinstance(value, str) and value in set(words)


def _decision_row(decision: Decision, *, explain: bool) -> Row:
    row: Row = {
        "at": decision.at.astimezone(UTC).isoformat(),
        "action": str(decision.action),
        "reason": decision.reason,
    }
    told: Row = {
        "person": decision.person,
        "order": None if decision.items else decision.order,
        "channel": decision.channel,
        "items": [_item(fact) for fact in decision.items],
        "language": decision.language,
        "roles": list(decision.roles),
        "tone": "human" if decision.human else None,
        "template": decision.template,
        "queue": decision.queue,
        "priority": decision.priority,
    }
    row |= {name: value for name, value in told.items() if value not in (None, [])}
    if decision.channel:
        row["facts"] = list(decision.facts)
    if explain:
        row["because"] = [evidence.model_dump(exclude_none=True) for evidence in decision.because]
    return row


def _item(fact: Fact) -> Row:
    return {"order": fact.order, "parcel": fact.parcel, "milestone": str(fact.milestone)}


def _states(world: World) -> Iterator[Row]:
    for order in world.orders.values():
        parcels = {
            parcel.id: str(parcel.milestone or Milestone.ANNOUNCED)
            for parcel in order.parcels.values()
        }
        yield {"order": order.id, "state": {"order": str(order.milestone), "parcels": parcels}}


def _list(scenario: Json, name: str) -> Sequence[Json]:
    return [_mapping(entry) for entry in _items(scenario.get(name) or ())]


def _items(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _mapping(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, Mapping) else {}
