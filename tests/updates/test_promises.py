"""Dates in force, promises that are missed, reminders, silence and parcels without an order."""

import pytest

from tests.updates.plays import (
    ANNA,
    LINES,
    contact,
    firm,
    found_later,
    known,
    order,
    parcel,
    payment,
    placed,
    play,
    resolved,
    seen,
)

BY_20 = [known(promised={"delivered_by": "2026-05-20"})]
BY_26 = [known(promised={"delivered_by": "2026-05-26"})]
TWO_LINES = known("paid", lines=LINES, promised={"handed_over_by": "2026-05-19"})

DATES = {
    "a delay within the promise is none": (
        play(parcel("05-19 10:00", "delayed", new_date="2026-05-26"), orders=BY_26),
        [],
    ),
    "a day beyond it is told": (
        play(parcel("05-19 10:00", "delayed", new_date="2026-05-27"), orders=BY_26),
        ["05-19 10:10 anna email K1 delayed"],
    ),
    "a later estimate is a delay": (
        play(parcel("05-19 10:00", "estimate_changed", new_date="2026-05-27"), orders=BY_26),
        ["05-19 10:10 anna email K1 delayed"],
    ),
    "the same estimate is nothing": (
        play(parcel("05-19 10:00", "estimate_changed", new_date="2026-05-26"), orders=BY_26),
        [],
    ),
    "an earlier estimate is told, and is then in force": (
        play(
            parcel("05-19 10:00", "estimate_changed", new_date="2026-05-21"),
            parcel("05-20 10:00", "delayed", new_date="2026-05-23"),
            orders=BY_26,
        ),
        ["05-19 10:10 anna email K1 estimate_changed", "05-20 10:10 anna email K1 delayed"],
    ),
    "each later date is told once": (
        play(
            parcel("05-19 10:00", "delayed", new_date="2026-05-27"),
            parcel("05-19 12:00", "delayed", new_date="2026-05-27"),
            parcel("05-20 12:00", "delayed", new_date="2026-05-28"),
            orders=BY_26,
        ),
        ["05-19 10:10 anna email K1 delayed", "05-20 12:10 anna email K1 delayed"],
    ),
    "of two dates in ten minutes the newest is told": (
        play(
            parcel("05-19 10:00", "delayed", new_date="2026-05-27"),
            parcel("05-19 10:05", "delayed", new_date="2026-05-28"),
            orders=BY_26,
        ),
        ["05-19 10:10 anna email K1 delayed"],
    ),
    "a delay without a date moves it by two business days": (
        play(
            parcel("05-19 10:00", "delayed"),
            parcel("05-19 12:00", "delayed"),
            orders=BY_20,
            until="05-26 12:00",
        ),
        [
            "05-19 10:10 anna email K1 delayed",
            "05-23 09:10 anna email K1 missed_promise",
            "05-26 09:00 work orders C1 no_news_of_parcel",
        ],
    ),
    "an older statement that comes late is old news": (
        play(
            parcel("05-19 10:00", "delayed", new_date="2026-05-27"),
            parcel("05-19 11:00", "delayed", new_date="2026-05-28", occurred="05-19 09:00"),
            orders=BY_26,
        ),
        ["05-19 10:10 anna email K1 delayed"],
    ),
    "a date found later is in force without a word": (
        play(
            found_later(parcel("05-19 10:00", "delayed", new_date="2026-05-21")),
            orders=BY_20,
        ),
        ["05-22 09:10 anna email K1 missed_promise"],
    ),
    "who went out after it was late is not called late": (
        play(
            parcel("05-19 10:00", "out_for_delivery"),
            parcel("05-19 11:00", "delayed", new_date="2026-05-28", occurred="05-19 09:00"),
        ),
        ["05-19 10:10 anna email K1 out_for_delivery"],
    ),
    "but who is late after going out is": (
        play(
            parcel("05-19 10:00", "out_for_delivery"),
            parcel("05-19 18:00", "delayed", new_date="2026-05-28"),
        ),
        ["05-19 10:10 anna email K1 out_for_delivery", "05-19 18:10 anna email K1 delayed"],
    ),
    "two parcels have dates of their own": (
        play(
            parcel("05-19 10:00", "delayed", new_date="2026-05-22"),
            parcel("05-19 14:00", "delivered", "K2"),
            orders=[
                known(
                    parcels={"K1": "in_transit", "K2": "in_transit"},
                    promised={"delivered_by": "2026-05-20"},
                )
            ],
        ),
        [
            "05-19 10:10 anna email K1 delayed",
            "05-19 14:10 anna email K2 delivered",
            "05-23 09:10 anna email K1 missed_promise",
        ],
    ),
}

