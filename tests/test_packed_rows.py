"""A row that would be written as two kilobytes is kept deflated, and read like every other."""

import secrets

import pytest

from functions.aws import rows, table
from infra.bench.units import item_size
from infra.simulate._memory import in_memory

KEY = table.Key("POLICY#sla#1", "POLICY")


@pytest.mark.parametrize(
    ("text", "kept_as"),
    [
        ("kort", "S"),
        ("a" * 900, "S"),
        ("wachten op antwoord; " * 60, "B"),
        ("é" * 600, "B"),
        (secrets.token_hex(4_000), "B"),
    ],
)
def test_a_long_row_is_kept_deflated_and_read_in_full(text: str, kept_as: str) -> None:
    with in_memory() as memory:
        table.put(table.Write(KEY, rows.PolicyText(text=text), version=3))

        row = table.read([KEY])[KEY]

    assert list(row["data"]) == [kept_as]
    assert rows.decode(rows.PolicyText, row) == rows.PolicyText(text=text)
    assert table.version(row) == 3
    assert memory.calls == ["put_item", "batch_get_item"]


def test_a_row_of_a_kilobyte_and_a_half_in_words_takes_one_write_unit() -> None:
    text = "De klant vraagt waar zijn bestelling blijft; het pakje is al een week onderweg. " * 18
    with in_memory():
        table.put(table.Write(KEY, rows.PolicyText(text=text)))

        assert item_size(table.read([KEY])[KEY]) <= table.WRITE_BLOCK
