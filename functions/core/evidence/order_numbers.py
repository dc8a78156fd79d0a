"""How each shop numbers its orders."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from functions.core.values import Value

MAX_FORMATS = 12


def _is_format(text: str) -> str:
    """It must hold a run of digits that is long enough, or any year would be an order."""
    runs = re.findall(r"\{(\d{1,2})(?:-\d{1,2})?\}", text)
    if not any(int(least) >= 3 for least in runs) and not re.search(r"\{A:", text):
        raise ValueError("it must hold at least three digits, for instance B-{4-6}")
    return text


OrderFormat = Annotated[str, Field(min_length=3, max_length=40), AfterValidator(_is_format)]
Formats = Annotated[tuple[OrderFormat, ...], Field(max_length=MAX_FORMATS)]


class OrderNumbers(Value):
    """`formats` for all shops, and what single shops add to them."""

    formats: Formats = ()
    by_shop: Mapping[str, Formats] = Field(default_factory=dict)

    def of(self, shop: str) -> tuple[str, ...]:
        return (*self.by_shop.get(shop, ()), *self.formats)
