"""`python -m infra.simulate grouping FILE -o OUT`: who, whose and which case, by intake's own code.

The file has one scenario per line: accounts, orders and sent mail that are known, a stream of
messages and of resolved cases. The code of the Lambda runs over a table in memory; what is written
is the state after the stream. `--explain` prints the evidence of every decision; `--against` an
earlier OUT prints what the rules as they are now would merge, split or give to somebody else.
infra/simulate/samples/grouping.jsonl has one such scenario; accounts and orders are written as in
docs/import.md.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from functions.aws import rows, table
from functions.core.cases import Case, CaseState
from functions.core.contacts import Contact
from functions.core.deliveries import Delivery
from functions.core.errors import ConflictError
from functions.core.items import Outcome, OutcomeKind
from functions.core.ledger import LedgerRow
from functions.core.values import Evidence
from functions.handling.accounts import record_account
from functions.handling.contacts import handle_contact
from functions.handling.orders import handle_order_update
from functions.handling.outbound import record_sent_mail
from infra.customer_files import entries, order_of, read_account
from infra.simulate._comparing import differences, read_predictions
from infra.simulate._memory import in_memory
from infra.simulate._scenarios import (
    SHOP,
    Json,
    contact_of,
    country_of,
    read_scenarios,
    sent_mail_of,
    text_of,
    usable,
)

MOST_HOPS = 6
LOOKS = 3


def main(arguments: list[str]) -> int:
    """0 when every scenario was run; 2 for a file that cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m infra.simulate grouping",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("-o", "--out", type=Path)
    parser.add_argument("--explain", action="store_true", help="print why, message by message")
    parser.add_argument("--against", type=Path, help="OUT of a run before the rules changed")
    options = parser.parse_args(arguments)
    try:
        scenarios = list(read_scenarios(options.file))
        before = read_predictions(options.against) if options.against else []
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    found = []
    for scenario in scenarios:
        for prediction, row in simulate(scenario):
            found.append(prediction)
            if options.explain:
                sys.stdout.write(explanation(prediction, row))
    written = "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in found)
    if options.out:
        options.out.write_text(written, encoding="utf-8")
    elif not (options.explain or options.against):
        sys.stdout.write(written)
    if options.against:
        sys.stdout.writelines(f"{line}\n" for line in differences(before, found))
    return 0


def simulate(scenario: Json) -> list[tuple[dict[str, str | None], LedgerRow]]:
    """Each message's organisation and case after the whole stream, with its ledger row."""
    with in_memory():
        run(scenario)
        return list(predictions(scenario))


def run(scenario: Json) -> None:
    """Everything that happened, in order of time; what was known comes first."""
    known = scenario.get("known") or {}
    by_number = {}
    for entry in entries(known, "accounts"):
        account = read_account(usable(entry))
        record_account(account)
        by_number[account.customer_number] = account
    for order in entries(known, "orders"):
        buyer = by_number.get(str(order.get("customer_no")))
        update = order_of(order, buyer, SHOP, f"sample:order:{order['number']}")
        handle_order_update(update, delivery_at(update.occurred_at, update.id), consistent=True)
    stream: list[tuple[datetime, int, Json]] = [
        *((moment(m), 1, m) for m in entries(scenario, "messages")),
        *((moment(m), 0, m) for m in entries(known, "outbound")),
        *((moment(e), 2, e) for e in entries(scenario, "events")),
    ]
    country = country_of(known)
    days = int((scenario.get("policy") or {}).get("reopen_days", 14))
    for at, kind, entry in sorted(stream, key=lambda entry: entry[:2]):
        if kind == 0:
            with suppress(ConflictError):  # sent and recorded already
                record_sent_mail(sent_mail_of(entry, at))
        elif kind == 1:
            receive(contact_of(entry, at, country), days)
        elif entry.get("type") == "case_resolved":
            resolve(str(entry["message"]), at)


def receive(contact: Contact, reopen_days: int) -> None:
    """As intake does: whoever meets another's write looks again."""
    delivery = delivery_at(contact.sent_at, contact.id)
    for look in range(LOOKS):
        try:
            handle_contact(contact, delivery, consistent=look > 0, reopen_days=reopen_days)
        except ConflictError:
            continue
        else:
            return
    raise ConflictError(f"{contact.id} found no place in {LOOKS} looks")


def resolve(message_id: str, at: datetime) -> None:
    """An agent closes the case that holds the message."""
    case = case_of(message_id)
    if case is None:
        return
    written = case.model_copy(
        update={"state": CaseState.RESOLVED, "resolved_at": at, "version": case.version + 1}
    )
    table.commit([rows.case_write(written, table.unchanged(case.version))])


def case_of(message_id: str) -> Case | None:
    """Where a message's case is by now: it may have moved or gone into another."""
    row = ledger_row(message_id)
    return current_case(row.party, row.case_id) if row else None


def current_case(party: str | None, case_id: str | None) -> Case | None:
    """The case that goes by this id now, under whichever party."""
    case = None
    for _ in range(MOST_HOPS):
        if party is None or case_id is None:
            return case
        key = rows.case_key(party, case_id)
        found = table.read([key], consistent=True).get(key)
        case = rows.decode_case(found) if found else None
        if case is None or not (case.moved_to or case.merged_into):
            return case
        party, case_id = case.moved_to or party, case.merged_into or case_id
    return case


def ledger_row(message_id: str) -> LedgerRow | None:
    key = rows.item_key(f"sample:{message_id}")
    return rows.decode(LedgerRow, table.read([key], consistent=True).get(key))


def _row_of_twin(message: Json) -> LedgerRow:
    """A mail that came twice is on the case of the first."""
    contact = contact_of(message, moment(message))
    key = rows.thread_key(contact.thread.id or "")
    twin = rows.decode_message(table.read([key], consistent=True).get(key))
    return LedgerRow(
        item_id=contact.id,
        kind="contact",
        provider="sample",
        shop=SHOP,
        inbox_key="",
        recorded_at=contact.sent_at,
        outcome=Outcome(kind=OutcomeKind.DUPLICATE),
        party=twin.party if twin else None,
        case_id=twin.case_id if twin else None,
    )


def predictions(scenario: Json) -> Iterator[tuple[dict[str, str | None], LedgerRow]]:
    for message in entries(scenario, "messages"):
        row = ledger_row(str(message["id"])) or _row_of_twin(message)
        case = current_case(row.party, row.case_id)
        party = case.party if case else row.party
        prediction = {
            "scenario": text_of(scenario, "scenario"),
            "id": str(message["id"]),
            "organisation": label_of(party) if party else None,
            "case": case.id if case else f"none:{message['id']}",
        }
        yield prediction, row


def label_of(party: str) -> str | None:
    """Known organisations by their customer number; private people have none."""
    if party.startswith("person:"):
        return None
    return party.removeprefix("org:")


def explanation(prediction: Mapping[str, str | None], row: LedgerRow) -> str:
    head = " ".join(f"{name}={value}" for name, value in prediction.items())
    return "".join([f"{head}\n", *map(_reason, row.because)])


def _reason(evidence: Evidence) -> str:
    weight = "" if evidence.weight is None else f" {evidence.weight:+.1f}"
    return f"    {evidence.kind}{weight} {evidence.detail}\n"


def delivery_at(at: datetime, item_id: str) -> Delivery:
    return Delivery(
        id=f"sample/{item_id}", provider="sample", account=SHOP, shop=SHOP, received_at=at
    )


def moment(entry: Json) -> datetime:
    return datetime.fromisoformat(str(entry["ts"])).astimezone(UTC)
