"""Kinds of events that are seldom sent: each has its outcome, and none is passed over."""

import json
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest

from functions.core.untrusted import Json
from functions.providers import load
from tests import knocking

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
PERSON: Json = {"id": "24"}


def whatsapp(kind: str, **content: Json) -> Json:
    message: Json = {"from": "31612345678", "id": "wamid.1", "type": kind, **content}
    change: Json = {"field": "messages", "value": {"messages": [message]}}
    return {"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}


def messenger(**content: Json) -> Json:
    event: dict[str, Json] = {"sender": PERSON, "recipient": {"id": "110"}, **content}
    return {"object": "page", "entry": [{"id": "110", "messaging": [event]}]}


def adyen(code: str) -> Json:
    item = {"eventCode": code, "success": "true", "pspReference": "88", "merchantReference": "1001"}
    amount: Json = {"currency": "EUR", "value": 500}
    return {"notificationItems": [{"NotificationRequestItem": {**item, "amount": amount}}]}


def shopware(event: str) -> Json:
    order: Json = {"order": {"id": "7b04", "orderNumber": "10001"}}
    return {"data": {"payload": order, "event": event}, "source": {"shopId": "s", "eventId": "6ca"}}


LINE_EDIT: Json = {
    "type": "messageEdited",
    "webhookEventId": "01F",
    "source": {"type": "user", "userId": "U1"},
    "message": {"id": "4", "type": "text", "text": "toch blauw"},
}
LOCATION: Json = {"latitude": "52.1", "longitude": "5.2"}
CARD: Json = {"name": {"formatted_name": "Jan"}, "phones": [{"wa_id": "31612345679"}]}
FAILED_REFUND: dict[str, Json] = {
    "id": "re_1",
    "status": "failed",
    "amount": {"value": "5.00", "currency": "EUR"},
}
BUTTON: Json = {"MessageSid": "SM1", "From": "+31612345678", "Body": "", "ButtonPayload": "JA"}
REFUND_FAILED: Json = {"id": "evt_1", "type": "refund.failed", "data": {"object": {"id": "re_1"}}}
DISPUTE: Json = {"id": "event_1", "type": "dispute.created", "entityId": "dp_1"}
PAYMENT: dict[str, Json] = {
    "id": "tr_1",
    "status": "paid",
    "amount": {"value": "9.00", "currency": "EUR"},
}
CONTACTS: list[tuple[str, Json, str]] = [
    ("whatsapp", whatsapp("button", button={"payload": "JA"}), "JA"),
    ("whatsapp", whatsapp("location", location=LOCATION), "52.1, 5.2"),
    ("whatsapp", whatsapp("contacts", contacts=[CARD]), "Jan 31612345679"),
    ("messenger", messenger(message={"mid": "m", "quick_reply": {"payload": "JA"}}), "JA"),
    ("messenger", messenger(postback={"title": "Begin"}), "Begin"),
    ("line", {"events": [LINE_EDIT]}, "toch blauw"),
    ("twilio", BUTTON, "JA"),
    ("adyen", adyen("REFUND_FAILED"), "A refund of 5.00 EUR failed"),
    ("adyen", adyen("CAPTURE_FAILED"), "capture of a payment of 5.00 EUR failed"),
    ("stripe", REFUND_FAILED, "failed"),
    ("mollie", DISPUTE, "disputes a payment"),
    ("shopware", shopware("state_enter.order_transaction.state.chargeback"), "ORDER 10001"),
]
WAITS: list[tuple[str, Json, dict[str, str]]] = [
    ("shopware", shopware("app.deleted"), {}),
    ("ecwid", {"eventId": "1", "eventType": "application.uninstalled", "entityId": "x"}, {}),
    ("lightspeed", {"return": {"id": 1}}, {"x-event": "returns/created"}),
    ("lightspeed", {"ticket": {"id": 1}}, {"x-event": "tickets/created"}),
]


def parsed(provider: str, told: Json, headers: dict[str, str], **fetched: Json) -> list[object]:
    is_form = provider == "twilio" and isinstance(told, dict)
    body = urlencode(told).encode() if is_form else json.dumps(told).encode()  # type: ignore[arg-type]
    delivery = knocking.delivery("k", provider, body, received_at=NOON)
    answers = {name: json.dumps(answer).encode() for name, answer in fetched.items()}
    return list(
        load(provider).parse(delivery.model_copy(update={"headers": headers, "fetched": answers}))
    )


@pytest.mark.parametrize(("provider", "told", "text"), CONTACTS)
def test_what_a_person_must_act_on_becomes_a_contact(provider: str, told: Json, text: str) -> None:
    items = parsed(provider, told, {})

    assert text.casefold() in str(getattr(items[-1], "text", items)).casefold()


@pytest.mark.parametrize(("provider", "told", "headers"), WAITS)
def test_what_we_cannot_read_but_somebody_must_see_waits(
    provider: str, told: Json, headers: dict[str, str]
) -> None:
    (item,) = parsed(provider, told, headers)

    assert getattr(item, "recorded", None) is False


def test_a_refund_of_a_part_is_told_though_the_orders_status_is_another() -> None:
    order: Json = {
        "id": 250, "status_id": 11, "total_inc_tax": "49.9500", "refunded_amount": "5.0000",
        "currency_code": "EUR",
    }  # fmt: skip
    told: Json = {"scope": "store/order/refund/created", "data": {"id": 250}, "hash": "h"}

    plain, refund = parsed("bigcommerce", told, {}, order=order, products=[], addresses=[])

    assert getattr(plain, "milestone", 0) is None
    assert [getattr(refund, name) for name in ("milestone", "partial", "total")] == [
        "refunded", True, "5.00 EUR"
    ]  # fmt: skip


def test_a_failed_refund_of_mollie_is_work_for_billing() -> None:
    delivery = knocking.delivery("k", "mollie", b"id=tr_1", received_at=NOON)
    answer = json.dumps({**PAYMENT, "_embedded": {"refunds": [FAILED_REFUND]}}).encode()

    items = load("mollie").parse(delivery.model_copy(update={"fetched": {"object": answer}}))

    assert [item.id for item in items] == ["mollie:tr_1:paid", "mollie:tr_1:re_1:failed"]
    assert items[1].kind == "contact"


def test_half_a_metre_is_still_a_line() -> None:
    order: Json = {
        "id": 1,
        "status": "processing",
        "line_items": [{"name": "Doek", "quantity": 0.5}],
    }

    (item,) = parsed("woocommerce", order, {"x-wc-webhook-topic": "order.updated"})

    assert [line.quantity for line in getattr(item, "lines", ())] == [1]
