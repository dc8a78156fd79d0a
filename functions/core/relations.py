"""Who writes about somebody else's private order: his household, or himself by another name."""

import re

from functions.core.contacts import Contact
from functions.core.organisations import KnownOrder
from functions.core.phrases import fold

LOOKED_AT = 1_000
SHORTEST_SURNAME = 4
ALIKE = 3

_FAMILY = re.compile(
    r"(?<!\w)(?:(?:mijn|m'n|onze|ons|my|our|meine?[rmn]?|unsere?[rmn]?|mon|ma|notre)"
    r" (?:\w+ )?(?:man|vrouw|echtgeno\w+|partner|vriend|vriendin|zoon|dochter|moeder|vader|ouders"
    r"|broer|zus|zusje|oma|opa|schoon\w+|vrouwtje|huisgenoot"
    r"|husband|wife|spouse|girlfriend|boyfriend|son|daughter|mother|mum|mom|father|dad|parents"
    r"|brother|sister|grandmother|grandfather|flatmate|fiancee?"
    r"|mann|frau|ehemann|ehefrau|lebensgefahrt\w*|freundin|freund|sohn|tochter|mutter|vater|eltern"
    r"|bruder|schwester|verlobte\w*"
    r"|mari|femme|epou\w+|compagn\w+|conjoint\w*|copine?|fils|fille|mere|pere|frere|soeur))(?!\w)"
)
_WORD = re.compile(r"[^\W\d_]+")


def is_of_household(contact: Contact, order: KnownOrder) -> bool:
    """He speaks of family, and bears the buyer's surname or calls the buyer by name."""
    said = fold(f"{contact.subject or ''} {contact.text[:LOOKED_AT]}")
    if not _FAMILY.search(said):
        return False
    words = set(_WORD.findall(said))
    return any(
        _bears(contact, last) or first in words for first, last in map(_first_and_last, order.names)
    )


def resembles(contact: Contact, order: KnownOrder) -> bool:
    """A name of somebody's own choice on a platform that reads like the buyer's."""
    sender = contact.sender
    if sender.scheme in ("email", "phone"):
        return False
    parts = _WORD.findall(fold(f"{sender.value} {contact.sender_name or ''}"))
    return any(_reads_like(parts, *_first_and_last(name)) for name in order.names)


def _first_and_last(name: str) -> tuple[str, str]:
    words = _WORD.findall(fold(name))
    return (words[0], words[-1]) if len(words) > 1 else ("", "")


def _bears(contact: Contact, surname: str) -> bool:
    """As the last word of his name, or at the end of a word of his address."""
    if len(surname) < SHORTEST_SURNAME:
        return False
    named = _WORD.findall(fold(contact.sender_name or ""))[-1:]
    address = _WORD.findall(fold(contact.sender.value.partition("@")[0]))
    return surname in named or any(word.endswith(surname) for word in address)


def _reads_like(parts: list[str], first: str, last: str) -> bool:
    """The first name, spelled freely, and the surname or its first letter."""
    if len(first) < ALIKE:
        return False
    named = [p for p in parts if p[:ALIKE] == first[:ALIKE] or sorted(p) == sorted(first)]
    others = [p for p in parts if p not in named]
    joined = any(p.startswith(first + last[0]) for p in parts)
    return joined or (bool(named) and any(p in (last, last[0]) for p in others))
