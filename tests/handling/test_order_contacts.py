"""Who an order under a customer number makes a contact of that account, by all of his handles."""

from datetime import UTC, datetime

from functions.aws import rows, table
from functions.core.contacts import CompanyFacts, Handle
from functions.core.grouping.accounts import Account, read_contact
from functions.core.grouping.people import KnownHandle
from functions.core.orders import OrderPerson, OrderUpdate, Role
from functions.handling.accounts import record_account
from functions.handling.orders import handle_order_update
from infra.simulate._memory import in_memory
from infra.simulate.grouping import delivery_at

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
MAIL = Handle(scheme="email", value="fem@terpstra.example")
DESK = Handle(scheme="email", value="balie@terpstra.example")
PHONE = Handle(scheme="phone", value="+31612345801")


def known(handle: Handle) -> KnownHandle | None:
    key = rows.handle_key(handle)
    return rows.decode(KnownHandle, table.read([key], consistent=True).get(key))


def order_by(*people: OrderPerson) -> None:
    update = OrderUpdate(
        id="sample:1",
        provider="sample",
        account="sample",
        shop="sample",
        order_id="1",
        order_number="1",
        occurred_at=NOON,
        people=people,
        company=CompanyFacts(name="Woongroep Zonnedauw", customer_number="K2"),
    )
    handle_order_update(update, delivery_at(NOON, update.id), consistent=True)


def test_another_account_s_agent_writes_for_it_by_his_phone_too() -> None:
    with in_memory():
        contacts = (
            read_contact("Fem", MAIL.value, PHONE.value),
            read_contact("Balie", DESK.value, PHONE.value),
        )
        record_account(Account(customer_number="K1", name="Terpstra", contacts=contacts))

        order_by(OrderPerson(email=MAIL), OrderPerson(email=DESK, role=Role.RECEIVING))

        by_mail, by_phone = known(MAIL), known(PHONE)
        assert by_mail
        assert by_phone
        assert by_mail.organisations == ("org:K1", "org:K2")
        assert by_mail.called["org:K2"] == "Woongroep Zonnedauw"
        assert by_phone.organisations == ("org:K1",)
        assert dict(by_phone.writes_for) == {"org:K2": "Woongroep Zonnedauw"}


def test_a_buyer_nobody_knew_becomes_a_contact() -> None:
    with in_memory():
        order_by(OrderPerson(name="Fem", email=MAIL))

        buyer = known(MAIL)
        assert buyer
        assert buyer.organisations == ("org:K2",)
