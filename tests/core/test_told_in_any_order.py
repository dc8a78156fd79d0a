"""Whatever order the events arrive in, nobody is told twice, backwards or after a cancellation."""

from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from functions.core.governor import RecheckAction, plan, recheck
from functions.core.milestones import advance
from functions.core.notifications import Notification
from functions.core.orders import Milestone, Order, OrderUpdate
from tests.core.notices import COMPANY_PEOPLE, POLICY
from tests.core.order_events import TUESDAY_MORNING, a_buyer, an_update, placed

M = Milestone
WAY_OF_A_PARCEL = [M.HANDED_OVER, M.READY_FOR_PICKUP, M.DELIVERED]
ARRIVED = {M.READY_FOR_PICKUP, M.DELIVERED, M.RETURNED}
TELLS = [*POLICY.told.consumer, M.IN_TRANSIT, M.OUT_FOR_DELIVERY, M.RETURNED]


class Sent(NamedTuple):
    note: Notification
    after: list[OrderUpdate]
    """What had arrived by then."""


@st.composite
def arrivals(draw: st.DrawFn) -> list[OrderUpdate]:
    """Events of one order at random times, its confirmation among them, some of them twice."""
    count = draw(st.integers(0, 8))
    events = [
        an_update(
            draw(st.sampled_from(TELLS)),
            draw(st.sampled_from([None, "K1", "K2"])),
            id=f"shopify:{number}",
            at=TUESDAY_MORNING + timedelta(hours=draw(st.integers(0, 5))),
            expected_on=draw(st.sampled_from([None, date(2026, 5, 22), date(2026, 5, 23)])),
        )
        for number in range(count)
    ]
    people = draw(st.sampled_from([(a_buyer(),), COMPANY_PEOPLE]))
    all_of_them = [placed(*people), *events]
    again = draw(st.lists(st.sampled_from(all_of_them), max_size=3))
    return list(draw(st.permutations([*all_of_them, *again])))


@settings(max_examples=200, deadline=None)
@given(arrivals())
def test_nothing_is_told_twice_backwards_or_after_its_end(events: list[OrderUpdate]) -> None:
    sent = _send_all(events)

    assert len({item.note.id for item in sent}) == len(sent)
    assert all(_is_forward(earlier, later) for earlier, later in combinations(sent, 2))
    assert all(_fits_a_cancelled_order(item) for item in sent)
    assert all(_fits_what_arrived(item) for item in sent)


@settings(max_examples=60, deadline=None)
@given(arrivals())
def test_an_arrival_is_told_to_a_consumer_whenever_nothing_overtook_it(
    events: list[OrderUpdate],
) -> None:
    consumer = [event for event in events if event.milestone is not M.PLACED]
    delivered = an_update(M.DELIVERED, "K9", id="shopify:last")
    kept = [event for event in consumer if event.milestone is not M.CANCELLED]

    told = {
        (item.note.milestone, item.note.parcel) for item in _send_all([*kept, delivered, placed()])
    }

    assert (M.DELIVERED, "K9") in told
    assert (M.PLACED, None) in told


def _send_all(events: list[OrderUpdate]) -> list[Sent]:
    """What intake and outbox do, without a table: each plan goes out at once, once."""
    order: Order | None = None
    sent: list[Sent] = []
    for number, event in enumerate(events):
        now = TUESDAY_MORNING + timedelta(hours=6, minutes=number)
        advanced = advance(order, event, now)
        order = advanced.order
        done = {item.note.id for item in sent}
        for note in plan(order, advanced.facts, POLICY, now).notifications:
            if note.id not in done:
                assert recheck(note, order, POLICY, now).action is RecheckAction.SEND
                sent.append(Sent(note, events[: number + 1]))
    return sent


def _is_forward(earlier: Sent, later: Sent) -> bool:
    """Of one parcel, an earlier step is never told after a later one."""
    one, other = earlier.note, later.note
    on_its_way = one.milestone in WAY_OF_A_PARCEL and other.milestone in WAY_OF_A_PARCEL
    if one.parcel != other.parcel or not on_its_way:
        return True
    return WAY_OF_A_PARCEL.index(one.milestone) <= WAY_OF_A_PARCEL.index(other.milestone)


def _fits_a_cancelled_order(item: Sent) -> bool:
    cancelled = any(event.milestone is M.CANCELLED and event.parcel is None for event in item.after)
    return not cancelled or item.note.milestone in {M.CANCELLED, M.REFUNDED}


def _fits_what_arrived(item: Sent) -> bool:
    """Shipped or late is not said of a parcel that has arrived."""
    arrived = {event.parcel for event in item.after if event.milestone in ARRIVED}
    says_not_yet = item.note.milestone in {M.HANDED_OVER, M.DELAYED}
    return item.note.parcel is None or item.note.parcel not in arrived or not says_not_yet
