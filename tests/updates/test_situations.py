"""What is told of an order, to whom, when: named situations, each with all that anybody notices."""

import pytest

from tests.updates.plays import (
    ALL,
    ANNA,
    FIRM,
    LINES,
    at,
    contact,
    failed,
    firm,
    found_later,
    known,
    order,
    parcel,
    payment,
    placed,
    play,
    resolved,
    seen,
    window,
)

TWO = [known(), known(order="C2", parcels={"K9": "in_transit"})]
SMS = [known(person="sam")]
WHATSAPP = [known(person="wim")]
ANY = [known(person="alle")]

CONSUMERS = {
    "an order is confirmed at once": (
        play(placed("05-19 10:00"), orders=[]),
        ["05-19 10:00 anna email placed"],
    ),
    "payment is only recorded": (
        play(payment("05-19 10:00", "paid"), orders=[known("placed")], until="05-20 12:00"),
        [],
    ),
    "a failed payment is told at once, and that it came after all": (
        play(
            payment("05-19 10:00", "payment_failed"),
            payment("05-19 11:00", "paid"),
            orders=[known("placed")],
            until="05-20 12:00",
        ),
        ["05-19 10:00 anna email payment_failed", "05-19 11:10 anna email paid"],
    ),
    "a payment that failed after it was made is old news": (
        play(payment("05-19 10:00", "payment_failed"), orders=[known("paid")]),
        [],
    ),
    "packed and announced and in transit are only recorded": (
        play(
            order("05-19 10:00", "packed"),
            parcel("05-19 10:05", "announced"),
            parcel("05-19 10:10", "in_transit"),
            orders=[known("paid")],
        ),
        [],
    ),
    "a parcel on its way is told after ten minutes": (
        play(parcel("05-19 10:00", "handed_over"), orders=[known("paid")]),
        ["05-19 10:10 anna email K1 handed_over"],
    ),
    "two parcels in ten minutes are one message": (
        play(
            parcel("05-19 10:00", "handed_over"),
            parcel("05-19 10:09", "handed_over", "K2"),
            orders=[known("paid")],
        ),
        ["05-19 10:10 anna email K1 handed_over + K2 handed_over"],
    ),
    "what waits goes along with what goes at once": (
        play(parcel("05-19 10:00", "delivered"), placed("05-19 10:05", order="C2")),
        ["05-19 10:05 anna email K1 delivered + C2 placed"],
    ),
    "the same event again changes nothing": (
        play(
            parcel("05-19 10:00", "delivered", id="x"),
            parcel("05-19 11:00", "delivered", id="x"),
            parcel("05-19 12:00", "delivered", id="y"),
        ),
        ["05-19 10:10 anna email K1 delivered"],
    ),
    "only the newest position is told": (
        play(
            parcel("05-19 10:00", "out_for_delivery"),
            parcel("05-19 10:05", "delivered"),
            parcel("05-19 10:30", "handed_over"),
        ),
        ["05-19 10:10 anna email K1 delivered"],
    ),
    "each try to deliver is news": (
        play(
            parcel("05-19 10:00", "out_for_delivery"),
            parcel("05-19 12:00", "attempted"),
            parcel("05-20 10:00", "out_for_delivery", attempt=2),
            parcel("05-20 12:00", "attempted", attempt=2),
            parcel("05-20 13:00", "attempted"),
        ),
        [
            "05-19 10:10 anna email K1 out_for_delivery",
            "05-19 12:10 anna email K1 attempted",
            "05-20 10:10 anna email K1 out_for_delivery",
            "05-20 12:10 anna email K1 attempted",
        ],
    ),
    "a scan at our own door is no delivery": (
        play(parcel("05-19 10:00", "returned_to_sender"), parcel("05-20 10:00", "delivered")),
        [
            "05-19 10:00 work orders C1 returned_to_sender",
            "05-19 10:10 anna email K1 returned_to_sender",
        ],
    ),
    "refunds are told once per refund, whoever tells": (
        play(
            payment("05-19 10:00", "refunded", refund="r1", partial=True),
            payment("05-19 12:00", "refunded", refund="r2", partial=True),
            payment("05-19 14:00", "refunded", refund="r1", partial=True),
        ),
        ["05-19 10:10 anna email refunded", "05-19 12:10 anna email refunded"],
    ),
    "shop and payment provider without ids tell of one refund": (
        play(order("05-19 10:00", "refunded"), payment("05-19 12:00", "refunded")),
        ["05-19 10:10 anna email refunded"],
    ),
    "other lines are other news": (
        play(
            order("05-19 10:00", "line_cancelled", lines=[1]),
            order("05-19 11:00", "line_cancelled", lines=[1]),
            order("05-19 12:00", "line_cancelled", lines=[2]),
            order("05-19 13:00", "back_order", lines=[3], new_date="2026-06-02"),
            orders=[known("paid", lines=[*LINES, {"line": 3}])],
        ),
        [
            "05-19 10:10 anna email line_cancelled",
            "05-19 12:10 anna email line_cancelled",
            "05-19 13:10 anna email back_order",
        ],
    ),
    "each trouble is told and worked on once": (
        play(
            parcel("05-19 10:00", "exception", detail="address"),
            parcel("05-19 11:00", "exception", detail="address"),
            parcel("05-19 12:00", "exception", detail="customs"),
        ),
        [
            "05-19 10:00 work orders C1 exception address",
            "05-19 10:10 anna email K1 exception",
            "05-19 12:00 work orders C1 exception customs",
            "05-19 12:10 anna email K1 exception",
        ],
    ),
    "a lost parcel that is found is delivered": (
        play(parcel("05-19 10:00", "exception", detail="lost"), parcel("05-20 10:00", "delivered")),
        [
            "05-19 10:00 work orders C1 exception lost",
            "05-19 10:10 anna email K1 exception",
            "05-20 10:10 anna email K1 delivered",
        ],
    ),
    "a shop may leave milestones out": (
        play(parcel("05-19 10:00", "delivered"), policy={"untold": ["delivered"]}),
        [],
    ),
    "found later is recorded, not told": (
        play(found_later(parcel("05-19 10:00", "delivered")), contact("05-19 11:00", "wismo")),
        ["05-19 11:00 work orders high C1 not_received"],
    ),
    "older than 48 hours is recorded, not told": (
        play(parcel("05-19 10:00", "delivered", occurred="05-17 09:59")),
        [],
    ),
    "48 hours old is told": (
        play(parcel("05-19 10:00", "delivered", occurred="05-17 10:00")),
        ["05-19 10:10 anna email K1 delivered"],
    ),
    "out for delivery is nothing after its window": (
        play(
            parcel("05-19 15:01", "out_for_delivery", window=window("05-19 13:00", "05-19 15:00"))
        ),
        [],
    ),
    "nor after its day": (
        play(parcel("05-20 00:05", "out_for_delivery", occurred="05-19 23:00")),
        [],
    ),
    "somebody who opted out of everything hears nothing": (
        play(parcel("05-19 10:00", "delivered"), people=[{**ANNA, "opted_out": ["email"]}]),
        [],
    ),
}

