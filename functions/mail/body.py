"""Which parts of a mail are its text, and which are files that came along."""

from functions.core.contacts import Attachment
from functions.mail.charsets import decode
from functions.mail.html import to_text
from functions.mail.mime import MAX_TEXT_BYTES, Part

MAX_TEXT = 500_000
MAX_ATTACHMENTS = 100
# Plain alternatives that say nothing; the words are in the HTML then.
STUBS = ("html", "webversie", "online versie", "web version", "im browser", "navigateur")


def read_body(root: Part) -> tuple[str, tuple[Attachment, ...], tuple[str, ...]]:
    """The text with quote marks still in it, the attachments, and notes on what was cut."""
    reader = BodyReader()
    text = "\n".join(reader.texts_of(root))
    notes = []
    if len(text) > MAX_TEXT or reader.budget <= 0:
        notes.append("text cut")
    if len(reader.files) > MAX_ATTACHMENTS:
        notes.append("too many attachments")
    files = reader.files[:MAX_ATTACHMENTS]
    return text[:MAX_TEXT], tuple(attachment(part) for part in files), tuple(notes)


class BodyReader:
    """Reads texts as long as the budget lasts, and sets files aside."""

    def __init__(self) -> None:
        self.budget = MAX_TEXT_BYTES
        self.files: list[Part] = []

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
        text = decode(data, part.parameters.get("charset"))
        return to_text(text) if part.content_type == "text/html" else text


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
