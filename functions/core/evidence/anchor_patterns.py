"""What identifiers look like, in four languages; every pattern is bounded, so time is linear."""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from functions.core.contacts import AnchorKind
from functions.core.evidence.tracking_codes import is_iban, is_s10, is_ups


class Finder(NamedTuple):
    """One way to recognise one kind of identifier; the pattern has a group `value`."""

    kind: AnchorKind
    pattern: re.Pattern[str]
    accepts: Callable[[str, re.Match[str]], bool]
    inside_links: bool = False
    """Whether it is looked for within links too (tracking links)."""


def any_value(_value: str, _match: re.Match[str]) -> bool:
    """The pattern says it all."""
    return True


def without_lookalikes(text: str) -> str:
    """The text with blanks over what holds digits but names no matter, everything else in place."""
    if "@" in text or "://" in text or "www." in text:
        text = _TOKEN.sub(_blank_links, text)
    text = _iban().sub(
        lambda m: _blank(m) if is_iban(m[0].upper().replace(" ", "")) else m[0], text
    )
    return _lookalike().sub(_blank, text)


def near_digits(text: str) -> str:
    """Only the lines that have a digit, with the two above each, where the word for it stands."""
    lines = text.splitlines()
    telling = [_DIGIT.search(line) is not None for line in lines]
    return "\n".join(line for place, line in enumerate(lines) if any(telling[place : place + 3]))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _blank_links(match: re.Match[str]) -> str:
    token = match[0]
    return " " * len(token) if "@" in token or "://" in token or "www." in token else token


_TOKEN = re.compile(r"\S+")
_DIGIT = re.compile(r"[0-9]")
_IBAN_LENGTHS = {"NL": 18, "BE": 16, "DE": 22, "FR": 27, "LU": 20, "AT": 20, "GB": 22}


@cache
def _iban() -> re.Pattern[str]:
    spellings = (
        rf"{country}[0-9]{{2}}(?: ?[A-Z0-9]){{{length - 4}}}"
        for country, length in _IBAN_LENGTHS.items()
    )
    return re.compile(rf"\b(?:{'|'.join(spellings)})(?![A-Z0-9])", re.IGNORECASE)


@cache
def _lookalike() -> re.Pattern[str]:
    return re.compile(_LOOKALIKE, re.IGNORECASE | re.VERBOSE)


_LOOKALIKE = r"""
    (?<![\w+])(?:\+|00)[1-9](?:[ ()./-]{0,3}[0-9]){8,13}(?![0-9])       # phone, international
    | (?<![\w-])\(?0[1-9](?:[ ()./-]{0,2}[0-9]){7,10}(?![\w])             # phone, national
    | \bNL\ ?[0-9]{4}\.?[0-9]{2}\.?[0-9]{3}\.?\ ?B\.?[0-9]{2}\b         # VAT numbers
    | \bBE\ ?[01][0-9]{3}\.?[0-9]{3}\.?[0-9]{3}\b
    | \bDE\ ?[0-9]{9}\b
    | \bFR\ ?[A-Z0-9]{2}\ ?[0-9]{3}\ ?[0-9]{3}\ ?[0-9]{3}\b
    | (?<![\w-])[0-9]{1,2}([-/.])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})(?![\w-])  # dates
    | (?<![\w-])(?:19|20)[0-9]{2}([-/.])[0-9]{1,2}\2[0-9]{1,2}(?![\w-])
    | (?:€|£|\$|\bEUR)\ ?[0-9][0-9.,]{0,14}                             # amounts
    | (?<![\w.,])[0-9][0-9.]{0,12},(?:[0-9]{2}|-)(?![0-9])
    | (?<![\w.,])[0-9.,]{1,14}\ ?(?:€|eur\b|euro\b|euros\b)
    """


def _code(value: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9])(?P<value>{value})(?![A-Za-z0-9])", flags)


def _has_digits(least: int) -> Callable[[str, re.Match[str]], bool]:
    return lambda value, match: (
        sum(char.isdigit() for char in value) >= least and _is_no_quantity(value, match)
    )


