"""LINE: messages to the official account, and sending."""

from uuid import NAMESPACE_URL, uuid5

from pydantic import Field

from functions.core.contacts import Attachment, Channel, Contact, Thread
from functions.core.deliveries import Credentials, Delivery, OutboundRequest
from functions.core.errors import PayloadError
from functions.core.evidence.handles import scoped_handle
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.notifications import Message
from functions.core.untrusted import (
    Identifier,
    Json,
    Line,
    Theirs,
    as_object,
    clean_text,
    plausible,
    read_object,
    unknown,
    usable_id,
)
from functions.providers._messages import (
    a_file,
    answer_object,
    bearer,
    checked_text,
    files_of,
    json_post,
    listed,
    own_address,
    read_each,
    refusal,
    settings_of,
    text_of,
)
from functions.providers.base import Provider
from functions.providers.signatures import check_base64_hmac

# https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
API_BASE = "https://api.line.me"
CONTENT_BASE = "https://api-data.line.me/v2/bot/message"
LONGEST_TEXT = 5_000
CONTENT_TYPES = {
    "image": "image/jpeg",
    "video": "video/mp4",
    "audio": "audio/m4a",
    "file": None,
}
RECORDED = {
    "unsend": "the customer took a message back",
    "follow": "the customer added the account",
    "unfollow": "the customer blocked the account",
    "join": "the account was added to a group",
    "leave": "the account left a group",
    "memberJoined": "somebody joined a group",
    "memberLeft": "somebody left a group",
    "accountLink": "the customer linked an account",
    "videoPlayComplete": "a video was watched",
}


class LineProvider(Provider):
    """`secrets` are channel secrets. Settings for sending: `token` (channel access token),
    `api_base`."""

    channel = Channel.CHAT
    sends = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        check_base64_hmac(delivery, credentials, "x-line-signature")

    def parse(self, delivery: Delivery) -> list[Item]:
        """The console's Verify button sends no events: there is nothing to do then."""
        body = read_object(delivery.body)
        if not isinstance(body.get("events"), list):
            raise PayloadError("events: expected a list")
        return read_each(
            delivery, listed(body, "events"), lambda place, raw: [_item(delivery, place, raw)]
        )

    def compose(self, message: Message, credentials: Credentials) -> OutboundRequest:
        """Pushed, since a reply token lasts a minute only; the retry key makes it arrive once."""
        (token,) = settings_of(credentials, "token")
        payload = {
            "to": own_address(message, "line", "LINE"),
            "messages": [{"type": "text", "text": checked_text(message, LONGEST_TEXT, "LINE")}],
        }
        base = credentials.settings.get("api_base", API_BASE).rstrip("/")
        headers = {**bearer(token), "x-line-retry-key": _retry_key(message.id)}
        return json_post(f"{base}/v2/bot/message/push", payload, headers)

    def read_answer(self, status: int, body: bytes) -> str:
        """409: this retry key was accepted before, and the answer names the message."""
        answer = answer_object(body)
        first = next((raw for _, raw in listed(answer, "sentMessages")), None)
        if (200 <= status < 300 or status == 409) and (sent := text_of(first, "id")):
            return sent
        raise refusal("LINE", status, text_of(answer, "message"))


class Event(Theirs):
    type: Line
    event_id: Identifier = Field(alias="webhookEventId")
    timestamp: Sometime = None
    mode: Line = "active"


class Source(Theirs):
    type: Line = "user"
    user_id: Identifier | None = Field(None, alias="userId")
    group_id: Identifier | None = Field(None, alias="groupId")
    room_id: Identifier | None = Field(None, alias="roomId")


def _item(delivery: Delivery, place: str, raw: Json) -> Item:
    told = as_object(raw)
    event = Event.model_validate(told)
    if event.type in RECORDED:
        reason = RECORDED[event.type]
        return unknown(delivery, event.event_id, event.type, reason, place=place, recorded=True)
    if event.mode == "standby":
        reason = "another module answers this chat"
        return unknown(delivery, event.event_id, "standby", reason, place=place, recorded=True)
    if event.type == "postback":
        data = as_object(told.get("postback"))
        text = text_of(data, "displayText") or text_of(data, "data") or ""
        return _contact(delivery, event, told, clean_text(text)[:500], ())
    content = as_object(told.get("message"))
    files = _files(content)
    text = _text(content)
    is_edit = "edit" in event.type.lower()
    if not (event.type == "message" or is_edit) or not (text or files):
        kind = text_of(content, "type") if event.type == "message" else event.type
        reason = "a type that we do not know, or nothing in it"
        return unknown(delivery, event.event_id, kind or event.type, reason, place=place)
    return _contact(delivery, event, told, text, files)


def _contact(
    delivery: Delivery,
    event: Event,
    told: dict[str, Json],
    text: str,
    files: tuple[Attachment, ...],
) -> Item:
    source = Source.model_validate(told.get("source") or {})
    if source.user_id is None:
        reason = "LINE does not tell who wrote it; open the chat there"
        return unknown(delivery, event.event_id, event.type, reason)
    message = as_object(told.get("message"))
    number, quoted = usable_id(message.get("id")), usable_id(message.get("quotedMessageId"))
    group = source.group_id or source.room_id
    # Later messages quote this one by the message's own id, which a redelivery keeps as well.
    own_id = f"{delivery.provider}:{number or event.event_id}"
    answers = [f"{delivery.provider}:{quoted}"] if quoted else []
    if "edit" in event.type.lower():
        answers, own_id = [own_id, *answers], f"{own_id}:edit:{event.event_id}"
    return Contact(
        id=own_id,
        provider=delivery.provider,
        channel=Channel.CHAT,
        account=delivery.account,
        shop=delivery.shop,
        sender=scoped_handle(delivery.provider, source.user_id),
        recipients=(scoped_handle(delivery.provider, group),) if group else (),
        text=text,
        sent_at=plausible(event.timestamp, delivery.received_at),
        thread=Thread(id=own_id, answers=tuple(answers)),
        attachments=files,
    )


def _text(content: dict[str, Json]) -> str:
    kind = content.get("type")
    if kind == "sticker":
        words = [word for _, word in listed(content, "keywords") if isinstance(word, str)]
        return clean_text(f"[sticker] {' '.join(words)}")
    names = {"text": ("text",), "location": ("title", "address", "latitude", "longitude")}
    found = [content.get(name) for name in names.get(str(kind), ())]
    return clean_text("\n".join(str(part) for part in found if isinstance(part, str | float | int)))


def _files(content: dict[str, Json]) -> tuple[Attachment, ...]:
    """The address of the content, or where the shop keeps it itself, that address."""
    kind, number = text_of(content, "type"), usable_id(content.get("id"))
    if kind not in CONTENT_TYPES or number is None:
        return ()
    own = text_of(content, "contentProvider", "originalContentUrl")
    address = own or f"{CONTENT_BASE}/{number}/content"
    name = content.get("fileName") or str(kind)
    return files_of([a_file(address, name, CONTENT_TYPES[str(kind)], content.get("fileSize"))])


def _retry_key(notification_id: str) -> str:
    """A UUID made of our own id: the same at every attempt."""
    return str(uuid5(NAMESPACE_URL, f"loket:{notification_id}"))
