"""Find words and phrases in folded text: one look-up per word, no regex per phrase."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)

MAX_HEAD, MAX_TAIL = 4000, 2000
"""Characters looked at: the beginning and the end of a very long text."""
MAX_GAP = 5
"""Words that `..` may skip."""
_NUMBERS = frozenset(
    word
    for language in (
        "twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig vijftig honderd",
        "two three four five six seven eight nine ten eleven twelve twenty thirty fifty hundred",
        "zwei drei vier funf sechs sieben acht neun zehn elf zwolf zwanzig dreissig hundert",
        "deux trois quatre cinq six sept huit neuf dix douze vingt trente cinquante cent",
    )
    for word in language.split()
)
"""Written numbers, folded; French `onze` is left out because in Dutch it means `our`."""
_LONGEST_WORD = 40
_ELISION = r"\b(?:[cdjlnst]|m(?!'n\b)|qu)'(?=\w)"
"""French; the word behind it is what counts."""
_TOKEN = re.compile(rf"{_ELISION}|\w+(?:'\w+)*|[?!★☆]|\n\s*\n|[.:;…]+(?=\s|$)|\n")
_FOLD = str.maketrans(
    {"ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"}
)


class Sentence(NamedTuple):
    """The folded words of one sentence, and how it ended."""

    words: tuple[str, ...]
    asks: bool


def fold(text: str) -> str:
    """Lower case, without accents, with plain apostrophes; compatibility forms made ordinary."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_FOLD)
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def shorten(text: str) -> str:
    """The head and tail of a text that is longer than anybody's question."""
    if len(text) <= MAX_HEAD + MAX_TAIL:
        return text
    return f"{text[:MAX_HEAD]}\n\n{text[-MAX_TAIL:]}"


def tokenise(text: str) -> list[Sentence]:
    """The sentences of a text; of a huge one only its head and tail."""
    sentences: list[Sentence] = []
    words: list[str] = []
    for found in _TOKEN.finditer(fold(shorten(text))):
        mark = found[0]
        if mark[-1] == "'":
            continue
        if mark[0].isalnum() or mark[0] in "_★☆":
            words.append(mark[:_LONGEST_WORD])
        elif words and mark != "\n":
            sentences.append(Sentence(tuple(words), asks=mark == "?"))
            words = []
        elif mark == "?" and sentences:
            sentences[-1] = sentences[-1]._replace(asks=True)
    if words:
        sentences.append(Sentence(tuple(words), asks=False))
    return sentences


class Hit(NamedTuple, Generic[K]):
    """A phrase found in a sentence: words `start` up to `end`."""

    key: K
    start: int
    end: int
    phrase: str


class _Phrase(NamedTuple, Generic[K]):
    key: K
    text: str
    elements: tuple[tuple[str, ...], ...]


class PhraseBook(Generic[K]):
    """Phrases by key, found in time proportional to the text.

    In a phrase `stem*`, `*end` and `*part*` leave an end of the word open, `a|b` are
    alternatives, `#` is a number in digits or in words, `_` any one word, and `..` skips up
    to five words.
    """

    def __init__(self, phrases_by_key: Mapping[K, Iterable[str]]) -> None:
        self._by_word: dict[str, list[_Phrase[K]]] = defaultdict(list)
        self._by_start: dict[str, list[_Phrase[K]]] = defaultdict(list)
        self._anywhere: list[tuple[str, _Phrase[K]]] = []
        for key, phrases in phrases_by_key.items():
            for phrase in phrases:
                self._add(key, phrase)

    def _add(self, key: K, text: str) -> None:
        elements = tuple(
            tuple(part.split("|")) for part in re.sub(_ELISION, "", fold(text)).split()
        )
        if not elements or elements[0][0] in ("..", "_") or elements[-1][0] == "..":
            raise ValueError(f'the phrase "{text}" must begin and end with a word')
        phrase = _Phrase(key, text, elements)
        for first in elements[0]:
            stem = first.strip("*")
            if not stem:
                raise ValueError(f'the phrase "{text}" has a word without letters')
            if first.startswith("*") or first == "#":
                self._anywhere.append((first, phrase))
            else:
                index = self._by_start if first.endswith("*") else self._by_word
                _append_once(index[stem[:3] if first.endswith("*") else first], phrase)

    def find(self, sentence: Sentence) -> list[Hit[K]]:
        """Every phrase in the sentence, in the order of their first words."""
        words = sentence.words
        hits = []
        for start, word in enumerate(words):
            for phrase in self._candidates(word):
                end = _match(phrase.elements, words, start)
                if end is not None:
                    hits.append(Hit(phrase.key, start, end, phrase.text))
        return hits

    def _candidates(self, word: str) -> Iterable[_Phrase[K]]:
        yield from self._by_word.get(word, ())
        for length in range(1, min(3, len(word)) + 1):
            yield from self._by_start.get(word[:length], ())
        for first, phrase in self._anywhere:
            if _fits(first, word):
                yield phrase


def _append_once(phrases: list[_Phrase[K]], phrase: _Phrase[K]) -> None:
    if not phrases or phrases[-1] is not phrase:
        phrases.append(phrase)


def _match(elements: Sequence[tuple[str, ...]], words: Sequence[str], start: int) -> int | None:
    """Where the phrase that begins at `start` ends; the nearest match behind a gap is taken."""
    at = start
    gap = 0
    for element in elements:
        if element[0] == "..":
            gap = MAX_GAP
            continue
        reach = range(at, min(at + gap + 1, len(words)))
        found = next((i for i in reach if _fits_one(element, words[i])), None)
        if found is None:
            return None
        at, gap = found + 1, 0
    return at


def _fits_one(alternatives: tuple[str, ...], word: str) -> bool:
    return any(_fits(pattern, word) for pattern in alternatives)


def _fits(pattern: str, word: str) -> bool:
    if pattern == "#":
        return word[0].isdigit() or word in _NUMBERS
    if pattern == "_":
        return True
    if pattern.endswith("*"):
        stem = pattern.strip("*")
        return stem in word if pattern.startswith("*") else word.startswith(stem)
    if pattern.startswith("*"):
        return word.endswith(pattern[1:])
    return pattern == word
