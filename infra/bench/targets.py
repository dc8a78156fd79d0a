"""What we want of the figures, and which of them miss it."""

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

Results: TypeAlias = dict[str, Any]
"""As out/bench.json holds it."""
MOST_CALLS = {"mail": 5, "whatsapp": 6, "cloudevents": 6, "bus": 6}
MOST_DOLLARS = 25.0
MOST_ZIP_BYTES = 10_000_000
MOST_RATIO = {"app": 1.6, "functions.intake": 2.0}


class Target(NamedTuple):
    """`counted` ones are the same on every machine, so `make bench` fails on them."""

    name: str
    figure: str
    wanted: str
    met: bool
    counted: bool

    @property
    def told(self) -> str:
        return f"{self.name}: {self.figure}, wanted {self.wanted}"


def targets(results: Results) -> list[Target]:
    return [
        *_calls(results),
        *_costs(results),
        _growth(results),
        _lives(results),
        *_starts(results),
        _folder(results),
        *_zips(results),
    ]


def missed(results: Results) -> list[Target]:
    return [target for target in targets(results) if not target.met]


def _calls(results: Results) -> Iterator[Target]:
    for name, channel in results["channels"].items():
        if channel["kind"] == "contact":
            wanted = MOST_CALLS[name]
            most = max(case["most_calls_to_goal"] for case in channel["cases"].values())
            told = f"calls to team queue, {name}"
            yield Target(told, str(most), f"≤ {wanted}", most <= wanted, counted=True)


def _costs(results: Results) -> Iterator[Target]:
    for name, channel in results["channels"].items():
        if channel["kind"] == "contact":
            usd = channel["per_million"].usd
            met, wanted = usd <= MOST_DOLLARS, f"≤ {MOST_DOLLARS:.0f} USD"
            told = f"{usd:.2f} USD"
            yield Target(f"a million contacts, {name}", told, wanted, met, counted=True)


def _growth(results: Results) -> Target:
    grows = results["growth"]["grows"]
    figure = ", ".join(grows) or "none"
    return Target("calls or units that grow", figure, "none", not grows, counted=True)


def _lives(results: Results) -> Target:
    """Of an order from placed to delivered, beside no other open orders and beside some."""
    calls = [str(row["calls"]) for row in results["lives"]]
    beside = " and ".join(str(row["open_orders"]) for row in results["lives"])
    name = f"calls of an order beside {beside} open ones"
    same = len(set(calls)) == 1
    return Target(name, " and ".join(calls), "the same", same, counted=True)


def _starts(results: Results) -> Iterator[Target]:
    for module, most in MOST_RATIO.items():
        ratio = results["starting"]["processes"][module]["ratio"]
        met, wanted = ratio <= most, f"≤ {most}"
        yield Target(f"import {module} / boto3", f"{ratio:.2f}", wanted, met, counted=False)


def _folder(results: Results) -> Target:
    """The first call loads its own provider; those that are not called cost nothing."""
    now, more = results["folder"]["now"], results["folder"]["with_more"]
    added = more["providers"] - now["providers"]
    name = f"modules of a cold start, {now['providers']} providers and {added} more"
    figure = f"{now['modules']} and {more['modules']}"
    return Target(name, figure, "the same", now["modules"] == more["modules"], counted=True)


def _zips(results: Results) -> Iterator[Target]:
    for stage, size in results["zips"].items():
        met, wanted = size <= MOST_ZIP_BYTES, f"≤ {MOST_ZIP_BYTES / 1e6:.0f} MB"
        yield Target(f"zip of {stage}", f"{size / 1e6:.2f} MB", wanted, met, counted=True)
