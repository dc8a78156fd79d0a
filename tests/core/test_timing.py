"""What starts, stops, pauses and brings forward a case's clocks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.core.cases import Case, CaseState
from functions.core.clocks.clocks import Clocks, Ending, RunningClock, merged
from functions.core.clocks.sla_policies import ClockKind, SlaPolicies
from functions.core.clocks.timing import age, answer, ask, resolve, resume
from functions.core.routing import Priority
from tests.core.timed import (
    HOUR,
    MINUTE,
    a_timed_case,
    count_minutes,
    local,
    policies,
)

RULES = policies()
TUESDAY = local("2026-03-10T09:00")
NORMAL = Priority.NORMAL


def asked(at: datetime = TUESDAY, rules: SlaPolicies = RULES, **fields: object) -> Case:
    return ask(a_timed_case(**fields), rules, "p", NORMAL, at)


def response(case: Case) -> RunningClock:
    assert case.clocks.response is not None
    return case.clocks.response


def resolution(case: Case) -> RunningClock:
    assert case.clocks.resolution is not None
    return case.clocks.resolution


def test_the_first_question_starts_first_response_and_resolution() -> None:
    case = asked()

    assert response(case).kind is ClockKind.FIRST_RESPONSE
    assert case.respond_by == TUESDAY + 4 * HOUR
    assert case.resolve_by == local("2026-03-11T10:00")


def test_another_question_leaves_the_running_clock_alone() -> None:
    case = ask(asked(), RULES, "p", NORMAL, TUESDAY + HOUR)

    assert case.respond_by == TUESDAY + 4 * HOUR
    assert case.clocks.ended == ()


def test_an_answer_stops_the_response_clock_whoever_asked_and_keeps_it_as_history() -> None:
    both = ask(asked(), RULES, "p", NORMAL, TUESDAY + HOUR)

    case = answer(both, RULES, TUESDAY + 2 * HOUR)

    assert case.respond_by is None
    [ended] = case.clocks.ended
    assert (ended.kind, ended.ending, ended.kept) == ("first_response", Ending.ANSWERED, True)


def test_a_late_answer_is_kept_as_too_late() -> None:
    [ended] = answer(asked(), RULES, TUESDAY + 5 * HOUR).clocks.ended

    assert not ended.kept


def test_a_question_after_an_answer_starts_a_next_response_clock() -> None:
    case = ask(answer(asked(), RULES, TUESDAY + HOUR), RULES, "p", NORMAL, TUESDAY + 2 * HOUR)

    assert response(case).kind is ClockKind.NEXT_RESPONSE
    assert case.respond_by == TUESDAY + 5 * HOUR


def test_where_no_next_response_is_promised_the_first_one_s_target_counts() -> None:
    rules = policies(next={})

    case = ask(answer(asked(), rules, TUESDAY + HOUR), rules, "p", NORMAL, TUESDAY + 2 * HOUR)

    assert case.respond_by == TUESDAY + 6 * HOUR


def test_the_resolution_stands_still_while_we_wait_for_the_customer() -> None:
    waiting = answer(asked(), RULES, TUESDAY + HOUR)
    back = ask(waiting, RULES, "p", NORMAL, local("2026-03-12T09:00"))

    assert waiting.resolve_by is None
    assert waiting.next_timer is None
    assert back.resolve_by == local("2026-03-13T09:00")


def test_an_answer_that_says_we_go_on_pauses_nothing() -> None:
    case = answer(asked(), RULES, TUESDAY + HOUR, waiting=False)

    assert case.respond_by is None
    assert case.resolve_by == local("2026-03-11T10:00")


def test_waiting_can_end_without_a_message_of_the_customer() -> None:
    case = resume(answer(asked(), RULES, TUESDAY + HOUR), RULES, local("2026-03-11T08:30"))

    assert case.respond_by is None
    assert case.resolve_by == local("2026-03-11T17:30")


def test_a_policy_can_refuse_pauses() -> None:
    rules = policies(pauses=False)

    case = answer(asked(rules=rules), rules, TUESDAY + HOUR)

    assert case.resolve_by == local("2026-03-11T10:00")


def test_a_legal_term_never_stands_still() -> None:
    rules = policies(resolve={"normal": {"calendar": "P1M"}})

    case = answer(asked(rules=rules), rules, TUESDAY + HOUR)

    assert case.resolve_by == local("2026-04-10T09:00")


def test_what_was_overdue_when_we_began_to_wait_is_overdue_afterwards() -> None:
    late = answer(asked(), RULES, local("2026-03-12T09:00"))

    case = ask(late, RULES, "p", NORMAL, local("2026-03-16T09:00"))

    assert case.resolve_by == local("2026-03-11T10:00")
    assert resolution(case).again_at is not None
    assert resolution(case).again_at > local("2026-03-16T09:00")  # type: ignore[operator]


def test_what_crossed_our_answer_is_still_to_be_answered_from_when_it_came() -> None:
    crossed = ask(asked(), RULES, "p", NORMAL, TUESDAY + 2 * HOUR)

    case = answer(crossed, RULES, TUESDAY + HOUR)

    assert response(case).kind is ClockKind.NEXT_RESPONSE
    assert case.respond_by == TUESDAY + 5 * HOUR
    assert case.clocks.waiting_since is None


def test_an_answer_that_we_hear_of_late_gives_the_clocks_of_one_that_we_heard_of_at_once() -> None:
    at_once = ask(answer(asked(), RULES, TUESDAY + HOUR), RULES, "p", NORMAL, TUESDAY + 3 * HOUR)

    late = answer(ask(asked(), RULES, "p", NORMAL, TUESDAY + 3 * HOUR), RULES, TUESDAY + HOUR)

    assert late == at_once


def test_an_answer_that_is_older_than_the_question_stops_nothing() -> None:
    case = ask(answer(asked(), RULES, TUESDAY + HOUR), RULES, "p", NORMAL, TUESDAY + 2 * HOUR)

    assert answer(case, RULES, TUESDAY + HOUR).respond_by == case.respond_by


def test_a_question_that_reaches_the_team_after_its_answer_is_not_taken_as_answered() -> None:
    answered = answer(asked(), RULES, TUESDAY + 2 * HOUR)

    case = ask(answered, RULES, "p", NORMAL, TUESDAY + HOUR)

    assert case.respond_by == TUESDAY + 4 * HOUR


def test_even_of_many_questions_one_after_the_answer_is_found() -> None:
    case = asked()
    for number in range(1, 30):
        case = ask(case, RULES, "p", NORMAL, TUESDAY + number * MINUTE)

    case = answer(case, RULES, TUESDAY + 28 * MINUTE + timedelta(seconds=30))

    assert response(case).started_at == TUESDAY + 29 * MINUTE


@pytest.mark.parametrize("step", [answer, resume, resolve])
def test_a_resolved_case_is_left_in_peace(step: Callable[..., Case]) -> None:
    done = resolve(asked(), RULES, TUESDAY + HOUR)

    case = step(done, RULES, TUESDAY + 2 * HOUR)

    assert case.state is CaseState.RESOLVED
    assert case.resolved_at == TUESDAY + HOUR
    assert case.next_timer is None


def test_a_reopened_case_gets_fresh_clocks_and_keeps_its_history() -> None:
    done = resolve(asked(), RULES, TUESDAY + HOUR)

    case = ask(done, RULES, "p", NORMAL, local("2026-03-17T09:00"))

    assert case.state is CaseState.OPEN
    assert response(case).kind is ClockKind.NEXT_RESPONSE
    assert case.respond_by == local("2026-03-17T12:00")
    assert case.resolve_by == local("2026-03-18T10:00")
    assert [one.kind for one in case.clocks.ended] == ["first_response", "resolution"]


def test_a_case_that_was_closed_without_its_clocks_starts_afresh_too() -> None:
    closed = asked().model_copy(update={"state": CaseState.RESOLVED, "resolved_at": TUESDAY + HOUR})

    case = ask(closed, RULES, "p", NORMAL, local("2026-03-17T09:00"))

    assert case.respond_by == local("2026-03-17T12:00")
    assert {one.ended_at for one in case.clocks.ended} == {TUESDAY + HOUR}


def test_a_question_that_crossed_the_resolution_opens_the_case_again() -> None:
    crossed = ask(asked(), RULES, "p", NORMAL, TUESDAY + 2 * HOUR)

    case = resolve(crossed, RULES, TUESDAY + HOUR)

    assert case.state is CaseState.OPEN
    assert response(case).started_at == TUESDAY + 2 * HOUR


def test_a_more_pressing_message_brings_the_due_times_forward_from_then_on() -> None:
    case = ask(asked(), RULES, "p", Priority.HIGH, TUESDAY + HOUR)

    assert case.priority is Priority.HIGH
    assert case.respond_by == TUESDAY + 3 * HOUR
    assert case.resolve_by == TUESDAY + 6 * HOUR
    assert {one.ending for one in case.clocks.ended} == {Ending.REPLACED}


def test_a_more_pressing_message_never_puts_a_due_time_off() -> None:
    case = ask(asked(), RULES, "p", Priority.HIGH, TUESDAY + 3.5 * HOUR)

    assert case.respond_by == TUESDAY + 4 * HOUR


def test_waiting_makes_a_case_more_pressing_step_by_step_and_no_further_than_allowed() -> None:
    rules = policies(ageing={"every": "PT2H", "up_to": "high"})
    low = ask(a_timed_case(priority=Priority.LOW), rules, "p", Priority.LOW, TUESDAY)

    once = age(low, rules, TUESDAY + 2 * HOUR)
    twice = age(once, rules, TUESDAY + 4 * HOUR)
    thrice = age(twice, rules, TUESDAY + 40 * HOUR)

    assert age(low, rules, TUESDAY + 1.9 * HOUR) == low
    assert [one.priority for one in (once, twice, thrice)] == ["normal", "high", "high"]
    assert thrice.clocks.age_at is None
    assert twice.respond_by == low.respond_by


def test_who_was_answered_does_not_age() -> None:
    rules = policies(ageing={"every": "PT2H"})

    assert answer(asked(rules=rules), rules, TUESDAY + HOUR).clocks.age_at is None


def test_a_case_keeps_the_edition_that_it_began_under() -> None:
    old = RULES.model_copy(update={"edition": "1.aaaa"})
    case = asked(rules=old)
    today = policies(next={"normal": "PT1H"}).model_copy(
        update={"edition": "2.bbbb", "earlier": {"1.aaaa": old}}
    )

    answered = answer(case, today, TUESDAY + HOUR)
    frozen = ask(answered, today, "p", NORMAL, TUESDAY + 2 * HOUR)

    assert frozen.clocks.edition == "1.aaaa"
    assert frozen.respond_by == TUESDAY + 5 * HOUR


def test_a_policy_that_is_gone_gives_way_to_what_routing_names_today() -> None:
    case = asked(sla_policy="gone", clocks=Clocks(edition="0.0000", answered_at=TUESDAY))

    assert (case.sla_policy, case.respond_by) == ("p", TUESDAY + 3 * HOUR)


def test_no_policy_means_no_clock() -> None:
    case = ask(a_timed_case(sla_policy="none"), RULES, "none", NORMAL, TUESDAY)

    assert case.next_timer is None
    assert case.clocks.is_untouched


def test_of_two_cases_that_become_one_the_sooner_promises_go_on() -> None:
    one, other = asked(TUESDAY + HOUR), answer(asked(), RULES, TUESDAY + 2 * HOUR)

    both = merged(other.clocks, one.clocks)

    assert both.response == one.clocks.response
    assert both.resolution == one.clocks.resolution
    assert both.ended == other.clocks.ended
    assert both.waiting_since is None


NIGHTS = {
    "zone": "Europe/Amsterdam",
    "country": "NL",
    "hours": {
        "monday": ["08:00-12:00", "13:00-17:30"],
        "wednesday": ["22:00-03:00"],
        "friday": ["09:00-10:00", "12:00-12:30", "20:00-02:30"],
        "saturday": ["20:00-04:00"],
        "sunday": ["00:00-24:00"],
    },
}


@settings(max_examples=40)
@given(
    day=st.sampled_from(["2026-03-27", "2026-10-23", "2026-04-24", "2026-12-23"]),
    start=st.integers(0, 3 * 1440),
    turns=st.lists(st.tuples(st.integers(1, 700), st.integers(1, 2000)), max_size=8),
    target=st.integers(30, 1200),
)
def test_with_pauses_the_due_time_equals_counting_every_minute_outside_of_them(
    day: str, start: int, turns: list[tuple[int, int]], target: int
) -> None:
    rules = policies(
        schedules={"nights": NIGHTS},
        schedule="nights",
        respond={},
        next={},
        resolve={"normal": target},
        again_at=1.5,
    )
    schedule = rules.schedules["nights"]
    at = begun = local(f"{day}T00:00").astimezone(UTC) + start * MINUTE
    case, pauses = asked(begun, rules), []
    for works, waits in turns:
        pauses.append((at + works * MINUTE, at + (works + waits) * MINUTE))
        case = answer(case, rules, pauses[-1][0])
        at = pauses[-1][1]
        case = ask(case, rules, "p", NORMAL, at)

    due = count_minutes(schedule, begun, target, pauses)

    assert case.resolve_by == due
