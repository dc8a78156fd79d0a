"""Machines at the mail door: everything is stored, nothing is answered, and limits are shown."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.pump import Pump
from infra.local.smtp_door import SmtpDoor
from tests import knocking

AUTOMATIC = {"Auto-Submitted": "auto-replied"}


@pytest.fixture(autouse=True)
def _nothing_fails(pump: Pump) -> Iterator[None]:
    yield
    assert pump.failures == []


def send(
    door: SmtpDoor,
    pump: Pump,
    message_id: str,
    subject: str,
    body: str,
    *,
    sender: str = "Desk <desk@other.example>",
    headers: Mapping[str, str] | None = None,
) -> None:
    mail = knocking.mail(sender, subject, body, message_id=message_id, headers=headers)
    knocking.post_mail(door.port, mail)
    pump.run_until_idle()


def table_rows(cloud: EmbeddedCloud, kind: str) -> list[Mapping[str, Any]]:
    pages = cloud.client("dynamodb").get_paginator("scan").paginate(TableName=cloud.table)
    return [item for page in pages for item in page["Items"] if item["sk"]["S"].startswith(kind)]


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
    body = knocking.shopify_order(1001, created_at=cloud.clock.now().isoformat())
    headers = knocking.shopify_headers("orders/create", "event-1")
    knocking.post(http_door.url, cloud, "shopify", body, headers)
    pump.run_until_idle()
    pump.advance(timedelta(minutes=20))
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
    assert any("ses:" in row["pk"]["S"] for row in table_rows(cloud, "ITEM"))


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

    [notification] = table_rows(cloud, "NOTIFICATION")
    assert '"state":"failed"' in notification["data"]["S"]
    assert "5.1.1" in notification["data"]["S"]
    assert table_rows(cloud, "CASE#") == []


def test_another_help_desk_s_number_leads_its_later_mails_to_the_same_case(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump
) -> None:
    desk = {"X-Zendesk-From-Account-Id": "abc"}

    send(smtp_door, pump, "z1@o", "Ontvangen: levering [Ticket #4711]", "Dank.", headers=desk)
    send(smtp_door, pump, "z2@o", "Beantwoord [Ticket #4711]", "Hij komt.", headers=desk)

    assert len(table_rows(cloud, "CASE#")) == 1
    assert len(table_rows(cloud, "ITEM")) == 2


def test_our_own_answer_in_cc_joins_its_case_and_starts_nothing(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump
) -> None:
    send(smtp_door, pump, "k1@o", "Kapotte stoel", "De poot brak.", sender="jan@lindehof.example")
    before = table_rows(cloud, "CASE#")
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

    assert table_rows(cloud, "CASE#") == before
    [row] = [row for row in table_rows(cloud, "ITEM") if "our_answer" in row["data"]["S"]]
    assert "our own answer" in row["data"]["S"]
    assert row["timeline"]["S"].startswith("CASE#")


def test_a_customer_s_answer_to_our_own_answer_joins_the_case(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump
) -> None:
    test_our_own_answer_in_cc_joins_its_case_and_starts_nothing(cloud, smtp_door, pump)

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
