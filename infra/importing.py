"""`make import FILE=…`: accounts, their preferences and orders of a CSV or JSONL file."""

import argparse
import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from functions.aws import rows, table
from functions.aws.runtime import default_shop, logger, metrics
from functions.core.deliveries import Delivery
from functions.core.errors import ConflictError
from functions.core.grouping.accounts import Account
from functions.core.grouping.organisations import KnownOrganisation
from functions.core.items import OutcomeKind
from functions.handling.accounts import record_account
from functions.handling.orders import handle_order_update
from functions.handling.preferences import organisation_by_number, record_preferences
from infra.customer_files import order_of, read_account, read_chosen
from infra.on_aws import on_aws

LISTS = ("domains", "tracking", "serials", "items", "people", "mute", "add", "agency_allows")
CONTACT_COLUMNS = {"contact_name": "name", "contact_email": "email", "contact_phone": "phone"}
SEPARATOR = ";"
BAR = 30
LOOKS = 5

Json = Mapping[str, Any]
Result = TypeVar("Result")


class Row(NamedTuple):
    """One object of the file, and the line it ended on."""

    line: int
    content: dict[str, Any]


class Refused(NamedTuple):
    line: int
    reason: str


class Report(NamedTuple):
    changed: int
    unchanged: int
    refused: tuple[Refused, ...]


@on_aws
def main(arguments: list[str]) -> int:
    """0 when every line went in; 1 when some were refused; 2: no such file, or no AWS."""
    parser = argparse.ArgumentParser(prog="make import", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--shop", default=default_shop(), help="the shop whose orders these are")
    options = parser.parse_args(arguments)
    try:
        found, refused = read_file(options.file)
    except (OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"{options.file}: {error}\n")
        return 2
    level = logger.log_level
    logger.setLevel("ERROR")
    try:
        report = import_rows(found, options.shop)
    finally:
        logger.setLevel(level)
    refused = sorted((*refused, *report.refused))
    for one in refused:
        sys.stderr.write(f"{options.file}:{one.line}: {one.reason}\n")
    sys.stdout.write(
        f"{report.changed} written, {report.unchanged} already there, {len(refused)} refused\n"
    )
    return 1 if refused else 0


def read_file(path: Path) -> tuple[list[Row], list[Refused]]:
    """The rows of a `.csv` file with a header line, else of a file of JSON lines."""
    text = path.read_text(encoding="utf-8-sig")
    return _read_csv(text) if path.suffix.lower() == ".csv" else _read_jsonl(text)


def import_rows(found: Iterable[Row], shop: str) -> Report:
    """Accounts first; a row that fails keeps no other from going in."""
    todo = list(found)
    accounts: dict[str, Account] = {}
    refused: list[Refused] = []
    changed = unchanged = 0
    ordered = sorted(todo, key=lambda row: kind_of(row.content) != "account")
    for done, row in enumerate(ordered, start=1):
        try:
            wrote = import_row(row.content, shop, accounts)
        except (KeyError, TypeError, ValueError) as error:
            refused.append(Refused(row.line, _reason(error)))
        else:
            changed, unchanged = changed + wrote, unchanged + (not wrote)
        metrics.clear_metrics()  # they are for the Lambdas; a hundred of them would be printed
        show_progress(done, len(ordered))
    return Report(changed, unchanged, tuple(refused))


def import_row(content: Json, shop: str, accounts: dict[str, Account]) -> bool:
    """Whether anything was written; the same row again writes nothing."""
    if kind_of(content) == "account":
        account = read_account(content)
        accounts[account.customer_number] = account
        return _again(lambda: record_account(account) > 0)
    if kind_of(content) == "preferences":
        if not content.get("customer_no"):
            raise KeyError("customer_no")
        chosen = read_chosen(content, organisation_by_number(str(content["customer_no"])))
        return _again(lambda: record_preferences(shop, chosen))
    number = str(content.get("customer_no") or "")
    account_of_order = accounts.get(number) or known_account(number, content)
    digest = sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
    update = order_of(content, account_of_order, shop, f"import:{shop}:{digest}")
    delivery = Delivery(
        id=f"import/{shop}/{digest}",
        provider="import",
        account=shop,
        shop=shop,
        received_at=update.occurred_at,
    )
    before = table.read([rows.item_key(update.id)], consistent=True)
    if before:
        return False
    outcome = _again(lambda: handle_order_update(update, delivery, consistent=True))
    return outcome.kind is not OutcomeKind.DUPLICATE


def known_account(number: str, order: Json) -> Account | None:
    """The account of an order that came in before; none makes it a private order."""
    if not number or order.get("kind") == "b2c":
        return None
    key = rows.organisation_key(f"customer:{number.upper()}")
    found = rows.decode(KnownOrganisation, table.read([key], consistent=True).get(key))
    if found is None and order.get("kind") != "b2b":
        raise ValueError(f"customer {number} is not known; import the account, or say kind b2b/b2c")
    return Account(customer_number=number, name=found.name if found else None)


def kind_of(content: Json) -> str:
    """`type` where it is given; otherwise only orders have a number of their own."""
    return str(content.get("type") or ("order" if content.get("number") else "account"))


def _read_jsonl(text: str) -> tuple[list[Row], list[Refused]]:
    found, refused = [], []
    for line, content in enumerate(text.split("\n"), start=1):
        if not content.strip():
            continue
        try:
            parsed = json.loads(content)
        except ValueError as error:
            refused.append(Refused(line, f"no JSON: {error}"))
            continue
        if isinstance(parsed, dict):
            found.append(Row(line, parsed))
        else:
            refused.append(Refused(line, "expected an object"))
    return found, refused


def _read_csv(text: str) -> tuple[list[Row], list[Refused]]:
    """Several lines with one customer number are one account with several contacts."""
    found: list[Row] = []
    accounts: dict[str, dict[str, Any]] = {}
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.DictReader(text.splitlines(), delimiter=delimiter)
    for entry in reader:
        content = _csv_row(entry)
        held = accounts.get(str(content.get("customer_no")))
        if kind_of(content) == "account" and held is not None:
            held["contacts"] += content["contacts"]
            continue
        if kind_of(content) == "account":
            accounts[str(content.get("customer_no"))] = content
        found.append(Row(reader.line_num, content))
    return found, []


def _csv_row(entry: Mapping[str | None, Any]) -> dict[str, Any]:
    filled = {
        name.strip(): value.strip()
        for name, value in entry.items()
        if name and isinstance(value, str) and value.strip()
    }
    contact = {ours: filled.pop(theirs, None) for theirs, ours in CONTACT_COLUMNS.items()}
    content: dict[str, Any] = {
        name: [part.strip() for part in value.replace("|", SEPARATOR).split(SEPARATOR) if part]
        if name in LISTS
        else value
        for name, value in filled.items()
    }
    if kind_of(content) == "account":
        content["contacts"] = [contact] if any(contact.values()) else []
    return content


def _again(action: Callable[[], Result]) -> Result:
    """Somebody else may write the same rows at the same moment."""
    for _ in range(LOOKS - 1):
        try:
            return action()
        except ConflictError:
            continue
    return action()


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    return " ".join(str(error).split())[:300]


def show_progress(done: int, total: int) -> None:
    """A bar on a terminal; nothing where the output goes to a file."""
    if not sys.stderr.isatty():
        return
    filled = BAR * done // total
    end = "\n" if done == total else ""
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done}/{total}{end}")


if __name__ == "__main__":
    os.environ.setdefault("AWS_REGION", os.environ.get("AWS_DEFAULT_REGION", "eu-west-1"))
    sys.exit(main(sys.argv[1:]))
