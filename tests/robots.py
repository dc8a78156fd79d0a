"""Mail programs of machines, as the loop tests let them write to the embedded cloud."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from functions.core.routing import Queue
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.pump import Pump
from infra.local.smtp_door import SmtpDoor
from tests import knocking
from tests.harness import items

AUTOMATIC = {"Auto-Submitted": "auto-replied"}
TEAM_QUEUES = [f"team-{queue}.fifo" for queue in Queue]


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
    return [item for item in items(cloud) if item["sk"]["S"].startswith(kind)]


def order(cloud: EmbeddedCloud, door: HttpDoor, pump: Pump, number: int) -> None:
    """Sanne's order, and the time that its notification waits."""
    body = knocking.shopify_order(number, created_at=cloud.clock.now().isoformat())
    headers = knocking.shopify_headers("orders/create", f"event-{number}")
    knocking.post(door.url, cloud, "shopify", body, headers)
    pump.run_until_idle()
    pump.advance(timedelta(minutes=20))


def stop_the_desk(door: SmtpDoor, pump: Pump) -> None:
    for number in range(4):
        send(door, pump, f"s{number}@o", "Uw verzoek", "Ontvangen.", headers=AUTOMATIC)
