"""The fields of a Shopware order that we use."""

from pydantic import Field

from functions.core.moments import Someday, Sometime
from functions.core.orders import OrderPerson
from functions.core.untrusted import Identifier, Line, Prose, Theirs
from functions.providers._facts import full_name, person
from functions.providers._payload import Quantity


class Country(Theirs):
    iso: Line | None = None


class Address(Theirs):
    firstName: Line | None = None  # noqa: N815 - theirs
    lastName: Line | None = None  # noqa: N815 - theirs
    company: Line | None = None
    vatId: Line | None = None  # noqa: N815 - theirs
    phoneNumber: Line | None = None  # noqa: N815 - theirs
    country: Country | None = None

    def person(self) -> OrderPerson:
        name = full_name(self.firstName, self.lastName)
        return person(name, None, self.phoneNumber, country=self.iso())

    def iso(self) -> str | None:
        return self.country.iso if self.country else None


class Customer(Theirs):
    email: Line | None = None
    firstName: Line | None = None  # noqa: N815 - theirs
    lastName: Line | None = None  # noqa: N815 - theirs
    company: Line | None = None
    customerNumber: Line | None = None  # noqa: N815 - theirs
    vatIds: tuple[Line, ...] | None = None  # noqa: N815 - theirs


class LineItem(Theirs):
    id: Identifier | None = None
    label: Line | None = None
    quantity: Quantity = 1
    payload: dict[str, object] | None = None


class Position(Theirs):
    orderLineItemId: Identifier | None = None  # noqa: N815 - theirs


class State(Theirs):
    technicalName: Line = ""  # noqa: N815 - theirs


class Method(Theirs):
    technicalName: Line | None = None  # noqa: N815 - theirs
    formattedHandlerIdentifier: Line | None = None  # noqa: N815 - theirs
    name: Line | None = None


class Transaction(Theirs):
    stateMachineState: State | None = None  # noqa: N815 - theirs
    paymentMethod: Method | None = None  # noqa: N815 - theirs


class Shipment(Theirs):
    stateMachineState: State | None = None  # noqa: N815 - theirs
    shippingDateLatest: Someday = None  # noqa: N815 - theirs
    positions: tuple[Position, ...] | None = Field(None, max_length=500)
    trackingCodes: tuple[Identifier, ...] | None = None  # noqa: N815 - theirs
    shippingOrderAddress: Address | None = None  # noqa: N815 - theirs


class Currency(Theirs):
    isoCode: Line | None = None  # noqa: N815 - theirs


class Order(Theirs):
    id: Identifier
    orderNumber: Line | None = None  # noqa: N815 - theirs
    orderDateTime: Sometime = None  # noqa: N815 - theirs
    amountTotal: Line | None = None  # noqa: N815 - theirs
    customerComment: Prose | None = None  # noqa: N815 - theirs
    currency: Currency | None = None
    orderCustomer: Customer | None = None  # noqa: N815 - theirs
    billingAddress: Address | None = None  # noqa: N815 - theirs
    updatedAt: Sometime = None  # noqa: N815 - theirs
    stateMachineState: State | None = None  # noqa: N815 - theirs
    transactions: tuple[Transaction, ...] | None = Field(None, max_length=100)
    deliveries: tuple[Shipment, ...] | None = Field(None, max_length=100)
    lineItems: tuple[LineItem, ...] | None = Field(None, max_length=500)  # noqa: N815 - theirs
    customFields: dict[str, object] | list[object] | None = None  # noqa: N815 - theirs
