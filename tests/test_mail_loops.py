"""Machines at the mail door: everything is stored, nothing is answered, and limits are shown."""

from collections.abc import Iterator
from typing import Any

import pytest

from functions.aws import rows, table
from functions.core.evidence.known_orders import KnownOrder
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.invocation import Application, HttpFunction
from infra.local.pump import Pump
from infra.local.smtp_door import SmtpDoor
from tests import knocking
from tests.harness import Journey, breaking_points, named, outcome, run, watched_calls
from tests.robots import AUTOMATIC, TEAM_QUEUES, order, send, table_rows


@pytest.fixture(autouse=True)
def _nothing_fails(pump: Pump) -> Iterator[None]:
    yield
    assert pump.failures == []


def test_two_robots_stop_and_the_case_says_why(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump
) -> None:
    for number in range(6):
        subject = "Re: " * number + "Uw verzoek [#12]"
        send(smtp_door, pump, f"r{number}@o", subject, "Ontvangen.", headers=AUTOMATIC)

    [pair] = table_rows(cloud, "PAIR")
    assert '"state":"quiet"' in pair["data"]["S"]
    assert len(table_rows(cloud, "ITEM")) == 6
    assert not cloud.sent_mails
    assert any("loop_quiet" in case["data"]["S"] for case in table_rows(cloud, "CASE#"))


@pytest.fixture
def told(cloud: EmbeddedCloud, http_door: HttpDoor, pump: Pump) -> Any:
    """A notification of an order that went out."""
    order(cloud, http_door, pump, 1001)
    [mail] = cloud.sent_mails
    return mail


def test_a_vacation_reply_to_a_notification_is_stored_and_not_answered(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump, told: Any
) -> None:
    answers = {**AUTOMATIC, "In-Reply-To": f"<{told.id}@eu-west-1.amazonses.com>"}

    subject = f"Automatisch antwoord: {told.message['Subject']}"
    sender = "Sanne <sanne@example.com>"
    send(smtp_door, pump, "v1@o", subject, "Ik ben afwezig.", sender=sender, headers=answers)

    assert len(cloud.sent_mails) == 1
    [row] = [row for row in table_rows(cloud, "ITEM") if "auto_reply" in row["data"]["S"]]
    assert "auto_reply to our own notice" in row["data"]["S"]
    assert '"order_key":"tuinhuis#' in row["data"]["S"]
    assert table_rows(cloud, "CASE#") == []
    assert not any(map(cloud.messages, TEAM_QUEUES))


def test_a_person_s_answer_to_a_notification_opens_a_case(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump, told: Any
) -> None:
    answers = {"In-Reply-To": f"<{told.id}@eu-west-1.amazonses.com>"}

    sender = "Sanne <sanne@example.com>"
    send(
        smtp_door,
        pump,
        "p1@o",
        "Re: Uw bestelling",
        "Mag hij later?",
        sender=sender,
        headers=answers,
    )

    assert len(table_rows(cloud, "CASE#")) == 1


def test_a_read_receipt_of_a_notification_is_stored_with_its_order(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump, told: Any
) -> None:
    answers = {
        "In-Reply-To": f"<{told.id}@eu-west-1.amazonses.com>",
        "Content-Class": "urn:content-classes:mdn",
    }

    send(
        smtp_door, pump, "g1@o", "Gelezen: Uw bestelling", "Uw bericht is gelezen.", headers=answers
    )

    assert table_rows(cloud, "CASE#") == []
    assert any("read_receipt to our" in row["data"]["S"] for row in table_rows(cloud, "ITEM"))


def test_a_vacation_reply_on_a_case_joins_it_without_reopening_or_a_clock(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump
) -> None:
    send(smtp_door, pump, "w1@o", "Kapotte stoel", "De poot brak.", sender="jan@lindehof.example")
    [before] = table_rows(cloud, "CASE#")

    headers = {**AUTOMATIC, "In-Reply-To": "<w1@o>"}
    subject = "Automatisch antwoord: Kapotte stoel"
    send(
        smtp_door, pump, "w2@o", subject, "Afwezig.", sender="jan@lindehof.example", headers=headers
    )

    [after] = table_rows(cloud, "CASE#")
    assert '"contacts":2' in after["data"]["S"]
    assert after.get("timeline") == before.get("timeline")


