"""What our agents write on a platform itself: an answer on the case of whom it was written to."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from functions.aws import rows, table
from functions.core.case_updates import CaseStep, CaseUpdate
from functions.core.cases import Case
from functions.core.ledger import LedgerRow
from functions.providers import load
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.pump import Pump
from tests import knocking
from tests.harness import items

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
PAGE, CUSTOMER = "110000000000001", "24680135790246814"
Event = dict[str, object]


def a_message(cloud: EmbeddedCloud, mid: str, *, echo: bool = False, **more: object) -> Event:
    sender, recipient = (PAGE, CUSTOMER) if echo else (CUSTOMER, PAGE)
    told = {"mid": mid, "text": "Waar is mijn bestelling?", **more}
    return {
        "sender": {"id": sender},
        "recipient": {"id": recipient},
        "timestamp": int(cloud.clock.now().timestamp() * 1000),
        "message": told | ({"is_echo": True} if echo else {}),
    }


def deliver(
    cloud: EmbeddedCloud, door: HttpDoor, pump: Pump, *events: Event, product: str = "messenger"
) -> None:
    kind = "page" if product == "messenger" else product
    body = {"object": kind, "entry": [{"id": PAGE, "messaging": events}]}
    assert knocking.post(door.url, cloud, product, json.dumps(body).encode()).status == 200
    pump.run_until_idle()


def the_case(cloud: EmbeddedCloud) -> Case:
    (row,) = [one for one in items(cloud) if one["sk"]["S"].startswith("CASE#")]
    return rows.decode_case(row)


def ledger(item_id: str) -> LedgerRow:
    key = rows.item_key(item_id)
    row = rows.decode(LedgerRow, table.read([key], consistent=True).get(key))
    assert row is not None
    return row


@pytest.mark.parametrize("product", ["messenger", "instagram"])
def test_an_echo_answers_the_newest_case_of_whom_it_was_sent_to(
    product: str, cloud: EmbeddedCloud, http_door: HttpDoor, pump: Pump
) -> None:
    deliver(cloud, http_door, pump, a_message(cloud, "m_1"), product=product)
    assert the_case(cloud).respond_by
    cloud.clock.advance(timedelta(minutes=5))

    deliver(cloud, http_door, pump, a_message(cloud, "m_2", echo=True), product=product)

    assert the_case(cloud).respond_by is None
    assert ledger(f"{product}:m_2").case_id == the_case(cloud).id


def test_who_quotes_our_answer_is_on_its_case(
    cloud: EmbeddedCloud, http_door: HttpDoor, pump: Pump
) -> None:
    first, ours = a_message(cloud, "m_1"), a_message(cloud, "m_2", echo=True)
    deliver(cloud, http_door, pump, first, ours)

    deliver(cloud, http_door, pump, a_message(cloud, "m_3", reply_to={"mid": "m_2"}))

    assert ledger("messenger:m_3").case_id == ledger("messenger:m_1").case_id


@pytest.mark.parametrize("more", [{"metadata": "loket"}, {}])
def test_what_we_sent_ourselves_or_to_a_stranger_answers_nothing(
    more: Event, cloud: EmbeddedCloud, http_door: HttpDoor, pump: Pump
) -> None:
    if more:
        deliver(cloud, http_door, pump, a_message(cloud, "m_1"))

    deliver(cloud, http_door, pump, a_message(cloud, "m_2", echo=True, **more))

    row = ledger("messenger:m_2")
    assert (row.outcome.kind, row.case_id) == ("recorded", None)
    assert not more or the_case(cloud).respond_by


REPLY_ON_X = {"id": "9", "author_id": "1", "text": "Hoi", "referenced_tweets": [{"id": "7"}]}
OWN_DM = {
    "id": "9",
    "message_create": {
        "sender_id": "1",
        "target": {"recipient_id": "2"},
        "message_data": {"text": "Hoi"},
    },
}
COLLEAGUE = {
    "type": "event_callback",
    "event_id": "Ev1",
    "is_ext_shared_channel": True,
    "authorizations": [{"team_id": "T0HOST", "user_id": "U0BOT", "is_bot": True}],
    "event": {
        "type": "message",
        "channel": "C1",
        "user": "U0AGENT",
        "team": "T0HOST",
        "text": "Hoi",
        "ts": "1772528400.000200",
        "thread_ts": "1772528400.000100",
    },
}
OWNER = {
    "update_id": 1,
    "business_message": {
        "message_id": 9,
        "from": {"id": 1, "is_bot": False, "first_name": "Winkel"},
        "chat": {"id": 2, "type": "private"},
        "date": 1772528400,
        "text": "Hoi",
    },
}


def x_event(kind: str, payload: object) -> Event:
    return {"data": {"event_type": kind, "filter": {"user_id": "1"}, "payload": payload}}


@pytest.mark.parametrize(
    ("provider", "body", "contact", "person"),
    [
        ("x", x_event("post.reply.create", REPLY_ON_X), "x:7", None),
        ("x", x_event("dm.sent", {"direct_message_events": [OWN_DM]}), None, "x:2"),
        ("x", {"for_user_id": "1", "direct_message_events": [OWN_DM]}, None, "x:2"),
        ("slack", COLLEAGUE, "slack:C1:1772528400.000100", None),
        ("telegram", OWNER, None, "telegram:2"),
    ],
)
def test_each_platform_that_gives_our_words_back_tells_of_an_answer(
    provider: str, body: Event, contact: str | None, person: str | None
) -> None:
    raw = json.dumps(body).encode()
    delivery = knocking.delivery("k", provider, raw, received_at=NOON)

    (item,) = load(provider).parse(delivery)

    assert isinstance(item, CaseUpdate)
    assert (item.step, item.echo, item.contact_id) == (CaseStep.ANSWERED, True, contact)
    assert (item.person.key if item.person else None) == person
