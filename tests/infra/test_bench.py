"""The benchmark's arithmetic, against cases that were worked out by hand."""

from typing import Any

import pytest

from infra.bench import folder
from infra.bench.prices import PriceTable, bill, mixed, price_table
from infra.bench.units import Index, Units, item_size, query_units, read_units, write_units

TIMELINE = Index(("timeline", "at"))


def a_row(size: int, **attributes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A row of exactly that many bytes."""
    row = {"pk": {"S": "p"}, "sk": {"S": "s"}, "data": {"S": ""}, **attributes}
    return row | {"data": {"S": "x" * (size - item_size(row))}}


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": "café"}, 5),
        ({"N": "1"}, 2),
        ({"N": "12345"}, 4),
        ({"N": "-12000"}, 3),
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        ({"B": b"\x00\x01"}, 2),
        ({"L": [{"S": "ab"}, {"N": "7"}]}, 3 + 2 + 2 + 2),
        ({"M": {"ab": {"S": "c"}}}, 3 + 3 + 1),
    ],
)
def test_an_item_is_as_large_as_its_names_and_values(value: dict[str, Any], size: int) -> None:
    assert item_size({"n": value}) == 1 + size


@pytest.mark.parametrize(("size", "units"), [(20, 1), (1024, 1), (1025, 2), (2049, 3)])
def test_a_write_is_rounded_up_to_a_kilobyte(size: int, units: int) -> None:
    assert write_units(None, a_row(size)).write == units


def test_a_write_in_a_transaction_counts_twice_but_its_index_entry_once() -> None:
    row = a_row(1025, timeline={"S": "DUE#1"}, at={"S": "2026"})

    cost = write_units(None, row, [TIMELINE], transaction=True)

    assert cost == Units(write=4, index_write=1)


def test_the_larger_of_the_old_and_the_new_item_is_paid_for() -> None:
    assert write_units(a_row(3000), a_row(100)).write == 3


def test_a_refused_write_is_paid_for_but_touches_no_index() -> None:
    row = a_row(100, timeline={"S": "DUE#1"}, at={"S": "2026"})

    cost = write_units(a_row(2000), row, [TIMELINE], refused=True)

    assert cost == Units(write=2)


@pytest.mark.parametrize(
    ("before", "after", "writes"),
    [
        (None, {"at": {"S": "1"}}, 0),
        (None, {"timeline": {"S": "a"}, "at": {"S": "1"}}, 1),
        ({"timeline": {"S": "a"}, "at": {"S": "1"}}, {"timeline": {"S": "a"}, "at": {"S": "1"}}, 0),
        ({"timeline": {"S": "a"}, "at": {"S": "1"}}, {"timeline": {"S": "a"}, "at": {"S": "2"}}, 2),
        ({"timeline": {"S": "a"}, "at": {"S": "1"}}, {}, 1),
    ],
)
def test_the_index_pays_for_entries_that_come_change_or_go(
    before: dict[str, Any] | None, after: dict[str, Any], writes: int
) -> None:
    old = None if before is None else a_row(200, **before)

    assert write_units(old, a_row(300, **after), [TIMELINE]).index_write == writes


def test_a_batch_rounds_up_each_item_and_counts_absent_ones() -> None:
    found = [a_row(100), a_row(4097)]

    assert read_units(found, missing=3) == (1 + 2 + 3) / 2
    assert read_units(found, missing=3, consistent=True) == 6


def test_a_query_rounds_up_the_sum_and_costs_something_when_it_finds_nothing() -> None:
    assert query_units([a_row(3000)] * 3) == 3 / 2
    assert query_units([a_row(3000)] * 3, consistent=True) == 3
    assert query_units([]) == 0.5


def test_a_bill_has_a_line_for_each_thing_and_shows_mail_apart() -> None:
    table = price_table()

    found = bill({"dynamodb_write_unit": 10, "ses_sent": 1}, table)

    assert [round(line.usd, 2) for line in found.lines] == [7.05, 100.0]
    assert found.usd == pytest.approx(7.05)
    assert found.eur == pytest.approx(7.05 * table.usd_to_eur)
    assert found.apart_usd == pytest.approx(100)


def test_a_thing_without_a_price_is_not_free() -> None:
    with pytest.raises(KeyError):
        bill({"carrier_pigeon": 1}, price_table())


def test_cases_are_weighed_by_their_shares() -> None:
    by_case = {"new": {"a": 10.0, "b": 2.0}, "append": {"a": 4.0}}

    assert mixed(by_case, {"new": 0.25, "append": 0.75}) == {"a": 5.5, "b": 0.5}


def test_shares_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up to 1"):
        mixed({"new": {}}, {"new": 0.9})


def test_the_price_table_prices_every_mix_that_it_names() -> None:
    table: PriceTable = price_table()

    assert all(sum(shares.values()) == pytest.approx(1) for shares in table.mix.values())
    assert all(price.usd > 0 and price.per > 0 and price.page for price in table.prices.values())


def test_a_cold_start_loads_no_more_where_there_are_a_hundred_providers_more() -> None:
    counted = folder.measure({})

    now, with_more = counted["now"], counted["with_more"]
    assert isinstance(now, dict)
    assert isinstance(with_more, dict)
    assert with_more["providers"] == now["providers"] + folder.MORE
    assert (with_more["modules"], with_more["of_providers"]) == (
        now["modules"],
        now["of_providers"],
    )