def test_an_automatic_answer_holds_at_every_crash_point(
    cloud: EmbeddedCloud, application: Application
) -> None:
    sample = named("ses/out-of-office")
    own_id = rows.thread_key("mail:0102-update@eu-west-1.amazonses.com")
    order = KnownOrder(shop="tuinhuis", order_id="7", number="1001")

    def journey() -> Journey:
        cloud.reset()
        cloud.clock.advance_to(sample.received_at)
        table.put(table.Write(own_id, rows.Message(notification_id="n7", order=order)))
        return Journey(cloud, Pump(cloud, application), HttpFunction(application, cloud.stage))

    with watched_calls() as calls:
        path = journey()
        calls.made.clear()
        run(path, sample)
        undisturbed, made = outcome(cloud), list(calls.made)
        assert any("auto_reply to our own notice" in row for row in undisturbed["rows"])
        for number, operation, after in breaking_points(made):
            path = journey()
            calls.break_at(number, after=after)
            run(path, sample)
            assert outcome(cloud) == undisturbed, f"{operation} {after}"


def test_a_robot_and_a_help_desk_stop_and_everything_is_stored(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump
) -> None:
    desk = {"X-Zendesk-From-Account-Id": "abc"}
    for number in range(6):
        subject = f"[Ticket #4711] Re: uw bericht {number}"
        send(smtp_door, pump, f"h{number}@o", subject, f"Ontvangen {number}.", headers=desk)

    [pair] = table_rows(cloud, "PAIR")
    assert '"state":"quiet"' in pair["data"]["S"]
    assert len(table_rows(cloud, "ITEM")) == 6
    assert not cloud.sent_mails


def test_a_delivery_report_in_the_mail_fails_the_notification(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump, told: Any
) -> None:
    body = (
        "This is a permanent error. The following address failed:\n\n  sanne@example.com\n"
        "550 5.1.1 User unknown\n\n--- Below this line is a copy of the message.\n\n"
        f"Message-ID: <{told.id}@eu-west-1.amazonses.com>\n"
        f"X-Loket-Notification: {told.message['X-Loket-Notification']}\n"
    )

    send(smtp_door, pump, "b1@o", "failure notice", body, sender="MAILER-DAEMON@mx.example")

    told_of = [row["data"]["S"] for row in table_rows(cloud, "NOTIFICATION")]
    [failed] = [row for row in told_of if '"state":"failed"' in row]
    assert "5.1.1" in failed
    assert table_rows(cloud, "CASE#") == []


def test_another_help_desk_s_number_leads_its_later_mails_to_the_same_case(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump
) -> None:
    desk = {"X-Zendesk-From-Account-Id": "abc"}

    send(smtp_door, pump, "z1@o", "Ontvangen: levering [Ticket #4711]", "Dank.", headers=desk)
    send(smtp_door, pump, "z2@o", "Beantwoord [Ticket #4711]", "Hij komt.", headers=desk)

    assert len(table_rows(cloud, "CASE#")) == 1
    assert len(table_rows(cloud, "ITEM")) == 2


def test_our_own_answer_in_cc_joins_its_case_and_starts_no_clock(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump
) -> None:
    send(smtp_door, pump, "k1@o", "Kapotte stoel", "De poot brak.", sender="jan@lindehof.example")
    [before] = table_rows(cloud, "CASE#")
    answer = knocking.mail(
        "Tuinhuis <service@tuinhuis.example>",
        "Re: Kapotte stoel",
        "Stuurt u een foto?",
        message_id="a1@tuinhuis.example",
        headers={"In-Reply-To": "<k1@o>"},
    )
    answer.replace_header("To", "jan@lindehof.example")
    answer["Cc"] = "service@tuinhuis.example"
    knocking.post_mail(smtp_door.port, answer)
    pump.run_until_idle()

    [case] = table_rows(cloud, "CASE#")
    assert '"response":[' in before["data"]["S"]
    assert '"response":[' not in case["data"]["S"]
    assert '"contacts"' not in case["data"]["S"]
    [row] = [row for row in table_rows(cloud, "ITEM") if "our_answer" in row["data"]["S"]]
    assert "our own answer" in row["data"]["S"]
    assert row["timeline"]["S"].startswith("CASE#")


def test_a_customer_s_answer_to_our_own_answer_joins_the_case(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump
) -> None:
    test_our_own_answer_in_cc_joins_its_case_and_starts_no_clock(cloud, smtp_door, pump)

    send(
        smtp_door,
        pump,
        "k2@o",
        "Re: Kapotte stoel",
        "Hierbij de foto.",
        sender="jan@lindehof.example",
        headers={"In-Reply-To": "<a1@tuinhuis.example>"},
    )

    [case] = table_rows(cloud, "CASE#")
    assert '"contacts":2' in case["data"]["S"]
