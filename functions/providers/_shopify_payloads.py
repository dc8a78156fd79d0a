"""The fields of Shopify's payloads that we use, and the people, company and lines they tell of."""

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from pydantic import AwareDatetime, ConfigDict, Field, TypeAdapter, ValidationError

from functions.core.anchors import normalised
from functions.core.contacts import Anchor, AnchorKind, CompanyFacts
from functions.core.handles import email_handle, phone_handle
from functions.core.orders import OrderLine, OrderPerson, Role, Tracking
from functions.core.untrusted import Identifier, Line, Link, Prose, Theirs

MAX_LINES = 200
_TIME: TypeAdapter[datetime] = TypeAdapter(AwareDatetime, config=ConfigDict(defer_build=True))

# Shops ask these at checkout as note attributes, each under a name of its own.
VAT_NAMES = frozenset(
    {"vat", "vatnumber", "vatid", "btw", "btwnummer", "btwid", "ustid", "ustidnr", "tva", "taxid"}
)
CHAMBER_NAMES = frozenset({"kvk", "kvknummer", "chamberofcommerce", "cocnumber", "coc"})
CUSTOMER_NAMES = frozenset(
    {"customernumber", "customerno", "klantnummer", "kundennummer", "debiteurnummer"}
)
PURCHASE_ORDER_NAMES = frozenset(
    {"ponumber", "po", "purchaseorder", "purchaseordernumber", "inkoopnummer", "inkooporder"}
    | {"inkoopordernummer", "uwreferentie", "yourreference", "bestellnummer"}
)
CONSENT_NAMES = frozenset({"whatsapp", "whatsappupdates", "whatsappconsent", "whatsappoptin"})
YES = frozenset({"yes", "ja", "true", "1", "on", "oui"})


class Payload(Theirs):
    """Ids are numbers in JSON and texts with us."""

    model_config = ConfigDict(coerce_numbers_to_str=True)


class Attribute(Payload):
    name: Line | None = None
    value: Line | None = None


class Customer(Payload):
    id: Identifier | None = None
    email: Line | None = None
    phone: Line | None = None
    first_name: Line | None = None
    last_name: Line | None = None
    verified_email: bool | None = None


class Address(Payload):
    name: Line | None = None
    first_name: Line | None = None
    last_name: Line | None = None
    company: Line | None = None
    phone: Line | None = None
    country_code: Line | None = None


class Company(Payload):
    """Set on orders of Shopify's own business customers."""

    id: Identifier | None = None
    name: Line | None = None


class LineItem(Payload):
    title: Line | None = None
    name: Line | None = None
    sku: Line | None = None
    quantity: int = Field(1, ge=0, le=1_000_000)


class Order(Payload):
    id: Identifier
    name: Line | None = None
    order_number: Line | None = None
    email: Line | None = None
    contact_email: Line | None = None
    phone: Line | None = None
    created_at: AwareDatetime | None = None
    updated_at: AwareDatetime | None = None
    processed_at: AwareDatetime | None = None
    cancelled_at: AwareDatetime | None = None
    cancel_reason: Line | None = None
    currency: Line | None = None
    total_price: Line | None = None
    financial_status: Line | None = None
    customer_locale: Line | None = None
    po_number: Line | None = None
    note: Prose | None = None
    note_attributes: tuple[Attribute, ...] | None = None
    customer: Customer | None = None
    company: Company | None = None
    billing_address: Address | None = None
    shipping_address: Address | None = None
    line_items: tuple[LineItem, ...] | None = None


class Fulfillment(Payload):
    id: Identifier
    order_id: Identifier
    status: Line | None = None
    shipment_status: Line | None = None
    created_at: AwareDatetime | None = None
    updated_at: AwareDatetime | None = None
    estimated_delivery_at: AwareDatetime | None = None
    tracking_company: Line | None = None
    tracking_number: Identifier | None = None
    tracking_numbers: tuple[Identifier, ...] | None = None
    tracking_url: Link | None = None
    tracking_urls: tuple[Link, ...] | None = None
    line_items: tuple[LineItem, ...] | None = None


class FulfillmentEvent(Payload):
    id: Identifier | None = None
    order_id: Identifier
    fulfillment_id: Identifier
    status: Line
    happened_at: AwareDatetime | None = None
    created_at: AwareDatetime | None = None
    estimated_delivery_at: AwareDatetime | None = None


class RefundLine(Payload):
    quantity: int = Field(1, ge=0, le=1_000_000)
    line_item: LineItem | None = None


class Transaction(Payload):
    kind: Line | None = None
    status: Line | None = None
    amount: Line | None = None
    currency: Line | None = None


class Refund(Payload):
    id: Identifier
    order_id: Identifier
    created_at: AwareDatetime | None = None
    processed_at: AwareDatetime | None = None
    refund_line_items: tuple[RefundLine, ...] | None = None
    transactions: tuple[Transaction, ...] | None = None


