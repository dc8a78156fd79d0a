"""Phrases per language for each concept; one module per language, loaded when first needed."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from functions.core.language.concepts import Concept
from functions.core.language.phrases import PhraseBook

MODULE_BY_LANGUAGE = {"nl": "dutch", "en": "english", "de": "german", "fr": "french"}


@cache
def phrase_book(language: str) -> PhraseBook[Concept]:
    """All phrases of one language, ready to be looked for."""
    module = import_module(f"{__name__}.{MODULE_BY_LANGUAGE[language]}")
    phrases: Mapping[Concept, str] = module.PHRASES
    return PhraseBook({concept: split(text) for concept, text in phrases.items()})


def split(text: str) -> list[str]:
    """The comma-separated phrases of one lexicon entry."""
    return [phrase for part in text.split(",") if (phrase := " ".join(part.split()))]
