"""What is due: every case with a running clock, oldest due first, and the arithmetic of one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from functions import policies
from functions.aws import rows, table
from functions.aws.runtime import now
from functions.core.cases import Case
from functions.core.clocks.timing import PRIORITIES
from functions.core.explaining import explain_case
from functions.handling.cases import find_case_by_id
from functions.handling.editions import policies_of

TIMERS_READ = 1000
"""Of each shard; more cases than that are no list for a person."""
FAR = timedelta(days=1500)
BATCH = 100
SHOWN = 200


def due_cases() -> list[Case]:
    """From the index of timers, without a scan."""
    names = [f"{kind}#{n}" for kind in ("DUE", "OVERDUE") for n in range(table.DUE_SHARDS)]
    keys = [key for name in names for key in table.timeline(name, now() + FAR, limit=TIMERS_READ)]
    cases = [key for key in keys if key.sk.startswith("CASE#")]
    batches = [cases[start : start + BATCH] for start in range(0, len(cases), BATCH)]
    found = [
        rows.decode_case(row)
        for batch in batches
        for row in table.read(batch, consistent=True).values()
    ]
    return sorted((case for case in found if case.clocks.due), key=oldest_due_first)


def oldest_due_first(case: Case) -> tuple[datetime, int, str]:
    """Of those that are due at the same moment the more pressing one."""
    assert case.clocks.due is not None
    return case.clocks.due, PRIORITIES.index(case.priority), case.id


def lines(cases: list[Case], moment: datetime) -> Iterator[str]:
    """One line for each case; a late one is marked."""
    zone = ZoneInfo(next(iter(policies.sla().schedules.values())).zone)
    for case in cases[:SHOWN]:
        due = case.clocks.due
        assert due is not None
        response = case.clocks.response
        promise = response.kind if response and response.due == due else "resolution"
        late = "LATE " if due < moment else "     "
        when = f"{due.astimezone(zone):%a %Y-%m-%d %H:%M}"
        yield f"{late}{when}  {case.id}  {case.queue:<10} {case.priority:<7} {promise}"
    yield f"{len(cases)} cases with a clock that runs"


def explain_lines(case_id: str) -> Iterator[str]:
    """Nothing for a case that does not exist."""
    case = find_case_by_id(case_id)
    if case:
        yield from explain_case(case, policies_of([case]))