def people_of(order: Order) -> tuple[OrderPerson, ...]:
    """The buyer, and who else the addresses name: accounts payable (billing), receiving."""
    customer, language = order.customer or Customer(), language_of(order)
    region = country_of(order) or "NL"
    buyer = OrderPerson(
        name=_full_name(customer.first_name, customer.last_name) or _name_on(order.billing_address),
        email=email_handle(order.email or order.contact_email or customer.email or ""),
        phone=phone_handle(order.phone or customer.phone or "", region),
        language=language,
        whatsapp_consent=(_attribute(order, CONSENT_NAMES) or "").casefold() in YES,
    )
    others = (
        (Role.ACCOUNTS_PAYABLE, order.billing_address),
        (Role.RECEIVING, order.shipping_address),
    )
    named = [_person(role, address, language) for role, address in others if address]
    people = [buyer, *(person for person in named if person.name != buyer.name and person.phone)]
    return tuple(person for person in people if person.name or person.email or person.phone)


def company_of(order: Order) -> CompanyFacts | None:
    """None for a private person; a company on the delivery address may be just a workplace."""
    billing, account = order.billing_address or Address(), order.company or Company()
    facts = CompanyFacts(
        name=account.name or billing.company or None,
        customer_number=_attribute(order, CUSTOMER_NAMES) or account.id,
        vat_number=_attribute(order, VAT_NAMES),
        chamber_number=_attribute(order, CHAMBER_NAMES),
    )
    return None if facts == CompanyFacts() else facts


def anchors_of(order: Order) -> tuple[Anchor, ...]:
    number = order.po_number or _attribute(order, PURCHASE_ORDER_NAMES)
    value = normalised(number or "")
    return (Anchor(kind=AnchorKind.PURCHASE_ORDER, value=value),) if value else ()


def lines_of(items: tuple[LineItem, ...] | None) -> tuple[OrderLine, ...]:
    named = ((item.title or item.name or item.sku, item) for item in (items or ())[:MAX_LINES])
    return tuple(
        OrderLine(title=title, quantity=item.quantity, sku=item.sku or None)
        for title, item in named
        if title
    )


def trackings_of(fulfillment: Fulfillment) -> list[Tracking]:
    """Each tracking number once, with its own link where there is one."""
    numbers = fulfillment.tracking_numbers or ()
    if not numbers and fulfillment.tracking_number:
        numbers = (fulfillment.tracking_number,)
    links = list(fulfillment.tracking_urls or ())
    if not links and fulfillment.tracking_url and len(numbers) == 1:
        links = [fulfillment.tracking_url]
    links += [""] * len(numbers)
    linked = dict(zip(reversed(numbers), reversed(links[: len(numbers)]), strict=False))
    return [
        Tracking(code=code, carrier=fulfillment.tracking_company or None, url=linked[code] or None)
        for code in dict.fromkeys(numbers)
    ]


def number_of(order: Order) -> str | None:
    """The number the customer knows: the name with the shop's own prefix, without the sign."""
    return normalised(order.name or order.order_number or "") or None


def language_of(order: Order) -> str | None:
    return re.split(r"[-_]", (order.customer_locale or "").lower(), maxsplit=1)[0][:3] or None


def country_of(order: Order) -> str | None:
    address = order.shipping_address or order.billing_address or Address()
    code = (address.country_code or "").upper()
    return code if len(code) == 2 else None


def amount_of(transactions: Iterable[Transaction]) -> str | None:
    """What went back in all, with the currency; None where an amount is missing or odd."""
    paid = list(transactions)
    amounts = [entry.amount or "" for entry in paid]
    if not paid or not all(re.fullmatch(r"[0-9]{1,12}(?:\.[0-9]{1,4})?", text) for text in amounts):
        return None
    return f"{sum(map(Decimal, amounts))} {paid[0].currency or ''}".strip()


def is_partial(refund: Refund) -> bool:
    """As far as a refund tells by itself: of a line not all pieces, or money without goods."""
    if refund.refund_line_items is None:
        return False
    parts = [(part.quantity, part.line_item) for part in refund.refund_line_items]
    return not parts or any(line and quantity < line.quantity for quantity, line in parts)


def read_time(text: str) -> datetime | None:
    try:
        return _TIME.validate_python(text)
    except ValidationError:
        return None


def _person(role: Role, address: Address, language: str | None) -> OrderPerson:
    return OrderPerson(
        role=role,
        name=_name_on(address),
        phone=phone_handle(address.phone or "", address.country_code or "NL"),
        language=language,
    )


def _name_on(address: Address | None) -> str | None:
    if address is None:
        return None
    return address.name or _full_name(address.first_name, address.last_name)


def _full_name(first: str | None, last: str | None) -> str | None:
    return " ".join(part for part in (first, last) if part) or None


def _attribute(order: Order, names: frozenset[str]) -> str | None:
    """The first note attribute under one of these names, spelled with or without spaces."""
    for attribute in order.note_attributes or ():
        name = re.sub(r"[^a-z]", "", (attribute.name or "").casefold())
        if name in names and attribute.value:
            return attribute.value
    return None
