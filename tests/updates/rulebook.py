"""What must never come of an order's events, checked on rows alone: written from the rules."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]
ZONES = {
    "NL": "Europe/Amsterdam",
    "BE": "Europe/Brussels",
    "DE": "Europe/Berlin",
    "FR": "Europe/Paris",
    "IE": "Europe/Dublin",
}
CLOSES = {"DE": 20, "FR": 20}
ALL_FOUR = ("2026-01-01", "2026-04-06", "2026-05-14", "2026-05-25", "2026-12-25", "2027-01-01")
HOLIDAYS = {
    "NL": (*ALL_FOUR, "2026-04-27", "2026-12-26"),
    "BE": (*ALL_FOUR, "2026-05-01", "2026-07-21", "2026-08-15", "2026-11-01", "2026-11-11"),
    "DE": (*ALL_FOUR, "2026-04-03", "2026-05-01", "2026-10-03", "2026-12-26"),
    "FR": (*ALL_FOUR, "2026-05-01", "2026-05-08", "2026-07-14", "2026-11-01", "2026-11-11"),
    "IE": (),
}
HEIGHTS = {
    "handed_over": 1,
    "out_for_delivery": 2,
    "attempted": 3,
    "ready_for_pickup": 4,
    "delivered": 6,
    "returned_to_sender": 7,
}
UNIQUE = {"placed", "payment_failed", "cancelled", "pickup_reminder", *HEIGHTS}
ALWAYS = {"payment_failed", "cancelled", "out_for_delivery", "pickup_reminder"}


def violations(scenario: Row, rows: Sequence[Row]) -> list[str]:
    sent = [row for row in rows if row.get("action") == "sent"]
    times = [row["at"] for row in rows if "at" in row]
    return [
        *([] if times == sorted(times) else ["the rows are not in order of time"]),
        *_told_twice_or_backward(sent),
        *_behind_what_was_known(scenario, sent),
        *_at_night(scenario, sent),
        *_unusable(scenario, sent),
        *_after_cancellation(scenario, sent),
        *_over_budget(scenario, sent),
        *_without_a_word(scenario, rows),
    ]


def _items(sent: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    for row in sent:
        for item in row["items"]:
            yield row, item


def _told_twice_or_backward(sent: Sequence[Row]) -> Iterator[str]:
    told: set[tuple[str, ...]] = set()
    heights: dict[tuple[str, ...], int] = {}
    for row, item in _items(sent):
        if row["reason"] == "resent":
            continue
        key = (row["person"], item["order"], item["parcel"], item["milestone"])
        if item["milestone"] in UNIQUE and key in told:
            yield f"told twice: {key}"
        told.add(key)
        height = HEIGHTS.get(item["milestone"])
        if height is not None:
            if height < heights.get(key[:3], 0):
                yield f"told backward: {key} at {row['at']}"
            heights[key[:3]] = height


def _behind_what_was_known(scenario: Row, sent: Sequence[Row]) -> Iterator[str]:
    for row, item in _items(sent):
        height = HEIGHTS.get(item["milestone"], 99)
        for event in scenario["events"]:
            same = (event["order"], event.get("parcel")) == (item["order"], item["parcel"])
            known = _time(event["received_at"]) <= _time(row["at"])
            if same and item["parcel"] and known and HEIGHTS.get(event["milestone"], 0) > height:
                yield f"untrue by then: {item} at {row['at']}, as {event['milestone']} was known"


def _at_night(scenario: Row, sent: Sequence[Row]) -> Iterator[str]:
    country_of = {person["id"]: person["country"] for person in scenario["people"]}
    for row in sent:
        if row["channel"] == "email" or row["reason"] == "urgent":
            continue
        country = country_of[row["person"]]
        local = _time(row["at"]).astimezone(ZoneInfo(ZONES[country]))
        opens = 10 if local.isoweekday() == 7 else 8
        decent = opens <= local.hour < CLOSES.get(country, 21)
        if not decent or local.date().isoformat() in HOLIDAYS[country]:
            yield f"rang at {local}: {row}"


def _unusable(scenario: Row, sent: Sequence[Row]) -> Iterator[str]:
    people = {person["id"]: person for person in scenario["people"]}
    for row in sent:
        person = people[row["person"]]
        address = "email" if row["channel"] == "email" else "phone"
        consent = row["channel"] != "whatsapp" or person["whatsapp_optin"]
        if not person[address] or row["channel"] in person["opted_out"] or not consent:
            yield f"no such channel: {row}"
        for event in scenario["events"]:
            over = event["kind"] == "contact" and event["intent"] == "stop"
            mine = event.get("person") == row["person"] and event.get("channel") == row["channel"]
            if over and mine and _time(event["received_at"]) < _time(row["at"]):
                yield f"after STOP: {row}"
            if _ends_mail(event, row) and _time(event["received_at"]) < _time(row["at"]):
                yield f"to a dead channel: {row}"


def _ends_mail(event: Row, row: Row) -> bool:
    if event["kind"] != "send_result" or event["about"]["person"] != row["person"]:
        return False
    if event["result"] == "complained":
        return bool(row["channel"] == "email")
    return bool(event["result"] == "bounced" and event["about"]["channel"] == row["channel"])


def _after_cancellation(scenario: Row, sent: Sequence[Row]) -> Iterator[str]:
    first = reversed([event for event in scenario["events"] if event["milestone"] == "placed"])
    placed = {event["order"]: event["received_at"] for event in first}
    for event in scenario["events"]:
        if event["milestone"] != "cancelled":
            continue
        known_at = max(_time(event["received_at"]), _time(placed[event["order"]]))
        for row, item in _items(sent):
            late = item["order"] == event["order"] and _time(row["at"]) > known_at
            if late and item["milestone"] not in {"cancelled", "refunded"}:
                yield f"after the cancellation: {item} at {row['at']}"


def _over_budget(scenario: Row, sent: Sequence[Row]) -> Iterator[str]:
    country_of = {person["id"]: person["country"] for person in scenario["people"]}
    counts: dict[tuple[str, str], int] = {}
    for row in sent:
        if row["reason"] == "resent":
            continue
        zone = ZoneInfo(ZONES[country_of[row["person"]]])
        key = (row["person"], _time(row["at"]).astimezone(zone).date().isoformat())
        counts[key] = counts.get(key, 0) + 1
        exempt = row["reason"] == "urgent" or ALWAYS & {item["milestone"] for item in row["items"]}
        if counts[key] > 3 and not exempt:
            yield f"message {counts[key]} of the day: {row}"


def _without_a_word(scenario: Row, rows: Sequence[Row]) -> Iterator[str]:
    """Each delivery that is known long enough was told, or has its reason."""
    until = _time(scenario["until"]) - timedelta(days=6)
    orders = {event["order"] for event in scenario["events"] if event["milestone"] == "placed"}
    for event in scenario["events"]:
        if event["milestone"] != "delivered" or event["order"] not in orders:
            continue
        wanted = {"order": event["order"], "parcel": event["parcel"], "milestone": "delivered"}
        named = any(wanted in row.get("items", ()) for row in rows)
        if not named and _time(event["received_at"]) < until:
            yield f"neither told nor given a reason: {wanted}"


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
