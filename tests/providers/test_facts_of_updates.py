"""What a payload knows of people, promises, tries and refunds is carried on, by every source."""

import json
from datetime import date

import pytest

from functions.core.contacts import AnchorKind, Contact
from functions.core.deliveries import Delivery
from functions.core.orders import Milestone, OrderUpdate, PaymentKind, Trouble
from functions.core.untrusted import Json
from functions.providers import load
from tests.providers.samples import Sample, a_sample, samples

COMPANY = "company"
BUSINESS = [sample for sample in samples() if COMPANY in sample.case]
SHOPS = {
    *("adobe_commerce", "bigcommerce", "ecwid", "lightspeed", "shopify", "shopware"),
    *("woocommerce", "cloudevents"),
}


def changed(provider: str, case: str, change: dict[str, Json]) -> Delivery:
    """The sample with some fields of its body in another way, at any depth by `a.b`."""
    delivery = a_sample(provider, case).delivery()
    body = json.loads(delivery.body)
    for path, value in change.items():
        *way, name = path.split(".")
        held = body
        for step in way:
            held = held[int(step)] if isinstance(held, list) else held[step]
        held[name] = value
    return delivery.model_copy(update={"body": json.dumps(body).encode()})


def updates(delivery: Delivery) -> list[OrderUpdate]:
    items = load(delivery.provider).parse(delivery)
    return [item for item in items if isinstance(item, OrderUpdate)]


def test_every_shop_has_a_sample_of_a_business() -> None:
    assert {sample.provider for sample in BUSINESS} == SHOPS


@pytest.mark.parametrize("sample", BUSINESS, ids=lambda sample: sample.provider)
def test_a_business_its_people_and_its_numbers_are_carried_on(sample: Sample) -> None:
    items = load(sample.provider).parse(sample.delivery())

    update = next(item for item in items if isinstance(item, OrderUpdate))
    assert update.company is not None
    assert update.company.name
    assert update.company.vat_number
    assert update.people[0].name
    assert update.people[0].email
    assert AnchorKind.PURCHASE_ORDER in {number.kind for number in update.references}
    if sample.provider not in ("cloudevents",):
        note = next(item for item in items if isinstance(item, Contact))
        assert note.company == update.company
        assert note.sender == update.people[0].email
        assert set(update.references) <= set(note.anchors)


def test_our_own_format_knows_every_fact_that_updates_ask_for() -> None:
    told: dict[str, Json] = {
        "order": "1001",
        "window": {"from": "2026-03-03T13:00:00+01:00", "to": "2026-03-03T15:00:00+01:00"},
        "attempt": 2,
        "last_day": "2026-03-12",
        "hand_over_by": "2026-03-04",
        "pay_before": "2026-03-04T12:00:00Z",
        "payment": "invoice",
        "payment_id": "tr_1",
        "paid_at": "2026-03-02T12:00:00Z",
        "trouble": "customs",
        "lines": [{"title": "Schaar", "id": "l-1"}],
        "people": [{"email": "a@b.example", "country": "DE", "prefers": "sms"}],
    }
    delivery = changed("cloudevents", "order-placed-structured", {"data": told})

    (update,) = updates(delivery)

    assert update.window is not None
    assert (update.window.ends - update.window.begins).total_seconds() == 7200
    assert (update.attempt, update.last_day) == (2, date(2026, 3, 12))
    assert (update.payment, update.payment_id) == (PaymentKind.INVOICE, "tr_1")
    assert (update.trouble, update.hand_over_by) == (Trouble.CUSTOMS, date(2026, 3, 4))
    assert update.pay_before is not None
    assert update.lines[0].name == "l-1"
    assert (update.people[0].country, update.people[0].prefers) == ("DE", "sms")


WINDOW = {
    "estimated_delivery_date_min": "2026-03-03T12:00:00+01:00",
    "estimated_delivery_date_max": "2026-03-03T14:00:00+01:00",
}
FRAME = {"estimatedFrom": "2026-03-03T12:00:00Z", "estimatedThrough": "2026-03-03T14:00:00Z"}
OUT = {"statusCode": "transit", "status": "Out for delivery", "timestamp": "2026-03-03T07:00:00Z"}


@pytest.mark.parametrize(
    ("provider", "case", "change"),
    [
        ("aftership", "out-for-delivery", {"msg.courier_estimated_delivery_date": WINDOW}),
        (
            "dhl",
            "announced",
            {"shipments.0.status": OUT, "shipments.0.estimatedDeliveryTimeFrame": FRAME},
        ),
    ],
)
def test_a_carriers_window_is_told_when_the_parcel_is_on_the_van(
    provider: str, case: str, change: dict[str, Json]
) -> None:
    (update,) = updates(changed(provider, case, change))

    assert update.milestone is Milestone.OUT_FOR_DELIVERY
    assert update.window is not None
    assert (update.window.ends - update.window.begins).total_seconds() == 7200


FAILED = {"tag": "AttemptFail", "checkpoint_time": "2026-03-02T10:00:00"}
SCAN = {"status": "in_transit", "status_detail": "attempted_delivery"}


