"""What the screen after a day is about, and how it writes times and words."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from functions.core.cases import WorkItem
from infra.ledger import Balance
from infra.local.house import Knock
from infra.local.written_down import WrittenDown


class Outcome(NamedTuple):
    """What the screen is about."""

    table: WrittenDown
    refused: Sequence[Knock]
    balance: Balance
    reminders: Sequence[WorkItem]
    """What the sweep put in the team queues: due times that came near or passed."""
    trouble: Sequence[str]
    """Failed handlers, messages in dead-letter queues, expectations that did not hold."""
    zone: ZoneInfo
    now: datetime


def clock_time(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%H:%M}"


def day_time(moment: datetime, outcome: Outcome) -> str:
    """Only the time where it is today."""
    local = moment.astimezone(outcome.zone)
    today = local.date() == outcome.now.astimezone(outcome.zone).date()
    return f"{local:%H:%M}" if today else f"{local:%a %H:%M}"


def in_words(name: str) -> str:
    return str(name).replace("_", " ")
