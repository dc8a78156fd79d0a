"""Find words and phrases in folded text: one look-up per word, no regex per phrase."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)

MAX_HEAD, MAX_TAIL = 3000, 1500
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
_WORDS_REMEMBERED = 4096
"""For so many words a book remembers which of its phrases may begin there."""
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


class _Element(NamedTuple):
    """One place of a phrase: what may stand there."""

    words: frozenset[str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    parts: tuple[str, ...]
    number: bool
    any_word: bool
    gap: bool

    @property
    def fits(self) -> Callable[[str], bool]:
        """Whether a word may stand here; most elements are nothing but whole words."""
        is_plain = not (self.starts or self.ends or self.parts or self.number or self.any_word)
        return self.words.__contains__ if is_plain else self._fits

    def _fits(self, word: str) -> bool:
        return (
            word in self.words
            or self.any_word
            or word.startswith(self.starts)
            or word.endswith(self.ends)
            or (self.number and _is_number(word))
            or any(part in word for part in self.parts)
        )


class _Phrase(NamedTuple, Generic[K]):
    key: K
    text: str
    first: Callable[[str], bool]
    others: tuple[Callable[[str], bool] | None, ...]
    """What may stand behind the first word; None: a gap."""


class PhraseBook(Generic[K]):
    """Phrases by key, found in time proportional to the text.

    In a phrase `stem*`, `*end` and `*part*` leave an end of the word open, `a|b` are
    alternatives, `#` is a number in digits or in words, `_` any one word, and `..` skips up
    to five words.
    """

    def __init__(self, phrases_by_key: Mapping[K, Iterable[str]]) -> None:
        self._by_word: dict[str, list[_Phrase[K]]] = defaultdict(list)
        self._by_start: dict[str, list[_Phrase[K]]] = defaultdict(list)
        self._by_number: list[_Phrase[K]] = []
        self._anywhere: list[_Phrase[K]] = []
        self._begin_with = lru_cache(_WORDS_REMEMBERED)(self._beginning_with)
        for key, phrases in phrases_by_key.items():
            for phrase in phrases:
                self._add(key, phrase)

    def _add(self, key: K, text: str) -> None:
        elements = tuple(map(_element, re.sub(_ELISION, "", fold(text)).split()))
        if not elements or elements[0].any_word or elements[0].gap or elements[-1].gap:
            raise ValueError(f'the phrase "{text}" must begin and end with a word')
        first, *others = elements
        phrase = _Phrase(key, text, first.fits, tuple(None if e.gap else e.fits for e in others))
        if "" in (*first.starts, *first.ends, *first.parts):
            raise ValueError(f'the phrase "{text}" has a word without letters')
        for word in first.words:
            self._by_word[word].append(phrase)
        for start in {start[:3] for start in first.starts}:
            self._by_start[start].append(phrase)
        if first.number:
            self._by_number.append(phrase)
        if first.ends or first.parts:
            self._anywhere.append(phrase)

    def find(self, sentence: Sentence) -> list[Hit[K]]:
        """Every phrase in the sentence, in the order of their first words."""
        words = sentence.words
        hits = []
        for start, word in enumerate(words):
            for phrase in self._begin_with(word):
                end = _match(phrase.others, words, start + 1)
                if end is not None:
                    hits.append(Hit(phrase.key, start, end, phrase.text))
        return hits

    def _beginning_with(self, word: str) -> Sequence[_Phrase[K]]:
        return [phrase for phrase in self._candidates(word) if phrase.first(word)]

    def _candidates(self, word: str) -> Iterator[_Phrase[K]]:
        yield from self._by_word.get(word, ())
        for length in range(1, min(3, len(word)) + 1):
            yield from self._by_start.get(word[:length], ())
        if _is_number(word):
            yield from self._by_number
        yield from self._anywhere


@lru_cache(maxsize=8192)
def _element(text: str) -> _Element:
    """One place of a phrase as written; the lexicons repeat most of them."""
    alternatives = text.split("|")
    open_start = [a for a in alternatives if a.startswith("*")]
    return _Element(
        words=frozenset(a for a in alternatives if "*" not in a and a not in ("#", "_", "..")),
        starts=tuple(a[:-1] for a in alternatives if a.endswith("*") and a not in open_start),
        ends=tuple(a[1:] for a in open_start if not a.endswith("*")),
        parts=tuple(a.strip("*") for a in open_start if a.endswith("*")),
        number="#" in alternatives,
        any_word="_" in alternatives,
        gap=".." in alternatives,
    )


def _is_number(word: str) -> bool:
    return word[0].isdigit() or word in _NUMBERS


def _match(
    others: Sequence[Callable[[str], bool] | None], words: Sequence[str], at: int
) -> int | None:
    """Where the phrase ends whose first word stands before `at`; behind a gap the nearest fits."""
    last = at
    for fits in others:
        if fits is None:
            last = at + MAX_GAP
            continue
        last = min(last, len(words) - 1)
        while at <= last and not fits(words[at]):
            at += 1
        if at > last:
            return None
        at = last = at + 1
    return at