CANCELLED = {
    "it is told at once and drops what waits": (
        play(
            parcel("05-19 10:00", "handed_over"),
            order("05-19 10:05", "cancelled"),
            orders=[known("paid")],
        ),
        ["05-19 10:05 anna email cancelled"],
    ),
    "afterwards only the refund is told": (
        play(
            order("05-19 10:00", "cancelled"),
            order("05-19 11:00", "back_order", lines=[1]),
            payment("05-20 10:00", "refunded"),
            orders=[known("paid")],
        ),
        ["05-19 10:00 anna email cancelled", "05-20 10:10 anna email refunded"],
    ),
    "a parcel that leaves all the same is work, once": (
        play(
            order("05-19 10:00", "cancelled"),
            parcel("05-19 12:00", "handed_over"),
            parcel("05-19 18:00", "in_transit"),
            orders=[known("paid")],
        ),
        [
            "05-19 10:00 anna email cancelled",
            "05-19 12:00 work orders C1 left_after_cancellation",
        ],
    ),
    "a scan from before it is no work": (
        play(
            order("05-19 10:00", "cancelled"),
            parcel("05-19 12:00", "handed_over", occurred="05-19 09:00"),
            orders=[known("paid")],
        ),
        ["05-19 10:00 anna email cancelled"],
    ),
    "a scan after it is work also when we hear of it before": (
        play(
            parcel("05-19 12:00", "handed_over"),
            order("05-19 12:05", "cancelled", occurred="05-19 11:00"),
            orders=[known("paid")],
        ),
        [
            "05-19 12:05 work orders C1 left_after_cancellation",
            "05-19 12:05 anna email cancelled",
        ],
    ),
    "no promise is missed any more": (
        play(
            order("05-19 10:00", "cancelled"),
            orders=[known("paid", promised={"delivered_by": "2026-05-20"})],
        ),
        ["05-19 10:00 anna email cancelled"],
    ),
}

