"""Days and hours of countries: business days, local times, and what day it is there."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from functions.core.clocks.quiet_hours import QuietHours, is_holiday

LONGEST_WALK = 1000
"""Days looked at for business days; no calendar closes for that long."""


def is_business_day(hours: QuietHours, country: str, day: date) -> bool:
    """Monday to Friday without the country's holidays."""
    return day.isoweekday() <= 5 and not is_holiday(hours, country, day)


def business_days_later(hours: QuietHours, country: str, day: date, count: int) -> date:
    """The `count`th business day after `day`."""
    for _ in range(LONGEST_WALK):
        if count <= 0:
            return day
        day += timedelta(days=1)
        count -= is_business_day(hours, country, day)
    raise ValueError(f"{country} has no business days to count")


def first_business_day(hours: QuietHours, country: str, day: date) -> date:
    """`day` itself if it is one, else the next."""
    if is_business_day(hours, country, day):
        return day
    return business_days_later(hours, country, day, 1)


def local(hours: QuietHours, country: str, moment: datetime) -> datetime:
    """The moment on the country's clock."""
    return moment.astimezone(ZoneInfo(hours.of(country).timezone))


def moment_of(hours: QuietHours, country: str, day: date, at: time) -> datetime:
    """When it is that time there, in UTC."""
    zone = ZoneInfo(hours.of(country).timezone)
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def end_of(hours: QuietHours, country: str, day: date) -> datetime:
    """24:00 of that day there."""
    return moment_of(hours, country, day + timedelta(days=1), time())
