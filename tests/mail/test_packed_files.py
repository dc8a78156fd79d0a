"""Files in `winmail.dat` and in the text are listed, and each can be taken out by its reference."""

import base64
import struct
import time

import pytest

from functions.mail import content_of, read
from functions.mail.tnef import DATA, NEW_FILE, PROPERTIES, SIGNATURE, TITLE, packed_files
from tests.mail.letters import a_mail, a_multipart

LONG_NAME, CONTENT, NAMED_NUMBER, NAMED_WORD = 0x3707, 0x3701, 0x8001, 0x8002


def attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("<BII", 2, kind, len(value)) + value + struct.pack("<H", 0)


def variable(kind: int, identity: int, value: bytes, name: bytes = b"") -> bytes:
    padding = b"\0" * (-len(value) % 4)
    return (
        struct.pack("<HH", kind, identity)
        + name
        + struct.pack("<II", 1, len(value))
        + value
        + padding
    )


def properties(*values: bytes) -> bytes:
    return attribute(PROPERTIES, struct.pack("<I", len(values)) + b"".join(values))


def package(*attributes: bytes) -> bytes:
    return SIGNATURE + b"\1\0" + b"".join(attributes)


TWO_FILES = package(
    attribute(NEW_FILE, b"\0" * 14),
    attribute(TITLE, b"FACTUU~1.PDF\0"),
    attribute(DATA, b"%PDF-1"),
    properties(
        struct.pack("<HHI", 3, 0x0E20, 6),
        variable(0x1E, NAMED_NUMBER, b"x\0", b"g" * 16 + struct.pack("<II", 0, 1)),
        variable(
            0x1E,
            NAMED_WORD,
            b"x\0",
            b"g" * 16 + struct.pack("<II", 1, 6) + "één".encode("utf-16-le") + b"\0\0",
        ),
        variable(0x1F, LONG_NAME, "factuur maart één.pdf\0".encode("utf-16-le")),
    ),
    attribute(NEW_FILE, b"\0" * 14),
    attribute(TITLE, b"tekening.dwg\0"),
    properties(variable(0x0D, CONTENT, b"i" * 16 + b"AC1027")),
)


def mail_with(data: bytes, name: str = "winmail.dat", kind: str = "application/ms-tnef") -> bytes:
    coded = base64.encodebytes(data).decode()
    head = f'Content-Type: {kind}; name="{name}"\nContent-Transfer-Encoding: base64\n\n'
    return a_multipart("Content-Type: text/plain\n\nZie bijlagen.\n", head + coded)


@pytest.mark.parametrize("kind", ["application/ms-tnef", "application/octet-stream"])
def test_files_in_outlook_s_package_are_listed_beside_it(kind: str) -> None:
    mail = read(mail_with(TWO_FILES, kind=kind))

    assert [file.name for file in mail.attachments] == ["winmail.dat"]
    assert [(file.name, file.size) for file in mail.packed] == [
        ("factuur maart één.pdf", 6),
        ("tekening.dwg", 6),
    ]


def test_each_file_is_taken_out_by_its_reference() -> None:
    raw = mail_with(TWO_FILES)
    mail = read(raw)
    references = [file.reference or "" for file in (*mail.attachments, *mail.packed)]

    assert [content_of(raw, one) for one in references] == [TWO_FILES, b"%PDF-1", b"AC1027"]


@pytest.mark.parametrize(
    "reference", ["", "2", "1.9", "1.2.f0", "1.2.f3", "1.2.fx", "1.2.f" + "9" * 99]
)
def test_a_reference_to_nothing_gives_nothing(reference: str) -> None:
    assert content_of(mail_with(TWO_FILES), reference) is None


@pytest.mark.parametrize("end", range(0, len(TWO_FILES), 7))
def test_a_package_that_is_cut_off_is_read_as_far_as_it_goes(end: int) -> None:
    assert len(packed_files(TWO_FILES[:end])) <= 2


@pytest.mark.parametrize(
    "data",
    [
        package(*[attribute(NEW_FILE, b"")] * 50_000),
        package(properties(*[variable(0x1E, 1, b"")] * 50_000)),
        package(attribute(PROPERTIES, b"\xff" * 100_000)),
        SIGNATURE + b"\1\0" + b"\0" * 1_000_000,
        b"no package at all",
    ],
    ids=["files", "properties", "garbage", "nothing", "other"],
)
def test_a_crafted_package_takes_no_time_and_holds_nothing(data: bytes) -> None:
    started = time.process_time()

    assert packed_files(data) == []
    assert time.process_time() - started < 0.5


def test_files_in_the_text_are_taken_out_too() -> None:
    yenc = bytes((code + 42) % 256 for code in b"tuin").replace(b"=", b"=}")
    body = (
        b"Zie\nbegin 644 a.txt\n#0V%T\n`\nend\n=ybegin line=128 size=4 name=b.txt\n"
        + yenc
        + b"\n=yend size=4\n"
    )
    raw = a_mail(body, content_type="text/plain; charset=iso-8859-1")
    mail = read(raw)

    assert [file.name for file in mail.attachments] == ["a.txt", "b.txt"]
    assert [content_of(raw, file.reference or "") for file in mail.attachments] == [b"Cat", b"tuin"]
