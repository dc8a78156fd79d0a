"""HTML to text in one pass: quotes become `>` lines, a mail program's quote marks `QUOTE_MARK`."""

import re
from html import unescape

QUOTE_MARK = "\ufdd0"
"""A line of its own: the mail program says that below stands what is answered."""

SIGNATURE_MARK = "\ufdd1"
"""A line of its own: the mail program says that below stands the writer's signature."""

MAX_TAG_LOOKED_AT = 400
MAX_TAGS = 40_000
ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
BLOCKS = frozenset(
    """
    address article aside blockquote body center dd div dl dt fieldset figure footer form h1
    h2 h3 h4 h5 h6 head header hr html li main nav ol p pre section table tbody tfoot thead
    title tr ul
    """.split()  # noqa: SIM905  one name on each line would be 46 lines
)
PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "ul", "ol", "table", "blockquote"})
SILENT = ("style", "script", "title", "head")
TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:]{0,20})")
SPACE = re.compile(r"[ \t\r\n\f]+")
NO_MARKS = {ord(QUOTE_MARK): None, ord(SIGNATURE_MARK): None}
LONG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}")
# Containers in which mail programs put what is answered.
QUOTE_CONTAINERS = re.compile(
    r"""(?ix)
    \bid\s?=\s?["']?(?:[a-z0-9]{0,20}_)?(?:
        divrplyfwdmsg | appendonsend | stopspelling | mail-editor-reference-message-container
        | reply-intro | mail_quote | zwchr | ms-outlook-mobile-reference-message
        | isreplycontent | isforwardcontent )
    | \bclass\s?=\s?["']?(?:
        yahoo_quoted | protonmail_quote | zmail_extra | outlookmessageheader | hcsquotedtext
        | tutanota_quote | ms-outlook-mobile-reference-message | edo-reference | ox-quote
        | gmail_attr | moz-cite-prefix | hs_reply_wrap | freshdesk_quote
        | front-blockquote | cutquotation | missive_quote | mb_quote_wrap | quoted-body )
    | \bname\s?=\s?["']?(?:quote["'\s>] | quoted-content | messagereplysection)
    | border:\s?none;\s{0,3}border-top:\s?solid\s\#(?:b5c4df|e1e1e1)
    """
)
SIGNATURE_CONTAINERS = re.compile(
    r"""(?ix)
    \b(?:id|class)\s?=\s?["']?(?:
        gmail_signature | moz-signature | applemailsignature | ms-outlook-mobile-signature
        | protonmail_signature_block | zimbra_?signature | signature["'\s>] )
    """
)
QUOTE_TAG = re.compile(r"(?i)</?blockquote\b")
BARE_BLOCKQUOTE = re.compile(r"(?i)<blockquote\s*>")
# Indented by the writer himself: without the line that programs draw beside a quote.
NO_QUOTE = re.compile(
    r"(?i)webkit-indent-blockquote|\bclass\s?=\s?[\"']?blockquote|border:\s?none"
    r"|style\s?=\s?[\"']\s?margin-left:\s?40px;?\s?[\"']"
)


def to_text(source: str) -> str:
    """The text of an HTML body with its lines, quotes and quote marks."""
    writer, scanner = Writer(last_quote=outermost_quotes(source)), Scanner(source)
    position = tags = 0
    while position < len(source):
        opened = source.find("<", position)
        if opened < 0 or tags >= MAX_TAGS:
            writer.write(ANY_TAG.sub(" ", source[position:]))
            break
        writer.write(source[position:opened])
        position, tags = scanner.tag_end(opened), tags + 1
        name, closing = tag_name(source, opened)
        if name in SILENT and not closing:
            position = scanner.silence_end(name, position)
        else:
            writer.tag(name, closing, source[opened : min(position, opened + MAX_TAG_LOOKED_AT)])
        if position == opened + 1:
            writer.write("<")
    return writer.text()


def outermost_quotes(source: str) -> int:
    """How many quotes there are that stand in no other."""
    depth = count = 0
    for tag in QUOTE_TAG.finditer(source):
        closing = tag[0].startswith("</")
        count += not closing and depth == 0
        depth = max(0, depth + (-1 if closing else 1))
    return count


