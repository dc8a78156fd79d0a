"""The outbox: each notification goes out once, or has a reason why not, come what may."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from functions.core.notifications import Notification, NotificationState
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.pump import Pump
from infra.local.whatsapp_api import ApiFailure, WhatsAppApi, post_to
from tests import knocking
from tests.conftest import START
from tests.harness import Calls, Crash, items, watched_calls

Person = dict[str, object]
BUYER: Person = {"role": "buyer", "name": "Noor", "language": "nl"}
BY_WHATSAPP: Person = {**BUYER, "phone": "+31612345678", "whatsapp_consent": True}
BY_MAIL: Person = {**BUYER, "email": "noor@example.org"}


def _event(cloud: EmbeddedCloud, kind: str, person: Person, **more: object) -> None:
    occurred_at = cloud.clock.now().isoformat()
    detail = {"order": "3101", "country": "NL", "people": [person], "occurred_at": occurred_at}
    cloud.put_event("nl.tuinhuis.shop", kind, detail | more)


def _notifications(cloud: EmbeddedCloud) -> list[Notification]:
    return [
        Notification.model_validate_json(item["data"]["S"])
        for item in items(cloud)
        if item["sk"]["S"] == "NOTIFICATION"
    ]


def _wait(pump: Pump, minutes: int) -> None:
    for _ in range(minutes):
        pump.jump(timedelta(minutes=1))
        pump.run_until_idle()


@pytest.fixture
def calls(pump: Pump) -> Iterator[Calls]:
    with watched_calls() as watched:
        yield watched


@pytest.mark.parametrize("after", [False, True])
def test_a_crash_around_a_chat_message_sends_it_once(
    after: bool,
    cloud: EmbeddedCloud,
    pump: Pump,
    http_door: HttpDoor,
    whatsapp_api: WhatsAppApi,
    calls: Calls,
) -> None:
    _event(cloud, "order.placed", BY_WHATSAPP)
    calls.break_on("provider API", after=after)

    with pytest.raises(Crash):
        pump.run_until_idle()
    whatsapp_api.report(post_to(f"{http_door.url}/webhooks/whatsapp/tuinhuis"), "sample-secret")
    _wait(pump, 15)

    assert len(whatsapp_api.messages) == 1
    [notification] = _notifications(cloud)
    assert notification.state is NotificationState.SENT
    assert notification.provider_message_id == whatsapp_api.messages[0].id


def test_a_busy_provider_gets_the_message_later(
    cloud: EmbeddedCloud, pump: Pump, whatsapp_api: WhatsAppApi
) -> None:
    whatsapp_api.fail_next(ApiFailure(status=429, code=130429, message="Rate limit hit"), times=2)
    _event(cloud, "order.placed", BY_WHATSAPP)

    pump.run_until_idle()
    _wait(pump, 10)

    assert len(whatsapp_api.messages) == 1
    assert [note.state for note in _notifications(cloud)] == [NotificationState.SENT]
    assert pump.failures == []


def test_a_provider_that_stays_busy_ends_in_a_reason_not_in_a_loop(
    cloud: EmbeddedCloud, pump: Pump, whatsapp_api: WhatsAppApi
) -> None:
    whatsapp_api.fail_next(ApiFailure(status=429, code=130429, message="Rate limit"), times=99)
    _event(cloud, "order.placed", BY_WHATSAPP)

    pump.run_until_idle()
    for _ in range(30):
        pump.jump(timedelta(minutes=10))
        pump.run_until_idle()

    [notification] = _notifications(cloud)
    assert notification.state is NotificationState.FAILED
    assert notification.reason
    assert notification.reason.startswith("gave up")
    assert whatsapp_api.refused == 5


def test_a_refusal_for_good_is_written_down_and_not_repeated(
    cloud: EmbeddedCloud, pump: Pump, whatsapp_api: WhatsAppApi
) -> None:
    refusal = ApiFailure(status=400, code=131026, message="Message undeliverable")
    whatsapp_api.fail_next(refusal, times=9)
    _event(cloud, "order.placed", BY_WHATSAPP)

    pump.run_until_idle()
    _wait(pump, 15)

    states = {note.reason: note.state for note in _notifications(cloud)}
    assert states.pop("no_channel") is NotificationState.SUPPRESSED
    assert list(states.values()) == [NotificationState.FAILED]
    assert whatsapp_api.refused == 1
    assert [item["reason"] for item in cloud.work_items("orders")] == ["no channel: order 3101"]


def test_an_account_that_is_not_open_is_a_reason(cloud: EmbeddedCloud, pump: Pump) -> None:
    name = f"loket/{cloud.stage}/whatsapp/tuinhuis"
    cloud.client("secretsmanager").delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
    _event(cloud, "order.placed", BY_WHATSAPP)

    pump.run_until_idle()

    [failed] = [n for n in _notifications(cloud) if n.state is NotificationState.FAILED]
    assert "whatsapp/tuinhuis" in (failed.reason or "")
    assert [item["reason"] for item in cloud.work_items("orders")] == ["no channel: order 3101"]


def test_news_that_is_overtaken_while_it_waits_is_not_sent(
    cloud: EmbeddedCloud, pump: Pump, whatsapp_api: WhatsAppApi
) -> None:
    _event(cloud, "order.placed", BY_WHATSAPP)
    pump.run_until_idle()
    whatsapp_api.fail_next(ApiFailure(status=429, code=130429, message="Rate limit"), times=1)
    _event(cloud, "parcel.handed_over", BY_WHATSAPP, parcel="K1")
    pump.run_until_idle()
    cloud.clock.advance(timedelta(seconds=20))
    _event(cloud, "parcel.delivered", BY_WHATSAPP, parcel="K1")
    pump.run_until_idle()
    _wait(pump, 12)

    states = {note.milestone.value: note.state.value for note in _notifications(cloud)}
    assert states == {"placed": "sent", "handed_over": "suppressed", "delivered": "sent"}


def test_news_that_is_overtaken_between_two_tries_is_not_sent(
    cloud: EmbeddedCloud, pump: Pump, whatsapp_api: WhatsAppApi
) -> None:
    _event(cloud, "order.placed", BY_WHATSAPP)
    pump.run_until_idle()
    _event(cloud, "parcel.handed_over", BY_WHATSAPP, parcel="K1")
    pump.run_until_idle()
    whatsapp_api.fail_next(ApiFailure(status=429, code=130429, message="Rate limit hit"), times=1)
    for _ in range(12):
        if whatsapp_api.refused:
            break
        pump.jump(timedelta(minutes=1))
        pump.run_until_idle()

    _event(cloud, "parcel.delivered", BY_WHATSAPP, parcel="K1")
    pump.run_until_idle()
    _wait(pump, 14)

    told = {note.milestone.value: (note.state.value, note.reason) for note in _notifications(cloud)}
    assert told["handed_over"] == ("suppressed", "superseded")
    assert told["delivered"] == ("sent", None)


def test_a_channel_that_is_closed_between_two_tries_sends_it_by_the_next(
    cloud: EmbeddedCloud, pump: Pump, http_door: HttpDoor, whatsapp_api: WhatsAppApi
) -> None:
    whatsapp_api.fail_next(ApiFailure(status=429, code=130429, message="Rate limit hit"), times=1)
    _event(cloud, "order.placed", {**BY_WHATSAPP, **BY_MAIL, "prefers": "whatsapp"})
    pump.run_until_idle()
    stop = knocking.whatsapp_body("wamid.S", "STOP", at=int(cloud.clock.now().timestamp()))
    knocking.post(http_door.url, cloud, "whatsapp", stop)
    _wait(pump, 3)

    assert whatsapp_api.messages == []
    assert [mail.to for mail in cloud.sent_mails] == [("noor@example.org",)]


def test_a_night_that_fell_between_two_tries_is_waited_for(
    cloud: EmbeddedCloud, pump: Pump, whatsapp_api: WhatsAppApi
) -> None:
    """The first refusal comes at 20:59, the next try would ring at nine in the evening."""
    cloud.clock.advance_to(START.replace(hour=19, minute=59))
    whatsapp_api.fail_next(ApiFailure(status=429, code=130429, message="Rate limit hit"), times=1)
    _event(cloud, "order.placed", BY_WHATSAPP)
    pump.run_until_idle()
    _wait(pump, 5)

    [note] = _notifications(cloud)
    assert whatsapp_api.messages == []
    assert note.state is NotificationState.PLANNED
    assert note.due_at == START.replace(day=4, hour=7)


def test_an_answer_to_a_notification_knows_its_order(cloud: EmbeddedCloud, pump: Pump) -> None:
    _event(cloud, "order.placed", BY_MAIL)
    pump.run_until_idle()
    [mail] = cloud.sent_mails
    answer = (
        "From: noor@example.org\r\nTo: service@tuinhuis.example\r\nSubject: Re: bestelling\r\n"
        f"Message-ID: <a@example.org>\r\nIn-Reply-To: <{mail.id}@eu-west-1.amazonses.com>\r\n\r\n"
        "Kan het ook een dag later?"
    )
    cloud.client("s3").put_object(
        Bucket=cloud.inbox, Key="mail/tuinhuis/answer", Body=answer.encode()
    )

    pump.run_until_idle()

    [case] = [item for item in items(cloud) if item["sk"]["S"].startswith("CASE#")]
    assert '"kind":"order","value":"3101"' in case["data"]["S"]
