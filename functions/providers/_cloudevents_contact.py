"""The data of our own contact and case events, as events/README.md describes them."""

from pydantic import AwareDatetime

from functions.core.case_updates import CaseStep, CaseUpdate
from functions.core.contacts import (
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
from functions.core.evidence.handles import email_handle, phone_handle, scoped_handle
from functions.core.untrusted import Json, plausible
from functions.providers._cloudevents_data import anchors_of, company_of, event_id
from functions.providers._cloudevents_fields import CaseEvent, ContactEvent, SenderData
from functions.providers._payload import country_code


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
        anchors=anchors_of(told.references),
        company=company_of(told.company) or CompanyFacts(),
    )


def read_case(
    delivery: Delivery, item_id: str, step: CaseStep, data: Json, time: AwareDatetime | None
) -> CaseUpdate:
    """What an agent did; raises where the data is wrong or names no case."""
    told = CaseEvent.model_validate({"data": data}).data
    if told.case is None and told.contact is None:
        raise PayloadError("data.case: an event names its case, or one contact of it")
    if step is CaseStep.ROUTED and (told.contact is None or not (told.queue or told.priority)):
        raise PayloadError("data: a correction names the contact, and its queue or priority")
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
        queue=told.queue,
        priority=told.priority,
        agent=told.agent,
    )


def _senders(sender: SenderData) -> list[Handle]:
    """The mail address first, for that is how other channels know the person."""
    own = [scoped_handle("cloudevents", sender.user_id)] if sender.user_id else []
    number = phone_handle(sender.phone or "", country_code(sender.country) or "NL")
    named = (email_handle(sender.email or ""), number)
    return [*(handle for handle in named if handle), *own]


def _answers(delivery: Delivery, source: str, answered: str | None) -> tuple[str, ...]:
    return (f"{delivery.provider}:{event_id(source, answered)}",) if answered else ()
