"""Phrases looked for as whole words in folded text, which stands on one line."""

import re

from functions.core.language.phrases import fold


def any_of(*phrases: str) -> re.Pattern[str]:
    """Any of the phrases (regular expressions), not as a part of longer words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)")


def on_one_line(text: str, most: int) -> str:
    """The first `most` characters, folded, with single spaces between the words."""
    return " ".join(fold(text[:most]).split())
