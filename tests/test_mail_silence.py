"""Automatic answers that no header ties to what they answer."""

from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.pump import Pump
from infra.local.smtp_door import SmtpDoor
from tests.robots import AUTOMATIC, TEAM_QUEUES, order, send, table_rows

SANNE = "Sanne <sanne@example.com>"


def test_a_vacation_reply_without_a_thread_stands_with_the_order_that_it_names(
    cloud: EmbeddedCloud, http_door: HttpDoor, smtp_door: SmtpDoor, pump: Pump
) -> None:
    order(cloud, http_door, pump, 1001)
    subject = f"Automatisch antwoord: {cloud.sent_mails[0].message['Subject']}"

    send(smtp_door, pump, "v1@o", subject, "Ik ben afwezig.", sender=SANNE, headers=AUTOMATIC)

    assert table_rows(cloud, "CASE#") == []
    assert not any(map(cloud.messages, TEAM_QUEUES))
    [row] = [row for row in table_rows(cloud, "ITEM") if "auto_reply" in row["data"]["S"]]
    assert '"order_key":"tuinhuis#' in row["data"]["S"]


def test_with_a_case_about_that_order_it_joins_the_case(
    cloud: EmbeddedCloud, http_door: HttpDoor, smtp_door: SmtpDoor, pump: Pump
) -> None:
    order(cloud, http_door, pump, 1001)
    subject = "Bestelling 1001 beschadigd"
    send(smtp_door, pump, "p1@o", subject, "De stoel is stuk.", sender=SANNE)

    subject = f"Automatisch antwoord: Re: {subject}"
    send(smtp_door, pump, "v1@o", subject, "Ik ben afwezig.", sender=SANNE, headers=AUTOMATIC)

    [case] = table_rows(cloud, "CASE#")
    assert '"contacts":2' in case["data"]["S"]


def test_a_stranger_s_machine_that_names_an_order_is_still_seen(
    cloud: EmbeddedCloud, http_door: HttpDoor, smtp_door: SmtpDoor, pump: Pump
) -> None:
    order(cloud, http_door, pump, 1001)

    send(smtp_door, pump, "v1@o", "Re: bestelling 1001", "Dank.", headers=AUTOMATIC)

    assert len(table_rows(cloud, "CASE#")) == 1
