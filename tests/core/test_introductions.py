"""Customers named in full, by who is from there, works there, or only mentions them."""

from datetime import UTC, datetime

import pytest

from functions.core.contacts import Channel, Contact, Handle
from functions.core.evidence.introductions import Tie, name_words, ties_to, words_introduced


@pytest.mark.parametrize(
    ("name", "text", "tie"),
    [
        ("Bakkerij Molenwiek B.V.", "jan van bakkerij molenwiek hier, de oven piept", Tie.IS_THERE),
        ("Fysiotherapie Noorderhof", "lot van fysio noorderhof hier", Tie.IS_THERE),
        ("Harbour Kitchens Ltd", "I now work at Harbour Kitchens. Our tap drips.", Tie.IS_THERE),
        ("Atelier Sonnenberg GmbH", "ich bin jetzt bei Atelier Sonnenberg", Tie.IS_THERE),
        ("Kranz Wasserbau GmbH", "polier von kranz wasserbau, die pumpe steht", Tie.BELONGS),
        ("VvE Esdoornhof", "Namens VvE Esdoornhof: de lift staat stil.", Tie.BELONGS),
        ("Brasserie du Lac", "Chez Brasserie du Lac, le four est froid.", Tie.WORKS_AT),
        ("VvE Lindelaan 1-40", "Bij VvE Lindelaan 1-40 klemt de deur.", Tie.WORKS_AT),
        ("VvE Lindelaan 41-80", "Bij VvE Lindelaan 1-40 klemt de deur.", None),
        ("Bakkerij Molenwiek", "Bij Bakkerij de Hoek klemt de deur.", None),
        ("Bakkerij Molenwiek", "ik kreeg een mail van Bakkerij Molenwiek", None),
        ("Bakkerij Molenwiek", "De levering van Bakkerij Molenwiek stond hier.", None),
        ("Harbour Kitchens", "I work at Harbour Kitchens.", None),
        ("De Keuken", "Jan van De Keuken hier", None),
        ("", "Jan van hier", None),
    ],
)
def test_what_a_sender_has_to_do_with_the_customer_he_names(
    name: str, text: str, tie: Tie | None
) -> None:
    assert ties_to(said(text), {"one": name}).get("one") == tie


def test_of_several_names_each_has_its_own_tie() -> None:
    names = {"a": "VvE Lindelaan 1-40", "b": "VvE Lindelaan 41-80", "c": "Bakkerij Molenwiek"}
    text = "Bij VvE Lindelaan 41-80 klemt de deur. Jan van Bakkerij Molenwiek hier."

    assert ties_to(said(text), names) == {"b": Tie.WORKS_AT, "c": Tie.IS_THERE}


def test_a_name_is_looked_up_by_words_that_it_is_kept_under() -> None:
    words = words_introduced(said("uitvoerder van kranz wasserbau hier, de pomp staat stil"))

    assert set(name_words("Kranz Wasserbau GmbH")) <= set(words)


def test_where_capitals_are_used_only_words_with_one_are_looked_up() -> None:
    text = "Wij hebben bij de vorige levering van Kranz een doos voor onze buren gekregen."

    assert words_introduced(said(text)) == ("kranz",)


def test_few_words_are_looked_up_whatever_the_text() -> None:
    assert len(words_introduced(said("bij Aaaa Bbbbb " * 5_000))) <= 6
    assert len(words_introduced(said(" ".join(f"bij Naam{chr(97 + i)}" for i in range(26))))) <= 6


def test_a_name_written_over_and_over_is_still_found_once() -> None:
    text = "Bij Bakkerij Molenwiek klemt de deur. " + "Bakkerij Molenwiek " * 5_000

    assert ties_to(said(text), {"a": "Bakkerij Molenwiek"}) == {"a": Tie.WORKS_AT}


def said(text: str) -> Contact:
    return Contact(
        id="whatsapp:1",
        provider="whatsapp",
        channel=Channel.CHAT,
        account="shop",
        shop="shop",
        sender=Handle(scheme="phone", value="+31612345678"),
        text=text,
        sent_at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    )
