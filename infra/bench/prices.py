"""The price table, the assumed load, and a bill from quantities."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field

from functions.core.values import Value

TABLE = Path(__file__).with_name("prices.toml")
MILLION = 1_000_000

Quantities = Mapping[str, float]
"""How much of each priced thing, by its key in the table."""


class Price(Value):
    usd: float
    per: float
    page: str
    """Where AWS publishes it."""
    apart: bool = False


class Load(Value):
    """What cannot be measured here; prices.toml explains each."""

    machine_factor: float
    full_core_mb: float
    platform_log_bytes: int
    platform_log_lines: int
    log_line_bytes: int
    log_compression: float
    row_bytes: int
    storage_months: float
    pollers: int
    secret_seconds: int
    instances: int
    accounts: int
    wait: Mapping[str, float]


class PriceTable(Value):
    region: str
    currency: str
    date: date
    usd_to_eur: float = Field(gt=0)
    prices: Mapping[str, Price]
    mix: Mapping[str, Mapping[str, float]]
    load: Load


class Line(Value):
    """One line of a bill for a million."""

    key: str
    quantity: float
    """For one."""
    usd: float
    """For a million."""
    apart: bool


class Bill(Value):
    lines: tuple[Line, ...]
    usd: float
    eur: float
    apart_usd: float


@cache
def price_table() -> PriceTable:
    return PriceTable.model_validate(tomllib.loads(TABLE.read_text()))


def bill(quantities: Quantities, table: PriceTable, times: float = MILLION) -> Bill:
    """Every line of it; KeyError for a thing without a price, so nothing is free by mistake."""
    lines = tuple(
        _line(key, quantity, table.prices[key], times) for key, quantity in quantities.items()
    )
    usd = sum(line.usd for line in lines if not line.apart)
    return Bill(
        lines=lines,
        usd=usd,
        eur=usd * table.usd_to_eur,
        apart_usd=sum(line.usd for line in lines if line.apart),
    )


def mixed(by_case: Mapping[str, Quantities], shares: Mapping[str, float]) -> dict[str, float]:
    """The mean over the cases, weighed by their shares."""
    if abs(sum(shares.values()) - 1) > 1e-9:
        raise ValueError(f"the shares of the mix must add up to 1: {dict(shares)}")
    keys = dict.fromkeys(key for case in shares for key in by_case[case])
    return {key: sum(shares[c] * by_case[c].get(key, 0) for c in shares) for key in keys}


def _line(key: str, quantity: float, price: Price, times: float) -> Line:
    usd = quantity * price.usd / price.per * times
    return Line(key=key, quantity=quantity, usd=usd, apart=price.apart)
