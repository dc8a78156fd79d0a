"""Stripe: payments that succeeded or failed, refunds and disputes."""

from collections.abc import Iterator, Mapping

from pydantic import Field

from functions.core.contacts import Anchor, AnchorKind, Channel
from functions.core.deliveries import Credentials, Delivery, OutboundRequest
from functions.core.errors import PayloadError
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.orders import Milestone
from functions.core.untrusted import Identifier, Json, Line, Theirs, as_object, read_object, unknown
from functions.providers._facts import anchors, person
from functions.providers._payload import api_request, fetched_object, minor_units, readable
from functions.providers._payments import dispute, money_stuck, payment_update, references_of
from functions.providers.base import Provider
from functions.providers.signatures import check_timed_hex

# https://docs.stripe.com/api/events/types
MILESTONE_BY_TYPE = {
    "payment_intent.succeeded": Milestone.PAID,
    "payment_intent.payment_failed": Milestone.PAYMENT_FAILED,
    "payment_intent.canceled": None,
    "payment_intent.processing": None,
    "charge.succeeded": Milestone.PAID,
    "charge.failed": Milestone.PAYMENT_FAILED,
    "charge.refunded": Milestone.REFUNDED,
    "checkout.session.completed": Milestone.PAID,
    "checkout.session.expired": None,
    "checkout.session.async_payment_succeeded": Milestone.PAID,
    "checkout.session.async_payment_failed": Milestone.PAYMENT_FAILED,
    "invoice.paid": Milestone.PAID,
    "invoice.payment_failed": Milestone.PAYMENT_FAILED,
    # Each refund is also a charge.refunded, which tells whether it was the whole.
    "refund.created": None,
    "refund.updated": None,
    "charge.dispute.updated": None,
    "charge.dispute.closed": None,
}
PAID_SESSIONS = frozenset({None, "paid", "no_payment_required"})
RECORDED_TYPES = ("customer.", "payout.", "balance.", "product.", "price.", "payment_method.")


class Stripe(Provider):
    """`secrets` are the endpoint's `whsec_…` texts, whole. Setting for thin events: `api_key`."""

    channel = Channel.PAYMENT
    thin = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        """Of several v1 signatures (while a secret is rolled) one must fit; other schemes none."""
        check_timed_hex(delivery, credentials, "stripe-signature", "v1")

    def fetches(
        self, delivery: Delivery, credentials: Credentials
    ) -> Mapping[str, OutboundRequest]:
        """Thin events only name the object they are about."""
        try:
            event = read_object(delivery.body)
        except PayloadError:
            return {}
        path = as_object(event.get("related_object")).get("url")
        if not _is_thin(event) or not isinstance(path, str) or not path.startswith("/v"):
            return {}
        key = {"authorization": f"Bearer {credentials.settings.get('api_key', '')}"}
        return {"object": api_request(credentials, "https://api.stripe.com", path[:200], key)}

    def parse(self, delivery: Delivery) -> list[Item]:
        event = read_object(delivery.body)
        event_id, kind = event.get("id"), event.get("type")
        kind = kind.removeprefix("v1.") if isinstance(kind, str) else "event without type"
        if kind.startswith(RECORDED_TYPES):
            return [unknown(delivery, event_id, kind, "of no order", recorded=True)]
        if kind in {*MILESTONE_BY_TYPE, "charge.dispute.created", "refund.failed"}:
            return readable(delivery, event_id, kind, lambda: _event(delivery, kind, event))
        return [unknown(delivery, event_id, kind, "no rule for this type")]


class Billing(Theirs):
    name: Line | None = None
    email: Line | None = None
    phone: Line | None = None


class Evidence(Theirs):
    due_by: Sometime = None


class Refund(Theirs):
    id: Identifier
    created: Sometime = None


class Refunds(Theirs):
    data: tuple[Refund, ...] | None = Field(None, max_length=200)


class Thing(Theirs):
    """A payment intent, charge, session, invoice, refund or dispute: what they share."""

    id: Identifier
    amount: int | None = None
    amount_total: int | None = None
    amount_paid: int | None = None
    amount_refunded: int | None = None
    currency: Line | None = None
    status: Line | None = None
    payment_status: Line | None = None
    reason: Line | None = None
    description: Line | None = None
    client_reference_id: Line | None = None
    number: Line | None = None
    metadata: object = None
    billing_details: Billing | None = None
    customer_details: Billing | None = None
    evidence_details: Evidence | None = None
    refunds: Refunds | None = None
    payment_intent: Identifier | dict[str, object] | None = None
    expires_at: Sometime = None
    next_payment_attempt: Sometime = None


class Event(Theirs):
    id: Identifier
    created: Sometime = None


def _event(delivery: Delivery, kind: str, raw: dict[str, Json]) -> Iterator[Item]:
    event, data = Event.model_validate(raw), as_object(raw.get("data"))
    found = fetched_object(delivery, "object") if _is_thin(raw) else as_object(data.get("object"))
    if found is None:
        yield unknown(delivery, event.id, kind, "Stripe knows no such object any more")
        return
    told = Thing.model_validate(found)
    references = _references(told)
    if kind == "charge.dispute.created":
        due = told.evidence_details.due_by if told.evidence_details else None
        yield dispute(
            delivery,
            event.id,
            kind="Chargeback",
            amount=minor_units(told.amount, told.currency),
            reason=told.reason,
            references=references,
            happened=event.created,
            answer_by=due.date().isoformat() if due else None,
        )
        return
    if kind == "refund.failed":
        yield money_stuck(
            delivery, event.id, "A refund", amount=minor_units(told.amount, told.currency),
            references=references, happened=event.created,
        )  # fmt: skip
        return
    before = as_object(data.get("previous_attributes")).get("amount_refunded")
    payer = told.billing_details or told.customer_details or Billing()
    unpaid = kind == "checkout.session.completed" and told.payment_status not in PAID_SESSIONS
    back = kind == "charge.refunded"
    yield payment_update(
        delivery,
        event.id,
        references=references,
        milestone=None if unpaid else MILESTONE_BY_TYPE[kind],
        detail=f"{kind} {told.payment_status or told.status or ''}".strip(),
        happened=event.created,
        total=_amount(told, before if back and isinstance(before, int) else 0, back=back),
        partial=back and (told.amount_refunded or 0) < (told.amount or 0),
        refund=_refund_id(told) if back else None,
        payment_id=told.payment_intent if isinstance(told.payment_intent, str) else told.id,
        pay_before=told.next_payment_attempt or told.expires_at,
        people=[person(payer.name, payer.email, payer.phone)],
    )


def _references(told: Thing) -> tuple[Anchor, ...]:
    named = references_of(told.metadata, told.client_reference_id, told.description)
    if told.client_reference_id and not named:
        named = anchors([(AnchorKind.ORDER, told.client_reference_id)])
    return named + anchors([(AnchorKind.INVOICE, told.number)])


def _amount(told: Thing, before: int, *, back: bool) -> str | None:
    """Of a refund what went back this time: Stripe counts up what went back in all."""
    whole = told.amount if told.amount is not None else told.amount_total or told.amount_paid
    return minor_units((told.amount_refunded or 0) - before if back else whole, told.currency)


def _refund_id(told: Thing) -> str:
    """The newest refund's own where the charge lists them, else what went back in all so far."""
    listed = (told.refunds.data if told.refunds else None) or ()
    timed = [(one.created, one.id) for one in listed if one.created]
    return max(timed)[1] if timed else f"{told.id}:{told.amount_refunded}"


def _is_thin(event: dict[str, Json]) -> bool:
    return event.get("object") == "v2.core.event"