HOURS = {
    "mail goes at night": (
        play(parcel("05-19 23:00", "delivered")),
        ["05-19 23:10 anna email K1 delivered"],
    ),
    "a text waits for the morning": (
        play(parcel("05-19 21:00", "delivered"), orders=SMS),
        ["05-20 08:00 sam sms K1 delivered"],
    ),
    "what would go at the stroke of nine waits": (
        play(parcel("05-19 20:50", "delivered"), orders=SMS),
        ["05-20 08:00 sam sms K1 delivered"],
    ),
    "on Sunday until ten": (
        play(parcel("05-17 07:00", "delivered"), orders=SMS),
        ["05-17 10:00 sam sms K1 delivered"],
    ),
    "German phones ring from eight to eight": (
        play(
            parcel("05-19 20:00", "delivered"),
            orders=SMS,
            people=[{**ANNA, "id": "sam", "email": None, "phone": "+49", "country": "DE"}],
        ),
        ["05-20 08:00 sam sms K1 delivered"],
    ),
    "an Irish phone goes by Irish clocks": (
        play(
            parcel("05-19 08:30", "delivered"),
            orders=SMS,
            people=[{**ANNA, "id": "sam", "email": None, "phone": "+353", "country": "IE"}],
        ),
        ["05-19 09:00 sam sms K1 delivered"],
    ),
    "the King's day before a Sunday": (
        play(parcel("2031-04-26 12:00", "delivered"), orders=SMS, until="2031-04-28 12:00"),
        ["04-27 10:00 sam sms K1 delivered"],
    ),
    "the night of the clock change": (
        play(parcel("03-28 22:00", "delivered"), orders=SMS, until="03-30 12:00"),
        ["03-29 10:00 sam sms K1 delivered"],
    ),
    "a confirmation in the night waits too": (
        play(placed("05-19 23:00", people=["sam"]), orders=[]),
        ["05-20 08:00 sam sms placed"],
    ),
    "what would come too late goes in the night": (
        play(
            parcel("05-19 22:00", "out_for_delivery", window=window("05-20 08:30", "05-20 10:00")),
            orders=SMS,
        ),
        ["05-19 22:00 sam sms K1 out_for_delivery"],
    ),
    "an hour after the morning is time enough": (
        play(
            parcel("05-19 22:00", "out_for_delivery", window=window("05-20 09:00", "05-20 10:00")),
            orders=SMS,
        ),
        ["05-20 08:00 sam sms K1 out_for_delivery"],
    ),
    "a deadline in the night passes": (
        play(
            payment("05-19 22:00", "payment_failed", pay_before=at("05-20 08:30")),
            orders=[known("placed", person="sam")],
        ),
        ["05-19 22:00 sam sms payment_failed"],
    ),
    "the last day of a pickup passes": (
        play(parcel("05-19 22:00", "ready_for_pickup", last_day="2026-05-19"), orders=SMS),
        ["05-19 22:00 sam sms K1 ready_for_pickup"],
    ),
    "a window within the hour does not wait ten minutes": (
        play(
            parcel("05-19 10:00", "out_for_delivery", window=window("05-19 11:00", "05-19 12:00"))
        ),
        ["05-19 10:00 anna email K1 out_for_delivery"],
    ),
    "overtaken while it waits": (
        play(
            parcel("05-19 22:00", "exception", detail="customs"),
            parcel("05-20 06:00", "out_for_delivery"),
            orders=SMS,
        ),
        [
            "05-19 22:00 work orders C1 exception customs",
            "05-20 08:00 sam sms K1 out_for_delivery",
        ],
    ),
}

