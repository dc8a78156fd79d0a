"""What says thank you and nothing else, in four languages; one word more and it is a question."""

import pytest

from functions.core.contacts import Attachment, MachineKind
from functions.core.language.courtesies import is_thanks, starts_no_clock
from tests.core.matters import a_contact


@pytest.mark.parametrize(
    "text",
    [
        "Bedankt!",
        "Dank u wel voor de snelle reactie. Fijne dag!\nMet vriendelijke groet,\nJan Visser",
        "Dankjewel 🙏",
        "Top, gelukt! Bedankt hoor, Marieke",
        "Thanks so much for your quick help, it works now!",
        "thx",
        "Perfect. Thank you very much.\nKind regards, Tom",
        "Vielen Dank für die schnelle Hilfe. Mit freundlichen Grüßen\nKlaus Meier",
        "Merci beaucoup pour votre réponse rapide ! Bonne journée",
        "C'est parfait, merci",
    ],
)
def test_a_thank_you_is_one(text: str) -> None:
    assert is_thanks(a_contact(text=text, name="Marieke de Boer", answers=["mail:x"]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "Alvast bedankt",
        "Thanks in advance",
        "Bedankt, maar hij doet het nog niet",
        "Bedankt voor niets",
        "Thanks for nothing",
        "Ja graag, bedankt",
        "Akkoord, dank",
        "Ok",
        "👍",
        "Bedankt. Wanneer komt hij?",
        "Bedankt. Groet, bel me terug",
        "Danke, aber es funktioniert nicht",
        "Merci, mais je n'ai rien reçu",
        "Merci de me rappeler",
        "Thanks, order 1234",
        "is alles binnen",
        "bedankt " * 40,
        "dank " * 100_000,
    ],
)
def test_what_asks_denies_answers_or_goes_on_is_none(text: str) -> None:
    assert not is_thanks(a_contact(text=text, answers=["mail:x"]))


def test_a_question_in_the_subject_counts_unless_it_is_the_thread_s() -> None:
    subject = "Wanneer komt bestelling 1001"

    assert not is_thanks(a_contact(text="Bedankt!", subject=subject))
    assert is_thanks(a_contact(text="Bedankt!", subject=subject, answers=["mail:x"]))


def test_a_picture_with_thanks_is_looked_at() -> None:
    photo = Attachment(name="foto.jpg", content_type="image/jpeg")

    contact = a_contact(text="Bedankt!").model_copy(update={"attachments": (photo,)})

    assert not is_thanks(contact)


def test_a_machine_waits_for_no_answer_whatever_it_says() -> None:
    contact = a_contact(text="Wanneer komt hij?", automatic=MachineKind.AUTO_REPLY)

    assert starts_no_clock(contact) is not None
    assert starts_no_clock(a_contact(text="Wanneer komt hij?")) is None
