"""What is peculiar to WhatsApp: sending, its answers, the handshake, and who is who in a batch."""

import json
from datetime import UTC, datetime

import pytest

from functions.core.contacts import Contact, Handle
from functions.core.deliveries import Credentials, Delivery
from functions.core.errors import SendError
from functions.core.items import Item, Unknown
from functions.core.notifications import Message, SendOutcome, SendReport
from functions.core.untrusted import Json
from functions.providers.whatsapp import WhatsApp

PROVIDER = WhatsApp()
CREDENTIALS = Credentials(
    secrets=("s",),
    settings={"verify_token": "geheim", "phone_number_id": "1065", "token": "sample-token"},
)
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
PHONE = Handle(scheme="phone", value="+31612345601")


def a_delivery(**fields: object) -> Delivery:
    values = {"id": "d", "provider": "whatsapp", "account": "tuinhuis", "shop": "tuinhuis"}
    return Delivery.model_validate({"received_at": NOON, **values, **fields})


def a_message(**fields: object) -> Message:
    values = {"id": "n-1", "account": "tuinhuis", "recipient": PHONE, "text": "Onderweg."}
    heard = {"last_heard_at": NOON, "composed_at": NOON} if "answers" in fields else {}
    return Message.model_validate({**values, **heard, **fields})


