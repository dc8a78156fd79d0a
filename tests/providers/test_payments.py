"""What is peculiar to payment providers: what is signed, what is fetched, what is told of it."""

import json

import pytest

from functions.core.contacts import Contact
from functions.core.deliveries import Credentials, Delivery
from functions.core.errors import PayloadError, SignatureError
from functions.core.items import Unknown
from functions.core.orders import OrderUpdate
from functions.core.untrusted import Json
from functions.providers import load
from tests.providers.samples import a_sample

MOLLIE, ADYEN, STRIPE = load("mollie"), load("adyen"), load("stripe")
API_KEY = Credentials(secrets=("s",), settings={"api_key": "test_key"})


def _classic(body: bytes) -> Delivery:
    sample = a_sample("mollie", "payment-paid").delivery()
    return sample.model_copy(update={"body": body})


def test_a_classic_webhook_without_an_api_key_is_refused() -> None:
    with pytest.raises(SignatureError):
        MOLLIE.verify(_classic(b"id=tr_abc"), Credentials(secrets=("s",)))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"id=",
        b"id=tr_",
        b"id=tr_a/../b",
        b"id=tr_a%2F..%2Fb",
        b"id=xx_abc",
        b"id=tr_a&id=tr_b",
        b"id=" + b"tr_" + b"a" * 500,
        b'{"id":"tr_abc"}',
    ],
)
def test_what_is_no_classic_webhook_proves_nothing_and_fetches_nothing(body: bytes) -> None:
    with pytest.raises(SignatureError):
        MOLLIE.verify(_classic(body), API_KEY)

    assert MOLLIE.fetches(_classic(body), API_KEY) == {}


def test_nothing_is_decided_about_a_payment_that_was_not_fetched() -> None:
    unfetched = a_sample("mollie", "payment-paid").delivery().model_copy(update={"fetched": {}})

    with pytest.raises(PayloadError):
        MOLLIE.parse(unfetched)


def test_another_payment_than_the_one_asked_for_is_not_believed() -> None:
    delivery = a_sample("mollie", "payment-paid").delivery()
    other = delivery.fetched["object"].replace(b"tr_5B8cwPMGnU6qLbRvo001", b"tr_other")

    with pytest.raises(PayloadError):
        MOLLIE.parse(delivery.model_copy(update={"fetched": {"object": other}}))


def test_a_chargeback_is_a_contact_and_leaves_the_order_where_it_is() -> None:
    for provider, case in (("mollie", "payment-charged-back"), ("adyen", "charged-back")):
        items = load(provider).parse(a_sample(provider, case).delivery())

        (contact,) = (item for item in items if isinstance(item, Contact))
        assert contact.sender.scheme == provider
        steps = [item.milestone for item in items if isinstance(item, OrderUpdate)]
        assert "refunded" not in steps


def _batch(change: dict[str, Json]) -> Delivery:
    """Three items, of which the second one is changed after it was signed."""
    delivery = a_sample("adyen", "batch-of-three").delivery()
    body = json.loads(delivery.body)
    body["notificationItems"][1]["NotificationRequestItem"] |= change
    return delivery.model_copy(update={"body": json.dumps(body).encode()})


@pytest.mark.parametrize(
    "change",
    [
        {"amount": {"currency": "EUR", "value": 1}},
        {"merchantReference": "1"},
        {"success": "false"},
        {"eventCode": "AUTHORISATION"},
        {"additionalData": {}},
        {"additionalData": None},
    ],
    ids=str,
)
def test_one_item_that_is_not_signed_spoils_the_whole_batch(change: dict[str, Json]) -> None:
    credentials = a_sample("adyen", "batch-of-three").credentials

    with pytest.raises(SignatureError):
        ADYEN.verify(_batch(change), credentials)


def test_an_unsigned_field_changes_nothing_that_is_told() -> None:
    before = ADYEN.parse(_batch({}))

    after = ADYEN.parse(_batch({"reason": "x", "paymentMethod": "gold", "additionalData": {}}))

    assert [item.model_dump() for item in after] == [item.model_dump() for item in before]


@pytest.mark.parametrize("body", [b"{}", b'{"notificationItems":[]}', b"[]", b""])
def test_a_batch_of_nothing_is_not_signed(body: bytes) -> None:
    sample = a_sample("adyen", "batch-of-three")

    with pytest.raises(SignatureError):
        ADYEN.verify(sample.delivery().model_copy(update={"body": body}), sample.credentials)


@pytest.mark.parametrize("key", ["", " ", "xyz", "4478", "é"])
def test_a_key_that_is_no_hexadecimal_proves_nothing(key: str) -> None:
    with pytest.raises(SignatureError):
        ADYEN.verify(a_sample("adyen", "charged-back").delivery(), Credentials(secrets=(key,)))


def test_of_a_second_refund_only_what_went_back_now_is_told() -> None:
    (item,) = STRIPE.parse(a_sample("stripe", "charge-refunded-in-part").delivery())

    assert isinstance(item, OrderUpdate)
    assert (item.total, item.partial) == ("15.00 EUR", True)


@pytest.mark.parametrize(("currency", "told"), [("jpy", "4995 JPY"), ("eur", "49.95 EUR")])
def test_a_currency_without_a_smaller_unit_is_counted_whole(currency: str, told: str) -> None:
    delivery = a_sample("stripe", "payment-succeeded").delivery()
    body = delivery.body.replace(b'"eur"', f'"{currency}"'.encode())

    (item,) = STRIPE.parse(delivery.model_copy(update={"body": body}))

    assert isinstance(item, OrderUpdate)
    assert item.total == told


def test_a_thin_event_of_stripe_is_fetched_by_its_own_path() -> None:
    thin = {
        "id": "evt_v2",
        "object": "v2.core.event",
        "type": "v1.payment_intent.succeeded",
        "created": "2026-03-01T15:02:00.000Z",
        "related_object": {"id": "pi_9", "url": "/v1/payment_intents/pi_9"},
    }
    delivery = a_sample("stripe", "payment-succeeded").delivery()
    thin_delivery = delivery.model_copy(update={"body": json.dumps(thin).encode()})
    answer = b'{"id":"pi_9","amount":100,"currency":"eur","metadata":{"order_id":"1001"}}'

    (request,) = STRIPE.fetches(thin_delivery, API_KEY).values()
    (item,) = STRIPE.parse(thin_delivery.model_copy(update={"fetched": {"object": answer}}))

    assert request.url == "https://api.stripe.com/v1/payment_intents/pi_9"
    assert isinstance(item, OrderUpdate)
    assert item.milestone == "paid"


def test_an_event_without_a_rule_waits_for_a_person() -> None:
    delivery = a_sample("stripe", "payment-succeeded").delivery()
    body = delivery.body.replace(b"payment_intent.succeeded", b"garden.watered")

    (item,) = STRIPE.parse(delivery.model_copy(update={"body": body}))

    assert isinstance(item, Unknown)
    assert not item.recorded
