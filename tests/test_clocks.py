"""Clocks on the whole path: what customers, desks and the sweep do to a case, in any mishap."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from functions import policies, sweep
from functions.aws import inbox, rows, table
from functions.aws.queues import LEADS
from functions.core.cases import Case, CaseState, WorkItemKind
from functions.core.routing import Queue
from functions.core.sla_policies import ClockKind
from functions.handling.outbound import SentMail, record_sent_mail
from infra import due, ledger
from infra.local.cloud import EmbeddedCloud
from infra.local.invocation import Context
from infra.local.pump import Pump
from infra.local.smtp_door import SmtpDoor
from tests import knocking
from tests.harness import Crash, items, watched_calls

Ask = Callable[..., None]
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
REMINDERS = set(WorkItemKind) - {WorkItemKind.CONTACT, WorkItemKind.ORDER}


@pytest.fixture
def ask(cloud: EmbeddedCloud, pump: Pump) -> Ask:
    """A WhatsApp message of Sanne, handled."""

    def send(number: int, text: str = "Waar blijft mijn bestelling 1001?") -> None:
        pump_key = keep(cloud, number, text)
        assert pump_key
        pump.run_until_idle()

    return send


def keep(cloud: EmbeddedCloud, number: int, text: str) -> str:
    now = cloud.clock.now()
    body = knocking.whatsapp_body(f"wamid.{number}", text, at=int(now.timestamp()))
    key = inbox.webhook_key("whatsapp", "tuinhuis", now, {"x": str(number)}, body)
    inbox.keep(knocking.delivery(key, "whatsapp", body, received_at=now))
    return key


def tell(cloud: EmbeddedCloud, pump: Pump, step: str, **data: object) -> None:
    """What the desk's software puts on the bus."""
    cloud.put_event("nl.tuinhuis.desk", f"case.{step}", data)
    pump.run_until_idle()


def the_case(cloud: EmbeddedCloud) -> Case:
    [case] = [rows.decode_case(row) for row in items(cloud) if row["sk"]["S"].startswith("CASE#")]
    return case


def reminders(cloud: EmbeddedCloud, *teams: str) -> list[dict[str, Any]]:
    named = teams or (*Queue, LEADS)
    return [one for team in named for one in cloud.work_items(team) if one["kind"] in REMINDERS]


def test_an_answer_told_by_the_desk_stops_the_clock_and_waits_for_the_customer(
    cloud: EmbeddedCloud, pump: Pump, ask: Ask
) -> None:
    ask(1)
    pump.jump(HOUR)

    tell(cloud, pump, "answered", contact="whatsapp:wamid.1", agent="femke")
    for _ in range(10):
        pump.jump(timedelta(days=2))

    case = the_case(cloud)
    assert case.clocks.response is None
    assert case.clocks.waiting_since is not None
    assert reminders(cloud) == []
    assert ledger.balance().balances


def test_a_desk_can_name_the_case_itself(cloud: EmbeddedCloud, pump: Pump, ask: Ask) -> None:
    ask(1)

    tell(cloud, pump, "resolved", case=the_case(cloud).id)

    assert the_case(cloud).state is CaseState.RESOLVED
    assert the_case(cloud).next_timer is None


def test_a_question_on_a_resolved_case_opens_it_with_a_next_response_clock(
    cloud: EmbeddedCloud, pump: Pump, ask: Ask
) -> None:
    ask(1)
    tell(cloud, pump, "resolved", contact="whatsapp:wamid.1")
    pump.jump(timedelta(days=2))

    ask(2, "Bestelling 1001 is er nog steeds niet, wat nu?")

    case = the_case(cloud)
    assert case.state is CaseState.OPEN
    assert case.clocks.response is not None
    assert case.clocks.response.kind is ClockKind.NEXT_RESPONSE
    assert len(case.clocks.ended) == 2


def test_a_thank_you_starts_no_clock_and_reopens_nothing(
    cloud: EmbeddedCloud, pump: Pump, ask: Ask
) -> None:
    ask(1)
    tell(cloud, pump, "resolved", contact="whatsapp:wamid.1")
    before = the_case(cloud)

    ask(2, "Dank je wel voor de snelle hulp! Fijne dag 🙏")

    case = the_case(cloud)
    assert case.contacts == 2
    assert (case.state, case.clocks) == (before.state, before.clocks)


def test_a_thank_you_does_not_stop_the_clock_of_a_question(
    cloud: EmbeddedCloud, pump: Pump, ask: Ask
) -> None:
    ask(1)
    before = the_case(cloud)

    ask(2, "Bedankt!")

    assert the_case(cloud).clocks == before.clocks


