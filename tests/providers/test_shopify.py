"""What is peculiar to Shopify: whose shop it is, which id an item gets, and what a topic means."""

import json
from datetime import UTC, datetime

import pytest

from functions.core.contacts import Anchor, AnchorKind, Contact, Verdicts
from functions.core.deliveries import Credentials, Delivery, Transport
from functions.core.errors import PayloadError, SignatureError
from functions.core.items import Item, Unknown
from functions.core.orders import Milestone, OrderUpdate, Role
from functions.core.untrusted import Json
from functions.providers.shopify import Shopify
from infra.local.signers import sign

PROVIDER = Shopify()
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
ORDER: dict[str, Json] = {"id": 1, "name": "#1001", "created_at": "2026-03-03T12:00:00+01:00"}
PARCEL: dict[str, Json] = {"id": 5, "order_id": 1, "status": "success"}


def a_delivery(topic: str, payload: Json, **headers: str) -> Delivery:
    named = {"x-shopify-topic": topic, "x-shopify-event-id": "e-1"}
    return Delivery(
        id="d",
        provider="shopify",
        account="tuinhuis",
        shop="tuinhuis",
        received_at=NOON,
        headers={**named, **headers},
        body=json.dumps(payload).encode(),
    )


def parsed(topic: str, payload: Json, **headers: str) -> list[Item]:
    return PROVIDER.parse(a_delivery(topic, payload, **headers))


def an_update(topic: str, payload: Json, **headers: str) -> OrderUpdate:
    update = parsed(topic, payload, **headers)[0]
    assert isinstance(update, OrderUpdate)
    return update


@pytest.mark.parametrize(
    ("domain", "genuine"),
    [
        ("tuinhuis.myshopify.com", True),
        ("TUINHUIS.myshopify.com", True),
        ("other.myshopify.com", False),
        ("é", False),
        ("", False),
    ],
)
def test_another_shop_with_the_same_app_is_refused(domain: str, genuine: bool) -> None:
    delivery = a_delivery("orders/create", ORDER, **{"x-shopify-shop-domain": domain})
    signed = sign("shopify", "s", delivery.body, delivery.headers, NOON)
    credentials = Credentials(secrets=("s",), settings={"shop_domain": "tuinhuis.myshopify.com"})
    delivery = delivery.model_copy(update={"headers": signed})

    if genuine:
        PROVIDER.verify(delivery, credentials)
    else:
        with pytest.raises(SignatureError):
            PROVIDER.verify(delivery, credentials)


@pytest.mark.parametrize("body", [b"", b"[]", b"[" * 100_000, b'{"detail":{"metadata":7}}'])
def test_an_event_of_the_bus_that_names_no_shop_is_refused(body: bytes) -> None:
    credentials = Credentials(settings={"shop_domain": "tuinhuis.myshopify.com"})
    delivery = a_delivery("", {}).model_copy(update={"transport": Transport.BUS, "body": body})

    with pytest.raises(SignatureError):
        PROVIDER.verify(delivery, credentials)


def test_two_topics_of_one_event_are_two_items() -> None:
    cancelled, refunded = an_update("orders/cancelled", ORDER), an_update("orders/paid", ORDER)

    assert cancelled.id != refunded.id


def test_two_subscriptions_to_one_event_are_one_item() -> None:
    first, second = (
        an_update("orders/paid", ORDER, **{"x-shopify-webhook-id": webhook})
        for webhook in ("w-1", "w-2")
    )

    assert first.id == second.id


def test_without_an_event_id_the_same_bytes_are_the_same_item() -> None:
    nameless = {"x-shopify-event-id": ""}

    first, again = (an_update("orders/paid", ORDER, **nameless) for _ in range(2))
    other = an_update("orders/paid", {**ORDER, "id": 2}, **nameless)

    assert first.id == again.id != other.id


