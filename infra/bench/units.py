"""DynamoDB's request units, worked out from requests and items the way AWS bills them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, TypeAlias

Item: TypeAlias = Mapping[str, Mapping[str, Any]]
"""In DynamoDB's own notation: `{"pk": {"S": "…"}}`."""

WRITE_BLOCK = 1024
READ_BLOCK = 4096
IN_TRANSACTION = 2
"""DynamoDB prepares and commits each item; the index follows afterwards and costs once."""
EVENTUALLY = 0.5
CONTAINER_BYTES = 3


@dataclass(frozen=True)
class Units:
    """Request units: reads, writes of the table, and writes of its index."""

    read: float = 0
    write: float = 0
    index_write: float = 0

    def __add__(self, other: "Units") -> "Units":
        return Units(
            self.read + other.read,
            self.write + other.write,
            self.index_write + other.index_write,
        )

    def __sub__(self, other: "Units") -> "Units":
        return self + other * -1

    def __mul__(self, factor: float) -> "Units":
        return Units(self.read * factor, self.write * factor, self.index_write * factor)


@dataclass(frozen=True)
class Index:
    """A KEYS_ONLY index: its own key attributes and those of the table are all it holds."""

    keys: tuple[str, ...]
    table_keys: tuple[str, ...] = ("pk", "sk")

    def entry(self, item: Item | None) -> Item | None:
        """The item's entry; None where a key attribute is absent, so that the index is sparse."""
        if item is None or any(name not in item for name in self.keys):
            return None
        return {name: item[name] for name in (*self.keys, *self.table_keys)}


def read_units(items: Sequence[Item], missing: int = 0, *, consistent: bool = False) -> float:
    """Reads by key: each item is rounded up by itself; an absent one costs like a small one."""
    blocks = sum(_blocks(item_size(item), READ_BLOCK) for item in items) + missing
    return blocks * (1 if consistent else EVENTUALLY)


def query_units(items: Sequence[Item], *, consistent: bool = False) -> float:
    """A query: the sizes are summed before they are rounded up; nothing found costs one block."""
    blocks = _blocks(sum(map(item_size, items)), READ_BLOCK)
    return blocks * (1 if consistent else EVENTUALLY)


def write_units(
    before: Item | None,
    after: Item,
    indexes: Iterable[Index] = (),
    *,
    transaction: bool = False,
    refused: bool = False,
) -> Units:
    """A put: the larger of the old and the new item counts, also where its condition refused it."""
    size = max(item_size(after), item_size(before) if before else 0)
    factor = IN_TRANSACTION if transaction else 1
    index = 0 if refused else sum(_index_units(one, before, after) for one in indexes)
    return Units(write=_blocks(size, WRITE_BLOCK) * factor, index_write=index)


def item_size(item: Item) -> int:
    """Bytes as DynamoDB counts them: names and values, in UTF-8."""
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _index_units(index: Index, before: Item | None, after: Item) -> int:
    """A changed index key is a delete and a put; an unchanged entry is not written."""
    old, new = index.entry(before), index.entry(after)
    if old == new:
        return 0
    return sum(_blocks(item_size(entry), WRITE_BLOCK) for entry in (old, new) if entry)


def _value_size(value: Mapping[str, Any]) -> int:
    [(kind, content)] = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return _number_size(content)
        case "B":
            return len(content)
        case "L":
            return CONTAINER_BYTES + sum(1 + _value_size(part) for part in content)
        case "M":
            return CONTAINER_BYTES + item_size(content) + len(content)
        case "SS":
            return sum(len(part.encode()) for part in content)
        case _:
            return 1


def _number_size(number: str) -> int:
    """A byte for two significant digits, one more, and one for a minus sign."""
    digits = number.lower().partition("e")[0].lstrip("-").replace(".", "").strip("0")
    return ceil(len(digits) / 2) + 1 + number.startswith("-")


def _blocks(size: int, block: int) -> int:
    return max(1, ceil(size / block))
