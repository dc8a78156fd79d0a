"""Business days and local moments against counting on one's fingers, through a whole year."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from functions import policies
from functions.core.updates.calendar import (
    business_days_later,
    end_of,
    first_business_day,
    is_business_day,
    moment_of,
)
from tests.updates.rulebook import HOLIDAYS

HOURS = policies.notifications().quiet_hours
YEAR = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]


def _works(country: str, day: date) -> bool:
    return day.strftime("%a") not in {"Sat", "Sun"} and day.isoformat() not in HOLIDAYS[country]


@pytest.mark.parametrize("country", HOLIDAYS)
def test_every_day_of_a_year_is_counted_as_on_ones_fingers(country: str) -> None:
    for day in YEAR:
        assert is_business_day(HOURS, country, day) == _works(country, day), day


@pytest.mark.parametrize("country", HOLIDAYS)
@pytest.mark.parametrize("count", [1, 2, 5])
def test_business_days_later_is_the_last_of_so_many(country: str, count: int) -> None:
    for day in YEAR[:350]:
        later = business_days_later(HOURS, country, day, count)

        between = [day + timedelta(days=n) for n in range(1, (later - day).days + 1)]
        assert sum(_works(country, each) for each in between) == count
        assert _works(country, later)


def test_the_first_business_day_is_the_day_itself_if_it_is_one() -> None:
    assert first_business_day(HOURS, "NL", date(2026, 5, 26)) == date(2026, 5, 26)
    assert first_business_day(HOURS, "NL", date(2026, 5, 23)) == date(2026, 5, 26)


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (date(2026, 3, 28), 8),
        (date(2026, 3, 29), 7),
        (date(2026, 10, 24), 7),
        (date(2026, 10, 25), 8),
    ],
)
def test_nine_oclock_follows_the_clock_change(day: date, utc_hour: int) -> None:
    moment = moment_of(HOURS, "NL", day, time(9))

    assert moment == datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC)


def test_the_days_of_a_clock_change_are_an_hour_shorter_and_longer() -> None:
    spring = end_of(HOURS, "DE", date(2026, 3, 29)) - end_of(HOURS, "DE", date(2026, 3, 28))
    autumn = end_of(HOURS, "DE", date(2026, 10, 25)) - end_of(HOURS, "DE", date(2026, 10, 24))

    assert (spring, autumn) == (timedelta(hours=23), timedelta(hours=25))
