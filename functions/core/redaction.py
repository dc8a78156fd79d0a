"""A customer's text without what tells who he is: for what leaves the house or is kept as example.

Rather a word too many is taken out than a name left in: what the text asks for stays readable.
"""

import re
from collections.abc import Iterable
from itertools import takewhile

from functions.core.evidence.topics import common_words
from functions.core.language.lexicon.word_classes import classes_of
from functions.core.language.phrases import fold

LONGEST = 1500
GONE = "[…]"
_CLOSING = (
    "groet|groetjes|groeten|gr|mvg|grt|hoogachtend|regards|sincerely|cheers|yours|kind regards|"
    "best wishes|grüße|gruß|grüssen|grüßen|gruss|mfg|lg|vg|hochachtungsvoll|cordialement|"
    "salutations|cdlt|bien à vous"
)
_SIGNED = re.compile(rf"(?i)\b(?:{_CLOSING})\b")
"""From the closing words on it is the signature; within the last lines only."""
_SIGNATURE_LINES = 8
_LINK = re.compile(r"(?i)\b(?:https?://|www\.)\S{1,300}")
_MAIL = re.compile(r"\S{1,80}@\S{1,120}")
_STREET = re.compile(
    r"(?i)\b[\w'’.-]{0,30}(?:straat|laan|weg|plein|gracht|kade|dijk|hof|singel|street|road|lane|avenue"
    r"|drive|close|straße|strasse|str\.|platz|allee|gasse)\s{1,3}\d{1,5}\s?[a-z]{0,3}\b"
    r"|\b\d{1,4},?\s{1,3}(?:rue|avenue|boulevard|chemin|impasse|place|allée)\s[^\n,.;]{1,40}"
)
_POSTCODE = re.compile(r"\b\d{4}\s?[A-Z]{2}\b|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b")
_NUMBER = re.compile(
    r"(?:[A-Z]{1,6}[-_ ]?)?\+?\d[\d\s./()-]{2,30}\d\w{0,20}|\b\w{0,20}\d{3,}\w{0,20}"
)
_INTRODUCED = re.compile(
    r"(?i)\b(mijn naam is|ik ben|ik heet|met|my name is|this is|i am|i'm|ich heiße|ich heisse"
    r"|ich bin|mein name ist|je m'appelle|mon nom est|dhr\.?|mevr\.?|mevrouw|meneer|de heer|mr\.?"
    r"|mrs\.?|ms\.?|herr|herrn|frau|madame|monsieur|mme|beste|dear|hallo|liebe|lieber|bonjour)"
    r"(\s{1,3})([^\W\d_][\w'’-]{1,30}(?:\s{1,3}(?:van|de|der|den|von|le|la|du)){0,3}"
    r"(?:\s{1,3}[^\W\d_a-zà-ÿ][\w'’-]{1,30}){0,2})"
)
_PARTICLE = r"(?:van|de|der|den|von|le|la|du|el)\b"
_NAMED = re.compile(
    r"(?i)\b(?:mijn naam is|ik heet|my name is|ich hei(?:ß|ss)e|mein name ist|je m['’]appelle"
    r"|mon nom est|dhr\.?|mevr\.?|mevrouw|meneer|de heer|mrs\.?|ms\.?|herrn?|frau|madame|monsieur"
    rf"|mme)\s{{1,3}}(?P<name>[^\W\d_][\w'’-]{{1,30}}(?:\s{{1,3}}{_PARTICLE}){{0,3}}"
    r"(?:\s{1,3}[^\W\d_][\w'’-]{1,30})?)"
    r"|\b(?:(?:hoi|hallo|hi|hey|bonjour)[\s,]{1,3})?(?:ik ben|met|spreek met|i am|i['’]m|this is"
    r"|ich bin|hier ist|je suis|c['’]est|beste|dear|hoi|hallo|hi|hey|liebe|lieber|bonjour"
    r"|mijn (?:zus|broer|vriend|vriendin))\s{1,3}"
    rf"(?P<perhaps>[^\W\d_][\w'’-]{{1,30}}(?:\s{{1,3}}{_PARTICLE}\s{{1,3}}[^\W\d_][\w'’-]{{1,30}})?)"
    r"(?=[\s,.!?]|$)"
)
"""How somebody is named whatever the case of the letters: surely, or unless it is a common word."""
_WORD = re.compile(r"[^\W\d_][\w'’-]{0,40}")
_BEGINNINGS = frozenset(
    word
    for words in (
        "ik we wij je jullie u de het een mijn onze ons wat waar waarom wanneer hoe welke wie",
        "kan kunt kunnen mag wil zou is zijn was heeft hebben heb er dit dat deze die als maar",
        "en of ook nog nu geen niet graag bij op in na voor met van door dus daarom toen sinds",
        "vandaag gisteren morgen hoi hallo goedemorgen goedemiddag goedendag dank bedankt i you",
        "your my our it the a an what where why when how which who can could would may are has",
        "have do does did there this that these if but and or also still now no please at on",
        "after for since today yesterday tomorrow hello hi hey thanks ich wir sie ihr mein",
        "meine unsere der das ein eine wo warum wann welche wer konnen konnten ist sind war hat",
        "haben es dies dieser wenn aber und oder auch noch nun kein nicht bitte am im nach fur",
        "mit von seit heute gestern guten danke j nous vous mon ma mes notre nos le la les un",
        "une des que quoi ou pourquoi quand comment quel quelle qui peut pouvez puis est sont c",
        "ce cette si mais et aussi encore pas merci apres pour avec depuis aujourd hier demain",
        "il elle bonjour",
    )
    for word in words.split()
)
"""What a sentence may begin with; another word there may be a name."""
_PARTICLES = frozenset({"van", "de", "der", "den", "von", "le", "la", "du", "el"})


