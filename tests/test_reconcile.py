"""What platforms lost on the way is asked for, put into the inbox and told to nobody too late."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from io import StringIO

import pytest

from functions.aws import inbox, rows, table
from functions.core.orders import Milestone, Order
from functions.core.sources import Source, Sources, asked, heard, is_silent, to_ask
from functions.handling import reconcile
from infra.ledger import balance
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.platform_api import PlatformApi
from infra.local.pump import Pump
from tests import knocking
from tests.conftest import START

WOO = {"x-wc-webhook-topic": "order.created"}
ORDERS = "/woocommerce/wp-json/wc/v3/orders"


def _open_accounts(cloud: EmbeddedCloud, api: PlatformApi) -> None:
    for provider, settings in {
        "woocommerce": {"consumer_key": "ck", "consumer_secret": "cs"},
        "shopify": {"token": "shpat"},
        "sendcloud": {"public_key": "pk", "secret_key": "sk"},
    }.items():
        named = {**settings, "api_base": f"{api.base_url}/{provider}"}
        cloud.put_secret(f"{provider}/tuinhuis", {"secrets": ["sample-secret"], "settings": named})


def _woo_order(number: int, at: datetime, status: str = "pending") -> dict[str, object]:
    clock = f"{at:%Y-%m-%dT%H:%M:%S}"
    return {
        "id": number,
        "number": str(number),
        "status": status,
        "currency": "EUR",
        "total": "49.95",
        "date_created_gmt": clock,
        "date_modified_gmt": clock,
        "billing": {"first_name": "Sanne", "email": "sanne@example.com", "country": "NL"},
    }


def _order(order_id: object) -> Order | None:
    key = rows.order_key(f"tuinhuis#{order_id}")
    return rows.decode(Order, table.read([key], consistent=True).get(key))


def _key(provider: str, at: datetime) -> str:
    return inbox.webhook_key(provider, "tuinhuis", at, {}, b"x")


def test_an_order_whose_webhook_was_lost_comes_in_and_is_not_told_as_news(
    cloud: EmbeddedCloud, http_door: HttpDoor, pump: Pump, platform_api: PlatformApi
) -> None:
    _open_accounts(cloud, platform_api)
    orders = [_woo_order(8001, START), _woo_order(8002, START + timedelta(minutes=1))]
    known = json.dumps(orders[0]).encode()
    assert knocking.post(http_door.url, cloud, "woocommerce", known, WOO).status == 200
    pump.run_until_idle()
    platform_api.put(ORDERS, json.dumps(orders).encode())

    for _ in range(3):
        cloud.clock.advance(timedelta(minutes=11))
        reconcile.look([_key("woocommerce", START)], cloud.clock.now())
        pump.run_until_idle()
    pump.advance(timedelta(minutes=5))

    assert [key.endswith("-asked") for key in inbox.all_keys()].count(True) == 1
    assert _order(8002) is not None
    assert len(cloud.sent_mails) == 1
    assert balance().balances
    assert pump.failures == []


def test_what_is_found_days_later_updates_the_order_and_is_told_to_nobody(
    cloud: EmbeddedCloud, pump: Pump, platform_api: PlatformApi
) -> None:
    _open_accounts(cloud, platform_api)
    old = _woo_order(8003, START - timedelta(days=4), "completed")
    platform_api.put(ORDERS, json.dumps([old]).encode())

    reconcile.look([_key("woocommerce", START)], cloud.clock.now())
    pump.run_until_idle()
    pump.advance(timedelta(minutes=5))

    order = _order(8003)
    assert order is not None
    assert order.milestone is Milestone.HANDED_OVER
    assert cloud.sent_mails == ()


def test_shopify_is_asked_for_orders_parcels_and_refunds(
    cloud: EmbeddedCloud, pump: Pump, platform_api: PlatformApi
) -> None:
    _open_accounts(cloud, platform_api)
    at = START.isoformat()
    order: Mapping[str, object] = {
        "id": 9001,
        "name": "#9001",
        "email": "sanne@example.com",
        "created_at": at,
        "updated_at": at,
        "financial_status": "paid",
        "fulfillments": [
            {"id": 5, "status": "success", "created_at": at, "tracking_numbers": ["3STUIN9001"]}
        ],
    }
    path = "/shopify/admin/api/2026-01/orders.json"
    platform_api.put(path, json.dumps({"orders": [order]}).encode())

    for _ in range(2):
        cloud.clock.advance(timedelta(minutes=11))
        reconcile.look([_key("shopify", START)], cloud.clock.now())
        pump.run_until_idle()

    found = _order(9001)
    assert found is not None
    assert found.milestone is Milestone.HANDED_OVER
    assert {fact.milestone for fact in found.history} >= {Milestone.PLACED, Milestone.PAID}
    assert found.parcels["5"].tracking is not None
    calls = [call for call in platform_api.asked if call.path == path]
    assert [call.headers["x-shopify-access-token"] for call in calls] == ["shpat", "shpat"]


def test_sendcloud_is_asked_for_parcels(
    cloud: EmbeddedCloud, http_door: HttpDoor, pump: Pump, platform_api: PlatformApi
) -> None:
    _open_accounts(cloud, platform_api)
    body = knocking.shopify_order(1001, created_at=START.isoformat())
    headers = knocking.shopify_headers("orders/create", "event-1")
    knocking.post(http_door.url, cloud, "shopify", body, headers)
    pump.run_until_idle()
    parcel = {
        "id": 1,
        "tracking_number": "3STUIN1001",
        "status": {"id": 92, "message": "Driver en route"},
        "order_number": "1001",
        "date_updated": f"{START:%d-%m-%Y %H:%M:%S}",
    }
    platform_api.put("/sendcloud/parcels", json.dumps({"parcels": [parcel]}).encode())

    reconcile.look([_key("sendcloud", START)], cloud.clock.now())
    pump.run_until_idle()

    order = _order(json.loads(body)["id"])
    assert order is not None
    assert order.parcels["3STUIN1001"].milestone is Milestone.OUT_FOR_DELIVERY


@pytest.mark.parametrize("answer", [b"", b"[", b"{}", b'[{"id":1}]', b"[1]"])
def test_an_answer_that_cannot_be_read_is_asked_for_again(
    answer: bytes, cloud: EmbeddedCloud, platform_api: PlatformApi
) -> None:
    _open_accounts(cloud, platform_api)
    platform_api.put(ORDERS, answer)

    for _ in range(2):
        reconcile.look([_key("woocommerce", START)], cloud.clock.now())
        cloud.clock.advance(timedelta(minutes=11))

    since = [call.query["modified_after"] for call in platform_api.asked]
    assert len(since) == 2
    assert since[0] == since[1]


def test_an_order_that_cannot_be_read_waits_once_and_keeps_no_other_from_coming_in(
    cloud: EmbeddedCloud, pump: Pump, platform_api: PlatformApi
) -> None:
    _open_accounts(cloud, platform_api)
    spoilt = {**_woo_order(8003, START), "date_modified_gmt": None, "billing": "?"}
    orders = [spoilt, _woo_order(8004, START + timedelta(minutes=1))]
    platform_api.put(ORDERS, json.dumps(orders).encode())

    for _ in range(3):
        reconcile.look([_key("woocommerce", START)], cloud.clock.now())
        pump.run_until_idle()
        cloud.clock.advance(timedelta(minutes=11))

    assert [_order(number) is not None for number in (8003, 8004)] == [False, True]
    assert [key.endswith("-asked") for key in inbox.all_keys()].count(True) == 2
    assert balance().balances


def test_a_source_that_falls_silent_is_warned_about_once(
    cloud: EmbeddedCloud, logs: StringIO
) -> None:
    spoken = [_key("stripe", START + timedelta(minutes=minute)) for minute in range(20)]
    reconcile.look(spoken, START + timedelta(minutes=25))

    for hours in (1, 4, 5):
        reconcile.look([], START + timedelta(hours=hours))

    assert logs.getvalue().count("source has gone silent") == 1
    assert cloud.dead_letters() == {}


def test_the_next_question_starts_at_the_newest_change_and_a_little_before_when_that_was_all() -> (
    None
):
    source = Source(seen_at=START, since=START)
    newest = START + timedelta(minutes=30)

    second = timedelta(seconds=1)
    page = asked(source, newest, newest, more=True)
    assert page.since == newest - second
    assert asked(page, newest, newest, more=True).since == newest + second
    assert asked(source, newest, newest, more=False).since == newest - timedelta(minutes=2)
    assert asked(source, newest, None, more=False).since == START


def test_who_was_asked_longest_ago_is_asked_first_and_nobody_twice_in_ten_minutes() -> None:
    sources = Sources()
    for name in "abcdefg":
        sources = heard(sources, name, START)
    moved = {
        name: source.model_copy(update={"asked_at": START - timedelta(minutes=5 + 3 * place)})
        for place, (name, source) in enumerate(sources.by_name.items())
    }

    asked_now = to_ask(Sources(by_name=moved), "abcdefg", START)

    assert asked_now == ["g", "f", "e", "d", "c"]


def test_a_source_that_was_hardly_ever_heard_is_not_silent() -> None:
    source = Source(seen_at=START, since=START, heard=9, usual_gap=60)

    assert not is_silent(source, START + timedelta(days=9))
