"""Address headers, message ids and dates: what people's and machines' mail really has in them."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self

from functions.mail.headers import decode_words
from functions.mail.message import Mailbox

MAX_LIST = 32 * 1024
MAX_MAILBOXES = 500
ANGLED_ID = re.compile(r"<([^<>]{1,998})>")
COMMENT_MARK = "\0"
LIST_SIGN = re.compile(r"[(),;:\\]")
LOCAL_NAME = re.compile(r"<?([\w.+-]{1,64})>?")
SEVERAL = re.compile(
    r"([^<>\"]{0,200})<([^\s<>\"]{1,128}@[^\s<>\"]{1,255})>[^<>\"]{0,200}<[^<>]{1,400}>\s{0,9}$"
)
QUOTED_ADDRESS = re.compile(r"\"[^\"@\\]{0,64}@?[^\"\\]{0,64}\"@[^\s@<>,;:\"()]{1,255}")
ADDRESS = re.compile(
    r"[^\s@<>,;:\"()\[\]]{1,128}@(?:\[[^\s@<>\[\]]{1,100}\]|[^\s@<>,;:\"()\[\]]{1,255})"
)


def mailboxes(value: str | None) -> tuple[Mailbox, ...]:
    """Every usable address of a raw header value; groups are flattened, the rest is left out."""
    if not value:
        return ()
    found = [read_mailbox(entry) for entry in split_list(value[:MAX_LIST])]
    usable = [mailbox for mailbox in found if mailbox is not None]
    if not usable and "=?" in value:  # some encode the address along with the name
        decoded = decode_words(value[:MAX_LIST])
        usable = [] if "=?" in decoded else list(mailboxes(decoded))
    return tuple(usable[:MAX_MAILBOXES])


def are_too_many(values: list[str]) -> bool:
    """More recipients than are looked at."""
    together = ", ".join(values)
    return len(together) > MAX_LIST or together.count("@") > MAX_MAILBOXES


def recipients(values: list[str]) -> tuple[Mailbox, ...]:
    """Of a header that may be repeated; a name of the sending machine itself where that is all."""
    together = ", ".join(values)
    found = mailboxes(together)
    local = None if found else local_mailbox(together)
    return (local,) if local else found


def local_mailbox(value: str | None) -> Mailbox | None:
    """A mailbox of the sending machine itself, such as `root`; nobody can write to it from here."""
    found = LOCAL_NAME.fullmatch((value or "").strip())
    return Mailbox(address=found[1]) if found else None


def split_list(value: str) -> list[str]:
    """Entries of an address list, without comments; `,` and `;` part, `name:` opens a group."""
    if not LIST_SIGN.search(value):
        return [value + COMMENT_MARK]
    whole = ListReader(quotes=True).read(value)
    if whole.is_open:  # a quote or comment is never closed: then it is none
        whole = ListReader(quotes=False).read(value)
    return [*whole.entries, with_comment(whole.entry, whole.said)]


class ListReader:
    """One pass over an address list, in which comments and quoted strings may hold any sign."""

    def __init__(self, *, quotes: bool) -> None:
        self.quotes = quotes
        self.entries: list[str] = []
        self.entry: list[str] = []
        self.said: list[str] = []
        """In comments of the entry."""
        self.quoted = self.escaped = self.angled = self.addressed = False
        self.depth = 0
        """Of comments in comments."""

    @property
    def is_open(self) -> bool:
        return self.quoted or self.depth > 0

    def read(self, value: str) -> Self:
        for character in value:
            if not (self.quotes and self._is_covered(character)):
                self._take(character)
        return self

    def _is_covered(self, character: str) -> bool:
        """Whether it belongs to a comment or a quoted string, where no sign parts anything."""
        if self.escaped:
            self.escaped = False
            self._keep(character)
        elif character == "\\" and self.is_open:
            self.escaped = True
            if self.quoted:
                self._keep(character)
        elif self.depth or (character == "(" and not self.quoted):
            self._comment(character)
        elif character == '"' or self.quoted:
            self.quoted ^= character == '"'
            self._keep(character)
        else:
            return False
        return True

    def _comment(self, character: str) -> None:
        if character == "(":
            self.depth += 1
        elif character == ")":
            self.depth -= 1
        else:
            self.said.append(character)

    def _take(self, character: str) -> None:
        if character == ";" or (character == "," and not self.angled):
            self.entries.append(with_comment(self.entry, self.said))
            self.entry, self.said, self.angled, self.addressed = [], [], False, False
        elif character == ":" and not self.angled and not self.addressed:
            self.entry = []  # the name of a group
        else:
            if character in "<>":
                self.angled = character == "<"
            self._keep(character)

    def _keep(self, character: str) -> None:
        if self.depth:
            self.said.append(character)
            return
        self.addressed = self.addressed or character == "@"
        self.entry.append(character)


def with_comment(entry: list[str], said: list[str]) -> str:
    return "".join(entry) + COMMENT_MARK + "".join(said)


def read_mailbox(entry: str) -> Mailbox | None:
    """`Name <address>` or a bare address; None without something to write to.

    In the oldest form the name is a comment behind a bare address.
    """
    entry, _, comment = entry.partition(COMMENT_MARK)
    name, opened, rest = entry.rpartition("<")
    if entry.count("<") > 1 and (several := SEVERAL.match(entry)):
        name, rest = several[1], several[2]  # a comma is missing behind the first
    if not opened:
        return bare_mailbox(entry, comment) if "@" in entry else None
    address = "".join(rest.partition(">")[0].split())
    if address.startswith("@") and ":" in address:
        address = address.rpartition(":")[2]  # a route of the old days
    found = ADDRESS.search(address.removeprefix("mailto:"))
    if not found and address.count("@") and address.startswith('"'):
        return Mailbox(address=address, name=display_name(name))
    if not found:
        found = ADDRESS.search("".join(name.split()))
        return Mailbox(address=found[0]) if found else None
    return Mailbox(address=found[0].rstrip("."), name=display_name(name))


def bare_mailbox(entry: str, comment: str) -> Mailbox | None:
    """An address without angles; blanks around its dots are joined, words beside it are a name."""
    joined = " ".join(entry.split())
    for sign in "@.":
        joined = joined.replace(f" {sign}", sign).replace(f"{sign} ", sign)
    found = QUOTED_ADDRESS.search(joined) or ADDRESS.search(joined)
    if found is None:
        return None
    beside = f"{joined[: found.start()]} {joined[found.end() :]}".strip(" <>;:,'\"")
    name = beside if any(character.isalpha() for character in beside) else comment
    return Mailbox(address=found[0].rstrip("."), name=display_name(name.removeprefix("mailto:")))


def display_name(raw: str) -> str | None:
    name = re.sub(r'\\(["\\()])', r"\1", raw.strip().strip('"'))
    return " ".join(decode_words(name).strip("'\" ").split())[:200] or None


def message_ids(value: str | None) -> tuple[str, ...]:
    """Message ids without their angle brackets, each once, in the order they stand in."""
    if not value:
        return ()
    value = decode_words(value[:MAX_LIST])  # Python writes long ids as encoded words
    found = ["".join(text.split()) for text in ANGLED_ID.findall(value)]
    if not found:
        found = [token.strip("<>,;") for token in value.split() if "@" in token]
    return tuple(dict.fromkeys(text for text in found if text))


def read_date(value: str | None) -> datetime | None:
    """The time of a Date header; without a zone it is taken as UTC."""
    if not value:
        return None
    try:
        found = parsedate_to_datetime(value[:200])
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
