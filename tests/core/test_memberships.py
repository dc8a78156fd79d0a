"""Who somebody writes for, since when and as what; and who only looks like one of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.core.cases import Case
from functions.core.contacts import Anchor, AnchorKind, Contact
from functions.core.evidence.anchors import find_anchors
from functions.core.evidence.handles import email_handle
from functions.core.evidence.order_numbers import OrderNumbers
from functions.core.grouping.lookalikes import skeleton
from functions.core.orders import Role
from functions.handling.corrections import end_membership
from infra.simulate import grouping
from infra.simulate._memory import Memory, in_memory
from infra.simulate._scenarios import contact_of

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
KNOWN: dict[str, Any] = {
    "accounts": [
        {
            "customer_no": "K1",
            "name": "Kwekerij Lente",
            "kind": "b2b",
            "domains": ["kwekerijlente.nl"],
            "contacts": [{"name": "Roos", "email": "roos@gmail.com"}],
        }
    ],
    "orders": [{"number": "SO-1001", "customer_no": "K1", "items": ["Kas"], "people": []}],
}


@pytest.fixture
def memory() -> Iterator[Memory]:
    with in_memory() as memory:
        grouping.run({"known": KNOWN})
        yield memory


def a_mail(name: str, sender: str, text: str, *, day: int = 0, **more: Any) -> Contact:
    message = {"id": name, "from": {"address": sender}, "subject": "Kas", "text": text}
    return contact_of(message, NOON + timedelta(days=day)).model_copy(update=more)


def received(contact: Contact) -> Case:
    grouping.receive(contact, 14)
    case = grouping.case_of(contact.id.removeprefix("sample:"))
    assert case
    return case


def test_who_left_an_organisation_writes_for_it_no_more_and_its_history_stays(
    memory: Memory,
) -> None:
    before = received(a_mail("m1", "roos@gmail.com", "De kas lekt."))
    handle = email_handle("roos@gmail.com")
    assert handle

    end_membership(handle, "org:K1", NOON + timedelta(days=1))
    after = received(a_mail("m2", "roos@gmail.com", "Mijn eigen gieter lekt.", day=2))

    assert (before.party, after.party.partition(":")[0]) == ("org:K1", "person")
    assert grouping.case_of("m1") == before


def test_a_mail_from_before_he_left_that_comes_late_is_still_theirs(memory: Memory) -> None:
    handle = email_handle("roos@gmail.com")
    assert handle
    end_membership(handle, "org:K1", NOON + timedelta(days=3))

    late = received(a_mail("m1", "roos@gmail.com", "De kas lekt.", day=2))

    assert late.party == "org:K1"


@pytest.mark.parametrize(
    ("sender", "text", "more", "role"),
    [
        ("boekhouding@kwekerijlente.nl", "Hallo", {}, Role.ACCOUNTS_PAYABLE),
        ("jan@kwekerijlente.nl", "Hallo", {"roles": ("inkoper",)}, Role.BUYER),
        ("jan@kwekerijlente.nl", "Hallo", {"roles": ("Geschäftsführer",)}, Role.APPROVER),
        ("jan@kwekerijlente.nl", "Graag de factuur als pdf.", {}, Role.ACCOUNTS_PAYABLE),
        ("piet@klusbedrijfpiet.nl", "De kas van SO-1001 lekt.", {}, Role.AGENCY),
        ("jan@kwekerijlente.nl", "Hallo", {}, None),
    ],
)
def test_the_role_is_kept_with_the_case(
    sender: str, text: str, more: dict[str, Any], role: Role | None, memory: Memory
) -> None:
    case = received(a_mail("m1", sender, text, **more))

    assert list(case.people.values()) == [role]


@pytest.mark.parametrize(
    "sender", ["roos@kwekerij-lente.nl", "roos@kwekerijlente.com", "roos@kwekeríjlente.nl"]
)
def test_a_domain_that_only_looks_like_the_customer_s_is_shown_as_that(
    sender: str, memory: Memory
) -> None:
    case = received(a_mail("m1", sender, "De kas lekt."))

    assert case.party != "org:K1"
    assert memory.work_items[-1].hold
    assert "Kwekerij Lente" in memory.work_items[-1].reason


def test_the_customer_s_own_domain_looks_like_nobody_else_s(memory: Memory) -> None:
    received(a_mail("m1", "inkoop@kwekerijlente.nl", "De kas lekt."))

    assert not memory.work_items[-1].hold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paypal.com", "раураl.com"),
        ("modern.nl", "modem.nl"),
        ("linnen-huis.nl", "linnenhuis.nl"),
        ("kool.nl", "k00l.nl"),
    ],
)
def test_domains_that_are_read_alike_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_each_shop_numbers_its_orders_its_own_way() -> None:
    numbers = OrderNumbers(formats=("SO-{4-8}",), by_shop={"tuinhuis": ("B-{4}",)})

    found = find_anchors("Waar blijft bestelling B-2201?", order_formats=numbers.of("tuinhuis"))

    assert found == (Anchor(kind=AnchorKind.ORDER, value="B-2201"),)
    assert numbers.of("elders") == ("SO-{4-8}",)


@pytest.mark.parametrize("wrong", ["ORDER", "{1-2}", "x" * 60])
def test_a_format_that_would_find_anything_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"digits|at most"):
        OrderNumbers(formats=(wrong,))