CHANNELS = {
    "WhatsApp is preferred": (
        play(parcel("05-19 10:00", "delivered"), orders=WHATSAPP),
        ["05-19 10:10 wim whatsapp K1 delivered"],
    ),
    "without a template it goes by the next": (
        play(
            parcel("05-19 10:00", "delivered"),
            orders=WHATSAPP,
            policy={"whatsapp_templates": ["placed"]},
        ),
        ["05-19 10:10 wim sms K1 delivered"],
    ),
    "within 24 hours it needs no template": (
        play(
            contact("05-19 09:00", "wismo", person="wim", channel="whatsapp"),
            parcel("05-19 10:00", "delivered"),
            orders=WHATSAPP,
            policy={"whatsapp_templates": []},
        ),
        [
            "05-19 09:00 work orders C1 wismo",
            "05-19 10:00 case_closed C1",
            "05-19 10:10 wim whatsapp K1 delivered",
        ],
    ),
    "STOP holds for what waits": (
        play(
            parcel("05-19 22:00", "delivered"),
            contact("05-19 23:00", "stop", person="wim", channel="whatsapp", order=None),
            orders=WHATSAPP,
        ),
        ["05-20 08:00 wim sms K1 delivered"],
    ),
    "a bounce sends it once by the next channel, and marks the address": (
        play(
            parcel("05-19 10:00", "handed_over"),
            failed("05-19 10:30", "email", "handed_over"),
            failed("05-19 10:40", "email", "handed_over"),
            parcel("05-20 10:00", "delivered"),
            orders=[known("paid", person="alle")],
            people=[{**ALL, "preferred_channel": None}],
        ),
        [
            "05-19 10:10 alle email K1 handed_over",
            "05-19 10:30 alle whatsapp K1 handed_over",
            "05-20 10:10 alle whatsapp K1 delivered",
        ],
    ),
    "a passing failure is nothing": (
        play(
            parcel("05-19 10:00", "delivered"),
            failed("05-19 10:30", "whatsapp", "delivered", permanent=False),
            orders=ANY,
        ),
        ["05-19 10:10 alle whatsapp K1 delivered"],
    ),
    "a resend that is old news by then is not made": (
        play(
            parcel("05-19 10:00", "out_for_delivery"),
            parcel("05-19 12:00", "delivered"),
            failed("05-19 12:30", "whatsapp", "out_for_delivery"),
            orders=ANY,
        ),
        [
            "05-19 10:10 alle whatsapp K1 out_for_delivery",
            "05-19 12:10 alle whatsapp K1 delivered",
        ],
    ),
    "a spam complaint ends mail, without another try": (
        play(
            parcel("05-19 10:00", "handed_over"),
            failed("05-19 10:30", "email", "handed_over", result="complained"),
            parcel("05-20 10:00", "delivered"),
            orders=[known("paid", person="alle")],
            people=[{**ALL, "preferred_channel": "email"}],
        ),
        ["05-19 10:10 alle email K1 handed_over", "05-20 10:10 alle whatsapp K1 delivered"],
    ),
    "when nothing is left after a bounce, a person looks": (
        play(
            parcel("05-19 10:00", "delivered"),
            failed("05-19 10:30", "email", "delivered", person="anna"),
        ),
        ["05-19 10:10 anna email K1 delivered", "05-19 10:30 work orders C1 no_channel"],
    ),
    "who has to do something and cannot be reached is work, once": (
        play(
            parcel("05-19 10:00", "ready_for_pickup", last_day="2026-05-29"),
            parcel("05-19 11:00", "ready_for_pickup", "K2", last_day="2026-05-29"),
            people=[{**ANNA, "email": None}],
        ),
        ["05-19 10:00 work orders C1 no_channel"],
    ),
}

