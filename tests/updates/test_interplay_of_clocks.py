"""Dates, clocks and cases that meet in one story."""

import pytest

from tests.updates.plays import (
    ANNA,
    FIRM,
    LINES,
    contact,
    known,
    order,
    parcel,
    payment,
    placed,
    play,
    resolved,
    seen,
)

CASES = {
    "rule 15: a date that we promised anyway is no news": (
        play(
            parcel("05-19 10:00", "delayed", new_date="2026-05-22"),
            parcel("05-22 09:00", "delivered"),
            orders=[known(promised={"delivered_by": "2026-05-22"})],
        ),
        ["05-22 09:10 anna email K1 delivered"],
    ),
    "rule 15: a later estimate is a delay, an earlier one is good news": (
        play(
            parcel("05-19 10:00", "estimate_changed", new_date="2026-05-23"),
            parcel("05-20 10:00", "estimate_changed", new_date="2026-05-22"),
            parcel("05-20 12:00", "estimate_changed", new_date="2026-05-22"),
            parcel("05-22 09:00", "delivered"),
            orders=[known(promised={"delivered_by": "2026-05-22"})],
        ),
        [
            "05-19 10:10 anna email K1 delayed",
            "05-20 10:10 anna email K1 estimate_changed",
            "05-22 09:10 anna email K1 delivered",
        ],
    ),
    "rule 15 and 17: a delay without a date moves the promise by two business days": (
        play(
            parcel("05-20 10:00", "delayed"),
            orders=[known(promised={"delivered_by": "2026-05-21"})],
            until="05-27 12:00",
        ),
        [
            "05-20 10:10 anna email K1 delayed",
            "05-27 09:00 work orders C1 no_news_of_parcel",
            "05-27 09:10 anna email K1 missed_promise",
        ],
    ),
    "rule 16: paid at five counts today, a minute later tomorrow": (
        play(
            placed("05-18 17:00"),
            payment("05-18 17:00", "paid"),
            placed("05-18 17:01", order="C2"),
            payment("05-18 17:01", "paid", order="C2"),
            orders=[],
            until="05-20 12:00",
        ),
        [
            "05-18 17:00 anna email placed",
            "05-18 17:01 anna email C2 placed",
            "05-20 09:10 anna email missed_promise",
        ],
    ),
    "rule 16: paid on a Saturday counts from Monday, in Belgium two days on": (
        play(
            placed("05-16 12:00", country="BE"),
            payment("05-16 12:01", "paid"),
            parcel("05-19 15:00", "handed_over"),
            parcel("05-20 15:00", "in_transit"),
            orders=[],
            until="05-22 12:00",
        ),
        [
            "05-16 12:00 anna email placed",
            "05-19 15:10 anna email K1 handed_over",
            "05-22 09:10 anna email K1 missed_promise",
        ],
    ),
    "rule 16: Finland has four days and its own morning": (
        play(
            placed("05-18 10:00", country="FI"),
            payment("05-18 10:01", "paid"),
            parcel("05-18 15:00", "handed_over"),
            parcel("05-22 15:00", "in_transit"),
            orders=[],
            until="05-27 12:00",
        ),
        [
            "05-18 10:00 anna email placed",
            "05-18 15:10 anna email K1 handed_over",
            "05-22 08:00 work orders C1 no_news_of_parcel",
            "05-26 08:10 anna email K1 missed_promise",
        ],
    ),
    "rule 16: what is on back order holds nothing up": (
        play(
            placed("05-18 10:00", lines=LINES),
            payment("05-18 10:01", "paid"),
            order("05-18 11:00", "back_order", lines=[2], new_date="2026-06-02"),
            parcel("05-19 15:00", "handed_over", lines=[1]),
            parcel("05-20 15:00", "delivered", lines=[1]),
            orders=[],
            until="05-22 12:00",
        ),
        [
            "05-18 10:00 anna email placed",
            "05-18 11:10 anna email back_order",
            "05-19 15:10 anna email K1 handed_over",
            "05-20 15:10 anna email K1 delivered",
        ],
    ),
    "rule 16: a line in no parcel keeps the clock running": (
        play(
            placed("05-18 10:00", lines=LINES),
            payment("05-18 10:01", "paid"),
            parcel("05-19 15:00", "handed_over", lines=[1]),
            orders=[],
            until="05-20 12:00",
        ),
        [
            "05-18 10:00 anna email placed",
            "05-19 15:10 anna email K1 handed_over",
            "05-20 09:10 anna email missed_promise",
        ],
    ),
    "rule 16: no payment, no clock": (
        play(placed("05-18 10:00"), orders=[], until="05-29 12:00"),
        ["05-18 10:00 anna email placed"],
    ),
    "rule 16: an invoice starts the clock, and a firm's miss is work at once": (
        play(
            placed("05-18 10:00", people=["bas", "rik"], payment="invoice", organisation=FIRM),
            orders=[],
            until="05-20 12:00",
        ),
        [
            "05-18 10:00 bas email placed",
            "05-20 09:00 work orders C1 missed_promise",
            "05-20 09:10 bas email missed_promise",
        ],
    ),
    "rule 16: a refund has five business days": (
        play(
            order("05-19 10:00", "returned"),
            orders=[known("delivered")],
            until="05-29 12:00",
        ),
        ["05-19 10:10 anna email returned", "05-28 09:10 anna email missed_promise"],
    ),
    "rule 16: no refund is due for a part that came back": (
        play(
            order("05-19 10:00", "returned", partial=True),
            orders=[known("delivered")],
            until="05-29 12:00",
        ),
        ["05-19 10:10 anna email returned"],
    ),
    "rule 16: a parcel in trouble has no delivery clock": (
        play(
            parcel("05-19 10:00", "exception", detail="customs"),
            orders=[known(promised={"delivered_by": "2026-05-20"})],
            until="05-22 12:00",
        ),
        [
            "05-19 10:00 work orders C1 exception customs",
            "05-19 10:10 anna email K1 exception",
        ],
    ),
    "rule 17: two parcels late on one day are one miss": (
        play(
            orders=[
                known(
                    promised={"delivered_by": "2026-05-20"},
                    parcels={"K1": "in_transit", "K2": "in_transit"},
                )
            ],
            until="05-21 12:00",
        ),
        ["05-21 09:10 anna email K1 missed_promise + K2 missed_promise"],
    ),
    "rule 18: after a delay its own date counts, once": (
        play(
            parcel("05-19 10:00", "delayed", new_date="2026-05-21"),
            orders=[known(promised={"delivered_by": "2026-05-20"})],
            until="05-22 12:00",
        ),
        ["05-19 10:10 anna email K1 delayed", "05-22 09:10 anna email K1 missed_promise"],
    ),
    "rule 18: a delay after our own notice moves the date without a word": (
        play(
            parcel("05-20 11:00", "delayed", new_date="2026-05-21"),
            orders=[known(promised={"delivered_by": "2026-05-19"})],
            until="05-22 12:00",
        ),
        [
            "05-20 09:10 anna email K1 missed_promise",
            "05-22 09:00 work orders C1 missed_promise",
            "05-22 09:10 anna email K1 missed_promise",
        ],
    ),
    "rule 19: twenty-three hours are not a day, whatever the clock says": (
        play(
            parcel("03-28 10:30", "ready_for_pickup", last_day="2026-03-31"),
            until="03-31 12:00",
        ),
        ["03-28 10:40 anna email K1 ready_for_pickup"],
    ),
    "rule 19: a day and more before it, the reminder comes": (
        play(
            parcel("03-28 08:30", "ready_for_pickup", last_day="2026-03-31"),
            until="03-31 12:00",
        ),
        [
            "03-28 08:40 anna email K1 ready_for_pickup",
            "03-29 10:10 anna email K1 pickup_reminder",
        ],
    ),
    "rule 19: the reminder keeps the reader's own ten o'clock": (
        play(
            parcel("05-19 10:00", "ready_for_pickup", last_day="2026-05-23"),
            people=[{**ANNA, "country": "PT"}],
            until="05-22 12:00",
        ),
        [
            "05-19 10:10 anna email K1 ready_for_pickup",
            "05-21 11:10 anna email K1 pickup_reminder",
        ],
    ),
    "rule 20: three full business days of silence, holidays left out": (
        play(
            parcel("05-19 10:00", "handed_over"),
            orders=[known("paid")],
            until="05-29 12:00",
        ),
        ["05-19 10:10 anna email K1 handed_over", "05-26 09:00 work orders C1 no_news_of_parcel"],
    ),
    "rule 20: what waits at the counter may be silent": (
        play(
            parcel("05-19 10:00", "ready_for_pickup", last_day="2026-06-19"),
            until="05-29 12:00",
        ),
        ["05-19 10:10 anna email K1 ready_for_pickup"],
    ),
    "rule 21: an open complaint waits, but not with what must be known": (
        play(
            contact("05-19 09:00", "complaint"),
            contact("05-19 09:30", "complaint"),
            parcel("05-19 10:00", "out_for_delivery"),
            parcel("05-19 14:00", "delivered"),
            resolved("05-19 16:00"),
            parcel("05-19 17:00", "delivered", "K2"),
        ),
        [
            "05-19 09:00 work complaints C1 complaint",
            "05-19 10:10 anna email K1 out_for_delivery",
            "05-19 17:10 anna email K2 delivered",
        ],
    ),
    "rule 21: a new complaint after the old one is a new case": (
        play(
            contact("05-19 09:00", "complaint"),
            resolved("05-19 10:00"),
            contact("05-19 11:00", "complaint"),
        ),
        [
            "05-19 09:00 work complaints C1 complaint",
            "05-19 11:00 work complaints C1 complaint",
        ],
    ),
    "rule 22: the notice answers once, then people do, once": (
        play(
            parcel("05-19 10:00", "delayed", new_date="2026-05-22"),
            contact("05-20 10:00", "wismo"),
            contact("05-20 12:00", "wismo"),
            contact("05-20 13:00", "wismo"),
            parcel("05-21 10:00", "delivered"),
        ),
        [
            "05-19 10:10 anna email K1 delayed",
            "05-20 10:00 auto_reply anna",
            "05-20 12:00 work orders C1 wismo",
            "05-21 10:00 case_closed C1",
            "05-21 10:10 anna email K1 delivered",
        ],
    ),
    "rule 22: two days later the notice answers no more": (
        play(
            parcel("05-19 10:00", "delayed", new_date="2026-05-25"),
            contact("05-21 10:11", "wismo"),
        ),
        ["05-19 10:10 anna email K1 delayed", "05-21 10:11 work orders C1 wismo"],
    ),
    "rule 22: the case waits for every parcel": (
        play(
            contact("05-19 09:00", "wismo"),
            parcel("05-19 10:00", "delivered"),
            parcel("05-20 10:00", "delivered", "K2"),
            orders=[known(parcels={"K1": "in_transit", "K2": "in_transit"})],
            until="05-21 12:00",
        ),
        [
            "05-19 09:00 work orders C1 wismo",
            "05-19 10:10 anna email K1 delivered",
            "05-20 10:00 case_closed C1",
            "05-20 10:10 anna email K2 delivered",
        ],
    ),
    "rule 23: delivered and yet nothing there is work of weight": (
        play(
            parcel("05-19 10:00", "delivered"),
            contact("05-19 18:00", "wismo"),
        ),
        ["05-19 10:10 anna email K1 delivered", "05-19 18:00 work orders high C1 not_received"],
    ),
    "rule 23: nothing there before the delivery is a question like others": (
        play(
            parcel("05-19 10:00", "delayed", new_date="2026-05-22"),
            contact("05-19 18:00", "not_received"),
        ),
        ["05-19 10:10 anna email K1 delayed", "05-19 18:00 auto_reply anna"],
    ),
}


@pytest.mark.parametrize("situation", CASES)
def test_clocks_and_cases_that_meet(situation: str) -> None:
    rows, told = CASES[situation]

    assert [line.replace("  ", " ") for line in seen(rows)] == told
