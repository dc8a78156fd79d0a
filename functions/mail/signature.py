"""Where a closing signature, mobile footer or disclaimer begins under somebody's words."""

from collections.abc import Iterator

from functions.mail.quotes import compiled

MAX_LINES = 14
MAX_LINE = 90

DEVICES = (
    r"iphone|ipad|ipod|android|blackberry|samsung|galaxy|huawei|xiaomi|htc|nokia|motorola"
    r"|oneplus|pixel|fairphone|wiko"
    r"|telefoo?n|phone|smartphone|mobiel(?:tje)?|mobile|tablet|handy|toestel|device|apparaat"
    r"|outlook|mail|yahoo|mailbox|gmail"
    r"|proton ?mail|windows|sparrow|acompli|t[ée]l[ée]phone|portable|mobil|ger[äa]t|xperia|spark"
)
FOOTERS = (
    rf"^(?:sent|send|verstuurd|verzonden|gestuurd|gesendet|envoy[ée]|enviado|inviato|skickat"
    rf"|sendt|wysłan[eoy]|von mein)\b[^,;?]{{0,50}}\b(?:{DEVICES})(?![a-z])[^,;?]{{0,40}}$",
    r"^get outlook for \w+|^outlook voor \w+ downloaden|^(?:download|haal) outlook voor "
    r"|^outlook f[üu]r \w+ (?:herunter|laden)"
    r"|^t[ée]l[ée]charger outlook|^obtenir outlook|^holen sie sich outlook",
    r"^via (?:mobile|mobiel|mijn telefoon)$|^diese nachricht wurde von meinem .{1,60} gesendet\.?$"
    r"|^von meinem .{1,50} (?:gesendet|gesandt|verschickt)\.?$|^sent wirelessly .{1,60}$"
    r"|^envoy[ée] sans fil .{1,80}$",
)
CLOSINGS = (
    r"met (?:de )?(?:vriendelijke|hartelijke|beste|vriendelijk|sportieve|zonnige"
    r"|warme) ?groet(?:en|jes)?|vriendelijke groet(?:en)?"
    r"|hartelijke groet(?:en)?|beste groet(?:en)?|(?:veel )?(?:lieve )?groet(?:en|jes)?"
    r"|m\.?v\.?g\.?|vr\.? ?gr(?:oet(?:en)?|\.)?|gr\.?"
    r"|hoogachtend|met dank en groet|(?:alvast )?bedankt en groet(?:en)?"
    r"|(?:kind|best|warm|many|with kind|with best)(?:est)? (?:regards|wishes)|regards"
    r"|yours (?:sincerely|faithfully|truly)|sincerely(?: yours)?"
    r"|cheers|best|all the best|kr|rgds"
    r"|mit (?:freundlichen|freundlichem|besten|vielen|lieben|herzlichen) gr[üu](?:ß|ss)(?:en)?"
    r"|(?:viele|beste|liebe|freundliche|herzliche|sch[öo]ne) gr[üu](?:ß|ss)e"
    r"|gru(?:ß|ss)|gr[üu](?:ß|ss)e|mfg|lg|vg|hochachtungsvoll"
    r"|(?:bien )?cordialement|bien [àa] vous|sinc[èe]res salutations|(?:meilleures "
    r"|bonnes )?salutations(?: distingu[ée]es)?|cdlt|amicalement"
    r"|saludos(?: cordiales)?|un saludo|atentamente|cordiali saluti|distinti saluti|saluti"
    r"|atenciosamente|cumprimentos|pozdrawiam|z powa[żz]aniem"
    r"|med v[äa]nliga? h[äa]lsning(?:ar)?|(?:med )?venlig hilsen|mvh|hilsen"
)
THANKS = (
    r"thanks|thank you|many thanks|thx|bedankt|dank(?: u| je)?(?: wel)?|alvast bedankt|danke"
    r"|vielen dank|merci|merci d.avance"
)
LINK = r"[<\[(]\s?https?://[^\s<>\])]{1,200}\s?[>\])]"
DISCLAIMERS = (
    r"^[*\s]{0,5}(?:disclaimer|vertrouwelijkheid|confidentialit[ey]|haftungsausschluss)\b"
    r"|^(?:dit|deze|the|this|diese|ce|cet) (?:e-?mail|bericht|message|mail|nachricht|courriel"
    r"|information|informatie|communication)\b"
    r".{0,160}\b(?:bestemd|vertrouwelijk|confidential|intended|vertraulich|confidentie"
    r"|privileged|destin[ée])"
    r"|^(?:denk aan het milieu|please consider the environment|d[ée]nk aan de natuur"
    r"|please think before you print)"
)


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
    text = compiled(LINK).sub("", line[:300]).strip(" *_-<>[]!").lower()
    return 0 < len(text) <= 110 and any(compiled(pattern).match(text) for pattern in FOOTERS)


def without_footer(lines: list[str]) -> list[str]:
    """Lines such as `Sent from my iPhone`, which the program wrote."""
    if not lines or not is_footer(lines[-1]):
        return lines
    return lines[:-1]


def without_disclaimer(lines: list[str]) -> list[str]:
    """From the last paragraph on that is a lawyer's; words are only cut behind other words."""
    for at in range(len(lines) - 1, max(0, len(lines) - 12), -1):
        starts = not lines[at - 1].strip()
        if starts and compiled(DISCLAIMERS).match(lines[at].strip()[:400]):
            return lines[:at]
    return lines


def signature_starts(lines: list[str]) -> Iterator[int]:
    """Where a signature may begin: a dash line, or a closing formula above a name and card."""
    lowest = max(0, len(lines) - MAX_LINES - 1)
    for at in range(lowest, len(lines)):
        text = lines[at].strip()
        if compiled(r"^(?:--|—|–|__|-{3,40}|_{3,100})$").match(text) and is_card(lines[at + 1 :]):
            yield at
    for at in range(lowest, len(lines)):
        if is_closing(lines[at]) and is_card(lines[at + 1 :]):
            yield at
    if len(lines) > 1 and compiled(r"^\s?-{1,2}\s?[a-zà-ÿ]{2,20}[.]?$").match(lines[-1]):
        yield len(lines) - 1


def is_closing(line: str) -> bool:
    """`Met vriendelijke groet,` possibly with a name behind it; thanks only with a comma."""
    text = line.strip(" *_")[:80]
    if compiled(rf"^(?:{CLOSINGS})\s{{0,2}}[,.!]{{0,3}}$").match(text):
        return True
    if compiled(
        rf"^(?:{CLOSINGS})(?:,| van| from| von)? (?:[\w.'’-]{{1,20}} ?){{1,4}}[.!]?$"
    ).match(text):
        return len(text) <= 60
    return compiled(rf"^(?:{THANKS})\s{{0,2}}[,!]$").match(text) is not None


def is_card(lines: list[str]) -> bool:
    """Below a closing stand short lines; a question or a postscript is still somebody's word."""
    if len(lines) > MAX_LINES:
        return False
    for line in lines:
        text = line.strip()
        if len(text) > MAX_LINE or text.endswith("?"):
            return False
        if compiled(r"^(?:p\.?\s?s\.?|n\.?b\.?)(?:\b|[:.])").match(text):
            return False
    return True