BUDGET = {
    "the fourth message waits for nine the next day": (
        play(
            *[parcel(f"05-19 1{hour}:00", "delivered", f"K{hour}") for hour in range(5)],
            parcel("05-20 07:00", "delivered", "K7"),
        ),
        [
            "05-19 10:10 anna email K0 delivered",
            "05-19 11:10 anna email K1 delivered",
            "05-19 12:10 anna email K2 delivered",
            "05-20 07:10 anna email K7 delivered",
            "05-20 09:00 anna email K3 delivered + K4 delivered",
        ],
    ),
    "what always goes, goes, and counts": (
        play(
            *[parcel(f"05-19 1{hour}:00", "out_for_delivery", f"K{hour}") for hour in range(4)],
            parcel("05-19 15:00", "delivered", "K9"),
        ),
        [
            *[f"05-19 1{hour}:10 anna email K{hour} out_for_delivery" for hour in range(4)],
            "05-20 09:00 anna email K9 delivered",
        ],
    ),
    "what is held is decided anew the next day": (
        play(
            *[parcel(f"05-19 1{hour}:00", "handed_over", f"K{hour}") for hour in range(4)],
            parcel("05-19 20:00", "delivered", "K3"),
            orders=[known("paid")],
        ),
        [
            *[f"05-19 1{hour}:10 anna email K{hour} handed_over" for hour in range(3)],
            "05-20 09:00 anna email K3 delivered",
        ],
    ),
    "resends do not count": (
        play(
            parcel("05-19 10:00", "delivered"),
            failed("05-19 10:30", "whatsapp", "delivered"),
            parcel("05-19 11:00", "delivered", "K2"),
            parcel("05-19 12:00", "delivered", "K3"),
            orders=ANY,
        ),
        [
            "05-19 10:10 alle whatsapp K1 delivered",
            "05-19 10:30 alle email K1 delivered",
            "05-19 11:10 alle email K2 delivered",
            "05-19 12:10 alle email K3 delivered",
        ],
    ),
    "an organisation has a day's budget of its own": (
        play(
            *[order(f"05-19 1{hour}:00", "back_order", lines=[hour]) for hour in range(3)],
            orders=[firm()],
            policy={"budget_organisation": 2},
        ),
        [
            "05-19 10:10 bas email back_order",
            "05-19 11:10 bas email back_order",
            "05-20 09:00 bas email back_order",
        ],
    ),
}

CASES = {
    "a complaint waits for its agent, who is told once": (
        play(
            contact("05-19 09:00", "complaint"),
            contact("05-19 09:30", "complaint"),
            parcel("05-19 10:00", "out_for_delivery"),
            parcel("05-19 14:00", "delivered"),
            resolved("05-20 09:00"),
        ),
        ["05-19 09:00 work complaints C1 complaint", "05-19 10:10 anna email K1 out_for_delivery"],
    ),
    "a complaint with a human tone suppresses nothing": (
        play(
            contact("05-19 09:00", "complaint"),
            parcel("05-19 14:00", "delivered"),
            policy={"complaint": "human"},
        ),
        ["05-19 09:00 work complaints C1 complaint", "05-19 14:10 anna email K1 delivered"],
    ),
    "after it is resolved a new one is another": (
        play(
            contact("05-19 09:00", "complaint"),
            resolved("05-19 10:00"),
            contact("05-19 11:00", "complaint"),
        ),
        ["05-19 09:00 work complaints C1 complaint", "05-19 11:00 work complaints C1 complaint"],
    ),
    "where is my order, answered by the delivery": (
        play(
            contact("05-19 09:00", "wismo"),
            contact("05-19 09:30", "wismo"),
            parcel("05-19 14:00", "delivered"),
        ),
        [
            "05-19 09:00 work orders C1 wismo",
            "05-19 14:00 case_closed C1",
            "05-19 14:10 anna email K1 delivered",
        ],
    ),
    "found later closes no case": (
        play(contact("05-19 09:00", "wismo"), found_later(parcel("05-19 14:00", "delivered"))),
        ["05-19 09:00 work orders C1 wismo"],
    ),
    "one of two parcels closes no case": (
        play(
            contact("05-19 09:00", "wismo"),
            parcel("05-19 14:00", "delivered"),
            orders=[known(parcels={"K1": "in_transit", "K2": "in_transit"})],
        ),
        ["05-19 09:00 work orders C1 wismo", "05-19 14:10 anna email K1 delivered"],
    ),
    "after a notice of delay the first question is answered with it": (
        play(
            parcel("05-19 10:00", "delayed", new_date="2026-05-28"),
            contact("05-21 10:10", "wismo"),
            contact("05-21 10:20", "wismo"),
        ),
        [
            "05-19 10:10 anna email K1 delayed",
            "05-21 10:10 auto_reply anna",
            "05-21 10:20 work orders C1 wismo",
        ],
    ),
    "48 hours later it is work": (
        play(
            parcel("05-19 10:00", "delayed", new_date="2026-05-28"),
            contact("05-21 10:11", "wismo"),
        ),
        ["05-19 10:10 anna email K1 delayed", "05-21 10:11 work orders C1 wismo"],
    ),
    "not received after the delivery is urgent work": (
        play(
            parcel("05-19 10:00", "delivered"),
            contact("05-19 18:00", "not_received"),
            contact("05-19 19:00", "wismo"),
        ),
        [
            "05-19 10:10 anna email K1 delivered",
            "05-19 18:00 work orders high C1 not_received",
        ],
    ),
    "not received before the delivery asks where it is": (
        play(contact("05-19 18:00", "not_received")),
        ["05-19 18:00 work orders C1 wismo"],
    ),
}

