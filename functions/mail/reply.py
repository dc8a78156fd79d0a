"""The new text of a mail: what the sender wrote himself, without what he answers or passes on."""

from dataclasses import dataclass

from functions.mail.armour import without_seal
from functions.mail.html import QUOTE_MARK, SIGNATURE_MARK
from functions.mail.interleaved import Asked, last_quoted, with_questions
from functions.mail.quotes import (
    begins_introduction,
    compiled,
    introduces_quote,
    introduction_length,
    is_forward_separator,
    is_header_block,
    is_quoted,
    is_separator,
    label_kind,
    says_who_wrote,
)
from functions.mail.signature import (
    drop_blank_end,
    has_words,
    is_card,
    is_closing,
    is_footer,
    without_signature,
)

MAX_LINES = 4000
MAX_LINE = 600
"""Characters of a line that the rules look at."""
FORWARD_SUBJECT = r"\s*(?:fwd?|doorst|wg|tr|i|enc|rv|vs|vb|pd)\s*:"


MARKS = (QUOTE_MARK, SIGNATURE_MARK)


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    forwarded: bool = False
    note: str | None = None
    own: bool = True
    """False: no new words were found, and `text` is all that there is."""


def new_text(marked: str, subject: str | None) -> Reply:
    """The own words of a text in which quote marks may stand. Too long to look at: all of it."""
    whole = visible(marked)
    lines = without_seal(spaced_once(marked.split("\n")))
    if len(lines) > MAX_LINES:
        return Reply(whole, own=False, note="too many lines to find the new text")
    asked: list[Asked] = []
    own, copied = own_lines(lines, asked)
    if not any(is_quoted(line) for line in lines):
        own = above_footer(own)
    stripped = tidy(with_questions(without_signature(own), asked))
    passed_on = compiled(FORWARD_SUBJECT).match(subject or "") is not None
    only_signed = passed_on and copied and is_only_signature(own)
    if has_words([stripped]) and not only_signed:
        return Reply(stripped)
    if copied or passed_on:
        return Reply(whole, forwarded=True, own=False)
    return Reply("" if only_quotes(lines) else whole, own=False)


def spaced_once(lines: list[str]) -> list[str]:
    """Without repeated blank lines, so that looking for the next words stays short."""
    return [
        line for at, line in enumerate(lines) if line.strip() or at == 0 or lines[at - 1].strip()
    ]


def visible(marked: str) -> str:
    return tidy(marked.split("\n"))


def tidy(lines: list[str]) -> str:
    """Without marks, blank ends and repeated blank lines."""
    kept: list[str] = []
    for line in drop_blank_end([line for line in lines if line.strip("> ") not in MARKS]):
        if line.strip() or (kept and kept[-1]):
            kept.append(line.rstrip())
    return "\n".join(kept)


def is_only_signature(own: list[str]) -> bool:
    """Nothing but the card that a program puts under every mail."""
    words = [line for line in own if line.strip() and line.strip() not in MARKS]
    return bool(words) and is_closing(words[0]) and is_card(words[1:])


def own_lines(lines: list[str], asked: list[Asked]) -> tuple[list[str], bool]:
    """Lines outside quotes, and whether a mail was passed on; `asked` takes what was quoted.

    What stands between or below `>` quotes is an answer to them. Under a copied header or an
    introduction without `>`, everything to the end is the other's.
    """
    looked_at = [line[:MAX_LINE] for line in lines]
    own: list[str] = []
    at = 0
    while at < len(lines):
        line = looked_at[at]
        if is_quoted(line):
            own, at = past_quote(own, looked_at, at, asked)
            continue
        head = split_introduction(looked_at, at)
        if head is not None:
            own.append(head)
            at = after_quote(looked_at, next_words(looked_at, at + 1))
            if not is_quoted(looked_at[at - 1]):
                return own, False
            continue
        introduced = introduction_length(looked_at, at)
        following = next_words(looked_at, at + introduced)
        if line.strip() == QUOTE_MARK:
            following = quote_below_mark(looked_at, at + 1) or following
            introduced = introduced or int(is_quoted(looked_at[min(following, len(lines) - 1)]))
        elif not introduced and introduces_quote(line):
            following = next_words(looked_at, at + 1)
            introduced = int(following < len(lines) and is_quoted(looked_at[following]))
        if introduced and following < len(lines) and is_quoted(looked_at[following]):
            own, at = past_quote(own, looked_at, following, asked)
            continue
        copied = not introduced and begins_the_rest(looked_at, at)
        if (introduced or copied) and not is_letter_so_far(own, looked_at[at : at + 6]):
            return own, copied and is_passed_on(looked_at, at)
        own.append(lines[at])
        at += 1
    return own, False


