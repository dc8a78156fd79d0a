"""Delivery reports of many mail servers, most without any report part; all addresses invented."""

import pytest

from functions.core.contacts import MachineKind
from functions.mail import Mail, read
from functions.mail.message import BounceOutcome
from tests.mail.letters import a_mail, a_multipart

GONE = "els@weg.example"
ORIGINAL = (
    "Return-Path: <service@tuinhuis.example>\nReceived: from tuinhuis.example\n"
    "Message-ID: <ons-1@tuinhuis.example>\nFrom: service@tuinhuis.example\nSubject: Uw bestelling\n"
)
NOTICES = {
    "qmail": (
        "MAILER-DAEMON@mx.example",
        "failure notice",
        "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver "
        f"your message to the following addresses.\nThis is a permanent error; I've given up.\n\n"
        f"<{GONE}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
        f"--- Below this line is a copy of the message.\n\n{ORIGINAL}",
    ),
    "exim": (
        "Mail Delivery System <Mailer-Daemon@mx.example>",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you "
        "sent could not be delivered to one or more of its\nrecipients. This is a permanent error."
        f" The following address(es) failed:\n\n  {GONE}\n    SMTP error from remote mail server "
        "after RCPT TO:\n    550 5.1.1 User unknown\n\n"
        f"------ This is a copy of the message, including all the headers. ------\n\n{ORIGINAL}",
    ),
    "sendmail": (
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.example>",
        "Returned mail: User unknown",
        "The original message was received at Thu, 5 Mar 2026 13:36:10 +0100\n\n"
        f"   ----- The following addresses had permanent fatal errors -----\n<{GONE}>\n\n"
        "   ----- Transcript of session follows -----\n... while talking to mx.example.:\n"
        f">>> RCPT To:<{GONE}>\n<<< 550 5.1.1 <{GONE}>... User unknown\n\n"
        f"   ----- Original message follows -----\n\n{ORIGINAL}",
    ),
    "postfix in Dutch hands": (
        "Postmaster <postmaster@mx.example>",
        "Onbestelbaar: Uw bestelling",
        f"Uw bericht kon niet worden bezorgd aan:\n\n{GONE}\n\n"
        f"Het adres bestaat niet.\n\n{ORIGINAL}",
    ),
    "Exchange of old": (
        "System Administrator <postmaster@mx.example>",
        "Undeliverable: Uw bestelling",
        "Your message\n\n  To:      Els\n  Subject: Uw bestelling\n  Sent:    Thu, 5 Mar 2026\n\n"
        "did not reach the following recipient(s):\n\n"
        f"{GONE} on Thu, 5 Mar 2026 13:36:10 +0100\n    The recipient name is not recognized\n"
        "    The MTS-ID of the original message is: c=NL;a= ;p=MX;l=1\n",
    ),
    "Exchange in Dutch": (
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@weg.example>",
        "Niet bestelbaar: Uw bestelling",
        f"Bezorging aan deze geadresseerden of groepen is mislukt:\n\n{GONE}<mailto:{GONE}>\n"
        "Het e-mailadres dat u hebt opgegeven kan niet worden gevonden.\n\n"
        "Diagnostische gegevens voor beheerders:\nGenererende server: mx.example\n"
        "#550 5.1.10 RESOLVER.ADR.RecipientNotFound ##\n\nOorspronkelijke berichtkoppen:\n"
        f"{ORIGINAL}",
    ),
    "Domino": (
        "Postmaster@weg.example",
        f"DELIVERY FAILURE: User els ({GONE}) not listed in Domino Directory",
        f"Your message\n\n  Subject: Uw bestelling\n\nwas not delivered to:\n\n  {GONE}\n\n"
        f"because:\n\n  User els ({GONE}) not listed in Domino Directory\n",
    ),
    "Yahoo": (
        "MAILER-DAEMON@yahoo.example",
        "Failure Notice",
        f"Sorry, we were unable to deliver your message to the following address.\n\n<{GONE}>:\n"
        "554: delivery error: dd This user doesn't have an account\n\n"
        f"--- Original message follows.\n\n{ORIGINAL}",
    ),
    "Gmail without a report": (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        "Delivery Status Notification (Failure)",
        f"Delivery to the following recipient failed permanently:\n\n     {GONE}\n\n"
        "Technical details of permanent failure:\nThe error that the other server returned was:\n"
        f"550 5.1.1 The email account does not exist.\n\n----- Original message -----\n\n"
        f"{ORIGINAL}",
    ),
    "German provider": (
        "Mail Delivery System <mailer-daemon@mx.example>",
        "Unzustellbar: Uw bestelling",
        f"Diese Nachricht konnte nicht zugestellt werden:\n\n{GONE}\n\n"
        f"550 Benutzer unbekannt\n\n{ORIGINAL}",
    ),
    "a gateway without a name": (
        "mailgateway@mx.example",
        "Undeliverable message",
        f"The message could not be delivered to <{GONE}>.\nRemote host said: 550 5.1.1 no such "
        f"user\n\n{ORIGINAL}",
    ),
}


