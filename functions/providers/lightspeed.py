"""Lightspeed eCom (C-Series): orders and shipments, signed weakly and therefore fetched."""

import hashlib
from collections.abc import Iterator, Mapping

from functions.core.contacts import AnchorKind, Channel
from functions.core.deliveries import Credentials, Delivery, OutboundRequest
from functions.core.errors import PayloadError, SignatureError
from functions.core.items import Item
from functions.core.orders import Milestone
from functions.core.untrusted import (
    Json,
    as_object,
    clean_line,
    placed_id,
    read_object,
    unknown,
)
from functions.providers._facts import (
    anchors,
    full_name,
    order_update,
    parcel_update,
    person,
    track,
)
from functions.providers._lightspeed_order import Link, Order, Shipment
from functions.providers._payload import (
    api_request,
    basic_auth,
    company_facts,
    fetched_object,
    language_code,
    money,
    own_id,
    readable,
    whole_number,
)
from functions.providers._promises import meaning, payment_kind
from functions.providers._shops import Step, in_steps, note_of, people_on
from functions.providers.base import Provider
from functions.providers.signatures import check_hex_hmac, same_text, secrets_of

# https://developers.lightspeedhq.com/ecom/endpoints/order/
MILESTONE_BY_STATUS = {
    "new": Milestone.PLACED,
    "processing_awaiting_payment": Milestone.PLACED,
    "processing_awaiting_shipment": Milestone.PAID,
    "processing_awaiting_pickup": Milestone.READY_FOR_PICKUP,
    "processing_ready_for_pickup": Milestone.READY_FOR_PICKUP,
    "completed": Milestone.HANDED_OVER,
    "completed_shipped": Milestone.HANDED_OVER,
    "completed_picked_up": Milestone.DELIVERED,
    "cancelled": Milestone.CANCELLED,
    "on_hold": None,
}
MILESTONE_BY_SHIPMENT_STATUS = {
    "not_shipped": None,
    "shipped": Milestone.HANDED_OVER,
    "partially_shipped": Milestone.HANDED_OVER,
    "delivered": Milestone.DELIVERED,
    "cancelled": None,
}
GROUPS = {"orders": "order", "shipments": "shipment"}
RECORDED_GROUPS = ("customers", "products", "invoices", "variants", "quotes")
OF_CUSTOMERS = {"tickets": "a customer wrote", "returns": "a customer sends something back"}


class Lightspeed(Provider):
    """`secrets` are the API secret. Settings: `api_key` (with the secret it fetches the object),
    `language` (`nl`), and `signature`: `md5` unless the account says `hmac-sha256`. None of this
    is confirmed by a source of theirs, so it can all be set.
    """

    channel = Channel.ORDER
    configurable = True
    thin = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        if credentials.settings.get("signature") == "hmac-sha256":
            check_hex_hmac(delivery, credentials, "x-signature")
            return
        secrets, given = secrets_of(credentials), delivery.headers.get("x-signature", "")
        keys = [secret.encode("utf-8", "surrogatepass") for secret in secrets]
        expected = [hashlib.md5(delivery.body + key).hexdigest() for key in keys]  # noqa: S324
        if not given or not any(same_text(given, one) for one in expected):
            raise SignatureError("x-signature does not fit the body; check the API secret")

    def fetches(
        self, delivery: Delivery, credentials: Credentials
    ) -> Mapping[str, OutboundRequest]:
        group, _, _ = _event(delivery)
        try:
            held = as_object(read_object(delivery.body).get(GROUPS.get(group, "")))
        except PayloadError:
            return {}
        own, key = whole_number(held.get("id")), credentials.settings.get("api_key", "")
        if own is None or not key:
            return {}
        secret = next(iter(credentials.secrets), "")
        path = f"/{credentials.settings.get('language', 'nl')}/{group}/{own}.json"
        base, headers = "https://api.webshopapp.com", basic_auth(key, secret)
        return {GROUPS[group]: api_request(credentials, base, path, headers)}

    def parse(self, delivery: Delivery) -> list[Item]:
        group, action, kind = _event(delivery)
        if group in RECORDED_GROUPS:
            return [unknown(delivery, None, kind, "nothing about an order's way", recorded=True)]
        if group in OF_CUSTOMERS:
            reason = f"{OF_CUSTOMERS[group]}; open it in the shop"
            return [unknown(delivery, None, kind, reason)]
        if group not in GROUPS:
            return [unknown(delivery, None, kind, "no rule for this event")]
        name = GROUPS[group]
        body = fetched_object(delivery, name) if name in delivery.fetched else None
        held = as_object((body or read_object(delivery.body)).get(name))
        read = _order if group == "orders" else _shipment
        return readable(delivery, None, kind, lambda: read(delivery, action, held))


def _order(delivery: Delivery, action: str, held: dict[str, Json]) -> Iterator[Item]:
    order = Order.model_validate(held)
    changed = order.updatedAt or order.createdAt
    company = company_facts(
        order.companyName if order.isCompany else None,
        {"kvk": order.companyCoCNumber, "vat": order.companyVatNumber},
    )
    country = (order.addressShippingCountry or {}).get("code")
    buyer = person(
        full_name(order.firstname, order.lastname), order.email, order.mobile or order.phone
    )
    update = order_update(
        delivery,
        own_id(order.id, changed.isoformat() if changed else placed_id(delivery, ""), order.status),
        order_id=order.id,
        number=order.number,
        happened=changed,
        placed_at=order.createdAt,
        people=people_on(buyer, business=company is not None),
        company=company,
        references=anchors([(AnchorKind.PURCHASE_ORDER, order.reference)]),
        country=country[:2] if isinstance(country, str) else None,
        total=money(order.priceIncl, order.currency),
        payment=payment_kind(order.paymentId),
        expected=order.deliveryDate,
    ).model_copy(update={"language": language_code(delivery.headers.get("x-language"))})
    milestone = meaning(delivery, MILESTONE_BY_STATUS.get(order.status), order.status)
    if action == "paid" or (milestone is Milestone.PLACED and order.paymentStatus == "paid"):
        milestone = Milestone.PAID
    steps = [Step("", milestone, order.status)]
    if action == "created" and milestone is not Milestone.PLACED:
        steps.append(Step("placed", Milestone.PLACED, "created", order.createdAt))
    yield from in_steps(update, steps, delivery.received_at)
    if order.comment:
        yield from note_of(delivery, update, own_id(order.id, "note"), order.comment, proven=False)


def _shipment(delivery: Delivery, action: str, held: dict[str, Json]) -> Iterator[Item]:
    shipment = Shipment.model_validate(held)
    order = shipment.order.resource.id if isinstance(shipment.order, Link) else shipment.order
    known = MILESTONE_BY_SHIPMENT_STATUS.get(shipment.status)
    milestone = meaning(delivery, known, shipment.status)
    at = shipment.updatedAt
    yield parcel_update(
        delivery,
        own_id("shipment", shipment.id, at.isoformat() if at else action, shipment.status),
        parcel=shipment.trackingCode or shipment.id,
        order_id=order or None,
        milestone=milestone,
        detail=shipment.status,
        happened=at,
        tracking=track(shipment.trackingCode),
    )


def _event(delivery: Delivery) -> tuple[str, str, str]:
    """Group and action of `orders/paid`, and the whole of it."""
    kind = clean_line(delivery.headers.get("x-event", "")).lower()
    group, _, action = kind.partition("/")
    return group, action, kind or "no x-event"
