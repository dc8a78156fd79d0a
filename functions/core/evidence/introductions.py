"""Customers named in full: who says where he is from, or at whose place he is working."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby

from functions.core.contacts import Contact
from functions.core.evidence.clues import own_card
from functions.core.evidence.organisation_names import is_telling
from functions.core.language.phrases import fold

LOOKED_AT = 3_000
MOST_WORDS = 6
"""How many words of a message are looked up as part of a name."""
WORDS_OF_NAME = 3
"""Under how many words of its name an account is kept."""
MOST_PLACES = 20
"""How often one word is looked at as part of a name."""
SHORTEST_WORD, SHORTEST_NAME = 4, 6
_REACH = 4  # words of a name behind `from`, and before `here`
_HEAD = 4  # so near to the beginning `from` tells where the sender is from


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_FROM = _set("van von vom from of de du des d")
_AT = _set("bij at bei beim chez voor for fur pour op")
_FOR = _set("namens")
_BEHALF = _set("behalf compte nom auftrag namen opdracht")
_HERE = _set("hier here ici")
_NOW = _set("nu now jetzt maintenant tegenwoordig inzwischen inmiddels desormais")
_WORKS = _set("werk zit ben work working am arbeite bin travaille suis werkzaam begonnen started")
_THINGS = _set(
    """
    ik i ich je we wij wir nous mijn my mein meine mon ma mes een a an the het der die das
    ein eine le la les un une mail mailtje bericht nachricht message factuur rechnung
    invoice facture nota levering delivery lieferung livraison pakket paket parcel package
    colis order bestelling bestellung commande klant kunde customer client
    """
)
"""What `from` says something else of than of the sender."""
_INTRODUCING = _FROM | _AT | _FOR
_LEGAL = _set(
    """
    b v n c o bv nv cv vof gmbh mbh ag kg ohg ug eg ev e ltd limited plc llp inc sprl srl
    sarl sas sasu sa eurl partgmbb mbb asbl vzw
    """
)
_TOKEN = re.compile(r"[^\W_]+|[\n.,;:!?()]")


class Tie(StrEnum):
    """What a sender says of himself and the customer he names."""

    IS_THERE = "is_there"
    """`Jan van Bakkerij Molen hier`, `ik werk nu bij Bakkerij Molen`."""
    BELONGS = "belongs"
    """`Monteur van Bakkerij Molen, …`, `namens Bakkerij Molen`."""
    WORKS_AT = "works_at"
    """`Bij Bakkerij Molen start de oven niet`: said by a firm of its own, that is its customer."""


def name_words(name: str | None) -> tuple[str, ...]:
    """The words of an account's name by which it can be found; none if all of them are common."""
    if not _can_tell(_spelled(name)):
        return ()
    words = (word for word in _spelled(name) if _is_telling(word))
    return tuple(dict.fromkeys(words))[:WORDS_OF_NAME]


def words_introduced(contact: Contact) -> tuple[str, ...]:
    """Words that can be part of a customer's name, by where they stand; few, whatever the text."""
    found = dict.fromkeys(
        word for line in _lines(contact) for word in _candidates(line) if _is_telling(word)
    )
    return tuple(found)[:MOST_WORDS]


def ties_to(contact: Contact, names: Mapping[str, str | None]) -> dict[str, Tie]:
    """What the sender says to have to do with the customers whom he names in full.

    `names` by id; the text is read once, however many they are.
    """
    head = next(_stretches(contact.text[:LOOKED_AT]), None)
    lines = [([fold(word) for word in line], line == head) for line in _lines(contact)]
    places = _places([words for words, _ in lines])
    found: dict[str, Tie] = {}
    for customer, name in names.items():
        wanted = _spelled(name)
        ties = set[Tie | None]()
        for number, start in _starts(wanted, places) if _can_tell(wanted) else ():
            words, first = lines[number]
            if _is_called(words[start : start + len(wanted)], wanted):
                ties.add(_tie(words, start, start + len(wanted), first=first))
        if tie := next((one for one in Tie if one in ties), None):
            found[customer] = tie
    return found


