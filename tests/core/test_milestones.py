"""The lattice: forward only, late events remembered, waiting ones joined."""

from datetime import timedelta

import pytest

from functions.core.errors import PayloadError
from functions.core.milestones import HISTORY_LIMIT, LATTICE, advance
from functions.core.orders import (
    Milestone,
    OrderLine,
    Tracking,
)
from tests.core.order_events import (
    TUESDAY_MORNING,
    a_buyer,
    an_update,
    happened,
    placed,
    received,
)


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