def tag_name(source: str, opened: int) -> tuple[str, bool]:
    found = TAG_NAME.match(source, opened)
    return (found[1].lower(), source[opened + 1] == "/") if found else ("", False)


class Scanner:
    """Finds where tags end, and never looks twice for what is not there."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.missing: set[str] = set()

    def tag_end(self, opened: int) -> int:
        """Behind the tag or comment at `opened`; a `<` that begins no tag ends right there."""
        if self.source.startswith("<!--", opened) and (found := self.find("-->", opened + 4)) >= 0:
            return found + 3
        following = self.source[opened + 1 : opened + 2]
        if not (following.isalpha() or following in ("/", "!", "?")) or not following:
            return opened + 1
        found = self.find(">", opened)
        return opened + 1 if found < 0 else found + 1

    def silence_end(self, name: str, position: int) -> int:
        """Behind a part that is never shown; where it is not closed, it is shown."""
        found = self.find(f"</{name}", position)
        return position if found < 0 else self.tag_end(found)

    def find(self, what: str, start: int) -> int:
        if what in self.missing:
            return -1
        found = self.source.find(what, start)
        if found < 0 and what.startswith("</"):
            found = self.source.find(what.upper(), start)
        if found < 0:
            self.missing.add(what)
        return found


class Writer:
    """Collects lines; knows how deep in quotes it is and whether white space counts."""

    def __init__(self, last_quote: int = 0) -> None:
        self.last_quote = last_quote
        self.outermost = 0
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes: list[bool] = []
        self.preformatted = 0

    def write(self, text: str) -> None:
        text = readable(text)
        if self.preformatted:
            first, *others = text.split("\n")
            self.line.append(first)
            for other in others:
                self.end_line()
                self.line.append(other)
            return
        self.line.append(SPACE.sub(" ", text))

    def tag(self, name: str, closing: bool, source: str) -> None:
        if name == "br":
            self.end_line()
        elif name in ("td", "th") and closing:
            self.line.append(" ")
        elif name in BLOCKS:
            self.break_line()
            if not closing and QUOTE_CONTAINERS.search(source):
                self.lines.append(self.prefix() + QUOTE_MARK)
            elif not closing and SIGNATURE_CONTAINERS.search(source):
                self.lines.append(self.prefix() + SIGNATURE_MARK)
            self.block(name, closing, source)
        elif not closing and name in ("span", "a") and "ms-outlook-mobile-reference" in source:
            self.break_line()
            self.lines.append(self.prefix() + QUOTE_MARK)

    def block(self, name: str, closing: bool, source: str) -> None:
        if name in PARAGRAPHS and "mso" not in source.lower():
            self.blank_line()
        if name == "pre":
            self.preformatted = max(0, self.preformatted + (-1 if closing else 1))
        elif name == "li" and not closing:
            self.line.append("- ")
        elif name == "blockquote" and not closing:
            self.quotes.append(self.is_quote(source))
        elif name == "blockquote" and self.quotes:
            self.quotes.pop()

    def is_quote(self, source: str) -> bool:
        """A bare one that nothing introduces is the writer's own where a later one is a quote."""
        self.outermost += not self.quotes
        if BARE_BLOCKQUOTE.match(source) and not self.quotes and self.outermost < self.last_quote:
            above = next((line.strip() for line in reversed(self.lines[-4:]) if line.strip()), "")
            return above.endswith((":", "：", QUOTE_MARK))
        return NO_QUOTE.search(source) is None

    def prefix(self) -> str:
        depth = min(sum(self.quotes[:50]), 5)
        return "> " * depth

    def break_line(self) -> None:
        if "".join(self.line).strip():
            self.end_line()
        else:
            self.line = []

    def blank_line(self) -> None:
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(self.prefix().rstrip())

    def end_line(self) -> None:
        line = "".join(self.line)
        self.line = []
        self.lines.append(self.prefix() + (line if self.preformatted else line.strip()))

    def text(self) -> str:
        self.break_line()
        return "\n".join(self.lines)


def readable(text: str) -> str:
    """Character references resolved; those that are no character are left as they stand."""
    if "&" in text:
        text = unescape(LONG_NUMBER.sub("\ufffd", text))
    return text.replace("\xa0", " ").replace("\u200b", "").translate(NO_MARKS)
