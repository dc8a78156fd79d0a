"""The files of a mail: those that Outlook packed into one, and the content of each on demand."""

from collections.abc import Iterator

from functions.core.contacts import Attachment
from functions.mail.enclosed import file_contents
from functions.mail.mime import Part, read_parts
from functions.mail.tnef import CONTENT_TYPES, packed_files

MAX_PACKAGES = 3
INSIDE = ".f"
"""`1.2.f3` is the third file inside part `1.2`."""


def is_package(part: Part) -> bool:
    return (
        part.content_type in CONTENT_TYPES or (part.filename or "").lower() == "winmail.dat"
    ) and not part.children


def packed_attachments(parts: list[Part]) -> tuple[Attachment, ...]:
    """What stands in packages; the package itself is an attachment besides."""
    packages = [part for part in parts if is_package(part)][:MAX_PACKAGES]
    return tuple(file for part in packages for file in _listed(part))


def _listed(part: Part) -> Iterator[Attachment]:
    for number, file in enumerate(packed_files(part.whole()), 1):
        yield Attachment(
            name=file.name,
            size=file.end - file.start,
            reference=f"{part.path}{INSIDE}{number}",
        )


def content_of(raw: bytes, reference: str) -> bytes | None:
    """The decoded bytes of an attachment by its `reference`; None where there is none such."""
    root, _ = read_parts(raw)
    path, inside, number = reference.partition(INSIDE)
    part = next((part for part in root.walk() if part.path == path), None)
    if part is None:
        return None
    if not inside:
        return part.whole()
    contents = _contents_inside(part)
    wanted = int(number) if number.isdecimal() and len(number) < 5 else 0
    return contents[wanted - 1] if 1 <= wanted <= len(contents) else None


def _contents_inside(part: Part) -> list[bytes]:
    data = part.whole()
    if is_package(part):
        return [data[file.start : file.end] for file in packed_files(data)]
    return file_contents(data)
