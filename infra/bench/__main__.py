"""`make bench`: measures, prints the figures beside their targets, writes out/bench.json."""

import argparse
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import fmean

from rich.console import Console
from rich.progress import Progress

from functions.core.values import Value
from infra.bench import figures, folder, growth, imports, lives, report, routing
from infra.bench.deliveries import (
    CONTACT_CASES,
    CONTACT_CHANNELS,
    ORDER_CASES,
    VARIANTS,
    Script,
    contact_script,
    order_script,
)
from infra.bench.journeys import Journey, Journeys
from infra.bench.prices import Bill, bill, mixed, price_table
from infra.bench.targets import Results, missed

ROOT = Path(__file__).parent.parent.parent
METRIC = re.compile(r'"Metrics": \[(.*?)\]')


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "bench.json")
    options = parser.parse_args()
    console = Console()
    with Progress(console=console, transient=True) as progress:
        results = measure(progress)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(results, indent=1, default=_plain) + "\n")
    report.show(results, console)
    console.print(f"All of it: {options.out}")
    return int(any(target.counted for target in missed(results)))


def measure(progress: Progress) -> Results:
    scripts = [contact_script(*one) for one in _contacts()]
    scripts += [order_script(case, variant) for case in ORDER_CASES for variant in VARIANTS]
    task = progress.add_task("journeys", total=len(scripts) + 4)
    with Journeys() as journeys:
        made = []
        for script in scripts:
            made.append(journeys.run(script))
            progress.advance(task)
        results: Results = {"prices": price_table(), "channels": _channels(made, journeys)}
        results["standing_month"] = _standing(journeys)
        progress.update(task, description="growth", advance=1)
        grown = growth.measure(journeys)
        results["growth"] = {"measured": grown, "grows": growth.grows(grown)}
        progress.update(task, description="lives of orders", advance=1)
        results["lives"] = lives.measure(journeys)
        results["routing"] = routing.measure()
        progress.update(task, description="starting functions", advance=1)
        first = journeys.first_events(order_script("placed", 0))
        environment = journeys.cloud.shell_environment()
        results["starting"] = imports.measure(first, environment)
        results["folder"] = folder.measure(environment)
        progress.advance(task)
    results["zips"] = {
        path.parent.name: path.stat().st_size for path in ROOT.glob("out/*/deployment.zip")
    }
    results["missed"] = [target.told for target in missed(results)]
    return results


def _contacts() -> list[tuple[str, str, int]]:
    return [(ch, case, v) for ch in CONTACT_CHANNELS for case in CONTACT_CASES for v in VARIANTS]


def _channels(made: list[Journey], journeys: Journeys) -> dict[str, dict[str, object]]:
    return {
        channel: _channel([one for one in made if one.script.channel == channel], journeys)
        for channel in (*CONTACT_CHANNELS, "shopify")
    }


def _channel(made: list[Journey], journeys: Journeys) -> dict[str, object]:
    table, parameters = price_table(), journeys.cloud.template.parameters
    kind = "order" if made[0].script.channel == "shopify" else "contact"
    shares = table.mix[kind]
    cases = {case: [one for one in made if one.script.case == case] for case in shares}
    priced = {case: _quantities(some, parameters) for case, some in cases.items()}
    figures_by_case = {case: _figures(some) for case, some in cases.items()}
    numbers = mixed({case: _numbers(one) for case, one in figures_by_case.items()}, shares)
    return {
        "kind": kind,
        "mix": shares,
        "cases": figures_by_case,
        "mean": numbers,
        "per_million": bill(mixed(priced, shares), table),
        "per_million_by_case": {case: bill(one, table).usd for case, one in priced.items()},
    }


def _quantities(some: list[Journey], parameters: Mapping[str, str]) -> dict[str, float]:
    each = [figures.quantities(one, price_table().load, parameters) for one in some]
    return {key: fmean(one[key] for one in each) for key in each[0]}


def _figures(some: list[Journey]) -> dict[str, object]:
    """The means over the variants of one case; calls also as the most that any of them made."""
    splits = [figures.Split(one) for one in some]
    runs = [run for one in some for run in one.invocations]
    return {
        "calls_to_goal": fmean(len(split.before) for split in splits),
        "most_calls_to_goal": max(len(split.before) for split in splits),
        "calls_after": fmean(len(split.after) for split in splits),
        "to_goal": _mean_calls([figures.by_service(split.before) for split in splits]),
        "after": _mean_calls([figures.by_service(split.after) for split in splits]),
        "read_units": fmean(figures.total_units(one).read for one in some),
        "write_units": fmean(figures.total_units(one).write for one in some),
        "index_write_units": fmean(figures.total_units(one).index_write for one in some),
        "write_units_after_goal": fmean(split.units_after.write for split in splits),
        "cpu_ms": sum(run.cpu_ms for run in runs) / len(some),
        "cpu_ms_with_botocore": sum(run.lambda_cpu_ms for run in runs) / len(some),
        "rows": _rows(some[-1]),
    }


def _rows(one: Journey) -> list[dict[str, object]]:
    """What each written row weighs, to see which one is worth making smaller."""
    return [
        {"call": call.operation, "first_row": call.target.partition("#")[0], "bytes": call.written}
        for call in one.calls()
        if call.written
    ]


def _mean_calls(each: list[dict[str, int]]) -> dict[str, float]:
    return {name: fmean(one.get(name, 0) for one in each) for name in sorted(set().union(*each))}


def _numbers(figures_of_case: dict[str, object]) -> dict[str, float]:
    return {k: float(v) for k, v in figures_of_case.items() if isinstance(v, int | float)}


def _standing(journeys: Journeys) -> Bill:
    """What a month costs before anybody has written."""
    sweep = journeys.idle_sweep()
    template = journeys.cloud.template
    wanted = figures.standing(
        sweep,
        price_table().load,
        queues=len(journeys.pump.triggers()),
        alarms=len(template.of_type("AWS::CloudWatch::Alarm")),
        metrics=len(set(METRIC.findall(journeys.log.getvalue()))),
    )
    return bill(wanted, price_table(), times=1)


def _plain(value: object) -> object:
    if isinstance(value, Value):
        return value.model_dump(mode="json")
    if isinstance(value, Script):
        return value._asdict()
    raise TypeError(f"{type(value).__name__} has no place in the report")


if __name__ == "__main__":
    sys.exit(main())
