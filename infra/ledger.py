"""The operator's ledger: does everything that arrived have its outcome, and why has this one its?

    python -m infra.ledger balance
    python -m infra.ledger show whatsapp:wamid.X
    python -m infra.ledger due
    python -m infra.ledger clock case-…
    python -m infra.ledger quarantine
    python -m infra.ledger replay webhooks/2026-03-03/0915/whatsapp/tuinhuis/…
    python -m infra.ledger attachment ses:0a1b2c… 1
    python -m infra.ledger pair ses:0a1b2c…
    python -m infra.ledger lift ses:0a1b2c…
    python -m infra.ledger claim-answer ses:0a1b2c…
    python -m infra.ledger preferences K-1007 --shop tuinhuis

It speaks to the AWS account and stage of the environment (LOKET_STAGE, LOKET_INBOX, AWS_PROFILE),
or to the embedded cloud of a running `make run` with the variables that it prints.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from functions.aws import inbox, queues, rows, table
from functions.aws.runtime import default_shop, inbox_bucket, now
from functions.core.contacts import Contact, Handle
from functions.core.items import OutcomeKind
from functions.core.ledger import LedgerRow, Receipt, ReceiptLine
from functions.core.loops import evidence
from functions.handling import loops
from functions.handling.attachments import NoAttachmentError, store_attachment
from functions.handling.preferences import read_preferences
from functions.providers import load
from infra import due
from infra.on_aws import on_aws

BATCH = 100


class Balance(NamedTuple):
    """Everything that arrived against everything that was written down."""

    deliveries: int
    unhandled: tuple[str, ...]
    """Deliveries without a receipt: still under way, or in a dead-letter queue."""
    items: int
    outcomes: Counter[str]
    """How the arrivals of items ended; a second delivery of an item counts as `duplicate`."""
    without_row: tuple[str, ...]
    """Items that a receipt names and the ledger does not: lost. There must be none."""

    @property
    def balances(self) -> bool:
        return not self.unhandled and not self.without_row and self.items == self.outcomes.total()


def balance() -> Balance:
    """Read the whole inbox and its receipts: two calls for each hundred deliveries."""
    deliveries, items = 0, 0
    unhandled: list[str] = []
    lost: list[str] = []
    outcomes: Counter[str] = Counter()
    for keys in _batches(inbox.all_keys()):
        receipts = _receipts(keys)
        deliveries += len(keys)
        unhandled += [key for key in keys if key not in receipts]
        lines = [line for receipt in receipts.values() for line in receipt.lines]
        items += len(lines)
        outcomes.update(line.outcome.kind.value for line in lines)
        lost += _without_row(line.item_id for line in lines if _has_row(line))
    return Balance(deliveries, tuple(unhandled), items, outcomes, tuple(lost))


def _receipts(keys: Sequence[str]) -> dict[str, Receipt]:
    found = table.read((rows.receipt_key(key) for key in keys), consistent=True)
    decoded = (rows.decode(Receipt, row) for row in found.values())
    return {receipt.inbox_key: receipt for receipt in decoded if receipt}


def _has_row(line: ReceiptLine) -> bool:
    """A mail that came in twice is two objects with an id each; the row stands under the first."""
    return line.outcome.kind is not OutcomeKind.DUPLICATE


def _without_row(item_ids: Iterable[str]) -> Iterator[str]:
    for ids in _batches(iter(dict.fromkeys(item_ids))):
        found = table.read((rows.item_key(item_id) for item_id in ids), consistent=True)
        yield from (item_id for item_id in ids if rows.item_key(item_id) not in found)


def _batches(values: Iterator[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for value in values:
        batch.append(value)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def show(item_id: str) -> LedgerRow | None:
    """The row of one item, with its outcome and the reasons."""
    key = rows.item_key(item_id)
    return rows.decode(LedgerRow, table.read([key], consistent=True).get(key))


def quarantine() -> list[LedgerRow]:
    """What waits for a person, oldest first; at most a hundred."""
    keys = table.timeline("QUARANTINE", now())
    found = table.read(keys, consistent=True)
    decoded = (rows.decode(LedgerRow, found.get(key)) for key in keys)
    return [row for row in decoded if row]


def replay(inbox_key: str) -> None:
    """Let intake look at a delivery once more. What is done already is not done again."""
    queues.send_to_intake(inbox_key)


@on_aws
def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0: it balances, or the item is there; 1: not; 2: wrong call, or no AWS."""
    parser = argparse.ArgumentParser(prog="python -m infra.ledger", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("balance", help="everything that arrived against what became of it")
    commands.add_parser("show", help="one item: outcome, case, reasons").add_argument("item_id")
    commands.add_parser("due", help="every case with a running clock, oldest due first")
    clock = commands.add_parser("clock", help="the arithmetic of a case's clocks, line by line")
    clock.add_argument("case_id")
    commands.add_parser("quarantine", help="what waits for a person, with the reason")
    commands.add_parser("replay", help="handle a delivery again").add_argument("inbox_key")
    attachment = commands.add_parser("attachment", help="put a mail's file beside it in the inbox")
    attachment.add_argument("item_id")
    attachment.add_argument("number", type=int)
    commands.add_parser("pair", help="may the sender get automatic mail?").add_argument("item_id")
    commands.add_parser("lift", help="let him get it again").add_argument("item_id")
    claim = commands.add_parser("claim-answer", help="may an automatic answer go out? This once.")
    claim.add_argument("item_id")
    chosen = commands.add_parser("preferences", help="what a business customer wants to hear")
    chosen.add_argument("customer_no")
    chosen.add_argument("--shop", default=default_shop())
    return _answer(parser.parse_args(arguments))


def _answer(asked: argparse.Namespace) -> int:
    match asked.command:
        case "balance":
            return _print_balance(balance())
        case "show":
            return _print_row(show(asked.item_id), asked.item_id)
        case "quarantine":
            return _print_quarantine(quarantine())
        case "attachment":
            return _print_attachment(asked.item_id, asked.number)
        case "pair":
            return _print_pair(asked.item_id)
        case "lift":
            return _lift(asked.item_id)
        case "claim-answer":
            return _claim_answer(asked.item_id)
        case "preferences":
            return _print_preferences(asked.customer_no, asked.shop)
        case "due":
            return _print_lines(due.lines(due.due_cases(), now()), "nothing is due")
        case "clock":
            return _print_lines(due.explain_lines(asked.case_id), f"no case {asked.case_id}")
        case _:
            return _replay(asked.inbox_key)


def _print_balance(found: Balance) -> int:
    outcomes = ", ".join(f"{count} {kind}" for kind, count in sorted(found.outcomes.items()))
    _say(f"{found.deliveries} deliveries, {found.items} items: {outcomes or 'none'}")
    for key in found.unhandled:
        _say(f"not handled: {key} (under way or in a dead-letter queue; replay it)")
    for item_id in found.without_row:
        _say(f"lost: {item_id} is in a receipt and not in the ledger")
    _say("the ledger balances" if found.balances else "THE LEDGER DOES NOT BALANCE")
    return 0 if found.balances else 1


def _print_row(row: LedgerRow | None, item_id: str) -> int:
    if row is None:
        _say(f"no item {item_id}; an id starts with the provider, for instance whatsapp:wamid.X")
        return 1
    _say(json.dumps(row.model_dump(mode="json", exclude_defaults=True), indent=2))
    return 0


def _print_quarantine(waiting: Sequence[LedgerRow]) -> int:
    for row in waiting:
        _say(f"{row.recorded_at:%Y-%m-%d %H:%M} {row.item_id} {row.outcome.reason}")
        _say(f"    {row.inbox_key}")
    _say(f"{len(waiting)} waiting")
    return 0


def _print_lines(lines: Iterable[str], otherwise: str) -> int:
    printed = list(lines)
    _say("\n".join(printed) or otherwise)
    return 0 if printed else 1


def _replay(inbox_key: str) -> int:
    if not inbox.exists(inbox_key):
        _say(f"no object {inbox_key} in the inbox; it may have expired")
        return 1
    replay(inbox_key)
    _say("queued: intake looks at it within seconds; what was done is not done twice")
    return 0


def _print_attachment(item_id: str, number: int) -> int:
    try:
        file = store_attachment(item_id, number)
    except NoAttachmentError as error:
        _say(str(error))
        return 1
    _say(f"{file.name}, {file.size} bytes, says it is {file.content_type}")
    _say(f"s3://{inbox_bucket()}/{file.key}")
    return 0


def _print_pair(item_id: str) -> int:
    row = show(item_id)
    pair = loops.read_pair(row.shop, _sender(row)) if row and row.sender else None
    reason = evidence(pair, now()) if pair else None
    _say(f"{reason.kind}: {reason.detail}" if reason else "normal: automatic mail may go there")
    return 0


def _lift(item_id: str) -> int:
    row = show(item_id)
    lifted = loops.lift(row.shop, _sender(row)) if row and row.sender else None
    _say(f"lifted: it was {lifted.state}, {lifted.reason}" if lifted else "nothing was stopped")
    return 0 if lifted else 1


def _claim_answer(item_id: str) -> int:
    contact = _contact(item_id)
    refused = loops.claim_answer(contact, now()) if contact else "no such contact"
    _say(f"no automatic answer: {refused}" if refused else "claimed: answer once, now")
    return 1 if refused else 0


def _print_preferences(customer_number: str, shop: str) -> int:
    chosen = read_preferences(shop, f"org:{customer_number}")
    told = chosen.model_dump(mode="json", exclude_defaults=True) if chosen else None
    _say(json.dumps(told, indent=2) if told else f"{customer_number} chose nothing")
    return 0 if told else 1


def _contact(item_id: str) -> Contact | None:
    row = show(item_id)
    items = load(row.provider).parse(inbox.fetch(row.inbox_key)) if row else []
    return next((one for one in items if isinstance(one, Contact) and one.id == item_id), None)


def _sender(row: LedgerRow) -> Handle:
    scheme, _, value = (row.sender or "").partition(":")
    return Handle(scheme=scheme, value=value)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
