"""Rules that meet: once, forward only, cancelled, too old, nobody to reach."""

import pytest

from tests.updates.plays import (
    ALL,
    ANNA,
    LINES,
    contact,
    failed,
    found_later,
    known,
    order,
    parcel,
    payment,
    placed,
    play,
    seen,
)

CASES = {
    "rule 1: a payment that came after a failure nobody was told is only recorded": (
        play(
            payment("05-19 10:00", "payment_failed"),
            payment("05-19 11:00", "paid"),
            orders=[known("placed")],
            policy={"untold": ["payment_failed"]},
            until="05-20 12:00",
        ),
        [],
    ),
    "rule 1: what came back in part is told too": (
        play(order("05-19 10:00", "returned", partial=True), orders=[known("delivered")]),
        ["05-19 10:10 anna email returned"],
    ),
    "rule 4: each attempt is news, the same one is not": (
        play(
            parcel("05-19 09:00", "out_for_delivery"),
            parcel("05-19 12:00", "attempted"),
            parcel("05-20 08:00", "out_for_delivery"),
            parcel("05-20 09:00", "out_for_delivery", attempt=2),
            parcel("05-20 12:00", "attempted", attempt=2),
        ),
        [
            "05-19 09:10 anna email K1 out_for_delivery",
            "05-19 12:10 anna email K1 attempted",
            "05-20 09:10 anna email K1 out_for_delivery",
            "05-20 12:10 anna email K1 attempted",
        ],
    ),
    "rule 4: one refund told by shop and bank is one, the next refund another": (
        play(
            order("05-19 10:00", "refunded", refund="R1", partial=True),
            payment("05-19 11:00", "refunded", refund="R1", partial=True),
            payment("05-19 12:00", "refunded", refund="R2", partial=True),
            orders=[known("delivered")],
        ),
        ["05-19 10:10 anna email refunded", "05-19 12:10 anna email refunded"],
    ),
    "rule 4: refunds without a name are one": (
        play(
            order("05-19 10:00", "refunded"),
            payment("05-19 11:00", "refunded"),
            orders=[known("delivered")],
        ),
        ["05-19 10:10 anna email refunded"],
    ),
    "rule 4: other lines are news": (
        play(
            order("05-19 10:00", "line_cancelled", lines=[1]),
            order("05-19 11:00", "line_cancelled", lines=[1]),
            order("05-19 12:00", "line_cancelled", lines=[2]),
            orders=[known("paid", lines=[*LINES, {"line": 3, "sku": "EMMER", "qty": 1}])],
        ),
        ["05-19 10:10 anna email line_cancelled", "05-19 12:10 anna email line_cancelled"],
    ),
    "rule 4: another detail is news, and work each": (
        play(
            parcel("05-19 10:00", "exception", detail="address"),
            parcel("05-19 11:00", "exception", detail="customs"),
            parcel("05-19 12:00", "exception", detail="address"),
        ),
        [
            "05-19 10:00 work orders C1 exception address",
            "05-19 10:10 anna email K1 exception",
            "05-19 11:00 work orders C1 exception customs",
            "05-19 11:10 anna email K1 exception",
        ],
    ),
    "rule 5: a scan at our own door is no delivery": (
        play(
            parcel("05-19 10:00", "returned_to_sender"),
            parcel("05-20 10:00", "delivered"),
        ),
        [
            "05-19 10:00 work orders C1 returned_to_sender",
            "05-19 10:10 anna email K1 returned_to_sender",
        ],
    ),
    "rule 5: a delay from before the van left is old": (
        play(
            parcel("05-19 10:05", "out_for_delivery", occurred="05-19 10:00"),
            parcel("05-19 11:00", "delayed", occurred="05-19 09:00", new_date="2026-05-21"),
        ),
        ["05-19 10:15 anna email K1 out_for_delivery"],
    ),
    "rule 5: a delay from after the van left is news": (
        play(
            parcel("05-19 10:05", "out_for_delivery", occurred="05-19 10:00"),
            parcel("05-19 13:00", "delayed", occurred="05-19 12:50", new_date="2026-05-21"),
        ),
        [
            "05-19 10:15 anna email K1 out_for_delivery",
            "05-19 13:10 anna email K1 delayed",
        ],
    ),
    "rule 5: lost stands above waiting at the counter, found again above lost": (
        play(
            parcel("05-19 10:00", "exception", detail="lost"),
            parcel("05-19 11:00", "ready_for_pickup", last_day="2026-05-26"),
            parcel("05-19 15:00", "delivered"),
        ),
        [
            "05-19 10:00 work orders C1 exception lost",
            "05-19 10:10 anna email K1 exception",
            "05-19 15:10 anna email K1 delivered",
        ],
    ),
    "rule 5: an address question after delivery is work, not news": (
        play(
            parcel("05-19 10:00", "delivered"),
            parcel("05-19 11:00", "exception", detail="address"),
        ),
        ["05-19 10:10 anna email K1 delivered", "05-19 11:00 work orders C1 exception address"],
    ),
    "rule 6: a cancellation drops what waits and closes the door": (
        play(
            parcel("05-19 09:55", "handed_over", occurred="05-19 09:50"),
            order("05-19 10:00", "cancelled"),
            parcel("05-19 11:00", "in_transit", occurred="05-19 09:58"),
            order("05-19 11:30", "line_cancelled", lines=[1]),
            payment("05-19 12:00", "refunded", refund="R1"),
            orders=[known("paid", lines=LINES)],
        ),
        ["05-19 10:00 anna email cancelled", "05-19 12:10 anna email refunded"],
    ),
    "rule 6: a parcel that leaves after the cancellation is work once": (
        play(
            order("05-19 10:00", "cancelled"),
            parcel("05-19 12:00", "announced"),
            parcel("05-19 17:00", "handed_over"),
            parcel("05-20 08:00", "out_for_delivery"),
            parcel("05-20 10:00", "delivered"),
            orders=[known("paid")],
        ),
        [
            "05-19 10:00 anna email cancelled",
            "05-19 17:00 work orders C1 left_after_cancellation",
        ],
    ),
    "rule 6 and 14: nothing else is sent again after a cancellation": (
        play(
            parcel("05-19 10:00", "delayed", new_date="2026-05-22"),
            order("05-19 11:00", "cancelled"),
            failed("05-19 11:30", "email", "delayed", person="anna"),
            people=[{**ANNA, "phone": "+31610000009"}],
        ),
        ["05-19 10:10 anna email K1 delayed", "05-19 11:00 anna email cancelled"],
    ),
    "rule 6 and 16: a cancelled order has no clock": (
        play(
            placed("05-19 10:00"),
            payment("05-19 10:01", "paid"),
            order("05-19 15:00", "cancelled"),
            orders=[],
            until="05-29 12:00",
        ),
        ["05-19 10:00 anna email placed", "05-19 15:00 anna email cancelled"],
    ),
    "rule 7: two days old is told, a minute older is not": (
        play(
            parcel("05-20 09:00", "handed_over", occurred="05-18 09:00"),
            parcel("05-20 09:30", "delivered", occurred="05-18 09:29"),
            until="05-21 12:00",
        ),
        [],
    ),
    "rule 7: old news closes no case": (
        play(
            contact("05-19 10:00", "wismo"),
            parcel("05-22 10:00", "delivered", occurred="05-19 09:00"),
        ),
        ["05-19 10:00 work orders C1 wismo"],
    ),
    "rule 7 and 20: old trouble makes no work": (
        play(found_later(parcel("05-19 10:00", "exception", detail="damaged"))),
        [],
    ),
    "rule 14: nobody to reach is work once an order, and only where the customer must act": (
        play(
            parcel("05-19 10:00", "delivered", order="C2"),
            parcel("05-19 10:01", "ready_for_pickup", last_day="2026-05-22"),
            orders=[known(), known(order="C2")],
            people=[{**ANNA, "opted_out": ["email"]}],
        ),
        ["05-19 10:01 work orders C1 no_channel"],
    ),
    "rule 14: a second failure of the same order is no second work": (
        play(
            parcel("05-19 10:00", "handed_over"),
            failed("05-19 10:30", "email", "handed_over", person="anna"),
            parcel("05-19 12:00", "ready_for_pickup", last_day="2026-05-28"),
            orders=[known("paid")],
            until="05-22 12:00",
        ),
        ["05-19 10:10 anna email K1 handed_over", "05-19 10:30 work orders C1 no_channel"],
    ),
    "rule 8: news that still waits goes along with a message, not with one that is dropped": (
        play(
            parcel("05-19 21:30", "delayed", new_date="2026-05-25"),
            parcel("05-20 07:53", "delivered"),
            parcel("05-20 08:02", "handed_over", "K2"),
            orders=[known("paid", person="wim", parcels={"K1": "in_transit"})],
        ),
        ["05-20 08:03 wim whatsapp K1 delivered + K2 handed_over"],
    ),
    "rule 8 and 14: a message that failed and is old news by then hurries nothing": (
        play(
            parcel("05-19 10:00", "attempted"),
            parcel("05-19 11:00", "delivered"),
            failed("05-19 11:04", "email", "attempted"),
            orders=[known(person="alle")],
            people=[{**ALL, "preferred_channel": "email"}],
        ),
        ["05-19 10:10 alle email K1 attempted", "05-19 11:10 alle whatsapp K1 delivered"],
    ),
}


@pytest.mark.parametrize("situation", CASES)
def test_rules_that_meet(situation: str) -> None:
    rows, told = CASES[situation]

    assert [line.replace("  ", " ") for line in seen(rows)] == told
