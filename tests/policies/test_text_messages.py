"""Text messages: counted as the network counts them, and short enough to be read."""

import pytest

from functions.policies.text_messages import MOST_PARTS, fit, parts_of, plainer


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ê" * 70, 1),
        ("ê" * 71, 2),
        ("ê" * 134, 2),
        ("ê" * 135, 3),
        ("\U0001f69a" * 35, 1),
        ("\U0001f69a" * 36, 2),
        ("äöüÄÖÜßàèéùìòñ" * 11, 1),
        ("a" * 159 + "ç", 3),
    ],
)
def test_the_parts_are_counted_in_the_alphabet_that_the_text_needs(text: str, parts: int) -> None:
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("c’est « prêt » – reçu… 2 ×", 'c\'est " pret " - recu... 2 x'),
        ("Müller, déjà là, straße", "Müller, déjà là, straße"),
        ("王小明 a reçu", "王小明 a reçu"),
        ("49,95\u00a0€", "49,95 €"),
    ],
)
def test_signs_that_would_halve_the_room_are_written_plainer_where_that_helps(
    text: str, plain: str
) -> None:
    assert plainer(text) == plain


def test_the_fullest_wording_that_fits_is_taken() -> None:
    assert fit(["a" * 400, "b" * 300, "c"]) == "b" * 300


@pytest.mark.parametrize("letter", ["x", "€", "王", "\U0001f69a"])
def test_a_wording_that_never_fits_is_cut(letter: str) -> None:
    text = fit([letter * 5000])

    assert parts_of(text) <= MOST_PARTS
    assert text.endswith("...")
    assert len(text) > 60
