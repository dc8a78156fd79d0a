"""The screen after a day: what came in, where it went and why, and whether anything got lost."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from functions.core.cases import WorkItem, WorkItemKind
from functions.core.contacts import Channel
from functions.core.items import OutcomeKind
from functions.core.ledger import LedgerRow, Receipt, ReceiptLine
from functions.core.orders import Order
from infra.local.outcome import Outcome, clock_time, day_time, in_words
from infra.local.reasons import REFUSALS, why_routed
from infra.local.updates import update_rows

NARROW = 100
FOREVER = datetime.max.replace(tzinfo=UTC)
"""Without a clock: behind all that is due."""
QUIET_AT_LEAST = timedelta(minutes=30)
QUIET = "dim"
STYLES = {
    "urgent": "bold red",
    "high": "yellow",
    "low": QUIET,
    "sent": "green",
    "held": "cyan",
    "not told": "yellow",
    "failed": "red",
    "waits": "magenta",
    "work": "magenta",
    "answered": "green",
    "refused": "red",
}


WORDS = {Channel.EMAIL: "mail", Channel.ORDER: "note"}
UNPROVEN = " (unproven)"


class Section(NamedTuple):
    """A table that becomes a list where the screen is narrow."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    """The last column is the reason, which takes what room is left."""


def show(console: Console, outcome: Outcome) -> None:
    for section in _sections(outcome):
        console.print()
        console.print(_rendered(section, console.width))
    console.print()
    console.print(ledger_lines(outcome))


def _sections(outcome: Outcome) -> Iterator[Section]:
    table, zone = outcome.table, outcome.zone
    contacts = sorted(
        (row for row in table.items.values() if row.work_item),
        key=lambda row: row.work_item.due or FOREVER if row.work_item else FOREVER,
    )
    yield Section(
        f"Contacts: {len(contacts)} on {len(table.cases)} cases "
        "(oldest due first; ↳ joins one; ? unproven sender; due: first answer, in business hours)",
        ("time", "by", "person", "organisation", "case", "queue", "prio", "due", "why"),
        [contact_cells(row, outcome) for row in contacts],
    )
    yield Section(
        f"Orders: {len(table.orders)}, each with its milestones (in brackets: told late or again)",
        ("order", "buyer", "milestones"),
        [_order_cells(order, zone) for order in table.orders.values()],
    )
    yield Section(
        "Order updates: what customers were told before they had to ask, and what not",
        ("order", "time", "news", "for", "by", "state", "why"),
        update_rows(outcome),
    )
    yield Section(
        "Kept apart and turned away",
        ("time", "state", "by", "why"),
        sorted([*_quarantine_rows(outcome), *_refused_rows(outcome)]),
    )


def contact_cells(row: LedgerRow, outcome: Outcome) -> list[str]:
    """One contact as its team sees it."""
    work = row.work_item
    assert work is not None
    joined = row.outcome.kind is OutcomeKind.APPENDED
    return [
        clock_time(row.recorded_at, outcome.zone),
        _by(row),
        _person(work),
        (work.organisation or "").removeprefix("domain:"),
        f"{'↳' if joined else ' '} {work.case_id[-5:]}",
        work.queue.value,
        work.priority.value,
        day_time(work.due, outcome) if work.due else "no clock",
        why_routed(row),
    ]


def _by(row: LedgerRow) -> str:
    """The channel in the words of the shop floor."""
    if row.provider == "whatsapp" or row.channel is None:
        return row.provider
    return WORDS.get(row.channel, row.channel.value)


def _person(work: WorkItem) -> str:
    name = work.person or ""
    return f"? {name.removesuffix(UNPROVEN)}" if name.endswith(UNPROVEN) else name


def _order_cells(order: Order, zone: ZoneInfo) -> list[str]:
    buyer = next((person.name for person in order.people if person.name), "")
    company = order.company.name if order.company else None
    return [order.number or order.order_id, company or buyer or "", _milestones(order, zone)]


def _milestones(order: Order, zone: ZoneInfo) -> str:
    """In the order in which they happened; in brackets what was known or overtaken already."""
    steps = []
    for fact in sorted(order.history, key=lambda fact: fact.received_at):
        step = f"{in_words(fact.milestone)} {clock_time(fact.received_at, zone)}"
        steps.append(step if fact.advanced else f"({step})")
    return " → ".join(steps)


def _quarantine_rows(outcome: Outcome) -> Iterator[list[str]]:
    for row in outcome.table.items.values():
        if row.outcome.kind is OutcomeKind.QUARANTINED:
            at = clock_time(row.recorded_at, outcome.zone)
            yield [at, "waits", row.provider, row.outcome.reason or ""]


def _refused_rows(outcome: Outcome) -> Iterator[list[str]]:
    for knock in outcome.refused:
        reason = f"{knock.status} {REFUSALS.get(knock.status, '')}: {knock.method} {knock.path}"
        yield [clock_time(knock.at, outcome.zone), "refused", "http", reason]


def ledger_lines(outcome: Outcome) -> RenderableType:
    """Whether anything got lost, in two or three lines."""
    balance = outcome.balance
    kinds = ", ".join(f"{count} {kind}" for kind, count in balance.outcomes.most_common())
    handled = balance.deliveries - len(balance.unhandled)
    verdict = "the ledger balances" if balance.balances else "THE LEDGER DOES NOT BALANCE"
    lines = [
        Text(
            f"Ledger: {balance.deliveries} deliveries in the inbox "
            f"({_own_reports(outcome)} of them reports on our own messages), "
            f"{handled} receipts, {balance.items} items: {kinds}"
        ),
        Text(f"        {verdict}", "bold green" if balance.balances else "bold red"),
        Text(f"        {_reminded(outcome.reminders)}", QUIET),
    ]
    lost = [*balance.unhandled, *balance.without_row, *outcome.trouble]
    return Group(*lines, *(Text(f"        ! {text}", "red") for text in lost))


def _own_reports(outcome: Outcome) -> int:
    """Deliveries in which platforms tell only what became of messages that we sent."""
    items = outcome.table.items
    of_each = (
        [items.get(line.item_id) for line in receipt.lines]
        for receipt in outcome.table.receipts.values()
    )
    return sum(all(row and row.kind == "send_report" for row in rows) for rows in of_each if rows)


def _reminded(reminders: Sequence[WorkItem]) -> str:
    counted = Counter(item.kind for item in reminders)
    near, over = counted[WorkItemKind.SLA_WARNING], counted[WorkItemKind.SLA_BREACH]
    twice, raised = (
        counted[WorkItemKind.SLA_SECOND_BREACH],
        counted[WorkItemKind.PRIORITY_RAISED],
    )
    return (
        f"Nobody answers here: {near} due times came near, {over} passed and {twice} passed twice, "
        f"told to the leads; {raised} cases became more pressing by waiting."
    )


def _rendered(section: Section, width: int) -> RenderableType:
    return _as_list(section) if width < NARROW else _as_table(section)


def _as_table(section: Section) -> Table:
    table = Table(
        title=section.title,
        title_justify="left",
        title_style="bold",
        box=None,
        expand=True,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        header_style=QUIET,
    )
    for name in section.columns:
        is_last = name == section.columns[-1]
        table.add_column(
            name,
            no_wrap=name != "milestones",
            overflow="ellipsis" if name != "milestones" else "fold",
            max_width=None if is_last else 17,
            ratio=1 if is_last else None,
        )
    for row in section.rows:
        table.add_row(*(styled(cell) for cell in row))
    return table


def _as_list(section: Section) -> Group:
    """Each row on one line and its reason on the next."""
    lines = [Text(section.title, "bold")]
    for row in section.rows:
        *cells, why = row
        lines.append(Text("  ").join(styled(cell.strip()) for cell in cells if cell.strip()))
        lines.append(Text(f"      {why}", QUIET))
    return Group(*lines)


def styled(cell: str) -> Text:
    """Text as it is: what customers wrote is never read as markup."""
    return Text(cell, STYLES.get(cell, "red" if cell.startswith("? ") else ""))


def arrivals(outcome: Outcome, known: Mapping[str, Receipt]) -> Iterator[Text]:
    """A line or two for everything handled that is not among the receipts known so far."""
    for key, receipt in outcome.table.receipts.items():
        if known.get(key) == receipt:
            continue
        for line in receipt.lines:
            row = outcome.table.items.get(line.item_id)
            is_new = key not in known and line.outcome.kind is not OutcomeKind.DUPLICATE
            if row is None or row.kind == "send_report":
                continue
            if row.work_item and is_new:
                *cells, why = contact_cells(row, outcome)
                yield Text("  ").join(styled(cell.strip()) for cell in cells if cell.strip())
                yield Text(f"      {why} · “{row.work_item.snippet}”", QUIET)
            else:
                at = clock_time(receipt.finished_at, outcome.zone)
                yield Text(f"{at}  {line.item_id}: {_came_to(line, is_new)}")


def _came_to(line: ReceiptLine, is_new: bool) -> str:
    """What the screen says of an item that no team got."""
    if not is_new:
        return "came in before; handled once"
    reason = f": {line.outcome.reason}" if line.outcome.reason else ""
    return f"{line.outcome.kind}{reason}"
