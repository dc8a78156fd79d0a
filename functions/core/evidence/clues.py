"""What a message offers to look up: codes, company numbers, and the handles in its text."""

import re
from collections.abc import Iterable, Iterator, Sequence

from functions.core.contacts import Anchor, AnchorKind, Contact, Handle
from functions.core.evidence.anchors import normalised
from functions.core.evidence.company_numbers import chamber_number
from functions.core.evidence.handles import email_handle, phone_handle
from functions.core.evidence.regions import region_of
from functions.core.evidence.spellings import lone_figures, spelt_apart, where_numbers_stand
from functions.core.figures import compact
from functions.core.values import Value

MAX_CODES, MAX_EMAILS, MAX_PHONES, MAX_NUMBERS = 6, 4, 3, 3
LOOKED_AT = 6_000
SHORTEST_TRACKING_CODE = 8
CARD_LINES = 6
"""How many lines at the end of a message can be its signature."""

_CODE = re.compile(
    r"(?<![\w@./+-])(?:[A-Za-z]{1,6}[-/]?[0-9]{1,10}(?:[-/][A-Za-z0-9]{1,10}){0,2}"
    r"|[0-9][A-Za-z]{2,8}[0-9]{2,12}|[A-Za-z0-9]{2,8}[-/][A-Za-z0-9]{1,12}(?:-[A-Za-z0-9]{1,10})?|[0-9]{5,12})(?![\w@-])"
)
_EMAIL = re.compile(r"[^\s<>()\[\],;:\"']{1,64}@[A-Za-z0-9.-]{3,100}")
_PHONE = re.compile(r"(?<![\w-])(?:\+|00|0)[0-9](?:[ ()./-]{0,3}[0-9]){7,13}(?![\w-])")
_VAT = re.compile(
    r"\b(?:NL[ .]?(?:[0-9][ .]?){9}B[ .]?[0-9]{2}|BE[ .]?[01](?:[ .]?[0-9]){9}"
    r"|DE[ ]?[0-9](?:[ .]?[0-9]){8}|FR[ ]?[A-Z0-9]{2}(?:[ .]?[0-9]){9}"
    r"|(?:AT|BG|CHE|CY|CZ|DK|EE|EL|ES|FI|GB|HR|HU|IE|IT|LT|LU|LV|MT|PL|PT|RO|SE|SI|SK|XI)"
    r"[ .-]?[A-Z]?[ .-]?[0-9](?:[ .-]?[0-9]){6,11}[A-Z]{0,2})\b",
    re.IGNORECASE,
)
"""By their form only: an account that lists the very same number is what identifies."""
_CHAMBER = re.compile(
    r"\b(?:kvk|k\.v\.k\.?|kamer van koophandel|chamber of commerce|coc|handelsregister)"
    r"(?:[ -]?(?:nummer|nr\.?|number|no\.?))?[ :.#-]{0,4}((?:[0-9][ .]?){7}[0-9])\b",
    re.IGNORECASE,
)
_CUSTOMER = re.compile(
    r"\b(?:klant(?:en)?(?:nummer|nr\.?|code)|customer (?:number|no\.?|nr\.?|id)|account number"
    r"|kunden(?:nummer|nr\.?|-nr\.?)|num[ée]ro (?:de )?client|n° client|debiteur(?:en)?nummer)"
    r"[ :.#-]{0,4}([A-Z]{0,4}[- ]?[0-9]{2,10})\b",
    re.IGNORECASE,
)


class Clues(Value):
    """Bounded lists of what can be looked up; nothing of it is proven by standing there."""

    codes: tuple[str, ...] = ()
    """Numbers and codes in the sender's own words, in capitals, of whatever kind."""
    spelt: tuple[str, ...] = ()
    """Numbers that he spelt in pieces, which only a number we know can bear out."""
    figures: tuple[str, ...] = ()
    """Figures that can be a number whose letters he left out."""
    labelled_customers: tuple[str, ...] = ()
    vat_numbers: tuple[str, ...] = ()
    chamber_numbers: tuple[str, ...] = ()
    emails: tuple[Handle, ...] = ()
    """Addresses in signature and passed-on text."""
    phones: tuple[Handle, ...] = ()
    card_phones: tuple[Handle, ...] = ()
    """Numbers of the sender's own signature: they link to him."""

    @property
    def customer_numbers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.labelled_customers, *self.codes)))


