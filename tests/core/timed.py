"""Builders for clocks: policies over a week of one's choice, cases, and an oracle by the minute."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from functions.core.cases import Case
from functions.core.clocks.clocks import Clocks
from functions.core.clocks.schedules import Schedule, closed_because
from functions.core.clocks.sla_policies import SlaPolicies
from functions.core.routing import Priority
from tests.core.matters import a_case

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OFFICE = {day: ["08:30-17:30"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def policies(*, schedules: dict[str, object] | None = None, **policy: object) -> SlaPolicies:
    """One policy `p`, four hours for an answer and ten for the solution unless told otherwise."""
    shop = {"zone": "Europe/Amsterdam", "country": "NL", "hours": OFFICE}
    told = {
        "schedule": "shop",
        "respond": {"urgent": "PT1H", "high": "PT2H", "normal": "PT4H", "low": "PT8H"},
        "next": {"normal": "PT3H"},
        "resolve": {"urgent": "PT2H", "high": "PT5H", "normal": "PT10H", "low": "PT20H"},
    }
    return SlaPolicies.model_validate(
        {"schedules": {"shop": shop, **(schedules or {})}, "policies": {"p": {**told, **policy}}}
    )


def a_timed_case(**fields: object) -> Case:
    """As it is opened, before anybody asks."""
    return a_case().model_copy(
        update={"sla_policy": "p", "priority": Priority.NORMAL, "clocks": Clocks(), **fields}
    )


def is_open(schedule: Schedule, moment: datetime) -> bool:
    """The oracle: what does the clock on the wall show, and is that within a window?"""
    shown = moment.astimezone(schedule.zone_info)
    today, yesterday = shown.date(), shown.date() - timedelta(days=1)
    now = 60 * shown.hour + shown.minute
    return _within(schedule, today, now) or _within(schedule, yesterday, now + 1440)


def _within(schedule: Schedule, day: date, minute: int) -> bool:
    if closed_because(schedule, day):
        return False
    windows = next((w for name, w in schedule.hours.items() if name == DAYS[day.weekday()]), ())
    return any(window.opens <= minute < window.closes for window in windows)


def count_minutes(
    schedule: Schedule,
    start: datetime,
    minutes: int,
    pauses: Sequence[tuple[datetime, datetime]] = (),
) -> datetime:
    """Walk on minute by minute until so many open ones outside the pauses have passed."""
    moment, counted = start, 0
    while counted < minutes:
        paused = any(begin <= moment < end for begin, end in pauses)
        counted += not paused and is_open(schedule, moment)
        moment += MINUTE
    return moment
