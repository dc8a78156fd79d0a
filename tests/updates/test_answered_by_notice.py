"""Who asks where a late order is, just after we told: our notice is the answer, nobody's work."""

from datetime import datetime

import pytest

from functions import intake
from functions.aws import rows, table
from functions.core.cases import CaseState
from functions.core.contacts import Attachment, Contact
from functions.core.deliveries import Delivery
from functions.core.ledger import LedgerRow
from functions.core.updates import hearing
from functions.handling import talk
from infra.local.cloud import EmbeddedCloud
from infra.local.pump import Pump
from tests.harness import watched_calls
from tests.updates.plays import ALL, at, parcel, placed
from tests.updates.real_path import SHOP, RealPath

WHERE = "Waar blijft mijn bestelling C1? Wanneer wordt het pakket bezorgd?"


class Asking:
    """Somebody who was told of a delay and writes by mail."""

    def __init__(self, cloud: EmbeddedCloud, pump: Pump, patch: pytest.MonkeyPatch) -> None:
        events = [
            placed("05-19 10:00", people=["alle"], id="a"),
            parcel("05-19 11:00", "delayed", new_date="2026-05-26", id="b"),
        ]
        person = {**ALL, "preferred_channel": "email"}
        story = {"scenario": "asks", "people": [person], "events": events}
        self.real = RealPath({**story, "until": at("05-19 12:00")}, cloud, pump, patch)
        self.real.play()
        patch.setattr(talk, "intent_of", hearing.intent_of)
        self.cloud, self.pump = cloud, pump

    def writes(self, text: str, when: str, **more: object) -> LedgerRow:
        moment = datetime.fromisoformat(at(when))
        self.cloud.clock.advance_to(moment)
        event = {"id": when, "person": "alle", "channel": "email", "order": "C1"}
        told = self.real._contact({**event, "occurred_at": at(when), "intent": "wismo"})
        assert told is not None
        contact: Contact = told.model_copy(update={"text": text, "subject": "Bestelling", **more})
        delivery = Delivery(
            id=when, provider="ses", account=SHOP, shop=SHOP, received_at=moment, body=b"{}"
        )
        with watched_calls() as calls:
            intake.handle(contact, delivery)
            self.calls = calls.made
        self.pump.run_until_idle()
        key = rows.item_key(contact.id)
        row = rows.decode(LedgerRow, table.read([key]).get(key))
        assert row is not None
        return row

    def answers(self) -> int:
        return sum(note.kind == "auto_reply" for _, note in self.real.sent)

    def for_teams(self) -> list[str]:
        found = [i for team in ("orders", "triage") for i in self.cloud.work_items(team)]
        return [str(i["contact_id"]) for i in found if i.get("kind", "contact") == "contact"]


@pytest.fixture
def asking(cloud: EmbeddedCloud, pump: Pump, monkeypatch: pytest.MonkeyPatch) -> Asking:
    return Asking(cloud, pump, monkeypatch)


def test_the_first_question_is_answered_kept_on_its_case_and_is_nobody_s_work(
    asking: Asking,
) -> None:
    row = asking.writes(WHERE, "05-19 14:00")

    assert (asking.answers(), asking.for_teams()) == (1, [])
    assert asking.calls[:3] == ["BatchGetItem", "Query", "TransactWriteItems"]
    assert (row.outcome.kind, row.outcome.reason) == ("opened", talk.ANSWERED)
    key = rows.case_key(str(row.party), str(row.case_id))
    case = rows.decode_case(table.read([key])[key])
    assert case.state is CaseState.RESOLVED
    assert case.because[0].detail == talk.ANSWERED


def test_the_second_question_opens_the_same_case_for_the_team(asking: Asking) -> None:
    first = asking.writes(WHERE, "05-19 14:00")
    second = asking.writes(WHERE, "05-19 16:00")

    assert asking.answers() == 1
    assert asking.for_teams() == [second.item_id]
    assert second.case_id == first.case_id
    key = rows.case_key(str(second.party), str(second.case_id))
    assert rows.decode_case(table.read([key])[key]).state is CaseState.OPEN


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (f"{WHERE} En kan het adres nog gewijzigd worden?", {}),
        (f"{WHERE} Ook wil ik een stoel retour sturen.", {}),
        (WHERE, {"attachments": (Attachment(name="kras.jpg", content_type="image/jpeg"),)}),
    ],
    ids=["a change", "a return", "a photo"],
)
def test_who_asks_more_than_that_is_answered_and_seen_by_the_team(
    text: str, more: dict[str, object], asking: Asking
) -> None:
    row = asking.writes(text, "05-19 14:00", **more)

    found = [i for team in ("orders", "returns", "triage") for i in asking.cloud.work_items(team)]
    assert [i["contact_id"] for i in found if i.get("contact_id")] == [row.item_id]
