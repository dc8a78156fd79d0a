"""The fields of an Ecwid order that we use."""

from pydantic import Field

from functions.core.moments import Someday, Sometime
from functions.core.orders import OrderLine, OrderPerson
from functions.core.untrusted import Identifier, Line, Prose, Theirs
from functions.providers._facts import order_line, person
from functions.providers._payload import Quantity


class Person(Theirs):
    name: Line | None = None
    companyName: Line | None = None  # noqa: N815 - theirs
    phone: Line | None = None
    countryCode: Line | None = None  # noqa: N815 - theirs

    def person(self) -> OrderPerson:
        return person(self.name, None, self.phone, country=self.countryCode)


class Product(Theirs):
    id: Identifier | None = None
    name: Line | None = None
    sku: Line | None = None
    quantity: Quantity = 1


class Order(Theirs):
    id: Identifier
    orderNumber: Line | None = None  # noqa: N815 - theirs
    email: Line | None = None
    paymentStatus: Line = ""  # noqa: N815 - theirs
    fulfillmentStatus: Line = ""  # noqa: N815 - theirs
    createTimestamp: Sometime = None  # noqa: N815 - theirs
    updateTimestamp: Sometime = None  # noqa: N815 - theirs
    total: Line | None = None
    currency: Line | None = None
    lang: Line | None = None
    paymentMethod: Line | None = None  # noqa: N815 - theirs
    externalTransactionId: Line | None = None  # noqa: N815 - theirs
    latestDeliveryDate: Someday = None  # noqa: N815 - theirs
    refundedAmount: Line | None = None  # noqa: N815 - theirs
    customerId: Line | None = None  # noqa: N815 - theirs
    customerTaxId: Line | None = None  # noqa: N815 - theirs
    orderComments: Prose | None = None  # noqa: N815 - theirs
    trackingNumber: Line | None = None  # noqa: N815 - theirs
    billingPerson: Person = Person()  # noqa: N815 - theirs
    shippingPerson: Person = Person()  # noqa: N815 - theirs
    items: tuple[Product, ...] | None = Field(None, max_length=500)
    extraFields: dict[str, object] | None = None  # noqa: N815 - theirs

    def lines(self) -> list[OrderLine]:
        items = self.items or ()
        return [
            line for one in items for line in order_line(one.name, one.quantity, one.sku, one.id)
        ]

    def answers(self) -> dict[str, str | None]:
        """What the shop asks at checkout in fields of its own."""
        fields = self.extraFields or {}
        return {name: text[:200] for name, text in fields.items() if isinstance(text, str)}


class Identified(Theirs):
    eventId: Identifier  # noqa: N815 - theirs
