"""What a signature tells of its writer, and of nobody else."""

import pytest

from functions.core.contacts import CompanyFacts
from functions.mail import read
from tests.mail.letters import a_mail, a_reply

OWN = "Kunt u de factuur nog eens sturen?"
CARD = (
    "Met vriendelijke groet,\n\nJan Smit\nInkoper\nHoveniersbedrijf Lindehof B.V.\n"
    "T 038-123 45 67 | M +31 6 12345678\nKvK: 12345678\nKlantnummer: K-10023\n"
)
THEIRS = (
    "\nOp 5 mrt 2026 om 13:36 schreef Tuinhuis <service@tuinhuis.example>:\n> Met groet,\n"
    "> Klantenservice Tuinhuis B.V.\n> 020-7654321\n"
)


@pytest.mark.parametrize("below", ["", THEIRS])
def test_company_numbers_role_and_phones_are_read_from_the_writer_s_own_card(below: str) -> None:
    mail = read(a_reply(f"{OWN}\n\n{CARD}{below}"))

    assert mail.reply == OWN
    assert mail.signature.company == CompanyFacts(
        name="Hoveniersbedrijf Lindehof B.V.", customer_number="K-10023", chamber_number="12345678"
    )
    assert mail.signature.roles == ("inkoper",)
    assert mail.signature.phones == ("038-123 45 67", "+31 6 12345678")


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("BTW NL004495445B01", "NL004495445B01"),
        ("USt-IdNr.: DE136695976", "DE136695976"),
        ("UStID DE136695976", "DE136695976"),
        ("TVA BE0428759497", "BE0428759497"),
        ("BTW NL123456789B99", None),
        ("IBAN NL91 ABNA 0417 1643 00", None),
    ],
)
def test_a_vat_number_counts_only_with_its_check_digits(line: str, number: str | None) -> None:
    mail = read(a_mail(f"{OWN}\n\nMet vriendelijke groet,\nJan Smit\n{line}\n"))

    assert mail.signature.company.vat_number == number


def test_a_mail_without_signature_tells_nothing() -> None:
    mail = read(a_mail(f"{OWN}\n{THEIRS}"))

    assert mail.signature.company == CompanyFacts()
    assert mail.signature.phones == ()


@pytest.mark.parametrize(
    "company", ["Lindehof GmbH", "Lindehof SARL", "Lindehof Sp. z o.o.", "Gemeente Lindedal"]
)
def test_a_company_is_known_by_its_legal_form_or_trade(company: str) -> None:
    mail = read(a_mail(f"{OWN}\n\nMit freundlichen Grüßen\nJan Smit\n{company}\n"))

    assert mail.signature.company.name == company


@pytest.mark.parametrize("line", ["BE 0428.759.497", "IBAN NL91 ABNA 0417 1643 00"])
def test_other_numbers_are_no_phone(line: str) -> None:
    mail = read(a_mail(f"{OWN}\n\nMet vriendelijke groet,\nJan Smit\n{line}\n"))

    assert mail.signature.phones == ()
