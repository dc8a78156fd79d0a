"""Files that Outlook packed into `winmail.dat`, listed and taken out within limits.

https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxtnef
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from functions.mail.charsets import decode

CONTENT_TYPES = ("application/ms-tnef", "application/vnd.ms-tnef")
SIGNATURE = b"\x78\x9f\x3e\x22"
MAX_ATTRIBUTES = 5000
MAX_FILES = 100
MAX_PROPERTIES = 500
MAX_NAME = 2000
NEW_FILE, TITLE, DATA, PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
LONG_NAME, CONTENT = 0x3707, 0x3701
NAMED = 0x8000
STRING, UNICODE, OBJECT, BYTES = 0x1E, 0x1F, 0x0D, 0x102
VARIABLE = {STRING, UNICODE, OBJECT, BYTES}
FIXED_SIZES = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}


class PackedFile(NamedTuple):
    """`data[start:end]` of the package is its content."""

    name: str | None
    start: int
    end: int


NOTHING = PackedFile(None, 0, 0)


def packed_files(data: bytes) -> list[PackedFile]:
    """In their order; what is damaged is left out from there on."""
    files: list[PackedFile] = []
    file = NOTHING
    for kind, start, end in attributes(data):
        if kind == NEW_FILE:
            files.append(file)
            file = NOTHING
        elif kind == TITLE:
            file = file._replace(name=file.name or text_of(data[start:end], unicode=False))
        elif kind == DATA and not file.end:
            file = file._replace(start=start, end=end)
        elif kind == PROPERTIES:
            file = with_properties(file, data, start, end)
    return [file for file in (*files, file) if file.end][:MAX_FILES]


def attributes(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Which attribute each is, and from where to where its value goes."""
    if not data.startswith(SIGNATURE):
        return
    position = 6
    for _ in range(MAX_ATTRIBUTES):
        if position + 9 > len(data):
            return
        kind, length = struct.unpack_from("<xII", data, position)
        start = position + 9
        if start + length > len(data):
            return
        yield kind & 0xFFFF, start, start + length
        position = start + length + 2


def with_properties(file: PackedFile, data: bytes, start: int, end: int) -> PackedFile:
    """The long name, as the title has only eight letters, and content that is kept here only."""
    try:
        for identity, kind, at, behind in properties(data, start, end):
            if identity == LONG_NAME:
                file = file._replace(name=text_of(data[at:behind], unicode=kind == UNICODE))
            elif identity == CONTENT:
                file = file._replace(start=min(at + 16 * (kind == OBJECT), behind), end=behind)
    except struct.error:  # cut off: what was found counts
        return file
    return file


def properties(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Number, kind and place of those with a text or bytes, until one of an unknown kind."""
    (count,) = struct.unpack_from("<I", data, start)
    position = start + 4
    for _ in range(min(count, MAX_PROPERTIES)):
        kind, identity = struct.unpack_from("<HH", data, position)
        position += 4
        if identity >= NAMED:
            position = after_name(data, position)
        if kind in FIXED_SIZES:
            position += FIXED_SIZES[kind]
            continue
        if kind not in VARIABLE:
            return
        values, length = struct.unpack_from("<II", data, position)
        position += 8
        if values != 1 or position + length > end:
            return
        yield identity, kind, position, position + length
        position += length + -length % 4


def after_name(data: bytes, position: int) -> int:
    """Behind the name of a property that its program invented."""
    (kind,) = struct.unpack_from("<I", data, position + 16)
    if kind == 0:
        return position + 24
    (length,) = struct.unpack_from("<I", data, position + 20)
    return position + 24 + int(length) + -int(length) % 4


def text_of(value: bytes, *, unicode: bool) -> str:
    text = decode(value[:MAX_NAME], "utf-16-le" if unicode else "windows-1252").replace("\0", "")
    return " ".join(text.split())[:255]
