"""Business-hours clocks: against an oracle that counts every minute, and by example."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.core.clocks.schedules import Schedule, closed_because
from functions.core.clocks.sla import Clock, business_hours_later, clock
from functions.core.clocks.sla_policies import SlaPolicies
from functions.core.explaining import explain
from functions.core.routing import Priority
from tests.core.timed import DAYS, MINUTE, OFFICE, count_minutes, is_open, local


def a_schedule(**fields: object) -> Schedule:
    return Schedule.model_validate(
        {"zone": "Europe/Amsterdam", "country": "NL", "hours": OFFICE, **fields}
    )


def policies(**policy: object) -> SlaPolicies:
    schedule = {"zone": "Europe/Amsterdam", "country": "NL", "hours": OFFICE}
    return SlaPolicies.model_validate(
        {"schedules": {"shop": schedule}, "policies": {"p": {"schedule": "shop", **policy}}}
    )


def test_time_runs_on_at_the_next_opening() -> None:
    due = business_hours_later(a_schedule(), local("2026-03-06T16:30"), timedelta(hours=4))

    assert due == local("2026-03-09T11:30")


def test_time_that_fills_the_day_ends_at_closing() -> None:
    due = business_hours_later(a_schedule(), local("2026-03-05T08:30"), timedelta(hours=9))

    assert due == local("2026-03-05T17:30")


def test_what_arrives_at_night_starts_when_the_team_does() -> None:
    due = business_hours_later(a_schedule(), local("2026-03-05T03:00"), timedelta(hours=1))

    assert due == local("2026-03-05T09:30")


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2025-04-25T17:00", "2025-04-28T09:00"),  # the 27th is a Sunday: King's Day on Saturday
        ("2026-04-24T17:00", "2026-04-28T09:00"),  # King's Day on Monday
        ("2025-05-02T17:00", "2025-05-06T09:00"),  # Liberation Day, every fifth year
        ("2026-05-04T17:00", "2026-05-05T09:00"),  # an ordinary fifth of May
        ("2026-12-24T17:00", "2026-12-28T09:00"),
    ],
)
def test_dutch_holidays_do_not_count(start: str, due: str) -> None:
    assert business_hours_later(a_schedule(), local(start), timedelta(hours=1)) == local(due)


def test_kings_day_is_on_saturday_when_the_27th_is_a_sunday() -> None:
    saturdays = a_schedule(hours={"saturday": ["10:00-16:00"]})

    assert closed_because(saturdays, date(2025, 4, 26)) == "King's Day"
    assert closed_because(saturdays, date(2026, 4, 25)) is None


@pytest.mark.parametrize("entry", ["Good Friday", "04-03", "2026-04-03"])
def test_a_holiday_can_be_worked(entry: str) -> None:
    schedule = a_schedule(open_on=[entry])

    assert closed_because(a_schedule(), date(2026, 4, 3)) == "Good Friday"
    assert closed_because(schedule, date(2026, 4, 3)) is None


@pytest.mark.parametrize("entry", ["03-10", "2026-03-10"])
def test_a_day_can_be_closed_beside_the_holidays(entry: str) -> None:
    assert closed_because(a_schedule(closed_on=[entry]), date(2026, 3, 10)) is not None


def test_a_night_window_belongs_to_the_day_it_begins_on() -> None:
    nights = a_schedule(country=None, hours={"saturday": ["22:00-02:00"]})

    due = business_hours_later(nights, local("2026-03-07T23:00"), timedelta(hours=4))

    assert due == local("2026-03-14T23:00")


def test_round_the_clock_is_finite_and_counts_like_a_clock() -> None:
    always = a_schedule(country=None, hours={day: ["00:00-24:00"] for day in DAYS})

    due = business_hours_later(always, local("2026-03-28T12:00"), timedelta(hours=24))

    assert due == local("2026-03-29T13:00")  # the clock was put forward in between


def test_a_schedule_that_never_opens_again_says_so() -> None:
    schedule = a_schedule(country=None, hours={"monday": ["09:00-09:01"]})

    with pytest.raises(ValueError, match="not reached within 1500 days"):
        business_hours_later(schedule, local("2026-03-02T12:00"), timedelta(hours=900))


def test_no_policy_means_no_clock() -> None:
    assert clock(policies(), "none", Priority.URGENT, local("2026-03-02T12:00")) == Clock()


def test_an_unknown_policy_is_named_with_those_there_are() -> None:
    with pytest.raises(KeyError, match="one of none, p"):
        clock(policies(), "gold", Priority.NORMAL, local("2026-03-02T12:00"))


def test_the_warning_comes_while_somebody_is_there() -> None:
    # Half of two hours is over exactly at closing, when nobody is left to be warned.
    result = clock(
        policies(respond={"high": 120}, warn_at=0.5), "p", Priority.HIGH, local("2026-03-05T16:30")
    )

    assert result.warn_at == local("2026-03-06T08:30")
    assert result.respond_by == local("2026-03-06T09:30")


def test_the_warning_comes_while_those_who_are_warned_are_there() -> None:
    # Time counts on Saturdays, when no lead is in; the warning must not wait for Monday.
    shop = {"zone": "Europe/Amsterdam", "hours": {**OFFICE, "saturday": ["10:00-16:00"]}}
    leads = {"zone": "Europe/Amsterdam", "hours": OFFICE}
    policy = {"schedule": "s", "staffed": "leads", "respond": {"normal": 240}}
    both = SlaPolicies.model_validate(
        {"schedules": {"s": shop, "leads": leads}, "policies": {"p": policy}}
    )

    friday = clock(both, "p", Priority.NORMAL, local("2026-03-06T16:30"))
    saturday = clock(both, "p", Priority.NORMAL, local("2026-03-07T10:30"))

    assert friday.respond_by == local("2026-03-07T13:00")
    assert friday.warn_at == local("2026-03-06T16:30")
    assert saturday.respond_by == local("2026-03-07T14:30")
    assert saturday.warn_at == local("2026-03-07T10:30")  # nobody is there before it is due


def test_a_legal_month_runs_over_closed_days_and_ends_in_a_shorter_month() -> None:
    month = policies(resolve={"normal": {"calendar": "P1M"}}, warn_at=0.9)

    result = clock(month, "p", Priority.NORMAL, local("2026-01-31T22:00"))

    assert result.resolve_by == local("2026-02-28T22:00")
    assert result.warn_at is not None
    assert result.warn_at < result.resolve_by
    assert is_open(a_schedule(), result.warn_at)


def test_the_explanation_adds_up_and_names_the_holiday() -> None:
    lines = list(
        explain(
            policies(respond={"normal": "PT4H"}), "p", Priority.NORMAL, local("2026-04-24T16:00")
        )
    )

    assert "  Fri 2026-04-24 16:00 CEST to 17:30 counts 1:30, 2:30 left" in lines
    assert "  Mon 2026-04-27 closed: King's Day" in lines
    assert "first response due Tue 2026-04-28 11:00 CEST" in lines


def _minutes(text: str) -> int:
    hour, minute = text.split(":")
    return 60 * int(hour) + int(minute)


def _clock_text(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


windows = st.tuples(st.integers(0, 1439), st.integers(0, 1439)).filter(lambda w: w[0] != w[1])
hours = st.dictionaries(
    st.sampled_from(DAYS),
    st.lists(windows.map(lambda w: f"{_clock_text(w[0])}-{_clock_text(w[1])}"), max_size=3),
    min_size=4,
).filter(
    lambda week: (
        sum((_minutes(w[6:]) - _minutes(w[:5])) % 1440 for day in week.values() for w in day) > 600
    )
)
# Around both changes of the clock, King's Day and Christmas; the antipodes change the other way.
starts = st.sampled_from(
    ["2026-03-27", "2026-10-23", "2026-04-24", "2025-04-25", "2026-12-23", "2026-04-03"]
).flatmap(
    lambda day: st.integers(0, 4 * 1440).map(
        lambda minute: datetime.fromisoformat(f"{day}T00:00+00:00") + minute * MINUTE
    )
)


@settings(max_examples=80)
@given(
    hours=hours,
    zone=st.sampled_from(["Europe/Amsterdam", "Australia/Lord_Howe", "America/New_York"]),
    country=st.sampled_from(["NL", None]),
    start=starts,
    minutes=st.integers(1, 900),
)
def test_the_clock_equals_counting_every_minute(
    hours: dict[str, list[str]], zone: str, country: str | None, start: datetime, minutes: int
) -> None:
    schedule = a_schedule(hours=hours, zone=zone, country=country)

    due = business_hours_later(schedule, start, minutes * MINUTE)

    assert due == count_minutes(schedule, start, minutes)
    assert due.tzinfo is UTC


@settings(max_examples=60)
@given(hours=hours, start=starts, minutes=st.integers(2, 900), part=st.sampled_from([0.5, 0.75]))
def test_a_warning_is_before_the_due_time_and_within_open_hours(
    hours: dict[str, list[str]], start: datetime, minutes: int, part: float
) -> None:
    schedule = {"zone": "Europe/Amsterdam", "country": "NL", "hours": hours}
    policy = {"schedule": "s", "respond": {"normal": minutes}, "warn_at": part}
    both = SlaPolicies.model_validate({"schedules": {"s": schedule}, "policies": {"p": policy}})

    result = clock(both, "p", Priority.NORMAL, start)

    assert result.warn_at is not None
    assert result.respond_by is not None
    assert start <= result.warn_at < result.respond_by
    assert is_open(both.schedules["s"], result.warn_at)
