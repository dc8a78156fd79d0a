"""What is told of an order, step by step: each situation with all that anybody notices."""

import pytest

from tests.updates.plays import (
    ANNA,
    LINES,
    contact,
    found_later,
    known,
    order,
    parcel,
    payment,
    placed,
    play,
    seen,
    window,
)

CONSUMERS = {
    "an order is confirmed at once": (
        play(placed("05-19 10:00"), orders=[]),
        ["05-19 10:00 anna email placed"],
    ),
    "payment is only recorded": (
        play(payment("05-19 10:00", "paid"), orders=[known("placed")], until="05-20 12:00"),
        [],
    ),
    "a failed payment is told at once, and that it came after all": (
        play(
            payment("05-19 10:00", "payment_failed"),
            payment("05-19 11:00", "paid"),
            orders=[known("placed")],
            until="05-20 12:00",
        ),
        ["05-19 10:00 anna email payment_failed", "05-19 11:10 anna email paid"],
    ),
    "a payment that failed after it was made is old news": (
        play(payment("05-19 10:00", "payment_failed"), orders=[known("paid")]),
        [],
    ),
    "packed and announced and in transit are only recorded": (
        play(
            order("05-19 10:00", "packed"),
            parcel("05-19 10:05", "announced"),
            parcel("05-19 10:10", "in_transit"),
            orders=[known("paid")],
        ),
        [],
    ),
    "a parcel on its way is told after ten minutes": (
        play(parcel("05-19 10:00", "handed_over"), orders=[known("paid")]),
        ["05-19 10:10 anna email K1 handed_over"],
    ),
    "two parcels in ten minutes are one message": (
        play(
            parcel("05-19 10:00", "handed_over"),
            parcel("05-19 10:09", "handed_over", "K2"),
            orders=[known("paid")],
        ),
        ["05-19 10:10 anna email K1 handed_over + K2 handed_over"],
    ),
    "what waits goes along with what goes at once": (
        play(parcel("05-19 10:00", "delivered"), placed("05-19 10:05", order="C2")),
        ["05-19 10:05 anna email K1 delivered + C2 placed"],
    ),
    "the same event again changes nothing": (
        play(
            parcel("05-19 10:00", "delivered", id="x"),
            parcel("05-19 11:00", "delivered", id="x"),
            parcel("05-19 12:00", "delivered", id="y"),
        ),
        ["05-19 10:10 anna email K1 delivered"],
    ),
    "only the newest position is told": (
        play(
            parcel("05-19 10:00", "out_for_delivery"),
            parcel("05-19 10:05", "delivered"),
            parcel("05-19 10:30", "handed_over"),
        ),
        ["05-19 10:10 anna email K1 delivered"],
    ),
    "each try to deliver is news": (
        play(
            parcel("05-19 10:00", "out_for_delivery"),
            parcel("05-19 12:00", "attempted"),
            parcel("05-20 10:00", "out_for_delivery", attempt=2),
            parcel("05-20 12:00", "attempted", attempt=2),
            parcel("05-20 13:00", "attempted"),
        ),
        [
            "05-19 10:10 anna email K1 out_for_delivery",
            "05-19 12:10 anna email K1 attempted",
            "05-20 10:10 anna email K1 out_for_delivery",
            "05-20 12:10 anna email K1 attempted",
        ],
    ),
    "a scan at our own door is no delivery": (
        play(parcel("05-19 10:00", "returned_to_sender"), parcel("05-20 10:00", "delivered")),
        [
            "05-19 10:00 work orders C1 returned_to_sender",
            "05-19 10:10 anna email K1 returned_to_sender",
        ],
    ),
    "refunds are told once per refund, whoever tells": (
        play(
            payment("05-19 10:00", "refunded", refund="r1", partial=True),
            payment("05-19 12:00", "refunded", refund="r2", partial=True),
            payment("05-19 14:00", "refunded", refund="r1", partial=True),
        ),
        ["05-19 10:10 anna email refunded", "05-19 12:10 anna email refunded"],
    ),
    "shop and payment provider without ids tell of one refund": (
        play(order("05-19 10:00", "refunded"), payment("05-19 12:00", "refunded")),
        ["05-19 10:10 anna email refunded"],
    ),
    "other lines are other news": (
        play(
            order("05-19 10:00", "line_cancelled", lines=[1]),
            order("05-19 11:00", "line_cancelled", lines=[1]),
            order("05-19 12:00", "line_cancelled", lines=[2]),
            order("05-19 13:00", "back_order", lines=[3], new_date="2026-06-02"),
            orders=[known("paid", lines=[*LINES, {"line": 3}])],
        ),
        [
            "05-19 10:10 anna email line_cancelled",
            "05-19 12:10 anna email line_cancelled",
            "05-19 13:10 anna email back_order",
        ],
    ),
    "each trouble is told and worked on once": (
        play(
            parcel("05-19 10:00", "exception", detail="address"),
            parcel("05-19 11:00", "exception", detail="address"),
            parcel("05-19 12:00", "exception", detail="customs"),
        ),
        [
            "05-19 10:00 work orders C1 exception address",
            "05-19 10:10 anna email K1 exception",
            "05-19 12:00 work orders C1 exception customs",
            "05-19 12:10 anna email K1 exception",
        ],
    ),
    "a lost parcel that is found is delivered": (
        play(parcel("05-19 10:00", "exception", detail="lost"), parcel("05-20 10:00", "delivered")),
        [
            "05-19 10:00 work orders C1 exception lost",
            "05-19 10:10 anna email K1 exception",
            "05-20 10:10 anna email K1 delivered",
        ],
    ),
    "a shop may leave milestones out": (
        play(parcel("05-19 10:00", "delivered"), policy={"untold": ["delivered"]}),
        [],
    ),
    "found later is recorded, not told": (
        play(found_later(parcel("05-19 10:00", "delivered")), contact("05-19 11:00", "wismo")),
        ["05-19 11:00 work orders high C1 not_received"],
    ),
    "older than 48 hours is recorded, not told": (
        play(parcel("05-19 10:00", "delivered", occurred="05-17 09:59")),
        [],
    ),
    "48 hours old is told": (
        play(parcel("05-19 10:00", "delivered", occurred="05-17 10:00")),
        ["05-19 10:10 anna email K1 delivered"],
    ),
    "out for delivery is nothing after its window": (
        play(
            parcel("05-19 15:01", "out_for_delivery", window=window("05-19 13:00", "05-19 15:00"))
        ),
        [],
    ),
    "nor after its day": (
        play(parcel("05-20 00:05", "out_for_delivery", occurred="05-19 23:00")),
        [],
    ),
    "somebody who opted out of everything hears nothing": (
        play(parcel("05-19 10:00", "delivered"), people=[{**ANNA, "opted_out": ["email"]}]),
        [],
    ),
}

