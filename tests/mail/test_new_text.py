"""The new text of a reply, over mail programs and languages; all people are invented."""

import pytest

from functions.mail import read
from tests.mail.letters import a_mail, a_reply

ASKED = "Wilt u ons laten weten welke maat u zoekt?"
OWN = "De maat is 240 bij 180.\nKan hij donderdag komen?"

INTRODUCTIONS = [
    "Op do 5 mrt 2026 om 13:36 schreef Tuinhuis <service@tuinhuis.example>:",
    "Op do 5 mrt. 2026 om 13:36 schreef Tuinhuis <\nservice@tuinhuis.example>:",
    "Op 05-03-2026 om 13:36 schreef Tuinhuis:",
    "Op 5-3-2026 13:36 schreef service@tuinhuis.example:",
    "Op donderdag 5 maart 2026 heeft Tuinhuis <service@tuinhuis.example>\nhet volgende geschreven:",
    "Op 5 mrt. 2026 om 13:36 heeft Tuinhuis <service@tuinhuis.example> geschreven:",
    "Op 5 maart 2026 13:36:10 CET schreef Tuinhuis <service@tuinhuis.example>:",
    "Op do 5 mrt 2026 13:36 schreef Tuinhuis (service@tuinhuis.example):",
    "Tuinhuis <service@tuinhuis.example> schreef op 5 maart 2026:",
    "Tuinhuis heeft het volgende geschreven:",
    "Tuinhuis <service@tuinhuis.example> schreef:",
    "2026-03-05 13:36 GMT+01:00 Tuinhuis <service@tuinhuis.example>:",
    "---- Op do, 05 mrt. 2026 13:36:10 +0100 Tuinhuis <service@tuinhuis.example> schreef ----",
    "On Thu, Mar 5, 2026 at 1:36 PM Tuinhuis <service@tuinhuis.example> wrote:",
    "Am Do., 5. März 2026 um 13:36 Uhr schrieb Tuinhuis <service@tuinhuis.example>:",
    "Am 05.03.2026 um 13:36 schrieb Tuinhuis:",
    "Le jeu. 5 mars 2026 à 13:36, Tuinhuis <service@tuinhuis.example> a écrit :",
    "Il giorno gio 5 mar 2026 alle ore 13:36 Tuinhuis <service@tuinhuis.example> ha scritto:",
    "El jue, 5 mar 2026 a las 13:36, Tuinhuis (<service@tuinhuis.example>) escribió:",
    "W dniu 5.03.2026 o 13:36, Tuinhuis pisze:",
    "Em qui., 5 de mar. de 2026 às 13:36, Tuinhuis <service@tuinhuis.example> escreveu:",
    "Den tors 5 mars 2026 kl 13:36 skrev Tuinhuis <service@tuinhuis.example>:",
    "Den 5. mar. 2026 kl. 13.36 skrev Tuinhuis <service@tuinhuis.example>:",
]


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_own_words_stand_above_an_introduced_quote(introduction: str) -> None:
    body = f"{OWN}\n\n{introduction}\n\n> {ASKED}\n> Tuinhuis\n"

    mail = read(a_reply(body))

    assert mail.reply == OWN
    assert ASKED in mail.text


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_an_introduction_ends_the_own_words_without_quote_signs_too(introduction: str) -> None:
    body = f"{OWN}\n\n{introduction}\n\n{ASKED}\n"

    assert read(a_reply(body)).reply == OWN


HEADER_BLOCKS = [
    "Van: Tuinhuis <service@tuinhuis.example>\nVerzonden: donderdag 5 maart 2026 13:36\n"
    "Aan: Jan Smit <jan@lindehof.example>\nOnderwerp: RE: Uw bestelling",
    "*Van:* Tuinhuis <service@tuinhuis.example>\n*Verzonden:* donderdag 5 maart 2026 13:36\n"
    "*Aan:* Jan Smit\n*Onderwerp:* Uw bestelling",
    "________________________________\nVan: Tuinhuis <service@tuinhuis.example>\n"
    "Verzonden: donderdag 5 maart 2026 13:36:02\nAan: Jan Smit\nOnderwerp: Uw bestelling",
    "-----Oorspronkelijk bericht-----\nVan: Tuinhuis [mailto:service@tuinhuis.example]\n"
    "Verzonden: donderdag 5 maart 2026 13:36\nAan: 'Jan Smit'\nOnderwerp: Uw bestelling",
    "Van: Tuinhuis\nDatum: donderdag 5 maart 2026 om 13:36\nAan: Jan Smit\nCC: Els Smit\n"
    "Onderwerp: Uw bestelling",
    "Van: Tuinhuis <service@tuinhuis.example>\n\nVerzonden: 5 maart 2026\n\nAan: Jan\n\n"
    "Onderwerp: Uw bestelling",
    "From: Tuinhuis <service@tuinhuis.example>\nSent: Thursday, March 5, 2026 1:36 PM\n"
    "To: Jan Smit\nSubject: Your order",
    "-------- Originele bericht --------\nVan: Tuinhuis <service@tuinhuis.example>\n"
    "Datum: 05-03-2026 13:36 (GMT+01:00)\nAan: jan@lindehof.example\nOnderwerp: Uw bestelling",
    "Von: Tuinhuis <service@tuinhuis.example>\nGesendet: Donnerstag, 5. März 2026 13:36\n"
    "An: Jan Smit\nBetreff: Ihre Bestellung",
    "De : Tuinhuis <service@tuinhuis.example>\nEnvoyé : jeudi 5 mars 2026 13:36\nÀ : Jan\n"
    "Objet : Votre commande",
    "Da: Tuinhuis <service@tuinhuis.example>\nInviato: giovedì 5 marzo 2026 13:36\nA: Jan\n"
    "Oggetto: Ordine",
]