def _places(lines: Sequence[Sequence[str]]) -> dict[str, list[tuple[int, int]]]:
    """Where each word stands: line and place in it, of many the first."""
    places: dict[str, list[tuple[int, int]]] = {}
    for number, words in enumerate(lines):
        for place, word in enumerate(words):
            held = places.setdefault(word, [])
            if len(held) < MOST_PLACES:
                held.append((number, place))
    return places


def _starts(
    wanted: Sequence[str], places: Mapping[str, Sequence[tuple[int, int]]]
) -> set[tuple[int, int]]:
    """Where the name can begin: it has a telling word in full. Line and place in it."""
    return {
        (number, place - offset)
        for offset, word in enumerate(wanted)
        if _is_telling(word)
        for number, place in places.get(word, ())
        if place >= offset
    }


def _tie(words: Sequence[str], start: int, end: int, *, first: bool) -> Tie | None:
    """What stands around a name tells; `first` is the stretch that the message begins with."""
    before, after = words[max(start - _REACH, 0) : start], words[end : end + 1]
    last = before[-1] if before else ""
    if after and after[0] in _HERE:
        return Tie.IS_THERE
    if last in _AT and _WORKS.intersection(before):
        return Tie.IS_THERE if _NOW.intersection(words) else None
    if last in _FOR or _BEHALF.intersection(before[-3:]):
        return Tie.BELONGS
    if first and last in _FROM and start <= _HEAD:
        return Tie.BELONGS if _THINGS.isdisjoint(before) else None
    return Tie.WORKS_AT if last in _AT else None


def _is_called(said: Sequence[str], wanted: Sequence[str]) -> bool:
    """The name; some of its words may be cut short, as people say them: `fysio` for longer."""
    if len(said) < len(wanted):
        return False
    pairs = list(zip(said, wanted, strict=True))
    return any(one == other and _is_telling(one) for one, other in pairs) and all(
        one == other or (len(one) >= SHORTEST_WORD and other.startswith(one))
        for one, other in pairs
    )


def _candidates(line: Sequence[str]) -> Iterator[str]:
    """Words near one that introduces a name; only capitalised ones, where the writer has any."""
    folded = [fold(word) for word in line]
    capitals = any(word[:1].isupper() for word in line[1:])
    for place, word in enumerate(folded):
        near = range(0)
        if word in _INTRODUCING:
            near = range(place + 1, min(place + 1 + _REACH, len(line)))
        elif word in _HERE:
            near = range(max(place - _REACH, 0), place)
        yield from (folded[i] for i in near if line[i][:1].isupper() or not capitals)


def _lines(contact: Contact) -> Iterator[list[str]]:
    yield from _stretches(contact.subject or "")
    yield from _stretches(contact.text[:LOOKED_AT])
    yield from _stretches(own_card(contact))


def _stretches(text: str) -> Iterator[list[str]]:
    """The words between full stops, commas and line ends."""
    for ended, tokens in groupby(_TOKEN.findall(text), lambda token: not token[0].isalnum()):
        if not ended:
            yield list(tokens)


def _spelled(name: str | None) -> tuple[str, ...]:
    """The name's words, without the legal form it ends with."""
    words = [fold(word) for word in _TOKEN.findall(name or "") if word[0].isalnum()]
    while words and words[-1] in _LEGAL:
        words.pop()
    return tuple(words)


def _can_tell(words: Sequence[str]) -> bool:
    """Whether a name is long enough that nobody writes it by chance."""
    telling = [word for word in words if _is_telling(word)]
    return len(telling) > 1 or (bool(telling) and len("".join(words)) >= SHORTEST_NAME)


def _is_telling(word: str) -> bool:
    return word.isalpha() and is_telling(word, SHORTEST_WORD)
