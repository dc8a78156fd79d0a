"""VAT and chamber-of-commerce numbers: one spelling each, and only those that can exist."""

import re
from collections.abc import Callable, Mapping

_SPACING = str.maketrans("", "", " .-/\u00a0\t")
_OTHER_EU = re.compile(
    r"(?:AT|BG|CY|CZ|DK|EE|EL|ES|FI|HR|HU|IE|IT|LT|LU|LV|MT|PL|PT|RO|SE|SI|SK|XI|GB|CHE)"
    r"(?=[A-Z]{0,2}[0-9]{6})[A-Z0-9]{8,14}"
)


def vat_number(text: str) -> str | None:
    """A VAT number in capitals without spacing; None when its check digits are wrong.

    For countries without a check here the form alone decides.
    """
    number = text.strip().upper().translate(_SPACING) if len(text) <= 40 else ""
    check = _CHECKS.get(number[:2])
    if check is None:
        return number if _OTHER_EU.fullmatch(number) else None
    return number if check(number[2:]) else None


def chamber_number(text: str) -> str | None:
    """A Dutch chamber-of-commerce number: eight digits."""
    digits = text.strip().translate(_SPACING) if len(text) <= 40 else ""
    return digits if re.fullmatch(r"[0-9]{8}", digits) else None


def _is_dutch(number: str) -> bool:
    """Companies carry the eleven test in the number itself, the self-employed modulo 97."""
    if not re.fullmatch(r"[0-9]{9}B[0-9]{2}", number):
        return False
    eleven = sum(w * int(d) for w, d in zip(range(9, 1, -1), number, strict=False)) - int(number[8])
    spelled = "".join(str(int(char, 36)) for char in f"NL{number}")
    return eleven % 11 == 0 or int(spelled) % 97 == 1


def _is_belgian(number: str) -> bool:
    if not re.fullmatch(r"[01][0-9]{9}", number):
        return False
    return 97 - int(number[:8]) % 97 == int(number[8:])


def _is_german(number: str) -> bool:
    """ISO 7064, modulo 11, 10."""
    if not re.fullmatch(r"[1-9][0-9]{8}", number):
        return False
    product = 10
    for digit in number[:8]:
        product = (int(digit) + product) % 10 or 10
        product = 2 * product % 11
    return (11 - product) % 10 == int(number[8])


def _is_french(number: str) -> bool:
    """The company number passes Luhn; a numeric key in front of it passes modulo 97."""
    if not re.fullmatch(r"[0-9A-HJ-NP-Z]{2}[0-9]{9}", number):
        return False
    key, company = number[:2], number[2:]
    doubled = [int(digit) * (1 + position % 2) for position, digit in enumerate(company)]
    if sum(value - 9 * (value > 9) for value in doubled) % 10:
        return False
    return not key.isdigit() or int(key) == (12 + 3 * (int(company) % 97)) % 97


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "NL": _is_dutch,
    "BE": _is_belgian,
    "DE": _is_german,
    "FR": _is_french,
}
