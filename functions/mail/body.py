"""Which parts of a mail are its text, and which are files that came along."""

from functions.core.contacts import Attachment
from functions.mail.charsets import decode
from functions.mail.html import to_text
from functions.mail.mime import Part

MAX_TEXT = 500_000
MAX_ATTACHMENTS = 100
# Plain alternatives that say nothing; the words are in the HTML then.
STUBS = ("html", "webversie", "online versie", "web version", "im browser", "navigateur")


def read_body(root: Part) -> tuple[str, tuple[Attachment, ...], tuple[str, ...]]:
    """The text with quote marks still in it, the attachments, and notes on what was cut."""
    texts: list[str] = []
    files: list[Part] = []
    collect(root, texts, files)
    text = "\n".join(texts)
    notes = []
    if len(text) > MAX_TEXT:
        notes.append("text cut")
    if len(files) > MAX_ATTACHMENTS:
        notes.append("too many attachments")
    return (
        text[:MAX_TEXT],
        tuple(attachment(part) for part in files[:MAX_ATTACHMENTS]),
        tuple(notes),
    )


def collect(part: Part, texts: list[str], files: list[Part]) -> None:
    if part.content_type == "multipart/alternative":
        choose(part, texts, files)
    elif part.children:
        for child in part.children:
            collect(child, texts, files)
    elif is_text(part, first=not texts):
        text = part_text(part)
        if text.strip():
            texts.append(text)
    elif part.content_type != "message/delivery-status":
        files.append(part)


def choose(part: Part, texts: list[str], files: list[Part]) -> None:
    """Of alternatives the plain one, unless it only says that there is a better one."""
    found: list[tuple[bool, str, list[Part]]] = []
    for child in part.children:
        child_texts: list[str] = []
        child_files: list[Part] = []
        collect(child, child_texts, child_files)
        files.extend(child_files)
        plain = child.content_type == "text/plain"
        found.append((plain, "\n".join(child_texts), child_files))
    shown = [(plain, text) for plain, text, _ in found if text.strip()]
    if not shown:
        return
    best = next(
        (text for plain, text in shown if plain and not is_stub(text, len(shown))), shown[-1][1]
    )
    texts.append(best)


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


def part_text(part: Part) -> str:
    text = decode(part.content(), part.parameters.get("charset"))
    return to_text(text) if part.content_type == "text/html" else text


def attachment(part: Part) -> Attachment:
    """`reference` is the part's place in the mail, by which it can be fetched from the inbox."""
    return Attachment(
        name=part.filename,
        content_type=part.content_type[:100],
        size=part.size(),
        reference=part.path,
    )
