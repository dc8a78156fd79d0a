"""Machines are recognised by what they write on a mail, and people are not taken for them."""

import pytest

from functions.core.contacts import MachineKind
from functions.mail import read
from tests.mail.letters import a_mail, a_multipart, a_reply

BY_HEADER = [
    ("Auto-Submitted: auto-replied", MachineKind.AUTO_REPLY),
    ("Auto-Submitted: auto-replied (vacation)", MachineKind.AUTO_REPLY),
    ("Auto-Submitted: auto-generated", MachineKind.OTHER),
    ("Precedence: auto_reply", MachineKind.AUTO_REPLY),
    ("X-Autoreply: yes", MachineKind.AUTO_REPLY),
    ("X-Autorespond: Uw bericht", MachineKind.AUTO_REPLY),
    ("X-Auto-Response-Suppress: All", MachineKind.OTHER),
    ("X-Failed-Recipients: weg@lindehof.example", MachineKind.BOUNCE),
    ("Precedence: bulk", MachineKind.OTHER),
    ("Precedence: list\nList-Id: <tuin.lijst.example>", MachineKind.LIST),
    ("List-Id: <tuin.lijst.example>\nList-Post: <mailto:x@y.example>", MachineKind.LIST),
    ("List-Id: <n.example>\nList-Unsubscribe: <mailto:x@y.example>", MachineKind.NEWSLETTER),
    ("X-Mailer: OTRS Mail Service (6.0)", MachineKind.HELP_DESK),
    ("X-Auto-Response-Suppress: All\nX-FD-Ticket-Id: 7", MachineKind.HELP_DESK),
    ("X-OTRS-Loop: support@groothandel.example", MachineKind.HELP_DESK),
    ("Return-Path: <>", MachineKind.OTHER),
]


@pytest.mark.parametrize(("header", "kind"), BY_HEADER)
def test_a_header_gives_a_machine_away(header: str, kind: MachineKind) -> None:
    machine = read(a_mail(headers=f"{header}\n")).machine

    assert machine is not None
    assert machine.kind is kind
    assert machine.because


AUTO_REPLY_SUBJECTS = [
    "Automatisch antwoord: Uw bestelling",
    "Automatic reply: Uw bestelling",
    "Afwezigheidsbericht: Uw bestelling",
    "Afwezigheidsassistent: Uw bestelling",
    "Afwezig: Uw bestelling",
    "Out of Office: Uw bestelling",
    "Out of office",
    "AutoReply: Uw bestelling",
    "Automatische Antwort: Uw bestelling",
    "Abwesenheitsnotiz: Uw bestelling",
    "Buiten kantoor: Uw bestelling",
    "Odpowiedź automatyczna: Uw bestelling",
    "Réponse automatique : Uw bestelling",
    "Respuesta automática: Uw bestelling",
]


@pytest.mark.parametrize("subject", AUTO_REPLY_SUBJECTS)
def test_subjects_of_automatic_replies_are_known(subject: str) -> None:
    machine = read(a_mail(subject=subject)).machine

    assert machine is not None
    assert machine.kind is MachineKind.AUTO_REPLY


BOUNCE_SUBJECTS = [
    "Undelivered Mail Returned to Sender",
    "Onbestelbaar: Uw bestelling",
    "Niet bestelbaar: Uw bestelling",
    "Unzustellbar: Uw bestelling",
    "Non remis : Uw bestelling",
    "Mail delivery failed: returning message to sender",
    "failure notice",
]


@pytest.mark.parametrize("subject", BOUNCE_SUBJECTS)
def test_a_mail_server_that_gives_a_mail_back_writes_a_bounce(subject: str) -> None:
    machine = read(
        a_mail(subject=subject, sender="postmaster@lindehof.example", headers="Return-Path: <>\n")
    ).machine

    assert machine is not None
    assert machine.kind is MachineKind.BOUNCE


PEOPLE = [
    a_reply("Ja graag."),
    a_mail(subject="Re: Automatisch antwoord: Uw bestelling"),
    a_mail(subject="Re: Undeliverable: offerte"),
    a_mail(subject="Onbestelbaar: uw koerier vond mij niet"),
    a_mail(subject="Automatische deuropener voor de kas"),
    a_mail(subject="Afwezig op 12 maart"),
    a_mail(headers="Auto-Submitted: no\n"),
    a_mail(headers="X-Auto-Response-Suppress: None\n"),
    a_mail(headers="Precedence: normal\nX-Priority: 1\nReturn-Path: <jan@lindehof.example>\n"),
    a_mail("Ik kreeg een mail van mailer-daemon dat mijn vraag niet aankwam."),
]


@pytest.mark.parametrize("raw", PEOPLE)
def test_people_are_not_taken_for_machines(raw: bytes) -> None:
    assert read(raw).machine is None


