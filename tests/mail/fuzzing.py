"""Mutates mails along their structure and reads them: `make fuzz`, or a short run in the tests."""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import gettempdir

from functions.mail import read
from tests.mail.dutch_mails import MAILS
from tests.mail.letters import a_mail, a_multipart, a_reply

SECONDS_PER_MAIL = 1.0
MAX_BYTES = 2_000_000
REPORT = (
    "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
    "Final-Recipient: rfc822; els@weg.example\nAction: failed\nStatus: 5.1.1\n"
)
RETURNED = "Content-Type: message/rfc822\n\nMessage-ID: <1@tuinhuis.example>\nSubject: x\n\nhallo\n"
FILE = (
    'Content-Type: application/pdf; name*0="fac"; name*1="tuur.pdf"\n'
    "Content-Transfer-Encoding: base64\nContent-Disposition: attachment\n\nJVBERi0xLjQK\n"
)
HTML = (
    "Content-Type: text/html; charset=utf-8\n\n<div>Hallo<blockquote type=cite>Op 5-3-2026 schreef"
    " Jan:<br>x</blockquote></div>\n"
)
SEEDS = (
    *(a_mail(m.body, subject=m.subject, content_type=m.content_type) for m in MAILS.values()),
    a_multipart("Content-Type: text/plain\n\nHallo\n", FILE),
    a_multipart("Content-Type: text/plain\n\nHallo\n", HTML, kind="alternative"),
    a_multipart("\nNiet bezorgd\n", REPORT, RETURNED, kind="report; report-type=delivery-status"),
    a_reply("Ja.\n\nOp 5 mrt 2026 om 13:36 schreef Jan <j@x.example>:\n> Komt u?\n"),
    a_mail("begin 644 a.txt\n#0V%T\n`\nend\n", subject="=?utf-8?q?caf=C3=A9?="),
)
TOKENS = (
    b"\r\n", b"\r", b"\n\n", b"\0", b"\xff\xfe", b"=?utf-8?B?", b"?=", b"=?x?Q?", b"--grens",
    b"--grens--", b">", b"> ", b"<", b"<blockquote>", b"</blockquote>", b"<div id=appendonsend>",
    b"&#x110000;", b"&amp", b"<!--", b"-->", b"<![CDATA[", b"\"", b"\\", b"(", b")", b"<>", b",",
    b";", b":", b"@", b" ", b"\t", b"Van: ", b"Op 5 mrt 2026 om 13:36 schreef ", b"wrote:", b"-- ",
    b"Content-Type: multipart/mixed; boundary=grens\n\n", b"Content-Type: message/rfc822\n\n",
    b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: quoted-printable\n",
    b"charset=utf-7", b"charset=unknown-8bit", b"; a*0*=x'y'%zz", b"begin 644 a\n", b"M" * 61,
    b"=\n", b"=3D", "ü€漢".encode(), b"\xed\xa0\x80", b"550 5.1.1", b"Mvg",
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """1 when a mail was found that is not read well; it is kept in the folder `--keep`."""
    parser = argparse.ArgumentParser(prog="python -m tests.mail.fuzzing")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", type=Path, default=Path(gettempdir()) / "loket-fuzz")
    options = parser.parse_args(arguments)
    end, count, found = time.monotonic() + options.seconds, 0, 0
    for number, raw in enumerate(mutants(random.Random(options.seed))):
        fault = fault_of(raw)
        count += 1
        if fault:
            found += 1
            options.keep.mkdir(exist_ok=True)
            (options.keep / f"{options.seed}-{number}.eml").write_bytes(raw)
            sys.stdout.write(f"mail {number} of seed {options.seed}: {fault}\n")
        if time.monotonic() > end:
            break
    sys.stdout.write(f"{count} mails read, {found} findings (seed {options.seed})\n")
    return 1 if found else 0


def mutants(rng: random.Random) -> Iterator[bytes]:
    while True:
        raw = rng.choice(SEEDS)
        for _ in range(rng.choice((1, 1, 2, 3, 6))):
            raw = rng.choice(MUTATIONS)(raw, rng)
        yield raw[:MAX_BYTES]


def fault_of(raw: bytes) -> str | None:
    """What is wrong with how this mail is read, or None."""
    started = time.process_time()
    try:
        mail = read(raw)
    except Exception as error:  # any is a finding
        return f"{type(error).__name__}: {error}"
    seconds = time.process_time() - started
    if seconds > SECONDS_PER_MAIL:
        return f"took {seconds:.2f} s"
    try:
        json.dumps(mail.model_dump(mode="json"), ensure_ascii=False).encode()
    except UnicodeError as error:
        return f"cannot be stored: {error}"
    return None


def place(raw: bytes, rng: random.Random) -> int:
    """Mostly the start of a line, where structure is."""
    at = rng.randrange(len(raw) + 1)
    return raw.rfind(b"\n", 0, at) + 1 if rng.random() < 0.6 else at


def insert_token(raw: bytes, rng: random.Random) -> bytes:
    at = place(raw, rng)
    return raw[:at] + rng.choice(TOKENS) + raw[at:]


def repeat_token(raw: bytes, rng: random.Random) -> bytes:
    """What explodes in careless readers: one token, very often."""
    at = place(raw, rng)
    pair = rng.choice(TOKENS) + (rng.choice(TOKENS) if rng.random() < 0.5 else b"")
    times = rng.choice((10, 500, 5_000, 40_000))
    return raw[:at] + (pair * times)[:MAX_BYTES] + raw[at:]


def drop_piece(raw: bytes, rng: random.Random) -> bytes:
    start, end = sorted((place(raw, rng), place(raw, rng)))
    return raw[:start] + raw[end:]


def repeat_piece(raw: bytes, rng: random.Random) -> bytes:
    start, end = sorted((place(raw, rng), place(raw, rng)))
    times = rng.choice((1, 3, 50))
    return raw[:end] + (raw[start:end] * times)[:MAX_BYTES] + raw[end:]


def splice(raw: bytes, rng: random.Random) -> bytes:
    other = rng.choice(SEEDS)
    return raw[: place(raw, rng)] + other[place(other, rng) :]


def flip_bytes(raw: bytes, rng: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(rng.choice((1, 4, 30)) if raw else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def wrap_in_multipart(raw: bytes, rng: random.Random) -> bytes:
    """Deeper and deeper, at random with or without the closing delimiter."""
    for number in range(rng.choice((1, 3, 60))):
        head = f'Content-Type: multipart/mixed; boundary="b{number}"\n\n--b{number}\n'.encode()
        raw = head + raw + (f"\n--b{number}--\n".encode() if rng.random() < 0.7 else b"")
    return raw


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    insert_token,
    insert_token,
    repeat_token,
    drop_piece,
    repeat_piece,
    splice,
    flip_bytes,
    wrap_in_multipart,
)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
