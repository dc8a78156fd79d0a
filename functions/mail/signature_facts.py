"""What a signature tells of its writer: company, role, phone and company numbers; unproven."""

from collections.abc import Sequence

from functions.core.contacts import CompanyFacts
from functions.core.evidence.company_numbers import chamber_number, vat_number
from functions.mail.message import SignatureFacts
from functions.mail.quotes import compiled, introduction_length, is_quoted, label_kind
from functions.mail.signature import is_closing, is_footer

MAX_LINES = 24
MAX_LINE = 160
LEGAL_FORM = (
    r"\b(?:b\.?\s?v\.?|n\.?\s?v\.?|v\.?o\.?f\.?|c\.?v\.?|gmbh(?: & co\.? kg)?|ag|ug|kg|e\.k\."
    r"|s\.?a\.?r\.?l"
    r"|s\.?a\.?s\.?|s\.?a\.?|sprl|bvba|ltd|limited|llc|inc|plc|s\.?r\.?l\.?s?|s\.?p\.?a\.?|s\.?l\.?u?"
    r"|sp\. z o\.o|a/s|aps|ab|oy|lda|unipessoal|eireli)\.?$"
)
TRADE = (
    r"\b(?:\w*bedrijf|\w*groep|makelaar\w*|hoveniers?|aannemer\w*|installatie\w*|architecten"
    r"|adviseurs|stichting|vereniging|gemeente|\w*school|hotel|restaurant|tuincentrum|studio"
    r"|company|group|solutions|services|agency|gruppe|werke|handel|verein|soci[ée]t[ée]|ets"
    r"|impresa|azienda|empresa|firma|przedsi[ęe]biorstwo|foretag|företag|virksomhed)\b"
)
ROLE = (
    r"\b(?:eigenaar|directeur|bedrijfsleider|inkoper|inkoop|(?:office |project|facility |account)"
    r"?\s?manager|administratie|boekhouding|boekhouder|secretaresse|receptie|planner|projectleider"
    r"|facilitair|crediteuren|purchas\w+|procurement|accounts payable|buyer|owner|director|ceo|cfo"
    r"|finance|operations|assistant|einkauf|einkäufer(?:in)?|gesch[äa]ftsf[üu]hrer(?:in)?"
    r"|buchhaltung|leiter(?:in)?|acheteu(?:r|se)|achats|comptabilit[ée]|g[ée]rante?|responsable"
    r"|acquisti|amministrazione|titolare|compras|contabilidad(?:e)?|gerente|zakupy|ksi[ęe]gowo[śs][ćc]"
    r"|w[łl]a[śs]ciciel|indk[øo]b\w*|ink[öo]p\w*|bogholderi|ekonomi|[äa]gare)\b"
)
# Behind the letters of a VAT number or IBAN stands no phone number.
PHONE = (
    r"(?<![\w-])(?<!(?-i:\b[A-Z]{2}) )(?<!(?-i:\b[A-Z]{4}) )"
    r"(?:\+|00|0|\()[0-9(](?:[ ()./-]{0,3}[0-9]){7,13}(?![\w-])"
)
VAT = (
    r"\b(?:AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)"
    r"[ .]?[0-9A-Z](?:[ .]?[0-9A-Z]){7,12}\b"
)
VAT_LABEL = r"\b(?:btw|vat|ust(?:[ -.]?id\w*)?|mwst|tva|iva|p\.? ?iva|nif|nip|moms|cvr)\b"
CHAMBER = (
    r"\b(?:kvk|k\.v\.k\.?|kamer van koophandel|chamber of commerce|coc|handelsregister)[^0-9]{0,20}"
    r"((?:[0-9][ .]?){7}[0-9])\b"
)
CUSTOMER = (
    r"\b(?:klant(?:en)?|customer|kunden|client|debiteur(?:en)?|relatie|cliente|klienta|kunde|kund)"
    r"[- ]?(?:nummer|number|nr|no|num[ée]ro|code|id|numer)?\.?\s?[:#]\s{0,3}"
    r"([A-Z]{0,4}-?[0-9]{2,10})\b"
)


def read_signature(text: str, reply: str) -> SignatureFacts:
    """The facts on the card below the sender's own words."""
    lines = card_below(text.split("\n"), reply)
    if not lines:
        return SignatureFacts()
    whole = "\n".join(lines)
    phones = [" ".join(found.split()) for found in compiled(PHONE).findall(whole)]
    return SignatureFacts(
        company=CompanyFacts(
            name=company_name(lines),
            customer_number=first(CUSTOMER, whole),
            vat_number=vat_in(lines),
            chamber_number=chamber_number(first(CHAMBER, whole) or ""),
        ),
        roles=tuple(dict.fromkeys(role.lower() for role in compiled(ROLE).findall(whole)))[:3],
        phones=tuple(dict.fromkeys(phones))[:4],
    )


def card_below(lines: Sequence[str], reply: str) -> list[str]:
    """The lines between the end of the reply and what is quoted; none of somebody else's."""
    last = reply.rstrip().rpartition("\n")[2].strip()
    ends = (at for at, line in enumerate(lines[:2000]) if last and line.strip() == last)
    start = next(ends, None)
    if start is None:
        return []
    card: list[str] = []
    listed = list(lines[start + 1 : start + 1 + MAX_LINES])
    for at, line in enumerate(listed):
        if is_quoted(line) or label_kind(line) == "from" or introduction_length(listed, at):
            break
        if line.strip() and not is_footer(line):
            card.append(line.strip()[:MAX_LINE])
    return card


def company_name(lines: Sequence[str]) -> str | None:
    """A line that ends in a legal form, else one with a word of trade, else none."""
    short = [line.strip(" *|,") for line in lines if len(line) <= 70 and "@" not in line]
    for pattern in (LEGAL_FORM, TRADE):
        for line in short:
            if compiled(pattern).search(line) and not is_closing(line) and line[:1].isupper():
                return line[:100]
    return None


def vat_in(lines: Sequence[str]) -> str | None:
    for line in lines:
        for found in compiled(VAT).findall(line.upper()):
            number = vat_number(found)
            if number and any(character.isdigit() for character in number[2:5]):
                labelled = compiled(VAT_LABEL).search(line) is not None
                if labelled or number.startswith("NL"):
                    return number
    return None


def first(pattern: str, text: str) -> str | None:
    found = compiled(pattern).search(text)
    return found[1].strip() if found else None
