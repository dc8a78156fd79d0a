"""Events in any order and any number of times: the same end, and nothing told that is not true."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.updates.plays import (
    LINES,
    Event,
    at,
    known,
    messages,
    order,
    parcel,
    payment,
    play,
    state,
)

EVENTS = [
    payment("05-18 10:00", "payment_failed", id="a"),
    payment("05-18 10:00", "paid", id="b"),
    parcel("05-18 10:00", "handed_over", lines=[1], id="c"),
    parcel("05-18 10:00", "out_for_delivery", lines=[1], id="d"),
    parcel("05-18 10:00", "attempted", lines=[1], id="e"),
    parcel("05-18 10:00", "delivered", lines=[1], id="f"),
    parcel("05-18 10:00", "handed_over", "K2", lines=[2], id="g"),
    parcel("05-18 10:00", "exception", "K2", detail="lost", id="h"),
    parcel("05-18 10:00", "delivered", "K2", lines=[2], id="i"),
    order("05-18 10:00", "returned", partial=True, id="j"),
]
HEIGHTS = ["handed_over", "out_for_delivery", "attempted", "exception", "delivered"]
REPEATED = st.lists(st.sampled_from(EVENTS), max_size=5)
MINUTES_BETWEEN = st.sampled_from([0, 3, 25])
"""All in one message, some together, or each in a message of its own."""


def _arriving(events: Sequence[Event], minutes: int) -> list[Event]:
    """One after another; who tells the same again, the shop or the carrier, gives it another id."""
    start = datetime.fromisoformat(at("05-18 10:00"))
    return [
        {
            **event,
            "id": f"{event['id']}{number}",
            "received_at": (start + timedelta(minutes=minutes * number)).isoformat(),
        }
        for number, event in enumerate(events)
    ]


@settings(max_examples=60)
@given(st.permutations(EVENTS), REPEATED, MINUTES_BETWEEN)
def test_any_order_and_repetition_ends_the_same_and_tells_nothing_untrue(
    events: Sequence[Event], again: Sequence[Event], minutes: int
) -> None:
    rows = play(*_arriving([*events, *again], minutes), orders=[known("placed", lines=LINES)])

    assert state(rows) == {
        "order": "delivered",
        "parcels": {"K1": "delivered", "K2": "delivered"},
    }
    told = [(item["parcel"], item["milestone"]) for row in messages(rows) for item in row["items"]]
    assert len(told) == len(set(told))
    for name in ("K1", "K2"):
        heights = [HEIGHTS.index(step) for parcel_id, step in told if parcel_id == name]
        assert heights == sorted(heights)
        assert (name, "delivered") in told
