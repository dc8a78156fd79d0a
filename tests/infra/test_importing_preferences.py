"""`make import` of what business customers want to hear, and what it does to real messages."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from functions.aws import rows, table
from functions.core.updates.records import OrganisationRecord
from infra import importing, ledger
from infra.local.cloud import EmbeddedCloud
from infra.local.pump import Pump
from tests.harness import items

ACCOUNT = {"type": "account", "customer_no": "K1", "name": "Kwekerij Lente", "kind": "b2b"}
CHOSEN: dict[str, object] = {
    "type": "preferences",
    "customer_no": "K1",
    "channel": "email",
    "mute": ["placed"],
    "add": {"receiving": ["delivered"]},
    "agency_allows": ["handed_over"],
}
NOTE = "NOTIFICATION"
PEOPLE = [
    {"role": "buyer", "name": "Roos", "email": "roos@lente.example", "language": "nl"},
    {"role": "receiving", "name": "Poort", "email": "poort@lente.example", "language": "nl"},
    {"role": "agency", "name": "Bureau", "email": "hulp@bureau.example", "language": "nl"},
]


def _import(folder: Path, *lines: object, name: str = "customers.jsonl") -> int:
    path = folder / name
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(texts), encoding="utf-8")
    return importing.main([str(path), "--shop", "tuinhuis"])


def _firm() -> OrganisationRecord | None:
    key = rows.firm_key("tuinhuis", "org:K1")
    return rows.decode(OrganisationRecord, table.read([key], consistent=True).get(key))


def _told(cloud: EmbeddedCloud, pump: Pump, *events: str) -> set[tuple[str, str]]:
    """Who was told what of an order of theirs, by the real path."""
    company = {"name": "Kwekerij Lente", "customer_number": "K1"}
    for kind in events:
        moment = cloud.clock.now().isoformat()
        detail = {"order": "7001", "people": PEOPLE, "company": company, "occurred_at": moment}
        parcel = {"parcel": "P-1"} if kind.startswith("parcel") else {}
        cloud.put_event("nl.tuinhuis.shop", kind, {**detail, **parcel, "country": "NL"})
        pump.run_until_idle()
        for _ in range(12):
            pump.jump(timedelta(minutes=1))
            pump.run_until_idle()
    notes = (json.loads(row["data"]["S"]) for row in items(cloud) if row["sk"]["S"] == NOTE)
    return {
        (note["recipient"]["name"], item["fact"]["milestone"])
        for note in notes
        if note["state"] == "sent"
        for item in note["items"]
    }


def test_without_preferences_each_role_hears_its_own_list(cloud: EmbeddedCloud, pump: Pump) -> None:
    told = _told(cloud, pump, "order.placed", "parcel.handed_over", "parcel.delivered")

    assert told == {("Roos", "placed"), ("Poort", "handed_over")}


def test_what_a_customer_chose_decides_who_is_told(
    cloud: EmbeddedCloud, pump: Pump, tmp_path: Path
) -> None:
    assert _import(tmp_path, CHOSEN, ACCOUNT) == 0

    told = _told(cloud, pump, "order.placed", "parcel.handed_over", "parcel.delivered")

    assert told == {
        ("Poort", "handed_over"),
        ("Bureau", "handed_over"),
        ("Poort", "delivered"),
    }


def test_the_same_again_writes_nothing_and_messages_counted_stay_counted(
    cloud: EmbeddedCloud, pump: Pump, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _import(tmp_path, ACCOUNT, CHOSEN)
    _told(cloud, pump, "order.placed", "parcel.handed_over")
    counted = _firm()
    assert counted
    assert counted.per_day
    capsys.readouterr()

    _import(tmp_path, ACCOUNT, CHOSEN)
    assert "0 written, 2 already there, 0 refused" in capsys.readouterr().out
    assert _firm() == counted

    _import(tmp_path, {"type": "preferences", "customer_no": "K1"})
    assert _firm() == OrganisationRecord(name="org:K1", per_day=counted.per_day)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"mute": ["unheard_of"]}, "mute"),
        ({"mute": "placed"}, "mute"),
        ({"add": {"janitor": ["placed"]}}, "add"),
        ({"add": ["placed"]}, "add"),
        ({"add": {"buyer": ["x" * 1000]}}, "add"),
        ({"channel": "pigeon"}, "channel"),
        ({"agency_allows": [None]}, "agency_allows"),
        ({"mutes": []}, "mutes"),
        ({"per_day": {"2026-01-01": 99}}, "per_day"),
        ({"customer_no": "K404"}, "K404 is not known"),
        ({"customer_no": None}, "customer_no"),
        ({"customer_no": "P1"}, "P1"),
    ],
)
def test_a_wrong_line_is_named_with_what_is_wrong_and_changes_nothing(
    wrong: dict[str, object],
    said: str,
    cloud: EmbeddedCloud,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    private = {"type": "account", "customer_no": "P1", "kind": "b2c"}

    status = _import(tmp_path, ACCOUNT, private, {**CHOSEN, **wrong})

    refused = capsys.readouterr().err
    assert status == 1
    assert refused.startswith(f"{tmp_path}/customers.jsonl:3: ")
    assert said in refused
    assert _firm() is None


def test_a_spreadsheet_names_roles_before_what_they_hear_too(
    cloud: EmbeddedCloud, tmp_path: Path
) -> None:
    header = "type,customer_no,name,channel,mute,add,agency_allows"
    account = "account,K1,Kwekerij Lente,,,,"
    chosen = "preferences,K1,,sms,placed;delayed,receiving:delivered;buyer:delivered,handed_over"

    assert _import(tmp_path, header, account, chosen, name="customers.csv") == 0

    firm = _firm()
    assert firm
    assert firm.model_dump(mode="json", exclude={"mute"}) == {
        "name": "org:K1",
        "agency_allows": ["handed_over"],
        "channel": "sms",
        "add": {"receiving": ["delivered"], "buyer": ["delivered"]},
        "per_day": {},
    }
    assert firm.mute == {"placed", "delayed"}


def test_the_ledger_shows_what_a_customer_chose(
    cloud: EmbeddedCloud, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _import(tmp_path, ACCOUNT, CHOSEN)
    capsys.readouterr()

    assert ledger.main(["preferences", "K1", "--shop", "tuinhuis"]) == 0
    assert json.loads(capsys.readouterr().out)["add"] == {"receiving": ["delivered"]}

    assert ledger.main(["preferences", "K2", "--shop", "tuinhuis"]) == 1
    assert "K2 chose nothing" in capsys.readouterr().out
