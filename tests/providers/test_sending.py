"""What is sent to each messaging platform, and what its answers mean."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from functions.core.contacts import Handle
from functions.core.deliveries import Credentials
from functions.core.errors import SendError
from functions.core.notifications import Message
from functions.providers import load, names

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
SETTINGS = {
    "whatsapp": {"phone_number_id": "1065", "token": "t"},
    "messenger": {"page_id": "110", "token": "t"},
    "instagram": {"account_id": "178", "token": "t"},
    "telegram": {"token": "t"},
    "x": {"token": "t"},
    "twilio": {"account_sid": "AC1", "token": "t", "from": "+3197010200000"},
    "aws_sms": {"origination_identity": "+3197010200001", "region": "eu-west-1"},
    "line": {"token": "t"},
    "slack": {"token": "t"},
}
ADDRESS = {
    "whatsapp": Handle(scheme="phone", value="+31612345601"),
    "twilio": Handle(scheme="phone", value="+31612345601"),
    "aws_sms": Handle(scheme="phone", value="+31612345601"),
    "slack": Handle(scheme="slack", value="T1:U1"),
}
ACCEPTED = {
    "whatsapp": ({"messages": [{"id": "sent-1"}]}, "sent-1"),
    "messenger": ({"recipient_id": "1", "message_id": "sent-1"}, "sent-1"),
    "instagram": ({"recipient_id": "1", "message_id": "sent-1"}, "sent-1"),
    "telegram": ({"ok": True, "result": {"message_id": 7, "chat": {"id": 5}}}, "5:7"),
    "x": ({"data": {"dm_event_id": "sent-1"}}, "sent-1"),
    "twilio": ({"sid": "sent-1", "status": "queued"}, "sent-1"),
    "aws_sms": ({"MessageId": "sent-1"}, "sent-1"),
    "line": ({"sentMessages": [{"id": "sent-1"}]}, "sent-1"),
    "slack": ({"ok": True, "channel": "C1", "ts": "17.1"}, "C1:17.1"),
}
each_sender = pytest.mark.parametrize("provider", sorted(SETTINGS))


def a_message(provider: str, **fields: object) -> Message:
    recipient = ADDRESS.get(provider, Handle(scheme=provider, value="4711"))
    values = {"id": "n-1", "account": "tuinhuis", "recipient": recipient, "text": "Onderweg."}
    heard = {"last_heard_at": NOON - timedelta(hours=1), "composed_at": NOON}
    answers = {"answers": f"{provider}:m-1", **heard}
    return Message.model_validate({**values, **answers, **fields})


def credentials(provider: str, **more: str) -> Credentials:
    return Credentials(secrets=("s",), settings={**SETTINGS[provider], **more})


def test_every_provider_that_sends_is_tested_here() -> None:
    assert {name for name in names() if load(name).sends} == set(SETTINGS)


@each_sender
def test_an_answer_is_composed_for_the_platforms_own_host(provider: str) -> None:
    request = load(provider).compose(a_message(provider), credentials(provider))

    assert request.url.startswith("https://")
    assert b"Onderweg." in request.body


@each_sender
def test_the_address_of_the_platform_can_be_configured(provider: str) -> None:
    local = credentials(provider, api_base="http://127.0.0.1:9")

    request = load(provider).compose(a_message(provider), local)

    assert request.url.startswith("http://127.0.0.1:9/")


@each_sender
def test_a_sender_without_settings_waits_for_its_operator(provider: str) -> None:
    with pytest.raises(SendError) as refused:
        load(provider).compose(a_message(provider), Credentials(secrets=("s",)))

    assert not refused.value.permanent


@each_sender
@pytest.mark.parametrize(
    "fields",
    [{"text": " "}, {"text": "x" * 50_000}, {"recipient": Handle(scheme="email", value="a@b.nl")}],
)
def test_what_the_platform_can_never_take_is_refused_for_good(
    provider: str, fields: dict[str, object]
) -> None:
    with pytest.raises(SendError) as refused:
        load(provider).compose(a_message(provider, **fields), credentials(provider))

    assert refused.value.permanent


@each_sender
def test_the_platforms_id_is_read_from_its_answer(provider: str) -> None:
    answer, expected = ACCEPTED[provider]

    assert load(provider).read_answer(200, json.dumps(answer).encode()) == expected


@each_sender
@pytest.mark.parametrize(
    ("status", "body", "permanent"),
    [
        (429, b"slow down", False),
        (500, b"", False),
        (503, b"<html>", False),
        (401, b"{}", False),
        (403, b"{}", True),
        (400, b"[]", True),
        (200, b"{}", True),
        (200, b"[" * 100_000, True),
    ],
)
def test_an_answer_without_an_id_says_whether_to_try_again(
    provider: str, status: int, body: bytes, permanent: bool
) -> None:
    with pytest.raises(SendError) as refused:
        load(provider).read_answer(status, body)

    assert refused.value.permanent is permanent


@pytest.mark.parametrize(
    ("provider", "status", "answer", "permanent"),
    [
        ("messenger", 400, {"error": {"code": 10, "error_subcode": 2018278}}, True),
        ("messenger", 400, {"error": {"code": 551, "message": "not available"}}, True),
        ("instagram", 400, {"error": {"code": 613}}, False),
        ("instagram", 400, {"error": {"code": 190}}, False),
        ("telegram", 403, {"ok": False, "description": "Forbidden: bot was blocked"}, True),
        ("telegram", 429, {"ok": False, "parameters": {"retry_after": 5}}, False),
        ("x", 403, {"title": "Forbidden", "detail": "You cannot message this user"}, True),
        ("twilio", 400, {"code": 21610, "message": "unsubscribed recipient"}, True),
        ("twilio", 400, {"code": 63016, "message": "outside the window"}, True),
        ("twilio", 400, {"code": 14107, "message": "rate"}, False),
        ("aws_sms", 400, {"__type": "x#ConflictException", "Message": "opted out"}, True),
        ("aws_sms", 400, {"__type": "ThrottlingException"}, False),
        ("aws_sms", 400, {"__type": "ExpiredTokenException"}, False),
        ("aws_sms", 400, {"__type": "ServiceQuotaExceededException"}, False),
        ("aws_sms", 400, {"__type": "ValidationException"}, True),
        ("telegram", 400, {"ok": False, "description": "Bad Request: chat not found"}, True),
        ("slack", 200, {"ok": False, "error": "channel_not_found"}, True),
        ("slack", 200, {"ok": False, "error": "ratelimited"}, False),
        ("slack", 200, {"ok": False, "error": "token_revoked"}, False),
    ],
)
def test_a_refusal_is_final_only_where_it_stays_true(
    provider: str, status: int, answer: dict[str, object], permanent: bool
) -> None:
    with pytest.raises(SendError) as refused:
        load(provider).read_answer(status, json.dumps(answer).encode())

    assert refused.value.permanent is permanent


@pytest.mark.parametrize(
    ("provider", "settings"),
    [
        ("whatsapp", {}),
        ("messenger", {}),
        ("instagram", {}),
        ("twilio", {"from": "whatsapp:+3197010200000"}),
    ],
)
def test_outside_the_window_nothing_is_called(provider: str, settings: dict[str, str]) -> None:
    """Nor where nobody knows when the person last wrote: an answer may be to words of our own."""
    late = {"last_heard_at": NOON - timedelta(hours=24, seconds=1), "composed_at": NOON}
    soon = {"last_heard_at": NOON - timedelta(hours=23), "composed_at": NOON}
    used = credentials(provider, **settings)

    load(provider).compose(a_message(provider, **soon), used)
    with pytest.raises(SendError) as refused:
        load(provider).compose(a_message(provider, **late), used)
    with pytest.raises(SendError):
        load(provider).compose(a_message(provider, last_heard_at=None), used)

    assert refused.value.permanent


@pytest.mark.parametrize(
    ("provider", "status", "answer"),
    [
        ("messenger", 400, {"error": {"code": 551}}),
        ("telegram", 403, {"ok": False, "description": "Forbidden: bot was blocked"}),
        ("aws_sms", 400, {"__type": "ConflictException"}),
        ("twilio", 400, {"code": 21610}),
        ("whatsapp", 400, {"error": {"code": 131026}}),
    ],
)
def test_who_cannot_be_reached_there_is_not_tried_there_again(
    provider: str, status: int, answer: dict[str, object]
) -> None:
    with pytest.raises(SendError) as refused:
        load(provider).read_answer(status, json.dumps(answer).encode())

    assert refused.value.permanent
    assert refused.value.recipient


def test_an_approved_human_agent_may_answer_for_a_week() -> None:
    approved = credentials("messenger", human_agent="approved")
    late = {"last_heard_at": NOON - timedelta(days=6), "composed_at": NOON}

    sent = json.loads(load("messenger").compose(a_message("messenger", **late), approved).body)

    assert (sent["messaging_type"], sent["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")


def test_whatsapp_by_twilio_sends_a_template_by_its_own_number() -> None:
    used = credentials("twilio", **{"from": "whatsapp:+3197010200000", "content_sid_order": "HX1"})
    message = a_message("twilio", template="order", template_values=("1001", "morgen"))

    fields = parse_qs(load("twilio").compose(message, used).body.decode())

    assert fields["To"] == ["whatsapp:+31612345601"]
    assert fields["ContentSid"] == ["HX1"]
    assert json.loads(fields["ContentVariables"][0]) == {"1": "1001", "2": "morgen"}


def test_an_answer_to_a_comment_goes_privately_to_its_author() -> None:
    message = a_message("instagram", answers="instagram:17900000000000001")

    sent = json.loads(load("instagram").compose(message, credentials("instagram")).body)

    assert sent["recipient"] == {"comment_id": "17900000000000001"}


@pytest.mark.parametrize(
    ("answers", "path"),
    [("x:208", "/2/tweets"), ("x:dm:208", "/2/dm_conversations/with/4711/messages")],
)
def test_x_answers_a_post_in_public_and_a_message_in_private(answers: str, path: str) -> None:
    request = load("x").compose(a_message("x", answers=answers), credentials("x"))

    assert request.url.endswith(path)


def test_slack_answers_in_the_thread() -> None:
    message = a_message("slack", answers="slack:C1:17.100")

    sent = json.loads(load("slack").compose(message, credentials("slack")).body)

    assert (sent["channel"], sent["thread_ts"]) == ("C1", "17.100")


def test_line_repeats_a_message_under_the_same_key() -> None:
    keys = [
        load("line").compose(a_message("line"), credentials("line")).headers["x-line-retry-key"]
        for _ in range(2)
    ]

    assert keys[0] == keys[1]


SENDERS = {"twilio": "from", "aws_sms": "origination_identity"}


@pytest.mark.parametrize("provider", SENDERS)
@pytest.mark.parametrize("sender", ["Tuinhuis", "Tuin & Huis", "3669", "+3197010200000"])
def test_a_text_message_comes_from_a_number_a_short_code_or_a_name(
    provider: str, sender: str
) -> None:
    used = credentials(provider, **{SENDERS[provider]: sender})

    assert load(provider).compose(a_message(provider), used).body


@pytest.mark.parametrize("provider", SENDERS)
@pytest.mark.parametrize("sender", ["Tuinhuis Utrecht", "Tuinhüis", "12", "x\r\ny", "+0", " "])
def test_a_sender_that_no_network_shows_waits_for_the_operator(provider: str, sender: str) -> None:
    used = credentials(provider, **{SENDERS[provider]: sender})

    with pytest.raises(SendError) as refused:
        load(provider).compose(a_message(provider), used)

    assert not refused.value.permanent


REFUSALS = {
    "whatsapp": [
        *((131047, True), (131026, True), (131030, True), (132000, True), (132001, True)),
        *((132016, True), (131048, False), (131056, False), (130429, False), (132015, False)),
        *((190, False), (4, False), (80007, False), (131031, False), (368, False)),
    ],
    "messenger": [(10, True), (551, True), (4, False), (190, False), (368, False), (613, False)],
    "instagram": [(10, True), (551, True), (4, False), (190, False)],
    "twilio": [(63016, True), (21610, True), (21211, True), (20429, False), (30022, False)],
}
CODED = [(name, code, final) for name, codes in REFUSALS.items() for code, final in codes]


@pytest.mark.parametrize(("provider", "code", "permanent"), CODED)
def test_a_refusal_is_final_or_passes_as_its_code_says(
    provider: str, code: int, permanent: bool
) -> None:
    error = {"code": code, "message": "no"}
    told = error if provider == "twilio" else {"error": error}

    with pytest.raises(SendError, match=str(code)) as refused:
        load(provider).read_answer(400, json.dumps(told).encode())

    assert refused.value.permanent is permanent
