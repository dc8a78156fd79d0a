"""By what the quotes of mail programs all over the world are known, each below the same words."""

from pathlib import Path

import pytest

from functions.mail import read
from tests.mail.letters import a_mail, a_reply

OWN = "Thanks, that is what I wanted to know."
ASKED = "Dear Al,\n\nWhich size do you need?"
ASKED_IN_HTML = "<p>Dear Al,</p><p>Which size do you need?</p>"


def forms(name: str) -> list[str]:
    return (Path(__file__).parent / "forms" / name).read_text().splitlines()


@pytest.mark.parametrize("sign", ["", "> "], ids=["plain", "signs"])
@pytest.mark.parametrize("introduction", forms("introductions.txt"))
def test_an_introduction_in_any_language_ends_the_own_words(introduction: str, sign: str) -> None:
    quoted = "\n".join(f"{sign}{line}" for line in ASKED.split("\n"))

    assert read(a_reply(f"{OWN}\n\n{introduction}\n\n{quoted}\n")).reply == OWN


@pytest.mark.parametrize("block", forms("header_blocks.txt"))
def test_a_copied_header_in_any_language_ends_the_own_words(block: str) -> None:
    lines = block.replace("|", "\n")

    assert read(a_reply(f"{OWN}\n\n{lines}\n\n{ASKED}\n")).reply == OWN


@pytest.mark.parametrize("below", ["> what size", "What size"])
@pytest.mark.parametrize("own", ["Ja graag!", "Dat is goed."])
def test_an_introduction_glued_behind_the_words_leaves_them(own: str, below: str) -> None:
    glued = f"{own} Op do 12 mrt 2026 om 13:36 schreef Bob <bob@example.com>:"

    assert read(a_reply(f"Hoi,\n\n{glued}\n\n{below}\n")).reply == f"Hoi,\n\n{own}"


@pytest.mark.parametrize(
    "sentence",
    [
        "Van: de bestelling is niets bekend.\nAan: wie moet ik dat vragen?",
        "Op 5 maart schreef ik u ook al:\ngeen antwoord.",
        "Data: 12 maart\nTotaal: 3 stuks",
        "Konu is kapot.\nTo: do or not to do?",
    ],
)
def test_words_that_look_like_labels_stay(sentence: str) -> None:
    assert read(a_reply(sentence)).reply == sentence


@pytest.mark.parametrize("form", forms("html_quotes.txt"), ids=lambda form: form.partition(": ")[0])
def test_an_html_quote_is_cut_in_every_program_s_form(form: str) -> None:
    page = (
        form.partition(": ")[2]
        .replace("{own}", f"<div>{OWN}</div>")
        .replace("{asked}", ASKED_IN_HTML)
    )
    mail = read(a_mail(f"<html><body>{page}</body></html>", content_type="text/html"))

    assert mail.reply == OWN
    assert "Which size" in mail.text
