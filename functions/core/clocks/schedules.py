"""When a team is there: weekly windows, holidays, zone; and terms that run on over all of it."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, field_validator, model_validator

from functions.core.values import Value

HORIZON = timedelta(days=1500)
"""How far windows are looked for; a target not reached by then is a mistake in the schedule."""
_CALENDAR = re.compile(r"P(?:(\d{1,2})M)?(?:(\d{1,2})W)?(?:(\d{1,3})D)?")
_DAY = timedelta(days=1)


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


_WEEKDAYS = tuple(Weekday)


class Window(NamedTuple):
    """Minutes since midnight by the clock on the wall; past midnight the end exceeds 1440."""

    opens: int
    closes: int


def _read_window(text: object) -> object:
    found = re.fullmatch(r"(\d\d):(\d\d)-(\d\d):(\d\d)", text) if isinstance(text, str) else None
    if not found:
        raise ValueError(
            f'"{text}" is no window; write "08:30-17:30", or "22:00-02:00" past midnight'
        )
    hour, minute, to_hour, to_minute = map(int, found.groups())
    opens, closes = 60 * hour + minute, 60 * to_hour + to_minute
    if minute > 59 or to_minute > 59 or opens >= 1440 or closes > 1440 or opens == closes:
        raise ValueError(f'"{text}" is no window of the day; a whole day is "00:00-24:00"')
    return Window(opens, closes if closes > opens else closes + 1440)


Windows = tuple[Annotated[Window, BeforeValidator(_read_window)], ...]


class Schedule(Value):
    """A team's hours. A holiday closes the day that a window begins on."""

    zone: str
    country: str | None = None
    """ISO 3166 code for the holiday calendar; none: no holidays."""
    subdivision: str | None = None
    open_on: tuple[str, ...] = ()
    """Holidays on which we work: name as the calendar has it, `MM-DD`, or `YYYY-MM-DD`."""
    closed_on: tuple[str, ...] = ()
    """Further closed days: `MM-DD` or `YYYY-MM-DD`."""
    hours: Mapping[Weekday, Windows]

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(
                f'unknown time zone "{zone}"; write for instance "Europe/Amsterdam"'
            ) from error
        return zone

    @field_validator("closed_on")
    @classmethod
    def _days_are_dates(cls, days: tuple[str, ...]) -> tuple[str, ...]:
        for day in days:
            if not re.fullmatch(r"(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", day):
                raise ValueError(f'"{day}" is no day; write "12-24" or "2026-12-24"')
        return days

    @model_validator(mode="after")
    def _is_sometimes_open(self) -> "Schedule":
        if not any(self.hours.values()):
            raise ValueError("the schedule is never open; give hours to at least one day")
        if self.country:
            _check_calendar(self.country, self.subdivision)
        return self

    @cached_property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


def _check_calendar(country: str, subdivision: str | None) -> None:
    try:
        _calendar(country, subdivision, 2026)
    except (NotImplementedError, KeyError, ValueError) as error:
        raise ValueError(
            f"no holiday calendar for {country} {subdivision or ''}".strip()
        ) from error


@lru_cache(maxsize=64)
def _calendar(country: str, subdivision: str | None, year: int) -> Mapping[date, str]:
    """Names of the public holidays, in English where the library has it."""
    import holidays  # heavy, and only clocks with holidays need it

    return dict(
        holidays.country_holidays(country, subdiv=subdivision, years=year, language="en_US").items()
    )


def weekly_hours(schedule: Schedule) -> timedelta:
    """Open time of a week without holidays; where windows overlap at most."""
    days = (
        min(sum(window.closes - window.opens for window in windows), 1440)
        for windows in schedule.hours.values()
    )
    return timedelta(minutes=sum(days))