@pytest.mark.parametrize(
    ("provider", "case", "change", "attempt"),
    [
        ("aftership", "out-for-delivery", {"msg.checkpoints": [FAILED]}, 2),
        ("aftership", "attempt-failed", {"msg.checkpoints": [FAILED, FAILED]}, 1),
        (
            "easypost",
            "in-transit",
            {
                "result.status": "out_for_delivery",
                "result.tracking_details": [
                    {**SCAN, "datetime": "2026-03-01T10:00:00Z"},
                    {**SCAN, "datetime": "2026-03-02T10:00:00Z"},
                ],
            },
            3,
        ),
    ],
)
def test_a_try_is_counted_from_those_that_failed(
    provider: str, case: str, change: dict[str, Json], attempt: int
) -> None:
    (update,) = updates(changed(provider, case, change))

    assert update.attempt == attempt


@pytest.mark.parametrize(
    ("provider", "case", "trouble"),
    [
        ("sendcloud", "address-exception", Trouble.ADDRESS),
        ("aftership", "lost", Trouble.LOST),
        ("easypost", "damaged", Trouble.DAMAGED),
        ("dhl", "damaged", Trouble.DAMAGED),
    ],
)
def test_a_carriers_exception_has_its_sort(provider: str, case: str, trouble: Trouble) -> None:
    update = updates(a_sample(provider, case).delivery())[-1]

    assert (update.milestone, update.trouble) == (Milestone.EXCEPTION, trouble)


@pytest.mark.parametrize(
    ("provider", "case", "path", "value"),
    [
        ("sendcloud", "announced", "parcel.expected_delivery_date", "soon"),
        ("aftership", "in-transit", "msg.expected_delivery", "9999-99-99"),
        ("easypost", "in-transit", "result.est_delivery_date", [1]),
        ("dhl", "announced", "shipments.0.estimatedTimeOfDelivery", {}),
        ("aftership", "in-transit", "msg.expected_delivery", "2099-01-01"),
    ],
)
def test_a_promise_that_cannot_be_meant_keeps_nothing_back(
    provider: str, case: str, path: str, value: Json
) -> None:
    before = updates(a_sample(provider, case).delivery())

    (after,) = updates(changed(provider, case, {path: value}))

    assert after.expected_on is None
    assert after.milestone is before[0].milestone


def test_lines_taken_off_an_order_are_told_beside_the_refund() -> None:
    taken: dict[str, Json] = {
        "quantity": 1,
        "restock_type": "cancel",
        "line_item_id": 866,
        "line_item": {"id": 866},
    }
    delivery = changed("shopify", "refund", {"refund_line_items": [taken]})

    refund, lines = updates(delivery)

    assert refund.milestone is Milestone.REFUNDED
    assert (lines.milestone, lines.partial, lines.refund) == (Milestone.LINE_CANCELLED, True, None)
    assert [line.name for line in lines.lines] == ["866"]


def test_shop_and_payment_provider_tell_of_one_refund_by_one_id() -> None:
    paid: dict[str, Json] = {
        "kind": "refund",
        "status": "success",
        "amount": "15.00",
        "authorization": "re_1",
    }
    refunds: dict[str, Json] = {
        "data": [{"id": "re_0", "created": 1}, {"id": "re_1", "created": 1772527000}]
    }

    (by_shop,) = updates(changed("shopify", "refund", {"transactions": [paid]}))
    (by_stripe,) = updates(
        changed("stripe", "charge-refunded-in-part", {"data.object.refunds": refunds})
    )

    assert by_shop.refund == by_stripe.refund == "re_1"


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"payment_terms": {"payment_terms_type": "net"}}, PaymentKind.INVOICE),
        ({"payment_gateway_names": ["Cash on Delivery (COD)"]}, PaymentKind.INVOICE),
        ({"payment_gateway_names": ["mollie_ideal"]}, PaymentKind.PREPAID),
        ({"payment_gateway_names": []}, None),
    ],
    ids=str,
)
def test_how_an_order_is_paid_is_read_from_its_terms_and_methods(
    change: dict[str, Json], kind: PaymentKind | None
) -> None:
    update = updates(changed("shopify", "order-placed", change))[0]

    assert update.payment is kind


def test_adobe_tells_of_lines_taken_off_and_of_lines_to_wait_for() -> None:
    items: Json = [
        {"name": "Schaar", "sku": "SS-1", "qty_ordered": "2", "qty_canceled": "1.0000"},
        {"name": "Hark", "sku": "H-1", "qty_ordered": "1", "qty_backordered": "1.0000"},
        {"name": "Hark, deel", "sku": "H-1", "parent_item_id": "7", "qty_backordered": "1"},
    ]

    told = updates(changed("adobe_commerce", "order-placed", {"data.value.items": items}))

    changes = {update.milestone: update for update in told}
    assert [line.name for line in changes[Milestone.LINE_CANCELLED].lines] == ["SS-1"]
    assert [line.name for line in changes[Milestone.BACK_ORDER].lines] == ["H-1"]
    assert [line.name for line in changes[Milestone.PLACED].lines] == ["SS-1", "H-1"]
