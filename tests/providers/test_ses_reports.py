"""Delivery reports in the mail become send reports; other facts of a mail reach the contact."""

from datetime import UTC, datetime

import pytest

from functions.core.contacts import Contact, Handle
from functions.core.deliveries import Delivery, Transport
from functions.core.items import Item
from functions.core.notifications import SendOutcome, SendReport
from functions.providers.ses import Ses
from tests.mail.letters import a_mail

SES_ID = "0102018f00000000-11111111-2222-3333-4444-555555555555-000000"
AT = datetime(2026, 3, 5, 12, tzinfo=UTC)


def parse(raw: bytes) -> list[Item]:
    return Ses().parse(
        Delivery(
            id="mail/tuinhuis/abc123",
            provider="ses",
            account="tuinhuis",
            shop="tuinhuis",
            received_at=AT,
            transport=Transport.MAIL,
            body=raw,
        )
    )


def a_report(returned: str, notice: str = "This is a permanent error. 550 5.1.1 unknown") -> bytes:
    body = f"{notice}\n\n  els@weg.example\n\n--- Below this line is a copy.\n\n{returned}\n"
    return a_mail(body, sender="MAILER-DAEMON@mx.example", subject="failure notice")


OURS = f"Message-ID: <{SES_ID}@eu-west-1.amazonses.com>"


def test_a_report_on_a_marked_notification_is_nothing_but_a_send_report() -> None:
    [report] = parse(a_report(f"{OURS}\nX-Loket-Notification: notification-1"))

    assert isinstance(report, SendReport)
    assert report.notification_id == "notification-1"
    assert report.provider_message_id == SES_ID
    assert report.outcome is SendOutcome.BOUNCED
    assert report.permanent
    assert report.recipient == Handle(scheme="email", value="els@weg.example")
    assert report.reason is not None
    assert report.reason.startswith("5.1.1")
    assert report.occurred_at == AT


def test_a_report_on_what_may_be_an_agent_s_answer_is_a_contact_too() -> None:
    report, contact = parse(a_report(OURS))

    assert isinstance(report, SendReport)
    assert report.provider_message_id == SES_ID
    assert isinstance(contact, Contact)
    assert contact.thread.answers == (f"mail:{SES_ID}@eu-west-1.amazonses.com",)
    assert report.id != contact.id


def test_a_report_on_other_mail_is_a_contact_only() -> None:
    [item] = parse(a_report("Message-ID: <1@elsewhere.example>"))

    assert isinstance(item, Contact)


def test_a_delay_is_no_failure() -> None:
    notice = "This is a warning message only. The message is delayed and will be retried."

    [report] = parse(a_report(f"{OURS}\nX-Loket-Notification: n", notice))

    assert isinstance(report, SendReport)
    assert report.outcome is SendOutcome.SENT
    assert not report.permanent


@pytest.mark.parametrize(
    ("subject", "number"),
    [
        ("[Ticket #4711] Levering", "4711"),
        ("Re: Levering [#4711]", "4711"),
        ("Ticket: 4711 - Levering", "4711"),
        ("[ABC-4711] Levering", "abc-4711"),
        ("Levering ## 4711 ##", "4711"),
    ],
)
def test_another_help_desk_s_number_is_an_alias_of_its_thread(subject: str, number: str) -> None:
    raw = a_mail("x", subject=subject, sender="desk@o.example", headers="X-RT-Ticket: 1\n")

    [contact] = parse(raw)

    assert isinstance(contact, Contact)
    assert contact.thread.aliases == (f"mail:ticket:desk@o.example:{number}",)
    assert contact.thread.aliases[0] in contact.thread.answers


def test_a_person_s_number_in_brackets_is_none() -> None:
    [contact] = parse(a_mail("x", subject="[#4711] waar blijft hij?"))

    assert isinstance(contact, Contact)
    assert contact.thread.aliases == ()


def test_the_signature_reaches_the_contact() -> None:
    card = "Met vriendelijke groet,\nJan Smit\nInkoop\nLindehof B.V.\n038-1234567\nKvK 12345678"

    [contact] = parse(a_mail(f"Graag de factuur.\n\n{card}\n"))

    assert isinstance(contact, Contact)
    assert contact.company.name == "Lindehof B.V."
    assert contact.company.chamber_number == "12345678"
    assert contact.phones == (Handle(scheme="phone", value="+31381234567"),)
    assert contact.roles == ("inkoop",)


def test_why_words_cannot_be_read_reaches_the_contact() -> None:
    [contact] = parse(a_mail("AAAA", content_type="application/pkcs7-mime"))

    assert isinstance(contact, Contact)
    assert contact.notes == ("encrypted",)