def is_letter_so_far(own: list[str], introduction: list[str]) -> bool:
    """Under nothing but a salutation, lines without any address may be the letter itself.

    `Beste mevrouw,` and then `Op 5 maart om 14:00 schreef Jan:` is how a complaint begins.
    """
    words = " ".join(own).split()
    if not 1 <= len(words) <= 4 or not words[-1].endswith(","):
        return False
    return not any("@" in line or QUOTE_MARK in line for line in introduction)


def begins_the_rest(lines: list[str], at: int) -> bool:
    line = lines[at]
    if not line.strip():
        return False
    if is_separator(line):
        return True
    if len(line) < 190 and compiled(r"^\s{0,3}[-_]{3,60}[^-_]{0,60}[-_]{3,60}$").match(line):
        at = next_words(lines, at + 1)  # words between dashes in whatever language
    return at < len(lines) and label_kind(lines[at]) is not None and is_header_block(lines, at)


def is_passed_on(lines: list[str], at: int) -> bool:
    """Every copied header without own words above it is treated as a forward."""
    return is_forward_separator(lines[at]) or any(label_kind(line) for line in lines[at : at + 4])


def past_quote(
    own: list[str], lines: list[str], at: int, asked: list[Asked]
) -> tuple[list[str], int]:
    """The own lines without a signature above the quote, and where the quote ends."""
    own, end = without_footers_before(own), after_quote(lines, at)
    asked.append(Asked(len(own), last_quoted(lines[at:end])))
    return own, end


def after_quote(lines: list[str], at: int) -> int:
    """Behind a run of `>` lines; a line broken off by the mail program goes with it."""
    while at < len(lines):
        if (
            is_quoted(lines[at])
            or (not lines[at].strip() and at + 1 < len(lines) and is_quoted(lines[at + 1]))
            or is_broken_off(lines, at)
        ):
            at += 1
        else:
            break
    return at


def is_broken_off(lines: list[str], at: int) -> bool:
    """The rest of a long quoted line that some program wrapped without a new `>`."""
    line, before = lines[at].strip(), lines[at - 1].strip()
    if not line or not is_quoted(before) or (at + 1 < len(lines) and not is_quoted(lines[at + 1])):
        return False
    quoted = before.strip("> ")
    if not quoted:
        return line.endswith(">")
    if quoted.count("(") > quoted.count(")") and ")" in line:
        return True
    return len(before) >= 60 and quoted[-1] not in ".?!:" and not line[0].isupper()


def above_footer(own: list[str]) -> list[str]:
    """Under the line of a phone, a paragraph of its own, stands what is answered."""
    for at in range(1, min(len(own), 400)):
        alone = not own[at - 1].strip() and (at + 1 == len(own) or not own[at + 1].strip())
        if alone and is_footer(own[at]) and has_words(own[:at]):
            return own[:at]
    return own


def quote_below_mark(lines: list[str], at: int) -> int | None:
    """Where the mail program's mark is followed by a few lines and then by `>` lines."""
    words = 0
    for place in range(at, min(at + 12, len(lines))):
        if is_quoted(lines[place]):
            return place
        words += bool(lines[place].strip())
        if words > 3 or begins_the_rest(lines, place):
            return None
    return None


def next_words(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def without_footers_before(own: list[str]) -> list[str]:
    """Signature and mobile footer stand above the quote as often as at the very end."""
    if len(own) > 200:
        return own
    return [*without_signature(own), ""] if own else own


def split_introduction(lines: list[str], at: int) -> str | None:
    """Own words with the introduction glued behind them; without a `>` line after a full stop."""
    if at + 1 >= len(lines) or "@" not in lines[at] or not lines[at].endswith((":", "： ")):
        return None
    below = next_words(lines, at + 1)
    quoted = below < len(lines) and is_quoted(lines[below])
    words = r".{1,300}?" if quoted else r".{0,300}?[^\W\d]{2}[.!?]"
    glued = rf"^({words})[-\s]{{1,9}}((?:On|Op|Am|Le|El|Il|Em|Den|W dniu) .{{10,250}})$"
    found = compiled(glued).match(lines[at])
    if found is None or "@" in found[1] or begins_introduction(lines[at]):
        return None
    return found[1] if begins_introduction(found[2]) and says_who_wrote(found[2]) else None


def only_quotes(lines: list[str]) -> bool:
    """True when nothing but `>` lines and their introduction is there: an answer without words."""
    return any(is_quoted(line) for line in lines) and not has_words(own_lines(lines, [])[0])
