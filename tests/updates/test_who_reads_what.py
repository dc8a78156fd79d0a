"""Who of a firm or household is told what: parts, prices, languages, channels, final states."""

from typing import Any

import pytest

from tests.updates.plays import (
    AGENT,
    ANNA,
    BUYER,
    LINES,
    PAYER,
    STORE,
    WATCHER,
    contact,
    firm,
    known,
    messages,
    order,
    parcel,
    payment,
    play,
    seen,
)

FIRMS = {
    "each part has its own news": (
        play(
            parcel("05-19 10:00", "handed_over"),
            payment("05-19 11:00", "paid"),
            parcel("05-19 12:00", "delivered"),
            orders=[firm("placed")],
            until="05-19 18:00",
        ),
        ["05-19 10:10 rik email K1 handed_over", "05-19 11:10 ada email paid"],
    ),
    "without receiving and accounts payable the buyer has it all": (
        play(
            parcel("05-19 10:00", "out_for_delivery"),
            payment("05-19 11:00", "payment_failed"),
            orders=[firm("placed", people=["bas"])],
            until="05-19 18:00",
        ),
        ["05-19 10:10 bas email K1 out_for_delivery", "05-19 11:00 bas email payment_failed"],
    ),
    "a delay goes to buyer and receiving, a better date to receiving": (
        play(
            parcel("05-19 10:00", "delayed", new_date="2026-05-25"),
            parcel("05-19 12:00", "estimate_changed", new_date="2026-05-22"),
            orders=[firm(promised={"delivered_by": "2026-05-21"})],
            until="05-19 18:00",
        ),
        [
            "05-19 10:10 bas email K1 delayed",
            "05-19 10:10 rik email K1 delayed",
            "05-19 12:10 rik email K1 estimate_changed",
        ],
    ),
    "an agency hears what its customer allows, an observer nothing": (
        play(
            parcel("05-19 10:00", "handed_over"),
            parcel("05-19 12:00", "delivered"),
            orders=[firm("paid", people=["bas", "rik", "ada", "gus", "otto"])],
            agency_allows=["delivered"],
            until="05-19 18:00",
        ),
        ["05-19 10:10 rik email K1 handed_over", "05-19 12:10 gus email K1 delivered"],
    ),
    "a firm adds and mutes last": (
        play(
            parcel("05-19 10:00", "handed_over"),
            parcel("05-19 12:00", "delivered"),
            orders=[firm("paid", people=["bas", "rik", "ada", "otto"])],
            preferences={
                "mute": ["handed_over"],
                "add": {"observer": ["delivered", "handed_over"], "buyer": ["delivered"]},
            },
            until="05-19 18:00",
        ),
        ["05-19 12:10 bas email K1 delivered", "05-19 12:10 otto email K1 delivered"],
    ),
    "the budget of a firm is one for all its people": (
        play(
            parcel("05-19 10:00", "delayed", new_date="2026-05-25"),
            parcel("05-19 12:00", "exception", detail="customs"),
            parcel("05-19 14:00", "out_for_delivery"),
            orders=[firm()],
            policy={"budget_organisation": 2},
            until="05-20 12:00",
        ),
        [
            "05-19 10:10 bas email K1 delayed",
            "05-19 10:10 rik email K1 delayed",
            "05-19 12:00 work orders C1 exception customs",
            "05-19 14:10 rik email K1 out_for_delivery",
        ],
    ),
}


@pytest.mark.parametrize("situation", FIRMS)
def test_who_of_a_firm_is_told(situation: str) -> None:
    rows, told = FIRMS[situation]

    lines = [line for line in seen(rows) if "09:00 bas" not in line]
    assert lines == told


def facts_for(person: Any, event: Any, **more: Any) -> set[str]:
    """What one person's only message may say."""
    people = [BUYER, STORE, PAYER, AGENT, WATCHER]
    people = [person if entry["id"] == person["id"] else entry for entry in people]
    rows = play(
        event,
        orders=[firm("placed", people=[person["id"] for person in people], lines=LINES)],
        people=people,
        until="05-19 18:00",
        **more,
    )
    return next(set(row["facts"]) for row in messages(rows) if row["person"] == person["id"])


@pytest.mark.parametrize(
    ("person", "event", "fact", "there"),
    [
        (BUYER, order("05-19 10:00", "line_cancelled", lines=[1]), "prices", True),
        (PAYER, payment("05-19 10:00", "paid"), "prices", True),
        (PAYER, payment("05-19 10:00", "refunded"), "prices", True),
        (AGENT, payment("05-19 10:00", "refunded"), "prices", False),
        (AGENT, parcel("05-19 10:00", "delayed", new_date="2026-05-25"), "lines", False),
        (BUYER, parcel("05-19 10:00", "delayed", new_date="2026-05-25"), "lines", True),
        (BUYER, parcel("05-19 10:00", "delayed", new_date="2026-05-25"), "new_date", True),
        (BUYER, parcel("05-19 10:00", "delayed", new_date="2026-05-25"), "prices", False),
        (STORE, parcel("05-19 10:00", "handed_over"), "prices", False),
        (
            {**AGENT, "roles": ["agency", "accounts_payable"]},
            payment("05-19 10:00", "refunded"),
            "prices",
            True,
        ),
    ],
)
def test_prices_and_lines_are_for_those_whom_they_concern(
    person: Any, event: Any, fact: str, there: bool
) -> None:
    facts = facts_for(person, event, agency_allows=["refunded", "delayed"])

    assert (fact in facts) is there


