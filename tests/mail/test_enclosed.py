"""Files written into the text, and words that are locked away."""

import time

import pytest

from functions.mail import read
from tests.mail.letters import a_mail, a_multipart

UUENCODED = "begin 644 bon.txt\n#0V%T\n`\nend\n"
YENC = "=ybegin line=128 size=12 name=foto.jpg\nabcdefghijkl\n=yend size=12\n"


@pytest.mark.parametrize(
    ("enclosed", "name", "size"), [(UUENCODED, "bon.txt", 3), (YENC, "foto.jpg", 12)]
)
def test_a_file_in_the_text_is_an_attachment(enclosed: str, name: str, size: int) -> None:
    mail = read(a_mail(f"Hierbij de bijlage.\n\n{enclosed}\nGroet, Jan\n"))

    assert [(file.name, file.size) for file in mail.attachments] == [(name, size)]
    assert enclosed.split("\n")[0] not in mail.text
    assert mail.reply == "Hierbij de bijlage."


@pytest.mark.parametrize(
    "words", ["begin 644 keer opnieuw\nen dan?", "begin 100 namen\n#0V%T\nzonder einde"]
)
def test_words_that_begin_like_a_file_are_kept(words: str) -> None:
    mail = read(a_mail(words))

    assert mail.attachments == ()
    assert mail.text.split() == words.split()


@pytest.mark.parametrize(
    "line", ["=ybegin line=1 size=1 name=x begin \n", "begin 644 x\n", "begin 644 x\n#0V%T\n"]
)
def test_beginnings_without_an_end_take_no_time(line: str) -> None:
    started = time.process_time()

    mail = read(a_mail(line * 20_000))

    assert time.process_time() - started < 1
    assert mail.attachments == ()


def test_a_uuencoded_part_is_decoded() -> None:
    headers = "Content-Transfer-Encoding: x-uuencode\n"

    assert read(a_mail(UUENCODED, headers=headers)).text == "Cat"


@pytest.mark.parametrize(
    ("raw", "note"),
    [
        (a_mail("AAAA", content_type="application/pkcs7-mime"), "encrypted"),
        (
            a_mail("AAAA", content_type="application/pkcs7-mime; smime-type=signed-data"),
            "signed in a form that hides the text",
        ),
        (
            a_multipart(
                "Content-Type: application/pgp-encrypted\n\nVersion: 1\n", kind="encrypted"
            ),
            "encrypted",
        ),
        (a_mail("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----"), "encrypted"),
    ],
)
def test_sealed_mail_says_why_it_cannot_be_read(raw: bytes, note: str) -> None:
    mail = read(raw)

    assert note in mail.notes
    assert mail.sender is not None


def test_an_old_file_of_more_than_40_mb_is_read_as_far_as_it_goes() -> None:
    mail = read(a_mail(b"Dag.\n" + b"x" * (41 * 1024 * 1024)))

    assert "larger than 40 MB" in mail.notes
    assert mail.text.startswith("Dag.")


def test_a_page_s_own_charset_counts_where_the_header_has_none() -> None:
    page = "<html><meta charset=iso-8859-2><p>zażółć".encode("iso-8859-2")

    assert read(a_mail(page, content_type="text/html")).text == "zażółć"


def test_several_headers_of_recipients_are_one_list() -> None:
    mail = read(
        a_mail("x", headers="To: tweede@tuinhuis.example\nCc: a@x.example\nCc: b@x.example\n")
    )

    assert [one.address for one in mail.to] == [
        "service@tuinhuis.example",
        "tweede@tuinhuis.example",
    ]
    assert [one.address for one in mail.cc] == ["a@x.example", "b@x.example"]
