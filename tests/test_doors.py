"""The webhook door: who gets in, what is kept, and what is told to whom."""

import json
from http.client import HTTPConnection
from io import StringIO

import pytest

from functions.aws import inbox
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.signers import sign
from tests import knocking
from tests.harness import watched_calls

BODY = knocking.whatsapp_body("wamid.1", "Hallo daar, geheim: 4711", at=1772528400)
PATH = "/webhooks/whatsapp/tuinhuis"


def _signed(cloud: EmbeddedCloud, body: bytes = BODY) -> dict[str, str]:
    return sign("whatsapp", "sample-secret", body, {}, cloud.clock.now())


def _kept() -> list[str]:
    return list(inbox.all_keys())


def test_a_genuine_delivery_is_kept_by_one_write_with_its_exact_bytes(
    cloud: EmbeddedCloud, http_door: HttpDoor
) -> None:
    knocking.call(http_door.url, PATH, BODY, _signed(cloud))  # the account's secret is cached now

    with watched_calls() as calls:
        answer = knocking.call(http_door.url, PATH, BODY, {**_signed(cloud), "x-try": "2"})

    assert answer.status == 200
    assert calls.made == ["PutObject"]
    assert {inbox.fetch(key).body for key in _kept()} == {BODY}


def test_bytes_that_are_no_text_arrive_as_they_were_sent(
    cloud: EmbeddedCloud, http_door: HttpDoor
) -> None:
    body = bytes(range(256))

    answer = knocking.call(http_door.url, PATH, body, _signed(cloud, body))

    assert answer.status == 200
    assert [inbox.fetch(key).body for key in _kept()] == [body]


def test_a_header_sent_twice_holds_both_values_as_while_a_secret_is_rotated(
    cloud: EmbeddedCloud, http_door: HttpDoor
) -> None:
    cloud.put_secret("mollie/rotated", {"secrets": ["sample-secret"], "settings": {}})
    body = b'{"resource":"event","id":"event_1","type":"payout.paid"}'
    signed = sign("mollie", "sample-secret", body, {}, cloud.clock.now())["x-mollie-signature"]

    statuses = []
    for pair in ([signed, "sha256=00"], ["sha256=00", signed], ["sha256=00", "sha256=01"]):
        connection = HTTPConnection(http_door.url.removeprefix("http://"), timeout=20)
        connection.putrequest("POST", "/webhooks/mollie/rotated")
        for value in pair:
            connection.putheader("X-Mollie-Signature", value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        statuses.append(connection.getresponse().status)
        connection.close()

    assert statuses == [200, 200, 401]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/webhooks/pigeon/tuinhuis", 404),
        ("POST", "/webhooks/base/tuinhuis", 404),
        ("POST", "/webhooks/signatures/tuinhuis", 404),
        ("POST", "/webhooks/__init__/tuinhuis", 404),
        ("POST", "/webhooks/..%2fwebhooks/tuinhuis", 404),
        ("POST", "/webhooks/whatsapp/nobody", 404),
        ("POST", "/webhooks/whatsapp/..%2f..%2fprod", 404),
        ("POST", "/webhooks/whatsapp/Tuinhuis%20", 404),
        ("POST", "/webhooks/ses/tuinhuis", 401),
        ("PUT", PATH, 405),
        ("DELETE", PATH, 405),
        ("PATCH", PATH, 405),
        ("OPTIONS", PATH, 405),
        ("POST", PATH, 401),
        ("GET", "/webhooks/shopify/tuinhuis", 405),
    ],
)
def test_who_has_no_business_here_is_sent_away_and_nothing_is_kept(
    method: str, path: str, status: int, cloud: EmbeddedCloud, http_door: HttpDoor
) -> None:
    answer = knocking.call(http_door.url, path, BODY, {}, method=method)

    assert answer.status == status
    assert BODY not in answer.body
    assert _kept() == []


def test_a_body_over_the_limit_is_refused_before_anything_is_computed(
    cloud: EmbeddedCloud, http_door: HttpDoor
) -> None:
    body = b"x" * 4_000_001

    assert knocking.call(http_door.url, PATH, body, _signed(cloud, body)).status == 413
    assert _kept() == []


def test_every_changed_byte_is_a_bad_signature(cloud: EmbeddedCloud, http_door: HttpDoor) -> None:
    headers = _signed(cloud)

    for position in range(0, len(BODY), 37):
        changed = bytearray(BODY)
        changed[position] ^= 1
        assert knocking.call(http_door.url, PATH, bytes(changed), headers).status == 401

    assert _kept() == []


def test_both_secrets_open_while_one_is_being_rotated(
    cloud: EmbeddedCloud, http_door: HttpDoor
) -> None:
    cloud.put_secret("whatsapp/tuinhuis", {"secrets": ["newer-secret", "sample-secret"]})

    for secret in ("newer-secret", "sample-secret"):
        headers = sign("whatsapp", secret, BODY, {}, cloud.clock.now())
        assert knocking.call(http_door.url, PATH, BODY, headers).status == 200


@pytest.mark.parametrize("secret", [{"secrets": []}, {"secrets": [""]}, {}, {"secrets": "x"}])
def test_an_account_without_a_secret_is_closed(
    secret: dict[str, object], cloud: EmbeddedCloud, http_door: HttpDoor
) -> None:
    cloud.put_secret("whatsapp/tuinhuis", secret)

    headers = sign("whatsapp", "", BODY, {}, cloud.clock.now())

    assert knocking.call(http_door.url, PATH, BODY, headers).status == 401