def test_a_warehouse_that_asked_for_payments_sees_no_prices() -> None:
    event = payment("05-19 10:00", "refunded")

    facts = facts_for(STORE, event, preferences={"add": {"receiving": ["refunded"]}})

    assert "prices" not in facts


def test_two_parts_of_one_person_are_one_message() -> None:
    both = {**BUYER, "roles": ["buyer", "receiving"]}

    rows = play(
        parcel("05-19 10:00", "delayed", new_date="2026-05-25"),
        orders=[firm(people=["bas"])],
        people=[both],
        until="05-19 18:00",
    )

    assert [set(row["roles"]) for row in messages(rows)] == [{"buyer", "receiving"}]


@pytest.mark.parametrize(
    ("of_order", "person", "country", "language"),
    [
        ("de", "fr", "NL", "de"),
        (None, "fr", "NL", "fr"),
        ("it", "fr", "NL", "fr"),
        (None, "es", "BE", "nl"),
        (None, None, "AT", "de"),
        (None, None, "FR", "fr"),
        (None, None, "PT", "en"),
        (None, None, "GB", "en"),
    ],
)
def test_the_language_is_the_orders_then_the_persons_then_the_countrys(
    of_order: str | None, person: str | None, country: str, language: str
) -> None:
    rows = play(
        parcel("05-19 10:00", "delivered"),
        orders=[known(language=of_order)],
        people=[{**ANNA, "language": person, "country": country}],
        until="05-19 18:00",
    )

    assert [row["language"] for row in messages(rows)] == [language]


@pytest.mark.parametrize(
    ("person", "orders", "language"),
    [("fr", ("de", "nl"), "fr"), (None, ("de", "en"), "nl"), ("fr", ("de", "de"), "de")],
)
def test_a_digest_of_two_languages_is_in_the_readers_own(
    person: str | None, orders: Any, language: str
) -> None:
    rows = play(
        parcel("05-19 10:00", "delivered"),
        parcel("05-19 10:05", "delivered", order="C2"),
        orders=[known(language=orders[0]), known(order="C2", language=orders[1])],
        people=[{**ANNA, "language": person}],
        until="05-19 18:00",
    )

    assert [row["language"] for row in messages(rows)] == [language]
    assert len(messages(rows)[0]["items"]) == 2


MOBILE = {
    **ANNA,
    "id": "anna",
    "phone": "+31610000009",
    "whatsapp_optin": True,
    "preferred_channel": "whatsapp",
}


@pytest.mark.parametrize(
    ("changes", "policy", "channel", "template"),
    [
        ({}, {}, "whatsapp", True),
        ({"whatsapp_optin": False}, {}, "email", False),
        ({"opted_out": ["whatsapp"]}, {}, "email", False),
        ({"phone": None}, {}, "email", False),
        ({"preferred_channel": "sms"}, {}, "sms", False),
        ({"preferred_channel": None}, {}, "email", False),
        ({"email": None, "opted_out": ["whatsapp"]}, {}, "sms", False),
        ({}, {"whatsapp_templates": ["placed"]}, "email", False),
        ({}, {"whatsapp_templates": ["delivered"]}, "whatsapp", True),
        (
            {"last_whatsapp_inbound_at": "2026-05-18T10:11:00+02:00"},
            {"whatsapp_templates": ["placed"]},
            "whatsapp",
            False,
        ),
        (
            {"last_whatsapp_inbound_at": "2026-05-18T10:09:00+02:00"},
            {"whatsapp_templates": ["placed"]},
            "email",
            False,
        ),
    ],
)
def test_the_channel_is_the_first_that_can_carry_it(
    changes: Any, policy: Any, channel: str, template: bool
) -> None:
    rows = play(
        parcel("05-19 10:00", "delivered"),
        people=[{**MOBILE, **changes}],
        policy=policy,
        until="05-19 18:00",
    )

    sent = [(row["channel"], bool(row.get("template"))) for row in messages(rows)]
    assert sent == [(channel, template)]


def test_writing_to_us_on_whatsapp_opens_its_window() -> None:
    rows = play(
        contact("05-19 09:00", "wismo", channel="whatsapp"),
        parcel("05-19 10:00", "delivered"),
        people=[MOBILE],
        until="05-19 18:00",
    )

    assert [bool(row.get("template")) for row in messages(rows)] == [False]


def test_words_are_grave_while_a_complaint_is_open_where_nothing_waits() -> None:
    rows = play(
        contact("05-19 09:00", "complaint"),
        parcel("05-19 10:00", "delivered"),
        order("05-19 12:00", "returned"),
        {**contact("05-19 13:00", "wismo"), "kind": "case_resolved"},
        order("05-19 14:00", "refunded"),
        policy={"complaint": "human"},
        until="05-19 18:00",
    )

    assert [row.get("tone") for row in messages(rows)] == ["human", "human", None]


def test_words_are_grave_after_nothing_was_received() -> None:
    rows = play(
        parcel("05-19 10:00", "delivered"),
        contact("05-19 12:00", "not_received"),
        order("05-19 14:00", "refunded"),
        until="05-19 18:00",
    )

    assert [row.get("tone") for row in messages(rows)] == [None, "human"]
