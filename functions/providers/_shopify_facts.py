"""The people, company, lines and numbers that Shopify's payloads tell of."""

import re
from collections.abc import Iterable
from decimal import Decimal

from functions.core.contacts import Anchor, AnchorKind, CompanyFacts
from functions.core.evidence.anchors import normalised
from functions.core.evidence.handles import email_handle, phone_handle
from functions.core.orders import OrderLine, OrderPerson, PaymentKind, Tracking
from functions.providers._facts import full_name, order_line
from functions.providers._payload import (
    CHAMBER_NAMES,
    CUSTOMER_NAMES,
    PURCHASE_ORDER_NAMES,
    VAT_NAMES,
)
from functions.providers._promises import payment_kind
from functions.providers._shopify_payloads import (
    Address,
    Company,
    Customer,
    Fulfillment,
    LineItem,
    Order,
    Refund,
    Transaction,
)
from functions.providers._shops import people_on

MAX_LINES = 200

CONSENT_NAMES = frozenset({"whatsapp", "whatsappupdates", "whatsappconsent", "whatsappoptin"})
YES = frozenset({"yes", "ja", "true", "1", "on", "oui"})


def people_of(order: Order) -> tuple[OrderPerson, ...]:
    """The buyer, and who else the addresses name: accounts payable (billing), receiving."""
    customer, language = order.customer or Customer(), language_of(order)
    region = country_of(order) or "NL"
    buyer = OrderPerson(
        name=full_name(customer.first_name, customer.last_name) or _name_on(order.billing_address),
        email=email_handle(order.email or order.contact_email or customer.email or ""),
        phone=phone_handle(order.phone or customer.phone or "", region),
        language=language,
        whatsapp_consent=(_attribute(order, CONSENT_NAMES) or "").casefold() in YES,
    )
    return tuple(
        person
        for person in people_on(
            buyer,
            _person(order.billing_address, language),
            _person(order.shipping_address, language),
            business=company_of(order) is not None,
        )
        if person.name or person.email or person.phone
    )


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
        line
        for title, item in named
        for line in order_line(title, item.quantity, item.sku, item.id)
    )


def cancelled_lines(refund: Refund) -> tuple[OrderLine, ...]:
    """Those that were taken off the order before they left the shop."""
    taken = [one for one in refund.refund_line_items or () if one.restock_type == "cancel"]
    pairs = [(one, one.line_item or LineItem()) for one in taken[:MAX_LINES]]
    return tuple(
        line
        for one, item in pairs
        for line in order_line(
            item.title or item.name, one.quantity, item.sku, one.line_item_id or item.id
        )
    )


def paid_by(order: Order) -> PaymentKind | None:
    terms = order.payment_terms.payment_terms_type if order.payment_terms else None
    return payment_kind(terms, *(order.payment_gateway_names or ()))


def refund_id(refund: Refund) -> str:
    """The payment provider's own where it tells one, so that both tell of the same refund."""
    ids = {one.authorization for one in refund.transactions or () if one.authorization}
    return ids.pop() if len(ids) == 1 else refund.id


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


def _person(address: Address | None, language: str | None) -> OrderPerson | None:
    if address is None:
        return None
    return OrderPerson(
        name=_name_on(address),
        phone=phone_handle(address.phone or "", address.country_code or "NL"),
        language=language,
    )


def _name_on(address: Address | None) -> str | None:
    if address is None:
        return None
    return address.name or full_name(address.first_name, address.last_name)


def _attribute(order: Order, names: frozenset[str]) -> str | None:
    """The first note attribute under one of these names, spelled with or without spaces."""
    for attribute in order.note_attributes or ():
        name = re.sub(r"[^a-z]", "", (attribute.name or "").casefold())
        if name in names and attribute.value:
            return attribute.value
    return None
