"""The fields of Shopify's payloads that we use."""

from pydantic import Field

from functions.core.moments import Sometime
from functions.core.untrusted import Identifier, Line, Link, Prose, Theirs
from functions.providers._payload import Quantity


class Attribute(Theirs):
    name: Line | None = None
    value: Line | None = None


class Customer(Theirs):
    id: Identifier | None = None
    email: Line | None = None
    phone: Line | None = None
    first_name: Line | None = None
    last_name: Line | None = None
    verified_email: bool | None = None


class Address(Theirs):
    name: Line | None = None
    first_name: Line | None = None
    last_name: Line | None = None
    company: Line | None = None
    phone: Line | None = None
    country_code: Line | None = None


class Company(Theirs):
    """Set on orders of Shopify's own business customers."""

    id: Identifier | None = None
    name: Line | None = None


class LineItem(Theirs):
    id: Identifier | None = None
    title: Line | None = None
    name: Line | None = None
    sku: Line | None = None
    quantity: Quantity = 1


class Term(Theirs):
    due_at: Sometime = None


class PaymentTerms(Theirs):
    """Set on orders that are paid later."""

    payment_terms_type: Line | None = None
    payment_schedules: tuple[Term, ...] | None = Field(None, max_length=50)


class Order(Theirs):
    id: Identifier
    name: Line | None = None
    order_number: Line | None = None
    email: Line | None = None
    contact_email: Line | None = None
    phone: Line | None = None
    created_at: Sometime = None
    updated_at: Sometime = None
    processed_at: Sometime = None
    cancelled_at: Sometime = None
    cancel_reason: Line | None = None
    currency: Line | None = None
    total_price: Line | None = None
    financial_status: Line | None = None
    payment_terms: PaymentTerms | None = None
    payment_gateway_names: tuple[Line, ...] | None = Field(None, max_length=50)
    customer_locale: Line | None = None
    po_number: Line | None = None
    note: Prose | None = None
    note_attributes: tuple[Attribute, ...] | None = None
    customer: Customer | None = None
    company: Company | None = None
    billing_address: Address | None = None
    shipping_address: Address | None = None
    line_items: tuple[LineItem, ...] | None = None


class Fulfillment(Theirs):
    id: Identifier
    order_id: Identifier
    status: Line | None = None
    shipment_status: Line | None = None
    created_at: Sometime = None
    updated_at: Sometime = None
    estimated_delivery_at: Sometime = None
    tracking_company: Line | None = None
    tracking_number: Identifier | None = None
    tracking_numbers: tuple[Identifier, ...] | None = None
    tracking_url: Link | None = None
    tracking_urls: tuple[Link, ...] | None = None
    line_items: tuple[LineItem, ...] | None = None


class FulfillmentEvent(Theirs):
    id: Identifier | None = None
    order_id: Identifier
    fulfillment_id: Identifier
    status: Line
    happened_at: Sometime = None
    created_at: Sometime = None
    estimated_delivery_at: Sometime = None


class RefundLine(Theirs):
    quantity: Quantity = 1
    restock_type: Line | None = None
    line_item_id: Identifier | None = None
    line_item: LineItem | None = None


class Transaction(Theirs):
    kind: Line | None = None
    status: Line | None = None
    amount: Line | None = None
    currency: Line | None = None
    authorization: Line | None = None
    """The refund's id at the payment provider, where that gives one."""


class Refund(Theirs):
    id: Identifier
    order_id: Identifier
    created_at: Sometime = None
    processed_at: Sometime = None
    refund_line_items: tuple[RefundLine, ...] | None = None
    transactions: tuple[Transaction, ...] | None = None


class ReturnLine(Theirs):
    quantity: Quantity = 1
    return_reason: Line | None = None
    return_reason_note: Prose | None = None
    customer_note: Prose | None = None
    line_item: LineItem | None = None
    fulfillment_line_item: dict[str, object] | None = None


class ReturnedOrder(Theirs):
    id: Identifier | None = None
    name: Line | None = None
    email: Line | None = None


class Return(Theirs):
    id: Identifier
    name: Line | None = None
    status: Line | None = None
    order_id: Identifier | None = None
    order: ReturnedOrder | None = None
    customer: Customer | None = None
    created_at: Sometime = None
    updated_at: Sometime = None
    decline_reason: Line | None = None
    return_line_items: tuple[ReturnLine, ...] | None = Field(None, max_length=200)


class Dispute(Theirs):
    id: Identifier
    order_id: Identifier | None = None
    type: Line = "chargeback"
    amount: Line | None = None
    currency: Line | None = None
    reason: Line | None = None
    status: Line | None = None
    evidence_due_by: Sometime = None
    initiated_at: Sometime = None


class Redaction(Theirs):
    shop_domain: Line | None = None
    customer: Customer | None = None
