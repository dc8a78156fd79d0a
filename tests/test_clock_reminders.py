"""What the sweep tells of clocks that run out: each stage once, in any mishap."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from pydantic import ValidationError

from functions import sweep
from functions.aws import inbox, table
from functions.aws.queues import LEADS
from functions.core.routing import Queue
from infra import due, ledger
from infra.local.cloud import EmbeddedCloud
from infra.local.invocation import Context
from infra.local.pump import Pump
from tests import knocking
from tests.asking import HOUR, MINUTE, Ask, keep, reminders, the_case
from tests.harness import Crash, watched_calls


def test_a_case_that_nobody_answers_reaches_the_leads_three_times_for_each_promise(
    cloud: EmbeddedCloud, pump: Pump, ask: Ask
) -> None:
    ask(1)
    _let_time_tell(cloud, pump)

    told = [(one["kind"], one["reason"].partition(" ")[0]) for one in reminders(cloud, LEADS)]
    stages = ("sla_warning", "sla_breach", "sla_second_breach")
    assert sorted(told) == sorted((s, what) for s in stages for what in ("first", "resolution"))
    team = [one["kind"] for one in reminders(cloud, *Queue)]
    assert team == ["priority_raised"]
    assert all(one["lead"] and one["queue"] == "orders" for one in reminders(cloud, LEADS))


def test_what_was_told_completely_is_still_in_the_list(
    cloud: EmbeddedCloud, pump: Pump, ask: Ask
) -> None:
    ask(1)
    _let_time_tell(cloud, pump)

    [case] = due.due_cases()
    assert case.next_timer is None
    assert next(due.lines([case], cloud.clock.now())).startswith("LATE ")


def test_the_list_has_the_oldest_due_first(cloud: EmbeddedCloud, pump: Pump, ask: Ask) -> None:
    ask(1)
    pump.jump(HOUR)
    now = int(cloud.clock.now().timestamp())
    for number, text in enumerate(("Mijn product rookt en er komen vonken uit!", "Wat kost dit?")):
        body = knocking.whatsapp_body(f"o{number}", text, phone=f"3161111111{number}", at=now)
        key = inbox.webhook_key("whatsapp", "tuinhuis", cloud.clock.now(), {}, body)
        inbox.keep(knocking.delivery(key, "whatsapp", body, received_at=cloud.clock.now()))
    pump.run_until_idle()

    listed = due.due_cases()

    assert [case.priority for case in listed] == ["urgent", "normal", "normal"]
    moments = [case.clocks.due for case in listed]
    assert moments == sorted(moments, key=str)


def _let_time_tell(cloud: EmbeddedCloud, pump: Pump) -> None:
    """From one timer of the case to the next, until there is none."""
    while timer := the_case(cloud).next_timer:
        pump.jump(max(timer - cloud.clock.now(), MINUTE))


def _run_sweep() -> None:
    names = ("version", "account", "region", "detail-type", "source", "time", "id")
    event = {**dict.fromkeys(names, "x"), "detail": {}, "resources": []}
    sweep.run(event, Context("sweep", "dev"))


def test_a_sweep_that_crashes_anywhere_tells_each_stage_once(
    cloud: EmbeddedCloud, pump: Pump, ask: Ask
) -> None:
    with watched_calls() as calls:
        ask(1)
        before = len(calls.made)
        cloud.clock.advance(timedelta(hours=6, minutes=30))
        _run_sweep()
        made = calls.made[before:]
        _count_reminders(cloud, 1)
        for number in (n for n, call in enumerate(made) if call != "ListObjectsV2"):
            is_write = made[number] in ("PutItem", "SendMessage")
            for after in (False, True) if is_write else (False,):
                cloud.reset()
                ask(1)
                cloud.clock.advance(timedelta(hours=6, minutes=30))
                calls.break_at(number, after=after)
                for _ in range(2):
                    try:
                        _run_sweep()
                    except Crash:
                        cloud.clock.advance(MINUTE)
                cloud.clock.advance(MINUTE)
                _run_sweep()

                _count_reminders(cloud, 1)


def _count_reminders(cloud: EmbeddedCloud, number: int) -> None:
    told = [one["id"] for one in reminders(cloud)]
    assert len(told) == len(set(told)) == number


def test_customers_a_desk_and_the_sweep_at_the_same_moment_lose_nothing(
    cloud: EmbeddedCloud, pump: Pump, ask: Ask
) -> None:
    from functions import intake

    ask(1)
    pump.jump(timedelta(hours=6, minutes=30))
    keys = [keep(cloud, number, "Waar blijft mijn bestelling 1001?") for number in range(2, 6)]
    detail = {"contact": "whatsapp:wamid.1"}
    cloud.put_event("nl.tuinhuis.desk", "case.answered", detail)

    def handle(key: str) -> None:
        body = json.dumps({"inbox_key": key})
        intake.process(knocking.sqs_event(body), Context("process", "dev"))

    with ThreadPoolExecutor(6) as pool:
        work = [pool.submit(handle, key) for key in keys]
        work += [pool.submit(_run_sweep)]
        pump.run_until_idle()
        for one in work:
            one.result()
    pump.run_until_idle()
    cloud.clock.advance(MINUTE)
    _run_sweep()

    case = the_case(cloud)
    told = [one["id"] for one in reminders(cloud, LEADS)]
    assert case.contacts == 5
    assert case.clocks.answered_at is not None
    assert [one.kind for one in case.clocks.ended] == ["first_response"]
    assert len(told) == len(set(told)) <= 1
    assert ledger.balance().balances


def test_a_case_that_cannot_be_read_keeps_no_other_waiting(
    cloud: EmbeddedCloud, pump: Pump, ask: Ask
) -> None:
    ask(1)
    for number in range(table.DUE_SHARDS):
        broken = {
            "pk": {"S": f"PARTY#broken{number}"},
            "sk": {"S": "CASE#case-0000000000"},
            "data": {"S": "{}"},
            "timeline": {"S": f"DUE#{number}"},
            "at": {"S": "2026-01-01T00:00:00.000000Z"},
        }
        cloud.client("dynamodb").put_item(TableName=cloud.table, Item=broken)
    cloud.clock.advance(timedelta(hours=6, minutes=30))

    with pytest.raises(ValidationError):
        _run_sweep()

    _count_reminders(cloud, 1)
