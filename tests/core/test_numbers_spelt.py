"""Numbers meet however they are spelt; what only looks like one of them leads nowhere."""

from time import process_time

import pytest

from functions.core.contacts import Anchor, AnchorKind, distinct
from functions.core.evidence.clues import find_clues
from functions.core.evidence.known_numbers import spelt_in_full, with_matches, without_letters
from functions.core.evidence.old_subjects import is_of_old_subject
from functions.core.evidence.spellings import lone_figures, spelt_apart, where_numbers_stand
from functions.core.figures import can_be, compact, figures_behind_letters, has_several_groups
from tests.core.matters import a_contact, an_order

KNOWN = Anchor(kind=AnchorKind.ORDER, value="ZK-330417")


@pytest.mark.parametrize(
    "number", ["ZK-330417", "zk 33 0417", "ZK330417", "ZK.330.417", "zk/330-417", "#ZK 330417"]
)
def test_all_spellings_of_a_number_are_one(number: str) -> None:
    assert compact(number) == "ZK330417"
    assert Anchor(kind=AnchorKind.ORDER, value=number).key == KNOWN.key


def test_a_number_of_signs_only_stays_what_it_is() -> None:
    assert compact("--") == "--"


def test_of_two_spellings_the_first_stays() -> None:
    other = KNOWN.model_copy(update={"value": "ZK330417"})

    assert distinct([KNOWN, other, KNOWN]) == (KNOWN,)


@pytest.mark.parametrize(
    ("number", "figures"),
    [
        ("ZK-330417", "330417"),
        ("ZK 33 0417", "330417"),
        ("Q 81155", "81155"),
        ("Q-8115", None),
        ("330417", None),
        ("81155-F", None),
    ],
)
def test_only_many_figures_are_known_without_their_letters(
    number: str, figures: str | None
) -> None:
    assert figures_behind_letters(number) == figures


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("ZK330417", "ZK-330417"),
        ("R-0611", "R 0611"),
        ("880-412", "88.0412"),
        ("61-204", "61/204"),
        ("247", "247"),
        ("2026-14-03", "2026/14/03"),
    ],
)
def test_a_number_can_be_one_that_is_kept_in_another_spelling(written: str, known: str) -> None:
    assert can_be(written, known)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("24/7", "247"),
        ("10115", "101-15"),
        ("16-18", "1618"),
        ("2026-03-14", "2026-0314"),
        ("14-03-2026", "14032026"),
        ("ZK330417", "ZK330418"),
    ],
)
def test_few_figures_and_dates_are_no_number_in_another_spelling(written: str, known: str) -> None:
    assert not can_be(written, known)


def test_numbers_that_are_parted_inside_can_be_taken_for_another() -> None:
    assert has_several_groups("2026/1/11")
    assert not has_several_groups("ZK-330417")


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("het gaat om ZK 33 0417.", "ZK-33-0417"),
        ("(QL 26 1904) ontbreekt", "QL-26-1904"),
        ("facture Q\u00a055.118", "Q-55.118"),
        ("order k9 4417?", "K9-4417"),
        ("dossier 880 412 loopt", "880-412"),
        ("TNX 4410 9921 was not delivered", "TNX-4410-9921"),
        ("W 71455 10 oktober geleverd", "W-71455"),
    ],
)
def test_a_number_in_pieces_is_looked_up(text: str, spelt: str) -> None:
    assert spelt in spelt_apart(where_numbers_stand(text))