CANCELLED = {
    "it is told at once and drops what waits": (
        play(
            parcel("05-19 10:00", "handed_over"),
            order("05-19 10:05", "cancelled"),
            orders=[known("paid")],
        ),
        ["05-19 10:05 anna email cancelled"],
    ),
    "afterwards only the refund is told": (
        play(
            order("05-19 10:00", "cancelled"),
            order("05-19 11:00", "back_order", lines=[1]),
            payment("05-20 10:00", "refunded"),
            orders=[known("paid")],
        ),
        ["05-19 10:00 anna email cancelled", "05-20 10:10 anna email refunded"],
    ),
    "a parcel that leaves all the same is work, once": (
        play(
            order("05-19 10:00", "cancelled"),
            parcel("05-19 12:00", "handed_over"),
            parcel("05-19 18:00", "in_transit"),
            orders=[known("paid")],
        ),
        [
            "05-19 10:00 anna email cancelled",
            "05-19 12:00 work orders C1 left_after_cancellation",
        ],
    ),
    "a scan from before it is no work": (
        play(
            order("05-19 10:00", "cancelled"),
            parcel("05-19 12:00", "handed_over", occurred="05-19 09:00"),
            orders=[known("paid")],
        ),
        ["05-19 10:00 anna email cancelled"],
    ),
    "a scan after it is work also when we hear of it before": (
        play(
            parcel("05-19 12:00", "handed_over"),
            order("05-19 12:05", "cancelled", occurred="05-19 11:00"),
            orders=[known("paid")],
        ),
        [
            "05-19 12:05 work orders C1 left_after_cancellation",
            "05-19 12:05 anna email cancelled",
        ],
    ),
    "no promise is missed any more": (
        play(
            order("05-19 10:00", "cancelled"),
            orders=[known("paid", promised={"delivered_by": "2026-05-20"})],
        ),
        ["05-19 10:00 anna email cancelled"],
    ),
}

TABLE = {**CONSUMERS, **CANCELLED}


@pytest.mark.parametrize("name", TABLE)
def test_the_situation_comes_out_as_it_should(name: str) -> None:
    rows, expected = TABLE[name]

    assert seen(rows) == expected
