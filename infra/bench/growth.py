"""What a contact costs when the table holds many cases: it must not cost more."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from moto.dynamodb.models import dynamodb_backends

from functions.aws.table import data as data_of
from functions.core.cases import case_id
from infra.bench.deliveries import contact_script
from infra.bench.figures import by_service
from infra.bench.journeys import START, Journeys
from infra.bench.units import Units
from infra.local.template import ACCOUNT, REGION

SIZES = (100, 1_000, 10_000)
CHANNELS = ("mail", "whatsapp", "cloudevents")
CASE = "CASE#"


def measure(journeys: Journeys) -> list[dict[str, object]]:
    """Calls and units of a known person's next contact, by channel and by cases in the table."""
    return [_one(journeys, channel, size) for channel in CHANNELS for size in SIZES]


def grows(measured: list[dict[str, object]]) -> list[str]:
    """Channels in which a larger table costs more calls or units than a smaller one."""
    found = []
    for channel in CHANNELS:
        mine = [row for row in measured if row["channel"] == channel]
        smallest, rest = mine[0], mine[1:]
        for row in rest:
            if (row["calls"], row["units"]) != (smallest["calls"], smallest["units"]):
                found.append(f"{channel} at {row['cases']} cases")
    return found


def _one(journeys: Journeys, channel: str, size: int) -> dict[str, object]:
    script = contact_script(channel, "append", 1)
    runs = journeys.arrive(script, prepare=lambda: _fill(journeys, size))
    calls = [call for run in runs for call in run.calls]
    units = sum((call.units for call in calls), Units())
    return {
        "channel": channel,
        "cases": size,
        "calls": len(calls),
        "by_service": by_service(calls),
        "units": {"read": units.read, "write": units.write, "index_write": units.index_write},
    }


def _fill(journeys: Journeys, size: int) -> None:
    """That many older cases of the same party, and as many of others."""
    pages = journeys.cloud.client("dynamodb").scan(TableName=journeys.cloud.table)
    case = next(row for row in pages["Items"] if row["sk"]["S"].startswith(CASE))
    table = dynamodb_backends[ACCOUNT][REGION].tables[journeys.cloud.table]
    for number in range(size):
        older = case_id(f"seeded-{number}", START - timedelta(minutes=number + 1))
        table.put_item(_case(case, older, case["pk"]["S"]))
        table.put_item(_case(case, older, f"PARTY#person:seeded-{number}"))


def _case(template: Mapping[str, Any], name: str, party: str) -> dict[str, Any]:
    """As long as the real one, about something else."""
    data = json.loads(data_of(template))
    data |= {"id": name, "party": party.partition("#")[2]}
    data["anchors"] = [{**anchor, "value": "9999"} for anchor in data.get("anchors", ())]
    own = {"pk": {"S": party}, "sk": {"S": CASE + name}, "data": {"S": json.dumps(data)}}
    return {**template, **own}
