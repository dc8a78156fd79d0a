"""What is told of a case's clocks, to whom, and once."""

from datetime import datetime

import pytest

from functions.core.cases import Case, WorkItemKind
from functions.core.clocks.reminders import remind
from functions.core.clocks.sla_policies import SlaPolicies
from functions.core.clocks.timing import answer, ask
from functions.core.routing import Priority, Queue
from tests.core.timed import HOUR, a_timed_case, local, policies

TUESDAY = local("2026-03-10T09:00")
RULES = policies()
WARNING, BREACH, SECOND = (
    WorkItemKind.SLA_WARNING,
    WorkItemKind.SLA_BREACH,
    WorkItemKind.SLA_SECOND_BREACH,
)


def a_waiting_case(rules: SlaPolicies = RULES, priority: Priority = Priority.NORMAL) -> Case:
    return ask(a_timed_case(priority=priority), rules, "p", priority, TUESDAY)


def told(case: Case, now: datetime, rules: SlaPolicies = RULES) -> tuple[list[str], Case]:
    """The kinds of the work items, and the case afterwards."""
    reminders = remind(case, rules, now)
    if reminders is None:
        return [], case
    return [item.kind for item in reminders.work_items], reminders.case


def test_each_stage_is_told_once() -> None:
    first, case = told(a_waiting_case(), TUESDAY + 3 * HOUR)
    again, case = told(case, TUESDAY + 3.5 * HOUR)
    second, case = told(case, TUESDAY + 4 * HOUR)
    third, case = told(case, TUESDAY + 8 * HOUR)

    assert (first, again, second) == ([WARNING], [], [BREACH])
    assert SECOND in third
    assert case.clocks.response is not None
    assert case.clocks.response.next_timer is None


def test_nothing_is_told_before_its_time() -> None:
    assert told(a_waiting_case(), TUESDAY + 2.9 * HOUR)[0] == []


def test_what_was_passed_over_is_not_made_up_for() -> None:
    kinds, case = told(a_waiting_case(), TUESDAY + 4.5 * HOUR)

    assert kinds == [BREACH]
    assert told(case, TUESDAY + 5 * HOUR)[0] == []


def test_a_case_that_waits_for_the_customer_is_left_in_peace() -> None:
    case = answer(a_waiting_case(), RULES, TUESDAY + HOUR)

    assert told(case, local("2026-05-01T12:00"))[0] == []


def test_both_promises_are_told_of_on_their_own() -> None:
    case = a_waiting_case()
    for hours in (3, 4, 8, 8.5, 24.5, 26, 60, 90):
        _, case = told(case, TUESDAY + hours * HOUR)

    assert case.clocks.resolution is not None
    assert case.clocks.resolution.told == case.clocks.response.told == 3  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("desk", "lead", "queue"),
    [("lead", True, Queue.ORDERS), ("team", False, Queue.ORDERS), ("b2b", False, Queue.B2B)],
)
def test_the_policy_says_who_is_told(desk: str, lead: bool, queue: Queue) -> None:
    rules = policies(escalation={"warning": desk})

    reminders = remind(a_waiting_case(rules), rules, TUESDAY + 3 * HOUR)

    assert reminders is not None
    [item] = reminders.work_items
    assert (item.lead, item.queue) == (lead, queue)
    assert "team orders, policy p, priority normal" in item.reason


def test_reminders_of_one_clock_and_of_the_next_have_ids_of_their_own() -> None:
    case = a_waiting_case()
    later = ask(
        answer(case, RULES, TUESDAY + HOUR), RULES, "p", Priority.NORMAL, TUESDAY + 2 * HOUR
    )

    first, second = (remind(one, RULES, TUESDAY + 4.5 * HOUR) for one in (case, later))

    assert first is not None
    assert second is not None
    assert {i.id for i in first.work_items}.isdisjoint(i.id for i in second.work_items)


def test_who_waits_long_becomes_more_pressing_and_his_team_hears_of_it() -> None:
    rules = policies(ageing={"every": "PT2H", "up_to": "high"})

    reminders = remind(a_waiting_case(rules, Priority.LOW), rules, TUESDAY + 2 * HOUR)

    assert reminders is not None
    [item] = reminders.work_items
    assert (item.kind, item.queue, item.lead) == ("priority_raised", Queue.ORDERS, False)
    assert item.priority is reminders.case.priority is Priority.NORMAL
    assert item.due == TUESDAY + 8 * HOUR


def test_a_row_of_before_is_read_on_and_told_of_once_more_at_most() -> None:
    case = a_timed_case().model_dump(mode="json", exclude={"clocks"})
    times = {"warn_at": "2026-03-10T11:00:00Z", "respond_by": "2026-03-10T12:00:00Z"}

    read = Case.model_validate({**case, **times, "warned": True, "resolve_by": None})
    kinds, after = told(read, local("2026-03-10T13:00"))

    assert read.respond_by == local("2026-03-10T13:00")
    assert kinds == [BREACH]
    assert after.next_timer is None
