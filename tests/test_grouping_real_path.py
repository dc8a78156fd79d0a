"""Scenarios through the real doors end as in the simulation: nothing is decided elsewhere."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.aws import rows, table
from functions.core.grouping.accounts import Account
from functions.handling.outbound import record_sent_mail
from infra.importing import import_row
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.pump import Pump
from infra.local.smtp_door import SmtpDoor
from infra.simulate import grouping
from infra.simulate._scenarios import contact_of, sent_mail_of
from tests import knocking

Json = Mapping[str, Any]

SHOP = "tuinhuis"
SCENARIOS = Path(__file__).parent / "core" / "scenarios"
TRIED = ("gr-101", "gr-103", "gr-105", "gr-203", "gr-301", "gr-308", "gr-407")
"""Colleagues, branches, a household, private matters, a mass mail, copies, a move."""


@pytest.mark.parametrize(
    "name", ["gr-202", *(pytest.param(name, marks=pytest.mark.slow) for name in TRIED)]
)
def test_a_scenario_ends_through_the_doors_as_in_the_simulation(
    name: str, cloud: EmbeddedCloud, http_door: HttpDoor, smtp_door: SmtpDoor, pump: Pump
) -> None:
    scenario = _from_now(_scenario(name), cloud.clock.now())
    simulated = {str(p["id"]): p for p, _ in grouping.simulate(scenario)}

    _know(scenario)
    for entry in sorted(_stream(scenario), key=grouping.moment):
        at = grouping.moment(entry)
        cloud.clock.advance_to(at)
        if "to" in entry and "id" not in entry:
            sent = sent_mail_of(entry, at)
            record_sent_mail(sent.model_copy(update={"shop": SHOP}))
        else:
            _deliver(entry, cloud, http_door, smtp_door)
            pump.run_until_idle()

    found = {str(m["id"]): _case(m) for m in scenario["messages"]}
    assert {one: case.party for one, case in found.items()} == {
        one: _party(p) or found[one].party for one, p in simulated.items()
    }
    assert _partition({one: case.id for one, case in found.items()}) == _partition(
        {one: p["case"] for one, p in simulated.items()}
    )


def _scenario(name: str) -> Json:
    for path in SCENARIOS.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            scenario: Json = json.loads(line)
            if scenario["scenario"] == name:
                return scenario
    raise AssertionError(f"no scenario {name}")


def _stream(scenario: Json) -> list[Json]:
    return [*scenario["messages"], *scenario["known"]["outbound"]]


def _from_now(scenario: Json, now: datetime) -> Json:
    """The same stream, beginning soon: the doors ask the clock."""
    first = min(map(grouping.moment, _stream(scenario)))
    later = now + timedelta(minutes=5) - first
    moved: Json = json.loads(json.dumps(scenario))
    entries: list[dict[str, Any]] = [*moved["messages"], *moved["known"]["outbound"]]
    for entry in entries:
        entry["ts"] = (grouping.moment(entry) + later).isoformat()
    return moved


def _know(scenario: Json) -> None:
    accounts: dict[str, Account] = {}
    for account in scenario["known"]["accounts"]:
        import_row({"type": "account", **account}, SHOP, accounts)
    for order in scenario["known"]["orders"]:
        import_row({"type": "order", **order}, SHOP, accounts)


def _deliver(entry: Json, cloud: EmbeddedCloud, http: HttpDoor, smtp: SmtpDoor) -> None:
    sender, text = entry["from"], entry["text"]
    if entry["channel"] == "whatsapp":
        phone = contact_of(entry, grouping.moment(entry)).sender.value.lstrip("+")
        at = int(grouping.moment(entry).timestamp())
        body = knocking.whatsapp_body(_wamid(entry), text, phone=phone, name=sender["name"], at=at)
        assert knocking.post(http.url, cloud, "whatsapp", body).status == 200
        return
    headers = {"Date": grouping.moment(entry).strftime("%a, %d %b %Y %H:%M:%S +0000")}
    answered, before = entry["headers"]["in_reply_to"], entry["headers"]["references"]
    if answered:
        headers |= {"In-Reply-To": answered, "References": " ".join(before)}
    if entry["cc"]:
        headers["Cc"] = ", ".join(entry["cc"])
    message = knocking.mail(
        f"{sender['name']} <{sender['address']}>",
        entry["subject"],
        text,
        message_id=entry["headers"]["message_id"].strip("<>"),
        headers=headers,
    )
    knocking.post_mail(smtp.port, message)


def _wamid(entry: Json) -> str:
    return f"wamid.{entry['id']}"


def _case(entry: Json) -> Any:
    """Where the message is by now."""
    if entry["channel"] == "whatsapp":
        key = rows.item_key(f"whatsapp:{_wamid(entry)}")
    else:
        key = rows.thread_key(f"mail:{entry['headers']['message_id'].strip('<>')}")
    message = rows.decode_message(table.read([key], consistent=True).get(key))
    assert message is not None
    case = grouping.current_case(message.party, message.case_id)
    assert case is not None
    return case


def _party(prediction: Mapping[str, str | None]) -> str | None:
    """Persons' ids are the same too, but the prediction does not tell them."""
    organisation = prediction["organisation"]
    if organisation is None:
        return None
    return organisation if organisation.startswith("domain:") else f"org:{organisation}"


def _partition(cases: Mapping[str, str | None]) -> set[frozenset[str]]:
    groups: dict[str | None, set[str]] = {}
    for name, case in cases.items():
        groups.setdefault(case, set()).add(name)
    return {frozenset(group) for group in groups.values()}
