"""Tracking codes and bank accounts: one wrong digit is noticed."""

import pytest

from functions.core.evidence.tracking_codes import is_iban, is_s10, is_ups


@pytest.mark.parametrize("code", ["RR473124829AU", "CP123456785NL", "RB123456785SG"])
def test_a_postal_item_has_its_check_digit(code: str) -> None:
    wrong = code[:10] + str((int(code[10]) + 1) % 10) + code[11:]

    assert is_s10(code)
    assert not is_s10(wrong)


@pytest.mark.parametrize("code", ["1Z999AA10123456784", "1Z5R89390357567127"])
def test_a_ups_parcel_has_its_check_digit(code: str) -> None:
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)

    assert is_ups(code)
    assert not is_ups(wrong)
    assert not is_ups(code[:-1] + "A")


def test_a_bank_account_has_its_check_digits() -> None:
    assert is_iban("NL91ABNA0417164300")
    assert not is_iban("NL92ABNA0417164300")