MISSED = {
    "the clock tells first, then the carrier's date is only in force": (
        play(
            parcel("05-21 11:00", "delayed", new_date="2026-05-22"),
            orders=BY_20,
            until="05-23 12:00",
        ),
        [
            "05-21 09:10 anna email K1 missed_promise",
            "05-23 09:00 work orders C1 missed_promise",
            "05-23 09:10 anna email K1 missed_promise",
        ],
    ),
    "the carrier told first": (
        play(parcel("05-20 20:00", "delayed", new_date="2026-05-23"), orders=BY_20),
        ["05-20 20:10 anna email K1 delayed"],
    ),
    "met before nine the day after": (
        play(parcel("05-21 08:59", "attempted"), orders=BY_20),
        ["05-21 09:09 anna email K1 attempted"],
    ),
    "met while the notice waited": (
        play(parcel("05-21 09:05", "delivered"), orders=BY_20),
        ["05-21 09:10 anna email K1 delivered"],
    ),
    "at a pickup point is delivered as promised": (
        play(parcel("05-20 10:00", "ready_for_pickup", last_day="2026-06-20"), orders=BY_20),
        ["05-20 10:10 anna email K1 ready_for_pickup"],
    ),
    "a parcel in trouble has no clock": (
        play(parcel("05-19 10:00", "exception", detail="customs"), orders=BY_20),
        ["05-19 10:00 work orders C1 exception customs", "05-19 10:10 anna email K1 exception"],
    ),
    "paid after five counts from the next day": (
        play(payment("05-18 17:30", "paid"), orders=[known("placed")], until="05-21 12:00"),
        ["05-21 09:10 anna email missed_promise"],
    ),
    "paid by five counts from that day": (
        play(payment("05-18 17:00", "paid"), orders=[known("placed")], until="05-20 12:00"),
        ["05-20 09:10 anna email missed_promise"],
    ),
    "an invoice counts from the order": (
        play(placed("05-18 10:00", payment="invoice"), orders=[], until="05-20 12:00"),
        ["05-18 10:00 anna email placed", "05-20 09:10 anna email missed_promise"],
    ),
    "no payment, no clock": (
        play(placed("05-18 10:00"), orders=[], until="05-29 12:00"),
        ["05-18 10:00 anna email placed"],
    ),
    "a French destination takes three French business days": (
        play(
            payment("07-10 10:00", "paid"),
            parcel("07-13 10:00", "handed_over"),
            parcel("07-15 10:00", "in_transit"),
            parcel("07-17 10:00", "in_transit"),
            orders=[known("placed", country="FR")],
            until="07-18 12:00",
        ),
        ["07-13 10:10 anna email K1 handed_over", "07-18 09:10 anna email K1 missed_promise"],
    ),
    "a line on back order is not waited for": (
        play(
            order("05-19 09:00", "back_order", lines=[2], new_date="2026-06-09"),
            parcel("05-19 10:00", "handed_over", lines=[1]),
            orders=[TWO_LINES],
        ),
        ["05-19 09:10 anna email back_order", "05-19 10:10 anna email K1 handed_over"],
    ),
    "a line that is in no parcel is": (
        play(parcel("05-19 10:00", "handed_over", lines=[1]), orders=[TWO_LINES]),
        ["05-19 10:10 anna email K1 handed_over", "05-20 09:10 anna email missed_promise"],
    ),
    "money after a return": (
        play(
            order("05-11 10:00", "returned"),
            orders=[known("delivered", parcels={"K1": "delivered"})],
            until="05-21 12:00",
        ),
        ["05-11 10:10 anna email returned", "05-20 09:10 anna email missed_promise"],
    ),
    "money in time": (
        play(
            order("05-11 10:00", "returned"),
            payment("05-14 10:00", "refunded", refund="r1"),
            orders=[known("delivered", parcels={"K1": "delivered"})],
        ),
        ["05-11 10:10 anna email returned", "05-14 10:10 anna email refunded"],
    ),
    "during a complaint it is counted, not told, and not made up for": (
        play(contact("05-20 10:00", "complaint"), resolved("05-22 10:00"), orders=BY_20),
        ["05-20 10:00 work complaints C1 complaint"],
    ),
}

