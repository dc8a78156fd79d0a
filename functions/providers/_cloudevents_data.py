"""The data of our own order and contact events, as events/README.md describes them."""

import hashlib
from collections.abc import Mapping

from pydantic import AwareDatetime

from functions.core.anchors import normalised
from functions.core.case_updates import CaseStep, CaseUpdate
from functions.core.contacts import (
    Anchor,
    AnchorKind,
    Attachment,
    Channel,
    CompanyFacts,
    Contact,
    Handle,
    Thread,
    Verdicts,
)
from functions.core.deliveries import Delivery
from functions.core.errors import PayloadError
from functions.core.handles import email_handle, phone_handle, scoped_handle
from functions.core.orders import Milestone, OrderLine, OrderPerson, OrderUpdate, Tracking
from functions.core.untrusted import (
    MAX_IDENTIFIER,
    Json,
    plausible,
)
from functions.providers._cloudevents_fields import (
    CaseEvent,
    CompanyData,
    ContactEvent,
    OrderData,
    OrderEvent,
    PersonData,
    SenderData,
    TrackingData,
)

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
    status = as_word(told.status or "")
    code = told.tracking.code if told.tracking else None
    if subject == "parcel" and not (told.parcel or code):
        raise PayloadError("data.parcel: a parcel event names its parcel or tracking.code")
    order_id = told.order_id or told.order
    if order_id is None and code is None:
        raise PayloadError("data.order: an event names its order, or at least tracking.code")
    return OrderUpdate(
        id=item_id,
        provider=delivery.provider,
        channel=CHANNELS[subject],
        account=delivery.account,
        shop=delivery.shop,
        order_id=order_id,
        order_number=normalised(told.order or "") or None,
        references=_references(told, code if order_id is None else None),
        milestone=steps.get(status if word == "updated" else word),
        detail=told.detail or told.status,
        parcel=told.parcel or (code if subject == "parcel" else None),
        occurred_at=plausible(told.occurred_at or time, delivery.received_at),
        expected_on=told.expected_on,
        placed_at=plausible(told.placed_at, delivery.received_at) if told.placed_at else None,
        people=tuple(_person(person, told.country) for person in told.people),
        company=_company(told.company),
        lines=tuple(
            OrderLine(title=line.title, quantity=line.quantity, sku=line.sku) for line in told.lines
        ),
        tracking=_tracking(told.tracking),
        language=told.language,
        country=told.country,
        total=told.total,
        partial=told.partial,
        refund=told.refund,
    )


def read_contact(
    delivery: Delivery, item_id: str, source: str, data: Json, time: AwareDatetime | None
) -> Contact:
    """The message; raises where the data is wrong or names no sender."""
    told = ContactEvent.model_validate({"data": data}).data
    senders = _senders(told.sender)
    if not senders:
        raise PayloadError("data.from: an email, phone or user_id that can be read is required")
    return Contact(
        id=item_id,
        provider=delivery.provider,
        channel=Channel(told.channel),
        account=delivery.account,
        shop=delivery.shop,
        sender=senders[0],
        sender_name=told.sender.name,
        sender_also=tuple(senders[1:]) if told.verified else (),
        subject=told.subject,
        text=told.text,
        language=told.language,
        sent_at=plausible(told.sent_at or time, delivery.received_at),
        thread=Thread(id=item_id, answers=_answers(delivery, source, told.answers)),
        attachments=tuple(
            Attachment(
                name=file.name, content_type=file.content_type, size=file.size, reference=file.url
            )
            for file in told.attachments
        ),
        verdicts=None if told.verified else Verdicts(),
        anchors=_anchors(told.references),
        company=_company(told.company) or CompanyFacts(),
    )


def read_case(
    delivery: Delivery, item_id: str, step: CaseStep, data: Json, time: AwareDatetime | None
) -> CaseUpdate:
    """What an agent did; raises where the data is wrong or names no case."""
    told = CaseEvent.model_validate({"data": data}).data
    if told.case is None and told.contact is None:
        raise PayloadError("data.case: an event names its case, or one contact of it")
    return CaseUpdate(
        id=item_id,
        provider=delivery.provider,
        account=delivery.account,
        shop=delivery.shop,
        step=step,
        case_id=told.case,
        contact_id=told.contact,
        occurred_at=plausible(told.at or time, delivery.received_at),
        waiting=told.waiting,
        agent=told.agent,
    )


def as_word(text: str) -> str:
    """A step as we write it: `Handed-Over` is `handed_over`."""
    return "_".join(text.lower().replace("-", " ").split())


def _references(told: OrderData, tracking_code: str | None) -> tuple[Anchor, ...]:
    code = {AnchorKind.TRACKING: tracking_code} if tracking_code else {}
    return _anchors({**told.references, **code})


def _anchors(references: Mapping[AnchorKind, str]) -> tuple[Anchor, ...]:
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
    )


def _company(company: CompanyData | None) -> CompanyFacts | None:
    """Left out and empty are the same: no company."""
    facts = CompanyFacts(**company.model_dump(exclude_none=True)) if company else CompanyFacts()
    return None if facts == CompanyFacts() else facts


def _tracking(tracking: TrackingData | None) -> Tracking | None:
    if tracking is None:
        return None
    return Tracking(code=tracking.code, carrier=tracking.carrier or None, url=tracking.url or None)


def _senders(sender: SenderData) -> list[Handle]:
    """The mail address first, for that is how other channels know the person."""
    own = [scoped_handle("cloudevents", sender.user_id)] if sender.user_id else []
    named = (email_handle(sender.email or ""), phone_handle(sender.phone or ""))
    return [*(handle for handle in named if handle), *own]


def _answers(delivery: Delivery, source: str, answered: str | None) -> tuple[str, ...]:
    return (f"{delivery.provider}:{event_id(source, answered)}",) if answered else ()


def event_id(source: str, own_id: str) -> str:
    """Source and id name an event for ever; long ones by their digest, since keys are short."""
    text = f"{source}:{own_id}" if source else own_id
    return text if len(text) <= MAX_IDENTIFIER else hashlib.sha256(text.encode()).hexdigest()
