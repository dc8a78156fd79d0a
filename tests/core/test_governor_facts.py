"""Each fact ends in messages or in a reason, and the same news has one id."""

from datetime import date, timedelta

import pytest

from functions.core.governor import Reason, is_overtaken, plan
from functions.core.orders import Milestone, OrderUpdate
from tests.core.notices import POLICY, planned_after
from tests.core.order_events import TUESDAY_MORNING, an_update, happened, placed, received

M = Milestone
HOUR = timedelta(hours=1)


def test_every_fact_that_is_told_ends_in_a_message_or_a_reason() -> None:
    updates = [an_update(milestone, "K1") for milestone in POLICY.told.consumer]

    for update in updates:
        planned = planned_after([placed()], update)

        assert planned.notifications or planned.suppressed


@pytest.mark.parametrize(("hours", "told"), [(48, True), (49, False)])
def test_what_is_heard_of_too_late_is_past(hours: int, told: bool) -> None:
    order, facts = received(
        [an_update(M.DELIVERED, "K1")], happened(placed()), at=TUESDAY_MORNING + hours * HOUR
    )

    planned = plan(order, facts, POLICY, TUESDAY_MORNING + hours * HOUR)

    assert bool(planned.notifications) is told
    assert [row.reason for row in planned.suppressed] == ([] if told else [Reason.PAST])


def test_the_same_news_has_the_same_id_from_whichever_source() -> None:
    once = planned_after([placed()], an_update(M.HANDED_OVER, "K1", id="shopify:1"))
    again = planned_after([placed()], an_update(M.HANDED_OVER, "K1", id="postnl:1"))

    assert once.notifications[0].id == again.notifications[0].id


def test_other_news_has_another_id() -> None:
    updates = [
        an_update(M.HANDED_OVER, "K1"),
        an_update(M.HANDED_OVER, "K2"),
        an_update(M.DELIVERED, "K1"),
        an_update(M.DELAYED, "K1"),
        an_update(M.DELAYED, "K1", expected_on=date(2026, 5, 22)),
        an_update(M.REFUNDED, refund="r1"),
        an_update(M.REFUNDED, refund="r2"),
    ]

    ids = {planned_after([placed()], update).notifications[0].id for update in updates}

    assert len(ids) == len(updates)


@pytest.mark.parametrize(
    ("later", "overtaken"),
    [
        (an_update(M.OUT_FOR_DELIVERY, "K1", at=TUESDAY_MORNING + HOUR), True),
        (an_update(M.DELIVERED, "K1"), True),
        (an_update(M.IN_TRANSIT, "K1", at=TUESDAY_MORNING + HOUR), False),
    ],
)
def test_an_address_problem_is_over_when_the_parcel_goes_on(
    later: OrderUpdate, overtaken: bool
) -> None:
    problem = an_update(M.EXCEPTION, "K1", detail="address")
    order = happened(placed(), problem, later)

    assert is_overtaken(order, order.history[1]) is overtaken


def test_a_failed_payment_is_old_news_once_it_is_paid() -> None:
    order = happened(placed(), an_update(M.PAYMENT_FAILED), an_update(M.PAID))

    assert is_overtaken(order, order.history[1])
