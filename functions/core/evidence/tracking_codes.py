"""Check digits of carriers' codes and bank accounts: which strings are really one."""

S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
UPS_LETTERS_FROM = ord("A") - 2  # UPS counts letters from A = 2


def is_s10(code: str) -> bool:
    """A postal item of the Universal Postal Union: two letters, nine digits, country."""
    total = sum(weight * int(digit) for weight, digit in zip(S10_WEIGHTS, code[2:10], strict=True))
    check = 11 - total % 11
    return int(code[10]) == {10: 0, 11: 5}.get(check, check)


def is_ups(code: str) -> bool:
    """A UPS parcel: `1Z`, fifteen letters or digits and their check digit."""
    if not code[-1].isdigit():
        return False
    values = [int(c) if c.isdigit() else (ord(c) - UPS_LETTERS_FROM) % 10 for c in code[2:-1]]
    total = sum(value * (1 + position % 2) for position, value in enumerate(values))
    return int(code[-1]) == -total % 10


def is_iban(code: str) -> bool:
    """Whether a string without spaces is a bank account number (ISO 13616, modulo 97)."""
    moved = code[4:] + code[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1
