"""What is peculiar to shops: pings, weak ids, unsigned bodies and public keys."""

import base64
import hmac
import json
from datetime import timedelta

import pytest

from functions.aws import inbox
from functions.core.deliveries import Credentials, Delivery
from functions.core.errors import SignatureError
from functions.core.orders import Role
from functions.providers import load
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.signers import sign
from tests import knocking
from tests.providers.samples import a_sample

WOO, ECWID, ADOBE = load("woocommerce"), load("ecwid"), load("adobe_commerce")
FORM = {"content-type": "application/x-www-form-urlencoded"}


def test_the_ping_of_a_new_webhook_is_answered_and_not_kept(
    cloud: EmbeddedCloud, http_door: HttpDoor
) -> None:
    path = "/webhooks/woocommerce/tuinhuis"

    ping = knocking.call(http_door.url, path, b"webhook_id=12", FORM)
    strange = knocking.call(http_door.url, path, b"webhook_id=12&order=1001", FORM)

    assert (ping.status, strange.status) == (200, 401)
    assert list(inbox.all_keys()) == []
    assert cloud.dead_letters() == {}


@pytest.mark.parametrize("configured", ['a&b"c', "a&amp;b&quot;c"])
def test_a_secret_may_be_configured_as_the_shop_shows_it(configured: str) -> None:
    delivery = a_sample("woocommerce", "order-placed").delivery()
    headers = sign("woocommerce", 'a&b"c', delivery.body, {}, delivery.received_at)

    WOO.verify(delivery.model_copy(update={"headers": headers}), Credentials(secrets=(configured,)))

    assert headers["x-wc-webhook-signature"]


def test_two_deliveries_of_one_second_are_two_items_and_a_repeated_one_is_the_same() -> None:
    first, second = (
        WOO.parse(a_sample("woocommerce", case).delivery())[0]
        for case in ("order-paid", "status-unknown")
    )
    again = WOO.parse(a_sample("woocommerce", "order-paid").delivery())[0]

    assert first.id != second.id
    assert first.id == again.id


def _ecwid(change: dict[str, object]) -> Delivery:
    delivery = a_sample("ecwid", "order-shipped").delivery()
    body = json.dumps({**json.loads(delivery.body), **change}).encode()
    return delivery.model_copy(update={"body": body})


def test_the_order_is_fetched_from_our_own_store_whatever_the_body_says() -> None:
    account = a_sample("ecwid", "order-shipped").credentials

    (request,) = ECWID.fetches(_ecwid({"storeId": 6666}), account).values()

    assert request.url == "https://app.ecwid.com/api/v3/1003/orders/3003"


@pytest.mark.parametrize("entity", ["../../2/orders/1", "a b", "", None, True, 10**80, "x" * 99])
def test_an_id_that_is_none_is_not_fetched(entity: object) -> None:
    account = a_sample("ecwid", "order-shipped").credentials

    assert ECWID.fetches(_ecwid({"entityId": entity}), account) == {}


@pytest.mark.parametrize("hours", [49, -1])
def test_an_old_event_or_one_of_the_future_is_refused(hours: int) -> None:
    sample = a_sample("ecwid", "order-shipped")
    moved = sample.received_at + timedelta(hours=hours)

    with pytest.raises(SignatureError):
        ECWID.verify(
            sample.delivery().model_copy(update={"received_at": moved}), sample.credentials
        )


@pytest.mark.parametrize("client", ["", "c5a34355b7f5491f8277b8dd63f0bfa3", "another"])
def test_an_event_for_another_client_of_adobe_is_refused(client: str) -> None:
    sample = a_sample("adobe_commerce", "order-placed")
    account = sample.credentials.model_copy(update={"settings": {"client_id": client}})

    if client == "another":
        with pytest.raises(SignatureError):
            ADOBE.verify(sample.delivery(), account)
    else:
        ADOBE.verify(sample.delivery(), account)


@pytest.mark.parametrize("secret", ["", " ", "no key", "-----BEGIN PUBLIC KEY-----"])
def test_without_a_public_key_adobe_proves_nothing(secret: str) -> None:
    with pytest.raises(SignatureError):
        ADOBE.verify(
            a_sample("adobe_commerce", "order-placed").delivery(), Credentials(secrets=(secret,))
        )


def test_adobes_challenge_is_given_back_as_text() -> None:
    asked = Delivery(
        id="d",
        provider="adobe_commerce",
        account="tuinhuis",
        shop="tuinhuis",
        received_at=a_sample("adobe_commerce", "order-placed").received_at,
        method="GET",
        query={"challenge": "8ec8d794"},
    )

    reply = ADOBE.challenge(asked, Credentials())

    assert reply is not None
    assert (reply.status, reply.body, reply.content_type) == (200, "8ec8d794", "text/plain")


def test_only_a_business_order_has_more_people_than_its_buyer() -> None:
    private = WOO.parse(a_sample("woocommerce", "order-placed").delivery())[0]
    business = WOO.parse(a_sample("woocommerce", "order-of-a-company-paid-with-note").delivery())[0]

    assert private.kind == business.kind == "order_update"
    assert [person.role for person in private.people] == [Role.BUYER]
    assert [person.role for person in business.people] == [Role.BUYER, Role.RECEIVING]


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha384", "sha512", "SHA512"])
def test_a_plugin_may_have_changed_the_hash(algorithm: str) -> None:
    delivery = a_sample("woocommerce", "order-placed").delivery()
    digest = hmac.new(b"s", delivery.body, algorithm.lower()).digest()
    signed = {"x-wc-webhook-signature": base64.b64encode(digest).decode()}
    account = Credentials(secrets=("s",), settings={"algorithm": algorithm})

    WOO.verify(delivery.model_copy(update={"headers": signed}), account)

    if algorithm != "sha256":
        with pytest.raises(SignatureError):
            WOO.verify(delivery.model_copy(update={"headers": signed}), Credentials(secrets=("s",)))


@pytest.mark.parametrize("algorithm", ["", "md5", "none", "sha256; x", "shake_128"])
def test_an_algorithm_that_proves_nothing_is_closed(algorithm: str) -> None:
    account = Credentials(secrets=("sample-secret",), settings={"algorithm": algorithm})

    with pytest.raises(SignatureError):
        WOO.verify(a_sample("woocommerce", "order-placed").delivery(), account)


@pytest.mark.parametrize(
    ("provider", "case", "word"),
    [
        ("woocommerce", "status-unknown", "wc-in-glazuur"),
        ("sendcloud", "status-unknown", "Parcel weighed on the moon"),
        ("aftership", "tag-unknown", "Teleported"),
        ("easypost", "status-unknown", "hovering"),
        ("dhl", "status-unknown", "No information"),
        ("lightspeed", "status-unknown", "being_engraved"),
        ("adobe_commerce", "status-unknown", "being_engraved"),
        ("shopify", "parcel-status-unknown", "beamed_up"),
    ],
)
def test_an_account_can_say_what_a_word_of_its_platform_means(
    provider: str, case: str, word: str
) -> None:
    delivery = a_sample(provider, case).delivery()

    def told(meaning: str) -> list[object]:
        options = {f"status.{word}".casefold(): meaning} if meaning else {}
        items = load(provider).parse(delivery.model_copy(update={"options": options}))
        return [item.milestone for item in items if item.kind == "order_update"]

    assert told("") == told("none") == told("garden") == [None]
    assert told("packed") == ["packed"]
