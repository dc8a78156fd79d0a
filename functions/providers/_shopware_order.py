"""The order in a Shopware event: its people, company and lines, as far as they came along."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from functions.core.contacts import AnchorKind, Channel, CompanyFacts
from functions.core.deliveries import Delivery
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.orders import Milestone, OrderLine, OrderUpdate
from functions.core.untrusted import Json, Theirs
from functions.providers._facts import (
    anchors,
    full_name,
    order_line,
    order_update,
    parcel_update,
    person,
    track,
)
from functions.providers._payload import (
    PURCHASE_ORDER_NAMES,
    answer_named,
    company_facts,
    money,
    own_id,
)
from functions.providers._payments import dispute
from functions.providers._promises import payment_kind
from functions.providers._shops import note_of, people_on
from functions.providers._shopware_fields import Address, Customer, Method, Order, Shipment

MAX_PARCELS = 20


class Moved(Theirs):
    timestamp: Sometime = None


class Told(NamedTuple):
    """What one event says of an order, before it is known which milestone that is."""

    delivery: Delivery
    own: str
    kind: str
    order: Order
    update: OrderUpdate

    def told(self, milestone: Milestone | None, *, partial: bool) -> Iterator[Item]:
        shipped = milestone is Milestone.HANDED_OVER
        sent = [one for one in self.order.deliveries or () if one.trackingCodes]
        parcels = {code: one for one in sent for code in one.trackingCodes or ()}
        if shipped and parcels:
            for code, shipment in list(parcels.items())[:MAX_PARCELS]:
                yield self._parcel(code, shipment)
            return
        back = self.order.id if milestone is Milestone.REFUNDED else None
        yield self.update.model_copy(
            update={"milestone": milestone, "partial": partial, "refund": back}
        )
        if self.kind.endswith("order_transaction.state.chargeback"):
            yield dispute(
                self.delivery,
                f"{self.own}:dispute",
                kind="Chargeback",
                amount=self.update.total,
                reason=None,
                references=anchors([(AnchorKind.ORDER, self.order.orderNumber)]),
                happened=self.update.occurred_at,
            )
        if self.kind == "checkout.order.placed" and self.order.customerComment:
            note = own_id(self.order.id, "note")
            text = self.order.customerComment
            yield from note_of(self.delivery, self.update, note, text, proven=False)

    def _parcel(self, code: str, shipment: Shipment) -> Item:
        """With its lines, where the shipment is one parcel and says what is in it."""
        held = {one.orderLineItemId for one in shipment.positions or ()}
        is_one = len(shipment.trackingCodes or ()) == 1
        return parcel_update(
            self.delivery,
            own_id(self.own, code),
            parcel=code,
            order_id=self.order.id,
            milestone=Milestone.HANDED_OVER,
            detail=self.update.detail,
            happened=self.update.occurred_at,
            tracking=track(code),
            people=self.update.people,
            lines=[line for line in self.update.lines if line.id in held] if is_one else (),
        )


def order_of(delivery: Delivery, own: str, kind: str, raw: dict[str, Json], sent_at: Json) -> Told:
    order = Order.model_validate(raw)
    happened = Moved.model_validate({"timestamp": sent_at}).timestamp
    customer, billing = order.orderCustomer or Customer(), order.billingAddress or Address()
    shipping = next((one.shippingOrderAddress for one in order.deliveries or ()), None)
    answers = _answers(order)
    company = _company(customer, billing, answers)
    country = (shipping or billing).iso()
    buyer = person(
        full_name(customer.firstName, customer.lastName),
        customer.email,
        billing.phoneNumber,
        country=billing.iso(),
    )
    state = kind.rpartition(".")[2]
    paid = next(reversed(order.transactions or ()), None)
    method = (paid.paymentMethod if paid else None) or Method()
    update = order_update(
        delivery,
        own,
        channel=Channel.PAYMENT if "order_transaction" in kind else Channel.ORDER,
        order_id=order.id,
        number=order.orderNumber,
        detail=state,
        happened=happened,
        placed_at=order.orderDateTime,
        people=people_on(
            buyer,
            billing.person(),
            shipping.person() if shipping else None,
            business=company is not None,
        ),
        company=company,
        lines=_lines(order),
        references=anchors(
            [(AnchorKind.PURCHASE_ORDER, answer_named(answers, PURCHASE_ORDER_NAMES))]
        ),
        country=country,
        total=money(order.amountTotal, order.currency.isoCode if order.currency else None),
        payment=payment_kind(method.technicalName, method.formattedHandlerIdentifier, method.name),
        expected=next((one.shippingDateLatest for one in order.deliveries or ()), None),
    )
    return Told(delivery, own, kind, order, update)


def _answers(order: Order) -> dict[str, str | None]:
    """What the shop asks at checkout in fields of its own."""
    fields = order.customFields if isinstance(order.customFields, dict) else {}
    return {name: text[:200] for name, text in fields.items() if isinstance(text, str)}


def _company(
    customer: Customer, billing: Address, answers: Mapping[str, str | None]
) -> CompanyFacts | None:
    name = billing.company or customer.company
    return company_facts(
        name,
        answers,
        vat=billing.vatId or next(iter(customer.vatIds or ()), None),
        customer_number=customer.customerNumber if name else None,
    )


def _lines(order: Order) -> list[OrderLine]:
    numbers = [(one, (one.payload or {}).get("productNumber")) for one in order.lineItems or ()]
    return [
        line
        for one, sku in numbers
        for line in order_line(
            one.label, one.quantity, sku[:200] if isinstance(sku, str) else None, one.id
        )
    ]
