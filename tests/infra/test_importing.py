"""`make import`: accounts and orders of a file, idempotent, with errors by line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.aws import rows, table
from functions.core.contacts import Anchor, AnchorKind
from functions.core.evidence.known_orders import KnownOrder
from functions.core.grouping.organisations import KnownOrganisation
from functions.core.grouping.people import KnownHandle
from infra import importing
from infra.simulate._memory import Memory, in_memory

ACCOUNT = {
    "type": "account",
    "customer_no": "K1",
    "name": "Kwekerij Lente",
    "kind": "b2b",
    "kvk": "11100001",
    "domains": ["lente.nl"],
    "contacts": [{"name": "Roos", "email": "roos@lente.nl", "phone": "06-12345678"}],
}
ORDER = {"type": "order", "number": "SO-1001", "customer_no": "K1", "items": ["Kas"], "po": "L-7"}


@pytest.fixture
def memory() -> Iterator[Memory]:
    with in_memory() as memory:
        yield memory


def jsonl(folder: Path, *lines: object) -> Path:
    path = folder / "customers.jsonl"
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def test_an_account_is_found_by_number_domain_and_contact(memory: Memory, tmp_path: Path) -> None:
    status = importing.main([str(jsonl(tmp_path, ACCOUNT)), "--shop", "tuinhuis"])

    organisations = [rows.decode(KnownOrganisation, row) for row in memory.rows("ORG")]
    handles = [rows.decode(KnownHandle, row) for row in memory.rows("HANDLE")]
    assert status == 0
    assert {one.id for one in organisations if one} == {"org:K1"}
    assert {one.handle.value for one in handles if one} == {"roos@lente.nl", "+31612345678"}
    assert len({one.person_id for one in handles if one}) == 1


def test_an_order_leads_to_its_customer_by_all_its_numbers(memory: Memory, tmp_path: Path) -> None:
    importing.main([str(jsonl(tmp_path, ORDER, ACCOUNT)), "--shop", "tuinhuis"])

    for anchor in (
        Anchor(kind=AnchorKind.ORDER, value="SO-1001"),
        Anchor(kind=AnchorKind.PURCHASE_ORDER, value="L-7"),
    ):
        key = rows.order_reference_key("tuinhuis", anchor)
        order = rows.decode(KnownOrder, table.read([key])[key])
        assert order
        assert (order.organisation_id, order.titles) == ("org:K1", ("Kas",))


def test_the_same_file_again_writes_nothing(
    memory: Memory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = jsonl(tmp_path, ACCOUNT, ORDER)
    importing.main([str(path), "--shop", "tuinhuis"])
    before = json.dumps(memory.partitions, sort_keys=True)

    importing.main([str(path), "--shop", "tuinhuis"])

    assert json.dumps(memory.partitions, sort_keys=True) == before
    assert "0 written, 2 already there, 0 refused" in capsys.readouterr().out


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "null",
        '{"type": "order"}',
        '{"type": "account", "name": "nameless"}',
        '{"type": "account", "customer_no": "K9", "contacts": [{"email": "no address"}]}',
        '{"type": "account", "customer_no": "K9", "domains": ["nl"]}',
        '{"type": "account", "customer_no": "K9", "contacts": 7}',
        '{"type": "order", "number": "SO-9", "customer_no": "K404"}',
        '{"type": "order", "number": "SO-9", "date": "yesterday"}',
    ],
)
def test_a_bad_line_is_named_and_the_others_go_in(
    line: str, memory: Memory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = jsonl(tmp_path, ACCOUNT, line)

    status = importing.main([str(path), "--shop", "tuinhuis"])

    said = capsys.readouterr()
    assert status == 1
    assert "customers.jsonl:2: " in said.err
    assert "1 written, 0 already there, 1 refused" in said.out


def test_a_csv_file_has_one_line_per_contact(memory: Memory, tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(
        "type,customer_no,name,kind,domains,contact_name,contact_email,contact_phone\n"
        "account,K1,Kwekerij Lente,b2b,lente.nl;lente.be,Roos,roos@lente.nl,0612345678\n"
        "account,K1,Kwekerij Lente,b2b,,Jan,jan@lente.nl,\n",
        encoding="utf-8",
    )

    status = importing.main([str(path), "--shop", "tuinhuis"])

    assert status == 0
    assert len(list(memory.rows("HANDLE"))) == 3
    assert len(list(memory.rows("DOMAIN"))) == 3  # one for what reads like both


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert importing.main([str(tmp_path / "none.jsonl")]) == 2


@pytest.mark.parametrize(("country", "number"), [("DE", "+4915112345678"), ("be", None)])
def test_national_numbers_are_read_as_those_of_the_country(
    memory: Memory, tmp_path: Path, country: str, number: str | None
) -> None:
    contacts = [{"name": "Resi", "email": "resi@lente.nl", "phone": "0151 12345678"}]
    account = {**ACCOUNT, "country": country, "contacts": contacts}

    status = importing.main([str(jsonl(tmp_path, account)), "--shop", "tuinhuis"])

    handles = [rows.decode(KnownHandle, row) for row in memory.rows("HANDLE")]
    assert (status == 0) is (number is not None)
    assert number is None or number in {one.handle.value for one in handles if one}


def test_a_country_that_is_none_is_named(
    memory: Memory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = jsonl(tmp_path, {**ACCOUNT, "country": "Nederland"})

    assert importing.main([str(path), "--shop", "tuinhuis"]) == 1
    assert "country: 'NEDERLAND' is no country's two letters" in capsys.readouterr().err
    assert not list(memory.rows("HANDLE"))