_AFTER_QUANTITY = re.compile(
    r"\s?(?:€|%|euros?\b|eur\b|stuks?\b|st[üu]ck\b|pi[èe]ces?\b|pcs\b|pieces?\b|items?\b|keer\b|x\b"
    r"|(?:kilo|kg|gram|meter|liter|mm|cm|ml|watt|volt)\b)",
    re.IGNORECASE,
)
_AFTER_POSTCODE = re.compile(r" ?[A-Z]{2}\b")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBERED = re.compile(r"nummer|nr|number|num[ée]ro|n°", re.IGNORECASE)


def _is_no_quantity(value: str, match: re.Match[str]) -> bool:
    """Not an amount of something, a postcode, or a year that stands there without `number`."""
    text, end = match.string, match.end("value")
    if _AFTER_QUANTITY.match(text, end):
        return False
    if len(value) == 4 and value.isdigit() and _AFTER_POSTCODE.match(text, end):
        return False
    return _says_number(match) or not _YEAR.fullmatch(value)


def _is_order_number(value: str, match: re.Match[str]) -> bool:
    """Letters in front (`WEB-10023`) count only after an explicit `number`."""
    return _is_no_quantity(value, match) and (value.isdigit() or _says_number(match))


def _says_number(match: re.Match[str]) -> bool:
    return bool(match["mark"] or _NUMBERED.search(match["label"]))


CASE_REFERENCE = re.compile(r"\[(?P<value>L-[A-Z2-7]{10})\]", re.IGNORECASE)


@cache
def tracking_finders() -> tuple[Finder, ...]:
    """Carriers' codes, with check digits where they have them."""
    return tuple(
        Finder(AnchorKind.TRACKING, pattern, accepts, inside_links=True)
        for pattern, accepts in (
            (_code(r"[A-Z]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3} ?[A-Z]{2}"), lambda v, _: is_s10(v)),
            (_code(r"1Z(?: ?[A-Z0-9]){16}"), lambda v, _: is_ups(v)),
            (_code(r"3S[A-Z0-9]{6,18}"), lambda v, _: sum(c.isdigit() for c in v) >= 4),  # PostNL
            (
                _code(r"JJD[0-9A-Z]{0,4}[0-9]{10,22}|JVGL[0-9]{10,22}|JD[0-9]{16,20}"),
                any_value,
            ),  # DHL
            (_code(r"323[0-9]{21}"), any_value),  # bpost
            (_code(r"[5-9][A-Z][0-9]{11}"), any_value),  # Colissimo
            (
                re.compile(r"dpd.{0,80}?(?<![0-9])(?P<value>[0-9]{14})(?![0-9])", re.IGNORECASE),
                any_value,
            ),
            (
                re.compile(r"gls.{0,80}?(?<![0-9])(?P<value>[0-9]{11,12})(?![0-9])", re.IGNORECASE),
                any_value,
            ),
        )
    )


@cache
def prefixed_finders() -> tuple[Finder, ...]:
    """Numbers that show by their own letters what they are."""
    return tuple(
        Finder(
            kind,
            re.compile(rf"(?<![\w-])(?P<value>{value})(?![\w-]|[.,][0-9])", re.IGNORECASE),
            any_value,
        )
        for kind, value in (
            (
                AnchorKind.RETURN,
                r"(?:RMA|RET|RTN)[- ]?[0-9]{3,12}(?:-[0-9]{2,8})?|RMA-[A-Z0-9]{4,12}",
            ),
            (AnchorKind.INVOICE, r"F-?20[0-9]{2}-?[0-9]{3,7}"),
            (AnchorKind.INVOICE, r"(?:INV|FACT?|RG|RE)-?[0-9]{4,12}(?:-[0-9]{2,7})?"),
            (AnchorKind.PURCHASE_ORDER, r"(?:PO|INK)[- ]?[0-9]{3,12}(?:-[0-9]{1,7})?"),
        )
    )


