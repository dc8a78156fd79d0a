"""Company numbers: one spelling, and only those whose check digits are right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.core.evidence.company_numbers import chamber_number, vat_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("NL004495445B01", "NL004495445B01"),
        ("nl 0044.95.445.B.01", "NL004495445B01"),
        ("NL123456789B13", "NL123456789B13"),
        ("BE 0417.497.106", "BE0417497106"),
        ("DE 136 695 976", "DE136695976"),
        ("FR40 303 265 045", "FR40303265045"),
        ("ATU12345678", "ATU12345678"),
    ],
)
def test_a_valid_vat_number_has_one_spelling(text: str, number: str) -> None:
    assert vat_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NL",
        "NL004495446B01",
        "NL004495445",
        "BE0417497107",
        "DE136695977",
        "FR41303265045",
        "XX1234567890",
        "NL" + "9" * 100,
        "nvt",
    ],
)
def test_a_vat_number_that_cannot_exist_is_none(text: str) -> None:
    assert vat_number(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("11100001", "11100001"), ("111 000 01", "11100001"), ("1110000", None), ("", None)],
)
def test_a_chamber_number_has_eight_digits(text: str, number: str | None) -> None:
    assert chamber_number(text) == number


@given(st.text() | st.from_regex(r"(NL|BE|DE|FR)[0-9A-Z .]{8,14}"))
def test_reading_a_number_again_changes_nothing(text: str) -> None:
    number = vat_number(text)

    assert number is None or vat_number(number) == number
