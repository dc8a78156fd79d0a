"""Nights, Sunday mornings, holidays and the changes of the clock, each in local time."""

from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from functions import policies
from functions.core.clocks.quiet_hours import (
    CountryHours,
    QuietHours,
    earliest_allowed,
    easter_sunday,
    is_holiday,
)

HOURS = policies.notifications().quiet_hours
START = datetime(2024, 1, 1, tzinfo=UTC)


def local(text: str, country: str = "NL") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(HOURS.of(country).timezone))


@pytest.mark.parametrize(
    ("country", "asked", "allowed"),
    [
        ("NL", "2026-05-19 10:00", "2026-05-19 10:00"),
        ("NL", "2026-05-19 08:00", "2026-05-19 08:00"),
        ("NL", "2026-05-19 07:59:59", "2026-05-19 08:00"),
        ("NL", "2026-05-19 20:59:59", "2026-05-19 20:59:59"),
        ("NL", "2026-05-19 21:00", "2026-05-20 08:00"),
        ("NL", "2026-05-20 00:00", "2026-05-20 08:00"),
        ("DE", "2026-05-19 19:59", "2026-05-19 19:59"),
        ("DE", "2026-05-19 20:00", "2026-05-20 08:00"),
        ("FR", "2026-05-19 20:30", "2026-05-20 08:00"),
        ("GB", "2026-05-19 20:30", "2026-05-19 20:30"),
        ("XX", "2026-05-19 21:30", "2026-05-20 08:00"),
        # Saturday night into Sunday morning
        ("NL", "2026-05-16 21:30", "2026-05-17 10:00"),
        ("NL", "2026-05-17 09:59", "2026-05-17 10:00"),
        # Whit Sunday is a Sunday, Whit Monday is closed, and so is the night after it
        ("NL", "2026-05-24 12:00", "2026-05-24 12:00"),
        ("NL", "2026-05-24 21:00", "2026-05-26 08:00"),
        ("NL", "2026-05-25 12:00", "2026-05-26 08:00"),
        ("GB", "2026-05-25 12:00", "2026-05-25 12:00"),
        # Christmas: two days in the Netherlands and then a Sunday, one day in France
        ("NL", "2026-12-24 21:00", "2026-12-27 10:00"),
        ("FR", "2026-12-24 21:00", "2026-12-26 08:00"),
        ("NL", "2026-12-31 22:00", "2027-01-02 08:00"),
        # Good Friday and Easter Monday
        ("DE", "2026-04-03 12:00", "2026-04-04 08:00"),
        ("NL", "2026-04-03 12:00", "2026-04-03 12:00"),
        ("NL", "2026-04-06 12:00", "2026-04-07 08:00"),
        # King's Day on Monday 27 April 2026; in 2025 the 27th is a Sunday, so it is the 26th
        ("NL", "2026-04-27 12:00", "2026-04-28 08:00"),
        ("NL", "2025-04-26 12:00", "2025-04-27 10:00"),
        ("NL", "2025-04-27 12:00", "2025-04-27 12:00"),
        # The clock goes forward on 29 March 2026 and back on 25 October 2026, both Sundays
        ("NL", "2026-03-28 23:00", "2026-03-29 10:00"),
        ("NL", "2026-10-24 23:00", "2026-10-25 10:00"),
        ("NL", "2026-10-25 20:59", "2026-10-25 20:59"),
    ],
)
def test_a_message_rings_at_the_first_decent_minute(country: str, asked: str, allowed: str) -> None:
    assert earliest_allowed(HOURS, country, local(asked, country)) == local(allowed, country)


def test_the_night_in_which_the_clock_goes_forward_is_an_hour_shorter() -> None:
    spring = local("2026-03-28 23:00")
    autumn = local("2026-10-24 23:00")

    waits = [
        earliest_allowed(HOURS, "NL", at).astimezone(UTC) - at.astimezone(UTC)
        for at in (spring, autumn)
    ]

    assert waits == [timedelta(hours=10), timedelta(hours=12)]


