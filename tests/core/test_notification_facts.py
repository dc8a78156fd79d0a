"""What a notice may say: known, true now, and meant for its reader."""

from datetime import UTC, date, datetime, timedelta

import pytest

from functions.core.notification_facts import facts_for
from functions.core.orders import DeliveryWindow, Milestone, Order, OrderLine, Tracking
from functions.core.updates.records import Fact
from tests.core.order_events import TUESDAY_MORNING, an_update, happened, placed

M = Milestone
ALL = frozenset({"prices", "lines", "tracking", "delivery_window", "new_date", "last_day"})


def _facts(order: Order, milestone: Milestone, **more: object) -> dict[str, str]:
    told = {"order": "820982", "milestone": milestone, "occurred_at": TUESDAY_MORNING, **more}
    fact = Fact.model_validate(told)
    return dict(facts_for(order, fact, ALL, TUESDAY_MORNING, "Europe/Amsterdam"))


def test_what_a_reader_may_not_know_is_not_in_it() -> None:
    fact = Fact(order="820982", milestone=M.PLACED, occurred_at=TUESDAY_MORNING)

    told = facts_for(happened(placed()), fact, {"lines"}, TUESDAY_MORNING, "Europe/Amsterdam")

    assert told == {"lines": "2 × Hark\n1 × Schep"}


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

    facts = _facts(happened(placed(), parcel), M.HANDED_OVER, parcel="K1")

    assert ("tracking_url" in facts) is shown
    assert facts["tracking_code"] == "3S1"


@pytest.mark.parametrize(("days", "shown"), [(-1, False), (0, True), (3, True)])
def test_a_date_that_is_over_is_no_expectation(days: int, shown: bool) -> None:
    day = TUESDAY_MORNING.date() + timedelta(days=days)

    facts = _facts(happened(placed()), M.DELAYED, parcel="K1", new_date=day, last_day=day)

    assert ("new_date" in facts) is ("last_day" in facts) is shown


def test_a_window_is_told_on_the_clock_of_the_place_of_delivery() -> None:
    begins = datetime(2026, 5, 19, 12, tzinfo=UTC)
    window = DeliveryWindow(begins=begins, ends=begins + timedelta(hours=2))

    facts = _facts(happened(placed()), M.OUT_FOR_DELIVERY, parcel="K1", window=window, attempt=2)

    assert facts["window_from"] == "2026-05-19T14:00:00+02:00"
    assert facts["window_to"] == "2026-05-19T16:00:00+02:00"
    assert facts["attempt"] == "2"


def test_many_lines_are_cut_short() -> None:
    lines = tuple(OrderLine(title=f"Plant\n{n}") for n in range(500))

    facts = _facts(happened(an_update(M.PLACED, lines=lines)), M.PLACED)

    shown = facts["lines"].split("\n")
    assert shown[0] == "1 × Plant 0"
    assert len(shown) == 21


def test_a_cancelled_line_is_named_as_the_order_names_it() -> None:
    facts = _facts(happened(placed()), M.LINE_CANCELLED, lines=("S-1",))

    assert facts["lines"] == "1 × Schep"


def test_a_refund_tells_what_is_paid_back_and_not_what_the_order_cost() -> None:
    facts = _facts(happened(placed()), M.REFUNDED, amount="5.00 EUR", partial=True)

    assert (facts["total"], facts["partial"]) == ("5.00 EUR", "true")


def test_a_missed_promise_names_its_step_and_a_delay_its_date() -> None:
    missed = _facts(happened(placed()), M.MISSED_PROMISE, step="refund")
    delayed = _facts(happened(placed()), M.DELAYED, parcel="K1", new_date=date(2026, 5, 22))

    assert missed["step"] == "refund"
    assert delayed["new_date"] == "2026-05-22"
