"""What belongs to a BigCommerce order: its shipments, and the messages written about it."""

from collections.abc import Iterator, Mapping

from functions.core.deliveries import Delivery
from functions.core.items import Item
from functions.core.orders import Milestone, OrderLine
from functions.core.untrusted import unknown
from functions.providers._bigcommerce_order import Message, Order, Shipment, lines_of, listed_of
from functions.providers._facts import parcel_update, track
from functions.providers._payload import own_id
from functions.providers._shops import contact_about


def shipments_of(delivery: Delivery, own: str, order_id: str) -> Iterator[Item]:
    """All parcels of the order as they are now: each is told once under its own id."""
    products = {line.id: line for line in lines_of(delivery)}
    for shipment in listed_of(delivery, "shipments", Shipment):
        yield parcel_update(
            delivery,
            own_id(own, shipment.id),
            parcel=shipment.tracking_number or shipment.id,
            order_id=order_id,
            milestone=Milestone.HANDED_OVER,
            detail="shipment",
            happened=shipment.date_created,
            tracking=track(
                shipment.tracking_number, shipment.tracking_carrier, shipment.tracking_link
            ),
            lines=_packed(shipment, products),
        )


def _packed(shipment: Shipment, products: Mapping[str | None, OrderLine]) -> list[OrderLine]:
    held = [(products.get(one.order_product_id), one.quantity) for one in shipment.items or ()]
    return [line.model_copy(update={"quantity": quantity}) for line, quantity in held if line]


def message_of(
    delivery: Delivery, own: str, kind: str, order: Order, wanted: str
) -> Iterator[Item]:
    """What the customer wrote about an order; what the shop wrote is our own."""
    found = [one for one in listed_of(delivery, "messages", Message) if one.id == wanted]
    if not found or found[0].type == "merchant":
        reason = "written by the shop itself" if found else "the store knows no such message"
        yield unknown(delivery, own, kind, reason, recorded=True)
        return
    message, buyer = found[0], order.billing_address.person()
    contact = contact_about(
        delivery,
        own_id(order.id, "message", message.id),
        buyer,
        message.message,
        sent_at=message.date_created,
        subject=message.subject,
        order_number=order.id,
    )
    yield contact or unknown(delivery, own, kind, "the order names nobody who could have written")