def redact(text: str, names: Iterable[str] = ()) -> str:
    """At most 1,500 characters, without addresses, links, numbers, phones and names."""
    kept = _shortened(_without_signature(text))
    for pattern in (_LINK, _MAIL, _STREET, _POSTCODE):
        kept = pattern.sub(GONE, kept)
    kept = _NUMBER.sub("#", kept)
    kept = _INTRODUCED.sub(_introduced, kept)
    kept = _NAMED.sub(_named, kept)
    return _without_names(kept, {fold(part) for name in names for part in _WORD.findall(name)})


def _without_signature(text: str) -> str:
    lines = text.split("\n")
    start = len("\n".join(lines[:-_SIGNATURE_LINES])) if len(lines) > _SIGNATURE_LINES else 0
    found = list(_SIGNED.finditer(text, start))
    return text[: found[0].start()].rstrip() if found else text


def _shortened(text: str) -> str:
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[: half - 3]} {GONE} {text[-half:]}"


def _introduced(found: re.Match[str]) -> str:
    """Whoever introduces or addresses somebody by a capital says a name there."""
    is_name = found[3][0].isupper() and not classes_of([fold(found[3].split()[0])])
    return f"{found[1]}{found[2]}{GONE}" if is_name else found[0]


def _named(found: re.Match[str]) -> str:
    """Small letters hide a name; a word that many messages use is none, nor is what follows it."""
    words = (found["name"] or found["perhaps"]).split()
    name = list(takewhile(lambda word: not _is_common(word), words))
    end = found.end() - len(found["name"] or found["perhaps"])
    rest = " ".join(words[len(name) :])
    before = found[0][: end - found.start()]
    return f"{before}{GONE}{' ' if rest else ''}{rest}" if name else found[0]


def _is_common(word: str) -> bool:
    folded = fold(word)
    if folded in _PARTICLES:
        return False
    return folded in _BEGINNINGS or folded in common_words() or bool(classes_of([folded]))


def _without_names(text: str, names: set[str]) -> str:
    """Known names whatever their case, and what has a capital but is no word that customers of a
    shop use. A name that a chat writes without a capital is only known where it is the sender's.
    """

    def replaced(found: re.Match[str]) -> str:
        word = found[0]
        if fold(word) in names and len(word) > 1:
            return GONE
        shouted = word.isupper() and len(word) < 5
        if not word[0].isupper() or shouted or fold(word.partition("'")[0]) in _BEGINNINGS:
            return word
        return word if classes_of([fold(word)]) else GONE

    return _WORD.sub(replaced, text)
