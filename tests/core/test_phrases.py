"""Phrases: what a pattern finds, and that no text makes the search slow."""

import time

import pytest

from functions.core.language.lexicon import MODULE_BY_LANGUAGE, phrase_book
from functions.core.language.phrases import PhraseBook, tokenise


def finds(phrase: str, text: str) -> bool:
    book = PhraseBook({"it": [phrase]})
    return any(book.find(sentence) for sentence in tokenise(text))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("factuur", "Waar is de FACTUUR?"),
        ("factu*", "twee facturen"),
        ("*rechnung", "meine Stromrechnung fehlt"),
        ("*garantie*", "fabrieksgarantietermijn"),
        ("ruckgabe", "die Rückgabe"),
        ("recu", "je n'ai rien reçu"),
        ("echang*", "je voudrais l’échanger"),
        ("n'arrive pas", "il n'arrive pas"),
        ("dubbel .. afgeschreven", "dubbel door jullie bank afgeschreven"),
        ("nog niet|nooit .. besteld", "ik heb nog nooit iets besteld"),
        ("# stuks", "12 stuks"),
        ("# stuks", "twaalf stuks"),
        ("van _ week", "van vorige week"),
        ("can't open", "we can’t open"),
        ("hulp", "ｈｕｌｐ"),
    ],
)
def test_a_phrase_is_found_in(phrase: str, text: str) -> None:
    assert finds(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("bon", "bonbons"),
        ("factu*", "manufacturing"),
        ("geld terug", "geld. Terug naar de winkel"),
        ("dubbel .. betaald", "dubbel een twee drie vier vijf zes betaald"),
        ("# stuks", "veel stuks"),
    ],
)
def test_a_phrase_is_not_found_in(phrase: str, text: str) -> None:
    assert not finds(phrase, text)


@pytest.mark.parametrize("phrase", ["", ".. x", "x ..", "_ x", "* x"])
def test_a_phrase_that_could_match_anywhere_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="the phrase"):
        PhraseBook({"it": [phrase]})


@pytest.mark.parametrize("language", MODULE_BY_LANGUAGE)
def test_every_lexicon_is_sound(language: str) -> None:
    assert phrase_book(language).find(tokenise("wat what was que")[0]) is not None


def test_a_question_mark_belongs_to_its_sentence() -> None:
    first, second = tokenise("Hij is stuk. Wat nu ???")

    assert not first.asks
    assert second.asks


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "retour " * 150_000,
        "?!" * 500_000,
        "l'" * 500_000,
        "e\u0301\u0323" * 300_000,
        "\ufdfa" * 300_000,
        "\n \n" * 300_000,
        "12 " * 300_000,
        "\ud800\x00\u202e" * 300_000,
    ],
)
def test_a_hostile_megabyte_is_looked_through_at_once(text: str) -> None:
    books = [phrase_book(language) for language in MODULE_BY_LANGUAGE]
    started = time.process_time()

    for sentence in tokenise(text):
        for book in books:
            book.find(sentence)

    assert time.process_time() - started < 1.0
