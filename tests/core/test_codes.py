"""Short codes: what people call a fault or a model by."""

import pytest

from functions.core.evidence.codes import codes_in
from functions.core.evidence.topics import are_alike, topic_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("he passed on e14 to you", "#e14"),
        ("l'appareil affiche e7", "#e7"),
        ("der fehler 503 ist wieder da", "#503"),
        ("foutcode 12 op het scherm", "#12"),
        ("erreur e-07 encore", "#e07"),
        ("the ma-60 with coin slot", "#ma60"),
    ],
)
def test_a_fault_or_a_model_is_known_by_its_code(text: str, code: str) -> None:
    assert code in set(codes_in(text))


@pytest.mark.parametrize(
    "text", ["papier a4", "12 m3 zand", "so-302011", "week kw12", "f2025-3001"]
)
def test_sizes_and_numbers_of_orders_are_no_codes(text: str) -> None:
    assert not list(codes_in(text))


def test_a_code_is_like_nothing_but_itself() -> None:
    assert are_alike("#e14", "#e14")
    assert not are_alike("#e14", "#e140")


@pytest.mark.parametrize(
    ("short", "compound"),
    [("bonen", "Koffiebonen"), ("vazen", "bloemvazen"), ("rubber", "rubberlucht")],
)
def test_a_short_plural_is_found_in_its_compound(short: str, compound: str) -> None:
    one, other = topic_of(short)[0], topic_of(compound)[0]

    assert are_alike(one, other)