@pytest.mark.parametrize(
    ("status", "shipment_status", "milestone"),
    [
        ("success", None, Milestone.HANDED_OVER),
        ("success", "label_printed", Milestone.ANNOUNCED),
        ("success", "ready_for_pickup", Milestone.READY_FOR_PICKUP),
        ("success", "delivered", Milestone.DELIVERED),
        ("success", "new_word", None),
        ("pending", None, None),
        ("cancelled", "in_transit", None),
        (None, None, None),
    ],
)
def test_a_fulfilment_is_where_its_statuses_say(
    status: str | None, shipment_status: str | None, milestone: Milestone | None
) -> None:
    told = {**PARCEL, "status": status, "shipment_status": shipment_status}

    update = an_update("fulfillments/update", told)

    assert update.milestone is milestone
    assert update.detail == (shipment_status or status)


@pytest.mark.parametrize(
    ("status", "milestone"),
    [
        ("attempted_delivery", Milestone.ATTEMPTED),
        ("delayed", Milestone.DELAYED),
        ("picked_up", Milestone.DELIVERED),
        ("failure", Milestone.EXCEPTION),
        ("beamed_up", None),
    ],
)
def test_events_find_the_parcel_of_their_fulfilment(
    status: str, milestone: Milestone | None
) -> None:
    parcel = an_update("fulfillments/create", {**PARCEL, "tracking_number": "3S1"})

    event = an_update(
        "fulfillment_events/create", {"order_id": 1, "fulfillment_id": 5, "status": status}
    )

    assert event.parcel == parcel.parcel == "5"
    assert (event.milestone, event.detail) == (milestone, status)


def test_a_tracking_number_that_comes_later_belongs_to_the_same_parcel() -> None:
    before = an_update("fulfillments/create", PARCEL)
    after = an_update("fulfillments/update", {**PARCEL, "tracking_number": "3S1"})

    assert before.parcel == after.parcel
    assert after.tracking is not None


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", "//x.example"])
def test_a_link_that_is_no_web_address_is_left_out(url: str) -> None:
    told = {**PARCEL, "tracking_number": "3S1", "tracking_url": url}

    tracking = an_update("fulfillments/create", told).tracking

    assert tracking is not None
    assert tracking.url is None


@pytest.mark.parametrize(
    ("transactions", "milestone", "total"),
    [
        (None, Milestone.REFUNDED, None),
        ([], None, None),
        ([{"kind": "refund", "status": "pending", "amount": "5.00"}], None, None),
        ([{"kind": "void", "status": "success", "amount": "5.00"}], None, None),
        (
            [
                {"kind": "refund", "status": "success", "amount": "5.00", "currency": "EUR"},
                {"kind": "refund", "status": "success", "amount": "1.25", "currency": "EUR"},
            ],
            Milestone.REFUNDED,
            "6.25 EUR",
        ),
        ([{"kind": "refund", "status": "success", "amount": "1e9"}], Milestone.REFUNDED, None),
    ],
)
def test_a_refund_is_told_when_money_went_back(
    transactions: Json, milestone: Milestone | None, total: str | None
) -> None:
    refund = an_update("refunds/create", {"id": 9, "order_id": 1, "transactions": transactions})

    assert (refund.milestone, refund.total) == (milestone, total)
    assert refund.refund == "9"


@pytest.mark.parametrize(
    ("quantity", "of", "partial"), [(1, 2, True), (2, 2, False), (1, None, False)]
)
def test_a_refund_of_some_pieces_is_partial(quantity: int, of: int | None, partial: bool) -> None:
    line: Json = {"title": "Pot", "quantity": of} if of else None
    lines: Json = [{"quantity": quantity, "line_item": line}]

    refund = an_update("refunds/create", {"id": 9, "order_id": 1, "refund_line_items": lines})

    assert refund.partial is partial


@pytest.mark.parametrize(
    ("topic", "recorded"),
    [
        ("orders/edited", True),
        ("customers/update", True),
        ("app/uninstalled", False),
        ("brand/new", False),
        ("", False),
    ],
)
def test_topics_without_a_rule_are_kept(topic: str, recorded: bool) -> None:
    (item,) = parsed(topic, {"id": 1})

    assert isinstance(item, Unknown)
    assert item.recorded is recorded
    assert item.type == (topic or "delivery without topic")


