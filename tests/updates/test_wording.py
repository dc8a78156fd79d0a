"""Language, roles, facts and tone of messages, where orders end, and why something is not told."""

import pytest

from tests.updates.plays import (
    AGENT,
    ANNA,
    FIRM,
    LINES,
    contact,
    firm,
    known,
    messages,
    order,
    parcel,
    payment,
    placed,
    play,
    reasons,
    state,
    window,
)

DELIVERED = parcel("05-19 10:00", "delivered")


@pytest.mark.parametrize(
    ("order_language", "language", "country", "expected"),
    [
        ("de", "fr", "NL", "de"),
        (None, "fr", "NL", "fr"),
        ("it", "fr", "NL", "fr"),
        (None, None, "BE", "nl"),
        (None, "es", "AT", "de"),
        (None, None, "FR", "fr"),
        (None, None, "PL", "en"),
        ("nl-BE", None, "FR", "nl"),
    ],
)
def test_language_is_the_orders_then_the_persons_then_the_countrys(
    order_language: str | None, language: str | None, country: str, expected: str
) -> None:
    anna = {**ANNA, "language": language, "country": country}

    rows = play(DELIVERED, orders=[known(language=order_language)], people=[anna])

    assert [row["language"] for row in messages(rows)] == [expected]


def test_a_digest_over_orders_in_two_languages_takes_the_persons() -> None:
    orders = [known(language="de"), known(order="C2", language="fr", parcels={"K9": "in_transit"})]
    events = (DELIVERED, parcel("05-19 10:05", "delivered", "K9", order="C2"))

    rows = play(*events, orders=orders, people=[{**ANNA, "language": "en"}])

    assert [(row["language"], len(row["items"])) for row in messages(rows)] == [("en", 2)]


def test_a_digest_over_orders_in_one_language_takes_that() -> None:
    orders = [known(language="de"), known(order="C2", language="de", parcels={"K9": "in_transit"})]
    events = (DELIVERED, parcel("05-19 10:05", "delivered", "K9", order="C2"))

    rows = play(*events, orders=orders, people=[{**ANNA, "language": "en"}])

    assert [row["language"] for row in messages(rows)] == ["de"]


def test_prices_are_for_buyer_and_payer_only() -> None:
    events = (placed("05-19 10:00", organisation=FIRM, people=["bas", "gus", "ada"]),)
    paid = payment("05-19 11:00", "paid")

    rows = play(*events, paid, orders=[], agency_allows=["placed", "paid"], until="05-19 12:00")

    priced = {row["person"]: "prices" in row["facts"] for row in messages(rows)}
    assert priced == {"bas": True, "gus": False, "ada": True}


def test_a_warehouse_that_also_buys_may_see_prices_and_gets_one_message() -> None:
    both = {**ANNA, "id": "rik", "organisation": FIRM, "roles": ["buyer", "receiving"]}
    late = parcel("05-19 10:00", "delayed", new_date="2026-05-28")

    rows = play(late, orders=[firm(people=["rik"])], people=[both])

    assert [row["roles"] for row in messages(rows)] == [["buyer", "receiving"]]


def test_a_delay_names_the_lines_to_the_buyer_only() -> None:
    late = parcel("05-19 10:00", "delayed", new_date="2026-05-28")

    rows = play(late, orders=[firm(lines=LINES)])

    named = {row["person"]: "lines" in row["facts"] for row in messages(rows)}
    assert named == {"bas": True, "rik": False}


@pytest.mark.parametrize(
    ("event", "fact"),
    [
        (parcel("05-19 10:00", "delayed", new_date="2026-05-28"), "new_date"),
        (parcel("05-19 10:00", "ready_for_pickup", last_day="2026-05-28"), "last_day"),
        (
            parcel("05-19 10:00", "out_for_delivery", window=window("05-19 13:00", "05-19 15:00")),
            "delivery_window",
        ),
        (parcel("05-19 10:00", "attempted"), "tracking"),
    ],
)
def test_a_message_says_what_its_reader_can_use(event: dict[str, object], fact: str) -> None:
    rows = play(event, until="05-19 12:00")

    assert fact in messages(rows)[0]["facts"]