@pytest.mark.parametrize("block", HEADER_BLOCKS)
def test_a_copied_header_ends_the_own_words(block: str) -> None:
    body = f"{OWN}\n\n{block}\n\nBeste Jan,\n\n{ASKED}\n"

    assert read(a_reply(body)).reply == OWN


FOOTERS = [
    "Verstuurd vanaf mijn iPhone",
    "Verzonden vanaf mijn iPad",
    "Verstuurd vanuit Outlook voor iOS",
    "Verzonden vanuit Mail voor Windows",
    "Verzonden met Proton Mail",
    "Outlook voor Android downloaden<https://aka.example/app>",
    "Verzonden vanaf mijn Samsung Galaxy-smartphone.",
    "Verstuurd vanaf mijn mobiele telefoon",
    "Sent from my iPhone",
    "Get Outlook for iOS<https://aka.example/app>",
    "Von meinem iPhone gesendet",
    "Gesendet mit der mobilen Mail App",
    "Envoyé de mon iPhone",
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_what_a_phone_adds_is_not_the_customers_text(footer: str) -> None:
    quote = f"Op 5-3-2026 13:36 schreef service@tuinhuis.example:\n> {ASKED}\n"

    assert read(a_mail(f"{OWN}\n\n{footer}\n")).reply == OWN
    assert read(a_reply(f"{OWN}\n\n{footer}\n\n{quote}")).reply == OWN


SIGNATURES = [
    "Met vriendelijke groet,\n\nJan Smit\nHoveniersbedrijf Lindehof\n06-12345678",
    "Mvg, Jan",
    "mvg\nJan",
    "Met vriendelijke groeten\nFam. Smit",
    "Groetjes Jan",
    "Gr. Jan",
    "Hartelijke groet,\nJan Smit\n\nLindehof BV\nKvK 12345678\nBTW NL001234567B01",
    "Alvast bedankt,\n\nJan",
    "-- \nJan Smit\nwww.lindehof.example",
    "Kind regards,\nJan Smit",
    "Mit freundlichen Grüßen\n\nJan Smit",
    "Cordialement,\nJan Smit",
    "Hoogachtend,\n\nmr. J. Smit\n\nDit bericht is uitsluitend bestemd voor de geadresseerde en kan"
    " vertrouwelijke informatie bevatten. Bent u dat niet, wilt u het dan vernietigen?",
]


@pytest.mark.parametrize("signature", SIGNATURES)
def test_the_closing_signature_is_left_out(signature: str) -> None:
    mail = read(a_mail(f"{OWN}\n\n{signature}\n"))

    assert mail.reply == OWN
    assert signature.split("\n")[0].strip() in mail.text


WORDS_TO_KEEP = [
    "Op 3 maart schreef u dat de bank op voorraad was. Klopt dat nog?",
    "Groeten uit Zeeland staan op de kaart die ik wil laten drukken.",
    "Van: links naar rechts lezen, dan past het.\nZo heb ik de planken gelegd.",
    "Met vriendelijke groet aan de bezorger, hij was erg behulpzaam! Kunt u dat doorgeven?",
    "Ik wil graag:\n- twee stoelen\n- één tafel\n\nKan dat?",
    "Bedankt!",
    "Groetjes\nJan\n\nPS. Kunt u ook de factuur nog eens sturen?",
    "Verstuurd vanaf mijn adres in Zwolle is de retour nooit aangekomen, zegt de bezorger.",
    "De maat is 3 > 2, dus hij past niet.",
    "Datum: vrijdag\nGraag na zessen.",
    "---\nEerste regel onder een streep",
    "Beste mevrouw,\n\nOp 5 maart 2026 om 14:00 schreef uw chauffeur op het kaartje:\nniet thuis.",
    "Hallo,\n\nOn 5 March 2026 at 14:00 your driver wrote:\nnot at home. But I was.",
    "Beste,\n\nDatum: 5 maart\nVan: Jansen\nAan: Pietersen\nstaat op de vrachtbrief. Klopt dat?",
    "Hallo,\n\nWanneer komt hij?\n\nGroet,\nPiet\n\nKreeg u mijn vorige mail?",
]


@pytest.mark.parametrize("words", WORDS_TO_KEEP)
def test_what_only_looks_like_a_quote_or_signature_is_kept(words: str) -> None:
    kept = read(a_mail(words)).reply.split()

    assert kept == words.split()


def test_answers_between_the_lines_are_kept_with_what_they_answer() -> None:
    body = (
        "Zie hieronder.\n\nOp 5-3-2026 13:36 schreef service@tuinhuis.example:\n"
        "> Welke kleur?\nGroen.\n\n> En hoeveel?\n\nTwee stuks.\n\n> Tot ziens\n"
    )

    words = read(a_reply(body)).reply.split()

    assert " ".join(words) == ("Zie hieronder. > Welke kleur? Groen. > En hoeveel? Twee stuks.")


def test_an_answer_below_the_quote_is_kept() -> None:
    body = f"Op 5-3-2026 13:36 schreef service@tuinhuis.example:\n> {ASKED}\n\n{OWN}\n"

    assert read(a_reply(body)).reply == OWN


FORWARDS = [
    "---------- Forwarded message ---------\nVan: Els <els@lindehof.example>\nDate: do 5 mrt 2026",
    "Begin doorgestuurd bericht:\n\nVan: Els <els@lindehof.example>\nOnderwerp: lekkage",
    "Van: Els <els@lindehof.example>\nVerzonden: donderdag 5 maart 2026 13:36\nAan: Jan",
]


@pytest.mark.parametrize("separator", FORWARDS)
def test_a_forward_without_own_words_keeps_what_it_passes_on(separator: str) -> None:
    body = f"{separator}\n\nDe regenton lekt bij de kraan.\n"

    mail = read(a_mail(body, subject="Doorst: lekkage"))

    assert mail.forwarded
    assert "De regenton lekt bij de kraan." in mail.reply


def test_a_forward_with_own_words_gives_these() -> None:
    body = f"Kunt u dit oppakken?\n\n{FORWARDS[0]}\n\nDe regenton lekt.\n"

    mail = read(a_mail(body, subject="Fwd: lekkage"))

    assert (mail.reply, mail.forwarded) == ("Kunt u dit oppakken?", False)


def test_a_contact_form_that_looks_like_a_copied_header_keeps_its_message() -> None:
    body = "Van: Jan Smit\nDatum: 5 maart 2026\nOnderwerp: schutting\n\nLevert u ook in Assen?\n"

    assert "Levert u ook in Assen?" in read(a_mail(body)).reply


def test_an_answer_of_nothing_but_the_quote_has_no_new_text() -> None:
    body = f"Op 5-3-2026 13:36 schreef service@tuinhuis.example:\n> {ASKED}\n"

    assert read(a_reply(body)).reply == ""


HTML_REPLIES = {
    "gmail": '<div dir="ltr">{own}</div><div class="gmail_quote"><div class="gmail_attr">Op do 5'
    " mrt 2026 om 13:36 schreef Tuinhuis &lt;<a>service@tuinhuis.example</a>&gt;:<br></div>"
    '<blockquote class="gmail_quote">{asked}</blockquote></div>',
    "outlook desktop": '<div class="WordSection1"><p class="MsoNormal">{own}</p><div style="border:'
    'none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>Van:</b> Tuinhuis<br><b>Verzonden'
    ":</b> donderdag 5 maart</p></div><p>{asked}</p></div>",
    "outlook web": '<div>{own}</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">'
    "<b>Von:</b> Tuinhuis</div><div>{asked}</div>",
    "apple": "<div>{own}</div><div><br><blockquote type=cite><div>Op 5 mrt 2026, om 13:36 heeft "
    "Tuinhuis het volgende geschreven:</div><div>{asked}</div></blockquote></div>",
    "thunderbird": '<p>{own}</p><div class="moz-cite-prefix">Op 05-03-2026 om 13:36 schreef '
    'Tuinhuis:<br></div><blockquote type="cite">{asked}</blockquote>',
    "yahoo": '<div>{own}</div><div class="yahoo_quoted"><div>In 2026 zei iemand</div>{asked}</div>',
    "proton": '<div>{own}</div><div class="protonmail_quote">iets in een taal {asked}</div>',
}


@pytest.mark.parametrize("program", HTML_REPLIES)
def test_quote_containers_of_html_programs_are_cut(program: str) -> None:
    body = HTML_REPLIES[program].format(own="Donderdag komt goed uit.", asked=ASKED)

    mail = read(a_mail(body, content_type="text/html; charset=utf-8", subject="Re: maat"))

    assert mail.reply == "Donderdag komt goed uit."
    assert ASKED in mail.text