def parsed(**value: Json) -> list[Item]:
    """The items of one change of the field `messages`."""
    change = {"field": "messages", "value": {"metadata": {}, **value}}
    body = {"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}
    return PROVIDER.parse(a_delivery(body=json.dumps(body).encode()))


def a_text(**fields: Json) -> Json:
    values: dict[str, Json] = {"id": "wamid.1", "type": "text", "text": {"body": "Hoi"}}
    return {"from": "31612345601", "timestamp": "1772539200", **values, **fields}


@pytest.mark.parametrize(
    ("recipient", "expected"),
    [
        (PHONE, {"to": "31612345601"}),
        (Handle(scheme="whatsapp", value="NL.13491"), {"recipient": "NL.13491"}),
        (Handle(scheme="whatsapp", value="99912345"), {"to": "99912345"}),
    ],
)
def test_a_number_goes_into_to_and_a_user_id_into_recipient(
    recipient: Handle, expected: dict[str, str]
) -> None:
    request = PROVIDER.compose(
        a_message(recipient=recipient, answers="whatsapp:wamid.1"), CREDENTIALS
    )

    sent = json.loads(request.body)
    assert {name: sent[name] for name in ("to", "recipient") if name in sent} == expected
    assert sent["biz_opaque_callback_data"] == "n-1"
    assert sent["text"] == {"body": "Onderweg."}
    assert request.url == "https://graph.facebook.com/v25.0/1065/messages"
    assert request.headers["authorization"] == "Bearer sample-token"


def test_a_template_carries_its_values_on_one_line_each() -> None:
    message = a_message(template="shipped", template_values=("1001", "a\n\n b", ""), language="nl")

    sent = json.loads(PROVIDER.compose(message, CREDENTIALS).body)

    texts = [value["text"] for value in sent["template"]["components"][0]["parameters"]]
    assert texts == ["1001", "a b", "-"]
    assert sent["template"]["language"] == {"code": "nl"}


def test_an_answer_quotes_the_message_and_goes_to_the_configured_address() -> None:
    settings = {**CREDENTIALS.settings, "api_base": "http://127.0.0.1:9/v25.0/"}
    local = CREDENTIALS.model_copy(update={"settings": settings})

    request = PROVIDER.compose(a_message(answers="whatsapp:wamid.7"), local)

    assert request.url == "http://127.0.0.1:9/v25.0/1065/messages"
    assert json.loads(request.body)["context"] == {"message_id": "wamid.7"}


@pytest.mark.parametrize(
    ("message", "settings", "permanent"),
    [
        (a_message(recipient=Handle(scheme="email", value="a@b.example")), None, True),
        (a_message(text=" "), None, True),
        (a_message(text="x" * 4097), None, True),
        (a_message(), {}, False),
    ],
)
def test_what_cannot_be_sent_says_whether_waiting_helps(
    message: Message, settings: dict[str, str] | None, permanent: bool
) -> None:
    used = CREDENTIALS if settings is None else Credentials(settings=settings)

    with pytest.raises(SendError) as refused:
        PROVIDER.compose(message, used)

    assert refused.value.permanent is permanent


def test_the_answer_gives_the_id_of_the_sent_message() -> None:
    assert PROVIDER.read_answer(200, b'{"messages":[{"id":"wamid.9"}]}') == "wamid.9"


@pytest.mark.parametrize(
    ("status", "body", "permanent"),
    [
        (400, b'{"error":{"code":131047,"message":"Re-engagement message"}}', True),
        (400, b'{"error":{"code":131026}}', True),
        (400, b'{"error":{"code":132001}}', True),
        (400, b'{"error":{"code":131056}}', False),
        (401, b'{"error":{"code":190}}', False),
        (400, b'{"error":{"code":80007}}', False),
        (500, b'{"error":{"code":131026}}', False),
        (429, b"slow down", False),
        (502, b"<html>", False),
        (302, b"", False),
        (400, b'{"error":"no"}', True),
        (200, b"{}", True),
        (200, b"[" * 100_000, True),
    ],
)
def test_a_refusal_says_whether_trying_again_can_help(
    status: int, body: bytes, permanent: bool
) -> None:
    with pytest.raises(SendError) as refused:
        PROVIDER.read_answer(status, body)

    assert refused.value.permanent is permanent


@pytest.mark.parametrize("token", ["", "fout", "é", "\udcff"])
@pytest.mark.parametrize("mode", ["subscribe", "unsubscribe"])
def test_a_handshake_that_does_not_fit_is_refused(token: str, mode: str) -> None:
    query = {"hub.mode": mode, "hub.verify_token": token, "hub.challenge": "42"}
    handshake = a_delivery(method="GET", query=query)

    for credentials in (CREDENTIALS, Credentials(secrets=("s",))):
        reply = PROVIDER.challenge(handshake, credentials)
        assert reply is not None
        assert reply.status == 403
        assert "42" not in reply.body


def test_neither_a_delivery_nor_a_stray_visit_is_a_handshake() -> None:
    assert PROVIDER.challenge(a_delivery(body=b"{}"), CREDENTIALS) is None
    assert PROVIDER.challenge(a_delivery(method="GET"), CREDENTIALS) is None


def test_a_sender_gets_the_user_id_that_only_the_address_card_tells() -> None:
    card: Json = {"wa_id": "31612345601", "user_id": "NL.1", "profile": {"name": "Sanne"}}

    (item,) = parsed(contacts=[{"wa_id": "31600000000"}, card], messages=[a_text()])

    assert isinstance(item, Contact)
    assert item.sender == Handle(scheme="whatsapp", value="NL.1")
    assert item.sender_also == (PHONE,)
    assert item.sender_name == "Sanne"


def test_a_stranger_to_the_address_cards_gets_nobody_elses_name() -> None:
    (item,) = parsed(contacts=[{"wa_id": "4915", "profile": {"name": "Anna"}}], messages=[a_text()])

    assert isinstance(item, Contact)
    assert item.sender_name is None
    assert item.sender == PHONE


def test_spoilt_address_cards_do_not_cost_the_message() -> None:
    (item,) = parsed(contacts=[7, {"wa_id": []}, None], messages=[a_text()])

    assert isinstance(item, Contact)


@pytest.mark.parametrize("spoilt", [7, None, [], "x", {}, {"id": "wamid.2"}, a_text(text=7)])
def test_a_spoilt_message_waits_with_its_reason_and_the_others_go_on(spoilt: Json) -> None:
    items = parsed(messages=[a_text(), spoilt, a_text(id="wamid.3")])

    assert [type(item) for item in items] == [Contact, Unknown, Contact]
    assert isinstance(items[1], Unknown)
    assert items[1].reason
    assert not items[1].recorded


@pytest.mark.parametrize("at", ["1772539200000000", "99999999999", "-62135596800", "later", True])
def test_a_time_that_cannot_be_is_not_believed(at: Json) -> None:
    (item,) = parsed(messages=[a_text(timestamp=at)])

    if isinstance(item, Contact):
        assert item.sent_at == NOON
    else:
        assert isinstance(item, Unknown)
        assert item.reason.startswith("timestamp")


def test_a_lone_half_of_an_emoji_does_not_break_what_is_stored() -> None:
    (item,) = parsed(messages=[a_text(text={"body": "Hoi \ud83d daar\x00"})])

    assert isinstance(item, Contact)
    assert item.text == "Hoi \ufffd daar"


def test_every_status_of_a_message_is_a_report_of_its_own() -> None:
    status = {"id": "wamid.OUT", "timestamp": "1772539200", "recipient_id": "31612345601"}

    items = parsed(statuses=[{**status, "status": s} for s in ("sent", "delivered", "read")])

    reports = [item for item in items if isinstance(item, SendReport)]
    assert [report.outcome for report in reports] == [
        SendOutcome.SENT,
        SendOutcome.DELIVERED,
        SendOutcome.READ,
    ]
    assert len({report.id for report in reports}) == 3


@pytest.mark.parametrize(
    ("field", "recorded"),
    [
        ("message_template_quality_update", True),
        ("account_alerts", False),
        ("user_preferences", False),
    ],
)
def test_account_updates_that_need_a_person_wait(field: str, recorded: bool) -> None:
    change = {"field": field, "value": {"event": "X"}}
    body = {"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}

    (item,) = PROVIDER.parse(a_delivery(body=json.dumps(body).encode()))

    assert isinstance(item, Unknown)
    assert (item.type, item.recorded) == (field, recorded)


@pytest.mark.parametrize("event", ["REJECTED", "PAUSED", "DISABLED"])
def test_a_template_that_can_no_longer_be_sent_waits_for_a_person(event: str) -> None:
    change = {"field": "message_template_status_update", "value": {"event": event}}
    body = {"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}

    (item,) = PROVIDER.parse(a_delivery(body=json.dumps(body).encode()))

    assert isinstance(item, Unknown)
    assert not item.recorded


def test_many_items_without_id_take_time_in_proportion() -> None:
    items = parsed(messages=[7] * 20_000)

    assert len({item.id for item in items}) == 20_000
