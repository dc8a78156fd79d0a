"""Senders, recipients, subjects, ids and dates, as real mail has them."""

import base64
from datetime import UTC, datetime

import pytest

from functions.mail import read
from tests.mail.letters import a_mail

SENDERS = [
    ("Jan Smit <jan@lindehof.example>", "jan@lindehof.example", "Jan Smit"),
    ('"Smit, Jan" <jan@lindehof.example>', "jan@lindehof.example", "Smit, Jan"),
    ("jan@lindehof.example", "jan@lindehof.example", None),
    ("jan@lindehof.example (Jan)", "jan@lindehof.example", "Jan"),
    ("Jan (hovenier) Smit <jan(x)@lindehof.example>", "jan@lindehof.example", "Jan Smit"),
    ("=?utf-8?q?Jan_Sm=C3=ADt?= <jan@lindehof.example>", "jan@lindehof.example", "Jan Smít"),
    ('"=?utf-8?q?Sm=C3=ADt=2C_Jan?=" <jan@lindehof.example>', "jan@lindehof.example", "Smít, Jan"),
    ("=?utf-8?q?Jan_=3Cjan=40lindehof=2Eexample=3E?=", "jan@lindehof.example", "Jan"),
    ("Jan Smít <jan@lindehof.example>", "jan@lindehof.example", "Jan Smít"),
    ('Jan "de hovenier <jan@lindehof.example>', "jan@lindehof.example", 'Jan "de hovenier'),
    ("Jan\n <jan@lindehof.example>", "jan@lindehof.example", "Jan"),
    ("<@route.example:jan@lindehof.example>", "jan@lindehof.example", None),
    ("Jan <jan@lindehof.example> Els <els@lindehof.example>", "jan@lindehof.example", "Jan"),
    ("jan @ lindehof . example", "jan@lindehof.example", None),
    ("els@lindehof.example <jan@lindehof.example>", "jan@lindehof.example", "els@lindehof.example"),
]


@pytest.mark.parametrize(("header", "address", "name"), SENDERS)
def test_the_sender_is_read(header: str, address: str, name: str | None) -> None:
    sender = read(a_mail(sender=header)).sender

    assert sender is not None
    assert (sender.address, sender.name) == (address, name)


@pytest.mark.parametrize("unusable", ["", "Jan Smit", "<>", "@lindehof.example", "jan@"])
def test_another_header_names_the_sender_where_from_is_unusable(unusable: str) -> None:
    headers = "Reply-To: jan@lindehof.example\nSender: els@lindehof.example\n"

    mail = read(a_mail(sender=unusable, headers=headers))

    assert mail.sender is not None
    assert (mail.sender.address, mail.sender_header) == ("jan@lindehof.example", "reply-to")


def test_reply_to_is_noted_beside_a_usable_sender() -> None:
    mail = read(a_mail(headers="Reply-To: inkoop@lindehof.example\n"))

    assert mail.sender is not None
    assert mail.sender.address == "jan@lindehof.example"
    assert [mailbox.address for mailbox in mail.reply_to] == ["inkoop@lindehof.example"]


def test_a_mail_without_any_address_has_no_sender() -> None:
    assert read(b"Subject: anoniem\n\nWie ben ik?").sender is None


RECIPIENTS = [
    ("a@x.example, b@x.example", ["a@x.example", "b@x.example"]),
    ("a@x.example; B <b@x.example>", ["a@x.example", "b@x.example"]),
    ("Tuin: a@x.example, b@x.example;, c@x.example", ["a@x.example", "b@x.example", "c@x.example"]),
    ("undisclosed-recipients:;", []),
    (", ,a@x.example,,", ["a@x.example"]),
    ("geen adres, a@x.example", ["a@x.example"]),
]


@pytest.mark.parametrize(("header", "addresses"), RECIPIENTS)
def test_every_usable_recipient_is_read(header: str, addresses: list[str]) -> None:
    mail = read(a_mail(headers=f"Cc: {header}\n"))

    assert [mailbox.address for mailbox in mail.cc] == addresses


EURO = "één tuinset € 89".encode()
SUBJECTS = [
    ("Gewoon", "Gewoon"),
    ("  Veel\n   witruimte ", "Veel witruimte"),
    ("=?UTF-8?Q?caf=C3=A9set?=", "caféset"),
    ("=?UTF-8?Q?caf=C3?= =?UTF-8?Q?=A9set?=", "caféset"),
    (
        f"=?utf-8?B?{base64.b64encode(EURO[:1]).decode()}?=\n"
        f" =?utf-8?B?{base64.b64encode(EURO[1:]).decode()}?=",
        "één tuinset € 89",
    ),
    ("Re: =?iso-8859-1?Q?=80_89?= graag", "Re: € 89 graag"),
    ("=?utf-8*nl?Q?stoel?=", "stoel"),
    ("=?utf-8?Q?twee stoelen?=", "twee stoelen"),
    ("=?utf-8?Q?klopt_dit??=", "klopt dit?"),
    ("=?x-onbekend?Q?stoel?=", "stoel"),
    ("=?utf-8?B?c3RvZWw?=", "stoel"),
    ("=?utf-8?Q?open", "=?utf-8?Q?open"),
    ("caféset", "caféset"),
]