@pytest.mark.parametrize(
    "text",
    [
        "bel mij op 06 12 34 56 78",
        "op 14.03.2026 besteld",
        "het kost € 1.250,00",
        "NL91 ABNA 0417 1643 00",
        "van 2026 tot 2027",
        "10115 Berlin",
        "D-80331 München",
        "Keizersgracht 12, 1015 CJ Amsterdam",
        "geen getal",
    ],
)
def test_what_is_no_number_of_an_order_is_not(text: str) -> None:
    assert spelt_apart(where_numbers_stand(text)) == ()


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("mijn kast (330417) lekt", ("330417",)),
        ("rail 81155: dimmer", ("81155",)),
        ("33 04 17 bitte", ("330417",)),
        ("10115 Berlin", ()),
        ("75011 Paris", ()),
        ("im Jahr 2026", ()),
        ("ZK-330417", ()),
        ("120000 km gereden", ()),
        ("0612345678", ()),
    ],
)
def test_figures_that_stand_alone_can_be_the_end_of_a_number(
    text: str, figures: tuple[str, ...]
) -> None:
    assert lone_figures(where_numbers_stand(text)) == figures


def test_a_number_leads_to_its_order_as_we_know_it() -> None:
    order = an_order("ZK-330417", organisation="org:K1")
    written = Anchor(kind=AnchorKind.ORDER, value="ZK330417")

    found = spelt_in_full(a_contact(), written, [order], labelled=False)

    assert [one.anchor for one in found] == [KNOWN]


def test_a_number_that_is_written_twice_counts_once() -> None:
    order = an_order("ZK-330417", organisation="org:K1")
    written = Anchor(kind=AnchorKind.ORDER, value="ZK330417")
    whole = spelt_in_full(a_contact(), written, [order], labelled=False)
    end = without_letters(a_contact(), "330417", [order], labelled=False)

    assert [one.matched for one in with_matches([*whole, *end])] == [(KNOWN,)]


def test_the_order_that_is_spelt_so_goes_before_one_with_the_same_figures() -> None:
    orders = [an_order(n, organisation=f"org:{n}") for n in ("2026/1/117", "2026/11/17")]
    exact = Anchor(kind=AnchorKind.ORDER, value="2026/11/17")
    neither = Anchor(kind=AnchorKind.ORDER, value="20261117")

    found = spelt_in_full(a_contact(), exact, orders, labelled=False)
    unclear = spelt_in_full(a_contact(), neither, orders, labelled=False)

    assert [one.order.number for one in found] == ["2026/11/17"]
    assert unclear == []


@pytest.mark.parametrize(
    ("figures", "labelled", "count"),
    [("330417", False, 1), ("81155", False, 0), ("81155", True, 1)],
)
def test_few_figures_count_behind_a_word_for_what_they_are(
    figures: str, labelled: bool, count: int
) -> None:
    order = an_order(f"ZK-{figures}", organisation="org:K1")

    assert len(without_letters(a_contact(), figures, [order], labelled=labelled)) == count


def test_figures_of_several_parties_count_for_the_one_that_is_named() -> None:
    ours = an_order("A-330417", organisation="org:K1", name="Bakkerij Roelfs")
    theirs = an_order("B-330417", organisation="org:K2", name="Slagerij Tiemens")
    contact = a_contact(text="330417 is voor Tiemens")

    named = without_letters(contact, "330417", [ours, theirs], labelled=True)
    nobody = without_letters(a_contact(text="330417"), "330417", [ours, theirs], labelled=True)

    assert [one.order.number for one in named] == ["B-330417"]
    assert nobody == []


@pytest.mark.parametrize("text", ["nog eens: 330417", "het gaat om ZK 33 04 17"])
def test_a_number_in_the_text_is_not_of_the_old_subject(text: str) -> None:
    contact = a_contact(subject="Re: ZK330417", text=text)

    assert not is_of_old_subject(contact, KNOWN)
    assert is_of_old_subject(contact.model_copy(update={"text": "Dank u"}), KNOWN)


@pytest.mark.parametrize("hostile", ["A 1 " * 9_000, "1 " * 20_000, "a1.1/" * 8_000, "9" * 40_000])
def test_hostile_text_is_read_in_little_time_and_gives_few_numbers(hostile: str) -> None:
    began = process_time()
    clues = find_clues(a_contact(text=hostile))

    assert process_time() - began < 1.0
    assert len(clues.spelt) <= 8
    assert len(clues.figures) <= 6
