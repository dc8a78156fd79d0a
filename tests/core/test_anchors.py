"""Anchors: the identifiers in a text, and none of what only looks like one."""

import random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.core.contacts import Anchor, AnchorKind
from functions.core.evidence.anchors import MAX_ANCHORS, case_reference, find_anchors, names_case


def keys(text: str) -> list[str]:
    return [f"{anchor.kind}:{anchor.value}" for anchor in find_anchors(text)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Waar blijft #20417?", "order:20417"),
        ("betreft so-200417", "order:SO-200417"),
        ("TH-2026-00123 is stuk", "order:TH-2026-00123"),
        ("order 20417", "order:20417"),
        ("Ordernummer:\n20417", "order:20417"),
        ("mijn bestelling 20417.", "order:20417"),
        ("bestelling met nummer 20417", "order:20417"),
        ("Bestellnummer 20417", "order:20417"),
        ("meine Bestellung Nr. 20417 fehlt", "order:20417"),
        ("ma commande n° 20417", "order:20417"),
        ("numéro de commande : 20417", "order:20417"),
        ("order number WEB-20417", "order:WEB-20417"),
        ("bestelnummer 2026", "order:2026"),
        ("F2026-0417 klopt niet", "invoice:F2026-0417"),
        ("factuurnummer 20260417", "invoice:20260417"),
        ("invoice no. 4417", "invoice:4417"),
        ("Rechnung Nr. 2026-4417", "invoice:2026-4417"),
        ("facture 44170", "invoice:44170"),
        ("PO-4500417", "purchase_order:PO-4500417"),
        ("purchase order 4500417", "purchase_order:4500417"),
        ("inkoopnummer 4500417", "purchase_order:4500417"),
        ("uw referentie: LB-17", "purchase_order:LB-17"),
        ("3SLENT0417001", "tracking:3SLENT0417001"),
        ("RR473124829AU", "tracking:RR473124829AU"),
        ("rr 473 124 829 au", "tracking:RR473124829AU"),
        ("1Z5R89390357567127", "tracking:1Z5R89390357567127"),
        ("JVGL0612345678901234", "tracking:JVGL0612345678901234"),
        ("JJD000030000000000000", "tracking:JJD000030000000000000"),
        ("323212345678901234567890", "tracking:323212345678901234567890"),
        ("colis 6A12345678901", "tracking:6A12345678901"),
        ("DPD pakket 05212345678901", "tracking:05212345678901"),
        ("https://volg.example/3SLENT0417001?lang=nl", "tracking:3SLENT0417001"),
        ("https://tracking.dpd.example/parcel/05212345678901", "tracking:05212345678901"),
        ("RMA-2026-0417", "return:RMA-2026-0417"),
        ("retournummer 90417", "return:90417"),
        ("Rücksendenummer: 90417", "return:90417"),
        ("serienummer GR5-417", "serial:GR5-417"),
        ("S/N: GR5-417", "serial:GR5-417"),
        ("Re: Gieter [L-ABCDEFGH23]", "case:L-ABCDEFGH23"),
    ],
)
def test_an_identifier_is_found_and_written_one_way(text: str, key: str) -> None:
    assert keys(text) == [key]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bel 06-12345678 of +31 20 123 4567 of 0031612345678",
        "order 0612345678",
        "Besteld op 12-05-2026, geleverd 2026-05-14",
        "bestelling 12-05-2026",
        "mijn bestelling 2026",
        "factuur 149,95",
        "factuur van € 1.249,95",
        "order 1500 euro",
        "bestelling 1500 stuks",
        "1234 AB Utrecht, bestelling 1234 AB",
        "NL91 ABNA 0417 1643 00",
        "factuur NL91ABNA0417164300",
        "btw NL700000008B01 of NL7000.00.008.B01",
        "roos20417@order20417.example",
        "https://tuin.example/order/20417?order=20417",
        "RR473124828AU",
        "1Z5R89390357567128",
        "facture jointe",
        "serienummer staat er niet op",
        "reorder 20417",
        "[L-ABCDEFGH]",
        "Postbus 20417",
    ],
)
def test_what_only_looks_like_an_identifier_is_none(text: str) -> None:
    assert keys(text) == []


def test_anchors_keep_their_order_and_come_once() -> None:
    text = "Factuur F2026-0417 hoort bij #20417, niet bij #20418 (zie #20417)"

    assert keys(text) == ["invoice:F2026-0417", "order:20417", "order:20418"]


def test_no_text_gives_more_anchors_than_anybody_means() -> None:
    text = " ".join(f"#{number}" for number in range(20_000, 20_100))

    assert len(find_anchors(text)) == MAX_ANCHORS


def test_a_shop_names_its_own_formats() -> None:
    formats = ("TUIN{5}", "{A:2}/{4-6}")

    found = find_anchors("tuin20417, AB/2041 en #30417", order_formats=formats)

    assert [anchor.value for anchor in found] == ["TUIN20417", "AB/2041"]


def test_a_format_is_literal_outside_its_braces() -> None:
    assert find_anchors("a+b20417 aab20417", order_formats=("a+b{5}",)) == (
        Anchor(kind=AnchorKind.ORDER, value="A+B20417"),
    )


def test_our_reference_names_its_case_only() -> None:
    reference = case_reference("case-ABCDEFGH23")

    (anchor,) = find_anchors(f"Re: Gieter {reference.lower()}")

    assert names_case(anchor, "case-ABCDEFGH23")
    assert not names_case(anchor, "case-ABCDEFGH24")


@given(st.text())
def test_any_text_is_read_without_error(text: str) -> None:
    assert len(find_anchors(text)) <= MAX_ANCHORS


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "1",
        "order ",
        "order nr ",
        "dpd",
        "@",
        "0 ",
        "[L-",
        "A-",
        "NL91",
        "1Z ",
        "factuur a-",
        "+1 ",
    ],
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        started = process_time()
        find_anchors(text)
        return process_time() - started

    short = max(seconds(20_000), 0.005)

    assert seconds(160_000) < 40 * short


def test_random_prose_with_digits_is_read_in_bounded_time() -> None:
    words = ["order", "factuur", "20417", "06", "12-05", "3S", "nr.", "@", "€ 5", "NL91", "RMA-"]
    text = " ".join(random.Random(417).choices(words, k=20_000))

    assert len(find_anchors(text)) <= MAX_ANCHORS
