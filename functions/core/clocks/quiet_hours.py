"""When a message that rings may reach somebody: nights, Sunday mornings and public holidays."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import field_validator, model_validator

from functions.core.values import Value


class CountryHours(Value):
    """A country's decent hours, on its own clock: from `opens` until `closes`."""

    timezone: str
    opens: time
    sunday_opens: time
    closes: time

    @field_validator("timezone")
    @classmethod
    def _must_exist(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no time zone is called {name!r}") from error
        return name

    @model_validator(mode="after")
    def _must_open_before_it_closes(self) -> Self:
        if not max(self.opens, self.sunday_opens) < self.closes:
            raise ValueError("opens and sunday_opens must lie before closes, on the same day")
        return self


class Holidays(Value):
    """Public holidays: fixed days `MM-DD`, days after Easter Sunday, and fixed days that are kept
    on the Saturday before when they fall on a Sunday.
    """

    fixed: frozenset[str] = frozenset()
    easter: frozenset[int] = frozenset()
    not_on_sunday: frozenset[str] = frozenset()


class QuietHours(Value):
    """Per country of the recipient; a country that is not named has the default's hours."""

    default: CountryHours
    countries: Mapping[str, CountryHours]
    holidays: Mapping[str, Holidays]

    def of(self, country: str) -> CountryHours:
        return self.countries.get(country, self.default)


def earliest_allowed(hours: QuietHours, country: str, now: datetime) -> datetime:
    """`now` when it is a decent moment in that country, else the first minute that is."""
    local = now.astimezone(ZoneInfo(hours.of(country).timezone))
    opening = _opening(hours, country, local.date())
    if opening and opening <= local.time() < hours.of(country).closes:
        return now
    day = local.date()
    if opening is None or local.time() >= opening:
        day, opening = _next_open_day(hours, country, day)
    return datetime.combine(day, opening, tzinfo=local.tzinfo).astimezone(now.tzinfo)


def is_holiday(hours: QuietHours, country: str, day: date) -> bool:
    return _kept(hours.holidays.get(country), day)


def easter_sunday(year: int) -> date:
    """The Gregorian computus of Meeus, Jones and Butcher."""
    century, rest = divmod(year, 100)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * (year % 19) + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _opening(hours: QuietHours, country: str, day: date) -> time | None:
    if is_holiday(hours, country, day):
        return None
    sunday = day.isoweekday() == 7
    return hours.of(country).sunday_opens if sunday else hours.of(country).opens


def _next_open_day(hours: QuietHours, country: str, day: date) -> tuple[date, time]:
    """The first day after this one that is no holiday; no calendar keeps a year of them."""
    for _ in range(366):
        day += timedelta(days=1)
        opening = _opening(hours, country, day)
        if opening is not None:
            return day, opening
    raise ValueError(f"the holidays of {country} leave no day to send on")


def _kept(holidays: Holidays | None, day: date) -> bool:
    if holidays is None:
        return False
    tomorrow = day + timedelta(days=1)
    return (
        f"{day:%m-%d}" in holidays.fixed
        or (day - easter_sunday(day.year)).days in holidays.easter
        or (f"{day:%m-%d}" in holidays.not_on_sunday and day.isoweekday() != 7)
        or (f"{tomorrow:%m-%d}" in holidays.not_on_sunday and tomorrow.isoweekday() == 7)
    )
