"""Dutch customers' mail: the new text is theirs, and their machines are known as such."""

import pytest

from functions.core.contacts import MachineKind
from functions.mail import read
from tests.mail.dutch_mails import MAILS
from tests.mail.letters import a_mail


@pytest.mark.parametrize("name", MAILS)
def test_the_new_text_of_a_dutch_mail_is_found(name: str) -> None:
    sample = MAILS[name]

    mail = read(a_mail(sample.body, subject=sample.subject, content_type=sample.content_type))

    assert mail.reply.split() == sample.own.split()
    assert mail.machine is None


AWAY = [
    ("Automatisch antwoord: Uw bestelling", "Ik ben afwezig tot en met 12 maart."),
    ("Afwezig: Uw bestelling", "Wegens vakantie ben ik er niet."),
    ("Afwezigheidsbericht", "Ik ben op vakantie. Mijn collega neemt waar."),
    ("Afwezigheidsassistent: Uw bestelling", "Bedankt voor uw bericht."),
    ("Niet aanwezig: Uw bestelling", "Op woensdag werk ik niet."),
    ("Automatische beantwoording: factuur", "Wij hebben uw bericht ontvangen."),
    ("Out of Office: Uw bestelling", "Ik ben met verlof."),
]


@pytest.mark.parametrize(("subject", "body"), AWAY)
def test_a_dutch_absence_is_an_automatic_reply(subject: str, body: str) -> None:
    machine = read(a_mail(body, subject=subject)).machine

    assert machine is not None
    assert machine.kind is MachineKind.AUTO_REPLY


UNDELIVERED = [
    ("Onbestelbaar: Uw bestelling", "Uw bericht is niet bezorgd aan els@weg.example."),
    ("Niet bestelbaar: Uw bestelling", "Bezorging aan deze geadresseerden is mislukt."),
    ("Bericht niet afgeleverd", "De volgende geadresseerden zijn niet bereikt: els@weg.example"),
    ("E-mail niet bezorgd", "Het e-mailadres els@weg.example bestaat niet. 550 5.1.1"),
    ("Bezorging mislukt", "De mailbox van els@weg.example is vol. Status: 4.2.2"),
]


@pytest.mark.parametrize(("subject", "body"), UNDELIVERED)
def test_a_dutch_mail_server_s_notice_is_a_bounce(subject: str, body: str) -> None:
    machine = read(a_mail(body, subject=subject, sender="postmaster@weg.example")).machine

    assert machine is not None
    assert machine.kind is MachineKind.BOUNCE


PEOPLE = [
    ("Afwezigheid bij bezorging", "Ik was afwezig toen de bezorger kwam. Kan het opnieuw?"),
    ("Ik ben op vakantie", "Ik ben op vakantie tot 12 maart, kunt u later leveren?"),
    ("Automatische poort", "Levert u ook een automatische poort?"),
    ("Re: Automatisch antwoord: vraag", "Dank voor uw automatische bericht, maar waar blijft het?"),
    ("Onbestelbaar retour", "Het pakket kwam onbestelbaar terug."),
    ("Fwd: Onbestelbaar: factuur", "Ik kreeg dit terug, klopt het adres wel?"),
]


@pytest.mark.parametrize(("subject", "body"), PEOPLE)
def test_a_person_who_uses_such_words_is_no_machine(subject: str, body: str) -> None:
    assert read(a_mail(body, subject=subject)).machine is None
