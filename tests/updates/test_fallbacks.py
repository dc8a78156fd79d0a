"""A provider that refuses for good: the next channel, once; and the address is remembered."""

from datetime import datetime

import pytest

from functions.aws import rows, table
from functions.core.contacts import Handle
from functions.core.errors import SendError
from functions.core.updates.policy import Channel
from functions.core.updates.standing import Address
from infra.local.cloud import EmbeddedCloud
from infra.local.pump import Pump
from tests.updates.plays import ALL, at, failed, order, placed
from tests.updates.real_path import SHOP, RealPath, Row

PHONE = Handle(scheme="phone", value=str(ALL["phone"]))
MAIL = Handle(scheme="email", value=str(ALL["email"]))
NO_WHATSAPP = SendError("131026 undeliverable", permanent=True, recipient=True)


@pytest.fixture
def real(cloud: EmbeddedCloud, pump: Pump, monkeypatch: pytest.MonkeyPatch) -> RealPath:
    """Somebody who prefers WhatsApp, is placed an order and hears that it is cancelled."""
    events = [
        placed("05-19 10:00", people=["alle"], id="a"),
        order("05-19 12:00", "cancelled", id="b"),
    ]
    return RealPath(_story(*events), cloud, pump, monkeypatch)


def _story(*events: Row) -> Row:
    return {
        "scenario": "fallback",
        "people": [ALL],
        "events": list(events),
        "until": at("05-20 12:00"),
    }


def _address(handle: Handle) -> Address:
    key = rows.address_key(SHOP, handle)
    return rows.decode(Address, table.read([key]).get(key)) or Address()


def _channels(played: list[Row]) -> list[tuple[str, str, str]]:
    sent = [row for row in played if row["action"] == "sent"]
    return [(row["channel"], row["reason"], row["items"][0]["milestone"]) for row in sent]


def test_a_number_without_whatsapp_gets_mail_once_and_is_never_tried_again(real: RealPath) -> None:
    real.refusing[Channel.WHATSAPP] = NO_WHATSAPP

    played = real.play()

    assert _channels(played) == [("email", "resent", "placed"), ("email", "told", "cancelled")]
    proof = _address(PHONE).dead[Channel.WHATSAPP]
    assert proof.reason == "131026 undeliverable"
    assert proof.at == datetime.fromisoformat(at("05-19 10:00"))


def test_a_fault_of_ours_sends_by_the_next_channel_but_blames_no_address(real: RealPath) -> None:
    real.refusing[Channel.WHATSAPP] = SendError("no such template", permanent=True)

    played = real.play()

    assert _channels(played) == [("email", "resent", "placed"), ("email", "resent", "cancelled")]
    assert _address(PHONE).dead == {}


def test_a_bounce_is_reported_twice_and_resent_once(
    cloud: EmbeddedCloud, pump: Pump, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounced = failed("05-19 11:00", "whatsapp", "placed", parcel=None, id="b")
    again = {**bounced, "id": "c", "received_at": at("05-19 11:30")}
    story = _story(placed("05-19 10:00", people=["alle"], id="a"), bounced, again)

    played = RealPath(story, cloud, pump, monkeypatch).play()

    assert _channels(played) == [("whatsapp", "told", "placed"), ("email", "resent", "placed")]
    assert _address(PHONE).dead.keys() == {Channel.WHATSAPP}


def test_a_spam_complaint_opts_mail_out_with_its_proof_and_resends_nothing(
    cloud: EmbeddedCloud, pump: Pump, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefers_mail = {**ALL, "preferred_channel": "email"}
    told = {"parcel": None, "result": "complained", "id": "b"}
    events = [
        placed("05-19 10:00", people=["alle"], id="a"),
        failed("05-19 11:00", "email", "placed", **told),
        order("05-19 12:00", "cancelled", id="c"),
    ]
    story = {**_story(*events), "people": [prefers_mail]}

    played = RealPath(story, cloud, pump, monkeypatch).play()

    assert _channels(played) == [("email", "told", "placed"), ("whatsapp", "told", "cancelled")]
    assert _address(MAIL).opted_out[Channel.EMAIL].source == "ses:b"
