"""The language of a text, from long letters to three words of chat."""

import pytest

from functions.core.language.languages import OTHER, language_of


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "heej weten jullie al wanneer ie komt"),
        ("nl", "mn kruiwagen is stuk"),
        ("nl", "kan ik m nog ruilen"),
        ("nl", "factuur kwijt, stuur ff opnieuw aub"),
        ("en", "any news on my bench"),
        ("en", "its broken lol, what now"),
        ("en", "refund pls"),
        ("de", "moin, wann kommt die Bank"),
        ("de", "hab nix bekommen"),
        ("de", "Rechnung fehlt noch"),
        ("fr", "slt, il est où mon colis"),
        ("fr", "toujours rien recu"),
        ("fr", "la facture svp"),
        ("nl", "Hi team, ik heb de parasol besteld maar de order status is nog steeds pending?"),
    ],
)
def test_short_messages_have_a_language(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "👍👍",
        "12345",
        "привет, где мой заказ",
        "你好",
        "¿Dónde está mi pedido? Todavía no ha llegado",
        "\x00\ud800",
        "Dzień dobry, gdzie jest moja paczka",
    ],
)
def test_what_is_in_none_of_our_languages_is_other(text: str) -> None:
    assert language_of(text) == OTHER
