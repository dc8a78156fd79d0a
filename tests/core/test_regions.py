"""National phone numbers are read by where their writer seems to be."""

from datetime import UTC, datetime

import pytest

from functions.core.contacts import Channel, Contact, Handle
from functions.core.evidence.clues import find_clues
from functions.core.evidence.regions import region_of


@pytest.mark.parametrize(
    ("scheme", "value", "text", "region"),
    [
        ("phone", "+33612345678", "Hallo", "FR"),
        ("phone", "+31612345678", "Bonjour, je vous appelle demain", "NL"),
        ("email", "a@zelt.de", "Dear all, please call me", "DE"),
        ("email", "a@shop.co.uk", "Please call", "GB"),
        ("email", "a@gmail.com", "Bitte rufen Sie mich unter der Nummer zurück", "DE"),
        ("email", "a@gmail.com", "Merci de me rappeler, je suis là toute la journée", "FR"),
        ("email", "a@gmail.com", "Please call me back this afternoon", "NL"),
        ("email", "a@gmail.com", "", "NL"),
    ],
)
def test_where_the_writer_is(scheme: str, value: str, text: str, region: str) -> None:
    assert region_of(Handle(scheme=scheme, value=value), text) == region


def test_a_number_in_a_signature_is_the_writer_s_country_s() -> None:
    contact = Contact(
        id="ses:1",
        provider="ses",
        channel=Channel.EMAIL,
        account="shop",
        shop="shop",
        sender=Handle(scheme="email", value="pose.martel@gmail.com"),
        text="Je pose le portail, il manque un gond.\n\nPose Martel, 06 11 00 07 04",
        sent_at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    )

    assert [phone.value for phone in find_clues(contact).card_phones] == ["+33611000704"]