@pytest.mark.parametrize(
    "sender", ["no-reply@x.example", "noreply@x.example", "niet-beantwoorden@x.example"]
)
def test_who_cannot_be_answered_is_a_machine(sender: str) -> None:
    assert read(a_mail(sender=sender)).machine is not None


EXPLANATION = "Content-Type: text/plain\n\nHet is niet gelukt."
STATUS = (
    "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.lindehof.example\n\n"
    "Final-Recipient: rfc822; weg@lindehof.example\nAction: {action}\nStatus: {status}\n"
    "Diagnostic-Code: smtp; 550 {status}\n no such mailbox"
)
RETURNED = (
    "Content-Type: text/rfc822-headers\n\nMessage-ID: <origineel@tuinhuis.example>\nSubject: Hallo"
)


def a_report(action: str, status: str) -> bytes:
    parts = (EXPLANATION, STATUS.format(action=action, status=status), RETURNED)
    return a_multipart(*parts, kind="report; report-type=delivery-status")


def test_a_delivery_report_tells_what_did_not_arrive() -> None:
    bounce = read(a_report("failed", "5.1.1")).bounce

    assert bounce is not None
    assert bounce.recipients == ("weg@lindehof.example",)
    assert (bounce.status, bounce.permanent) == ("5.1.1", True)
    assert bounce.original_message_id == "origineel@tuinhuis.example"
    assert bounce.reason == "smtp; 550 5.1.1 no such mailbox"


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delayed", "5.0.0")]
)
def test_a_delay_or_temporary_failure_is_not_permanent(action: str, status: str) -> None:
    bounce = read(a_report(action, status)).bounce

    assert bounce is not None
    assert bounce.permanent is False


def test_reports_of_other_kinds_are_told_apart() -> None:
    receipt = a_multipart(EXPLANATION, kind="report; report-type=disposition-notification")
    complaint = a_multipart(EXPLANATION, kind="report; report-type=feedback-report")
    invitation = "Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR"

    mails = [
        read(receipt),
        read(complaint),
        read(a_multipart(EXPLANATION, invitation, kind="alternative")),
    ]

    assert [mail.machine.kind for mail in mails if mail.machine] == [
        MachineKind.READ_RECEIPT,
        MachineKind.FEEDBACK_REPORT,
        MachineKind.CALENDAR,
    ]


UNATTENDED = (
    "Wij hebben uw vraag ontvangen.\nDit is een automatisch bericht, u kunt hier niet op reageren."
)


def test_a_mail_that_says_that_nobody_wrote_it_is_a_machines() -> None:
    machine = read(a_mail(UNATTENDED, subject="Ontvangstbevestiging: stoel")).machine

    assert machine is not None
    assert machine.kind is MachineKind.AUTO_REPLY


PEOPLE_ON_MACHINES = [
    f"Kloptdat?\n\nVan: Tuinhuis <s@tuinhuis.example>\nVerzonden: maandag 5 maart\n\n{UNATTENDED}",
    "In uw mail staat: dit is een automatisch bericht, u kunt hier niet op reageren. Waarom?",
    "Dit bericht is automatisch gescand op virussen, maar mag u niet beantwoorden?",
]


@pytest.mark.parametrize("body", PEOPLE_ON_MACHINES)
def test_who_quotes_an_automatic_mail_is_a_person(body: str) -> None:
    assert read(a_reply(body)).machine is None


def test_a_holiday_reply_without_other_marks_than_its_wish_for_silence() -> None:
    headers = "X-Auto-Response-Suppress: All\n"

    machine = read(a_mail("Ich bin nicht im Büro.", subject="Ihr Angebot", headers=headers)).machine

    assert machine is not None
    assert machine.kind is MachineKind.AUTO_REPLY


def test_who_says_that_he_is_no_machine_may_ask_for_silence() -> None:
    headers = "Auto-Submitted: no\nX-Auto-Response-Suppress: OOF\n"

    assert read(a_mail(headers=headers)).machine is None


def test_an_old_complaint_is_a_feedback_report() -> None:
    returned = "Content-Type: message/rfc822\n\nMessage-ID: <1@tuinhuis.example>\n\nhallo"
    raw = a_multipart(returned).replace(
        b"Subject: Vraag", b"Subject: complaint about message from 1.2.3.4"
    )

    machine = read(raw).machine

    assert machine is not None
    assert machine.kind is MachineKind.FEEDBACK_REPORT


def test_an_old_return_receipt_is_known_by_its_words() -> None:
    body = "Diese Bestätigung zeigt nur an, dass die Nachricht angezeigt wurde."

    machine = read(a_mail(body, subject="Lesebestätigung: Ihre Bestellung")).machine

    assert machine is not None
    assert machine.kind is MachineKind.READ_RECEIPT
