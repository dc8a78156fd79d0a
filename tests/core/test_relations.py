"""Who writes about a private order that is not under his own address."""

import pytest

from functions.core.contacts import Contact, Handle
from functions.core.evidence.handles import scoped_handle
from functions.core.grouping.relations import is_of_household, resembles
from tests.core.matters import a_contact, an_order, email

ORDER = an_order("1001", None).model_copy(update={"names": ("Fleur de Wit",)})


def written(sender: Handle, name: str | None, text: str = "") -> Contact:
    return a_contact(sender, text=text).model_copy(update={"sender_name": name})


@pytest.mark.parametrize(
    ("address", "name", "text"),
    [
        ("tom.dewit@mail.example", None, "Mijn vrouw bestelde hem."),
        ("tom@mail.example", "Tom de Wit", "I write for my wife."),
        ("tom@mail.example", "Tom", "Ich schreibe für meine Freundin Fleur."),
        ("tom@mail.example", "Tom", "Ma femme Fleur l'attend toujours."),
    ],
)
def test_family_with_the_buyers_surname_or_first_name_is_of_the_household(
    address: str, name: str | None, text: str
) -> None:
    assert is_of_household(written(email(address), name, text), ORDER)


@pytest.mark.parametrize(
    ("address", "name", "text"),
    [
        ("tom.dewit@mail.example", "Tom de Wit", "Waar blijft mijn bestelling 1001?"),
        ("tom@mail.example", "Tom Smit", "Mijn vrouw wacht op 1001."),
        ("tom@mail.example", None, ""),
    ],
)
def test_neither_a_name_nor_family_alone_makes_a_household(
    address: str, name: str | None, text: str
) -> None:
    assert not is_of_household(written(email(address), name, text), ORDER)


@pytest.mark.parametrize("chosen", ["fleur.dw", "fleurdewit", "fleurw_", "fluer.w", "wit.fleur"])
def test_a_name_of_ones_own_choice_can_read_like_the_buyers(chosen: str) -> None:
    assert resembles(written(scoped_handle("instagram", chosen), None), ORDER)


@pytest.mark.parametrize("chosen", ["fleurtje99", "lou.vintage", "de.wit", "f.w", "", "🌸"])
def test_a_first_name_or_a_surname_alone_is_anybodys(chosen: str) -> None:
    assert not resembles(written(scoped_handle("instagram", chosen), None), ORDER)


def test_an_address_is_no_name_of_ones_own_choice() -> None:
    assert not resembles(written(email("fleur.dw@mail.example"), None), ORDER)