_NUMBER_WORD = r"(?:nummers?|numbers?|nrs?|no|num[ée]ro|n°|nº|id|code)(?![a-zé])\.?"
_AFTER_LABEL = (
    r"(?:\s{1,2}(?:met|mit|with|avec|is|ist|est|van|het|the|le|la|de)(?![a-zé]))?"
    rf"(?:\s{{0,2}}(?P<mark>{_NUMBER_WORD}|[:#]))?\s{{0,2}}[:=#]?\s{{0,2}}"
)
_CODE_VALUE = r"[A-Z0-9](?:[A-Z0-9]|[-/](?=[A-Z0-9])){2,23}(?![A-Z0-9])"
_ORDER_VALUE = r"(?:[A-Z]{1,6}-?)?[0-9]{4,12}(?![\w]|[-/.,:][0-9])"


def _labelled(labels: str, value: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?P<label>{labels}){_AFTER_LABEL}(?P<value>{value})", re.IGNORECASE)


_RETURN_WORDS = (
    r"retour(?:en)?(?:nummer|nr\.?|[ -]n(?:umme)?r\.?)|rma|return number|return no\.?"
    r"|r(?:ü|ue)ck(?:sende|gabe)nummer|retourennummer|num[ée]ro de retour|n° de retour"
)
_TRACKING_WORDS = (
    r"track ?(?:&|and|en)? ?trace(?:[ -]?code)?|tracking(?:[ -]?(?:code|number|nummer))?|barcode"
    r"|zendings?(?:nummer|code|nr)?|pakket(?:nummer|code|nr)|paketnummer|sendungs(?:nummer|nr)"
    r"|num[ée]ro de (?:suivi|colis)|n° de (?:suivi|colis)|colis|suivi|consignment"
)
_INVOICE_WORDS = (
    r"faktuur(?:nummer|nr)?|factuur(?:nummer|nr)?|nota(?:nummer|nr)?|invoice|rechnung(?:s?nummer|s?nr)?"
    r"|facture|num[ée]ro de facture"
)
_PURCHASE_ORDER_WORDS = (
    r"inkoop(?:order|opdracht)?(?:nummer|nr)?|purchase order|bon de commande|bestelreferentie"
    r"|(?:uw|onze|mijn|jullie) (?:referentie|kenmerk)|(?:your|our|my) ref(?:erence)?\.?"
    r"|(?:ihre?|unsere?) (?:referenz|zeichen)|(?:votre|notre) r[ée]f[ée]rence"
)
_SERIAL_WORDS = (
    r"serie(?:nummer|nr)|serial|s/n|sn(?=[ :#])|serien(?:nummer|nr)"
    r"|num[ée]ro de s[ée]rie|n° de s[ée]rie"
)
_ORDER_WORDS = (
    r"orders?(?:nummer|nr)?|bestel(?:ling|lingen|nummer|nr)|webordernummer|bestell(?:ung|nummer|nr)"
    r"|auftrag(?:s?nummer|s?nr)?|commande"
)


@cache
def labelled_finders() -> tuple[Finder, ...]:
    """Numbers behind a word that says what they are."""
    return (
        Finder(AnchorKind.RETURN, _labelled(_RETURN_WORDS, _CODE_VALUE), _has_digits(3)),
        Finder(AnchorKind.TRACKING, _labelled(_TRACKING_WORDS, r"[A-Z0-9]{8,30}"), _has_digits(6)),
        Finder(AnchorKind.INVOICE, _labelled(_INVOICE_WORDS, _CODE_VALUE), _has_digits(3)),
        Finder(
            AnchorKind.PURCHASE_ORDER, _labelled(_PURCHASE_ORDER_WORDS, _CODE_VALUE), _has_digits(2)
        ),
        Finder(AnchorKind.SERIAL, _labelled(_SERIAL_WORDS, _CODE_VALUE), _has_digits(2)),
        Finder(AnchorKind.ORDER, _labelled(_ORDER_WORDS, _ORDER_VALUE), _is_order_number),
    )
