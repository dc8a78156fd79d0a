"""The figures as tables for the terminal."""

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table

from infra.bench.prices import Bill
from infra.bench.targets import Results, targets

NAMES = {
    "mail": "mail",
    "whatsapp": "WhatsApp message",
    "cloudevents": "CloudEvents contact",
    "bus": "CloudEvents contact by EventBridge",
    "shopify": "Shopify order event",
}


def show(results: Results, console: Console) -> None:
    _cases(results, console)
    _calls(results, console)
    _bills(results, console)
    _growth(results, console)
    _lives(results, console)
    _starts(results, console)
    _targets(results, console)


def _cases(results: Results, console: Console) -> None:
    title = "Calls, DynamoDB units and CPU (goal: the team queue; for orders the mail that is sent)"
    table = _table(
        title,
        "case",
        "share",
        "calls to goal",
        "after",
        "reads",
        "writes",
        "index",
        "CPU ms",
        "USD/M",
    )
    for name, channel in results["channels"].items():
        table.add_section()
        for case, one in channel["cases"].items():
            share = f"{channel['mix'][case]:.0%}"
            usd = channel["per_million_by_case"][case]
            table.add_row(NAMES[name], case, share, *_numbers(one), f"{usd:.2f}")
        usd = channel["per_million"].usd
        table.add_row("", "mean", "", *_numbers(channel["mean"]), f"{usd:.2f}", style="bold")
    console.print(table)


def _numbers(one: dict[str, Any]) -> list[str]:
    keys = ("calls_to_goal", "calls_after", "read_units", "write_units", "index_write_units")
    return [*(f"{one[key]:.1f}" for key in keys), f"{one['cpu_ms']:.1f}"]


def _calls(results: Results, console: Console) -> None:
    table = _table("Calls by service, mean of the case", "case", "to goal", "after")
    for name, channel in results["channels"].items():
        table.add_section()
        for case, one in channel["cases"].items():
            table.add_row(NAMES[name], case, _listed(one["to_goal"]), _listed(one["after"]))
    console.print(table)


def _listed(calls: dict[str, float]) -> str:
    return "\n".join(f"{count:.2g} × {name}" for name, count in calls.items())


def _bills(results: Results, console: Console) -> None:
    prices = results["prices"]
    title = f"USD for a million ({prices.region}, prices of {prices.date})"
    bills = {name: channel["per_million"] for name, channel in results["channels"].items()}
    table = _table(title, *(NAMES[name] for name in bills), "standing, a month")
    every = [*bills.values(), results["standing_month"]]
    for key in dict.fromkeys(line.key for one in every for line in one.lines):
        table.add_row(key + _apart(every, key), *(_cell(one, key) for one in every))
    table.add_section()
    table.add_row("total USD", *(f"{one.usd:.2f}" for one in every), style="bold")
    table.add_row("total EUR", *(f"{one.eur:.2f}" for one in every), style="bold")
    console.print(table)
    months = prices.load.storage_months
    console.print(
        f"Rows that never expire are counted for {months:g} month; each further month costs the "
        "dynamodb_gb_month lines again. The standing month is not in the totals beside it."
    )


def _apart(bills: Iterable[Bill], key: str) -> str:
    return (
        " (apart)" if any(li.key == key and li.apart for one in bills for li in one.lines) else ""
    )


def _cell(one: Bill, key: str) -> str:
    return next((f"{line.usd:.3f}" for line in one.lines if line.key == key), "")


def _growth(results: Results, console: Console) -> None:
    table = _table(
        "A known person's next contact, by cases of theirs and of others",
        "cases",
        "calls",
        "reads",
        "writes",
        "index",
    )
    for row in results["growth"]["measured"]:
        units = [f"{value:g}" for value in row["units"].values()]
        table.add_row(NAMES[row["channel"]], f"{row['cases']:,}", str(row["calls"]), *units)
    console.print(table)


def _lives(results: Results, console: Console) -> None:
    title = "An order from placed to delivered, by open orders of others"
    table = _table(title, "orders", "calls", "mails", "reads", "writes", "index", "USD/M")
    for row in results["lives"]:
        units = [f"{value:g}" for value in row["units"].values()]
        shown = (row["open_orders"], row["calls"], row["mails"])
        table.add_row("", *map(str, shown), *units, f"{row['usd_per_million']:.2f}")
    console.print(table)
    routing = results["routing"]
    console.print(
        f"CPU for queue and priority of a contact: {routing['cpu_ms']:.2f} ms on average, "
        f"95 of 100 take at most {routing['most_cpu_ms']:.2f} ms"
    )


def _starts(results: Results, console: Console) -> None:
    starting = results["starting"]
    table = _table(
        f"Starting a process, beside `{starting['base']}`",
        "CPU ms",
        "ratio",
        "wall ratio",
        "heaviest packages, ms",
    )
    for name, one in starting["processes"].items():
        worst = starting["worst_imports"].get(name, {"packages_ms": {}})["packages_ms"]
        told = ", ".join(f"{package} {ms:.0f}" for package, ms in list(worst.items())[:6])
        table.add_row(
            name, f"{one['cpu_ms']:.0f}", f"{one['ratio']:.2f}", f"{one['wall_ratio']:.2f}", told
        )
    console.print(table)


def _targets(results: Results, console: Console) -> None:
    table = _table("Targets", "figure", "wanted", "")
    for target in targets(results):
        mark = "[green]met[/]" if target.met else "[bold red]MISSED[/]"
        table.add_row(target.name, target.figure, target.wanted, mark)
    if not results["zips"]:
        table.add_row("zip", "none in out/", "≤ 10 MB", "run `make package STAGE=dev` first")
    console.print(table)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("")
    for column in columns:
        table.add_column(column, justify="left" if column in LEFT else "right")
    return table


LEFT = {"case", "to goal", "after", "heaviest packages, ms", "wanted", ""}
