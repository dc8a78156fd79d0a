"""Decent hours, urgency and budgets in the countries we ship to, on clocks that change."""

from typing import Any

import pytest

from tests.updates.plays import (
    ANNA,
    SAM,
    contact,
    failed,
    known,
    order,
    parcel,
    payment,
    placed,
    play,
    seen,
    window,
)

ABROAD = ("BE", "DE", "FR", "IE", "PT", "FI", "CY", "IS")
TEXTED = {country: {**SAM, "country": country} for country in ABROAD}
NEAR = {**ANNA, "phone": "+31610000009"}
"""By mail, else by text message."""


def scan(time: str, country: str = "NL", until: str | None = None, **fields: Any) -> list[str]:
    """A delivery scan, told by text message to somebody in that country."""
    person = TEXTED.get(country, SAM)
    rows = play(
        parcel(time, "delivered", **fields),
        orders=[known(person="sam")],
        people=[person],
        until=until or "12-31 12:00",
    )
    return seen(rows)


@pytest.mark.parametrize(
    ("country", "time", "told"),
    [
        ("NL", "05-19 20:49", "05-19 20:59"),
        ("NL", "05-19 20:50", "05-20 08:00"),
        ("NL", "05-20 07:49", "05-20 08:00"),
        ("NL", "05-20 07:51", "05-20 08:01"),
        ("BE", "05-19 20:30", "05-19 20:40"),
        ("DE", "05-19 19:49", "05-19 19:59"),
        ("DE", "05-19 20:30", "05-20 08:00"),
        ("FR", "05-19 19:55", "05-20 08:00"),
        ("IE", "05-20 08:30", "05-20 09:00"),
        ("IE", "05-19 21:30", "05-19 21:40"),
        ("PT", "05-20 08:30", "05-20 09:00"),
        ("FI", "05-20 07:10", "05-20 07:20"),
        ("FI", "05-19 20:00", "05-20 07:00"),
        ("CY", "05-19 20:00", "05-20 07:00"),
        ("IS", "05-20 09:00", "05-20 10:00"),
        ("NL", "05-23 22:00", "05-24 10:00"),
        ("IE", "05-24 10:30", "05-24 11:00"),
        ("IE", "05-25 10:30", "05-25 10:40"),
        ("NL", "04-26 21:30", "04-28 08:00"),
        ("BE", "04-27 10:00", "04-27 10:10"),
        ("NL", "2025-04-26 10:00", "04-27 10:00"),
        ("NL", "2025-04-28 10:00", "04-28 10:10"),
        ("BE", "07-21 10:00", "07-22 08:00"),
        ("NL", "07-21 10:00", "07-21 10:10"),
        ("FR", "07-14 00:10", "07-15 08:00"),
        ("FR", "05-08 10:00", "05-09 08:00"),
        ("DE", "05-08 10:00", "05-08 10:10"),
        ("DE", "04-03 10:00", "04-04 08:00"),
        ("NL", "04-03 10:00", "04-03 10:10"),
        ("DE", "10-03 10:00", "10-04 10:00"),
        ("FR", "11-01 12:00", "11-02 08:00"),
        ("BE", "11-11 12:00", "11-12 08:00"),
        ("NL", "12-24 21:30", "12-27 10:00"),
        ("BE", "12-24 21:30", "12-26 08:00"),
        ("DE", "12-26 09:00", "12-27 10:00"),
        ("FI", "12-25 12:00", "12-25 12:10"),
        ("NL", "05-14 09:00", "05-15 08:00"),
        ("NL", "03-28 22:00", "03-29 10:00"),
        ("NL", "10-25 02:30", "10-25 10:00"),
        ("FI", "03-29 08:30", "03-29 09:00"),
    ],
)
def test_a_text_message_waits_for_a_decent_hour_where_it_is_read(
    country: str, time: str, told: Any
) -> None:
    rows = scan(time, country)

    assert rows == [f"{told} sam sms K1 delivered"]


