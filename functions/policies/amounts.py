"""Amounts of money written as each language writes them."""

import re
from collections.abc import Mapping

from functions.core.values import Language

AMOUNT = re.compile(r"(\d{1,12})\.(\d{2}) ([A-Z]{3})")
SIGNS: Mapping[str, str] = {"EUR": "€", "GBP": "£", "USD": "$"}
NO_BREAK = "\u00a0"
MARKS: Mapping[Language, tuple[str, str]] = {
    Language.DUTCH: (".", ","),
    Language.ENGLISH: (",", "."),
    Language.GERMAN: (".", ","),
    Language.FRENCH: (NO_BREAK, ","),
}
"""Between thousands, and before the cents."""


def write_amount(text: str, language: Language) -> str:
    """`49.95 EUR` as `€ 49,95`, `€49.95` or `49,95 €`; any other text as it is."""
    found = AMOUNT.fullmatch(text.strip())
    if found is None:
        return text
    whole, cents, currency = found.groups()
    thousands, point = MARKS[language]
    number = f"{int(whole):,}".replace(",", thousands) + point + cents
    sign = SIGNS.get(currency, currency)
    if language is Language.ENGLISH and currency in SIGNS:
        return sign + number
    before = language in (Language.DUTCH, Language.ENGLISH)
    return f"{sign}{NO_BREAK}{number}" if before else f"{number}{NO_BREAK}{sign}"
