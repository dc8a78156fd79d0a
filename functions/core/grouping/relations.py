"""How two people hang together: by name, as one household, or as one person under two names."""

import re

from functions.core.contacts import Contact
from functions.core.evidence.known_orders import KnownOrder
from functions.core.language.phrases import fold

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
    names = (_WORD.findall(fold(name)) for name in order.names)
    return any(len(name) > 1 and (_bears(contact, name) or name[0] in words) for name in names)


def resembles(contact: Contact, order: KnownOrder) -> bool:
    """A name of somebody's own choice on a platform that reads like the buyer's."""
    sender = contact.sender
    if sender.scheme in ("email", "phone"):
        return False
    shown = _WORD.findall(fold(contact.sender_name or ""))
    parts = [*_WORD.findall(fold(sender.value)), *shown]
    names = [_WORD.findall(fold(name)) for name in order.names]
    return any(_reads_like(parts, name) or _calls_himself(shown, name) for name in names)


def _calls_himself(shown: list[str], name: list[str]) -> bool:
    """The buyer's first name and no more, as people enter it in a chat window."""
    return len(shown) == 1 and len(name) > 1 and shown == name[:1] and len(name[0]) > ALIKE


def _bears(contact: Contact, name: list[str]) -> bool:
    """The surname as the last word of his name, or at the end of a word of his address."""
    surname = "".join(name[1:])
    named = _WORD.findall(fold(contact.sender_name or ""))
    address = _WORD.findall(fold(contact.sender.value.partition("@")[0]))
    at_end = len(surname) >= SHORTEST_SURNAME and any(word.endswith(surname) for word in address)
    return at_end or (len(name[-1]) >= ALIKE and name[-1:] == named[-1:])


def _reads_like(parts: list[str], name: list[str]) -> bool:
    """The first name, spelled freely, and the surname, its first letter or the initials."""
    if len(name) < 2 or len(name[0]) < ALIKE:
        return False
    first, last, initials = name[0], name[-1], "".join(word[0] for word in name[1:])
    named = [p for p in parts if p[:ALIKE] == first[:ALIKE] or sorted(p) == sorted(first)]
    others = [p for p in parts if p not in named]
    joined = any(p.startswith((first + last[0], first + name[1][0])) for p in parts)
    return joined or (bool(named) and any(p in (last, last[0], initials) for p in others))


def same_person(one: str | None, other: str | None) -> bool:
    """Whether two names can be one person's: the surname agrees, and the first names do."""
    ours, theirs = fold(one or "").replace(".", " ").split(), fold(other or "").split()
    if not ours or not theirs or len(ours[-1]) < 3:
        return False
    if len(ours) == 1 or len(theirs) == 1:
        return len(ours) == len(theirs) and ours == theirs
    return ours[-1] == theirs[-1] and ours[0][0] == theirs[0][0] and _agree(ours[0], theirs[0])


def _agree(one: str, other: str) -> bool:
    return len(one) == 1 or len(other) == 1 or one == other