def the_notice(name: str, *, headers: str = "") -> Mail:
    sender, subject, body = NOTICES[name]
    return read(a_mail(body, sender=sender, subject=subject, headers=headers))


@pytest.mark.parametrize("server", NOTICES)
def test_a_notice_without_report_part_is_known_by_its_words(server: str) -> None:
    mail = the_notice(server)

    assert mail.machine is not None
    assert mail.machine.kind is MachineKind.BOUNCE
    assert mail.bounce is not None
    assert mail.bounce.recipients == (GONE,)
    assert mail.bounce.permanent is True
    assert mail.bounce.reason


@pytest.mark.parametrize(
    "server", ["qmail", "exim", "sendmail", "Exchange in Dutch", "Gmail without a report"]
)
def test_the_returned_mail_is_known_by_its_id(server: str) -> None:
    bounce = the_notice(server).bounce

    assert bounce is not None
    assert bounce.original_message_id == "ons-1@tuinhuis.example"


@pytest.mark.parametrize(
    ("server", "status"),
    [("qmail", "5.1.1"), ("exim", "5.1.1"), ("Exchange in Dutch", "5.1.10"), ("Yahoo", "5.0.0")],
)
def test_the_status_is_read_from_the_words(server: str, status: str) -> None:
    bounce = the_notice(server).bounce

    assert bounce is not None
    assert bounce.status == status


def test_a_warning_that_mail_is_late_is_not_for_good() -> None:
    body = (
        "This message was created automatically by mail delivery software.\nA message that you sent"
        " has not yet been delivered to one or more of its recipients after more than 24 hours.\n"
        f"The address to which the message has not yet been delivered is:\n\n  {GONE}\n\n"
        "No action is required on your part. Delivery attempts will continue.\n"
    )

    mail = read(
        a_mail(body, sender="Mailer-Daemon@mx.example", subject="Warning: message 1a delayed")
    )

    assert mail.bounce is not None
    assert mail.bounce.permanent is False


PEOPLE = [
    ("Delivery problem", "My parcel could not be delivered to my address. Can you help?"),
    ("Undeliverable parcel", "PostNL says that my parcel is undeliverable and was returned."),
    ("Fwd: Undeliverable: order", "I got this back. 550 5.1.1 user unknown, what now?"),
    ("Onbestelbaar pakket", "Mijn pakket kwam terug als onbestelbaar. Wat nu?"),
    ("Niet bezorgd", "Het pakket is niet bezorgd; de bezorger vond het adres niet."),
    ("Returned to sender", "The track and trace says returned to sender. Why?"),
    ("Retour", "Volgens de bezorger: mailbox full. De brievenbus is niet vol!"),
    ("Bezorging mislukt", "De bezorging is mislukt volgens de app, kan het morgen opnieuw?"),
    ("Nicht zugestellt", "Mein Paket wurde nicht zugestellt."),
    ("Delivery failed", "PostNL: delivery failed; recipient unknown. Please resend."),
    ("Delivery failure", "The driver said address not found, recipient unknown."),
    ("Mailbox unavailable", "Is the mailbox unavailable in black?"),
    ("Undelivered parcel 12", "The page says error 404-123."),
    ("Bounce house", "Price? Address unknown."),
    ("Auto: onderdelen", "Heeft u onderdelen?"),
    ("Your message could not be clearer", "Thanks."),
    ("I am out of milk", "And you are out of office supplies too?"),
]


