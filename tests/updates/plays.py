"""Short stories of orders: how they are written down, and played through the simulator."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from infra.simulate.orders import simulate

Event = dict[str, Any]
PLAYED: list[Event] = []
"""Every scenario that was played, so that the real path can play it too."""
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ANNA = {"id": "anna", "name": "Anna de Wit", "email": "anna@mail.example", "country": "NL"}
"""By mail only."""
SAM = {**ANNA, "id": "sam", "email": None, "phone": "+31610000001"}
"""By text message only."""
WIM = {**SAM, "id": "wim", "whatsapp_optin": True, "preferred_channel": "whatsapp"}
"""By WhatsApp, else by text message."""
ALL = {**WIM, "id": "alle", "email": "alle@mail.example"}
FIRM = "Kwekerij Noord"
BUYER = {**ANNA, "id": "bas", "organisation": FIRM, "roles": ["buyer"]}
STORE = {**ANNA, "id": "rik", "organisation": FIRM, "roles": ["receiving"]}
PAYER = {**ANNA, "id": "ada", "organisation": FIRM, "roles": ["accounts_payable"]}
AGENT = {**ANNA, "id": "gus", "organisation": FIRM, "roles": ["agency"]}
WATCHER = {**ANNA, "id": "otto", "organisation": FIRM, "roles": ["observer"]}
EVERYBODY = (ANNA, SAM, WIM, ALL, BUYER, STORE, PAYER, AGENT, WATCHER)
LINES = [{"line": 1, "sku": "HARK", "qty": 1}, {"line": 2, "sku": "SCHOP", "qty": 2}]


def at(text: str) -> str:
    """`05-19 10:00` on Dutch clocks in 2026; a full year may stand before it."""
    full = text if text[:2] == "20" else f"2026-{text}"
    return datetime.fromisoformat(full).replace(tzinfo=AMSTERDAM).isoformat()


def order(time: str, milestone: str, **fields: Any) -> Event:
    return _event("order", time, milestone, **fields)


def placed(time: str, **fields: Any) -> Event:
    told = {"people": ["anna"], "country": "NL", "payment": "prepaid", "lines": []}
    return _event("order", time, "placed", **{**told, **fields})


def payment(time: str, milestone: str, **fields: Any) -> Event:
    return _event("payment", time, milestone, **fields)


def parcel(time: str, milestone: str, name: str = "K1", **fields: Any) -> Event:
    return _event("parcel", time, milestone, parcel=name, **fields)


def contact(time: str, intent: str, person: str = "anna", **fields: Any) -> Event:
    told = {"channel": "email", "person": person, "intent": intent}
    return _event("contact", time, None, **{**told, **fields})


def failed(time: str, channel: str, milestone: str, **fields: Any) -> Event:
    """A send result: bounced for good unless it says otherwise."""
    person, name = fields.pop("person", "alle"), fields.pop("parcel", "K1")
    about = {"person": person, "channel": channel, "order": "C1", "parcel": name}
    told = {"about": {**about, "milestone": milestone}, "result": "bounced"}
    return _event("send_result", time, None, **{**told, **fields})


def resolved(time: str, **fields: Any) -> Event:
    return _event("case_resolved", time, None, **fields)


def found_later(event: Event) -> Event:
    return {**event, "of": event["kind"], "kind": "backfill"}


def window(begins: str, ends: str) -> dict[str, str]:
    return {"from": at(begins), "to": at(ends)}


def known(state: str = "handed_over", person: str = "anna", **fields: Any) -> Event:
    """An order that was there before, told up to its state, with parcel K1 in transit."""
    parcels = fields.pop("parcels", {"K1": "in_transit"} if state == "handed_over" else {})
    entry = {"order": "C1", "people": [person], "country": "NL", "payment": "prepaid", "lines": []}
    return {**entry, "state": {"order": state, "parcels": parcels}, "told": True, **fields}


def firm(state: str = "handed_over", **fields: Any) -> Event:
    people = fields.pop("people", ["bas", "rik", "ada"])
    return known(state, organisation=FIRM, payment="invoice", **fields) | {"people": people}


def play(
    *events: Event,
    orders: Sequence[Event] | None = None,
    people: Sequence[Mapping[str, Any]] = EVERYBODY,
    until: str = "05-23 12:00",
    policy: Mapping[str, Any] | None = None,
    preferences: Mapping[str, Any] | None = None,
    agency_allows: Sequence[str] = (),
) -> list[Event]:
    """The rows that come of it. Events are numbered where they have no id of their own."""
    firms = [
        {"name": FIRM, "agency_allows": list(agency_allows), "preferences": dict(preferences or {})}
    ]
    scenario = {
        "scenario": "play",
        "policy": dict(policy or {}),
        "people": list(people),
        "organisations": firms,
        "orders": list(orders) if orders is not None else [known()],
        "events": [{"id": f"e{number}", **event} for number, event in enumerate(events)],
        "until": at(until),
    }
    PLAYED.append(scenario)
    return simulate(scenario)


def seen(rows: Sequence[Event]) -> list[str]:
    """What anybody notices, a line each: `05-19 10:10 anna email K1 handed_over`."""
    return [line for row in rows if (line := _line(row))]


def reasons(rows: Sequence[Event]) -> list[str]:
    """What is not told and why: `delayed superseded`."""
    silent = [row for row in rows if row.get("action") == "suppressed"]
    return [f"{row['items'][0]['milestone']} {row['reason']}" for row in silent]


def messages(rows: Sequence[Event]) -> list[Event]:
    return [row for row in rows if row.get("action") == "sent"]


def state(rows: Sequence[Event], name: str = "C1") -> Any:
    return next(row["state"] for row in rows if row.get("order") == name and "state" in row)


def _line(row: Event) -> str | None:
    if row.get("action") in (None, "suppressed"):
        return None
    time = datetime.fromisoformat(row["at"]).astimezone(AMSTERDAM).strftime("%m-%d %H:%M")
    if row["action"] == "sent":
        items = [" ".join(filter(None, _names(item))) for item in row["items"]]
        return f"{time} {row['person']} {row['channel']} {' + '.join(items)}"
    if row["action"] == "work_item":
        high = " high" if row["priority"] == "high" else ""
        return f"{time} work {row['queue']}{high} {row.get('order')} {row['reason']}"
    return f"{time} {row['action']} {row.get('person') or row['order']}"


def _names(item: Event) -> tuple[str | None, str | None, str]:
    return item["order"] if item["order"] != "C1" else None, item["parcel"], item["milestone"]


def _event(kind: str, time: str, milestone: str | None, **fields: Any) -> Event:
    occurred = fields.pop("occurred", time)
    told = {"kind": kind, "order": "C1", "milestone": milestone, "received_at": at(time)}
    return {**told, "occurred_at": at(occurred), **fields}
