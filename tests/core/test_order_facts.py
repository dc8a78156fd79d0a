"""Of each fact the newest statement stays."""

from datetime import date, timedelta

from functions.core.orders import (
    Milestone,
    OrderPerson,
    Tracking,
)
from tests.core.order_events import (
    TUESDAY_MORNING,
    an_update,
    happened,
    placed,
)


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
