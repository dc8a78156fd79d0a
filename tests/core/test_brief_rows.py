"""What is kept briefly is read back in full."""

from datetime import UTC, datetime, timedelta, timezone

from functions.core.clocks.clocks import Clocks, EndedClock, Ending, RunningClock, Stage, Stretch
from functions.core.clocks.sla_policies import ClockKind
from functions.core.routing import Priority

SUMMER = timezone(timedelta(hours=2))
START = datetime(2026, 3, 29, 0, 30, 0, 123457, tzinfo=SUMMER)
DUE = datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
STRETCH = Stretch(START, START + timedelta(minutes=90, microseconds=1))
BARE = RunningClock(kind=ClockKind.RESOLUTION, priority=Priority.LOW, started_at=START)
STOPPED = BARE.model_copy(
    update={
        "kind": ClockKind.NEXT_RESPONSE,
        "used": timedelta(seconds=5400, microseconds=1),
        "stretches": (STRETCH, STRETCH),
        "due": DUE,
        "told": Stage.BREACH,
    }
)
RUNNING = STOPPED.model_copy(
    update={"since": DUE, "warn_at": START, "again_at": DUE + timedelta(days=400)}
)
ENDED = EndedClock(
    kind=ClockKind.FIRST_RESPONSE,
    priority=Priority.URGENT,
    started_at=START,
    ended_at=DUE,
    ending=Ending.ANSWERED,
)


def test_clocks_come_back_as_they_were() -> None:
    kept = Clocks(
        edition="1.a",
        response=RUNNING,
        resolution=STOPPED,
        age_at=START,
        asked=(START, DUE),
        ended=(ENDED, ENDED.model_copy(update={"due": DUE})),
    )

    for clocks in (kept, kept.model_copy(update={"response": BARE, "resolution": None})):
        text = clocks.model_dump_json(exclude_defaults=True)

        assert Clocks.model_validate_json(text) == clocks


def test_clocks_of_rows_that_name_every_field_are_still_read() -> None:
    kept = Clocks(response=RUNNING, resolution=STOPPED, age_at=START, ended=(ENDED,))

    read = Clocks.model_validate(kept.model_dump())

    assert read == kept


def test_an_ordinary_clock_takes_little_room() -> None:
    start = datetime(2026, 3, 3, 9, tzinfo=UTC)
    times = {"since": start, "due": start + timedelta(days=1), "warn_at": start}
    clock = BARE.model_copy(update={"started_at": start, **times})

    assert clock.model_dump_json() == '["resolution","low",1772528400,0,86400,0]'