def test_the_hour_that_comes_twice_is_night_both_times() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = first + timedelta(hours=1)

    opened = {earliest_allowed(HOURS, "NL", at) for at in (first, second)}

    assert opened == {datetime(2026, 10, 25, 9, 0, tzinfo=UTC)}


def test_the_answer_is_in_the_zone_of_the_question() -> None:
    asked = datetime(2026, 5, 19, 22, 0, tzinfo=timezone(timedelta(hours=5)))

    assert earliest_allowed(HOURS, "NL", asked + timedelta(hours=6)).tzinfo == asked.tzinfo


@settings(max_examples=100)
@given(
    st.sampled_from(["NL", "BE", "DE", "FR", "GB", "PT", "FI", "XX"]),
    st.integers(0, 7 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
)
def test_the_rule_agrees_with_looking_at_every_minute(country: str, asked: datetime) -> None:
    minute = asked
    while not _is_decent(country, minute):
        minute += timedelta(minutes=1)

    assert earliest_allowed(HOURS, country, asked) == minute


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(1818, 3, 22), (1943, 4, 25), (2000, 4, 23), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5),
     (2027, 3, 28), (2038, 4, 25)],
)  # fmt: skip
def test_easter_falls_where_the_almanac_says(year: int, month: int, day: int) -> None:
    assert easter_sunday(year) == date(year, month, day)


@pytest.mark.parametrize("country", ["NL", "BE", "DE", "FR"])
@pytest.mark.parametrize(
    "day", ["2026-01-01", "2026-04-06", "2026-05-14", "2026-05-25", "2026-12-25"]
)
def test_four_countries_share_these_holidays(country: str, day: str) -> None:
    assert is_holiday(HOURS, country, date.fromisoformat(day))


def test_hours_that_close_before_they_open_are_refused() -> None:
    with pytest.raises(ValidationError, match="before closes"):
        CountryHours.model_validate(
            {
                "timezone": "Europe/Amsterdam",
                "opens": "21:00",
                "sunday_opens": "21:00",
                "closes": "08:00",
            }
        )


@pytest.mark.parametrize("name", ["Europe/Utrecht", "../../etc/passwd", ""])
def test_a_time_zone_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="no time zone"):
        CountryHours.model_validate(
            {"timezone": name, "opens": "08:00", "sunday_opens": "10:00", "closes": "21:00"}
        )


def test_a_calendar_without_working_days_is_an_error_and_no_endless_search() -> None:
    every_day = {f"{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 32)}
    data = HOURS.model_dump() | {"holidays": {"NL": {"fixed": every_day}}}

    with pytest.raises(ValueError, match="no day to send on"):
        earliest_allowed(QuietHours.model_validate(data), "NL", local("2026-05-19 12:00"))


def _is_decent(country: str, minute: datetime) -> bool:
    """Written from the rules: German and French evenings end at eight, others at nine."""
    zones = {"DE": "Europe/Berlin", "FR": "Europe/Paris", "BE": "Europe/Brussels",
             "GB": "Europe/London", "PT": "Europe/Lisbon", "FI": "Europe/Helsinki"}  # fmt: skip
    clock = minute.astimezone(ZoneInfo(zones.get(country, "Europe/Amsterdam")))
    opens = 10 if clock.isoweekday() == 7 else 8
    closes = 20 if country in {"DE", "FR"} else 21
    return opens <= clock.hour < closes and not _is_free(country, clock.date())


def _is_free(country: str, day: date) -> bool:
    if country not in {"NL", "BE", "DE", "FR"}:
        return False
    not_kept_here = {"Goede Vrijdag", "Bevrijdingsdag", "Eerste paasdag", "Eerste Pinksterdag"}
    easter_days = {easter_sunday(day.year), easter_sunday(day.year) + timedelta(days=49)}
    name = _almanac(country, day.year).get(day)
    return name is not None and name not in not_kept_here and day not in easter_days


@cache
def _almanac(country: str, year: int) -> dict[date, str]:
    import holidays

    language = {"NL": "nl", "BE": "nl", "DE": "de", "FR": "fr"}[country]
    return dict(holidays.country_holidays(country, years=year, language=language))
