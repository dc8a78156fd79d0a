"""Who hears of it, in which language, where and when it rings."""

import pytest

from functions.core.governor import NotificationPolicy, Plan, plan
from functions.core.orders import Milestone, Role
from tests.core.notices import BOTH, POLICY, amsterdam, planned_after, told_to
from tests.core.order_events import (
    TUESDAY_MORNING,
    a_buyer,
    a_chatter,
    a_colleague,
    an_update,
    happened,
    phone,
    placed,
    received,
)

M = Milestone


@pytest.mark.parametrize(
    ("order_language", "language", "country", "expected"),
    [
        ("de", "fr", "NL", "de"),
        ("de-AT", None, "NL", "de"),
        ("NL_be", "fr", "FR", "nl"),
        ("pl", "fr", "NL", "fr"),
        ("pl", "cs", "BE", "nl"),
        (None, None, "AT", "de"),
        (None, None, "FR", "fr"),
        (None, None, "SE", "en"),
        (None, None, None, "en"),
        ("", "", "DE", "de"),
        ("english", None, "DE", "de"),
        ("nld", None, "DE", "de"),
    ],
)
def test_the_language_is_the_orders_then_the_persons_then_the_countrys(
    order_language: str | None, language: str | None, country: str | None, expected: str
) -> None:
    planned = planned_after(
        [], placed(a_buyer(language=language), country=country, language=order_language)
    )

    assert planned.notifications[0].language == expected


@pytest.mark.parametrize(
    ("number", "asked", "due"),
    [
        ("+31610001176", "2026-05-19 20:30", "2026-05-19 20:30"),
        ("+31610001176", "2026-05-19 21:30", "2026-05-20 08:00"),
        ("+4915110001176", "2026-05-19 20:30", "2026-05-20 08:00"),
        ("+33610001176", "2026-05-19 20:30", "2026-05-20 08:00"),
        ("+31610001176", "2026-05-25 12:00", "2026-05-26 08:00"),
        ("+31610001176", "2026-03-28 22:00", "2026-03-29 10:00"),
    ],
)
def test_whatsapp_waits_for_a_decent_hour_where_the_phone_rings(
    number: str, asked: str, due: str
) -> None:
    now = amsterdam(asked)
    order = happened(placed(a_chatter(number)))

    planned = planned_after([], an_update(M.HANDED_OVER, "K1", at=now), order)

    assert planned.notifications[0].due_at == amsterdam(due)


def test_a_number_of_an_unknown_country_rings_where_the_order_goes() -> None:
    now = amsterdam("2026-05-19 20:30")
    order = happened(placed(a_chatter("+12025550123"), country="DE"))

    planned = planned_after([], an_update(M.HANDED_OVER, "K1", at=now), order)

    assert planned.notifications[0].due_at == amsterdam("2026-05-20 08:00")


def test_mail_goes_at_once_at_night() -> None:
    now = amsterdam("2026-05-19 23:30")

    planned = planned_after([placed()], an_update(M.HANDED_OVER, "K1", at=now))

    assert planned.notifications[0].due_at == now


def test_colleagues_on_one_switchboard_are_two_people() -> None:
    buyer = a_buyer(address="a@zuid.example").model_copy(update={"phone": phone()})
    payer = a_colleague(Role.ACCOUNTS_PAYABLE, "b@zuid.example").model_copy(
        update={"phone": phone()}
    )

    planned = planned_after([placed(buyer, payer)], an_update(M.REFUNDED))

    assert [told_to(note) for note in planned.notifications] == ["refunded b@zuid.example"]


def test_a_message_carries_all_roles_it_is_for() -> None:
    people = (a_buyer(address="j@zuid.example"), a_colleague(Role.RECEIVING, "j@zuid.example"))

    planned = planned_after([placed(*people)], an_update(M.DELAYED, "K1"))

    assert planned.notifications[0].recipient.roles == (Role.BUYER, Role.RECEIVING)


def test_a_known_organisation_makes_the_order_a_business_one() -> None:
    order = happened(placed()).model_copy(update={"organisation_id": "org:17"})

    planned = planned_after([], an_update(M.DELIVERED, "K1"), order)

    assert planned == Plan()


def test_the_policy_decides_what_is_told_and_where() -> None:
    told = POLICY.told.model_copy(update={"consumer": frozenset({M.PAID})})
    policy = NotificationPolicy.model_validate(
        POLICY.model_dump() | {"told": told.model_dump(), "channels": ["whatsapp", "ses"]}
    )
    order, facts = received([an_update(M.PAID)], happened(placed(BOTH)))

    planned = plan(order, facts, policy, TUESDAY_MORNING)

    assert [told_to(note) for note in planned.notifications] == ["paid +31610001176"]
