"""Random orders: people, choices and schedules of events as carriers and shops really send them."""

import random
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Event = dict[str, Any]
ZONE = ZoneInfo("Europe/Amsterdam")
COUNTRIES = ("NL", "BE", "DE", "FR", "IE")
WAY = ("announced", "handed_over", "in_transit", "out_for_delivery")
ENDS = ("delivered", "attempted", "ready_for_pickup", "returned_to_sender", "exception")
TROUBLE = ("delayed", "estimate_changed", "exception")
FIRST_DAYS = ("2026-04-01", "2026-05-20", "2026-10-22", "2026-12-23")


def scenario(seed: int) -> Event:
    """The same seed, the same story."""
    chance = random.Random(seed)
    first = datetime.fromisoformat(chance.choice(FIRST_DAYS)).replace(tzinfo=ZONE)
    start = first + timedelta(minutes=chance.randrange(1440))
    people = [_person(chance, name) for name in ("p1", "p2")]
    events = [event for name in ("C1", "C2") for event in _order(chance, name, start)]
    events += _others(chance, start)
    events.sort(key=lambda event: event["received_at"])
    events = [{**event, "id": f"e{number}"} for number, event in enumerate(events)]
    return {
        "scenario": f"chance {seed}",
        "policy": {"complaint": chance.choice(["wait", "human"])},
        "people": people,
        "organisations": [],
        "orders": [],
        "events": [_written(event) for event in events],
        "until": (start + timedelta(days=12)).isoformat(),
    }


def _person(chance: random.Random, name: str) -> Event:
    return {
        "id": name,
        "email": f"{name}@mail.example" if chance.random() < 0.6 else None,
        "phone": "+31610000000" if chance.random() < 0.8 else None,
        "whatsapp_optin": chance.random() < 0.5,
        "country": chance.choice(COUNTRIES),
        "preferred_channel": chance.choice([None, "email", "whatsapp", "sms"]),
        "opted_out": chance.choice([[], [], [], ["sms"], ["email"]]),
    }


def _order(chance: random.Random, name: str, start: datetime) -> list[Event]:
    placed = start + timedelta(minutes=chance.randrange(600))
    told: Event = {
        "people": chance.choice([["p1"], ["p1", "p2"]]),
        "country": chance.choice(COUNTRIES),
    }
    events = [
        _event(chance, "order", name, "placed", placed, payment="prepaid", lines=[], **told),
        _event(chance, "payment", name, "paid", placed + timedelta(minutes=2)),
    ]
    for number in range(chance.randint(1, 3)):
        events += _parcel(chance, name, f"K{number}", placed)
    if chance.random() < 0.2:
        events.append(_event(chance, "order", name, "cancelled", _later(chance, placed)))
    if chance.random() < 0.2:
        events.append(_event(chance, "payment", name, "refunded", _later(chance, placed)))
    return events + [dict(event) for event in events if chance.random() < 0.2]


def _parcel(chance: random.Random, order: str, parcel: str, at: datetime) -> list[Event]:
    steps = [step for step in WAY if chance.random() < 0.8]
    steps += [chance.choice(ENDS)] if chance.random() < 0.8 else []
    steps += [chance.choice(TROUBLE)] if chance.random() < 0.5 else []
    events = []
    for step in steps:
        at += timedelta(minutes=chance.randrange(1, 1800))
        more: Event = {"parcel": parcel}
        if step in {"delayed", "estimate_changed"}:
            more["new_date"] = (at + timedelta(days=chance.randrange(-1, 6))).date().isoformat()
        if step == "exception":
            more["detail"] = chance.choice(["lost", "customs", "address"])
        if step == "ready_for_pickup":
            more["last_day"] = (at + timedelta(days=chance.randrange(0, 7))).date().isoformat()
        if step == "out_for_delivery" and chance.random() < 0.5:
            begins = at + timedelta(hours=chance.randrange(1, 6))
            ends = begins + timedelta(hours=2)
            more["window"] = {"from": begins.isoformat(), "to": ends.isoformat()}
        events.append(_event(chance, "parcel", order, step, at, **more))
    return events


def _others(chance: random.Random, start: datetime) -> list[Event]:
    events: list[Event] = []
    for _ in range(chance.randrange(6)):
        at, person = _later(chance, start), chance.choice(["p1", "p2"])
        intent = chance.choice(["wismo", "complaint", "not_received", "stop"])
        channel = chance.choice(["email", "whatsapp", "sms"])
        told: Event = {"person": person, "channel": channel, "intent": intent}
        events.append(_event(chance, "contact", "C1", None, at, late=False, **told))
    for _ in range(chance.randrange(3)):
        about: Event = {
            "person": chance.choice(["p1", "p2"]),
            "channel": chance.choice(["email", "whatsapp", "sms"]),
            "order": chance.choice(["C1", "C2"]),
            "parcel": None,
            "milestone": "placed",
        }
        told = {"about": about, "result": chance.choice(["bounced", "complained", "delivered"])}
        events.append(_event(chance, "send_result", "C1", None, _later(chance, start), **told))
    return events


def _later(chance: random.Random, start: datetime) -> datetime:
    return start + timedelta(minutes=chance.randrange(60, 8000))


def _event(
    chance: random.Random,
    kind: str,
    order: str,
    milestone: str | None,
    at: datetime,
    *,
    late: bool = True,
    **more: Any,
) -> Event:
    delay = chance.choice([2, 2, 2, 3, 30, 700, 3500]) if late else 0
    received = at + timedelta(minutes=delay)
    told = {"kind": kind, "order": order, "milestone": milestone, **more}
    return {**told, "occurred_at": at, "received_at": received}


def _written(event: Event) -> Event:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in event.items()
    }
