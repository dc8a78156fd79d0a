"""The signature schemes against known answers, official ones among them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from pydantic import BaseModel

from functions.core.deliveries import Credentials, Delivery
from functions.core.errors import SignatureError
from functions.providers import load
from functions.providers.signatures import (
    check_standard_webhooks,
    same_text,
)


class Vector(BaseModel):
    provider: str
    secret: str
    method: str
    url: str
    headers: dict[str, str]
    body: str
    valid: bool
    note: str
    now: int = 1760000000
    expect: dict[str, int | str] = {}
    app_key: str = ""
    header: str = ""

    def credentials(self) -> Credentials:
        """The secret as it is configured; some schemes sign or name something beside it."""
        named = {"app_key": self.app_key, "header": self.header}
        settings = {name: value for name, value in named.items() if value}
        return Credentials(secrets=(self.secret,), settings=settings)

    def delivery(self) -> Delivery:
        return Delivery(
            id="vector",
            provider=self.provider,
            account="tuinhuis",
            shop="tuinhuis",
            received_at=datetime.fromtimestamp(self.now, UTC),
            method="GET" if self.method == "GET" else "POST",
            url=self.url,
            headers={name.lower(): value for name, value in self.headers.items()},
            query=dict(parse_qsl(urlsplit(self.url).query)),
            body=self.body.encode(),
        )


Check = Callable[[Delivery, Credentials], None]
SCHEMES: dict[str, Check] = {
    "meta": load("whatsapp").verify,
    "telegram": load("telegram").verify,
    "x": load("x").verify,
    "twilio": load("twilio").verify,
    "line": load("line").verify,
    "slack": load("slack").verify,
    "teams": load("teams").verify,
    "tiktok": load("tiktok").verify,
    "tiktok-shop": load("tiktok").verify,
    "shopify": load("shopify").verify,
    "standard-webhooks": check_standard_webhooks,
    "woocommerce": load("woocommerce").verify,
    "aftership": load("aftership").verify,
    "sendcloud": load("sendcloud").verify,
    "shopware": load("shopware").verify,
    "shopware-get": load("shopware").verify,
    "easypost": load("easypost").verify,
    "dhl-push": load("dhl").verify,
    "ecwid": load("ecwid").verify,
    "bigcommerce": load("bigcommerce").verify,
    "mollie": load("mollie").verify,
    "stripe": load("stripe").verify,
    "adyen": load("adyen").verify,
    "adyen-header": load("adyen").verify,
    "adobe-io-events": load("adobe_commerce").verify,
    "adobe-commerce-webhook": load("adobe_commerce").verify,
}
VECTORS = [
    Vector(**case)
    for case in json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
]
SIGNED = [vector for vector in VECTORS if vector.provider in SCHEMES]
HANDSHAKES = [vector for vector in VECTORS if vector.provider == "meta-verify"]


@pytest.mark.parametrize("vector", SIGNED, ids=lambda v: f"{v.provider}: {v.note}")
def test_a_known_answer_is_judged_as_known(vector: Vector) -> None:
    check, credentials = SCHEMES[vector.provider], vector.credentials()

    if vector.valid:
        check(vector.delivery(), credentials)
    else:
        with pytest.raises(SignatureError):
            check(vector.delivery(), credentials)


@pytest.mark.parametrize("vector", HANDSHAKES, ids=lambda v: v.note)
def test_the_handshake_answers_as_known(vector: Vector) -> None:
    credentials = Credentials(settings={"verify_token": vector.secret})

    reply = load("whatsapp").challenge(vector.delivery(), credentials)

    assert reply is not None
    assert reply.status == vector.expect["status"]
    assert reply.body == vector.expect.get("body", reply.body)
    assert reply.content_type == "text/plain"


CHECKS = [vector for vector in VECTORS if vector.provider == "x-crc"]


@pytest.mark.parametrize("vector", CHECKS, ids=lambda v: v.note)
def test_the_check_of_x_is_answered_as_known(vector: Vector) -> None:
    reply = load("x").challenge(vector.delivery(), vector.credentials())

    assert reply is not None
    assert reply.status == vector.expect["status"]
    assert reply.body == vector.expect.get("body", reply.body)
    assert reply.content_type == vector.expect.get("content_type", reply.content_type)


def test_slack_gets_its_challenge_back() -> None:
    vector = next(v for v in SIGNED if v.note == "url_verification is signed like any event")

    reply = load("slack").challenge(vector.delivery(), vector.credentials())

    assert reply is not None
    assert (reply.status, reply.body) == (vector.expect["status"], vector.expect["body"])


@pytest.mark.parametrize("provider", sorted(SCHEMES))
def test_a_valid_signature_without_any_secret_proves_nothing(provider: str) -> None:
    vector = next(v for v in SIGNED if v.provider == provider and v.valid)

    for secrets in ((), ("",)):
        with pytest.raises(SignatureError):
            SCHEMES[provider](
                vector.delivery(), vector.credentials().model_copy(update={"secrets": secrets})
            )


@pytest.mark.parametrize("timestamp", [299, 300, -300])
def test_five_minutes_either_way_are_within_the_window(timestamp: int) -> None:
    vector = next(v for v in SIGNED if v.note == "official vector (reference library)")
    moved = vector.model_copy(update={"now": vector.now + timestamp})

    check_standard_webhooks(moved.delivery(), Credentials(secrets=(vector.secret,)))


@pytest.mark.parametrize("junk", ["v1", "v1,", ",", "v9,abc", "v1a,abc", " "])
def test_an_entry_that_makes_no_sense_does_not_hide_a_good_one(junk: str) -> None:
    vector = next(v for v in SIGNED if v.note == "official vector (reference library)")
    headers = {**vector.headers}
    headers["webhook-signature"] = f"{junk} {headers['webhook-signature']}"

    changed = vector.model_copy(update={"headers": headers})

    check_standard_webhooks(changed.delivery(), Credentials(secrets=(vector.secret,)))


@pytest.mark.parametrize("secret", ["whsec_dGVzdC1zZWNyZXQ=", "whsec_dGVzdC1zZWNyZXQ"])
def test_the_padding_of_a_secret_may_be_missing(secret: str) -> None:
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": "1760000000",
        "webhook-signature": "v1,fdsiTwOoBcAGujAV1myR4+z6EzYM5tY7Diwf/uGhafE=",
    }
    delivery = (
        VECTORS[0]
        .delivery()
        .model_copy(update={"headers": headers, "body": b'{"id":"evt_1","n":1}'})
    )

    check_standard_webhooks(delivery, Credentials(secrets=(secret,)))


def test_the_older_svix_names_count_as_well() -> None:
    vector = next(v for v in SIGNED if v.note == "official vector (reference library)")
    older = {name.replace("webhook-", "svix-"): value for name, value in vector.headers.items()}

    changed = vector.model_copy(update={"headers": older})

    check_standard_webhooks(changed.delivery(), Credentials(secrets=(vector.secret,)))


@pytest.mark.parametrize(("one", "other"), [("é", "e"), ("", "a"), ("\udcff", "\udcfe")])
def test_texts_that_are_not_ascii_can_be_compared(one: str, other: str) -> None:
    assert same_text(one, one)
    assert not same_text(one, other)
