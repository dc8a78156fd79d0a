"""Shopify's fulfilments and what happens to them on their way."""

from collections.abc import Iterator
from datetime import datetime

from functions.core.contacts import Channel
from functions.core.deliveries import Delivery
from functions.core.items import Item
from functions.core.orders import Milestone, OrderUpdate
from functions.providers._promises import meaning
from functions.providers._shopify_envelope import Envelope, moment
from functions.providers._shopify_facts import lines_of, trackings_of
from functions.providers._shopify_payloads import Fulfillment, FulfillmentEvent

# https://shopify.dev/docs/api/admin-graphql/latest/enums/FulfillmentEventStatus
MILESTONE_BY_SHIPMENT_STATUS = {
    "label_purchased": Milestone.ANNOUNCED,
    "label_printed": Milestone.ANNOUNCED,
    "confirmed": Milestone.ANNOUNCED,
    "carrier_picked_up": Milestone.HANDED_OVER,
    "in_transit": Milestone.IN_TRANSIT,
    "out_for_delivery": Milestone.OUT_FOR_DELIVERY,
    "attempted_delivery": Milestone.ATTEMPTED,
    "delayed": Milestone.DELAYED,
    "ready_for_pickup": Milestone.READY_FOR_PICKUP,
    "picked_up": Milestone.DELIVERED,
    "delivered": Milestone.DELIVERED,
    "failure": Milestone.EXCEPTION,
}
# A fulfilment is made when the parcel leaves the shop; other states of it reach no customer.
MILESTONE_BY_FULFILLMENT_STATUS = {"success": Milestone.HANDED_OVER}


def read_fulfillment(delivery: Delivery, envelope: Envelope) -> Iterator[Item]:
    fulfillment = Fulfillment.model_validate(envelope.payload)
    created = envelope.topic == "fulfillments/create"
    happened = fulfillment.created_at if created else fulfillment.updated_at
    trackings = trackings_of(fulfillment)
    lines = lines_of(fulfillment.line_items) if len(trackings) <= 1 else ()
    for index, tracking in enumerate(trackings or [None]):
        parcel = fulfillment.id if index == 0 or tracking is None else tracking.code
        yield _parcel_update(
            delivery,
            envelope,
            order_id=fulfillment.order_id,
            parcel=parcel,
            milestone=meaning(
                delivery, _milestone_of(fulfillment), fulfillment.shipment_status or ""
            ),
            detail=fulfillment.shipment_status or fulfillment.status,
            happened=happened or fulfillment.created_at,
            expected=fulfillment.estimated_delivery_at,
            suffix="" if index == 0 else f":{parcel}",
        ).model_copy(update={"tracking": tracking, "lines": lines})


def _milestone_of(fulfillment: Fulfillment) -> Milestone | None:
    if fulfillment.status and fulfillment.status not in MILESTONE_BY_FULFILLMENT_STATUS:
        return None
    if fulfillment.shipment_status:
        return MILESTONE_BY_SHIPMENT_STATUS.get(fulfillment.shipment_status)
    return MILESTONE_BY_FULFILLMENT_STATUS.get(fulfillment.status or "")


def read_fulfillment_event(delivery: Delivery, envelope: Envelope) -> Iterator[Item]:
    event = FulfillmentEvent.model_validate(envelope.payload)
    yield _parcel_update(
        delivery,
        envelope,
        order_id=event.order_id,
        parcel=event.fulfillment_id,
        milestone=meaning(delivery, MILESTONE_BY_SHIPMENT_STATUS.get(event.status), event.status),
        detail=event.status,
        happened=event.happened_at or event.created_at,
        expected=event.estimated_delivery_at,
    )


def _parcel_update(
    delivery: Delivery,
    envelope: Envelope,
    *,
    order_id: str,
    parcel: str,
    milestone: Milestone | None,
    detail: str | None,
    happened: datetime | None,
    expected: datetime | None,
    suffix: str = "",
) -> OrderUpdate:
    return OrderUpdate(
        id=f"{delivery.provider}:{envelope.item_id}{suffix}",
        provider=delivery.provider,
        channel=Channel.PARCEL,
        account=delivery.account,
        shop=delivery.shop,
        order_id=order_id,
        milestone=milestone,
        detail=detail,
        parcel=parcel,
        occurred_at=moment(happened, envelope, delivery.received_at),
        expected_on=expected.date() if expected else None,
    )
