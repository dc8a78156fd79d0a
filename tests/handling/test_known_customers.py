"""What intake knows of a customer when it routes: by the rows that it reads for every contact."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from unittest.mock import patch

import pytest

from functions.aws import rows
from functions.aws.runtime import metrics
from functions.core import gathering
from functions.core.conditions import Party, RoutingFacts
from functions.core.contacts import Channel, CompanyFacts, Contact, Handle, Verdict, Verdicts
from functions.core.deliveries import Delivery
from functions.core.evidence.handles import email_handle
from functions.core.grouping.accounts import Account, AccountContact
from functions.core.language.intent import CustomerFacts, Intent, read_intent
from functions.core.ledger import LedgerRow
from functions.core.orders import Milestone, OrderPerson, OrderUpdate, Role
from functions.core.routing import Priority
from functions.handling.accounts import record_account
from functions.handling.contacts import handle_contact
from functions.handling.orders import handle_order_update
from infra.bench.units import item_size
from infra.simulate._memory import Memory, in_memory

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
KIM = "kim@gmail.com"


class Seen(NamedTuple):
    """What the model and the rules were given."""

    customer: CustomerFacts
    facts: RoutingFacts


@pytest.fixture
def memory() -> Iterator[Memory]:
    metrics.clear_metrics()  # left behind by others: a dimension that comes twice is a warning
    with in_memory() as memory, patch("functions.aws.queues.send_to_outbox"):
        yield memory
    metrics.clear_metrics()


def mailbox(address: str) -> Handle:
    handle = email_handle(address)
    assert handle
    return handle


def happens(milestone: Milestone, days_ago: int, number: str = "1001", **facts: object) -> None:
    at = NOON - timedelta(days=days_ago)
    fields: dict[str, object] = {
        "id": f"shopify:{number}-{milestone}",
        "provider": "shopify",
        "account": "tuinhuis",
        "shop": "tuinhuis",
        "order_id": number,
        "order_number": number,
        "milestone": milestone,
        "occurred_at": at,
        "people": (OrderPerson(role=Role.BUYER, email=mailbox(KIM)),),
    }
    update = OrderUpdate.model_validate(fields | facts)
    handle_order_update(update, a_delivery(at, update.id), consistent=True)


def a_delivery(at: datetime, name: str) -> Delivery:
    return Delivery(
        id=f"webhooks/2026-03-10/1200/shopify/tuinhuis/{name}",
        provider="shopify",
        account="tuinhuis",
        shop="tuinhuis",
        received_at=at,
        body=b"",
    )


def asks(text: str, address: str = KIM, at: datetime = NOON, number: int = 1) -> Seen:
    """Handle a mail; what its model and rules were given."""
    seen: list[CustomerFacts] = []
    given: list[RoutingFacts] = []
    contact = Contact(
        id=f"ses:{number}",
        provider="ses",
        channel=Channel.EMAIL,
        account="service",
        shop="tuinhuis",
        sender=mailbox(address),
        text=text,
        sent_at=at,
        verdicts=Verdicts(dmarc=Verdict.PASS),
    )

    def read(contact: Contact, customer: CustomerFacts) -> Intent:
        seen.append(customer)
        return read_intent(contact, customer)

    gather = gathering.facts_of

    def remembered(*facts: object) -> RoutingFacts:
        given.append(gather(*facts))  # type: ignore[arg-type]
        return given[-1]

    with (
        patch("functions.core.gathering.read_intent", read),
        patch("functions.core.reception.facts_of", remembered),
    ):
        handle_contact(contact, a_delivery(at, contact.id), consistent=False)
    return Seen(seen[-1], given[-1])


def test_a_first_mail_of_somebody_who_ordered_has_his_order(memory: Memory) -> None:
    happens(Milestone.PLACED, 3, total="649.95 EUR", expected_on="2026-03-08")

    seen = asks("Waar blijft mijn bestelling?")

    assert seen.customer.has_open_order is True
    assert seen.customer.is_business is False
    assert seen.facts.order is not None
    assert (seen.facts.order.open, seen.facts.order.days_late) == (True, 2)
    assert float(seen.facts.order.value or 0) == 649.95


@pytest.mark.parametrize(
    ("last", "flag"),
    [
        (Milestone.DELIVERED, "delivered_recently"),
        (Milestone.RETURNED, "has_open_return"),
        (Milestone.PAYMENT_FAILED, "has_overdue_invoice"),
    ],
)
def test_each_step_of_an_order_is_known_when_its_buyer_writes(
    memory: Memory, last: Milestone, flag: str
) -> None:
    happens(Milestone.PLACED, 9)
    happens(last, 4)

    seen = asks("Kunt u mij helpen met mijn aankoop?")

    flags = ("has_open_order", "delivered_recently", "has_open_return", "has_overdue_invoice")
    told = {name for name in flags if getattr(seen.customer, name)}
    assert told - {"has_open_order"} == {flag}
    assert ("has_open_order" in told) == (last is Milestone.PAYMENT_FAILED)


def test_the_order_that_is_named_counts(memory: Memory) -> None:
    happens(Milestone.PLACED, 20, number="1001")
    happens(Milestone.DELIVERED, 12, number="1001")
    happens(Milestone.PLACED, 1, number="1002")

    seen = asks("Er zit een deuk in bestelling 1001")

    assert seen.facts.order is not None
    assert seen.facts.order.delivered_days_ago == 12


def test_an_order_of_long_ago_is_not_open_for_ever(memory: Memory) -> None:
    happens(Milestone.PLACED, 90)

    assert asks("Hebben jullie ook parasols?").customer.has_open_order is False


def test_a_stranger_has_nothing_and_a_former_question_makes_no_customer(memory: Memory) -> None:
    asks("Wij zetten uw webwinkel bovenaan in Google, interesse?", "sales@toplijst.example")

    again = asks("Nog interesse?", "sales@toplijst.example", NOON + timedelta(days=3), 2)

    assert again.customer.is_business is None
    assert again.customer.contacts_last_30d == 1
    assert again.facts.has_bought is False


def test_the_segment_of_an_account_makes_it_a_key_account(memory: Memory) -> None:
    buyer = AccountContact(name="Roos", email=mailbox("roos@lente.example"))
    record_account(Account(customer_number="K1", segment="key", contacts=(buyer,)))

    seen = asks("Graag een offerte voor 20 banken", "roos@lente.example")

    assert (seen.facts.party, seen.facts.segment) == (Party.KEY_ACCOUNT, "key")
    assert seen.customer.is_business is True


def test_a_business_order_is_known_to_its_organisation(memory: Memory) -> None:
    happens(
        Milestone.PLACED,
        2,
        people=(OrderPerson(role=Role.BUYER, email=mailbox("roos@lente.example")),),
        company=CompanyFacts(name="Lente", customer_number="K1"),
    )

    seen = asks("Wanneer komt de zending?", "roos@lente.example")

    assert seen.customer.has_open_order is True
    assert seen.facts.party is Party.BUSINESS


def test_a_third_contact_on_an_open_case_is_pressing_without_a_word_about_it(
    memory: Memory,
) -> None:
    text = "Wanneer komt bestelling 1001?"
    happens(Milestone.PLACED, 3)

    priorities = []
    for number in range(3):
        asks(text, at=NOON + timedelta(days=number), number=number)
        priorities.append(memory.work_items[-1].priority)

    assert priorities == [Priority.NORMAL, Priority.NORMAL, Priority.HIGH]


def test_three_lines_of_one_chat_are_no_third_contact(memory: Memory) -> None:
    for number in range(3):
        asks("Wanneer komt 1001?", at=NOON + timedelta(minutes=number), number=number)

    assert memory.work_items[-1].priority is Priority.NORMAL


def test_the_second_contact_while_more_than_a_week_late_is_pressing(memory: Memory) -> None:
    happens(Milestone.PLACED, 20, expected_on="2026-03-01")

    for number in range(2):
        asks("Wanneer komt 1001?", at=NOON + timedelta(days=number), number=number)

    assert memory.work_items[-1].priority is Priority.HIGH


def test_not_received_what_the_carrier_delivered_is_pressing(memory: Memory) -> None:
    happens(Milestone.PLACED, 5)
    happens(Milestone.DELIVERED, 1)

    asks("Ik heb bestelling 1001 nog niet ontvangen.")

    assert memory.work_items[-1].priority is Priority.HIGH


def test_knowing_the_customer_costs_no_call_more(memory: Memory) -> None:
    for number in ("1001", "1002", "1003"):
        happens(Milestone.PLACED, 3, number=number)
    memory.calls.clear()

    asks("Waar blijft mijn bestelling?")

    assert memory.calls == ["batch_get_item", "query", "transact_write_items"]


def test_only_a_change_of_its_standing_writes_an_order_again_by_its_party(memory: Memory) -> None:
    happens(Milestone.PLACED, 3)
    before = [row["data"] for row in memory.rows("BOUGHT#")]

    happens(Milestone.IN_TRANSIT, 1)

    assert [row["data"] for row in memory.rows("BOUGHT#")] == before


def test_the_ledger_row_of_an_ordinary_contact_fits_one_write_unit(memory: Memory) -> None:
    text = (
        "Hallo, ik heb vorige week een tuintafel besteld en nog steeds niets gehoord. "
        "Kunt u mij vertellen wanneer die wordt bezorgd? Met vriendelijke groet, Kim de Jong"
    )
    contact = Contact(
        id=f"whatsapp:wamid.{'A' * 56}",
        provider="whatsapp",
        channel=Channel.CHAT,
        account="tuinhuis",
        shop="tuinhuis",
        sender=Handle(scheme="phone", value="+31612345678"),
        sender_name="Kim de Jong",
        text=text,
        sent_at=NOON,
    )

    handle_contact(contact, a_delivery(NOON, "f" * 64), consistent=False)

    [row] = memory.rows("ITEM")
    kept = rows.decode(LedgerRow, row)
    assert item_size(row) < 1024
    assert kept is not None
    assert (kept.item_id, kept.work_item) == (contact.id, memory.work_items[-1])
