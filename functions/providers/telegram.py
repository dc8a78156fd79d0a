"""Telegram: messages to the bot or to the business account it answers for, and sending."""

from functions.core.contacts import Channel, Contact, Thread
from functions.core.deliveries import Credentials, Delivery, OutboundRequest
from functions.core.errors import SendError
from functions.core.evidence.handles import scoped_handle
from functions.core.items import Item
from functions.core.notifications import Message
from functions.core.untrusted import Json, as_object, plausible, read_object, unknown
from functions.providers._messages import (
    answer_object,
    answered,
    checked_text,
    json_post,
    our_answer,
    own_address,
    read_each,
    refusal,
    settings_of,
    text_of,
)
from functions.providers._telegram_content import (
    SERVICE,
    Received,
    User,
    own_number,
    read_files,
    read_text,
)
from functions.providers.base import Provider
from functions.providers.signatures import check_shown_secret

# https://core.telegram.org/bots/api#update
API_BASE = "https://api.telegram.org"
HEADER = "x-telegram-bot-api-secret-token"
LONGEST_TEXT = 4_096
NEW = {"message", "business_message"}
EDITED = {"edited_message", "edited_business_message"}
RECORDED = {
    "message_reaction": "an emoji on a message asks for nothing",
    "message_reaction_count": "an emoji on a message asks for nothing",
    "my_chat_member": "the person blocked or unblocked the bot",
    "chat_member": "somebody joined or left a group",
    "business_connection": "the business account changed what the bot may do",
    "deleted_business_messages": "messages were taken back",
    "channel_post": "written by a channel of our own",
    "edited_channel_post": "written by a channel of our own",
    "chat_boost": "a channel was boosted",
    "removed_chat_boost": "a channel was boosted",
}


class Telegram(Provider):
    """`secrets` are the `secret_token`s of setWebhook. Settings for sending: `token` of the bot,
    `business_connection_id` where it answers for a business account, `api_base`."""

    channel = Channel.CHAT
    sends = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        """The header repeats the secret: it proves the sender, and nothing proves the body."""
        check_shown_secret(delivery.headers.get(HEADER, ""), credentials)

    def parse(self, delivery: Delivery) -> list[Item]:
        update: Json = read_object(delivery.body)
        return read_each(delivery, [("", update)], lambda _, raw: [_item(delivery, as_object(raw))])

    def compose(self, message: Message, credentials: Credentials) -> OutboundRequest:
        (token,) = settings_of(credentials, "token")
        payload: dict[str, object] = {
            "chat_id": own_address(message, "telegram", "Telegram"),
            "text": checked_text(message, LONGEST_TEXT, "Telegram"),
        }
        number = (answered(message, "telegram") or "").rpartition(":")[2]
        if number.isascii() and number.isdecimal():
            payload["reply_parameters"] = {
                "message_id": int(number[:18]),
                "allow_sending_without_reply": True,
            }
        if connection := credentials.settings.get("business_connection_id"):
            payload["business_connection_id"] = connection
        base = credentials.settings.get("api_base", API_BASE).rstrip("/")
        return json_post(f"{base}/bot{token}/sendMessage", payload, {})

    def read_answer(self, status: int, body: bytes) -> str:
        """403: the person blocked the bot or never started it; that stays so."""
        answer = answer_object(body)
        sent = answer.get("result")
        number = text_of(sent, "message_id")
        if answer.get("ok") is True and number:
            return f"{text_of(sent, 'chat', 'id')}:{number}"
        told = text_of(answer, "description") or ""
        if status == 403 or "chat not found" in told.lower():
            raise SendError(f"Telegram refused: {told[:200]}", permanent=True, recipient=True)
        raise refusal("Telegram", status, told)