COVERED = {
    "a label that was announced in vain is no missed hand-over": (
        play(
            parcel("05-18 09:00", "announced"),
            parcel("05-18 16:00", "handed_over", "K2", lines=[1, 2]),
            orders=[TWO_LINES],
            until="05-20 12:00",
        ),
        ["05-18 16:10 anna email K2 handed_over"],
    ),
    "a line that left in one parcel is met, another one's line is not": (
        play(
            parcel("05-18 16:00", "handed_over", lines=[1]),
            parcel("05-18 16:01", "announced", "K2", lines=[1, 2]),
            orders=[TWO_LINES],
            until="05-20 12:00",
        ),
        ["05-18 16:10 anna email K1 handed_over", "05-20 09:10 anna email K2 missed_promise"],
    ),
    "a delivery has no part in another parcel's date": (
        play(
            parcel("05-20 14:00", "delivered", "K2"),
            orders=[{**BY_20[0], "lines": LINES}],
        ),
        ["05-20 14:10 anna email K2 delivered", "05-21 09:10 anna email K1 missed_promise"],
    ),
}

PICKUP = {
    "two days before the last day at ten": (
        play(parcel("05-19 10:00", "ready_for_pickup", last_day="2026-05-23"), until="05-22 12:00"),
        [
            "05-19 10:10 anna email K1 ready_for_pickup",
            "05-21 10:10 anna email K1 pickup_reminder",
        ],
    ),
    "not within a day of the first word": (
        play(parcel("05-20 10:01", "ready_for_pickup", last_day="2026-05-23"), until="05-22 12:00"),
        ["05-20 10:11 anna email K1 ready_for_pickup"],
    ),
    "not when it was collected": (
        play(
            parcel("05-19 10:00", "ready_for_pickup", last_day="2026-05-23"),
            parcel("05-20 10:00", "delivered"),
        ),
        ["05-19 10:10 anna email K1 ready_for_pickup", "05-20 10:10 anna email K1 delivered"],
    ),
    "despite a complaint": (
        play(
            found_later(parcel("05-19 10:00", "ready_for_pickup", last_day="2026-05-23")),
            contact("05-19 12:00", "complaint"),
        ),
        [
            "05-19 12:00 work complaints C1 complaint",
            "05-21 10:10 anna email K1 pickup_reminder",
        ],
    ),
}

SILENCE = {
    "three business days without a word": (
        play(parcel("05-18 10:00", "in_transit"), until="05-22 12:00"),
        ["05-22 09:00 work orders C1 no_news_of_parcel"],
    ),
    "any word starts it anew, and it is said once": (
        play(
            parcel("05-18 10:00", "in_transit"),
            parcel("05-19 10:00", "in_transit"),
            parcel("05-27 10:00", "in_transit"),
            until="06-05 12:00",
        ),
        ["05-26 09:00 work orders C1 no_news_of_parcel"],
    ),
    "not of a parcel at a pickup point": (
        play(parcel("05-18 10:00", "ready_for_pickup", last_day="2026-06-20"), until="06-05 12:00"),
        ["05-18 10:10 anna email K1 ready_for_pickup"],
    ),
    "not of a parcel in known trouble": (
        play(parcel("05-18 10:00", "exception", detail="customs"), until="06-05 12:00"),
        ["05-18 10:00 work orders C1 exception customs", "05-18 10:10 anna email K1 exception"],
    ),
}

ORPHANS = {
    "a parcel before its order is told with it": (
        play(
            parcel("05-19 10:00", "handed_over"),
            placed("05-19 11:00", occurred="05-19 09:00"),
            orders=[],
            until="05-20 12:00",
        ),
        ["05-19 11:00 anna email placed + K1 handed_over"],
    ),
    "after a day without its order it is work": (
        play(
            parcel("05-19 10:00", "handed_over"),
            parcel("05-19 12:00", "in_transit"),
            orders=[],
        ),
        ["05-20 10:00 work orders C1 parcel_without_order"],
    ),
    "a backfilled order brings what is fresh of its parcel": (
        play(
            parcel("05-19 10:00", "handed_over"),
            found_later(placed("05-19 11:00", occurred="05-19 09:00")),
            orders=[],
            until="05-20 12:00",
        ),
        ["05-19 11:10 anna email K1 handed_over"],
    ),
}

TABLE = {**DATES, **MISSED, **COVERED, **PICKUP, **SILENCE, **ORPHANS}


@pytest.mark.parametrize("name", TABLE)
def test_the_promise_comes_out_as_it_should(name: str) -> None:
    rows, expected = TABLE[name]

    assert seen(rows) == expected


def test_a_missed_promise_is_work_also_when_nobody_can_be_told() -> None:
    orders = [firm("paid", promised={"delivered_by": "2026-05-20"})]

    rows = play(orders=orders, people=[ANNA], until="05-22 12:00")

    assert seen(rows) == ["05-21 09:00 work orders C1 missed_promise"]
