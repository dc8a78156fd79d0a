"""Header block of a mail or part: bounded splitting, unfolding and decoding of values."""

import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from functions.mail.charsets import clean, decode

MAX_BLOCK = 256 * 1024
MAX_HEADERS = 1000
MAX_VALUE = 64 * 1024
MAX_PARAMETERS = 8 * 1024

NAME = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
# A question mark within the text is forbidden and happens; the start of another word ends it.
ENCODED_WORD = re.compile(
    r"=\?([^?\s]{1,60})\?([BbQq])\?((?:[^?=]++|=(?!\?[^=])|\?(?!=)){0,2000}+)\?="
)
PARAMETER = re.compile(
    r';\s{0,20}([^\s=;"]{1,64})\s{0,20}=\s{0,20}("(?:[^"\\]|\\.){0,2000}"|[^;]{0,2000})'
)
CONTINUATION = re.compile(r"(.+?)(?:\*(\d{1,3}))?(\*?)")


@dataclass(frozen=True, slots=True)
class Headers:
    """Names in lower case with raw values, in the order they stand in."""

    items: Sequence[tuple[str, bytes]] = ()
    cut: bool = False
    """The block was larger than what is looked at."""
    _first: dict[str, bytes] = field(default_factory=dict)
    _unfolded: dict[str, str] = field(default_factory=dict)

    def raw(self, name: str) -> str | None:
        """The first value of that name, unfolded, with its encoded words as they are."""
        known = self._unfolded.get(name)
        if known is None and name in self:
            known = self._unfolded[name] = unfold(self._first[name])
        return known

    def text(self, name: str) -> str | None:
        """The first value of that name, decoded, with white space normalised."""
        value = self.raw(name)
        return None if value is None else " ".join(decode_words(value).split())

    def all(self, name: str) -> list[str]:
        return [unfold(value) for known, value in self.items if known == name]

    def __contains__(self, name: str) -> bool:
        if not self._first:
            for known, value in reversed(self.items):
                self._first[known] = value
        return name in self._first


def split_headers(data: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The headers at `start`, and where the body begins."""
    items: list[tuple[str, bytes]] = []
    position, limit = start, min(end, start + MAX_BLOCK)
    while position < limit and len(items) < MAX_HEADERS:
        line_end = end_of_line(data, position, end)
        line = data[position:line_end]
        if not line.strip(b"\r\n"):
            return Headers(items), line_end
        if line[:1] in b" \t" and items:
            items[-1] = (items[-1][0], items[-1][1] + line[: MAX_VALUE - len(items[-1][1])])
        elif NAME.match(line):
            name, _, value = line.partition(b":")
            items.append((name.strip().decode("ascii").lower(), value[:MAX_VALUE]))
        elif not NAME.match(data, line_end, end):
            return Headers(items), position  # no header at all: the body began without a blank line
        position = line_end
    if position >= end:
        return Headers(items), end
    return Headers(items, cut=True), after_blank_line(data, position, end)


def end_of_line(data: bytes, start: int, end: int) -> int:
    found = data.find(b"\n", start, end)
    return end if found < 0 else found + 1


def after_blank_line(data: bytes, start: int, end: int) -> int:
    found = [
        at + len(blank)
        for blank in (b"\n\n", b"\n\r\n")
        if (at := data.find(blank, start, end)) >= 0
    ]
    return min(found, default=end)


def unfold(value: bytes) -> str:
    return clean(decode(value.replace(b"\r", b"").replace(b"\n", b""))).strip()


def decode_words(value: str) -> str:
    """Encoded words to text; neighbours are joined first, as some cut inside a character."""
    if "=?" not in value:
        return value
    pieces: list[str] = []
    pending, pending_charset, position = b"", "", 0
    for match in ENCODED_WORD.finditer(value):
        between = value[position : match.start()]
        charset = match[1].partition("*")[0].lower()
        if pending and (between.strip() or charset != pending_charset):
            pieces.append(decode(pending, pending_charset))
            pending = b""
        if between.strip() or position == 0:
            pieces.append(between)
        pending += word_bytes(match[2], match[3])
        pending_charset, position = charset, match.end()
    if pending:
        pieces.append(decode(pending, pending_charset))
    return "".join([*pieces, value[position:]])


def word_bytes(encoding: str, text: str) -> bytes:
    if encoding in "Qq":
        return binascii.a2b_qp(text.replace(" ", "_").encode("utf-8", "replace"), header=True)
    return decode_base64(text.encode("ascii", "ignore"))


def decode_base64(data: bytes) -> bytes:
    """Base64 as lenient as it comes: without padding, with foreign characters, cut off."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        kept = data.translate(None, NOT_BASE64)
        return binascii.a2b_base64(kept[: len(kept) - (len(kept) % 4 == 1)] + b"==")


NOT_BASE64 = bytes(
    code
    for code in range(256)
    if code not in b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
)


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """`text/plain; charset="x"` to its lower-case value and parameters, RFC 2231 pieces joined."""
    value = value[:MAX_PARAMETERS]
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for match in PARAMETER.finditer(value):
        named = CONTINUATION.fullmatch(match[1].lower())
        if named is None:
            continue
        piece = (bool(named[3]), unquote(match[2].strip()))
        pieces.setdefault(named[1], {}).setdefault(int(named[2] or 0), piece)
    return value.partition(";")[0].strip().lower(), {
        name: join_pieces(found) for name, found in pieces.items()
    }


def unquote(text: str) -> str:
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text.strip('"')


def join_pieces(pieces: dict[int, tuple[bool, str]]) -> str:
    """RFC 2231: `charset'language'percent-encoded`, possibly in numbered pieces."""
    ordered = [pieces[number] for number in sorted(pieces)]
    if not any(extended for extended, _ in ordered):
        return decode_words("".join(text for _, text in ordered))
    charset, first = None, ordered[0][1]
    if ordered[0][0] and first.count("'") >= 2:
        charset, _, first = first.split("'", 2)
    texts = [first, *(text for _, text in ordered[1:])]
    data = [
        unquote_to_bytes(text) if extended else text.encode("utf-8", "replace")
        for (extended, _), text in zip(ordered, texts, strict=True)
    ]
    return decode(b"".join(data), charset)
