"""Files written into the text itself, as before MIME: uuencode and yEnc."""

import binascii
import re
from typing import NamedTuple

MAX_FILES = 50
BEGIN = re.compile(r"^begin [0-7]{3,4} (\S[^\n]{0,200})$")
YENC = re.compile(r"^=ybegin .{0,100}\bsize=(\d{1,12}) .{0,40}\bname=(\S[^\n]{0,200})$")


class EnclosedFile(NamedTuple):
    name: str
    size: int


def without_files(text: str) -> tuple[str, list[EnclosedFile]]:
    """The text around enclosed files, and their names and decoded sizes."""
    if "begin " not in text:
        return text, []
    kept: list[str] = []
    files: list[EnclosedFile] = []
    lines = text.split("\n")
    last_end = max((n for n, line in enumerate(lines) if line.startswith("=yend")), default=-1)
    at = 0
    while at < len(lines):
        found = enclosed_at(lines, at, last_end) if len(files) < MAX_FILES else None
        if found is None:
            kept.append(lines[at])
            at += 1
        else:
            file, at = found
            files.append(file)
    return "\n".join(kept), files


def enclosed_at(lines: list[str], at: int, last_end: int) -> tuple[EnclosedFile, int] | None:
    """The file that begins on this line, and the line behind it; no yEnc ends behind `last_end`."""
    line = lines[at]
    if line.startswith("=ybegin ") and at < last_end and (yenc := YENC.match(line)):
        end = next(n for n in range(at + 1, len(lines)) if lines[n].startswith("=yend"))
        return EnclosedFile(yenc[2].strip(), int(yenc[1])), end + 1
    begun = BEGIN.match(line) if line.startswith("begin ") else None
    if begun is None:
        return None
    size, end = 0, at + 1
    while end < len(lines) and is_uu_line(lines[end]):
        size += (ord(lines[end][0]) - 32) & 63
        end += 1
    if end < len(lines) and lines[end].strip() in ("`", ""):
        end += 1
    if end < len(lines) and lines[end].strip() == "end" and size:
        return EnclosedFile(begun[1].strip(), size), end + 1
    return None


def file_contents(data: bytes) -> list[bytes]:
    """The decoded bytes of each enclosed file, in the order in which `without_files` lists them."""
    lines = data.replace(b"\r", b"").decode("latin-1").split("\n")
    last_end = max((n for n, line in enumerate(lines) if line.startswith("=yend")), default=-1)
    contents: list[bytes] = []
    at = 0
    while at < len(lines) and len(contents) < MAX_FILES:
        found = enclosed_at(lines, at, last_end)
        if found:
            encoded = "\n".join(lines[at + 1 : found[1]]).encode("latin-1")
            is_yenc = lines[at].startswith("=ybegin ")
            contents.append(decode_yenc(encoded) if is_yenc else decode_uu(encoded))
        at = found[1] if found else at + 1
    return contents


def decode_yenc(encoded: bytes) -> bytes:
    """Each byte is 42 too large; what would be a control character has `=` in front and 64 more."""
    lines = [line for line in encoded.split(b"\n") if not line.startswith((b"=ypart", b"=yend"))]
    pieces = b"".join(lines).split(b"=")
    escaped = (bytes([(piece[0] - 64) % 256]) + piece[1:] for piece in pieces[1:] if piece)
    return b"".join([pieces[0], *escaped]).translate(LESS_42)


LESS_42 = bytes((code - 42) % 256 for code in range(256))


def is_uu_line(line: str) -> bool:
    """Its first character tells how many bytes it holds; trailing blanks may have been lost."""
    if not line or not 33 <= ord(line[0]) <= 77 or len(line) > 64:
        return False
    return len(line) - 1 <= -(-((ord(line[0]) - 32) & 63) // 3) * 4 + 3


def decode_uu(raw: bytes) -> bytes:
    """A part that is uuencoded as a whole; lines that are not are passed over."""
    decoded = []
    for line in raw.replace(b"\r", b"").split(b"\n"):
        if line.startswith((b"begin ", b"end")) or not line.strip():
            continue
        size = ((line[0] - 32) & 63) * 4 + 5
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:
            decoded.append(binascii.a2b_uu(line[: size // 3]) if is_short(line, size) else b"")
    return b"".join(decoded)


def is_short(line: bytes, size: int) -> bool:
    """Broken encoders write too much behind the bytes that the line announces."""
    return len(line) >= size // 3 and all(32 <= code <= 96 for code in line[: size // 3])
