"""The list of order updates: per order what was told, what waits, and what was not told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from functions.core.cases import CaseState, WorkItemKind
from functions.core.items import OutcomeKind
from functions.core.notifications import Notification, NotificationKind, NotificationState
from functions.core.updates.policy import Channel
from functions.core.updates.records import Fact, Held, PersonRecord
from infra.local.outcome import Outcome, day_time, in_words
from infra.local.reasons import UNTOLD

FOREVER = datetime.max.replace(tzinfo=UTC)
"""Behind all that has a time."""
QUIET_AT_LEAST = timedelta(minutes=30)
BY = {Channel.EMAIL: "mail", Channel.WHATSAPP: "whatsapp", Channel.SMS: "text"}


class Update(NamedTuple):
    order: str
    at: datetime
    news: str
    person: str
    by: str
    state: str
    why: str


def update_rows(outcome: Outcome) -> list[list[str]]:
    """Order by order; the number stands in the first row of each."""
    found = [*_told(outcome), *_waiting(outcome), *_untold(outcome)]
    found += [*_work(outcome), *_closed(outcome)]
    rows = []
    for order, updates in groupby(sorted(found), key=lambda update: update.order):
        for place, update in enumerate(updates):
            at = day_time(update.at, outcome) if update.at < FOREVER else ""
            rows.append(["" if place else order, at, *update[2:]])
    return rows


def _told(outcome: Outcome) -> Iterator[Update]:
    for note in outcome.table.notifications.values():
        state, why = _state(note, outcome)
        answer = note.kind is NotificationKind.AUTO_REPLY
        for item in note.items:
            yield Update(
                order=item.order_number or item.fact.order,
                at=note.sent_at or note.due_at,
                news="answer: it is late" if answer else in_words(item.fact.milestone),
                person=note.recipient.name or note.recipient.handle.value,
                by="" if note.state is NotificationState.SUPPRESSED else BY[note.channel],
                state=state,
                why=why,
            )


def _state(note: Notification, outcome: Outcome) -> tuple[str, str]:
    """One word, and what is to be said about it."""
    if note.state is NotificationState.SENT:
        return "sent", "; ".join(_manner(note, outcome))
    if note.state is NotificationState.FAILED:
        return "failed", f"{note.reported or ''} {note.reason or ''}".strip()
    if note.state is NotificationState.SUPPRESSED:
        return "not told", UNTOLD.get(note.reason or "", note.reason or "")
    if note.due_at > outcome.now:
        return "held", f"until {day_time(note.due_at, outcome)}: a phone must not ring at night"
    return "under way", ""


def _manner(note: Notification, outcome: Outcome) -> Iterator[str]:
    roles = ", ".join(in_words(role) for role in note.recipient.roles)
    reported = f", {note.reported}" if note.reported else ""
    waited = note.due_at - note.occurred_at > QUIET_AT_LEAST and note.channel is not Channel.EMAIL
    if waited and not note.resend:
        yield f"held until {day_time(note.due_at, outcome)}"
    if note.urgent:
        yield "urgent: in the morning it would be too late"
    if note.resend:
        yield "again, for the mail did not arrive"
    if len(note.items) > 1:
        yield f"one message of {len(note.items)} pieces of news"
    yield f"to the {roles}, in {note.language}{reported}"


def _waiting(outcome: Outcome) -> Iterator[Update]:
    for person in outcome.table.people.values():
        for held in person.held:
            yield Update(
                order=_number(held.fact, outcome),
                at=held.fact.occurred_at,
                news=in_words(held.fact.milestone),
                person=person.name or person.id,
                by="",
                state="held",
                why=_why_held(held, person, outcome),
            )


def _why_held(held: Held, person: PersonRecord, outcome: Outcome) -> str:
    until = f"until {day_time(held.until, outcome)}"
    if held.deferred:
        return f"{until}: enough messages for one day"
    if held.until > held.due:
        return f"{until}: a phone must not ring at night"
    return f"{until}, in case there is more to tell {person.name or ''}".rstrip()


def _number(fact: Fact, outcome: Outcome) -> str:
    known = (order for order in outcome.table.orders.values() if order.order_id == fact.order)
    return next((order.number for order in known if order.number), None) or fact.order


def _untold(outcome: Outcome) -> Iterator[Update]:
    """What nobody was told from the start, as the ledger has it."""
    for row in outcome.table.items.values():
        order = outcome.table.orders.get(row.order_key or "")
        if row.outcome.kind is not OutcomeKind.SUPPRESSED or order is None:
            continue
        fact = next((fact for fact in order.history if fact.source == row.item_id), None)
        reasons = (row.outcome.reason or "").split(", ")
        yield Update(
            order=order.number or order.order_id,
            at=row.recorded_at,
            news=in_words(fact.milestone) if fact else "",
            person=next((person.name for person in order.people if person.name), "") or "",
            by="",
            state="not told",
            why="; ".join(UNTOLD.get(reason, reason) for reason in reasons),
        )


def _work(outcome: Outcome) -> Iterator[Update]:
    """What people have to look at, without having been asked."""
    for item in outcome.reminders:
        if item.kind is WorkItemKind.ORDER:
            why, _, order = item.reason.rpartition(": order ")
            yield Update(order, FOREVER, "", "", "", "work", f"for the team {item.queue}: {why}")


def _closed(outcome: Outcome) -> Iterator[Update]:
    for case in outcome.table.cases.values():
        by_delivery = case.because and case.because[0].kind == "delivered"
        if case.state is CaseState.RESOLVED and case.resolved_at and by_delivery:
            for anchor in case.anchors[:1]:
                why = f"case {case.id[-5:]}: {case.because[0].detail}"
                yield Update(anchor.value, case.resolved_at, "", "", "", "answered", why)
