"""Which of several parties a message names, by its place, its house or a word of its name."""

from collections.abc import Sequence

from functions.core.contacts import Contact
from functions.core.evidence.organisation_names import is_telling
from functions.core.grouping.organisations import KnownOrganisation
from functions.core.language.phrases import fold

LOOKED_AT = 4_000
SHORTEST = 3
MOST_WORDS = 16


def place_words(organisations: Sequence[KnownOrganisation]) -> dict[str, frozenset[str]]:
    """Of each organisation the words of its name and note that the others do not have: its place.

    What stands in the domain itself is the name of all of them.
    """
    words = {one.id: _words(one) for one in organisations}
    hosts = "".join(host for one in organisations for host in one.domains)
    return {
        one: frozenset(
            word
            for word in own
            if word not in hosts
            and not any(word in theirs for other, theirs in words.items() if other != one)
        )
        for one, own in words.items()
    }


def note_words(note: str | None) -> tuple[str, ...]:
    """What of an account's note can name its place; kept with the account, so only a few."""
    words = (word for word in _spaced(note or "").split() if is_telling(word, SHORTEST))
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


def says_any(contact: Contact, words: frozenset[str]) -> bool:
    """Whether address, name, subject or text has one of the words."""
    address = contact.sender.value.partition("@")[0]
    whole = contact.full_text or contact.text
    said = f"{address} {contact.sender_name or ''} {contact.subject or ''} {whole[:LOOKED_AT]}"
    return not words.isdisjoint(_spaced(said).split())


def named_alone(text: str, organisations: Sequence[KnownOrganisation]) -> frozenset[str]:
    """Those of whose names the text has a word that the others' names do not have."""
    said = frozenset(_spaced(text[:LOOKED_AT]).split())
    words = place_words(organisations)
    return frozenset(one for one, own in words.items() if not said.isdisjoint(own))


def _words(organisation: KnownOrganisation) -> frozenset[str]:
    named = (
        word for word in _spaced(organisation.name or "").split() if is_telling(word, SHORTEST)
    )
    return frozenset((*named, *organisation.places))


def _spaced(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())
