"""The data of our own order events, as events/README.md describes them."""

import hashlib
from collections.abc import Mapping

from pydantic import AwareDatetime

from functions.core.contacts import (
    Anchor,
    AnchorKind,
    Channel,
    CompanyFacts,
)
from functions.core.deliveries import Delivery
from functions.core.errors import PayloadError
from functions.core.evidence.anchors import normalised
from functions.core.evidence.handles import email_handle, phone_handle
from functions.core.orders import (
    DeliveryWindow,
    Milestone,
    OrderLine,
    OrderPerson,
    OrderUpdate,
    Tracking,
)
from functions.core.untrusted import (
    MAX_IDENTIFIER,
    Json,
    plausible,
)
from functions.providers._cloudevents_fields import (
    CompanyData,
    OrderData,
    OrderEvent,
    PersonData,
    TrackingData,
)
from functions.providers._promises import trouble_of

CHANNELS = {
    "order": Channel.ORDER,
    "parcel": Channel.PARCEL,
    "payment": Channel.PAYMENT,
}
STEPS: Mapping[str, Milestone] = {
    **{milestone.value: milestone for milestone in Milestone},
    "created": Milestone.PLACED,
    "shipped": Milestone.HANDED_OVER,
    "canceled": Milestone.CANCELLED,
}
PAYMENT_STEPS: Mapping[str, Milestone] = {
    "paid": Milestone.PAID,
    "failed": Milestone.PAYMENT_FAILED,
    "payment_failed": Milestone.PAYMENT_FAILED,
    "refunded": Milestone.REFUNDED,
}


def read_order(
    delivery: Delivery,
    item_id: str,
    name: tuple[str, str],
    data: Json,
    time: AwareDatetime | None,
) -> OrderUpdate | None:
    """The update; None for a step we do not know. Raises where the data is wrong."""
    subject, word = name
    steps = PAYMENT_STEPS if subject == "payment" else STEPS
    if word != "updated" and word not in steps:
        return None
    told = OrderEvent.model_validate({"data": data}).data
    code = told.tracking.code if told.tracking else None
    if subject == "parcel" and not (told.parcel or code):
        raise PayloadError("data.parcel: a parcel event names its parcel or tracking.code")
    order_id = told.order_id or told.order
    if order_id is None and code is None:
        raise PayloadError("data.order: an event names its order, or at least tracking.code")
    milestone = steps.get(as_word(told.status or "") if word == "updated" else word)
    update = _update(delivery, item_id, told, milestone, time)
    return update.model_copy(
        update={
            "channel": CHANNELS[subject],
            "order_id": order_id,
            "references": _references(told, code if order_id is None else None),
            "parcel": told.parcel or (code if subject == "parcel" else None),
        }
    )


def _update(
    delivery: Delivery,
    item_id: str,
    told: OrderData,
    milestone: Milestone | None,
    time: AwareDatetime | None,
) -> OrderUpdate:
    """All fields but those that depend on what the event is about."""
    detail, received = told.detail or told.status, delivery.received_at
    return OrderUpdate(
        id=item_id,
        provider=delivery.provider,
        account=delivery.account,
        shop=delivery.shop,
        order_id=None,
        order_number=normalised(told.order or "") or None,
        milestone=milestone,
        detail=detail,
        trouble=told.trouble or trouble_of(milestone, as_word(detail or "")),
        occurred_at=plausible(told.occurred_at or time, received),
        expected_on=told.expected_on,
        hand_over_by=told.hand_over_by,
        window=_window(told),
        attempt=told.attempt,
        last_day=told.last_day,
        pay_before=told.pay_before,
        payment=told.payment,
        payment_id=told.payment_id,
        paid_at=plausible(told.paid_at, received) if told.paid_at else None,
        placed_at=plausible(told.placed_at, received) if told.placed_at else None,
        people=tuple(_person(person, told.country) for person in told.people),
        company=company_of(told.company),
        lines=tuple(
            OrderLine(title=line.title, quantity=line.quantity, sku=line.sku, id=line.id)
            for line in told.lines
        ),
        tracking=_tracking(told.tracking),
        language=told.language,
        country=told.country,
        total=told.total,
        partial=told.partial,
        refund=told.refund,
    )


def as_word(text: str) -> str:
    """A step as we write it: `Handed-Over` is `handed_over`."""
    return "_".join(text.lower().replace("-", " ").split())


def _window(told: OrderData) -> DeliveryWindow | None:
    window = told.window
    return DeliveryWindow(begins=window.begins, ends=window.ends) if window else None


def _references(told: OrderData, tracking_code: str | None) -> tuple[Anchor, ...]:
    code = {AnchorKind.TRACKING: tracking_code} if tracking_code else {}
    return anchors_of({**told.references, **code})


def anchors_of(references: Mapping[AnchorKind, str]) -> tuple[Anchor, ...]:
    values = {kind: normalised(text) for kind, text in references.items()}
    return tuple(Anchor(kind=kind, value=value) for kind, value in values.items() if value)


def _person(person: PersonData, country: str | None) -> OrderPerson:
    return OrderPerson(
        role=person.role,
        name=person.name or None,
        email=email_handle(person.email or ""),
        phone=phone_handle(person.phone or "", country or "NL"),
        language=person.language or None,
        whatsapp_consent=person.whatsapp_consent,
        country=person.country,
        prefers=person.prefers,
    )


def company_of(company: CompanyData | None) -> CompanyFacts | None:
    """Left out and empty are the same: no company."""
    facts = CompanyFacts(**company.model_dump(exclude_none=True)) if company else CompanyFacts()
    return None if facts == CompanyFacts() else facts


def _tracking(tracking: TrackingData | None) -> Tracking | None:
    if tracking is None:
        return None
    return Tracking(code=tracking.code, carrier=tracking.carrier or None, url=tracking.url or None)


def event_id(source: str, own_id: str) -> str:
    """Source and id name an event for ever; long ones by their digest, since keys are short."""
    text = f"{source}:{own_id}" if source else own_id
    return text if len(text) <= MAX_IDENTIFIER else hashlib.sha256(text.encode()).hexdigest()
