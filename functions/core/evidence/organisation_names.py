"""Whether a text has the name of an organisation in it."""

import re

from functions.core.contacts import Contact
from functions.core.evidence.topics import common_words

MAX_TEXT = 20_000

_WORD = re.compile(r"[^\W\d_]{4,40}")
_COMMON = """
    agence agentur bedrijf beheer belgie bouw bureau cabinet compagnie company deutschland diensten
    france garage gemeente
    gmbh groep group groupe gruppe handel holding hotel huis installatie installaties
    international kantoor keuken limited nederland netherlands onderhoud restaurant sarl school
    service services shop societe stichting techniek tuin verein vereniging verhuur winkel
    winkels filiaal vestiging locatie location standort succursale franchise afdeling
"""
COMMON_IN_NAMES = frozenset(_COMMON.split())


def names_organisation(contact: Contact, name: str | None) -> bool:
    """Whether the contact has a word of the name that other names do not have too."""
    own = telling_words(name)
    said = f"{contact.sender_name or ''} {contact.subject or ''} {contact.text[:MAX_TEXT]}"
    return not own.isdisjoint(_WORD.findall(said.casefold()))


def is_telling(word: str, shortest: int) -> bool:
    """Whether a folded word is one that tells a name from others, and from what people say."""
    return len(word) >= shortest and word not in common_words() and word not in COMMON_IN_NAMES


def telling_words(name: str | None) -> frozenset[str]:
    """The words of a name that others do not have too."""
    return frozenset(_WORD.findall((name or "").casefold())).difference(COMMON_IN_NAMES)
