"""Words of one meaning in four languages, so that what is learned in one helps in the others."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from functions.core.language.phrases import fold

_SHORTEST_STEM = 3
_SHORTEST_END = 5


def classes_of(words: Sequence[str], language: str | None = None) -> list[str]:
    """The classes of the words of a sentence, and which stands before which."""
    found = [name for word in words if (name := _class_of(word, language))]
    neighbours = [f"{one}>{other}" for one, other in pairwise(found) if one != other]
    return [*dict.fromkeys((*found, *neighbours))]


@lru_cache(maxsize=20_000)
def _class_of(word: str, language: str | None) -> str | None:
    whole, stems = _tables()
    own = whole.get(f"{word}@{language}")
    if own is not None:
        return own or None
    if name := whole.get(word):
        return name
    for size in range(min(len(word), 14), _SHORTEST_STEM - 1, -1):
        if name := stems.get(word[:size]):
            return name
    return _class_of_end(word, whole)


def _class_of_end(word: str, whole: Mapping[str, str]) -> str | None:
    """Dutch and German write compounds in one word; the last part says what it is."""
    for size in range(min(len(word) - 2, 14), _SHORTEST_END - 1, -1):
        if name := whole.get(word[-size:]):
            return name
    return None


@cache
def _tables() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Whole words, some of one language only, and beginnings (`stem*`) with their class."""
    whole: dict[str, str] = {}
    stems: dict[str, str] = {}
    text = (files("functions.core.language") / "model" / "word_classes.txt").read_text(
        encoding="utf-8"
    )
    name = language = ""
    for line in text.splitlines():
        if line.endswith(":"):
            name, at, code = line[:-1].partition("@")
            language = at + code
        elif line.startswith(" "):
            for word in line.split():
                table = stems if word.endswith("*") else whole
                table[fold(word.rstrip("*")) + language] = name.rstrip("-")
    return whole, stems
