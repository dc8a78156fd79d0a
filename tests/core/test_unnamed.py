"""Messages that go on with what is known, and those that bring something new."""

import pytest

from functions.core.figures import bare_figures, tail_of
from functions.core.grouping.new_questions import announces_new_question
from functions.core.grouping.unnamed import is_unnamed
from tests.core.matters import a_contact


@pytest.mark.parametrize(
    "text",
    [
        "Onze gasten douchen koud.",
        "Can somebody ring me?",
        "Seit gestern steht alles still.",
        "Les clients attendent depuis une heure.",
        "Heeft u al iets gehoord?",
    ],
)
def test_what_follows_from_a_problem_names_nothing(text: str) -> None:
    assert is_unnamed(a_contact(text=text))


@pytest.mark.parametrize(
    "text",
    [
        "Zijn jullie zaterdag open?",
        "Haben Sie auch Stehlampen?",
        "Please update our account: our registered address is 4 Mill Lane.",
        "Ich habe bei Ihnen einen Schlauch gekauft, der undicht ist.",
        "De tuinslang die ik vorige maand kocht lekt.",
        "Hoe kan ik inloggen?",
    ],
)
def test_a_question_to_the_shop_or_a_thing_that_is_introduced_is_new(text: str) -> None:
    assert not is_unnamed(a_contact(text=text))


@pytest.mark.parametrize(
    "text",
    [
        "Nog iets anders: mag de kan in de vaatwasser?",
        "Dit gaat over iets anders, maar de matten zijn op.",
        "Noch etwas anderes: die Lampe flackert.",
        "Autre chose : la porte ferme mal.",
        "A separate question, for our own studio.",
        "Er is een ander probleem bijgekomen.",
        "Das hat damit nichts zu tun, aber der Schlauch leckt.",
    ],
)
def test_an_announced_other_matter_is_heard_in_many_words(text: str) -> None:
    assert announces_new_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ik had iets anders besteld.",
        "We got something different.",
        "Ich habe etwas anderes bestellt.",
        "J'ai reçu autre chose.",
        "",
    ],
)
def test_other_goods_than_ordered_are_no_other_matter(text: str) -> None:
    assert not announces_new_question(text)


def test_the_last_figures_of_a_number_are_heard_and_amounts_are_not() -> None:
    text = "de 1001 doet het weer, 250 euro, om 9:300, 06-12345678, op 12.345 km"

    assert bare_figures(text) == {"1001"}
    assert tail_of("LB9-1001") == "1001"
    assert tail_of("311501") is None
