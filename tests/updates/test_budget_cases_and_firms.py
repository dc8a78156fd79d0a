"""What a day allows, what people say to us meanwhile, and who of a firm hears what."""

import pytest

from tests.updates.plays import (
    ANNA,
    FIRM,
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
)

ANY = [known(person="alle")]

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

TABLE = {**BUDGET, **CASES, **FIRMS}


@pytest.mark.parametrize("name", TABLE)
def test_the_right_people_hear_the_right_amount(name: str) -> None:
    rows, expected = TABLE[name]

    assert seen(rows) == expected
