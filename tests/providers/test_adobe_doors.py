"""Adobe's keys are fetched from Adobe alone, and its calls are answered as it expects."""

import json

import pytest

from functions.core.deliveries import Credentials, Delivery
from functions.core.errors import SignatureError
from functions.core.items import Unknown
from functions.providers import load
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from tests import knocking
from tests.providers.samples import a_sample

ADOBE = load("adobe_commerce")
SAMPLE = a_sample("adobe_commerce", "order-placed")
CLIENT = "c5a34355b7f5491f8277b8dd63f0bfa3"
OURS = Credentials(settings={"client_id": CLIENT})
PATHS = {
    "x-adobe-public-key1-path": "/prod/keys/pub-key-4f6c3a2e-0f7b-4a0a-9f1e-1c2d3e4f5a6b.pem",
    "x-adobe-public-key2-path": "/prod/keys/pub-key-7a6c3a2e-0f7b-4a0a-9f1e-1c2d3e4f5a6b.pem",
}


def told(**changes: object) -> Delivery:
    return SAMPLE.delivery().model_copy(update=changes)


def an_event(paths: dict[str, str]) -> Delivery:
    return told(headers={**SAMPLE.request.headers, **paths})


def a_validation(address: object) -> Delivery:
    return told(headers={}, body=json.dumps({"validationUrl": address}).encode())


def test_both_keys_are_fetched_from_adobe_and_one_that_fits_is_enough() -> None:
    addresses = ADOBE.certificates_at(an_event(PATHS), OURS)

    fetched = {"certificate": "\n".join(SAMPLE.credentials.secrets), "client_id": CLIENT}
    ADOBE.verify(an_event(PATHS), Credentials(settings=fetched))

    assert addresses == tuple(f"https://static.adobeioevents.com{path}" for path in PATHS.values())


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "/prod/keys/", "//evil.example/prod/keys/pub-key-1.pem", "@evil.example/x.pem"),
        *("/prod/keys/pub-key-../../x.pem", "/prod/keys/pub-key-1.pem?x=1", "/prod/keys/é.pem"),
        *("/prod/keys/pub-key-1.pem\n", "/prod/keys/pub-key-%2e.pem", ".evil.example/a.pem"),
        "/prod/keys/pub-key-" + "a" * 999 + ".pem",
    ],
)
def test_a_path_of_another_form_is_not_fetched(path: str) -> None:
    assert ADOBE.certificates_at(an_event(dict.fromkeys(PATHS, path)), OURS) == ()


@pytest.mark.parametrize(
    "account",
    [
        Credentials(),
        Credentials(settings={"client_id": "another"}),
        Credentials(secrets=("-----BEGIN PUBLIC KEY-----",), settings={"client_id": CLIENT}),
    ],
)
def test_nothing_is_fetched_for_another_client_or_where_keys_are_configured(
    account: Credentials,
) -> None:
    assert ADOBE.certificates_at(an_event(PATHS), account) == ()


def test_adobes_keys_never_prove_the_shops_own_webhooks() -> None:
    sample = a_sample("adobe_commerce", "synchronous-webhook")
    adobes = {"certificate": "\n".join(sample.credentials.secrets), "client_id": CLIENT}

    with pytest.raises(SignatureError):
        ADOBE.verify(sample.delivery(), Credentials(settings=adobes))


def test_a_registration_is_confirmed_by_visiting_adobes_own_address() -> None:
    delivery = a_validation("https://csm.adobe.io/csm/registrations/validate?id=1&challenge=2")

    ADOBE.verify(delivery, OURS)
    asked = ADOBE.fetches(delivery, OURS)
    (seen,) = ADOBE.parse(delivery.model_copy(update={"fetched": {"validationUrl": b"ok"}}))
    (late,) = ADOBE.parse(delivery.model_copy(update={"fetched": {"validationUrl": b""}}))

    assert [request.method for request in asked.values()] == ["GET"]
    assert isinstance(seen, Unknown)
    assert isinstance(late, Unknown)
    assert (seen.recorded, late.recorded) == (True, False)


@pytest.mark.parametrize(
    "address",
    [
        *("http://csm.adobe.io/a", "https://csm.adobe.io.evil.example/", "https://evil.example/"),
        *("https://csm.adobe.io:444/", "https://a@csm.adobe.io/", "https://csm.adobe.io/\r\nX: 1"),
        *("https://169.254.169.254/", "https://[", "", None, 7, ["https://csm.adobe.io/"]),
        "https://csm.adobe.io/" + "a" * 3_000,
    ],
)
def test_no_other_address_is_visited_and_the_call_is_refused(address: object) -> None:
    assert ADOBE.fetches(a_validation(address), OURS) == {}

    with pytest.raises(SignatureError):
        ADOBE.verify(a_validation(address), OURS)


def test_an_account_without_a_client_visits_nothing() -> None:
    delivery = a_validation("https://csm.adobe.io/a")

    assert ADOBE.fetches(delivery, Credentials()) == {}

    with pytest.raises(SignatureError):
        ADOBE.verify(delivery, Credentials())


def test_a_checkout_that_waits_for_us_may_go_on(cloud: EmbeddedCloud, http_door: HttpDoor) -> None:
    sample = a_sample("adobe_commerce", "synchronous-webhook")
    path = "/webhooks/adobe_commerce/tuinhuis"

    answer = knocking.call(http_door.url, path, sample.request.raw, sample.request.headers)

    assert (answer.status, json.loads(answer.body)) == (200, {"op": "success"})
    assert cloud.dead_letters() == {}
