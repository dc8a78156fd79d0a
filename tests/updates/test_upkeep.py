"""When an order must be looked after, and what it asks for then; and that a step only looks on."""

from datetime import UTC, date, datetime, timedelta

import pytest

from functions import policies
from functions.core.contacts import Handle
from functions.core.milestones import advance
from functions.core.orders import Milestone, Order, OrderPerson, OrderUpdate, Role
from functions.core.updates.policy import Channel
from functions.core.updates.retelling import happenings_of, world_of
from functions.core.updates.steps import step
from functions.core.updates.upkeep import chores, next_due, notices_of, work_item

NOTICES, UPDATES = policies.notifications(), policies.updates()
MONDAY = datetime(2026, 5, 18, 8, tzinfo=UTC)
LATER = MONDAY + timedelta(days=30)
ANNA = OrderPerson(name="Anna", email=Handle(scheme="email", value="anna@mail.example"))
STORE = ANNA.model_copy(update={"role": Role.RECEIVING})


def an_order(*steps: tuple[int, Milestone, str | None], person: OrderPerson = ANNA) -> Order:
    """Placed on Monday at ten by Dutch clocks; each step so many hours later."""
    order = _told(None, 0, Milestone.PLACED, None, people=(person,), country="NL")
    for hours, milestone, parcel in steps:
        order = _told(order, hours, milestone, parcel)
    return order


def _told(
    order: Order | None, hours: int, milestone: Milestone, parcel: str | None, **more: object
) -> Order:
    at = MONDAY + timedelta(hours=hours)
    told = {
        "id": f"{milestone}-{hours}-{parcel}",
        "provider": "shopify",
        "account": "tuinhuis",
        "shop": "tuinhuis",
        "order_id": "1",
        "milestone": milestone,
        "parcel": parcel,
        "occurred_at": at,
    }
    return advance(order, OrderUpdate.model_validate({**told, **more}), at).order


def test_an_unpaid_order_asks_for_nothing() -> None:
    assert next_due(an_order(), NOTICES, UPDATES, MONDAY) is None


def test_a_paid_order_is_due_on_the_morning_after_its_promise() -> None:
    order = an_order((1, Milestone.PAID, None))

    due = next_due(order, NOTICES, UPDATES, MONDAY)

    assert due == datetime(2026, 5, 20, 7, 10, tzinfo=UTC)


def test_a_promise_that_is_kept_is_not_looked_at() -> None:
    order = an_order((1, Milestone.PAID, None), (20, Milestone.DELIVERED, "K1"))

    assert next_due(order, NOTICES, UPDATES, MONDAY + timedelta(hours=20)) is None


def test_what_is_done_is_not_asked_for_again() -> None:
    order = an_order((1, Milestone.PAID, None))
    asked = chores(order, NOTICES, UPDATES, LATER)
    done = order.model_copy(update={"done": tuple(chore.id for chore in asked)})

    assert [chore.reason for chore in asked] == ["missed_promise"] * 3
    assert chores(done, NOTICES, UPDATES, LATER) == []


def test_work_names_its_order_and_the_notice_its_person() -> None:
    order = an_order((1, Milestone.PAID, None))
    asked = chores(order, NOTICES, UPDATES, LATER)
    [work] = [chore for chore in asked if chore.person is None]
    notice = [chore for chore in asked if chore.person is not None]

    item = work_item(order, work)
    notes = notices_of(order, notice[:1], NOTICES, notice[0].at)

    assert (item.queue, item.reason) == ("orders", "missed promise: order 1")
    assert [note.recipient.handle.value for note in notes] == ["anna@mail.example"]


def test_a_notice_that_is_two_days_late_is_not_made_any_more() -> None:
    order = an_order((1, Milestone.PAID, None))
    asked = [chore for chore in chores(order, NOTICES, UPDATES, LATER) if chore.person]

    assert notices_of(order, asked, NOTICES, LATER) == []


def test_a_business_order_is_work_at_the_first_miss() -> None:
    order = an_order((1, Milestone.PAID, None), person=STORE)

    first = chores(order, NOTICES, UPDATES, datetime(2026, 5, 20, 7, tzinfo=UTC))

    assert [chore.reason for chore in first if chore.person is None] == ["missed_promise"]


def test_a_parcel_of_an_order_without_people_is_work_after_a_day() -> None:
    order = _told(None, 0, Milestone.HANDED_OVER, "K1")

    assert next_due(order, NOTICES, UPDATES, MONDAY) == MONDAY + timedelta(hours=24)


@pytest.mark.parametrize("year", [1, 1970, 9999])
def test_a_date_that_cannot_be_meant_does_no_harm(year: int) -> None:
    day, moment = date(year, 12, 31), datetime(year, 12, 31, 23, 59, tzinfo=UTC)
    order = an_order((1, Milestone.PAID, None), (20, Milestone.IN_TRANSIT, "K1"))
    order = _told(order, 21, Milestone.DELAYED, "K1", expected_on=day)
    order = _told(order, 22, Milestone.IN_TRANSIT, "K2", occurred_at=moment)

    assert next_due(order, NOTICES, UPDATES, MONDAY + timedelta(hours=22)) is not None


def test_what_is_told_of_the_whole_order_concerns_each_parcel() -> None:
    order = an_order((1, Milestone.IN_TRANSIT, "K1"), (2, Milestone.IN_TRANSIT, "K2"))
    order = _told(order, 5, Milestone.DELIVERED, None)

    told = [event.parcel for event in happenings_of(order) if event.milestone == "delivered"]

    assert told == ["K1", "K2"]


def test_the_same_world_and_event_give_the_same_step_and_the_world_stays() -> None:
    order = an_order((1, Milestone.PAID, None))
    world = world_of(order, NOTICES)
    before = world.model_dump()
    event = next(iter(happenings_of(order)))

    first, second = (step(world, event, event.received_at, UPDATES) for _ in range(2))

    assert first == second
    assert world.model_dump() == before
    assert [decision.channel for decision in first.decisions] == [Channel.EMAIL]
