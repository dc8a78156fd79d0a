"""Where a closing signature, mobile footer or disclaimer begins under somebody's words."""

from collections.abc import Iterator

from functions.mail.html import SIGNATURE_MARK
from functions.mail.quotes import compiled
from functions.mail.signature_words import (
    CLEAR_CLOSINGS,
    CLOSINGS,
    DISCLAIMERS,
    FOOTERS,
    LINK,
    LINKED_FOOTER,
    NAME,
    ONLY_CONTACT,
    POSTSCRIPT,
    SCANNER_LINK,
    THANKS,
)

MAX_LINES = 14
"""Lines with words that a signature has at most."""
MAX_TAIL = 30
MAX_LINE = 90


def without_signature(lines: list[str]) -> list[str]:
    """The words above footer, disclaimer and signature; all of it where nothing would be left."""
    kept = drop_blank_end(lines)
    for _ in range(4):
        shorter = drop_blank_end(without_footer(without_disclaimer(kept)))
        if len(shorter) == len(kept):
            break
        kept = shorter
    starts = (start for start in signature_starts(kept) if has_words(kept[:start]))
    return drop_blank_end(kept[: next(starts, len(kept))])


def has_words(lines: list[str]) -> bool:
    return any(character.isalnum() for line in lines for character in line)


def drop_blank_end(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]


def is_footer(line: str) -> bool:
    if compiled(SCANNER_LINK).match(line[:300]):
        return True
    text = compiled(LINK).sub("", line[:300]).strip(" *_-<>[]!").lower()
    if not 0 < len(text) <= 110:
        return False
    if len(text) < len(line.strip()) - 12 and compiled(LINKED_FOOTER).match(text):
        return True
    return any(compiled(pattern).match(text) for pattern in FOOTERS)


def without_footer(lines: list[str]) -> list[str]:
    """Lines such as `Sent from my iPhone`, which the program wrote."""
    if not lines or not is_footer(lines[-1]):
        return lines
    named = len(lines) > 2 and is_name(lines[-2]) and not lines[-3].strip()
    return lines[:-2] if named else lines[:-1]


def without_disclaimer(lines: list[str]) -> list[str]:
    """From the last paragraph on that is a lawyer's; words are only cut behind other words."""
    for at in range(len(lines) - 1, max(0, len(lines) - MAX_TAIL), -1):
        starts = not lines[at - 1].strip(" _-=*")
        if starts and compiled(DISCLAIMERS).match(lines[at].strip(" *_")[:400]):
            return lines[:at]
    return lines


def signature_starts(lines: list[str]) -> Iterator[int]:
    """Where a signature may begin: a dash line, or a closing formula above a name and card."""
    lowest = max(0, len(lines) - MAX_TAIL)
    for at in range(lowest, len(lines)):
        text = lines[at].strip()
        dashes = compiled(r"^(?:--|—|–|__|-{3,40}|_{3,100}|={4,80})$").match(text)
        begins = dashes is not None and not is_divider(lines, at)
        if (begins or text == SIGNATURE_MARK) and is_card(lines[at + 1 :]):
            yield at
    for at in range(lowest, len(lines)):
        if is_closing(lines[at]) and is_card(lines[at + 1 :]):
            yield at
    if len(lines) > 1 and compiled(r"^\s?-{1,2}\s?[a-zà-ÿ]{2,20}[.]?$").match(lines[-1]):
        yield len(lines) - 1
    yield from bare_cards(lines)


def is_divider(lines: list[str], at: int) -> bool:
    """A line drawn twice with next to nothing above parts what is filled in; no writer ends so."""
    text = lines[at].strip()
    if len(text) < 4 or at > 12:
        return False
    return len(lines[0].split()) < 4 and sum(text == line.strip() for line in lines[:30]) > 1


def bare_cards(lines: list[str]) -> Iterator[int]:
    """A last paragraph of a name and contact facts, where nothing above announces it."""
    start = len(lines)
    while start and lines[start - 1].strip() and len(lines) - start < 9:
        start -= 1
    above = next((line.strip() for line in reversed(lines[:start]) if line.strip()), ":")
    if above.endswith((":", ",")) or len(lines) - start < 2 or not is_name(lines[start]):
        return
    if is_card(lines[start:]) and any(
        compiled(ONLY_CONTACT).match(line.strip()) for line in lines[start + 1 :]
    ):
        yield start


def is_name(line: str) -> bool:
    return len(line) <= 60 and NAME.match(line.strip()) is not None


def is_closing(line: str) -> bool:
    """`Met vriendelijke groet,` possibly with a name behind it; thanks only with a comma."""
    text = line.strip(" *_")[:80]
    if compiled(rf"^(?:{CLOSINGS})\s{{0,2}}[,.!]{{0,3}}$").match(text):
        return True
    named = compiled(
        rf"^(?P<closing>{CLOSINGS})(?:,| van| from| von)? "
        r"(?P<name>(?:[\w.'’-]{1,20} ?){1,4})[.!]?$"
    ).match(text)
    if named and len(text) <= 60:
        clear = compiled(CLEAR_CLOSINGS).search(named["closing"]) is not None
        return clear or is_name(f"{named['name'].strip()} X")
    return compiled(rf"^(?:{THANKS})\s{{0,2}}[,!]$").match(text) is not None


def is_card(lines: list[str]) -> bool:
    """Below a closing stand short lines; a question or a postscript is still somebody's word."""
    if sum(1 for line in lines if line.strip()) > MAX_LINES:
        return False
    for line in lines:
        text = line.strip()
        if len(text) > MAX_LINE or text.endswith("?"):
            return False
        if compiled(POSTSCRIPT).match(text):
            return False
    return True
