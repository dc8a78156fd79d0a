"""Dates written as each language writes them."""

from collections.abc import Mapping
from datetime import date

from functions.core.values import Language

WEEKDAYS: Mapping[Language, tuple[str, ...]] = {
    Language.DUTCH: (
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
    ),
    Language.ENGLISH: (
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ),
    Language.GERMAN: (
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonntag",
    ),
    Language.FRENCH: (
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
    ),
}
MONTHS: Mapping[Language, tuple[str, ...]] = {
    Language.DUTCH: (
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ),
    Language.ENGLISH: (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    Language.GERMAN: (
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
    Language.FRENCH: (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
}  # fmt: skip


def write_date(day: date, language: Language) -> str:
    """`vrijdag 22 mei 2026`, `Freitag, 22. Mai 2026`, `vendredi 1er mai 2026`."""
    weekday = WEEKDAYS[language][day.weekday()]
    month = MONTHS[language][day.month - 1]
    if language is Language.GERMAN:
        return f"{weekday}, {day.day}. {month} {day.year}"
    number = "1er" if language is Language.FRENCH and day.day == 1 else str(day.day)
    return f"{weekday} {number} {month} {day.year}"
