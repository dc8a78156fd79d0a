"""Words of one meaning in four languages, so that what is learned in one helps in the others."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from functions.core.phrases import fold

_SHORTEST_STEM = 3
_SHORTEST_END = 5


def classes_of(words: Sequence[str]) -> list[str]:
    """The classes of the words of a sentence, and which stands before which."""
    found = [name for word in words if (name := _class_of(word))]
    neighbours = [f"{one}>{other}" for one, other in pairwise(found) if one != other]
    return [*dict.fromkeys((*found, *neighbours))]


def _class_of(word: str) -> str | None:
    whole, stems = _tables()
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
    """Whole words and beginnings of words (`stem*`) with their class."""
    whole: dict[str, str] = {}
    stems: dict[str, str] = {}
    text = (files("functions.core") / "model" / "word_classes.txt").read_text(encoding="utf-8")
    name = ""
    for line in text.splitlines():
        if line.endswith(":"):
            name = line[:-1]
        elif line.startswith(" "):
            for word in line.split():
                (stems if word.endswith("*") else whole)[fold(word.rstrip("*"))] = name
    return whole, stems