FIRMS = {
    "each part hears its own": (
        play(
            placed("05-19 10:00", organisation=FIRM, people=["bas", "rik", "ada", "otto"]),
            payment("05-19 11:00", "payment_failed"),
            parcel("05-19 12:00", "handed_over"),
            parcel("05-19 13:00", "delivered"),
            orders=[],
        ),
        [
            "05-19 10:00 bas email placed",
            "05-19 11:00 ada email payment_failed",
            "05-19 12:10 rik email K1 handed_over",
        ],
    ),
    "a delay is for buyer and receiving, an earlier day for receiving": (
        play(
            parcel("05-19 10:00", "delayed", new_date="2026-05-22"),
            parcel("05-19 12:00", "estimate_changed", new_date="2026-05-21"),
            orders=[firm()],
        ),
        [
            "05-19 10:10 bas email K1 delayed",
            "05-19 10:10 rik email K1 delayed",
            "05-19 12:10 rik email K1 estimate_changed",
        ],
    ),
    "the buyer stands in for who is not there": (
        play(
            parcel("05-19 10:00", "out_for_delivery"),
            payment("05-19 12:00", "refunded", partial=True),
            orders=[firm(people=["bas"])],
        ),
        ["05-19 10:10 bas email K1 out_for_delivery", "05-19 12:10 bas email refunded"],
    ),
    "an agency hears what its customer allows": (
        play(
            parcel("05-19 10:00", "delayed", new_date="2026-05-22"),
            parcel("05-20 10:00", "out_for_delivery"),
            orders=[firm(people=["gus", "otto"])],
            agency_allows=["delayed"],
        ),
        ["05-19 10:10 gus email K1 delayed"],
    ),
    "an organisation adds and mutes last": (
        play(
            parcel("05-19 10:00", "out_for_delivery"),
            parcel("05-19 12:00", "delivered"),
            orders=[firm()],
            preferences={"mute": ["out_for_delivery"], "add": {"buyer": ["delivered"]}},
        ),
        ["05-19 12:10 bas email K1 delivered"],
    ),
    "an organisation chooses the channel": (
        play(
            parcel("05-19 10:00", "out_for_delivery"),
            orders=[firm(people=["rik"])],
            people=[{**ANNA, "id": "rik", "roles": ["receiving"], "phone": "+316"}],
            preferences={"channel": "sms"},
        ),
        ["05-19 10:10 rik sms K1 out_for_delivery"],
    ),
    "a missed promise is work at once": (
        play(orders=[firm("paid", promised={"delivered_by": "2026-05-20"})]),
        [
            "05-21 09:00 work orders C1 missed_promise",
            "05-21 09:10 bas email missed_promise",
        ],
    ),
}

TABLE = {**CONSUMERS, **CANCELLED, **HOURS, **CHANNELS, **BUDGET, **CASES, **FIRMS}


@pytest.mark.parametrize("name", TABLE)
def test_the_situation_comes_out_as_it_should(name: str) -> None:
    rows, expected = TABLE[name]

    assert seen(rows) == expected