URGENCY = {
    "a window an hour after the night's end can wait for it": (
        parcel("05-20 06:00", "out_for_delivery", window=window("05-20 09:00", "05-20 11:00")),
        ["05-20 08:00 sam sms K1 out_for_delivery"],
    ),
    "a window within an hour of the night's end rings at once": (
        parcel("05-20 06:00", "out_for_delivery", window=window("05-20 08:59", "05-20 11:00")),
        ["05-20 06:00 sam sms K1 out_for_delivery"],
    ),
    "a window before the night's end rings at once": (
        parcel("05-20 05:00", "out_for_delivery", window=window("05-20 07:00", "05-20 09:00")),
        ["05-20 05:00 sam sms K1 out_for_delivery"],
    ),
    "a delivery by day without a window has ended by the next morning": (
        parcel("05-19 21:30", "out_for_delivery"),
        [],
    ),
    "a window that is over is not told": (
        parcel("05-20 15:30", "out_for_delivery", window=window("05-20 13:00", "05-20 15:00")),
        [],
    ),
    "ten minutes are too long for a window that begins soon": (
        parcel("05-20 12:00", "out_for_delivery", window=window("05-20 13:05", "05-20 15:00")),
        ["05-20 12:00 sam sms K1 out_for_delivery"],
    ),
    "ten minutes do no harm to a later window": (
        parcel("05-20 12:00", "out_for_delivery", window=window("05-20 13:10", "05-20 15:00")),
        ["05-20 12:10 sam sms K1 out_for_delivery"],
    ),
    "a last day that ends tonight rings": (
        parcel("05-19 22:00", "ready_for_pickup", last_day="2026-05-19"),
        ["05-19 22:00 sam sms K1 ready_for_pickup"],
    ),
    "a last day tomorrow is told tomorrow": (
        parcel("05-19 22:00", "ready_for_pickup", last_day="2026-05-20"),
        ["05-20 08:00 sam sms K1 ready_for_pickup"],
    ),
    "a last day within the holidays rings before them": (
        parcel("05-24 21:30", "ready_for_pickup", last_day="2026-05-25"),
        ["05-24 21:30 sam sms K1 ready_for_pickup"],
    ),
    "a payment that can wait until the morning": (
        payment("05-19 23:00", "payment_failed", pay_before="2026-05-20T09:00:00+02:00"),
        ["05-20 08:00 sam sms payment_failed"],
    ),
    "a payment that cannot wait until the morning": (
        payment("05-19 23:00", "payment_failed", pay_before="2026-05-20T08:59:00+02:00"),
        ["05-19 23:00 sam sms payment_failed"],
    ),
    "a payment without a term waits for the morning": (
        payment("05-19 23:00", "payment_failed"),
        ["05-20 08:00 sam sms payment_failed"],
    ),
    "a cancellation at night waits for the morning": (
        order("05-19 23:00", "cancelled"),
        ["05-20 08:00 sam sms cancelled"],
    ),
}


@pytest.mark.parametrize("situation", URGENCY)
def test_only_what_would_come_too_late_rings_at_night(situation: str) -> None:
    event, told = URGENCY[situation]
    start = "placed" if event["milestone"] == "payment_failed" else "handed_over"

    rows = play(event, orders=[known(start, person="sam")], people=[SAM], until="05-25 12:00")

    assert seen(rows) == told


def test_what_is_held_does_not_ring_along_with_what_is_urgent() -> None:
    late = parcel("05-19 22:00", "delivered", order="C2")
    urgent = parcel("05-20 06:00", "out_for_delivery", window=window("05-20 08:30", "05-20 11:00"))

    rows = play(
        late,
        urgent,
        orders=[known(person="sam"), known(person="sam", order="C2")],
        people=[SAM],
        until="05-20 12:00",
    )

    assert seen(rows) == [
        "05-20 06:00 sam sms K1 out_for_delivery",
        "05-20 08:00 sam sms C2 K1 delivered",
    ]


def days_of(*events: Any, person: Any = ANNA, until: str = "05-22 12:00") -> list[str]:
    names = ("C1", "C2", "C3", "C4", "C5")
    known_orders = [known(person=person["id"], order=name) for name in names]
    return seen(play(*events, orders=known_orders, people=[person], until=until))


def test_the_fourth_and_fifth_message_of_a_day_are_one_digest_in_the_morning() -> None:
    scans = [
        parcel(f"05-19 {hour}:00", "delivered", order=f"C{hour - 9}") for hour in range(10, 15)
    ]

    rows = days_of(*scans)

    assert rows == [
        "05-19 10:10 anna email K1 delivered",
        "05-19 11:10 anna email C2 K1 delivered",
        "05-19 12:10 anna email C3 K1 delivered",
        "05-20 09:00 anna email C4 K1 delivered + C5 K1 delivered",
    ]


def test_what_always_goes_counts_all_the_same() -> None:
    out = [
        parcel(f"05-19 {hour}:00", "out_for_delivery", order=f"C{hour - 9}")
        for hour in range(10, 14)
    ]

    rows = days_of(*out, parcel("05-19 15:00", "delivered", order="C5"))

    assert rows == [
        "05-19 10:10 anna email K1 out_for_delivery",
        "05-19 11:10 anna email C2 K1 out_for_delivery",
        "05-19 12:10 anna email C3 K1 out_for_delivery",
        "05-19 13:10 anna email C4 K1 out_for_delivery",
        "05-20 09:00 anna email C5 K1 delivered",
    ]


