"""Which parts of a mail are its text, and which are files that came along."""

import re
from typing import NamedTuple

from functions.core.contacts import Attachment
from functions.mail.charsets import decode
from functions.mail.enclosed import without_files
from functions.mail.files import INSIDE, packed_attachments
from functions.mail.html import to_text
from functions.mail.mime import MAX_TEXT_BYTES, Part

SHOWN_TEXTS = ("text/plain", "text/html")
SMIME = ("application/pkcs7-mime", "application/x-pkcs7-mime")
META_CHARSET = re.compile(rb"(?i)<meta\b[^<>]{0,200}?charset\s?=\s?[\"']?([a-z0-9_.:-]{2,40})")
ENRICHED_TAG = re.compile(r"(?<!<)</?[a-zA-Z-]{1,60}>")
DELETED_SPACE = re.compile(r"(?<=[^\n]) \n(?![>\n])")
"""RFC 3676: with `delsp=yes` a line that ends in a space goes on without it."""
MAX_TEXT = 500_000
MAX_ATTACHMENTS = 100
# Plain alternatives that say nothing; the words are in the HTML then.
STUBS = ("html", "webversie", "online versie", "web version", "im browser", "navigateur")


class Body(NamedTuple):
    text: str
    """With quote marks still in it."""
    attachments: tuple[Attachment, ...]
    packed: tuple[Attachment, ...]
    """What Outlook packed into one of the attachments."""
    notes: tuple[str, ...]
    """What was cut, or cannot be read."""


def read_body(root: Part) -> Body:
    reader = BodyReader()
    text = "\n".join(reader.texts_of(root) or reader.named_texts())
    notes = []
    if len(text) > MAX_TEXT or reader.budget <= 0:
        notes.append("text cut")
    if len(reader.files) > MAX_ATTACHMENTS:
        notes.append("too many attachments")
    files = (*(attachment(part) for part in reader.files[:MAX_ATTACHMENTS]), *reader.enclosed)
    notes += sealed(root, text)
    packed = packed_attachments(reader.files)
    return Body(text[:MAX_TEXT], files[:MAX_ATTACHMENTS], packed, tuple(notes))


def sealed(root: Part, text: str) -> list[str]:
    """Why the words cannot be read, where they are locked away."""
    kinds = {part.content_type for part in (root, *root.children)}
    smime = next((part for part in (root, *root.children) if part.content_type in SMIME), None)
    if "multipart/encrypted" in kinds or "-----BEGIN PGP MESSAGE-----" in text[:2000]:
        return ["encrypted"]
    if smime is not None:
        opaque = smime.parameters.get("smime-type", "").lower().startswith("signed")
        return ["signed in a form that hides the text" if opaque else "encrypted"]
    return []


class BodyReader:
    """Reads texts as long as the budget lasts, and sets files aside."""

    def __init__(self) -> None:
        self.budget = MAX_TEXT_BYTES
        self.files: list[Part] = []
        self.enclosed: list[Attachment] = []

    def texts_of(self, part: Part, *, first: bool = True) -> list[str]:
        """The texts of a part and those in it; `first` tells that no text came before."""
        if part.content_type == "multipart/alternative":
            return self.best_of(part)
        if part.children:
            texts: list[str] = []
            for child in part.children:
                texts += self.texts_of(child, first=first and not texts)
            return texts
        if is_text(part, first=first):
            text = self.read(part)
            return [text] if text.strip() else []
        if part.content_type != "message/delivery-status":
            self.files.append(part)
        return []

    def named_texts(self) -> list[str]:
        """Where nothing else is text: what has a file's name and is shown in place all the same."""
        shown = (file for file in self.files[:20] if file.disposition != "attachment")
        found = (self.read(file) for file in shown if file.content_type in SHOWN_TEXTS)
        return [text for text in found if text.strip()]

    def best_of(self, part: Part) -> list[str]:
        """Of alternatives the plain one, unless it only says that there is a better one."""
        shown = []
        for child in part.children:
            text = "\n".join(self.texts_of(child))
            if text.strip():
                shown.append((child.content_type == "text/plain", text))
        for plain, text in shown:
            if plain and not is_stub(text, len(shown)):
                return [text]
        return [shown[-1][1]] if shown else []

    def read(self, part: Part) -> str:
        if self.budget <= 0:
            return ""
        data = part.content(self.budget)
        self.budget -= part.end - part.start
        html = part.content_type == "text/html"
        charset = part.parameters.get("charset") or (html_charset(data) if html else None)
        text = decode(data, charset)
        if html:
            return to_text(text)
        if part.content_type == "text/enriched":
            text = ENRICHED_TAG.sub("", text).replace("<<", "<")
        text, files = without_files(text)
        self.enclosed += [
            Attachment(name=file.name[:255], size=file.size, reference=f"{part.path}{INSIDE}{n}")
            for n, file in enumerate(files, 1)
        ]
        if part.parameters.get("delsp", "").lower() == "yes":
            text = DELETED_SPACE.sub("", text)
        return text


def html_charset(data: bytes) -> str | None:
    """What the page says of itself, where the header says nothing."""
    found = META_CHARSET.search(data[:2048])
    return found[1].decode("ascii") if found else None


def is_stub(text: str, alternatives: int) -> bool:
    if alternatives < 2 or len(text) > 400:
        return False
    folded = text.lower()
    return any(word in folded for word in STUBS) and "\n>" not in text


def is_text(part: Part, *, first: bool) -> bool:
    if part.content_type not in (
        "text/plain",
        "text/html",
        "text/enriched",
        "text",
        "text/x-markdown",
    ):
        return False
    if part.disposition == "attachment":
        return False
    return part.filename is None or (
        first and part.disposition != "inline" and part.path in ("1", "1.1")
    )


def attachment(part: Part) -> Attachment:
    """`reference` is the part's place in the mail, by which it can be fetched from the inbox."""
    return Attachment(
        name=part.filename,
        content_type=part.content_type[:100],
        size=part.size(),
        reference=part.path,
    )