def find_clues(contact: Contact) -> Clues:
    """Everything in a message that may lead to a party; in linear time, whatever the text is."""
    whole = (contact.full_text or contact.text)[:LOOKED_AT]
    own = f"{contact.subject or ''}\n{contact.text}"[:LOOKED_AT]
    card = own_card(contact)
    company = contact.company
    signed = f"{own}\n{card}"
    readable = where_numbers_stand(own)
    return Clues(
        codes=_codes(own),
        spelt=spelt_apart(readable),
        figures=lone_figures(readable),
        labelled_customers=_unique(
            (company.customer_number, *(m[1].replace(" ", "") for m in _CUSTOMER.finditer(signed))),
            MAX_NUMBERS,
        ),
        vat_numbers=_unique(
            (_plain(company.vat_number or ""), *(_plain(m[0]) for m in _VAT.finditer(signed))),
            MAX_NUMBERS,
        ),
        chamber_numbers=_unique(
            (
                _chamber(company.chamber_number or ""),
                *(_chamber(m[1]) for m in _CHAMBER.finditer(signed)),
            ),
            MAX_NUMBERS,
        ),
        emails=_emails(f"{whole}\n{card}", contact),
        phones=_phones(whole, contact),
        card_phones=tuple(dict.fromkeys((*contact.phones, *_phones(card, contact))))[:MAX_PHONES],
    )


def own_card(contact: Contact) -> str:
    """The lines of the sender's own signature, as far as any: not of what is quoted below it."""
    whole = (contact.full_text or contact.text)[:LOOKED_AT]
    head = contact.text.strip()[-80:]
    start = whole.find(head) + len(head) if head and head in whole else 0
    lines = []
    for line in (f"{head}\n{whole[start:]}" if start else whole).splitlines():
        if line.lstrip().startswith(">") or _HEADER.match(line):
            break
        lines.append(line)
    below = lines[1:] if start and head == contact.text.strip() else lines
    return "\n".join((below or lines)[: 3 * CARD_LINES][-CARD_LINES - 3 :])


_HEADER = re.compile(
    r"\s*(?:(?:van|from|von|de|an|aan|to|onderwerp|subject|betreff|objet|verzonden|sent|gesendet"
    r"|envoy[ée])\s?:\s|-{3,}|_{5,}|(?:on|op|am|le) .{4,80}(?:wrote|schreef|schrieb|[ée]crit))",
    re.IGNORECASE,
)


def is_signed_with_number(contact: Contact) -> bool:
    """A company number stands below the message, as in a signature: it is the sender's own, and
    not that of a customer he writes about.
    """
    _, *below = re.split(r"\n[ \t]*\n", contact.text.strip()[:LOOKED_AT])
    paragraphs = [*below, *([own_card(contact)] if contact.full_text else [])]
    said = contact.text.strip().partition("\n\n")[0]
    return any(
        pattern.search(paragraph) and not pattern.search(said)
        for paragraph in paragraphs
        for pattern in (_VAT, _CHAMBER)
    )


def unlabelled(codes: Sequence[str], anchors: Sequence[Anchor]) -> tuple[Anchor, ...]:
    """The codes as anchors of every kind they can be, without those that are read already."""
    read = {compact(anchor.value) for anchor in anchors}
    new = {compact(code): code for code in reversed(codes) if compact(code) not in read}
    return tuple(Anchor(kind=k, value=new[one]) for one in [*new][::-1] for k in _kinds(one))


def _kinds(code: str) -> Iterator[AnchorKind]:
    yield from (AnchorKind.SERIAL, AnchorKind.ORDER, AnchorKind.INVOICE)
    if len(code) >= SHORTEST_TRACKING_CODE:
        yield AnchorKind.TRACKING


def _codes(text: str) -> tuple[str, ...]:
    found = (normalised(match[0]) for match in _CODE.finditer(text))
    return _unique((code for code in found if any(c.isdigit() for c in code)), MAX_CODES)


def _emails(text: str, contact: Contact) -> tuple[Handle, ...]:
    own = {contact.sender, *contact.sender_also, *contact.recipients}
    found = (email_handle(match[0].strip(".-")) for match in _EMAIL.finditer(text))
    return tuple(dict.fromkeys(one for one in found if one and one not in own))[:MAX_EMAILS]


def _phones(text: str, contact: Contact) -> tuple[Handle, ...]:
    written = [match[0] for match in _PHONE.finditer(text)]
    region = region_of(contact.sender, contact.text) if written else ""
    found = (phone_handle(number, region) for number in written)
    return tuple(dict.fromkeys(one for one in found if one))[:MAX_PHONES]


def _plain(number: str) -> str:
    return re.sub(r"[ .-]", "", number).upper()


def _chamber(number: str) -> str:
    return chamber_number(number) or ""


def _unique(values: Iterable[str | None], most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.upper() for value in values if value))[:most]