def test_a_test_notification_makes_no_order() -> None:
    (item,) = parsed("orders/create", ORDER, **{"x-shopify-test": "true"})

    assert isinstance(item, Unknown)
    assert item.recorded


@pytest.mark.parametrize("verified", [True, False, None])
def test_a_note_counts_as_from_a_stranger_when_the_address_is_not_proven(
    verified: bool | None,
) -> None:
    customer: Json = {"email": "sanne@example.com", "verified_email": verified}

    items = parsed("orders/create", {**ORDER, "note": "Achterom graag", "customer": customer})

    note = items[-1]
    assert isinstance(note, Contact)
    assert note.verdicts == (Verdicts() if verified is False else None)


@pytest.mark.parametrize("note", [None, "", "  \n"])
def test_an_empty_note_is_no_contact(note: str | None) -> None:
    customer: Json = {"email": "sanne@example.com"}

    assert len(parsed("orders/create", {**ORDER, "note": note, "customer": customer})) == 1


def test_a_company_on_the_delivery_address_alone_makes_no_business_order() -> None:
    update = an_update("orders/create", {**ORDER, "shipping_address": {"company": "Werk BV"}})

    assert update.company is None


def test_the_receiver_of_a_present_makes_no_business_order() -> None:
    receiver: Json = {"name": "Oma", "phone": "0612345609", "country_code": "NL"}

    update = an_update(
        "orders/create", {**ORDER, "email": "sanne@example.com", "shipping_address": receiver}
    )

    assert [person.role for person in update.people] == [Role.BUYER]


@pytest.mark.parametrize("name", ["PO number", "Inkoopordernummer", "po_number"])
def test_the_customers_own_order_number_is_a_reference(name: str) -> None:
    noted: Json = [{"name": name, "value": "po 77 #1"}]

    update = an_update("orders/create", {**ORDER, "note_attributes": noted})

    assert update.references == (Anchor(kind=AnchorKind.PURCHASE_ORDER, value="PO771"),)


@pytest.mark.parametrize(
    ("created_at", "triggered_at", "expected"),
    [
        ("2026-03-03T12:00:00+01:00", "2026-03-03T10:00:00Z", datetime(2026, 3, 3, 11, tzinfo=UTC)),
        (None, "2026-03-03T10:00:00.123456789Z", datetime(2026, 3, 3, 10, 0, 0, 123456, UTC)),
        (None, "soon", NOON),
        ("9999-12-31T23:59:59Z", "", NOON),
        ("0001-01-01T00:00:00+14:00", "", NOON),
        ("0000-00-00 00:00:00", "", NOON),
        ("Tue, 03 Mar 2026 12:00:00 +0100", "", datetime(2026, 3, 3, 11, tzinfo=UTC)),
        ("2026-03-03T11:00:00", "", datetime(2026, 3, 3, 11, tzinfo=UTC)),
    ],
)
def test_the_payloads_clock_goes_before_the_headers(
    created_at: str | None, triggered_at: str, expected: datetime
) -> None:
    headers = {"x-shopify-triggered-at": triggered_at}

    update = an_update("orders/create", {**ORDER, "created_at": created_at}, **headers)

    assert update.occurred_at == expected


@pytest.mark.parametrize("field", ["id", "line_items", "customer", "total_price"])
def test_a_wrong_type_is_quarantined_with_the_field(field: str) -> None:
    (item,) = parsed("orders/create", {**ORDER, field: {"a": [1]}, "note": "x"})[:1]

    if isinstance(item, Unknown):
        assert item.reason.startswith(field)
    else:
        assert field == "customer"


def test_a_body_that_is_no_object_is_a_payload_error() -> None:
    with pytest.raises(PayloadError):
        parsed("orders/create", [ORDER])
