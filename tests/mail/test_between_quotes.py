"""Answers between quotes keep their question; seals, phones and cards around them do not count."""

import time

import pytest

from functions.mail import read
from tests.mail.letters import a_mail, a_reply

INTRODUCED = "Op 5-3-2026 13:36 schreef Tuinhuis <service@tuinhuis.example>:\n"
HTML = "text/html; charset=utf-8"


def test_one_answer_to_a_question_between_quotes_keeps_the_question() -> None:
    body = f"{INTRODUCED}> Beste Jan,\n> Past donderdag?\nNee.\n> Groeten,\n> Tuinhuis\n"

    assert read(a_reply(body)).reply.split("\n") == ["> Past donderdag?", "Nee."]


def test_one_answer_behind_a_statement_stands_alone() -> None:
    body = f"{INTRODUCED}> Wij komen donderdag.\nFijn, tot dan.\n> Groeten,\n> Tuinhuis\n"

    assert read(a_reply(body)).reply == "Fijn, tot dan."


def test_a_signature_between_quotes_is_no_answer() -> None:
    body = f"Prima.\n\n> Past donderdag?\n\nGroeten,\nJan\n\n{INTRODUCED}> Oude vraag?\n"

    assert read(a_reply(body)).reply.split("\n")[0] == "Prima."
    assert "Oude vraag" not in read(a_reply(body)).reply


def test_answers_between_html_quotes_keep_their_questions() -> None:
    quote = '<blockquote type="cite">{}</blockquote>'
    body = f"{quote.format('Welke kleur?')}<p>Groen.</p>{quote.format('Hoeveel?')}<p>Drie.</p>"

    words = read(a_mail(body, content_type=HTML)).reply.split()

    assert " ".join(words) == "> Welke kleur? Groen. > Hoeveel? Drie."


def test_a_wrapped_question_is_kept_up_to_three_lines() -> None:
    asked = "".join(f"> regel {n} van een vraag die maar niet wil ophouden\n" for n in range(9))

    reply = read(a_reply(f"{INTRODUCED}{asked}> en klopt dat?\nJa.\n> Goed?\nNee.\n")).reply

    assert [line[:9] for line in reply.split("\n")[:4]] == [
        "> regel 7",
        "> regel 8",
        "> en klop",
        "Ja.",
    ]


OWN = "Graag annuleren."
AROUND = [
    f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{OWN}\n-----BEGIN PGP SIGNATURE-----\n\n"
    "iQEzBAEB\n-----END PGP SIGNATURE-----\n",
    f"{OWN}\n\n<https://www.avast.com/sig-email>\nVirusvrij.www.avast.com\n"
    "<https://www.avast.com/sig-email>\n",
    f"{OWN}\n\n>>> Tuinhuis <service@tuinhuis.example> 5-3-2026 16:03 >>>\nBeste Jan",
    f"{OWN}\n\nOnderweg verzonden, excuus voor de korte reactie.\n",
    f"{OWN}\n\n*** Dit e-mailbericht is vertrouwelijk. Bent u niet de geadresseerde? ***\n",
    f"{OWN}\n\nVerzonden vanaf mijn telefoon, excuses voor eventuele typefouten.\n",
    f"{OWN}\n\nGesendet mit der GMX Mail App\n\nAm 05.03.26 um 16:03 schrieb Tuinhuis\n\n> Hallo",
    f"{OWN}\n\nVerkrijg BlueMail voor Android\n",
    f"{OWN}\n\n-------- Oorspronkelijk bericht --------Van: Tuinhuis <service@tuinhuis.example>"
    " Datum: 05-03-2026  09:12  (GMT+01:00) Aan: jan@weg.example Onderwerp: Uw bestelling \nOud",
    f"{OWN}\n\n-----Original-Nachricht-----\nBetreff: Ihre Bestellung\n"
    "Datum: 2026-03-05T09:12:33+0100\nVon: Tuinhuis <service@tuinhuis.example>\n\nAlt",
    f"{OWN}\n\nTuinhuis <s@weg.example> escreveu no dia terça, 05/03/2026 à(s) 09:12:\n\n> Olá",
]


@pytest.mark.parametrize("body", AROUND)
def test_what_programs_put_around_the_words_goes_off(body: str) -> None:
    assert read(a_reply(body)).reply == OWN


def test_a_forward_with_nothing_but_a_signature_above_is_a_forward() -> None:
    copied = "Van: Els <els@weg.example>\nVerzonden: 5 maart 2026\nAan: Jan\nOnderwerp: Kapot"
    body = f"Met vriendelijke groet,\nJan Smit\n\n{copied}\n\nMijn stoel is kapot."

    mail = read(a_mail(body, subject="FW: Kapot"))

    assert mail.forwarded
    assert "Mijn stoel is kapot." in mail.reply


def test_what_a_form_asks_is_no_copied_header() -> None:
    body = "Naam: Jan\nDatum: 5-3-2026\nOnderwerp: retour\nBericht: Hij is stuk.\nVan: webshop\n"

    assert read(a_mail(body)).reply == body.strip()


def test_what_is_filled_in_between_drawn_lines_is_no_signature() -> None:
    body = "Bestelformulier\n__________\nStoel: 4\n__________\nTafel: 1\n"

    assert read(a_mail(body)).reply == body.strip()


def test_what_the_writer_indented_himself_is_no_quote() -> None:
    indented = '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">30 dagen</blockquote>'

    reply = read(a_mail(f"<p>U schrijft:</p>{indented}<p>Klopt dat?</p>", content_type=HTML)).reply

    assert reply.split() == ["U", "schrijft:", "30", "dagen", "Klopt", "dat?"]


def test_thousands_of_blank_lines_cost_nothing() -> None:
    started = time.process_time()

    reply = read(a_mail("Hoi\n" + "\n" * 3900 + "daar\n> weg\n")).reply

    assert reply.split() == ["Hoi", "daar"]
    assert time.process_time() - started < 0.2
