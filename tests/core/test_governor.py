"""Named situations: who is told what, and why somebody is not."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from functions.core.governor import Reason
from functions.core.orders import Milestone, OrderPerson, OrderUpdate, Role
from tests.core.notices import BOTH, COMPANY_PEOPLE, planned_after, told_to
from tests.core.order_events import (
    TUESDAY_MORNING,
    a_buyer,
    a_chatter,
    a_colleague,
    an_update,
    phone,
    placed,
)

M = Milestone
BUYER = "wout@mail.example"


HOUR = timedelta(hours=1)


class Situation(NamedTuple):
    """What happened before, the event it is about, and what must come of that event."""

    before: Sequence[OrderUpdate]
    event: OrderUpdate
    told: Sequence[str] = ()
    reasons: Sequence[Reason] = ()


SITUATIONS = {
    "an order is confirmed": Situation([], placed(), [f"placed {BUYER}"]),
    "a parcel leaves": Situation(
        [placed()], an_update(M.HANDED_OVER, "K1"), [f"handed_over K1 {BUYER}"]
    ),
    "a second parcel leaves": Situation(
        [placed(), an_update(M.HANDED_OVER, "K1")],
        an_update(M.HANDED_OVER, "K2"),
        [f"handed_over K2 {BUYER}"],
    ),
    "a parcel is delivered": Situation(
        [placed(), an_update(M.HANDED_OVER, "K1")],
        an_update(M.DELIVERED, "K1"),
        [f"delivered K1 {BUYER}"],
    ),
    "a parcel waits at the pickup point": Situation(
        [placed()], an_update(M.READY_FOR_PICKUP, "K1"), [f"ready_for_pickup K1 {BUYER}"]
    ),
    "money goes back": Situation([placed()], an_update(M.REFUNDED), [f"refunded {BUYER}"]),
    "an order is cancelled": Situation([placed()], an_update(M.CANCELLED), [f"cancelled {BUYER}"]),
    "a parcel is late": Situation(
        [placed()],
        an_update(M.DELAYED, "K1", expected_on=date(2026, 5, 22)),
        [f"delayed K1 {BUYER}"],
    ),
    "payment is only recorded": Situation([placed()], an_update(M.PAID)),
    "packing is only recorded": Situation([placed()], an_update(M.PACKED, "K1")),
    "transit is only recorded": Situation([placed()], an_update(M.IN_TRANSIT, "K1")),
    "an event of facts alone tells nothing": Situation([placed()], an_update(None)),
    "a parcel event waits for its order": Situation(
        [], an_update(M.HANDED_OVER, "K1"), [], [Reason.WAITS_FOR_ORDER]
    ),
    "the order joins the parcel that waited": Situation(
        [an_update(M.HANDED_OVER, "K1")],
        placed(),
        [f"placed {BUYER}", f"handed_over K1 {BUYER}"],
    ),
    "of a parcel that waited only the newest is told": Situation(
        [an_update(M.HANDED_OVER, "K1"), an_update(M.DELIVERED, "K1")],
        placed(),
        [f"placed {BUYER}", f"delivered K1 {BUYER}"],
        [Reason.SUPERSEDED],
    ),
    "shipped comes after delivered": Situation(
        [placed(), an_update(M.DELIVERED, "K1")],
        an_update(M.HANDED_OVER, "K1"),
        [],
        [Reason.SUPERSEDED],
    ),
    "shipped comes after a step that is not told": Situation(
        [placed(), an_update(M.IN_TRANSIT, "K1")],
        an_update(M.HANDED_OVER, "K1"),
        [],
        [Reason.SUPERSEDED],
    ),
    "delivered comes after the return": Situation(
        [placed(), an_update(M.RETURNED, "K1")],
        an_update(M.DELIVERED, "K1"),
        [],
        [Reason.SUPERSEDED],
    ),
    "the other parcel's arrival overtakes nothing": Situation(
        [placed(), an_update(M.DELIVERED, "K1")],
        an_update(M.HANDED_OVER, "K2"),
        [f"handed_over K2 {BUYER}"],
    ),
    "the order as a whole left, and its parcel has arrived": Situation(
        [placed(), an_update(M.DELIVERED, "K1")],
        an_update(M.HANDED_OVER),
        [],
        [Reason.SUPERSEDED],
    ),
    "a second source tells the same": Situation(
        [placed(), an_update(M.HANDED_OVER, "K1")],
        an_update(M.HANDED_OVER, "K1", id="postnl:7"),
        [],
        [Reason.ALREADY_TOLD],
    ),
    "the confirmation comes after the parcel": Situation(
        [an_update(M.HANDED_OVER, "K1", people=(a_buyer(),))],
        placed(),
        [f"placed {BUYER}"],
    ),
    "a delay comes after the delivery": Situation(
        [placed(), an_update(M.DELIVERED, "K1")],
        an_update(M.DELAYED, "K1"),
        [],
        [Reason.SUPERSEDED],
    ),
    "a delay was overtaken by the van": Situation(
        [placed(), an_update(M.OUT_FOR_DELIVERY, "K1", at=TUESDAY_MORNING + HOUR)],
        an_update(M.DELAYED, "K1"),
        [],
        [Reason.SUPERSEDED],
    ),
    "a delay after the van left is news": Situation(
        [placed(), an_update(M.OUT_FOR_DELIVERY, "K1", at=TUESDAY_MORNING - HOUR)],
        an_update(M.DELAYED, "K1"),
        [f"delayed K1 {BUYER}"],
    ),
    "a delay with another date is told again": Situation(
        [placed(), an_update(M.DELAYED, "K1", id="1", expected_on=date(2026, 5, 21))],
        an_update(
            M.DELAYED, "K1", id="2", expected_on=date(2026, 5, 23), at=TUESDAY_MORNING + HOUR
        ),
        [f"delayed K1 {BUYER}"],
    ),
    "a delay with the same date is not": Situation(
        [placed(), an_update(M.DELAYED, "K1", id="1", expected_on=date(2026, 5, 21))],
        an_update(
            M.DELAYED, "K1", id="2", expected_on=date(2026, 5, 21), at=TUESDAY_MORNING + HOUR
        ),
        [],
        [Reason.ALREADY_TOLD],
    ),
    "an older delay arrives after a newer one": Situation(
        [
            placed(),
            an_update(
                M.DELAYED, "K1", id="2", expected_on=date(2026, 5, 23), at=TUESDAY_MORNING + HOUR
            ),
        ],
        an_update(M.DELAYED, "K1", id="1", expected_on=date(2026, 5, 21)),
        [],
        [Reason.SUPERSEDED],
    ),
    "a delay that keeps the promise is none": Situation(
        [
            placed(),
            an_update(None, id="p", at=TUESDAY_MORNING - HOUR, expected_on=date(2026, 5, 22)),
        ],
        an_update(M.DELAYED, "K1", expected_on=date(2026, 5, 22)),
        [],
        [Reason.WITHIN_PROMISE],
    ),
    "a delay past an earlier delay's date is told": Situation(
        [
            placed(),
            an_update(None, id="p", at=TUESDAY_MORNING - HOUR, expected_on=date(2026, 5, 20)),
            an_update(M.DELAYED, "K1", id="1", expected_on=date(2026, 5, 22)),
        ],
        an_update(
            M.DELAYED, "K1", id="2", at=TUESDAY_MORNING + HOUR, expected_on=date(2026, 5, 23)
        ),
        [f"delayed K1 {BUYER}"],
    ),
    "an estimate that slipped unseen does not swallow the delay": Situation(
        [
            placed(),
            an_update(None, id="p", at=TUESDAY_MORNING - 2 * HOUR, expected_on=date(2026, 5, 20)),
            an_update(M.IN_TRANSIT, "K1", at=TUESDAY_MORNING - HOUR, expected_on=date(2026, 5, 22)),
        ],
        an_update(M.DELAYED, "K1", expected_on=date(2026, 5, 22)),
        [f"delayed K1 {BUYER}"],
    ),
    "a parcel's own estimate is a promise too": Situation(
        [
            placed(),
            an_update(
                M.HANDED_OVER, "K1", at=TUESDAY_MORNING - HOUR, expected_on=date(2026, 5, 22)
            ),
        ],
        an_update(M.DELAYED, "K1", expected_on=date(2026, 5, 21)),
        [],
        [Reason.WITHIN_PROMISE],
    ),
    "the whole order has arrived since": Situation(
        [placed(), an_update(M.DELIVERED, at=TUESDAY_MORNING + HOUR)],
        an_update(M.HANDED_OVER, "K1"),
        [],
        [Reason.SUPERSEDED],
    ),
    "a parcel leaves after the order was called delivered": Situation(
        [placed(), an_update(M.DELIVERED, at=TUESDAY_MORNING - HOUR)],
        an_update(M.HANDED_OVER, "K2"),
        [f"handed_over K2 {BUYER}"],
    ),
    "the whole order has arrived since the delay": Situation(
        [placed(), an_update(M.DELIVERED, at=TUESDAY_MORNING + HOUR)],
        an_update(M.DELAYED, "K1"),
        [],
        [Reason.SUPERSEDED],
    ),
    "one parcel's arrival does not end the delay of the order": Situation(
        [placed(), an_update(M.DELIVERED, "K1"), an_update(M.HANDED_OVER, "K2")],
        an_update(M.DELAYED),
        [f"delayed {BUYER}"],
    ),
    "all parcels' arrival ends the delay of the order": Situation(
        [placed(), an_update(M.DELIVERED, "K1"), an_update(M.READY_FOR_PICKUP, "K2")],
        an_update(M.DELAYED),
        [],
        [Reason.SUPERSEDED],
    ),
    "another refund is another fact": Situation(
        [placed(), an_update(M.REFUNDED, id="1", refund="r1", partial=True)],
        an_update(M.REFUNDED, id="2", refund="r2", partial=True),
        [f"refunded {BUYER}"],
    ),
    "shop and payment provider tell of one refund": Situation(
        [placed(), an_update(M.REFUNDED, id="shopify:1", refund="r1")],
        an_update(M.REFUNDED, id="mollie:1", refund="r1"),
        [],
        [Reason.ALREADY_TOLD],
    ),
    "nothing leaves a cancelled order": Situation(
        [placed(), an_update(M.CANCELLED)],
        an_update(M.HANDED_OVER, "K1"),
        [],
        [Reason.ORDER_CANCELLED],
    ),
    "a cancelled order is refunded": Situation(
        [placed(), an_update(M.CANCELLED)], an_update(M.REFUNDED), [f"refunded {BUYER}"]
    ),
    "after cancellation and refund still nothing leaves": Situation(
        [placed(), an_update(M.CANCELLED), an_update(M.REFUNDED)],
        an_update(M.DELIVERED, "K1"),
        [],
        [Reason.ORDER_CANCELLED],
    ),
    "the cancellation comes before the order": Situation(
        [an_update(M.CANCELLED)],
        placed(),
        [f"cancelled {BUYER}"],
        [Reason.ORDER_CANCELLED],
    ),
    "a part that is cancelled leaves the rest of the order going": Situation(
        [placed(), an_update(M.CANCELLED, partial=True)],
        an_update(M.HANDED_OVER, "K1"),
        [f"handed_over K1 {BUYER}"],
    ),
    "a part is cancelled, and then the rest": Situation(
        [placed(), an_update(M.CANCELLED, id="1", partial=True)],
        an_update(M.CANCELLED, id="2"),
        [f"cancelled {BUYER}"],
    ),
    "a part came back, and what was sent is heard of late": Situation(
        [placed(), an_update(M.RETURNED, partial=True)],
        an_update(M.DELIVERED),
        [f"delivered {BUYER}"],
    ),
    "a parcel that is cancelled does not cancel the order": Situation(
        [placed()], an_update(M.CANCELLED, "K1"), [], [Reason.PARCEL_ONLY]
    ),
    "nobody in a role that hears of it is known": Situation(
        [],
        placed(a_colleague(Role.AGENCY, "bureau@reclame.example")),
        [],
        [Reason.NO_RECIPIENT],
    ),
    "nobody can be reached": Situation(
        [], placed(OrderPerson(phone=phone())), [], [Reason.NO_CHANNEL]
    ),
    "a phone with consent is reached by WhatsApp": Situation(
        [], placed(a_chatter()), ["placed +31610001176"]
    ),
    "mail goes before WhatsApp": Situation([], placed(BOTH), [f"placed {BUYER}"]),
    "one human with two entries is told once": Situation(
        [],
        placed(BOTH, a_chatter()),
        [f"placed {BUYER}"],
    ),
    "a business buyer confirms": Situation(
        [], placed(*COMPANY_PEOPLE), ["placed inkoop@zuid.example"]
    ),
    "the warehouse hears what leaves": Situation(
        [placed(*COMPANY_PEOPLE)],
        an_update(M.HANDED_OVER, "K1"),
        ["handed_over K1 magazijn@zuid.example"],
    ),
    "buyer and warehouse hear of a delay": Situation(
        [placed(*COMPANY_PEOPLE)],
        an_update(M.DELAYED, "K1"),
        ["delayed K1 inkoop@zuid.example", "delayed K1 magazijn@zuid.example"],
    ),
    "accounts payable hears of the refund": Situation(
        [placed(*COMPANY_PEOPLE)],
        an_update(M.REFUNDED),
        ["refunded crediteuren@zuid.example"],
    ),
    "a business delivery is only recorded": Situation(
        [placed(*COMPANY_PEOPLE)], an_update(M.DELIVERED, "K1")
    ),
    "the buyer stands in for the absent accounts payable": Situation(
        [placed(*COMPANY_PEOPLE[:2])],
        an_update(M.REFUNDED),
        ["refunded inkoop@zuid.example"],
    ),
    "one person in two roles gets one message": Situation(
        [placed(a_buyer(address="j@zuid.example"), a_colleague(Role.RECEIVING, "j@zuid.example"))],
        an_update(M.DELAYED, "K1"),
        ["delayed K1 j@zuid.example"],
    ),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_in_this_situation_the_right_people_hear_the_right_thing(name: str) -> None:
    situation = SITUATIONS[name]

    planned = planned_after(situation.before, situation.event)

    assert [told_to(note) for note in planned.notifications] == list(situation.told)
    assert [row.reason for row in planned.suppressed] == list(situation.reasons)
