"""What is pressing beyond the safety layer: asked, promised or taken in vain, and by when.

The customer's own count and the day he needs it by decide, not the tone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from functions.core.language.concepts import C, Concept, Signal
from functions.core.language.lexicon import split
from functions.core.language.phrases import PhraseBook, Sentence
from functions.core.language.pressing_words import ATTEMPTS, BY_LANGUAGE, DAYS, NUMBERS, WEEKS, P

_A_WEEK = 7
_ABOUT_BUSINESS = frozenset({C.QUOTE, C.VOLUME, C.BUSINESS, C.PURCHASE_ORDER})

Words = Mapping[P, frozenset[str]]
"""What is said in a stretch of text, with the matched words."""


class Told(NamedTuple):
    """A message as the rules of this layer look at it."""

    sentences: Sequence[Sentence]
    whole: Words
    pairs: Sequence[Words]
    """Of each sentence and the one behind it."""
    about: frozenset[Concept]

    def together(self, *keys: P) -> bool:
        """In one sentence, or in two that follow each other."""
        return any(all(key in pair for key in keys) for pair in self.pairs)


def pressing(
    sentences: Sequence[Sentence], languages: Sequence[str], concepts: Iterable[Concept]
) -> tuple[frozenset[Signal], frozenset[Signal]]:
    """The signals that are found, and those of other layers that are nothing but words."""
    each = [_words(sentence, languages) for sentence in sentences]
    pairs = [_joined(each[i : i + 2]) for i in range(len(each))]
    told = Told(sentences, _joined(each), pairs, frozenset(concepts))
    found = frozenset(signal for signal, is_told in _RULES.items() if is_told(told))
    return found, _unfounded(told) - found


def _is_danger(told: Told) -> bool:
    return P.DANGER in told.whole and C.NOT_BOUGHT not in told.about


def _is_leak(told: Told) -> bool:
    return P.LEAK in told.whole


def _is_standstill(told: Told) -> bool:
    return P.STANDSTILL in told.whole


def _gives_legal_notice(told: Told) -> bool:
    return told.together(P.LEGAL, P.TERM) and P.PAID not in told.whole


def _asks_again(told: Told) -> bool:
    """At least the third time, or the second about what is more than a week late."""
    return _asked_in_vain(told) or (_is_long_overdue(told) and _wrote_before(told.whole))


def _is_delivered_elsewhere(told: Told) -> bool:
    """Somebody says that it is there, and it is not."""
    claimed = (P.CLAIM, P.REPORT)
    return told.together(*claimed, P.NOT_HERE) or told.together(*claimed, P.ELSEWHERE)


def _is_money_taken(told: Told) -> bool:
    return told.together(P.TAKEN, P.CANCELLED)


def _is_reminded_unjustly(told: Told) -> bool:
    return P.REMINDER in told.whole and P.PAID in told.whole and P.NOT_PAID not in told.whole


def _asks_for_the_boss(told: Told) -> bool:
    return told.together(P.BOSS, P.ASKS_FOR) and not _is_own_boss(told)


def _is_needed_by_a_day(told: Told) -> bool:
    needed = any(P.DAY in p and P.NEEDED in p and P.NOT_IN not in p for p in told.pairs)
    return needed and not told.about & {C.NOT_BOUGHT, C.TERMS}


def _wants_nothing_done(told: Told) -> bool:
    tips = P.TIP in told.whole and not any(sentence.asks for sentence in told.sentences)
    return P.NO_REPLY in told.whole or tips


_RULES: Mapping[Signal, Callable[[Told], bool]] = {
    Signal.DANGER: _is_danger,
    Signal.LEAK: _is_leak,
    Signal.STANDSTILL: _is_standstill,
    Signal.LEGAL_NOTICE: _gives_legal_notice,
    Signal.REPEATED: _asks_again,
    Signal.DELIVERED_NOT_RECEIVED: _is_delivered_elsewhere,
    Signal.MONEY_TAKEN: _is_money_taken,
    Signal.UNJUSTIFIED_REMINDER: _is_reminded_unjustly,
    Signal.ESCALATION: _asks_for_the_boss,
    Signal.FIRM_DATE: _is_needed_by_a_day,
    Signal.NOTHING_TO_DO: _wants_nothing_done,
}


def _unfounded(told: Told) -> frozenset[Signal]:
    """A manager of the customer's own, a day on which he is not at home, thanks for nothing."""
    boss = {Signal.ESCALATION} if _is_own_boss(told) else set()
    away = {Signal.FIRM_DATE} if told.together(P.DAY, P.NOT_IN) else set()
    polite = C.THANKS in told.about and P.FOR_NOTHING not in told.whole
    spam = told.about & {C.SCAM, C.SALES_PITCH}
    nothing = set() if polite or spam else {Signal.NOTHING_TO_DO}
    return frozenset(boss | away | nothing)


def _is_own_boss(told: Told) -> bool:
    business = bool(told.about & _ABOUT_BUSINESS)
    return P.OWN_BOSS in told.whole or (P.BOSS in told.whole and business)


def _asked_in_vain(told: Told) -> bool:
    """Two earlier contacts, of different sorts or counted, so that this is the third."""
    if P.AGAIN not in told.whole or P.CALL_ME in told.whole:
        return False
    return len(told.whole.get(P.WROTE, ())) >= 2 or any(
        count >= 2 and unit in ATTEMPTS for s in told.sentences for count, unit in _counted(s)
    )


def _wrote_before(whole: Words) -> bool:
    return P.EARLIER in whole or (P.WROTE in whole and P.CALL_ME not in whole)


def _is_long_overdue(told: Told) -> bool:
    if P.OVER_A_WEEK in told.whole:
        return True
    return P.LATE in told.whole and any(
        days > _A_WEEK for sentence in told.sentences for days in _spans(sentence)
    )


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
