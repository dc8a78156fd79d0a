"""Automatic replies that only their subject shows, in the languages that customers write."""

import pytest

from functions.core.contacts import MachineKind
from functions.mail import read
from tests.mail.letters import a_mail

SUBJECTS = [
    "Out of Office AutoReply: Order",
    "Out-of-Office: Order",
    "Automatic reply: Order",
    "AUTO: Jan is out of the office (returning 12/03/2026)",
    "OOO: Order",
    "Automatisch antwoord: Bestelling",
    "Afwezig: Bestelling",
    "Automatische Antwort: Bestellung",
    "Abwesenheitsnotiz: Bestellung",
    "Abwesenheit: Bestellung",
    "Réponse automatique : Commande",
    "Absence du bureau : Commande",
    "Respuesta automática: Pedido",
    "Risposta automatica: Ordine",
    "Fuori sede: Ordine",
    "Resposta automática: Pedido",
    "Ausência temporária: Pedido",
    "Automatyczna odpowiedź: Zamówienie",
    "Autoodpowiedź: Zamówienie",
    "Automatisk svar: Ordre",
    "Autosvar: Ordre",
    "Automatiskt svar: Order",
    "Frånvaro: Order",
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_an_automatic_reply_is_known_by_its_subject(subject: str) -> None:
    machine = read(a_mail("x", subject=subject)).machine

    assert machine is not None
    assert machine.kind is MachineKind.AUTO_REPLY


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_person_who_answers_it_is_no_machine(subject: str) -> None:
    assert read(a_mail("Dank u.", subject=f"Re: {subject}")).machine is None


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("X-POST-MessageClass: 9; Autoresponder", MachineKind.AUTO_REPLY),
        ("Preference: auto_reply", MachineKind.AUTO_REPLY),
        ("X-Precedence: bulk", MachineKind.OTHER),
        ("X-BeenThere: tuin@lists.example", MachineKind.LIST),
        ("X-Campaign-Id: 12", MachineKind.NEWSLETTER),
        ("Content-Class: urn:content-classes:dsn", MachineKind.BOUNCE),
        ("Content-Class: urn:content-classes:mdn", MachineKind.READ_RECEIPT),
        ("X-Cron-Env: <SHELL=/bin/sh>", MachineKind.OTHER),
    ],
)
def test_private_headers_tell_the_kind(header: str, kind: MachineKind) -> None:
    machine = read(a_mail("x", headers=f"{header}\n")).machine

    assert machine is not None
    assert machine.kind is kind


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Gelezen: Uw bestelling", "Uw bericht is gelezen op 5 maart 2026."),
        ("Read: Order", "Your message was read on 5 March 2026."),
        ("Gelesen: Bestellung", "Ihre Nachricht wurde am 5. März gelesen."),
    ],
)
def test_a_read_receipt_is_known_by_its_words(subject: str, body: str) -> None:
    machine = read(a_mail(body, subject=subject)).machine

    assert machine is not None
    assert machine.kind is MachineKind.READ_RECEIPT
