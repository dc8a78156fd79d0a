"""The number a customer gave his order himself: another customer's order can have the same one."""

from datetime import UTC, datetime, timedelta

from functions.aws import rows, table
from functions.core.contacts import Anchor, AnchorKind, CompanyFacts
from functions.core.orders import OrderUpdate
from functions.handling.orders import handle_order_update
from functions.handling.shared_numbers import MOST_SHARING, order_of, orders_in
from infra.simulate._memory import in_memory
from infra.simulate.grouping import delivery_at

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
NUMBER = Anchor(kind=AnchorKind.PURCHASE_ORDER, value="2026-014")


def place(order: str, customer: str, *, number: Anchor | None = NUMBER, minutes: int = 0) -> None:
    at = NOON + timedelta(minutes=minutes)
    update = OrderUpdate(
        id=f"sample:{order}:{minutes}",
        provider="sample",
        account="sample",
        shop="sample",
        order_id=order,
        order_number=order,
        occurred_at=at,
        references=(number,) if number else (),
        company=CompanyFacts(name=f"Bedrijf {customer}", customer_number=customer),
    )
    handle_order_update(update, delivery_at(at, update.id), consistent=True)


def known_by(number: Anchor) -> list[str]:
    key = rows.order_reference_key("sample", number)
    return [order.order_id for order in orders_in(table.read([key]).get(key))]


def test_every_order_under_the_number_is_kept_the_last_one_first() -> None:
    with in_memory():
        place("SO-1", "K1")
        place("SO-2", "K2")
        place("SO-1", "K1", minutes=5)

        assert known_by(NUMBER) == ["SO-2", "SO-1"]


def test_an_order_that_changes_later_takes_no_other_from_its_number() -> None:
    with in_memory():
        place("SO-1", "K1")
        place("SO-2", "K2")
        invoice = Anchor(kind=AnchorKind.INVOICE, value="F2026-1")
        place("SO-1", "K1", number=invoice, minutes=5)

        assert known_by(NUMBER) == ["SO-1", "SO-2"]


def test_only_so_many_are_kept() -> None:
    with in_memory():
        for place_number in range(MOST_SHARING + 3):
            place(f"SO-{place_number}", f"K{place_number}")

        assert len(known_by(NUMBER)) == MOST_SHARING + 1


def test_what_only_one_order_can_have_leads_to_that_one() -> None:
    with in_memory():
        place("SO-1", "K1", number=Anchor(kind=AnchorKind.INVOICE, value="F2026-9"))

        assert known_by(Anchor(kind=AnchorKind.INVOICE, value="F2026-9")) == ["SO-1"]


def test_an_order_is_kept_under_the_figures_of_its_number_too() -> None:
    with in_memory():
        place("ZK-330417", "K1")
        place("QL-330417", "K2")
        place("ZK-330417", "K1", minutes=5)

        assert by_figures("330417") == ["QL-330417", "ZK-330417"]


def test_two_spellings_of_one_number_are_one_row() -> None:
    with in_memory():
        place("SO-1", "K1", number=Anchor(kind=AnchorKind.PURCHASE_ORDER, value="PX-77"))
        place("SO-1", "K1", number=Anchor(kind=AnchorKind.PURCHASE_ORDER, value="PX77"), minutes=5)

        assert known_by(Anchor(kind=AnchorKind.PURCHASE_ORDER, value="px 77")) == ["SO-1"]


def test_numbers_that_differ_only_in_where_they_are_parted_keep_their_orders() -> None:
    with in_memory():
        place("2026/1/117", "K1")
        place("2026/11/17", "K2")
        row = table.read([key := rows.order_reference_key("sample", an_order("2026/1/117"))])

        assert [
            order.order_id if (order := order_of(an_order(number), row.get(key))) else None
            for number in ("2026/1/117", "2026/11/17", "20261117")
        ] == ["2026/1/117", "2026/11/17", None]


def an_order(number: str) -> Anchor:
    return Anchor(kind=AnchorKind.ORDER, value=number)


def by_figures(figures: str) -> list[str]:
    key = rows.figures_key("sample", figures)
    return [order.order_id for order in orders_in(table.read([key]).get(key))]