def test_the_tone_is_human_while_somebody_misses_a_delivered_parcel() -> None:
    missing = contact("05-19 11:00", "not_received")
    refund = payment("05-19 12:00", "refunded")

    rows = play(DELIVERED, missing, refund)

    assert [row.get("tone") for row in messages(rows)] == [None, "human"]


def test_the_tone_is_human_while_a_complaint_is_open() -> None:
    rows = play(contact("05-19 09:00", "complaint"), DELIVERED, policy={"complaint": "human"})

    assert [row.get("tone") for row in messages(rows)] == ["human"]


def test_whatsapp_tells_whether_it_is_a_template() -> None:
    orders = [known(person="wim")]
    chat = contact("05-19 09:00", "complaint", person="wim", channel="whatsapp")
    late = parcel("05-20 10:00", "delivered")

    rows = play(chat, DELIVERED, late, orders=orders, policy={"complaint": "human"})
    tomorrow = play(late, orders=orders)

    assert [row["template"] for row in messages(rows) + messages(tomorrow)] == [False, True]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([DELIVERED, parcel("05-19 12:00", "attempted")], ["attempted superseded"]),
        ([DELIVERED, parcel("05-19 12:00", "delivered")], ["delivered already_told"]),
        ([parcel("05-19 10:00", "delivered", occurred="05-16 10:00")], ["delivered past"]),
        (
            [order("05-19 10:00", "cancelled"), parcel("05-19 11:00", "in_transit")],
            [],
        ),
        (
            [order("05-19 10:00", "cancelled"), parcel("05-19 11:00", "delivered")],
            ["delivered order_cancelled"],
        ),
        ([contact("05-19 09:00", "complaint"), DELIVERED], ["delivered complaint_open"]),
        (
            [parcel("05-20 01:00", "out_for_delivery", occurred="05-19 10:00")],
            ["out_for_delivery expired"],
        ),
    ],
)
def test_silence_has_its_reason(events: list[dict[str, object]], expected: list[str]) -> None:
    assert reasons(play(*events)) == expected


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([DELIVERED], {"order": "delivered", "parcels": {"K1": "delivered"}}),
        (
            [parcel("05-19 10:00", "delivered", lines=[1])],
            {"order": "handed_over", "parcels": {"K1": "delivered"}},
        ),
        (
            [
                parcel("05-19 10:00", "delivered", lines=[1]),
                order("05-19 11:00", "line_cancelled", lines=[2]),
            ],
            {"order": "delivered", "parcels": {"K1": "delivered"}},
        ),
        (
            [DELIVERED, order("05-19 11:00", "returned", partial=True)],
            {"order": "delivered", "parcels": {"K1": "delivered"}},
        ),
        (
            [DELIVERED, order("05-19 11:00", "returned"), payment("05-19 12:00", "refunded")],
            {"order": "refunded", "parcels": {"K1": "delivered"}},
        ),
        (
            [parcel("05-19 10:00", "exception", detail="customs")],
            {"order": "handed_over", "parcels": {"K1": "in_transit"}},
        ),
        (
            [
                parcel("05-19 10:00", "exception", detail="lost"),
                parcel("05-20 10:00", "in_transit"),
            ],
            {"order": "handed_over", "parcels": {"K1": "exception"}},
        ),
        (
            [
                parcel("05-19 10:00", "out_for_delivery", attempt=2),
                parcel("05-19 11:00", "attempted"),
            ],
            {"order": "handed_over", "parcels": {"K1": "out_for_delivery"}},
        ),
        (
            [order("05-19 10:00", "cancelled"), payment("05-19 09:00", "paid")],
            {"order": "cancelled", "parcels": {"K1": "in_transit"}},
        ),
    ],
)
def test_an_order_ends_where_it_should(
    events: list[dict[str, object]], expected: dict[str, object]
) -> None:
    rows = play(*events, orders=[known(lines=LINES)], until="05-20 12:00")

    assert state(rows) == expected


def test_an_agency_without_leave_hears_nothing() -> None:
    assert messages(play(DELIVERED, orders=[firm(people=["gus"])], people=[AGENT])) == []
