"""What a notice may say: known, true now, and meant for its reader."""

from datetime import date, timedelta

import pytest

from functions.core.orders import Milestone, OrderLine, Tracking
from tests.core.notices import COMPANY_PEOPLE, planned_after
from tests.core.order_events import TUESDAY_MORNING, an_update, placed

M = Milestone


def test_prices_and_lines_stay_with_those_who_buy() -> None:
    later = date(2026, 5, 22)

    confirmed = planned_after([], placed(*COMPANY_PEOPLE))
    delayed = planned_after(
        [placed(*COMPANY_PEOPLE)], an_update(M.DELAYED, "K1", expected_on=later)
    )

    assert confirmed.notifications[0].facts["total"] == "49.95 EUR"
    buyer, warehouse = (note.facts for note in delayed.notifications)
    assert buyer["lines"] == "2 × Hark\n1 × Schep"
    assert warehouse == {"new_date": "2026-05-22"}


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://carrier.example/3S1?x=1", True),
        ("http://carrier.example/3S1", False),
        ("javascript:alert(1)", False),
        ("https://user:pass@carrier.example/", False),
        ("https://carrier.example/\n3S1", False),
        ("https://localhost/3S1", False),
        ("https://[broken", False),
        ("https://carrier.example/\u202e3S1", False),
        ("https://carrier.example/" + "x" * 2000, False),
        ("", False),
    ],
)
def test_only_safe_links_are_put_before_customers(url: str, shown: bool) -> None:
    parcel = an_update(M.HANDED_OVER, "K1", tracking=Tracking(code="3S1", url=url))

    facts = planned_after([placed()], parcel).notifications[0].facts

    assert ("tracking_url" in facts) is shown
    assert facts["tracking_code"] == "3S1"


def test_a_date_that_is_over_is_no_expectation() -> None:
    late = an_update(M.DELAYED, "K1", expected_on=TUESDAY_MORNING.date() - timedelta(days=1))

    assert "new_date" not in planned_after([placed()], late).notifications[0].facts


def test_many_lines_are_cut_short() -> None:
    lines = tuple(OrderLine(title=f"Plant\n{n}") for n in range(500))

    facts = planned_after([placed()], an_update(M.HANDED_OVER, "K1", lines=lines)).notifications

    shown = facts[0].facts["lines"].split("\n")
    assert shown[0] == "1 × Plant 0"
    assert len(shown) == 21
