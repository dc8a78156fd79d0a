"""What is peculiar to Shopware: the registration of a shop, and the secret that it is given."""

import json
from datetime import timedelta
from urllib.parse import quote

import pytest

from functions.core.contacts import Contact
from functions.core.deliveries import Credentials, Delivery
from functions.core.errors import SignatureError
from functions.providers.shopware import Shopware
from infra.local.signers import sign
from tests.providers.samples import a_sample
from tests.providers.test_signatures import VECTORS, Vector

PROVIDER = Shopware()
REGISTRATIONS = [vector for vector in VECTORS if vector.provider == "shopware-register"]
SETTINGS = {"app_secret": "my-secret", "app_name": "HubApp"}
ACCOUNT = Credentials(settings=SETTINGS)


def _registered() -> Delivery:
    return next(vector.delivery() for vector in REGISTRATIONS if vector.valid)


def _given_secret() -> str:
    reply = PROVIDER.challenge(_registered(), ACCOUNT)
    assert reply is not None
    return str(json.loads(reply.body)["secret"])


@pytest.mark.parametrize("vector", REGISTRATIONS, ids=lambda vector: vector.note)
def test_a_registration_is_answered_with_the_proof_or_refused(vector: Vector) -> None:
    reply = PROVIDER.challenge(vector.delivery(), ACCOUNT)

    assert reply is not None
    if vector.valid:
        assert json.loads(reply.body)["proof"] == vector.expect["proof"]
        assert len(json.loads(reply.body)["secret"]) == 64
    else:
        assert reply.status == 401


def test_a_gateway_may_have_spelled_the_query_anew() -> None:
    delivery = _registered()
    encoded = delivery.url.replace("https://my-shop.com", quote("https://my-shop.com", safe=""))

    reply = PROVIDER.challenge(delivery.model_copy(update={"url": encoded}), ACCOUNT)

    assert reply is not None
    assert reply.status == 200


@pytest.mark.parametrize(
    "settings", [{}, {"app_secret": " "}, SETTINGS | {"shop_id": "other"}], ids=str
)
def test_without_an_app_secret_or_for_another_shop_nobody_registers(
    settings: dict[str, str],
) -> None:
    reply = PROVIDER.challenge(_registered(), Credentials(settings=settings))

    assert reply is not None
    assert reply.status == 401


def test_a_second_registration_needs_the_secret_of_the_first() -> None:
    delivery = _registered()
    stolen = {**delivery.headers, "shopware-shop-signature": "0" * 64}

    reply = PROVIDER.challenge(delivery.model_copy(update={"headers": stolen}), ACCOUNT)

    assert reply is not None
    assert reply.status == 401


def test_the_secret_that_was_given_signs_the_shops_webhooks_and_no_other_shops() -> None:
    sample = a_sample("shopware", "order-placed").delivery()
    body = sample.body.replace(b"dgrH7nLU6tlE", b"123")
    headers = sign("shopware", _given_secret(), body, {}, sample.received_at)
    genuine = sample.model_copy(update={"body": body, "headers": headers})
    other = genuine.model_copy(update={"body": body.replace(b'"123"', b'"124"')})

    PROVIDER.verify(genuine, ACCOUNT)

    with pytest.raises(SignatureError):
        PROVIDER.verify(other, ACCOUNT)


def test_the_confirmation_with_its_keys_is_answered_and_not_kept() -> None:
    body = b'{"apiKey":"a","secretKey":"b","timestamp":"1","shopUrl":"u","shopId":"123"}'
    sample = a_sample("shopware", "order-placed").delivery()
    headers = sign("shopware", _given_secret(), body, {}, sample.received_at)
    delivery = sample.model_copy(update={"body": body, "headers": headers})

    PROVIDER.verify(delivery, ACCOUNT)

    assert PROVIDER.challenge(delivery, ACCOUNT) is not None


def test_an_old_delivery_is_refused_by_its_signed_timestamp() -> None:
    sample = a_sample("shopware", "order-placed")
    later = sample.received_at + timedelta(days=2)

    with pytest.raises(SignatureError):
        PROVIDER.verify(
            sample.delivery().model_copy(update={"received_at": later}), sample.credentials
        )


def test_a_note_of_a_business_order_carries_its_company() -> None:
    items = PROVIDER.parse(a_sample("shopware", "order-of-a-company-with-note").delivery())

    (note,) = (item for item in items if isinstance(item, Contact))
    assert note.company.vat_number == "NL123456789B01"
    assert note.company.customer_number == "K-1007"
