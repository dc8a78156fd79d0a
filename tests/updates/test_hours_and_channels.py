"""When a phone may ring, and what happens when a channel fails or is closed."""

import pytest

from tests.updates.plays import (
    ALL,
    ANNA,
    at,
    contact,
    failed,
    known,
    parcel,
    payment,
    placed,
    play,
    seen,
    window,
)

SMS = [known(person="sam")]
WHATSAPP = [known(person="wim")]
ANY = [known(person="alle")]

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
    "a bounce of what was told before goes by the next channel too": (
        play(
            failed("05-19 10:30", "email", "handed_over"),
            orders=[known(person="alle", parcels={"K1": "handed_over"})],
        ),
        ["05-19 10:30 alle whatsapp K1 handed_over"],
    ),
    "a second failure goes by the third channel": (
        play(
            parcel("05-19 10:00", "delivered"),
            failed("05-19 10:30", "whatsapp", "delivered"),
            failed("05-19 10:40", "email", "delivered"),
            failed("05-19 10:50", "sms", "delivered"),
            orders=ANY,
        ),
        [
            "05-19 10:10 alle whatsapp K1 delivered",
            "05-19 10:30 alle email K1 delivered",
            "05-19 10:40 alle sms K1 delivered",
            "05-19 10:50 work orders C1 no_channel",
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
    "an order that names nobody is work where the customer must act": (
        play(
            parcel("05-19 10:00", "delivered", order="C2"),
            parcel("05-19 10:01", "ready_for_pickup", last_day="2026-05-29"),
            parcel("05-19 11:00", "ready_for_pickup", "K2", last_day="2026-05-29"),
            orders=[known(people=[]), known(order="C2", people=[])],
            people=[],
        ),
        ["05-19 10:01 work orders C1 no_channel"],
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

TABLE = {**HOURS, **CHANNELS}


@pytest.mark.parametrize("name", TABLE)
def test_it_goes_at_a_decent_hour_by_a_channel_that_works(name: str) -> None:
    rows, expected = TABLE[name]

    assert seen(rows) == expected
