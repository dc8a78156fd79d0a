"""What is pressing beyond the safety layer: asked, promised or taken in vain, and by when.

The customer's own count and the day he needs it by decide, not the tone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from functions.core.language.concepts import C, Concept, Signal
from functions.core.language.lexicon import split
from functions.core.language.phrases import PhraseBook, Sentence
from functions.core.language.pressing_words import ATTEMPTS, BY_LANGUAGE, DAYS, NUMBERS, WEEKS, P

_A_WEEK = 7
_ABOUT_BUSINESS = frozenset({C.QUOTE, C.VOLUME, C.BUSINESS, C.PURCHASE_ORDER})

Words = Mapping[P, frozenset[str]]
"""What is said in a stretch of text, with the matched words."""


def pressing(
    sentences: Sequence[Sentence], languages: Sequence[str], concepts: Iterable[Concept]
) -> tuple[frozenset[Signal], frozenset[Signal]]:
    """The signals that are found, and those of other layers that are nothing but words."""
    each = [_words(sentence, languages) for sentence in sentences]
    whole = _joined(each)
    pairs = [_joined(each[i : i + 2]) for i in range(len(each))]
    about = frozenset(concepts)
    found = frozenset(_found(sentences, whole, pairs, about))
    return found, frozenset(_unfounded(whole, pairs, about) - found)


def _found(
    sentences: Sequence[Sentence],
    whole: Words,
    pairs: Sequence[Words],
    about: frozenset[Concept],
) -> Iterator[Signal]:
    if P.DANGER in whole and C.NOT_BOUGHT not in about:
        yield Signal.DANGER
    if P.LEAK in whole:
        yield Signal.LEAK
    if P.STANDSTILL in whole:
        yield Signal.STANDSTILL
    if any(P.LEGAL in pair and P.TERM in pair for pair in pairs) and P.PAID not in whole:
        yield Signal.LEGAL_NOTICE
    if _asked_in_vain(sentences, whole) or (
        _is_long_overdue(sentences, whole) and _wrote_before(whole)
    ):
        yield Signal.REPEATED
    if any(_is_delivered_elsewhere(pair) for pair in pairs):
        yield Signal.DELIVERED_NOT_RECEIVED
    if any(P.TAKEN in pair and P.CANCELLED in pair for pair in pairs):
        yield Signal.MONEY_TAKEN
    if P.REMINDER in whole and P.PAID in whole and P.NOT_PAID not in whole:
        yield Signal.UNJUSTIFIED_REMINDER
    if any(_asks_for_the_boss(pair) for pair in pairs) and not _is_own_boss(whole, about):
        yield Signal.ESCALATION
    if any(_is_needed_by_a_day(pair) for pair in pairs) and not about & {C.NOT_BOUGHT, C.TERMS}:
        yield Signal.FIRM_DATE
    if P.NO_REPLY in whole or (P.TIP in whole and not any(s.asks for s in sentences)):
        yield Signal.NOTHING_TO_DO


def _unfounded(
    whole: Words, pairs: Sequence[Words], about: frozenset[Concept]
) -> frozenset[Signal]:
    """A manager of the customer's own, a day on which he is not at home, thanks for nothing."""
    boss = {Signal.ESCALATION} if _is_own_boss(whole, about) else set()
    away = {Signal.FIRM_DATE} if any(P.DAY in p and P.NOT_IN in p for p in pairs) else set()
    polite = C.THANKS in about and P.FOR_NOTHING not in whole
    spam = about & {C.SCAM, C.SALES_PITCH}
    nothing = set() if polite or spam else {Signal.NOTHING_TO_DO}
    return frozenset(boss | away | nothing)


def _asked_in_vain(sentences: Sequence[Sentence], whole: Words) -> bool:
    """Two earlier contacts, of different sorts or counted, so that this is the third."""
    if P.AGAIN not in whole or P.CALL_ME in whole:
        return False
    return len(whole.get(P.WROTE, ())) >= 2 or any(
        count >= 2 and unit in ATTEMPTS for s in sentences for count, unit in _counted(s)
    )


def _wrote_before(whole: Words) -> bool:
    return P.EARLIER in whole or (P.WROTE in whole and P.CALL_ME not in whole)


def _is_long_overdue(sentences: Sequence[Sentence], whole: Words) -> bool:
    if P.OVER_A_WEEK in whole:
        return True
    return P.LATE in whole and any(days > _A_WEEK for s in sentences for days in _spans(s))


def _spans(sentence: Sentence) -> Iterator[int]:
    """Stretches of time in days: `elf dagen`, `2 weeks`."""
    for count, unit in _counted(sentence):
        if unit in DAYS:
            yield count
        elif unit in WEEKS:
            yield 7 * count


def _counted(sentence: Sentence) -> Iterator[tuple[int, str]]:
    """Each number, in digits or in words, with the word behind it."""
    for number, unit in zip(sentence.words, sentence.words[1:], strict=False):
        digits = number if number.isascii() and number.isdigit() and len(number) < 4 else ""
        yield int(digits) if digits else NUMBERS.get(number, 0), unit


def _is_delivered_elsewhere(pair: Words) -> bool:
    """Somebody says that it is there, and it is not."""
    return P.CLAIM in pair and P.REPORT in pair and (P.NOT_HERE in pair or P.ELSEWHERE in pair)


def _asks_for_the_boss(pair: Words) -> bool:
    return P.BOSS in pair and P.ASKS_FOR in pair


def _is_own_boss(whole: Words, about: frozenset[Concept]) -> bool:
    return P.OWN_BOSS in whole or (P.BOSS in whole and bool(about & _ABOUT_BUSINESS))


def _is_needed_by_a_day(pair: Words) -> bool:
    return P.DAY in pair and P.NEEDED in pair and P.NOT_IN not in pair


def _words(sentence: Sentence, languages: Sequence[str]) -> dict[P, frozenset[str]]:
    found: dict[P, frozenset[str]] = {}
    for language in languages:
        for hit in _book(language).find(sentence):
            words = " ".join(sentence.words[hit.start : hit.end])
            found[hit.key] = found.get(hit.key, frozenset()) | {words}
    return found


def _joined(parts: Iterable[Words]) -> dict[P, frozenset[str]]:
    whole: dict[P, frozenset[str]] = {}
    for part in parts:
        for key, words in part.items():
            whole[key] = whole.get(key, frozenset()) | words
    return whole


@cache
def _book(language: str) -> PhraseBook[P]:
    return PhraseBook({key: split(text) for key, text in BY_LANGUAGE[language].items()})
