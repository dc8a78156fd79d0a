"""What an order asks for by the clock: through the real door, the sweep and the outbox."""

import json
from datetime import timedelta
from typing import Any

import pytest

from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.pump import Pump
from tests import knocking

BUYER = {"role": "buyer", "name": "Fatima", "email": "fatima@example.com"}
DAY = timedelta(days=1)


class Shop:
    """A shop that tells its orders' steps as CloudEvents, as they happen."""

    def __init__(self, cloud: EmbeddedCloud, door: HttpDoor, pump: Pump) -> None:
        self.cloud, self.door, self.pump, self.count = cloud, door, pump, 0

    def tells(self, step: str, **data: Any) -> None:
        self.count += 1
        event = {
            "specversion": "1.0",
            "id": f"evt-{self.count}",
            "source": "https://tuinhuis.example/shop",
            "type": f"nl.tuinhuis.{step}",
            "time": self.cloud.clock.now().isoformat(),
            "data": {"order": "3001", **data},
        }
        headers = {
            "content-type": "application/cloudevents+json",
            "webhook-id": f"msg_{self.count}",
        }
        body = json.dumps(event).encode()
        answer = knocking.post(self.door.url, self.cloud, "cloudevents", body, headers)
        assert answer.status == 200
        self.pump.run_until_idle()

    def places_and_is_paid(self) -> None:
        self.tells("order.placed", people=[BUYER], country="NL", language="nl")
        self.tells("payment.paid")

    @property
    def reasons(self) -> list[str]:
        return [str(item["reason"]) for item in self.cloud.work_items("orders")]

    @property
    def subjects(self) -> list[str]:
        return [str(mail.message["Subject"]) for mail in self.cloud.sent_mails]

    def lets_days_pass(self, days: int) -> None:
        for _ in range(days * 2):
            self.cloud.clock.advance(DAY / 2)
            for _ in range(2):
                self.pump.run_schedules()
                self.pump.run_until_idle()


@pytest.fixture
def shop(cloud: EmbeddedCloud, http_door: HttpDoor, pump: Pump) -> Shop:
    return Shop(cloud, http_door, pump)


def test_a_promise_that_is_not_kept_is_told_once_per_step_and_is_work_the_second_time(
    shop: Shop,
) -> None:
    shop.places_and_is_paid()

    shop.lets_days_pass(9)

    late = [subject for subject in shop.subjects if "later dan beloofd" in subject]
    assert len(late) == 2
    assert shop.reasons == ["missed promise: order 3001"]


def test_a_promise_that_is_kept_is_not_spoken_of(shop: Shop) -> None:
    shop.places_and_is_paid()
    shop.tells("parcel.delivered", parcel="3STUIN0001")

    shop.lets_days_pass(9)

    assert [subject for subject in shop.subjects if "beloofd" in subject] == []
    assert shop.reasons == []


def test_a_parcel_in_trouble_is_work_at_once_and_only_once(shop: Shop) -> None:
    shop.places_and_is_paid()
    shop.tells("parcel.exception", parcel="3STUIN0001", detail="customs")

    shop.lets_days_pass(1)

    assert shop.reasons == ["exception customs: order 3001"]


def test_a_parcel_that_nothing_is_heard_of_is_work(shop: Shop) -> None:
    shop.tells("order.placed", people=[BUYER], country="NL", language="nl")
    shop.tells("parcel.in_transit", parcel="3STUIN0001")

    shop.lets_days_pass(9)

    assert shop.reasons == ["no news of parcel: order 3001"]


def test_a_cancelled_order_keeps_no_promises(shop: Shop) -> None:
    shop.places_and_is_paid()
    shop.tells("order.cancelled")

    shop.lets_days_pass(9)

    assert [subject for subject in shop.subjects if "beloofd" in subject] == []
    assert shop.reasons == []
