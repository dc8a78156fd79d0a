"""Checks decisions against what a scenario expects: `mismatches(scenario, rows)`, [] when right."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

Row = Mapping[str, Any]
TOLD = ("person", "milestone", "order", "parcel", "channel", "template")


def mismatches(scenario: Row, rows: Sequence[Row]) -> list[str]:
    expect = scenario["expect"]
    items = list(_items(rows))
    return [
        *_missing("not sent", expect.get("must_send", ()), items),
        *_forbidden(expect, items),
        *_too_many(expect, rows),
        *_work(expect, rows),
        *_missing("no answer", expect.get("auto_replies", ()), _of(rows, "auto_reply")),
        *_missing("not closed", _orders(expect, "case_closed"), _of(rows, "case_closed")),
        *_present("closed", _orders(expect, "must_not_close"), _of(rows, "case_closed")),
        *_states(expect, rows),
        *_said(expect, items),
        *_nothing_else(expect, items, rows),
    ]


def _items(rows: Sequence[Row]) -> Iterator[Row]:
    for row in _of(rows, "sent"):
        for item in row["items"]:
            yield {**row, **item}


def _of(rows: Sequence[Row], action: str) -> list[Row]:
    return [row for row in rows if row.get("action") == action]


def _orders(expect: Row, key: str) -> list[Row]:
    wanted = expect.get(key, ())
    return [{"order": entry} if isinstance(entry, str) else entry for entry in wanted]


def _fits(wanted: Row, row: Row) -> bool:
    names = (*TOLD, "queue", "priority")
    same = all(row.get(name) == wanted[name] for name in names if wanted.get(name) is not None)
    at = datetime.fromisoformat(row["at"])
    after, before = wanted.get("after"), wanted.get("before")
    if "between" in wanted:
        after, before = wanted["between"]
    if after and at < datetime.fromisoformat(after):
        return False
    return same and not (before and at > datetime.fromisoformat(before))


def _missing(what: str, wanted: Sequence[Row], rows: Sequence[Row]) -> list[str]:
    return [f"{what}: {entry}" for entry in wanted if not any(_fits(entry, row) for row in rows)]


def _present(what: str, unwanted: Sequence[Row], rows: Sequence[Row]) -> list[str]:
    return [f"{what}: {entry}" for entry in unwanted if any(_fits(entry, row) for row in rows)]


def _forbidden(expect: Row, items: Sequence[Row]) -> list[str]:
    return _present("sent", expect.get("must_not_send", ()), items)


def _too_many(expect: Row, rows: Sequence[Row]) -> Iterator[str]:
    for person, most in expect.get("max_sent", {}).items():
        count = sum(row["person"] == person for row in _of(rows, "sent"))
        if count > most:
            yield f"{person} got {count} messages, at most {most} expected"


def _work(expect: Row, rows: Sequence[Row]) -> list[str]:
    work = _of(rows, "work_item")
    return [
        *_missing("no work item", expect.get("work_items", ()), work),
        *_present("work item", expect.get("must_not_work_item", ()), work),
    ]


def _states(expect: Row, rows: Sequence[Row]) -> Iterator[str]:
    states = {row["order"]: row["state"] for row in rows if "state" in row}
    for order, state in expect.get("final_state", {}).items():
        if states.get(order) != state:
            yield f"{order} ended as {states.get(order)}, not {state}"


def _said(expect: Row, items: Sequence[Row]) -> Iterator[str]:
    """Language, roles, tone and facts of the messages that an entry is about."""
    for key in ("language", "roles", "tone", "facts_present"):
        for wanted in expect.get(key, ()):
            rows = [row for row in items if _fits(_about(wanted), row)]
            if not rows or not all(_says(key, wanted, row) for row in rows):
                yield f"said otherwise: {wanted} in {rows}"
    for wanted in expect.get("facts_withheld", ()):
        rows = [row for row in items if _fits(_about(wanted), row)]
        yield from (f"said: {wanted}" for row in rows if wanted["fact"] in row["facts"])


def _says(key: str, wanted: Row, row: Row) -> bool:
    if key == "facts_present":
        return wanted["fact"] in row["facts"]
    if key == "roles":
        return set(row["roles"]) == set(wanted["roles"])
    return bool(row.get(key) == wanted[key])


def _about(wanted: Row) -> Row:
    return {name: wanted[name] for name in TOLD if name in wanted}


def _nothing_else(expect: Row, items: Sequence[Row], rows: Sequence[Row]) -> Iterator[str]:
    if not expect.get("only"):
        return
    allowed = [*expect.get("must_send", ()), *expect.get("may_send", ())]
    for item in items:
        if not any(_fits(entry, item) for entry in allowed):
            yield f"sent beyond what is expected: {item}"
    allowed = [*expect.get("work_items", ()), *expect.get("may_work_item", ())]
    for row in _of(rows, "work_item"):
        if not any(_fits(entry, row) for entry in allowed):
            yield f"work beyond what is expected: {row}"
