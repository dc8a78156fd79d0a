"""`make bench` fails on what it counts, and names it."""

from typing import Any

import pytest

from infra.bench.targets import missed


def results(**changed: Any) -> dict[str, Any]:
    """Figures that meet every mark, but for what is changed."""
    figures = {
        "calls": 5,
        "usd": 20.0,
        "grows": [],
        "lives": (90, 90),
        **changed,
    }
    case = {"most_calls_to_goal": figures["calls"]}
    bill = type("Bill", (), {"usd": figures["usd"]})
    channel = {"kind": "contact", "cases": {"new": case}, "per_million": bill}
    providers = {"providers": 1, "modules": 3}
    return {
        "channels": {"mail": channel},
        "growth": {"grows": figures["grows"]},
        "lives": [{"open_orders": 0, "calls": n} for n in figures["lives"]],
        "starting": {"processes": {m: {"ratio": 1.1} for m in ("app", "functions.intake")}},
        "folder": {"now": providers, "with_more": {"providers": 2, "modules": 3}},
        "zips": {},
    }


def test_figures_within_the_marks_miss_nothing() -> None:
    assert missed(results()) == []


@pytest.mark.parametrize(
    "worse",
    [
        {"calls": 6},
        {"usd": 25.01},
        {"grows": ["mail at 1000 cases"]},
        {"lives": (90, 91)},
    ],
)
def test_a_figure_beyond_its_mark_fails_the_bench(worse: dict[str, Any]) -> None:
    [target] = missed(results(**worse))

    assert target.counted
