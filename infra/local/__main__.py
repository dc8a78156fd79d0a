"""`make run`: plays the sample day on this machine, shows what became of it, and stays up."""

import argparse
import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stdout
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from functions.aws import queues
from functions.aws.runtime import logger
from functions.core.cases import WorkItem, WorkItemKind
from functions.core.routing import Queue
from infra import ledger
from infra.local import invitation
from infra.local.day import Day, Played, play, read_day
from infra.local.expectations import differences
from infra.local.house import House, Ports, PortTakenError, open_house
from infra.local.outcome import Outcome
from infra.local.report import arrivals, show
from infra.local.written_down import read_table

LOG = Path("out") / "run.log"
WIDTH_OF_A_FILE = 120
LOOK_EVERY_SECONDS = 0.2


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status of `--once=1`: 0 when the ledger balances and nothing failed, else 1."""
    asked = _parser().parse_args(arguments)
    console = _console()
    try:
        with _logs_to(LOG):
            return _run(console, asked)
    except PortTakenError as error:
        other = error.port + 1 if 1024 <= error.port < 65535 else 8001
        console.print(
            f"Port {error.port} cannot be opened: another program has it, or it is not allowed."
        )
        console.print(f"Choose another, for instance: make run {error.variable}={other}")
        return 2
    except KeyboardInterrupt:
        console.print("\nStopped; nothing is kept.")
        return 0


def _run(console: Console, asked: argparse.Namespace) -> int:
    once, day = asked.once == 1, read_day()
    ports = Ports() if once else Ports(asked.http_port, asked.smtp_port, asked.aws_port)
    console.print("[bold]Loket[/] starts AWS in this process…", highlight=False)
    with open_house(day.start, ports) as house:
        played = _replay(console, house, day)
        outcome = _outcome(house, day, played)
        show(console, outcome)
        console.print(f"        The Lambdas' own logs are in {LOG}", style="dim")
        if once:
            return 0 if outcome.balance.balances and not _failed(house) else 1
        console.print()
        invitation.show(console, house, day.zone)
        _stay(console, house, day, outcome)
    return 0


def _replay(console: Console, house: House, day: Day) -> list[Played]:
    about = f"{day.date:%A %-d %B %Y} at Tuinhuis, a Dutch web shop for garden and house"
    console.print(f"{about}: {len(day.lines)} deliveries, in simulated time.", highlight=False)
    played: list[Played] = []
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(
        *columns,
        console=console,
        transient=True,
        disable=not console.is_terminal,
        redirect_stdout=False,  # it goes to the log file
        redirect_stderr=False,
    ) as progress:
        task = progress.add_task("", total=len(day.lines))
        for delivery in play(house, day):
            played.append(delivery)
            text = f"{delivery.line.at:%H:%M} {delivery.line.about}"
            progress.update(task, advance=1, description=text[: max(20, console.width - 55)])
    return played


def _outcome(house: House, day: Day, played: Sequence[Played] = ()) -> Outcome:
    table = read_table(house.cloud)
    return Outcome(
        table=table,
        refused=house.refused,
        balance=ledger.balance(),
        reminders=_reminders(house),
        trouble=[*_failed(house), *differences(played, table)],
        zone=day.zone,
        now=house.clock.now(),
    )


def _failed(house: House) -> list[str]:
    """What would ring an alarm on AWS."""
    errors = Counter(
        f"{failure.function} failed with {type(failure.error).__name__}"
        for failure in house.pump.failures
    )
    failures = [f"{error}, {count} times: see {LOG}" for error, count in errors.items()]
    dead = [f"{len(held)} in {name}" for name, held in house.cloud.dead_letters().items()]
    return [*failures, *dead]


def _reminders(house: House) -> list[WorkItem]:
    teams = (*Queue, queues.LEADS)
    waiting = (WorkItem.model_validate(one) for q in teams for one in house.cloud.work_items(q))
    return [item for item in waiting if item.kind is not WorkItemKind.CONTACT]


def _stay(console: Console, house: House, day: Day, before: Outcome) -> None:
    """Real seconds pass from the end of the day on; what arrives is handled and shown."""
    refused, failed, looked = len(house.refused), len(house.pump.failures), time.monotonic()
    while True:
        time.sleep(LOOK_EVERY_SECONDS)
        passed, looked = time.monotonic() - looked, time.monotonic()
        house.clock.advance(timedelta(seconds=passed))
        house.pump.run_schedules()
        if house.settle():
            outcome = _outcome(house, day)
            for line in arrivals(outcome, before.table.receipts):
                console.print(line, soft_wrap=True)
            before = outcome
        for knock in house.refused[refused:]:
            console.print(invitation.turned_away(knock, day.zone), soft_wrap=True)
        if len(house.pump.failures) > failed:
            console.print(f"A handler failed and will try again: see {LOG}", style="red")
        refused, failed = len(house.refused), len(house.pump.failures)


@contextmanager
def _logs_to(path: Path) -> Iterator[None]:
    """All that Lambdas and libraries log goes to a file, so that the screen can be read."""
    path.parent.mkdir(exist_ok=True)
    with ExitStack() as stack:
        log = stack.enter_context(path.open("w", encoding="utf-8"))
        stack.enter_context(redirect_stdout(log))
        libraries = logging.StreamHandler(log)
        logging.getLogger().addHandler(libraries)
        stack.callback(logging.getLogger().removeHandler, libraries)
        logging.captureWarnings(True)
        stack.callback(logging.captureWarnings, False)
        for handler in logger.handlers:
            if isinstance(handler, logging.StreamHandler):
                stack.callback(handler.setStream, handler.stream)
                handler.setStream(log)
        yield


def _console() -> Console:
    """No colours and a fixed width where nobody looks at a terminal."""
    if sys.stdout.isatty():
        return Console(file=sys.stdout, highlight=False)
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isdecimal() and int(columns) else WIDTH_OF_A_FILE
    return Console(file=sys.stdout, width=width, no_color=True, highlight=False)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--once", type=int, default=0, choices=(0, 1))
    for name, port in (("http", 8000), ("smtp", 2525), ("aws", 0)):
        default = os.environ.get(f"{name.upper()}_PORT") or str(port)
        parser.add_argument(f"--{name}-port", type=int, default=default)
    return parser


if __name__ == "__main__":
    sys.exit(main())
