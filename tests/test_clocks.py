"""Clocks on the whole path: what customers and desks do to a case."""

from datetime import timedelta

import pytest

from functions import policies
from functions.core.cases import CaseState
from functions.core.clocks.sla_policies import ClockKind
from functions.handling.outbound import SentMail, record_sent_mail
from infra import ledger
from infra.local.cloud import EmbeddedCloud
from infra.local.pump import Pump
from infra.local.smtp_door import SmtpDoor
from tests import knocking
from tests.asking import HOUR, Ask, reminders, tell, the_case
from tests.harness import items


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
