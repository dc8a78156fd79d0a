"""Nobody is told twice, backwards, at night or what is untrue: random orders, from outside."""

import random

import pytest

from infra.simulate.orders import simulate
from tests.updates.chances import scenario
from tests.updates.plays import (
    LINES,
    Event,
    contact,
    found_later,
    known,
    messages,
    order,
    parcel,
    payment,
    play,
    seen,
    state,
)
from tests.updates.rulebook import violations

FEW = 60
MANY = 1000


@pytest.mark.parametrize("seed", range(FEW))
def test_no_rule_is_broken_whatever_happens(seed: int) -> None:
    story = scenario(seed)

    rows = simulate(story)

    assert violations(story, rows) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FEW, MANY))
def test_no_rule_is_broken_in_a_thousand_stories(seed: int) -> None:
    story = scenario(seed)

    rows = simulate(story)

    assert violations(story, rows) == []


EVENTS = [
    payment("05-18 10:00", "paid", id="a"),
    parcel("05-18 10:00", "handed_over", lines=[1], id="b"),
    parcel("05-18 10:00", "out_for_delivery", lines=[1], id="c"),
    parcel("05-18 10:00", "delivered", lines=[1], id="d"),
    parcel("05-18 10:00", "in_transit", "K2", lines=[2], id="e"),
    parcel("05-18 10:00", "exception", "K2", detail="lost", id="f"),
    parcel("05-18 10:00", "delivered", "K2", lines=[2], id="g"),
    order("05-18 10:00", "returned", partial=True, id="h"),
    contact("05-18 10:00", "wismo", id="i"),
]


@pytest.mark.parametrize("seed", range(40))
def test_any_order_of_arrival_ends_the_same_and_tells_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    shuffled = [*EVENTS, *chance.sample(EVENTS, 4)]
    chance.shuffle(shuffled)
    orders = [known("placed", lines=LINES)]

    usual, other = play(*EVENTS, orders=orders), play(*shuffled, orders=orders)

    assert (
        state(other)
        == state(usual)
        == {
            "order": "delivered",
            "parcels": {"K1": "delivered", "K2": "delivered"},
        }
    )
    assert _told(other) == _told(usual)


def _told(rows: list[Event]) -> list[tuple[str, str, str]]:
    items = [item for row in messages(rows) for item in row["items"]]
    return sorted((item["order"], item["parcel"] or "", item["milestone"]) for item in items)


def test_the_same_events_found_later_tell_nobody() -> None:
    rows = play(*map(found_later, EVENTS[:-1]), orders=[known("placed", lines=LINES)])

    assert [line for line in seen(rows) if "anna" in line] == []
