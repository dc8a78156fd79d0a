"""Where an order and its parcels stand, whatever came in whichever order."""

import pytest

from tests.updates.plays import (
    LINES,
    found_later,
    order,
    parcel,
    payment,
    placed,
    play,
    seen,
    state,
)

STATES = {
    "every line that counts is delivered": (
        [
            placed("05-19 10:00", lines=LINES),
            order("05-19 10:30", "line_cancelled", lines=[2]),
            parcel("05-19 12:00", "delivered", lines=[1]),
        ],
        {"order": "delivered", "parcels": {"K1": "delivered"}},
    ),
    "a line is in no parcel yet": (
        [placed("05-19 10:00", lines=LINES), parcel("05-19 12:00", "delivered", lines=[1])],
        {"order": "handed_over", "parcels": {"K1": "delivered"}},
    ),
    "the last line is cancelled after the delivery": (
        [
            placed("05-19 10:00", lines=LINES),
            parcel("05-19 12:00", "delivered", lines=[1]),
            order("05-19 13:00", "line_cancelled", lines=[2]),
        ],
        {"order": "delivered", "parcels": {"K1": "delivered"}},
    ),
    "what is cancelled stays cancelled": (
        [
            placed("05-19 10:00"),
            order("05-19 11:00", "cancelled"),
            parcel("05-19 12:00", "delivered"),
        ],
        {"order": "cancelled", "parcels": {"K1": "delivered"}},
    ),
    "a refund of a part changes nothing": (
        [placed("05-19 10:00"), payment("05-19 11:00", "refunded", partial=True)],
        {"order": "placed", "parcels": {}},
    ),
    "back with us is not delivered": (
        [
            placed("05-19 10:00"),
            parcel("05-19 12:00", "returned_to_sender"),
            parcel("05-19 14:00", "delivered"),
        ],
        {"order": "handed_over", "parcels": {"K1": "returned_to_sender"}},
    ),
    "customs is no state": (
        [
            placed("05-19 10:00"),
            parcel("05-19 12:00", "in_transit"),
            parcel("05-19 14:00", "exception", detail="customs"),
        ],
        {"order": "handed_over", "parcels": {"K1": "in_transit"}},
    ),
    "lost is one": (
        [placed("05-19 10:00"), parcel("05-19 14:00", "exception", detail="lost")],
        {"order": "handed_over", "parcels": {"K1": "exception"}},
    ),
    "what was found later counts": (
        [placed("05-19 10:00"), found_later(parcel("05-19 14:00", "delivered"))],
        {"order": "delivered", "parcels": {"K1": "delivered"}},
    ),
    "announced is not on its way": (
        [placed("05-19 10:00"), parcel("05-19 14:00", "announced")],
        {"order": "placed", "parcels": {"K1": "announced"}},
    ),
}


@pytest.mark.parametrize("situation", STATES)
def test_where_an_order_stands(situation: str) -> None:
    events, ends = STATES[situation]

    rows = play(*events, orders=[], until="05-20 08:00")

    assert state(rows) == ends


def test_a_parcel_without_an_order_is_work_after_a_day() -> None:
    rows = play(parcel("05-19 10:00", "handed_over", order="C9"), orders=[], until="05-20 12:00")

    assert seen(rows) == ["05-20 10:00 work orders C9 parcel_without_order"]
