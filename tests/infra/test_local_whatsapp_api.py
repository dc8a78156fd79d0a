"""The WhatsApp recorder: answers like Meta, fails on request, and reports back signed."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from functions import providers
from functions.core.deliveries import Credentials, Delivery
from infra.local.clock import Clock
from infra.local.whatsapp_api import ApiFailure, WhatsAppApi

START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
SECRET = "app-secret"
TOKEN = "t"
MESSAGE = {
    "messaging_product": "whatsapp",
    "to": "31612345678",
    "type": "text",
    "text": {"body": "Onderweg"},
    "biz_opaque_callback_data": "n-1",
}


@pytest.fixture
def api() -> Iterator[WhatsAppApi]:
    with WhatsAppApi(Clock(START)) as api:
        yield api


def send(
    api: WhatsAppApi, body: object = MESSAGE, token: str = TOKEN, path: str = "/1065/messages"
) -> dict[str, list[dict[str, str]]]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = Request(api.base_url + path, data=content, headers=headers)  # noqa: S310 - loopback
    with urlopen(request, timeout=10) as answer:  # noqa: S310 - loopback
        shown: dict[str, list[dict[str, str]]] = json.load(answer)
    return shown


def test_a_message_is_recorded_and_gets_its_id(api: WhatsAppApi) -> None:
    answer = send(api)

    (message,) = api.messages
    assert answer["messages"] == [{"id": message.id}]
    assert message.id.startswith("wamid.")
    assert (message.phone_number_id, message.token) == ("1065", TOKEN)
    assert message.recipient == "31612345678"
    assert message.body == MESSAGE


@pytest.mark.parametrize(
    ("body", "token", "path", "status"),
    [
        (MESSAGE, "", "/1065/messages", 401),
        ({"to": "316"}, "t", "/1065/messages", 400),
        ({"messaging_product": "whatsapp"}, "t", "/1065/messages", 400),
        (MESSAGE, "t", "/1065/media", 400),
        (b"no json", "t", "/1065/messages", 400),
        ([], "t", "/1065/messages", 400),
    ],
)
def test_a_wrong_call_is_refused_and_not_recorded(
    api: WhatsAppApi, body: object, token: str, path: str, status: int
) -> None:
    with pytest.raises(HTTPError) as caught:
        send(api, body, token, path)

    with caught.value as error:
        assert error.code == status
        assert "code" in json.load(error)["error"]
    assert api.messages == []


def test_it_fails_as_often_as_told(api: WhatsAppApi) -> None:
    api.fail_next(ApiFailure(429, 130429, "Rate limit hit"), times=2)

    codes = []
    for _ in range(2):
        with pytest.raises(HTTPError) as caught:
            send(api)
        with caught.value as error:
            codes.append((error.code, json.load(error)["error"]["code"]))
    send(api)

    assert codes == [(429, 130429)] * 2
    assert len(api.messages) == 1


def test_a_message_can_go_out_although_its_answer_fails(api: WhatsAppApi) -> None:
    api.fail_next(ApiFailure(504, 131000, "Gateway timeout", accepted=True))

    with pytest.raises(HTTPError) as caught:
        send(api)
    caught.value.close()

    assert len(api.messages) == 1


def test_reports_come_back_signed_with_our_own_id(api: WhatsAppApi) -> None:
    calls: list[tuple[bytes, Mapping[str, str]]] = []
    send(api)

    reported = api.report(lambda body, headers: calls.append((body, headers)), SECRET)

    assert reported == 1
    statuses = []
    for body, headers in calls:
        providers.load("whatsapp").verify(delivery(body, headers), Credentials(secrets=(SECRET,)))
        (status,) = json.loads(body)["entry"][0]["changes"][0]["value"]["statuses"]
        statuses.append(status)
    assert [status["status"] for status in statuses] == ["sent", "delivered"]
    assert {status["biz_opaque_callback_data"] for status in statuses} == {"n-1"}
    assert {status["id"] for status in statuses} == {api.messages[0].id}


def test_each_message_is_reported_once(api: WhatsAppApi) -> None:
    send(api)
    api.report(ignore, SECRET)

    assert api.report(ignore, SECRET) == 0


def ignore(_body: bytes, _headers: Mapping[str, str]) -> None:
    """Nobody listens."""


def delivery(body: bytes, headers: Mapping[str, str]) -> Delivery:
    lowered = {name.lower(): value for name, value in headers.items()}
    return Delivery(
        id="x", provider="whatsapp", account="tuinhuis", shop="tuinhuis", received_at=START,
        headers=lowered, body=body,
    )  # fmt: skip
