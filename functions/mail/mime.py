"""A mail's tree of parts, read in linear time and within limits whatever the bytes are."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from functions.mail.enclosed import decode_uu
from functions.mail.headers import (
    Headers,
    decode_base64,
    decode_words,
    end_of_line,
    parameters,
    split_headers,
)

MAX_DEPTH = 20
MAX_PARTS = 300
MAX_HEADER_BYTES = 512 * 1024
"""Of all parts together."""
MAX_DELIMITERS = 5000
MAX_TEXT_BYTES = 1_000_000
UUENCODED = ("x-uuencode", "uuencode", "x-uue", "uue")
WORD_SPACE = re.compile(rb"(?<=[^\s]) (?=[^\s])")
ENCODING_NAME = re.compile(r"[;(\s\"']")
"""What ends the name of a transfer encoding: a comment or whatever stands behind it."""
LEADING_NOISE = re.compile(
    rb"(?:\xef\xbb\xbf)?[\r\n]{0,1000}(?:>?From (?![ \t]{0,9}:)[^\r\n]{0,1000}\r?\n)?"
)


@dataclass(slots=True)
class Part:
    """One part; `data[start:end]` is its body as it was sent."""

    headers: Headers
    content_type: str
    parameters: dict[str, str]
    data: bytes = field(repr=False)
    start: int
    end: int
    path: str = "1"
    children: list["Part"] = field(default_factory=list)

    @property
    def encoding(self) -> str:
        return ENCODING_NAME.split(
            (self.headers.text("content-transfer-encoding") or "").strip("\"' "), maxsplit=1
        )[0].lower()

    @property
    def disposition(self) -> str:
        return parameters(self.headers.raw("content-disposition") or "")[0]

    @property
    def filename(self) -> str | None:
        disposition = parameters(self.headers.raw("content-disposition") or "")[1]
        name = disposition.get("filename") or self.parameters.get("name")
        return " ".join(decode_words(name).split())[:255] or None if name else None

    def content(self, limit: int = MAX_TEXT_BYTES) -> bytes:
        """The body with its transfer encoding undone; only so much of it is looked at."""
        raw = self.data[self.start : min(self.end, self.start + limit)]
        if self.encoding == "base64" and not is_prose(raw[:1000]):
            return decode_base64(raw)
        if self.encoding == "quoted-printable":
            return binascii.a2b_qp(raw)
        return decode_uu(raw) if self.encoding in UUENCODED else raw

    def whole(self) -> bytes:
        """All of the body, decoded, however large."""
        return self.content(limit=self.end - self.start)

    def size(self) -> int:
        """Decoded bytes, counted without decoding large files."""
        if self.encoding == "base64":
            return count_base64(self.data[self.start : self.end])
        if self.encoding == "quoted-printable":
            return len(self.whole())
        if self.encoding in UUENCODED:
            return len(decode_uu(self.data[self.start : self.end]))
        return self.end - self.start

    def walk(self) -> Iterator["Part"]:
        yield self
        for child in self.children:
            yield from child.walk()


def is_prose(raw: bytes) -> bool:
    """Words with single spaces between them: it was never encoded, whatever the header says."""
    return len(WORD_SPACE.findall(raw)) * 20 > len(raw.strip())


def count_base64(raw: bytes) -> int:
    letters = len(raw) - len(raw.translate(None, BASE64_LETTERS))
    return letters * 3 // 4


BASE64_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def read_parts(raw: bytes) -> tuple[Part, tuple[str, ...]]:
    """The mail as its outermost part, and notes on what a limit left out."""
    if b"\n" not in raw[:MAX_TEXT_BYTES]:
        raw = raw.replace(b"\r", b"\n")  # line ends of an old Macintosh
    noise = LEADING_NOISE.match(raw)
    reader = Reader(raw)
    root = reader.read(noise.end() if noise else 0, len(raw), "text/plain", "1", 0)
    return root, tuple(dict.fromkeys(reader.notes))


class Reader:
    """Counts the parts while it reads them, so that the limits hold for the mail as a whole."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.parts = 0
        self.delimiters = 0
        self.header_bytes = 0
        self.notes: list[str] = []

    def read(self, start: int, end: int, default_type: str, path: str, depth: int) -> Part:
        self.parts += 1
        headers, body = split_headers(self.data, start, end)
        self.header_bytes += body - start
        if headers.cut:
            self.notes.append("header block cut")
        content_type, found = parameters(headers.raw("content-type") or default_type)
        if content_type.count("/") != 1:
            content_type = default_type
        part = Part(headers, content_type, found, self.data, body, end, path)
        if content_type.startswith("multipart/"):
            self.read_children(part, depth)
        return part

    def read_children(self, part: Part, depth: int) -> None:
        boundary = (part.parameters.get("boundary") or "").rstrip() or self.guess_boundary(part)
        spans = self.split(part, boundary) if boundary else []
        if not spans and part.parameters.get("boundary") and (other := self.guess_boundary(part)):
            spans = self.split(part, other)  # the header names another than the body has
        if not spans:
            part.content_type = "text/plain"  # a multipart without parts is read as what it shows
            return
        if depth >= MAX_DEPTH:
            self.notes.append("nested too deeply")
            part.content_type = "application/octet-stream"
            return
        default_type = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        for number, (start, end) in enumerate(spans, 1):
            if self.parts >= MAX_PARTS or self.header_bytes > MAX_HEADER_BYTES:
                self.notes.append("too many parts")
                return
            path = f"{part.path}.{number}"
            part.children.append(self.read(start, end, default_type, path, depth + 1))

    def guess_boundary(self, part: Part) -> str | None:
        """The first line that looks like a delimiter, where the header does not tell."""
        found = re.compile(
            rb"^--([^\s-][^\r\n]{0,98}[^\s-]|[^\s-])[ \t]{0,9}\r?\n(?=[Cc]ontent-|\r?\n)",
            re.MULTILINE,
        ).search(part.data, part.start, min(part.end, part.start + 64 * 1024))
        return found[1].decode("latin-1") if found else None

    def split(self, part: Part, boundary: str) -> list[tuple[int, int]]:
        """Where the children stand: from behind a delimiter line to before the next."""
        delimiter = b"--" + boundary.encode("utf-8", "replace")
        spans: list[tuple[int, int]] = []
        opened, position = -1, part.start
        while (at := self.data.find(delimiter, position, part.end)) >= 0:
            self.delimiters += 1
            if self.delimiters > MAX_DELIMITERS:
                self.notes.append("too many boundaries")
                break
            line_end = end_of_line(self.data, at, part.end)
            rest = self.data[at + len(delimiter) : min(line_end, at + len(delimiter) + 200)].strip()
            position = at + len(delimiter)
            if rest not in (b"", b"--") or (
                at > part.start and self.data[at - 1 : at] not in b"\r\n"
            ):
                continue
            if opened >= 0:
                spans.append((opened, max(opened, self.without_line_end(at))))
            opened, position = (-1 if rest else line_end), line_end
            if rest:
                return spans
        if opened >= 0:
            spans.append((opened, part.end))
        return spans

    def without_line_end(self, at: int) -> int:
        """The line end before a delimiter belongs to the delimiter."""
        if self.data[at - 2 : at] == b"\r\n":
            return at - 2
        return at - 1
