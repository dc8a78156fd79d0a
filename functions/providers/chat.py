"""The messages of a website's chat, as JSON signed by Standard Webhooks; see docs/providers.md."""

from pydantic import Field

from functions.core.contacts import Channel, Contact, Handle, Thread
from functions.core.deliveries import Credentials, Delivery
from functions.core.errors import PayloadError
from functions.core.evidence.handles import scoped_handle
from functions.core.items import Item
from functions.core.untrusted import (
    Identifier,
    Json,
    Line,
    Theirs,
    as_object,
    plausible,
    read_object,
    unknown,
)
from functions.providers._form import (
    MessageFields,
    PersonFields,
    anchors_of,
    attachments_of,
    company_of,
    handles_of,
)
from functions.providers._messages import listed, our_answer, read_each
from functions.providers.base import Provider
from functions.providers.signatures import check_standard_webhooks

AGENT, OURS = "agent", {"bot", "system"}
MOST_MESSAGES = 1_000


class Chat(Provider):
    """`secrets` are Standard Webhooks secrets (`whsec_…`)."""

    channel = Channel.CHAT

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        check_standard_webhooks(delivery, credentials)

    def parse(self, delivery: Delivery) -> list[Item]:
        body = read_object(delivery.body)
        entries = list(listed(body, "messages"))
        if not entries or len(entries) > MOST_MESSAGES:
            raise PayloadError(f"messages: expected a list of 1 to {MOST_MESSAGES}")
        session: Json = {"session": body.get("session"), "visitor": body.get("visitor") or {}}
        return read_each(
            delivery, entries, lambda place, raw: [_item(delivery, place, session, raw)]
        )


class Session(Theirs):
    session: Identifier
    visitor: PersonFields = PersonFields()


class ChatMessage(MessageFields):
    author: Line = Field("visitor", alias="from")
    order: Line | None = None
    answers: Identifier | None = None


def _item(delivery: Delivery, place: str, session: Json, raw: Json) -> Item:
    told, message = Session.model_validate(session), ChatMessage.model_validate(raw)
    talk = f"{delivery.account}:{told.session}"
    named = f"{talk}:{message.id}"
    if message.author == AGENT:
        return _agents_answer(delivery, told, message, talk)
    if message.author in OURS:
        reason = "written by the shop"
        return unknown(delivery, named[-200:], "echo", reason, place=place, recorded=True)
    if message.author != "visitor" or not (message.text or message.attachments):
        reason = "from: visitor, agent, bot or system; and a text or a file"
        return unknown(delivery, as_object(raw).get("id"), "message", reason, place=place)
    visitor, own = told.visitor, _own(delivery, told)
    # The widget vouches for its own visitor's id, and only for a proven one's addresses.
    addresses = handles_of(visitor, delivery.provider) if visitor.verified else []
    senders = list(dict.fromkeys([*addresses, own]))
    answers = (f"{delivery.provider}:{talk}:{message.answers}",) if message.answers else ()
    return Contact(
        id=f"{delivery.provider}:{named}",
        provider=delivery.provider,
        channel=Channel.CHAT,
        account=delivery.account,
        shop=delivery.shop,
        sender=senders[0],
        sender_name=visitor.name,
        sender_also=tuple(senders[1:]),
        text=message.text,
        full_text=_with_addresses(message.text, visitor),
        language=visitor.language,
        sent_at=plausible(message.sent_at, delivery.received_at),
        thread=Thread(id=f"{delivery.provider}:{named}", answers=answers),
        attachments=attachments_of(message.attachments),
        anchors=anchors_of(message.order, {}),
        company=company_of(visitor),
    )


def _own(delivery: Delivery, told: Session) -> Handle:
    return scoped_handle(delivery.provider, told.visitor.id or f"session:{told.session}"[:200])


def _agents_answer(delivery: Delivery, told: Session, message: ChatMessage, talk: str) -> Item:
    answers = f"{delivery.provider}:{talk}:{message.answers}" if message.answers else None
    to, own_id = _own(delivery, told), f"{talk}:{message.id}"
    return our_answer(delivery, own_id, message.sent_at, to=to, answers=answers)


def _with_addresses(text: str, visitor: PersonFields) -> str | None:
    """Addresses that a visitor typed prove nothing, but an agent must be able to answer."""
    typed = [part for part in (visitor.email, visitor.phone) if part]
    return None if visitor.verified or not typed else "\n".join([text, *typed])
