"""The sentences of a message with what each of them says, by the lexicons."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from functions.core.language.concepts import DENIABLE, DENIABLE_AT_ONCE, Concept
from functions.core.language.lexicon import phrase_book
from functions.core.language.phrases import Hit, Sentence, tokenise

_SUBJECT, _STATEMENT, _QUESTION, _LAST_REQUEST = 0.7, 0.8, 1.2, 1.6
_NEAR = 3


class Reading(NamedTuple):
    """One sentence: how much it weighs and what it says."""

    sentence: Sentence
    weight: float
    hits: tuple[Hit[Concept], ...]
    is_subject: bool
    is_last_request: bool


def read_sentences(subject: str, text: str, languages: Sequence[str]) -> list[Reading]:
    """Subject and text, sentence by sentence; a wish that is denied is not among what is said."""
    subjects = [(sentence, True) for sentence in tokenise(subject)]
    sentences = subjects + [(sentence, False) for sentence in tokenise(text)]
    found = []
    for sentence, is_subject in sentences:
        hits = [hit for code in languages for hit in phrase_book(code).find(sentence)]
        found.append((sentence, is_subject, tuple(_not_denied(hits))))
    asking = [i for i, (s, sub, hits) in enumerate(found) if not sub and requests(s, hits)]
    last = asking[-1] if asking else len(found) - 1
    return [
        Reading(s, _weight(i == last, sub, requests(s, hits)), hits, sub, i == last)
        for i, (s, sub, hits) in enumerate(found)
    ]


def requests(sentence: Sentence, hits: Iterable[Hit[Concept]]) -> bool:
    """Whether a sentence asks for something, with or without a question mark."""
    return sentence.asks or any(hit.key is Concept.REQUEST for hit in hits)


def _weight(is_last_request: bool, is_subject: bool, asks: bool) -> float:
    """The last request weighs most; a subject line and the story before it weigh less."""
    if is_subject:
        return _SUBJECT
    if is_last_request:
        return _LAST_REQUEST
    return _QUESTION if asks else _STATEMENT


def _not_denied(hits: list[Hit[Concept]]) -> Iterable[Hit[Concept]]:
    """Drop wishes that a negation beside them takes back; one inside the phrase is part of it."""
    negations = [hit.start for hit in hits if hit.key is Concept.NEGATION]
    for hit in hits:
        inside = any(hit.start <= at < hit.end for at in negations)
        beside = any(hit.start - _NEAR <= at < hit.end + 2 for at in negations)
        denied = (hit.key in DENIABLE and beside) or (
            hit.key in DENIABLE_AT_ONCE and hit.start - 1 in negations
        )
        if inside or not denied:
            yield hit


def strengths_of(readings: Iterable[Reading]) -> dict[Concept, tuple[float, str]]:
    """For each concept its best place in the text and the phrase that showed it."""
    strengths: dict[Concept, tuple[float, str]] = {}
    for reading in readings:
        for hit in reading.hits:
            if reading.weight > strengths.get(hit.key, (0.0, ""))[0]:
                strengths[hit.key] = (reading.weight, hit.phrase)
    return strengths