def _item(delivery: Delivery, update: dict[str, Json]) -> Item:
    number = text_of(update, "update_id")
    own_id = f"update:{number}" if number else None
    kind = next((name for name in update if name != "update_id"), "empty update")
    if kind in RECORDED:
        return unknown(delivery, own_id, kind, RECORDED[kind], recorded=True)
    if kind == "callback_query":
        return _button(delivery, own_id, as_object(update.get(kind)))
    if kind not in NEW | EDITED:
        return unknown(delivery, own_id, kind, "an update that we do not know")
    content = as_object(update.get(kind))
    if service := next((name for name in SERVICE if name in content), None):
        return unknown(delivery, own_id, service, "a notice of Telegram's own", recorded=True)
    message = Received.model_validate(content)
    if message.sender.is_bot:
        return unknown(delivery, own_id, "echo", "sent by ourselves", recorded=True)
    if _is_ours(kind, message):
        return _owners_answer(delivery, message, content)
    text, files = read_text(content), read_files(content)
    if text == "/start":
        return unknown(delivery, own_id, "start", "the chat was opened", recorded=True)
    if not text and not files:
        return unknown(delivery, own_id, kind, "nothing that we can read; ask the customer")
    edit = str(message.edit_date or number) if kind in EDITED else None
    contact = _contact(delivery, message, content, edit)
    return contact.model_copy(update={"text": text, "attachments": files})


def _is_ours(kind: str, message: Received) -> bool:
    """In a business chat the owner's own messages come along; the chat's id is the customer's."""
    is_business = kind.endswith("business_message")
    return is_business and message.chat.type == "private" and message.sender.id != message.chat.id


def _owners_answer(delivery: Delivery, message: Received, content: dict[str, Json]) -> Item:
    quoted = text_of(content, "reply_to_message", "message_id")
    own_id = _message_id(delivery, message.chat.id, message.message_id)
    return our_answer(
        delivery,
        own_id.removeprefix(f"{delivery.provider}:"),
        message.date,
        to=scoped_handle(delivery.provider, str(message.chat.id)),
        answers=_message_id(delivery, message.chat.id, quoted) if quoted else None,
    )


def _button(delivery: Delivery, own_id: str | None, query: dict[str, Json]) -> Item:
    """A pressed button is what the person says."""
    sender, shown = User.model_validate(query.get("from")), as_object(query.get("message"))
    data = text_of(query, "data")
    if not data:
        return unknown(delivery, own_id, "callback_query", "a button without data", recorded=True)
    named = f"{delivery.provider}:callback:{text_of(query, 'id') or own_id}"[:200]
    chat, number = text_of(shown, "chat", "id"), text_of(shown, "message_id")
    answers = (_message_id(delivery, chat, number),) if chat and number else ()
    return Contact(
        id=named,
        provider=delivery.provider,
        channel=Channel.CHAT,
        account=delivery.account,
        shop=delivery.shop,
        sender=scoped_handle(delivery.provider, str(sender.id)),
        sender_name=sender.name,
        text=data[:500],
        sent_at=plausible(None, delivery.received_at),
        thread=Thread(id=named, answers=answers),
    )


def _contact(
    delivery: Delivery, message: Received, content: dict[str, Json], edit: str | None
) -> Contact:
    own_id = _message_id(delivery, message.chat.id, message.message_id)
    named = f"{own_id}:edit:{edit}" if edit else own_id
    quoted = text_of(content, "reply_to_message", "message_id")
    answers = [own_id] if edit else []
    answers += [_message_id(delivery, message.chat.id, quoted)] if quoted else []
    private = message.chat.type == "private"
    group = scoped_handle(delivery.provider, str(message.chat.id))
    return Contact(
        id=named,
        provider=delivery.provider,
        channel=Channel.CHAT,
        account=delivery.account,
        shop=delivery.shop,
        sender=scoped_handle(delivery.provider, str(message.sender.id)),
        sender_name=message.sender.name,
        sender_also=own_number(message.sender.id, content),
        recipients=() if private else (group,),
        sent_at=plausible(message.date, delivery.received_at),
        thread=Thread(id=named, answers=tuple(answers)),
    )


def _message_id(delivery: Delivery, chat: object, number: object) -> str:
    """Messages are counted per bot and chat; update ids start anew after a week of silence."""
    return f"{delivery.provider}:{delivery.account}:{chat}:{number}"
