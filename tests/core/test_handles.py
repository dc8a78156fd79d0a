"""Handles: one spelling per address, and never somebody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.core.evidence.handles import ascii_host, email_handle, phone_handle, scoped_handle


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Roos@Particulier.Example", "roos@particulier.example"),
        ("Roos de Wit <roos@tuin.example>", "roos@tuin.example"),
        ('"Wit, Roos" <roos@tuin.example>', "roos@tuin.example"),
        ("<roos@tuin.example> (thuis)", "roos@tuin.example"),
        ("piet@bank.example <roos@tuin.example>", "roos@tuin.example"),
        ("mailto:roos@tuin.example", "roos@tuin.example"),
        ("roos@tuin.example.", "roos@tuin.example"),
        ("roos+gieter@tuin.example", "roos+gieter@tuin.example"),
        ("info@bücher.example", "info@xn--bcher-kva.example"),
        ("info@XN--BCHER-KVA.example", "info@xn--bcher-kva.example"),
        ("info@bu\u0308cher.example", "info@xn--bcher-kva.example"),
        ("jürgen@garten.example", "jürgen@garten.example"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_an_address_has_one_spelling(text: str, value: str) -> None:
    handle = email_handle(text)

    assert handle is not None
    assert handle.key == f"email:{value}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "roos",
        "@tuin.example",
        "roos@",
        "roos@@tuin.example",
        "roos@tuin@example.nl",
        "roos wit@tuin.example",
        "roos@tuin .example",
        "roos\x00@tuin.example",
        "roos\u200b@tuin.example",
        "roos@tu\u00adin.example",
        "roos\n@tuin.example",
        "<a@tuin.example> <b@tuin.example>",
        "<roos@tuin.example",
        "<roos@tuin.example> of roos@elders.example",
        "roos@[192.0.2.1]",
        "roos@-tuin.example",
        "roos@tuin..example",
        "a" * 65 + "@tuin.example",
        "roos@" + "a" * 64 + ".example",
        "roos@tuin.example" * 1000,
        "\ud800@tuin.example",
    ],
)
def test_what_is_not_one_address_is_none(text: str) -> None:
    assert email_handle(text) is None


@pytest.mark.parametrize(
    "disguise",
    [
        "rооs@tuin.example",  # Cyrillic o
        "roos@tuіn.example",  # Ukrainian i
        "ｒｏｏｓ@tuin.example",
        "roos@ｔｕｉｎ.example",
        "roos@tuiⓝ.example",
        "roo\u017f@tuin.example",
        "roos@tuin.exampl\u212f",
    ],
)
def test_a_look_alike_never_becomes_the_plain_address(disguise: str) -> None:
    handle = email_handle(disguise)

    assert handle is None or handle.value != "roos@tuin.example"


def test_sharp_s_is_not_folded_into_another_domain() -> None:
    assert ascii_host("straße.example") != ascii_host("strasse.example")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("06-12345678", "+31612345678"),
        ("06 12 34 56 78", "+31612345678"),
        ("0031612345678", "+31612345678"),
        ("+31 (0)6 12345678", "+31612345678"),
        ("31612345678", "+31612345678"),
        ("tel:+31612345678", "+31612345678"),
        ("4915112345678", "+4915112345678"),
        ("+32 475 12 34 56", "+32475123456"),
        ("0033 6 12 34 56 78", "+33612345678"),
    ],
)
def test_a_phone_number_has_one_spelling(text: str, value: str) -> None:
    handle = phone_handle(text)

    assert handle is not None
    assert handle.key == f"phone:{value}"


def test_a_national_number_is_read_in_its_region() -> None:
    handle = phone_handle("0475 12 34 56", region="BE")

    assert handle is not None
    assert handle.value == "+32475123456"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "112",
        "06-123",
        "0800-BLOEMEN",
        "12345678",
        "+",
        "0000000",
        "++31612345678",
        "1" * 41,
        "06\x00",
    ],
)
def test_what_is_no_possible_number_is_none(text: str) -> None:
    assert phone_handle(text) is None


def test_a_scoped_id_means_nothing_on_another_platform() -> None:
    assert scoped_handle("messenger", " 4711 ").key == "messenger:4711"
    assert scoped_handle("messenger", "4711") != scoped_handle("instagram", "4711")


@given(st.text() | st.from_regex(r"[^@]{0,20}@[^@]{0,20}\.[a-z]{2,5}"))
def test_reading_an_address_again_changes_nothing(text: str) -> None:
    handle = email_handle(text)

    assert handle is None or email_handle(handle.value) == handle


@given(st.text() | st.from_regex(r"\+?[0-9 ().-]{5,20}"))
def test_reading_a_number_again_changes_nothing(text: str) -> None:
    handle = phone_handle(text)

    assert handle is None or phone_handle(handle.value) == handle