def test_the_handshake_is_answered_and_not_kept(cloud: EmbeddedCloud, http_door: HttpDoor) -> None:
    query = "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token="

    right = knocking.call(http_door.url, f"{PATH}{query}sample-verify-token")
    wrong = knocking.call(http_door.url, f"{PATH}{query}guess")

    assert (right.status, right.body) == (200, b"1158201444")
    assert wrong.status == 403
    assert _kept() == []


def test_bare_secrets_are_not_kept(cloud: EmbeddedCloud, http_door: HttpDoor) -> None:
    told = {"authorization": "Bearer abc", "cookie": "a=b", "x-token": "sample-secret"}

    knocking.call(http_door.url, f"{PATH}?t=sample-secret", BODY, {**_signed(cloud), **told})

    [key] = _kept()
    kept = inbox.fetch(key)
    assert not set(told) & set(kept.headers)
    assert "sample-secret" not in kept.model_dump_json(exclude={"body"})


def test_what_is_configured_but_no_secret_is_kept(
    cloud: EmbeddedCloud, http_door: HttpDoor
) -> None:
    settings = {"shop_domain": "tuinhuis.myshopify.com"}
    cloud.put_secret("shopify/tuinhuis", {"secrets": ["sample-secret"], "settings": settings})

    headers = knocking.shopify_headers("orders/paid", "event-1")
    knocking.post(http_door.url, cloud, "shopify", b'{"id": 1}', headers)

    [key] = _kept()
    assert inbox.fetch(key).headers["x-shopify-shop-domain"] == "tuinhuis.myshopify.com"


def test_two_events_with_equal_bodies_in_one_minute_are_both_kept(
    cloud: EmbeddedCloud, http_door: HttpDoor
) -> None:
    for topic in ("orders/paid", "orders/updated"):
        headers = knocking.shopify_headers(topic, "event-1")
        knocking.post(http_door.url, cloud, "shopify", b'{"id": 1}', headers)

    assert len(_kept()) == 2


def test_refusals_are_logged_without_body_credential_or_address(
    cloud: EmbeddedCloud, http_door: HttpDoor, logs: StringIO
) -> None:
    order = knocking.shopify_order(1001, created_at=cloud.clock.now().isoformat())
    headers = {**knocking.shopify_headers("orders/create", "e1"), "x-shopify-hmac-sha256": "no"}
    knocking.call(http_door.url, PATH, BODY, _signed(cloud))
    knocking.call(http_door.url, PATH, BODY, {"x-hub-signature-256": "sha256=12"})
    knocking.call(http_door.url, "/webhooks/shopify/tuinhuis", order, headers)

    said = logs.getvalue()
    assert said.count("webhook refused") == 2
    for private in ("4711", "sample-secret", "31612345678", "sanne@example.com", "Sanne"):
        assert private not in said


def test_a_failing_bucket_is_a_500_that_the_platform_repeats(
    cloud: EmbeddedCloud, http_door: HttpDoor
) -> None:
    knocking.call(http_door.url, PATH, BODY, _signed(cloud))
    with watched_calls() as calls:
        calls.break_at(0, after=False, failure=lambda operation: OSError(operation))
        answer = knocking.call(http_door.url, PATH, BODY, {**_signed(cloud), "x-try": "2"})

    assert answer.status == 500
    assert answer.body == b""


def test_strangers_who_guess_account_names_cost_one_call_each_minute(
    cloud: EmbeddedCloud, http_door: HttpDoor
) -> None:
    with watched_calls() as calls:
        for _ in range(3):
            knocking.call(http_door.url, "/webhooks/whatsapp/guess", BODY, {})

    assert calls.made == ["GetSecretValue"]


def test_what_is_kept_says_where_it_came_in(cloud: EmbeddedCloud, http_door: HttpDoor) -> None:
    knocking.call(http_door.url, f"{PATH}?a=1&a=2", BODY, _signed(cloud))

    [key] = _kept()
    kept = inbox.fetch(key)
    assert key.startswith("webhooks/2026-03-03/0900/whatsapp/tuinhuis/")
    assert kept.url.endswith("/webhooks/whatsapp/tuinhuis?a=1&a=2")
    assert json.loads(kept.body) == json.loads(BODY)


@pytest.mark.parametrize("twice", ["x-hub-signature-256", "content-type", "host"])
def test_a_header_given_twice_proves_no_more_than_once(
    twice: str, cloud: EmbeddedCloud, http_door: HttpDoor
) -> None:
    connection = HTTPConnection(http_door.url.removeprefix("http://"), timeout=20)
    connection.putrequest("POST", PATH, skip_host=True)
    for name, value in {"host": "localhost", **_signed(cloud)}.items():
        connection.putheader(name, value)
    connection.putheader(twice, "sha256=" + "0" * 64)
    connection.putheader("content-length", str(len(BODY)))
    connection.endheaders(BODY)

    status = connection.getresponse().status
    connection.close()

    assert status in ((200, 401) if twice == "x-hub-signature-256" else (200,))
    assert len(_kept()) == (1 if status == 200 else 0)
