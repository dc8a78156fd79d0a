"""The lattice: forward only, and the same end in whatever order the events arrive."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.core.contacts import Anchor, AnchorKind, CompanyFacts
from functions.core.errors import PayloadError
from functions.core.milestones import HISTORY_LIMIT, LATTICE, advance
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
from tests.core.order_events import (
    TUESDAY_MORNING,
    a_buyer,
    an_update,
    email,
    happened,
    phone,
    placed,
    received,
)

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


@settings(max_examples=300, deadline=None)
@given(two_arrivals())
def test_any_order_and_repetition_of_arrival_ends_the_same(
    arrivals: tuple[list[OrderUpdate], list[OrderUpdate]],
) -> None:
    straight, shuffled = (happened(*events) for events in arrivals)

    assert _without_history(shuffled) == _without_history(straight)
    assert _unflagged(shuffled.history) == _unflagged(straight.history)


@settings(max_examples=100, deadline=None)
@given(st.lists(UPDATE, min_size=1, max_size=8, unique_by=lambda update: update.id))
def test_no_parcel_and_no_order_step_ever_moves_back(events: list[OrderUpdate]) -> None:
    order: Order | None = None
    for event in events:
        before, order = order, advance(order, event, event.occurred_at).order

        assert _position(order) >= _position(before)
        for parcel, reached in _parcel_positions(before).items():
            assert _parcel_positions(order)[parcel] >= reached


@settings(max_examples=100, deadline=None)
@given(st.lists(UPDATE, min_size=1, max_size=6, unique_by=lambda update: update.id))
def test_an_item_seen_before_changes_nothing_at_all(events: list[OrderUpdate]) -> None:
    order = happened(*events)

    for event in events:
        assert advance(order, event, TUESDAY_MORNING + timedelta(days=9)).order == order


@pytest.mark.parametrize("milestone", Milestone)
def test_every_milestone_has_its_place_in_the_lattice(milestone: Milestone) -> None:
    assert milestone in LATTICE


def test_a_late_event_enters_the_history_and_moves_nothing() -> None:
    delivered = happened(placed(), an_update(Milestone.DELIVERED, "K1"))

    order, facts = received([an_update(Milestone.HANDED_OVER, "K1")], delivered)

    assert order.parcels["K1"].milestone is Milestone.DELIVERED
    assert order.milestone is Milestone.DELIVERED
    assert [fact.advanced for fact in order.history] == [True, True, False]
    assert [fact.milestone for fact in facts] == [Milestone.HANDED_OVER]


def test_the_same_item_twice_brings_no_news() -> None:
    update = an_update(Milestone.HANDED_OVER, "K1")
    order = happened(placed(), update)

    again = advance(order, update, TUESDAY_MORNING)

    assert again.order == order
    assert again.facts == ()


@pytest.mark.parametrize(
    ("terminal", "detail", "correction"),
    [
        (Milestone.EXCEPTION, "lost", Milestone.DELIVERED),
        (Milestone.EXCEPTION, "damaged", Milestone.RETURNED),
        (Milestone.DELIVERED, None, Milestone.RETURNED),
    ],
)
def test_a_terminal_state_of_a_parcel_gives_way_to_its_correction(
    terminal: Milestone, detail: str | None, correction: Milestone
) -> None:
    order = happened(
        an_update(terminal, "K1", detail=detail),
        an_update(correction, "K1"),
    )

    assert order.parcels["K1"].milestone is correction


@pytest.mark.parametrize("terminal", [Milestone.DELIVERED, Milestone.RETURNED])
@pytest.mark.parametrize(
    "other", [Milestone.HANDED_OVER, Milestone.OUT_FOR_DELIVERY, Milestone.EXCEPTION]
)
def test_a_terminal_state_of_a_parcel_gives_way_to_nothing_else(
    terminal: Milestone, other: Milestone
) -> None:
    order = happened(an_update(terminal, "K1"), an_update(other, "K1", detail="lost"))

    assert order.parcels["K1"].milestone is terminal


@pytest.mark.parametrize(
    ("terminal", "later", "ends"),
    [
        (Milestone.CANCELLED, Milestone.PAID, Milestone.CANCELLED),
        (Milestone.CANCELLED, Milestone.DELIVERED, Milestone.CANCELLED),
        (Milestone.CANCELLED, Milestone.REFUNDED, Milestone.REFUNDED),
        (Milestone.REFUNDED, Milestone.CANCELLED, Milestone.REFUNDED),
        (Milestone.RETURNED, Milestone.REFUNDED, Milestone.REFUNDED),
        (Milestone.PAID, Milestone.PAYMENT_FAILED, Milestone.PAID),
        (Milestone.PAYMENT_FAILED, Milestone.PAID, Milestone.PAID),
    ],
)
def test_an_order_ends_where_the_lattice_says(
    terminal: Milestone, later: Milestone, ends: Milestone
) -> None:
    order = happened(placed(), an_update(terminal), an_update(later))

    assert order.milestone is ends


def test_an_exception_that_is_not_final_leaves_the_parcel_where_it_was() -> None:
    order = happened(
        placed(),
        an_update(Milestone.IN_TRANSIT, "K1"),
        an_update(Milestone.EXCEPTION, "K1", detail="address"),
    )

    assert order.parcels["K1"].milestone is Milestone.IN_TRANSIT
    assert order.history[-1].advanced


@pytest.mark.parametrize("milestone", [Milestone.REFUNDED, Milestone.CANCELLED, Milestone.RETURNED])
def test_what_is_partial_leaves_the_order_where_it_was(milestone: Milestone) -> None:
    order = happened(placed(), an_update(Milestone.PAID), an_update(milestone, partial=True))

    assert order.milestone is Milestone.PAID


def test_two_parcels_of_one_order_never_overwrite_each_other() -> None:
    order = happened(
        placed(),
        an_update(Milestone.DELIVERED, "K1", tracking=Tracking(code="3S1")),
        an_update(Milestone.HANDED_OVER, "K2", tracking=Tracking(code="3S2")),
    )

    assert order.parcels["K1"].milestone is Milestone.DELIVERED
    assert order.parcels["K2"].milestone is Milestone.HANDED_OVER
    assert order.milestone is Milestone.HANDED_OVER
    codes = [parcel.tracking.code for parcel in order.parcels.values() if parcel.tracking]
    assert codes == ["3S1", "3S2"]


def test_an_order_is_not_delivered_while_a_line_is_in_no_parcel() -> None:
    rake = (OrderLine(title="Hark", quantity=2, sku="H-1"),)
    spade = (OrderLine(title="Schep", sku="S-1"),)

    first = happened(placed(), an_update(Milestone.DELIVERED, "K1", lines=rake))
    both, _ = received([an_update(Milestone.DELIVERED, "K2", lines=spade)], first)

    assert first.milestone is Milestone.HANDED_OVER
    assert both.milestone is Milestone.DELIVERED


def test_a_parcel_event_before_its_order_waits_for_the_people() -> None:
    early, waiting = received([an_update(Milestone.HANDED_OVER, "K1")])

    order, facts = received([placed()], early)

    assert early.people == ()
    assert [fact.milestone for fact in waiting] == [Milestone.HANDED_OVER]
    assert [fact.milestone for fact in facts] == [Milestone.PLACED, Milestone.HANDED_OVER]
    assert order.milestone is Milestone.HANDED_OVER


def test_what_waited_is_told_once_however_often_it_was_heard() -> None:
    early = happened(
        an_update(Milestone.HANDED_OVER, "K1", id="postnl:1"),
        an_update(Milestone.HANDED_OVER, "K1", id="postnl:2"),
    )

    _, facts = received([placed()], early)

    assert [fact.source for fact in facts[1:]] == ["postnl:1"]


def test_a_record_with_people_tells_only_the_news() -> None:
    order = happened(placed(), an_update(Milestone.HANDED_OVER, "K1"))

    _, facts = received(
        [an_update(Milestone.PAID, people=(a_buyer(address="more@mail.example"),))], order
    )

    assert [fact.milestone for fact in facts] == [Milestone.PAID]


def test_the_newer_source_clock_decides_the_expected_date() -> None:
    later = TUESDAY_MORNING + timedelta(hours=1)
    newer = an_update(None, "K1", id="n", at=later, expected_on=date(2026, 5, 22))
    older = an_update(None, "K1", id="o", expected_on=date(2026, 5, 25))

    assert happened(newer, older).parcels["K1"].expected_on == date(2026, 5, 22)


def test_a_newer_tracking_without_a_link_does_not_cost_the_customer_the_link() -> None:
    linked = Tracking(code="3S1", url="https://carrier.example/3S1")
    order = happened(
        an_update(Milestone.HANDED_OVER, "K1", tracking=linked),
        an_update(
            Milestone.IN_TRANSIT,
            "K1",
            tracking=Tracking(code="3S1"),
            at=TUESDAY_MORNING + timedelta(hours=1),
        ),
    )

    assert order.parcels["K1"].tracking == linked


def test_a_refunds_amount_does_not_become_the_orders_total() -> None:
    order = happened(placed(), an_update(Milestone.REFUNDED, total="5.00 EUR"))

    assert order.total == "49.95 EUR"


def test_people_without_an_address_are_not_people_to_tell() -> None:
    order = happened(an_update(Milestone.PLACED, people=(OrderPerson(name="Nobody"),)))

    assert order.people == ()


def test_the_history_is_bounded_and_keeps_the_newest() -> None:
    updates = [
        an_update(Milestone.IN_TRANSIT, "K1", id=str(n), at=TUESDAY_MORNING + timedelta(minutes=n))
        for n in range(HISTORY_LIMIT + 50)
    ]

    straight, backwards = happened(*updates), happened(*reversed(updates))

    assert len(straight.history) == HISTORY_LIMIT
    assert {fact.source for fact in straight.history} == {
        str(n) for n in range(50, HISTORY_LIMIT + 50)
    }
    assert {fact.source for fact in backwards.history} == {fact.source for fact in straight.history}


def test_an_update_of_no_known_order_asks_for_its_order() -> None:
    update = an_update(Milestone.HANDED_OVER, "K1").model_copy(update={"order_id": None})

    with pytest.raises(PayloadError, match="names no order"):
        advance(None, update, TUESDAY_MORNING)


def test_the_version_is_left_to_the_table() -> None:
    order = happened(placed()).model_copy(update={"version": 3})

    assert received([an_update(Milestone.PAID)], order)[0].version == 3


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
