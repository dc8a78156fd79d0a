"""Of each fact the newest statement stays."""

from datetime import date, timedelta

from functions.core.orders import Milestone, Order, OrderPerson, Tracking
from tests.core.order_events import TUESDAY_MORNING, an_update, email, happened, phone, placed


def test_the_newer_source_clock_decides_the_expected_date() -> None:
    later = TUESDAY_MORNING + timedelta(hours=1)
    newer = an_update(None, "K1", id="n", at=later, expected_on=date(2026, 5, 22))
    older = an_update(None, "K1", id="o", expected_on=date(2026, 5, 25))

    assert happened(newer, older).parcels["K1"].expected_on == date(2026, 5, 22)


def test_a_newer_tracking_without_a_link_does_not_cost_the_customer_the_link() -> None:
    linked = Tracking(code="3S1", url="https://carrier.example/3S1")
    order = happened(
        an_update(Milestone.HANDED_OVER, "K1", tracking=linked),
        an_update(
            Milestone.IN_TRANSIT,
            "K1",
            tracking=Tracking(code="3S1"),
            at=TUESDAY_MORNING + timedelta(hours=1),
        ),
    )

    assert order.parcels["K1"].tracking == linked


def test_a_refunds_amount_does_not_become_the_orders_total() -> None:
    order = happened(placed(), an_update(Milestone.REFUNDED, total="5.00 EUR"))

    assert order.total == "49.95 EUR"


def test_people_without_an_address_are_not_people_to_tell() -> None:
    order = happened(an_update(Milestone.PLACED, people=(OrderPerson(name="Nobody"),)))

    assert order.people == ()


def test_the_record_survives_being_written_and_read() -> None:
    order = happened(
        placed(), an_update(Milestone.HANDED_OVER, "K1", tracking=Tracking(code="3S1"))
    )

    assert Order.model_validate_json(order.model_dump_json()) == order


def test_a_fact_that_is_left_out_does_not_erase_what_is_known() -> None:
    order = happened(placed(), an_update(None, at=TUESDAY_MORNING + timedelta(days=1)))

    assert (order.country, order.total, len(order.lines), len(order.people)) == (
        "NL",
        "49.95 EUR",
        2,
        1,
    )


def test_consent_is_not_lost_by_an_event_that_does_not_speak_of_it() -> None:
    agreed = OrderPerson(email=email(), phone=phone(), whatsapp_consent=True)
    silent = OrderPerson(email=email(), phone=phone())

    assert happened(placed(agreed), an_update(None, people=(silent,))).people == (agreed,)
