"""A shop's own contact form, as JSON signed by Standard Webhooks; see docs/providers.md."""

from pydantic import Field

from functions.core.contacts import Channel, Contact, Thread, Verdicts
from functions.core.deliveries import Credentials, Delivery
from functions.core.items import Item
from functions.core.untrusted import Json, Line, as_object, plausible, read_json, unknown
from functions.providers._form import (
    MessageFields,
    PersonFields,
    References,
    anchors_of,
    attachments_of,
    company_of,
    handles_of,
)
from functions.providers._messages import read_each
from functions.providers.base import Provider
from functions.providers.signatures import check_standard_webhooks

MOST_MESSAGES = 1_000


class WebForm(Provider):
    """`secrets` are Standard Webhooks secrets (`whsec_…`)."""

    channel = Channel.EMAIL

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        check_standard_webhooks(delivery, credentials)

    def parse(self, delivery: Delivery) -> list[Item]:
        """One message, or a list of them where a shop sends what it kept for a while."""
        body = read_json(delivery.body)
        entries = body if isinstance(body, list) else [body]
        named = [(f"{number}", entry) for number, entry in enumerate(entries[:MOST_MESSAGES])]
        items = read_each(delivery, named, lambda place, raw: [_item(delivery, place, raw)])
        if len(entries) > MOST_MESSAGES:
            reason = f"more than {MOST_MESSAGES} messages at once; send the rest again"
            items.append(unknown(delivery, None, "batch", reason, place="rest"))
        return items


class Form(MessageFields):
    sender: PersonFields = Field(alias="from")
    subject: Line | None = None
    order: Line | None = None
    references: References = Field(default_factory=dict)


def _item(delivery: Delivery, place: str, raw: Json) -> Item:
    """Anybody can type any address into a form: without `verified` it proves nobody."""
    form = Form.model_validate(raw)
    senders = handles_of(form.sender, delivery.provider)
    if not senders or not (form.text or form.attachments):
        reason = "from: an address that can be read, and a text, are required"
        return unknown(delivery, as_object(raw).get("id"), "form", reason, place=place)
    own_id = f"{delivery.provider}:{delivery.account}:{form.id}"
    return Contact(
        id=own_id,
        provider=delivery.provider,
        channel=Channel.EMAIL,
        account=delivery.account,
        shop=delivery.shop,
        sender=senders[0],
        sender_name=form.sender.name,
        sender_also=tuple(senders[1:]) if form.sender.verified else (),
        subject=form.subject,
        text=form.text,
        language=form.sender.language,
        sent_at=plausible(form.sent_at, delivery.received_at),
        thread=Thread(id=own_id),
        attachments=attachments_of(form.attachments),
        verdicts=None if form.sender.verified else Verdicts(),
        anchors=anchors_of(form.order, form.references),
        company=company_of(form.sender),
    )