def test_the_budget_is_of_the_persons_own_day() -> None:
    reader = {**ANNA, "country": "PT"}
    scans = [
        parcel(f"05-19 {hour}:00", "delivered", order=f"C{hour - 9}") for hour in range(10, 13)
    ]
    after_dutch_midnight = parcel("05-20 00:20", "delivered", order="C4")

    rows = days_of(*scans, after_dutch_midnight, person=reader)

    assert rows[-1] == "05-20 10:00 anna email C4 K1 delivered"


def test_an_overflow_on_a_sunday_still_waits_for_ten() -> None:
    scans = [
        parcel(f"05-23 {hour}:00", "delivered", order=f"C{hour - 9}") for hour in range(10, 14)
    ]

    rows = days_of(*scans, person=SAM, until="05-26 12:00")

    assert rows[-1] == "05-24 10:00 sam sms C4 K1 delivered"


def test_an_overflow_is_decided_anew_in_the_morning() -> None:
    scans = [
        parcel(f"05-19 {hour}:00", "delivered", order=f"C{hour - 9}") for hour in range(10, 13)
    ]
    late = parcel("05-19 14:00", "delayed", order="C4", new_date="2026-05-25")
    out = parcel("05-20 08:00", "out_for_delivery", order="C4")

    rows = days_of(*scans, late, out)

    assert len(rows) == 4
    assert rows[-1].endswith("C4 K1 out_for_delivery")


def test_a_message_sent_again_elsewhere_costs_no_budget() -> None:
    scans = [
        parcel(f"05-19 {hour}:00", "delivered", order=f"C{hour - 9}") for hour in range(10, 13)
    ]
    bounce = failed("05-19 12:30", "email", "delivered", person="anna", order="C3")
    bounce["about"]["order"] = "C3"

    rows = days_of(*scans, bounce, person=NEAR)

    assert rows[-1] == "05-19 12:30 anna sms C3 K1 delivered"


def test_a_resend_to_a_phone_waits_for_the_morning() -> None:
    bounce = failed("05-19 21:30", "email", "delivered", person="anna")

    rows = days_of(parcel("05-19 21:00", "delivered"), bounce, person=NEAR)

    assert rows == [
        "05-19 21:10 anna email K1 delivered",
        "05-20 08:00 anna sms K1 delivered",
    ]


def test_a_resend_that_events_overtook_is_not_made() -> None:
    bounce = failed("05-19 21:30", "email", "delayed", person="anna")

    rows = days_of(
        parcel("05-19 10:00", "delayed", new_date="2026-05-22"),
        parcel("05-19 21:00", "out_for_delivery", window=window("05-19 21:05", "05-19 22:30")),
        bounce,
        person=NEAR,
    )

    assert rows == [
        "05-19 10:10 anna email K1 delayed",
        "05-19 21:00 anna email K1 out_for_delivery",
    ]


def test_stop_on_a_held_message_leaves_it_to_the_next_channel() -> None:
    both = {**SAM, "email": "sam@mail.example", "preferred_channel": "sms"}

    rows = days_of(
        parcel("05-19 22:00", "delivered"),
        contact("05-19 22:30", "stop", "sam", channel="sms", order=None),
        person=both,
    )

    assert len(rows) == 1
    assert rows[0].endswith("sam email K1 delivered")


def test_a_spam_button_closes_mail_without_sending_again() -> None:
    complaint = failed("05-19 10:30", "email", "delivered", person="anna")
    complaint["result"] = "complained"

    rows = days_of(
        parcel("05-19 10:00", "delivered"),
        complaint,
        parcel("05-19 12:00", "delivered", order="C2"),
        person=NEAR,
    )

    assert rows == [
        "05-19 10:10 anna email K1 delivered",
        "05-19 12:10 anna sms C2 K1 delivered",
    ]


def test_a_passing_failure_changes_nothing() -> None:
    bounce = failed("05-19 10:30", "email", "delivered", person="anna", permanent=False)

    rows = days_of(
        parcel("05-19 10:00", "delivered"),
        bounce,
        parcel("05-19 12:00", "delivered", order="C2"),
        person=NEAR,
    )

    assert rows[-1] == "05-19 12:10 anna email C2 K1 delivered"


def test_an_order_placed_at_night_reaches_a_mailbox_at_once() -> None:
    rows = seen(play(placed("05-24 03:00"), orders=[], until="05-24 12:00"))

    assert rows == ["05-24 03:00 anna email placed"]