def closed_because(schedule: Schedule, day: date) -> str | None:
    """Why nobody is there on this day; None on a day with hours."""
    written = (f"{day:%m-%d}", day.isoformat())
    if any(text in schedule.closed_on for text in written):
        return "closed by the schedule"
    name = _holiday(schedule, day)
    if name and not any(text in schedule.open_on for text in (*written, *name.split("; "), name)):
        return name
    if not schedule.hours.get(_WEEKDAYS[day.weekday()]):
        return f"no hours on {_WEEKDAYS[day.weekday()]}"
    return None


def _holiday(schedule: Schedule, day: date) -> str | None:
    if not schedule.country:
        return None
    return _calendar(schedule.country, schedule.subdivision, day.year).get(day)


def windows_from(schedule: Schedule, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Open stretches in UTC from `start` on, in order and without overlap, up to the horizon."""
    free_from = start.astimezone(UTC)
    first_day = start.astimezone(schedule.zone_info).date() - 2 * _DAY
    pending: list[tuple[datetime, datetime]] = []
    for day in (first_day + number * _DAY for number in range(HORIZON.days)):
        pending = sorted(pending + _stretches(schedule, day))
        # Local days begin less than a day from UTC's, so nothing still to come opens before this.
        settled = datetime.combine(day, time(), UTC) - _DAY
        while pending and pending[0][0] < settled:
            opens, closes = pending.pop(0)
            opens = max(opens, free_from)
            if opens < closes:
                yield opens, closes
                free_from = closes


def _stretches(schedule: Schedule, day: date) -> list[tuple[datetime, datetime]]:
    """The windows that begin on this day, as stretches of UTC."""
    if closed_because(schedule, day):
        return []
    midnight = datetime.combine(day, time())
    return [
        stretch
        for window in schedule.hours[_WEEKDAYS[day.weekday()]]
        for stretch in _in_utc(
            schedule.zone_info,
            midnight + timedelta(minutes=window.opens),
            midnight + timedelta(minutes=window.closes),
        )
    ]


def _in_utc(
    zone: ZoneInfo, opens: datetime, closes: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The moments at which the clock on the wall shows `opens` or later but not yet `closes`.

    Where the clock is put back within the window, the hour that is shown twice counts twice;
    where it is put forward, the hour that is never shown does not count.
    """
    first, last = (opens - _DAY).replace(tzinfo=UTC), (closes + _DAY).replace(tzinfo=UTC)
    before, after = _offset(zone, first), _offset(zone, last)
    if before == after:
        yield opens.replace(tzinfo=UTC) - before, closes.replace(tzinfo=UTC) - before
        return
    change = _change(zone, first, last)
    for offset, since, until in ((before, first, change), (after, change, last)):
        begin = max(since, opens.replace(tzinfo=UTC) - offset)
        end = min(until, closes.replace(tzinfo=UTC) - offset)
        if begin < end:
            yield begin, end


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The moment, to the second, between two at which the zone's offset changes."""
    offset = _offset(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if _offset(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after


class CalendarTerm(Value):
    """A term that runs on over nights, weekends and holidays: `P1M`, `P2W`, `P30D`."""

    calendar: str

    @field_validator("calendar")
    @classmethod
    def _is_a_period(cls, text: str) -> str:
        found = _CALENDAR.fullmatch(text)
        if not found or not any(found.groups()):
            raise ValueError(f'"{text}" is no calendar term; write for instance "P1M" or "P30D"')
        return text

    def end(self, start: datetime, schedule: Schedule) -> datetime:
        """The same time of day on the last day; a shorter month ends on its last day."""
        found = _CALENDAR.fullmatch(self.calendar)
        assert found is not None
        months, weeks, days = (int(number or 0) for number in found.groups())
        local = start.astimezone(schedule.zone_info)
        years, month = divmod(local.month - 1 + months, 12)
        year, month = local.year + years, month + 1
        day = min(local.day, monthrange(year, month)[1])
        due = local.replace(year=year, month=month, day=day) + timedelta(days=7 * weeks + days)
        return due.astimezone(UTC)
