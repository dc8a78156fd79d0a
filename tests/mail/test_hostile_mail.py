"""Whatever the bytes are, a mail is read, and the work grows in step with its size."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.mail import read
from functions.mail.body import MAX_ATTACHMENTS, MAX_TEXT
from functions.mail.mime import MAX_DEPTH, MAX_PARTS
from tests.mail.letters import a_mail, a_multipart, a_reply

SMALL, FACTOR = 10_000, 8
# Linear work grows by FACTOR, quadratic work by its square; halfway leaves room for a busy machine.
ALLOWED_GROWTH = FACTOR * 3

TEXT_BOMBS = [
    ">", "> ", "<", "<!--", "<!--a>", "<a ", '<a href="', "<style>", "<blockquote>", "<p>", "&",
    "&#9", "On ", "Op 1 ", "wrote:", "Van: ", "Van: x\n", "-", "_", "*", " ", "\n", "--\n", "a@",
    "<a@b.c>", "Op 1 a@b.c\n", "> \nx\n", "sent from my ", "met vriendelijke groet ", "1/",
    "=?utf-8?q?", "é",
]  # fmt: skip
HEADER_BOMBS = [
    '"', '\\"', "(", "((", "<", ",", ";", ":", "@", "a@b.c,", "=?utf-8?q?a", "=?utf-8?q?a?=", "=?",
    '; a="', "; a*0=", " ", "(a", "<a@b>", "dkim=pass header.i=@a;", "a\n ", "9",
]  # fmt: skip


def seconds(raw: bytes) -> float:
    """The least of a few runs: what the reading itself costs."""
    runs = []
    for _ in range(3):
        started = time.process_time()
        read(raw)
        runs.append(time.process_time() - started)
    return min(runs)


def assert_in_step(small: bytes, large: bytes) -> None:
    floor = seconds(a_mail("x" * SMALL))

    assert seconds(large) <= ALLOWED_GROWTH * max(seconds(small), floor)


@pytest.mark.parametrize("bomb", TEXT_BOMBS)
@pytest.mark.parametrize("content_type", ["text/plain", "text/html"])
def test_work_on_one_endless_line_grows_in_step_with_it(bomb: str, content_type: str) -> None:
    small, large = (
        a_mail(bomb * (size // len(bomb)), content_type=content_type)
        for size in (SMALL, SMALL * FACTOR)
    )

    assert_in_step(small, large)


@pytest.mark.parametrize("bomb", HEADER_BOMBS)
@pytest.mark.parametrize("name", ["From", "To", "Subject", "References", "Content-Type"])
def test_work_on_one_endless_header_grows_in_step_with_it(bomb: str, name: str) -> None:
    small, large = (
        f"{name}: {bomb * (size // len(bomb))}\n\ntekst".encode()
        for size in (SMALL, SMALL * FACTOR)
    )

    assert_in_step(small, large)


def test_nesting_stops_at_a_limit_and_says_so() -> None:
    levels = "".join(
        f'--g{level}\nContent-Type: multipart/mixed; boundary="g{level + 1}"\n\n'
        for level in range(MAX_DEPTH * 20)
    )

    mail = read(a_mail(levels, content_type='multipart/mixed; boundary="g0"'))

    assert "nested too deeply" in mail.notes


def test_parts_stop_at_a_limit_and_say_so() -> None:
    mail = read(a_multipart(*["Content-Type: image/png\n\nx"] * (MAX_PARTS * 3)))

    assert "too many parts" in mail.notes
    assert len(mail.attachments) == MAX_ATTACHMENTS


def test_texts_stop_at_a_limit_and_say_so() -> None:
    mail = read(a_multipart(*["Content-Type: text/plain\n\n" + "regel\n" * 40_000] * 8))

    assert "text cut" in mail.notes
    assert len(mail.text) <= MAX_TEXT


def test_recipients_stop_at_a_limit_and_say_so() -> None:
    many = ", ".join(f"n{number}@x.example" for number in range(5000))

    mail = read(a_mail(headers=f"Cc: {many}\n"))

    assert len(mail.cc) <= 500
    assert "too many recipients" in mail.notes


def test_too_many_lines_leave_the_whole_text_as_new_text() -> None:
    mail = read(a_mail("regel\n" * 10_000 + "> einde"))

    assert mail.reply.endswith("> einde")
    assert mail.notes == ("too many lines to find the new text",)


def test_a_header_block_without_end_is_cut_and_its_mail_still_read() -> None:
    raw = b"From: jan@lindehof.example\n" + b"X-A: b\n" * 100_000 + b"\ntekst"

    mail = read(raw)

    assert mail.sender is not None
    assert (mail.text, mail.notes) == ("tekst", ("header block cut",))


FRAGMENTS = st.sampled_from(
    [
        b"\n", b"\r\n", b"\r", b"> ", b"-- \n", b"--grens", b"--grens--", b"<p>", b"From: ", b"<",
        b'"', b"(", b"\xff", b"\x00", b"\xed\xa0\x80", b"a@b.example", b"charset=utf-16",
        b"&#xD800;", b"=?utf-8?q?=C3?=", b"=?utf-8?b?w6k=?=", b"Content-Type: text/html\n\n",
        b"Content-Type: multipart/mixed; boundary=grens\n", b"Content-Transfer-Encoding: base64\n",
        b"Content-Type: message/delivery-status\n\n", b"Van: x\nVerzonden: y\n",
        b"Op 5-3-2026 13:36 schreef x@y.example:\n",
    ]
)  # fmt: skip
LETTERS = st.sampled_from(
    [a_mail(), a_reply("Ja.\n\nOp 5-3-2026 13:36 schreef x@y.example:\n> Nee?\n")]
    + [a_multipart("Content-Type: text/html\n\n<p>x", "Content-Type: image/png\n\nx", kind=kind)
       for kind in ("mixed", "alternative", "related", "report; report-type=delivery-status")]
)  # fmt: skip


@settings(max_examples=150)
@given(st.binary(max_size=2000))
def test_any_bytes_can_be_read(raw: bytes) -> None:
    mail = read(raw)

    mail.model_dump_json().encode()


@settings(max_examples=150)
@given(st.lists(st.one_of(FRAGMENTS, st.binary(max_size=20)), max_size=60))
def test_any_mixture_of_pieces_of_mail_can_be_read(pieces: list[bytes]) -> None:
    mail = read(b"".join(pieces))

    mail.model_dump_json().encode()


@settings(max_examples=150)
@given(
    LETTERS, st.integers(0, 400), st.integers(0, 40), st.one_of(FRAGMENTS, st.binary(max_size=20))
)
def test_a_damaged_mail_can_be_read(raw: bytes, at: int, cut: int, piece: bytes) -> None:
    mail = read(raw[:at] + piece + raw[at + cut :])

    mail.model_dump_json().encode()


LINES = {
    "labels": "Reply To: a@b " * 30,
    "rules": "_" * 590,
    "glued introductions": "On 2026 @ " * 55 + ":",
    "Polish": "Wiadomość napisana przez " + "a w dniu 1" * 50 + ":",
}


@pytest.mark.parametrize("sign", ["", "\n> x"])
@pytest.mark.parametrize("line", LINES)
def test_thousands_of_lines_that_nearly_introduce_a_quote_take_no_time(
    line: str, sign: str
) -> None:
    started = time.process_time()
    read(a_mail(f"{LINES[line]}{sign}\n" * 1900))

    assert time.process_time() - started < 1
