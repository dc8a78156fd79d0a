"""Messages of a word or two that mean one thing, or nothing yet: no model need judge them."""

import re

# https://developers.facebook.com/docs/whatsapp and the carriers' own words; nothing else is in it.
STOP_WORDS = frozenset(
    {
        "stop", "stopp", "stop all", "stopall", "unsubscribe", "end", "quit", "afmelden",
        "uitschrijven", "stoppen", "abmelden", "abbestellen", "arret", "arrêt", "désabonner",
        "desabonner", "désinscrire",
    }
)  # fmt: skip
LONGEST_STOP = 40
_OPENINGS = frozenset(
    {
        "hoi", "hallo", "hey", "hee", "hi", "hello", "hiya", "yo", "dag", "goedemorgen",
        "goedemiddag", "goedenavond", "goeiedag", "moin", "servus", "gruezi", "guten",
        "tag", "morgen", "abend", "bonjour", "bonsoir", "salut", "coucou", "good",
        "morning", "afternoon", "evening", "ja", "nee", "ok", "oke", "okay", "yes", "no",
        "oui", "non", "nein", "u", "er", "is", "iemand", "daar", "anyone", "there", "da",
    }
)  # fmt: skip
"""Folded words with which a chat begins, or an agent's question is answered."""


def is_stop_word(text: str) -> bool:
    """STOP and its like in four languages, and not a word more."""
    words = " ".join(re.findall(r"\w+", text[: LONGEST_STOP + 1].casefold()))
    return len(text) <= LONGEST_STOP and words in STOP_WORDS


def only_opens(words: list[str]) -> bool:
    """A greeting, a yes or a no: what it is about is still to come."""
    return all(word in _OPENINGS for word in words if word.isalpha())
