"""A sender of CloudEvents asks by OPTIONS whether it may deliver; only an open account says yes."""

from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from functions.aws import inbox
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor

PATH = "/webhooks/cloudevents/tuinhuis"
ORIGIN = "webhook-request-origin"


def ask(door: HttpDoor, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str]]:
    request = Request(f"{door.url}{path}", headers=headers, method="OPTIONS")  # noqa: S310
    try:
        with urlopen(request, timeout=20) as answer:  # noqa: S310 - loopback
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}
    except HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}


def test_an_open_account_agrees_and_keeps_nothing(
    cloud: EmbeddedCloud, http_door: HttpDoor
) -> None:
    status, headers = ask(http_door, PATH, {ORIGIN: "emitter.example.com"})

    assert status == 200
    assert headers["webhook-allowed-origin"] == "emitter.example.com"
    assert headers["webhook-allowed-rate"] == "120"
    assert list(inbox.all_keys()) == []
    assert cloud.dead_letters() == {}


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (PATH, {}, 405),
        (PATH, {ORIGIN: ""}, 405),
        (PATH, {ORIGIN: "*"}, 405),
        (PATH, {ORIGIN: "a b"}, 405),
        (PATH, {ORIGIN: "é.example"}, 405),
        (PATH, {ORIGIN: "a" * 300}, 405),
        ("/webhooks/cloudevents/nobody", {ORIGIN: "emitter.example.com"}, 404),
        ("/webhooks/pigeon/tuinhuis", {ORIGIN: "emitter.example.com"}, 404),
        ("/webhooks/shopify/tuinhuis", {ORIGIN: "emitter.example.com"}, 405),
    ],
)
def test_nobody_else_is_permitted_anything(
    path: str, headers: dict[str, str], status: int, http_door: HttpDoor
) -> None:
    answered, told = ask(http_door, path, headers)

    assert answered == status
    assert "webhook-allowed-origin" not in told


def test_an_account_can_name_who_may_and_how_often(
    cloud: EmbeddedCloud, http_door: HttpDoor
) -> None:
    settings = {"origins": "a.example, B.example", "rate": "30"}
    cloud.put_secret("cloudevents/closed", {"secrets": [], "settings": {}})
    cloud.put_secret("cloudevents/named", {"secrets": ["whsec_YQ=="], "settings": settings})

    answers = [
        ask(http_door, f"/webhooks/cloudevents/{account}", {ORIGIN: origin})
        for account, origin in (("named", "b.example"), ("named", "c.example"), ("closed", "a"))
    ]

    assert [status for status, _ in answers] == [200, 405, 401]
    assert answers[0][1]["webhook-allowed-rate"] == "30"
