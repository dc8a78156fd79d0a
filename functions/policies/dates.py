"""Dates and times written as each language writes them."""

from collections.abc import Mapping
from datetime import date, datetime

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


def write_window(begins: datetime, ends: datetime, language: Language) -> str:
    """`woensdag 20 mei tussen 13.00 en 15.00 uur`; across midnight only its beginning."""
    if ends.date() != begins.date():
        return write_moment(begins, language)
    day, start, end = _day(begins, language), _clock(begins, language), _clock(ends, language)
    if language is Language.GERMAN:
        return f"am {day} zwischen {start} und {end} Uhr"
    if language is Language.FRENCH:
        return f"le {day} entre {start} et {end}"
    if language is Language.ENGLISH:
        return f"on {day} between {start} and {end}"
    return f"{day} tussen {start} en {end} uur"


def write_moment(at: datetime, language: Language) -> str:
    """`woensdag 20 mei om 9.00 uur`, as it stands after "until"."""
    day, clock = _day(at, language), _clock(at, language)
    if language is Language.GERMAN:
        return f"{day}, {clock} Uhr"
    if language is Language.FRENCH:
        return f"{day} à {clock}"
    if language is Language.ENGLISH:
        return f"{clock} on {day}"
    return f"{day} om {clock} uur"


def _day(at: datetime, language: Language) -> str:
    """Without its year: a time of the day is near."""
    return write_date(at.date(), language).removesuffix(f" {at.year}")


def _clock(at: datetime, language: Language) -> str:
    if language is Language.FRENCH:
        return f"{at.hour}\u00a0h" + (f"\u00a0{at.minute:02}" if at.minute else "")
    return f"{at.hour}.{at.minute:02}" if language is Language.DUTCH else f"{at:%H:%M}"
