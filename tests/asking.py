"""A customer who asks by WhatsApp, a desk that tells what it did, and the case of both."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from functions.aws import inbox, rows
from functions.aws.queues import LEADS
from functions.core.cases import Case, WorkItemKind
from functions.core.routing import Queue
from infra.local.cloud import EmbeddedCloud
from infra.local.pump import Pump
from tests import knocking
from tests.harness import items

Ask = Callable[..., None]
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
REMINDERS = set(WorkItemKind) - {WorkItemKind.CONTACT, WorkItemKind.ORDER}


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
