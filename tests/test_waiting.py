"""Events that come before their order, and one parcel that goes by several names."""

import json
from collections.abc import Mapping
from datetime import timedelta

import pytest

from functions.aws import rows, table
from functions.core.orders import Milestone, Order
from infra.ledger import balance
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.platform_api import PlatformApi
from infra.local.pump import Pump
from tests import knocking
from tests.harness import VISIBILITY, samples

ORDER_ID = 5001
CODE = "3STUIN000001001"


def _order() -> Order:
    key = rows.order_key(f"tuinhuis#{ORDER_ID}")
    order = rows.decode(Order, table.read([key], consistent=True).get(key))
    assert order is not None
    return order


def _place(door: HttpDoor, cloud: EmbeddedCloud, pump: Pump) -> None:
    created_at = cloud.clock.now().isoformat()
    order = json.loads(knocking.shopify_order(1001, created_at=created_at))
    body = json.dumps({**order, "id": ORDER_ID}).encode()
    headers = knocking.shopify_headers("orders/create", "placed-1")
    assert knocking.post(door.url, cloud, "shopify", body, headers).status == 200
    pump.run_until_idle()


def _fulfil(door: HttpDoor, cloud: EmbeddedCloud, pump: Pump) -> None:
    at = cloud.clock.now().isoformat()
    told: Mapping[str, object] = {
        "id": 255,
        "order_id": ORDER_ID,
        "status": "success",
        "created_at": at,
        "tracking_numbers": [CODE],
    }
    headers = knocking.shopify_headers("fulfillments/create", "fulfilled-1")
    body = json.dumps(told).encode()
    assert knocking.post(door.url, cloud, "shopify", body, headers).status == 200
    pump.run_until_idle()


def _carry(door: HttpDoor, cloud: EmbeddedCloud, pump: Pump, number: str = "1001") -> None:
    at = int(cloud.clock.now().timestamp() * 1000)
    parcel: Mapping[str, object] = {
        "id": 2711,
        "tracking_number": CODE,
        "status": {"id": 11, "message": "Delivered"},
        "order_number": number,
    }
    body = json.dumps({"action": "parcel_status_changed", "timestamp": at, "parcel": parcel})
    assert knocking.post(door.url, cloud, "sendcloud", body.encode()).status == 200
    pump.run_until_idle()


def test_a_parcel_delivered_before_its_order_is_known_waits_and_is_joined(
    cloud: EmbeddedCloud, http_door: HttpDoor, pump: Pump
) -> None:
    _carry(http_door, cloud, pump)
    waiting = table.timeline("QUARANTINE", cloud.clock.now())

    _place(http_door, cloud, pump)

    assert len(waiting) == 1
    assert table.timeline("QUARANTINE", cloud.clock.now()) == []
    assert _order().parcels[CODE].milestone is Milestone.DELIVERED
    assert balance().balances
    assert pump.failures == []


def test_a_parcel_whose_order_does_not_come_is_somebodys_work_once(
    cloud: EmbeddedCloud, http_door: HttpDoor, pump: Pump
) -> None:
    _carry(http_door, cloud, pump)
    pump.jump(timedelta(hours=23))
    early = list(cloud.work_items("orders"))

    for _ in range(3):
        pump.jump(timedelta(hours=1))

    assert early == []
    reasons = [item["reason"] for item in cloud.work_items("orders")]
    assert reasons == [f"parcel without order: parcel {CODE}"]


def test_a_fulfilment_and_its_tracking_code_are_one_parcel_whoever_comes_first(
    cloud: EmbeddedCloud, http_door: HttpDoor, pump: Pump
) -> None:
    _place(http_door, cloud, pump)
    _fulfil(http_door, cloud, pump)
    _carry(http_door, cloud, pump, number="")

    shop_first = _order()

    cloud.reset()
    _carry(http_door, cloud, pump)
    _place(http_door, cloud, pump)
    _fulfil(http_door, cloud, pump)
    carrier_first = _order()
    assert set(shop_first.parcels) == {"255"}
    assert set(carrier_first.parcels) == {CODE}
    assert carrier_first.parcels[CODE].also == ("255",)
    assert shop_first.milestone is carrier_first.milestone is Milestone.DELIVERED


@pytest.mark.parametrize("status", [302, 401, 429, 503])
def test_a_thin_delivery_is_completed_and_a_failing_api_is_a_retry(
    status: int, cloud: EmbeddedCloud, http_door: HttpDoor, pump: Pump, platform_api: PlatformApi
) -> None:
    (sample,) = (one for one in samples() if one.name == "bigcommerce/order-placed")
    platform_api.fail_next(status)
    headers = {**sample.request["headers"]}

    answer = knocking.post(http_door.url, cloud, "bigcommerce", sample.body, headers)
    pump.run_until_idle()
    key = rows.order_key("tuinhuis#4001")
    before = table.read([key], consistent=True)
    cloud.clock.advance(VISIBILITY)
    pump.run_until_idle()

    assert answer.status == 200
    assert before == {}
    order = rows.decode(Order, table.read([key], consistent=True).get(key))
    assert order is not None
    assert order.milestone is Milestone.PLACED
    assert platform_api.asked[-1].headers["x-auth-token"] == "sample-token"