@pytest.mark.parametrize(
    "data",
    [
        {"contact": "whatsapp:wamid.unknown"},
        {"case": "case-0000000000"},
        {},
        {"case": "case-' OR 1=1"},
        {"case": ["case-0000000000"]},
        {"case": "case-0000000000", "at": "yesterday"},
        {"contact": "x" * 5000},
    ],
)
def test_a_desk_that_names_no_case_of_ours_waits_in_quarantine(
    cloud: EmbeddedCloud, pump: Pump, data: dict[str, object]
) -> None:
    tell(cloud, pump, "answered", **data)

    assert ledger.balance().outcomes == {"quarantined": 1}
    assert len(ledger.quarantine()) == 1
    assert pump.failures == []


@pytest.mark.parametrize(
    ("to", "stopped"),
    [
        ("jan@lindehof.example", True),
        ("chef@lindehof.example", True),
        ("expeditie@vervoerder.example", False),
    ],
)
def test_a_mail_of_ours_answers_the_organisation_but_not_by_asking_a_carrier(
    to: str, stopped: bool, cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump
) -> None:
    for number, name in enumerate(("jan", "piet")):
        mail = knocking.mail(
            f"{name}@lindehof.example", "Kapotte stoel", "De poot brak.", message_id=f"k{number}@o"
        )
        if number:
            mail["In-Reply-To"] = "<k0@o>"
        knocking.post_mail(smtp_door.port, mail)
        pump.run_until_idle()
    answer = knocking.mail(
        "Tuinhuis <service@tuinhuis.example>",
        "Re: Kapotte stoel",
        "Stuurt u een foto?",
        message_id="a1@tuinhuis.example",
        headers={"In-Reply-To": "<k0@o>"},
    )
    answer.replace_header("To", to)
    answer["Cc"] = "service@tuinhuis.example"

    knocking.post_mail(smtp_door.port, answer)
    pump.run_until_idle()

    case = the_case(cloud)
    assert case.contacts == 2
    assert (case.clocks.response is None) is stopped
    assert pump.failures == []


def test_an_answer_dated_in_the_future_counts_from_when_we_heard_of_it(
    cloud: EmbeddedCloud, pump: Pump, ask: Ask
) -> None:
    ask(1)
    later = cloud.clock.now() + timedelta(hours=20)

    tell(cloud, pump, "answered", contact="whatsapp:wamid.1", at=later.isoformat())

    assert the_case(cloud).clocks.answered_at == cloud.clock.now()


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


def test_explain_prints_the_arithmetic_of_a_case(
    cloud: EmbeddedCloud, pump: Pump, ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(1)
    pump.jump(HOUR)
    tell(cloud, pump, "answered", contact="whatsapp:wamid.1")
    pump.jump(timedelta(days=1))
    ask(2, "En wanneer precies?")

    assert ledger.main(["clock", the_case(cloud).id]) == 0

    shown = capsys.readouterr().out
    assert "first response (normal): started Tue 2026-03-03 10:00 CET" in shown
    assert "answered Tue 2026-03-03 11:00 CET: in time" in shown
    assert "Tue 2026-03-03 11:00 CET stands still: waiting for the customer" in shown
    assert "Wed 2026-03-04 11:00 CET to 17:30 counts 6:30" in shown
    assert ledger.main(["clock", "case-0000000000"]) == 1


def test_a_case_keeps_its_policy_when_another_is_deployed(
    cloud: EmbeddedCloud, pump: Pump, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(1)
    pump.jump(HOUR)
    tell(cloud, pump, "answered", contact="whatsapp:wamid.1")
    text = policies.sla_text().replace('normal = "PT8H"', 'normal = "PT1M"')
    today = policies.read_sla(text)
    monkeypatch.setattr(policies, "sla", lambda: today)
    monkeypatch.setattr(policies, "sla_text", lambda: text)

    ask(2, "En wanneer precies?")
    pump.jump(timedelta(seconds=61))

    case = the_case(cloud)
    assert today.edition != case.clocks.edition
    assert case.respond_by == cloud.clock.now() - timedelta(seconds=61) + timedelta(hours=23)
    assert len([row for row in items(cloud) if row["sk"]["S"] == "POLICY"]) == 2


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


def test_a_mail_program_that_tells_what_it_sent_stops_the_clock(
    cloud: EmbeddedCloud, pump: Pump, ask: Ask
) -> None:
    ask(1)
    pump.jump(HOUR)
    mail = SentMail(
        shop="tuinhuis",
        message_id="mail:a1@tuinhuis.example",
        sent_at=cloud.clock.now(),
        answers=("whatsapp:wamid.1",),
    )

    record_sent_mail(mail)

    case = the_case(cloud)
    assert case.clocks.response is None
    assert case.clocks.answered_at == cloud.clock.now()


def test_a_mass_mail_answers_nobody(cloud: EmbeddedCloud, pump: Pump, ask: Ask) -> None:
    ask(1)
    before = the_case(cloud)

    record_sent_mail(
        SentMail(
            shop="tuinhuis",
            message_id="mail:a1@tuinhuis.example",
            sent_at=cloud.clock.now(),
            mass=True,
            answers=("whatsapp:wamid.1",),
        )
    )

    assert the_case(cloud) == before


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
