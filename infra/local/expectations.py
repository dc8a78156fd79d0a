"""Compares what came of a played day with what its file expects."""

from collections.abc import Iterator, Sequence

from functions.core.ledger import LedgerRow, ReceiptLine
from infra.local.day import Played, cases_by_label, items_of
from infra.local.written_down import WrittenDown


def differences(played: Sequence[Played], table: WrittenDown) -> list[str]:
    """One line for each expectation that does not hold; none is what one hopes for."""
    found = [text for delivery in played for text in _of_delivery(delivery, table)]
    return [*found, *_of_cases(cases_by_label(played, table))]


def _of_delivery(delivery: Played, table: WrittenDown) -> Iterator[str]:
    at, expected = f"{delivery.line.at:%H:%M:%S}", delivery.line.expect
    refused = next((one.status for one in expected if one.status), None)
    if refused or delivery.status not in (None, 200):
        if delivery.status != refused:
            yield f"{at}: the door answered {delivery.status}, expected {refused or 200}"
        return
    items = items_of(delivery, table)
    if len(items) != len(expected):
        yield f"{at}: {len(items)} items, expected {len(expected)}"
    for wanted, (line, row) in zip(expected, items, strict=False):
        for name, actual in _actual(line, row).items():
            value = getattr(wanted, name)
            if value is not None and value != actual:
                yield f"{at}: {name} of {line.item_id} is {actual}, expected {value}"


def _actual(line: ReceiptLine, row: LedgerRow | None) -> dict[str, str | None]:
    """The fields of an Expectation, as they turned out."""
    work = row.work_item if row else None
    return {
        "outcome": line.outcome.kind.value,
        "queue": work.queue.value if work else None,
        "priority": work.priority.value if work else None,
        "organisation": work.organisation if work else None,
    }


def _of_cases(cases: dict[str, set[str]]) -> Iterator[str]:
    for label, ids in cases.items():
        if len(ids) > 1:
            yield f"“{label}” is {len(ids)} cases: {', '.join(sorted(ids))}"
    labels = list(cases)
    for place, label in enumerate(labels):
        for other in labels[place + 1 :]:
            if cases[label] & cases[other]:
                yield f"“{label}” and “{other}” are one case"
