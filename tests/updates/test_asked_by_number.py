"""A question about an order whose number is not its id: the team first, then the order."""

from datetime import timedelta

import pytest

from functions.aws import rows, table
from functions.core.updates.standing import Standing
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.invocation import Application, HttpFunction
from infra.local.pump import Pump
from tests import knocking
from tests.harness import VISIBILITY, Calls, Crash, Journey, items, knock, watched_calls

WHERE = "Waar blijft mijn bestelling 3101? Wanneer wordt het pakket bezorgd?"
BUYER = {"name": "Noor", "language": "nl", "phone": "+31612345678", "whatsapp_consent": True}
TO_THE_TEAM = [
    "PutObject",
    "GetObject",
    "BatchGetItem",
    "Query",
    "TransactWriteItems",
    "SendMessage",
]


def _told(cloud: EmbeddedCloud, pump: Pump, kind: str, **more: object) -> None:
    moment = cloud.clock.now().isoformat()
    detail = {"order": "3101", "order_id": "8d2f0c", "people": [BUYER], "occurred_at": moment}
    cloud.put_event("nl.tuinhuis.shop", kind, {**detail, "country": "NL", **more})
    pump.run_until_idle()


def _asks(path: Journey, text: str = WHERE, number: int = 1) -> None:
    at = int(path.cloud.clock.now().timestamp())
    body = knocking.whatsapp_body(f"wamid.{number}", text, at=at)
    headers = knocking.signed("whatsapp", body, path.cloud)
    knock(path, "/webhooks/whatsapp/tuinhuis", body, headers)


def _standing() -> Standing:
    key = rows.standing_key("tuinhuis#8d2f0c")
    found = rows.decode(Standing, table.read([key], consistent=True).get(key))
    assert found is not None
    assert found.known is not None
    return found


def _wait(pump: Pump, minutes: int = 12) -> None:
    for _ in range(minutes):
        pump.jump(timedelta(minutes=1))
        pump.run_until_idle()


@pytest.fixture
def path(cloud: EmbeddedCloud, application: Application, pump: Pump) -> Journey:
    _told(cloud, pump, "order.placed")
    _wait(pump)
    return Journey(cloud, pump, HttpFunction(application, cloud.stage))


def test_the_team_has_the_question_after_six_calls_and_then_the_order_knows(path: Journey) -> None:
    with watched_calls() as calls:
        _asks(path)
        path.pump.run_until_idle()

    made = [name for name in calls.made if name != "GetSecretValue"]
    assert made[: len(TO_THE_TEAM)] == TO_THE_TEAM
    assert made[len(TO_THE_TEAM) :] == ["BatchGetItem", "PutItem", "PutItem"]
    known = _standing().known
    assert known
    assert known.where_is_it_open
    assert len(known.asked) == 1


def test_the_delivery_closes_the_case_that_asked(path: Journey) -> None:
    _asks(path)
    path.pump.run_until_idle()

    _told(path.cloud, path.pump, "parcel.delivered", parcel="P-1")

    [case] = [row for row in items(path.cloud) if row["sk"]["S"].startswith("CASE#")]
    assert rows.decode_case(case).state == "resolved"


def test_what_was_delivered_and_did_not_come_is_high_at_once(path: Journey) -> None:
    _told(path.cloud, path.pump, "parcel.delivered", parcel="P-1")
    _wait(path.pump)

    with watched_calls() as calls:
        _asks(path)
        path.pump.run_until_idle()

    made = [name for name in calls.made if name != "GetSecretValue"]
    assert made[: len(TO_THE_TEAM)] == TO_THE_TEAM
    [item] = path.cloud.work_items("orders")
    assert item["priority"] == "high"
    known = _standing().known
    assert known
    assert known.not_received_open


def test_who_was_told_of_a_delay_gets_that_as_the_answer(
    path: Journey, http_door: HttpDoor
) -> None:
    _told(path.cloud, path.pump, "parcel.delayed", parcel="P-1", expected_on="2026-03-20")
    _wait(path.pump)

    _asks(path)
    path.pump.run_until_idle()

    assert path.cloud.work_items("orders") == []
    assert [n.answered for n in _standing().notices.values()] == [True]


def test_a_crash_at_any_call_leaves_the_order_asked_once(
    cloud: EmbeddedCloud, application: Application
) -> None:
    with watched_calls() as calls:
        made = _asked(cloud, application, calls, None, after=False)
        undisturbed = _outcome(cloud)
        for number in range(len(made)):
            for after in (False, True):
                _asked(cloud, application, calls, number, after=after)

                assert _outcome(cloud) == undisturbed, f"{number} {made[number]} {after}"


def _asked(
    cloud: EmbeddedCloud, application: Application, calls: Calls, crash: int | None, *, after: bool
) -> list[str]:
    cloud.reset()
    pump = Pump(cloud, application)
    path = Journey(cloud, pump, HttpFunction(application, cloud.stage))
    _told(cloud, pump, "order.placed")
    _wait(pump, 1)
    calls.break_at(-1 if crash is None else crash, after=after)
    for action in (lambda: _asks(path), pump.run_until_idle):
        try:
            action()
        except Crash:
            action()
    cloud.clock.advance(VISIBILITY)
    pump.run_until_idle()
    return list(calls.made)


def _outcome(cloud: EmbeddedCloud) -> tuple[object, ...]:
    known = _standing().known
    assert known
    work = [(i["id"], i["priority"], i["reason"]) for i in cloud.work_items("orders")]
    return known.where_is_it_open, known.asked, work
