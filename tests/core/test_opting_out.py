"""The token of a link that ends mail: only we can make it, for one message of one shop."""

import pytest

from functions.core.opting_out import Link, read_link, sign_link
from functions.core.values import Language

KEY = "a key of the shop"
LINK = Link("0123456789abcdef01234567", Language.FRENCH)


def _token(*keys: str, shop: str = "tuinhuis", link: Link = LINK) -> str:
    token = sign_link(keys or (KEY,), shop, link)
    assert token is not None
    return token


def test_a_link_tells_what_it_was_made_for() -> None:
    assert read_link([KEY], "tuinhuis", _token()) == LINK


def test_any_changed_character_makes_it_worthless() -> None:
    token = _token()
    for place, was in enumerate(token):
        changed = token[:place] + ("0" if was != "0" else "1") + token[place + 1 :]

        assert read_link([KEY], "tuinhuis", changed) is None, place


def test_a_link_of_one_shop_opens_nothing_at_another() -> None:
    assert read_link([KEY], "other", _token()) is None


def test_the_proof_of_one_message_proves_no_other() -> None:
    other = _token(link=Link("f" * 24, Language.FRENCH))

    assert read_link([KEY], "tuinhuis", f"{_token()[:28]}{other[28:]}") is None


def test_while_keys_are_rotated_the_first_signs_and_each_counts() -> None:
    old, new = _token("old"), _token("new", "old")

    assert new == _token("new") != old
    assert read_link(["new", "old"], "tuinhuis", old) == LINK
    assert read_link(["new"], "tuinhuis", old) is None


@pytest.mark.parametrize("keys", [(), ("",), (" ", "\t")])
def test_without_a_key_nothing_is_signed_and_nothing_believed(keys: tuple[str, ...]) -> None:
    assert sign_link(keys, "tuinhuis", LINK) is None
    assert read_link(keys, "tuinhuis", _token()) is None


@pytest.mark.parametrize(
    "token",
    ["", ".", "..", "é", "\udcff", "\x00", "0" * 92, "0" * 10_000_000, f"{'0' * 24}.xx.{'0' * 64}",
     f"{'０' * 24}.nl.{'0' * 64}", f"{'0' * 24}.nl.{'0' * 63}\n"],
    ids=range(11),
)  # fmt: skip
def test_whatever_is_no_token_is_none(token: str) -> None:
    assert read_link([KEY, "\udcff"], "tuinhuis", token) is None
