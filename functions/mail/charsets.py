"""Bytes to text, whatever charset was declared: repairs the usual lies and never raises."""

import codecs
import re
from functools import lru_cache

# What mail programs declare, and what they mean by it.
MEANT_BY_DECLARED = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
ALIASES = {
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-mac-roman": "mac-roman",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "windows-874": "cp874",
    "ansi": "cp1252",
}
# Python also has codecs that are no charsets, and some of them take quadratic time.
CHARSET_NAMES = (
    "ascii",
    "utf",
    "iso",
    "cp",
    "koi8",
    "mac",
    "gb",
    "big5",
    "euc",
    "shift",
    "hz",
    "johab",
    "tis",
    "kz",
)
# Their double bytes can happen to be valid UTF-8, so the declaration goes first.
DOUBLE_BYTE = (
    "gb",
    "cp949",
    "cp932",
    "big5",
    "euc",
    "shift",
    "hz",
    "johab",
    "utf-16",
    "utf-32",
)
DECLARABLE = re.compile(r"[a-z0-9][a-z0-9._:+-]{0,39}")
CONTROLS = {code: None for code in range(32) if code not in (9, 10)} | {
    0x7F: None,
    0xFEFF: None,
    0xFDD0: None,
    0xFDD1: None,
}
SURROGATES = re.compile("[\ud800-\udfff]")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`. An unknown or evidently wrong charset is replaced by a guess."""
    codec = codec_of(declared)
    if codec is None or codec == "utf-8" or (codec == "cp1252" and b"\x1b$" in data):
        text = undeclared(data, trusted=codec == "utf-8")
    elif codec == "utf-7":
        text = data.decode(codec, "replace")
    elif codec.startswith(DOUBLE_BYTE):
        text = strictly(data, codec) or strictly(data, "utf-8") or data.decode(codec, "replace")
    elif data.isascii():
        text = data.decode(codec, "replace")
    else:
        text = strictly(data, "utf-8") or data.decode(codec, "replace")
    return clean(text)


def undeclared(data: bytes, *, trusted: bool = False) -> str:
    """UTF-8 where it is that, if need be with a few damaged characters; else Windows Latin.

    `trusted`: UTF-8 is what was declared, so that it may be damaged a little more.
    """
    if b"\x1b$" in data or b"\x1b(J" in data:
        return data.decode("iso2022_jp", "replace")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    whole = strictly(data, "utf-8")
    if whole is not None:
        return whole
    repaired = data.decode("utf-8", "replace")
    damaged = repaired.count("\ufffd")
    characters = sum(1 for lead in data if lead >= 0xC2) if len(data) < 100_000 else damaged
    return repaired if characters + trusted > 2 * damaged else data.decode("cp1252", "replace")


def strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None


@lru_cache(maxsize=256)
def codec_of(declared: str | None) -> str | None:
    """The Python codec for a declared charset; None where the name says nothing."""
    name = (declared or "").strip(" \t\"'").lower()
    if not DECLARABLE.fullmatch(name):
        return None
    try:
        codec = codecs.lookup(ALIASES.get(name, name)).name
    except (LookupError, ValueError):
        return None
    return MEANT_BY_DECLARED.get(codec, codec) if codec.startswith(CHARSET_NAMES) else None


def clean(text: str) -> str:
    """Without what later blows up in JSON or a database: lone surrogates and control characters.

    Line ends become `\\n`.
    """
    if text.isascii() and text.isprintable():
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = SURROGATES.sub("\ufffd", text)
    return text.translate(CONTROLS)