@pytest.mark.parametrize(("subject", "body"), PEOPLE)
def test_a_person_who_tells_of_undelivered_things_is_no_machine(subject: str, body: str) -> None:
    assert read(a_mail(body, subject=subject)).machine is None


def a_warning(sender: str, subject: str, text: str) -> Mail:
    return read(a_mail(text, sender=sender, subject=subject))


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        (
            "Scanner_for_SMTP@mx.example",
            "Delivery failure notification",
            f"Your message with Subject: Uw bestelling\ncould not be delivered to the following "
            f"recipients:\n\n{GONE}\n\nDelivery attempts will continue to be made for 5 day(s).",
        ),
        (
            "beheer@mx.example",
            "Mail Delivery Warning",
            f'Delivery of email to this address\n"{GONE}"\nhas been postponed due to a full '
            "mailbox.\nWe will continue to try to deliver your message over the next few days.",
        ),
        (
            "postmaster@mx.example (Automated response from the postmaster)",
            'FAILED MAIL to "els"',
            f"This is an automated response.\nMail to {GONE} failed: unknown user.",
        ),
    ],
)
def test_warnings_of_gateways_and_postmasters_are_delivery_reports(
    sender: str, subject: str, text: str
) -> None:
    mail = a_warning(sender, subject, text)

    assert mail.machine is not None
    assert mail.machine.kind is MachineKind.BOUNCE


@pytest.mark.parametrize(
    "text",
    [
        "Mijn pakket is niet bezorgd. PostNL zegt: returned to sender.",
        "Ik kreeg mijn mail aan jullie terug, het adres klopt niet.",
        "We will continue to try, but the parcel was not delivered.",
    ],
)
def test_a_person_who_writes_of_failed_delivery_is_no_machine(text: str) -> None:
    assert a_warning("jan@lindehof.example", "Delivery failed", text).machine is None


def test_a_report_on_several_speaks_of_those_who_were_not_reached() -> None:
    report = (
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        "Final-Recipient: rfc822; els@weg.example\nAction: delivered\nStatus: 2.1.5\n\n"
        "Final-Recipient: rfc822; jan@weg.example\nAction: failed\nStatus: 5.1.1\n"
    )
    raw = a_multipart("\nNiet bezorgd\n", report, kind="report; report-type=delivery-status")

    bounce = read(raw).bounce

    assert bounce is not None
    assert (bounce.recipients, bounce.status) == (("jan@weg.example",), "5.1.1")
    assert bounce.permanent


def test_a_german_server_that_still_tries_has_not_given_up() -> None:
    text = "Die Nachricht konnte noch nicht zugestellt werden:\n\nels@weg.example\n\nWir warten."

    bounce = a_warning("postmaster@weg.example", "Unzustellbar: Ihre Bestellung", text).bounce

    assert bounce is not None
    assert bounce.outcome is BounceOutcome.DELAYED


def test_a_dutch_label_names_the_whole_address() -> None:
    text = "Ontvanger: els@weg.example\nReden: 550 5.1.1 Onbekende gebruiker\n"

    bounce = a_warning("mailer-daemon@mx.example", "Niet afgeleverd", text).bounce

    assert bounce is not None
    assert bounce.recipients == ("els@weg.example",)


def test_a_warning_whose_subject_says_delayed_is_no_failure() -> None:
    text = "De mailbox van els@weg.example zit vol."

    bounce = a_warning("mailer-daemon@mx.example", "Bericht vertraagd", text).bounce

    assert bounce is not None
    assert (bounce.outcome, bounce.permanent) == (BounceOutcome.DELAYED, False)