@pytest.mark.parametrize(("header", "subject"), SUBJECTS)
def test_subjects_are_decoded(header: str, subject: str) -> None:
    assert read(a_mail(subject=header)).subject == subject


def test_a_raw_windows_subject_is_decoded() -> None:
    raw = a_mail(subject="caféset €").replace("caféset €".encode(), "caféset €".encode("cp1252"))

    assert read(raw).subject == "caféset €"


def test_ids_of_the_conversation_are_read_without_brackets() -> None:
    headers = (
        "Message-ID: <3@x.example>\nIn-Reply-To: Uw bericht van gisteren <2@x.example>\n"
        "References: <1@x.example>\n\t<2@x.example> <2@x.example>\n"
    )

    mail = read(a_mail(headers=headers))

    assert mail.message_id == "3@x.example"
    assert mail.in_reply_to == "2@x.example"
    assert mail.references == ("1@x.example", "2@x.example")


@pytest.mark.parametrize("empty", ["Message-ID: \n", "Message-ID: <>\n", "Message-ID: niets\n", ""])
def test_a_mail_without_id_has_none(empty: str) -> None:
    assert read(a_mail(headers=empty)).message_id is None


DATES = [
    ("Thu, 5 Mar 2026 13:36:10 +0100", datetime(2026, 3, 5, 12, 36, 10, tzinfo=UTC)),
    ("5 Mar 2026 13:36 +0100 (CET)", datetime(2026, 3, 5, 12, 36, tzinfo=UTC)),
    ("Thu, 5 Mar 2026 12:36:10", datetime(2026, 3, 5, 12, 36, 10, tzinfo=UTC)),
    ("gisteren", None),
    ("Thu, 99 Mar 2026 13:36:10 +0100", None),
    ("Thu, 5 Mar 999999 13:36:10 +0100", None),
    ("Fri, 31 Dec 9999 23:59:59 -2359", None),
]


@pytest.mark.parametrize(("header", "moment"), DATES)
def test_dates_are_read_or_left_out(header: str, moment: datetime | None) -> None:
    assert read(a_mail(headers=f"Date: {header}\n")).date == moment


def test_a_line_that_is_no_header_does_not_end_the_headers() -> None:
    mail = read(b"From: jan@lindehof.example\nrommel zonder dubbele punt\nSubject: ja\n\ntekst")

    assert (mail.subject, mail.text) == ("ja", "tekst")


def test_a_body_that_begins_without_a_blank_line_is_kept() -> None:
    mail = read(b"From: jan@lindehof.example\nDit is al de tekst\nen dit ook")

    assert mail.text == "Dit is al de tekst\nen dit ook"


def test_a_name_of_the_sending_machine_is_a_recipient_where_it_is_the_only_one() -> None:
    raw = a_mail().replace(b"To: service@tuinhuis.example", b"To: root")

    assert [mailbox.address for mailbox in read(raw).to] == ["root"]


def test_message_ids_in_encoded_words_are_read() -> None:
    headers = "In-Reply-To: =?utf-8?q?=3Cons-1=40tuinhuis=2Eex?=\n =?utf-8?q?ample=3E?=\n"

    assert read(a_mail(headers=headers)).in_reply_to == "ons-1@tuinhuis.example"


def test_a_space_before_the_first_colon_makes_no_mailbox_line_of_it() -> None:
    raw = b"From : Jan <jan@lindehof.example>\nSubject : Vraag\n\nHoi"

    mail = read(raw)

    assert mail.sender is not None
    assert (mail.sender.address, mail.subject) == ("jan@lindehof.example", "Vraag")


def test_brackets_around_an_address_are_not_of_it() -> None:
    sender = read(a_mail(sender="Jan [mailto:jan@lindehof.example]")).sender

    assert sender is not None
    assert sender.address == "jan@lindehof.example"


@pytest.mark.parametrize("encoding", ['"quoted-printable"', "quoted-printable (what else)"])
def test_a_transfer_encoding_is_known_in_quotes_and_with_a_comment(encoding: str) -> None:
    headers = f"Content-Transfer-Encoding: {encoding}\n"

    assert read(a_mail("Caf=C3=A9", headers=headers)).text == "Café"
