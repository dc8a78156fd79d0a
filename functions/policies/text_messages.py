"""Text messages: how long one is for the network, and the fullest wording that stays short."""

import unicodedata
from collections.abc import Sequence

# 3GPP TS 23.038, the alphabet of one septet a character; those of the second table take two.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")
PLAINER = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "×": "x",
    }
    | {"\u00a0": " ", "\u202f": " ", "•": "-", "œ": "oe", "Œ": "OE"}
)
WHOLE = {True: 160, False: 70}
"""Units of a message that stands alone: septets of the alphabet, else two octets each."""
PART = {True: 153, False: 67}
"""Units of each part of a longer one, whose header takes room."""
MOST_PARTS = 2


def parts_of(text: str) -> int:
    """How many messages the network makes of it, which is what the sender pays."""
    gsm = _is_gsm(text)
    units = _units(text)
    return 1 if units <= WHOLE[gsm] else -(-units // PART[gsm])


def fit(wordings: Sequence[str]) -> str:
    """The first of the wordings, fullest first, that fits; the last one is cut to fit."""
    for wording in wordings:
        text = plainer(wording)
        if parts_of(text) <= MOST_PARTS:
            return text
    return _cut(plainer(wordings[-1]))


def plainer(text: str) -> str:
    """In the network's own alphabet where the words allow it: no typographer's signs, and letters
    without the accents that it lacks. Other scripts are left as they are.
    """
    plain = "".join(_letter(character) for character in text.translate(PLAINER))
    return plain if _is_gsm(plain) else text


def _letter(character: str) -> str:
    if character in BASIC or character in EXTENDED:
        return character
    bare = unicodedata.normalize("NFKD", character)[0]
    return bare if bare in BASIC else character


def _is_gsm(text: str) -> bool:
    return all(character in BASIC or character in EXTENDED for character in text)


def _units(text: str) -> int:
    if _is_gsm(text):
        return len(text) + sum(character in EXTENDED for character in text)
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str) -> str:
    most = MOST_PARTS * PART[_is_gsm(text)]
    short = text[: most - 3]
    while _units(short) > most - 3:
        short = short[:-1]
    return short.rstrip() + "..."
