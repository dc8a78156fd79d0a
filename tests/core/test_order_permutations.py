"""For any order and repetition of an order's events the record ends the same."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from functions.core.contacts import Anchor, AnchorKind, CompanyFacts
from functions.core.milestones import LATTICE, advance
from functions.core.orders import (
    Milestone,
    MilestoneFact,
    Order,
    OrderLine,
    OrderPerson,
    OrderUpdate,
    Role,
    Tracking,
)
from tests.core.order_events import TUESDAY_MORNING, email, happened, phone

PERSON = st.builds(
    OrderPerson,
    role=st.sampled_from([Role.BUYER, Role.RECEIVING]),
    name=st.sampled_from([None, "Wout", "W. Peeters"]),
    email=st.sampled_from([None, email("a@mail.example"), email("b@mail.example")]),
    phone=st.sampled_from([None, phone("+31610001176"), phone("+31610001183")]),
    language=st.sampled_from([None, "nl", "fr"]),
    whatsapp_consent=st.booleans(),
)

LINES = st.lists(
    st.builds(OrderLine, title=st.sampled_from(["Hark", "Schep"]), quantity=st.integers(1, 2)),
    max_size=2,
).map(tuple)
TRACKING = st.builds(
    Tracking,
    code=st.sampled_from(["3S1", "3S2"]),
    url=st.sampled_from([None, "https://carrier.example/3S1", "https://carrier.example/3S2"]),
)

COMPANY = st.builds(
    CompanyFacts,
    name=st.sampled_from([None, "Drukkerij Zuid"]),
    vat_number=st.sampled_from([None, "NL001234567B01"]),
    domains=st.sampled_from([(), ("zuid.example",), ("a.example", "zuid.example")]),
)

UPDATE = st.builds(
    OrderUpdate,
    id=st.uuids().map(str),
    provider=st.just("shopify"),
    account=st.just("tuinhuis"),
    shop=st.just("tuinhuis"),
    order_id=st.just("820982"),
    order_number=st.sampled_from([None, "#1001"]),
    references=st.sampled_from([(), (Anchor(kind=AnchorKind.INVOICE, value="F1"),)]),
    milestone=st.sampled_from([None, *Milestone]),
    detail=st.sampled_from([None, "lost", "address"]),
    parcel=st.sampled_from([None, "K1", "K2"]),
    occurred_at=st.integers(0, 6).map(lambda hours: TUESDAY_MORNING + timedelta(hours=hours)),
    expected_on=st.sampled_from([None, date(2026, 5, 21), date(2026, 5, 22)]),
    people=st.lists(PERSON, max_size=2).map(tuple),
    company=st.none() | COMPANY,
    lines=LINES,
    tracking=st.none() | TRACKING,
    language=st.sampled_from([None, "nl", "de"]),
    country=st.sampled_from([None, "NL", "DE"]),
    total=st.sampled_from([None, "10.00 EUR", "49.95 EUR"]),
    partial=st.booleans(),
    refund=st.sampled_from([None, "r1"]),
)


@st.composite
def two_arrivals(draw: st.DrawFn) -> tuple[list[OrderUpdate], list[OrderUpdate]]:
    """An order's events, and the same events shuffled with some of them delivered again."""
    events = draw(st.lists(UPDATE, min_size=1, max_size=8, unique_by=lambda update: update.id))
    again = draw(st.lists(st.sampled_from(events), max_size=6))
    return events, list(draw(st.permutations([*events, *again])))


@settings(max_examples=120, deadline=None)
@given(two_arrivals())
def test_any_order_and_repetition_of_arrival_ends_the_same(
    arrivals: tuple[list[OrderUpdate], list[OrderUpdate]],
) -> None:
    straight, shuffled = (happened(*events) for events in arrivals)

    assert _without_history(shuffled) == _without_history(straight)
    assert _unflagged(shuffled.history) == _unflagged(straight.history)


@settings(max_examples=60, deadline=None)
@given(st.lists(UPDATE, min_size=1, max_size=8, unique_by=lambda update: update.id))
def test_no_parcel_and_no_order_step_ever_moves_back(events: list[OrderUpdate]) -> None:
    order: Order | None = None
    for event in events:
        before, order = order, advance(order, event, event.occurred_at).order

        assert _position(order) >= _position(before)
        for parcel, reached in _parcel_positions(before).items():
            assert _parcel_positions(order)[parcel] >= reached


@settings(max_examples=60, deadline=None)
@given(st.lists(UPDATE, min_size=1, max_size=6, unique_by=lambda update: update.id))
def test_an_item_seen_before_changes_nothing_at_all(events: list[OrderUpdate]) -> None:
    order = happened(*events)

    for event in events:
        assert advance(order, event, TUESDAY_MORNING + timedelta(days=9)).order == order


def _without_history(order: Order) -> Order:
    return order.model_copy(update={"history": ()})


def _unflagged(history: Sequence[MilestoneFact]) -> set[tuple[str, str]]:
    """The history as a set, without the flag and our own clock."""
    return {(fact.source, fact.milestone) for fact in history}


def _position(order: Order | None) -> int:
    return LATTICE[order.own_milestone].order or 0 if order and order.own_milestone else 0


def _parcel_positions(order: Order | None) -> dict[str, int]:
    parcels = order.parcels if order else {}
    return {
        name: LATTICE[held.milestone].parcel or 0 if held.milestone else 0
        for name, held in parcels.items()
    }
