"""TikTok Shop's notices: told apart by what they hold, since their numbers are not documented."""

from functions.core.contacts import Channel, Contact, Thread
from functions.core.deliveries import Delivery
from functions.core.errors import PayloadError
from functions.core.evidence.handles import scoped_handle
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.orders import Milestone, OrderUpdate
from functions.core.untrusted import (
    Identifier,
    Json,
    Line,
    Theirs,
    as_object,
    clean_text,
    plausible,
    read_json,
    unknown,
    usable_id,
)
from functions.providers._messages import a_file, files_of, text_of
from functions.providers._promises import meaning

# https://partner.tiktokshop.com/docv2/page/1-order-status-change
MILESTONES = {
    "UNPAID": Milestone.PLACED,
    "ON_HOLD": Milestone.PAID,
    "AWAITING_SHIPMENT": Milestone.PAID,
    "AWAITING_COLLECTION": Milestone.PACKED,
    "PARTIALLY_SHIPPING": Milestone.HANDED_OVER,
    "IN_TRANSIT": Milestone.IN_TRANSIT,
    "DELIVERED": Milestone.DELIVERED,
    "COMPLETED": Milestone.DELIVERED,
    "CANCEL": Milestone.CANCELLED,
    "CANCELLED": Milestone.CANCELLED,
}
BUYER_ROLES = {"BUYER", "CUSTOMER"}


class OrderStatus(Theirs):
    order_id: Identifier
    order_status: Line
    update_time: Sometime = None


class Notice(Theirs):
    tts_notification_id: Identifier | None = None
    type: Line = ""
    shop_id: Identifier | None = None
    timestamp: Sometime = None


class Chat(Theirs):
    message_id: Identifier
    conversation_id: Identifier
    type: Line = "TEXT"
    create_time: Sometime = None


def read_shop(delivery: Delivery, body: dict[str, Json]) -> Item:
    notice, data = Notice.model_validate(body), as_object(body.get("data"))
    if "order_status" in data:
        return _order(delivery, notice, data)
    if "conversation_id" in data and "message_id" in data:
        return _message(delivery, notice, data)
    kind = f"shop notice {notice.type or 'without type'}"
    if "conversation_id" in data:
        reason = "a conversation was opened"
        return unknown(delivery, notice.tts_notification_id, kind, reason, recorded=True)
    reason = "a notice that a person must look at"
    return unknown(delivery, notice.tts_notification_id, kind, reason)


def _order(delivery: Delivery, notice: Notice, data: dict[str, Json]) -> OrderUpdate:
    told = OrderStatus.model_validate(data)
    at = plausible(told.update_time or notice.timestamp, delivery.received_at)
    named = notice.tts_notification_id or f"{told.order_id}:{told.order_status}"
    return OrderUpdate(
        id=f"{delivery.provider}:{named}"[:300],
        provider=delivery.provider,
        channel=Channel.ORDER,
        account=delivery.account,
        shop=delivery.shop,
        order_id=told.order_id,
        order_number=told.order_id,
        milestone=meaning(delivery, MILESTONES.get(told.order_status.upper()), told.order_status),
        detail=told.order_status,
        occurred_at=at,
        partial=told.order_status.upper() == "PARTIALLY_SHIPPING",
    )


def _message(delivery: Delivery, notice: Notice, data: dict[str, Json]) -> Item:
    """What a buyer writes; the shop's own agents and the system write there too."""
    chat = Chat.model_validate(data)
    role, sender = text_of(data, "sender", "role") or "", text_of(data, "sender", "im_user_id")
    if role and role.upper() not in BUYER_ROLES:
        reason = "written by the shop or by TikTok"
        return unknown(delivery, chat.message_id, "echo", reason, recorded=True)
    content = _content(data.get("content"))
    text = clean_text(text_of(content, "content") or text_of(content, "text") or "")
    order = text_of(content, "order_id") or text_of(content, "product_id")
    files = files_of([a_file(text_of(content, "url"), chat.type.lower())])
    text = text or (f"{chat.type.lower()} {order}" if order else "")
    if not (text or files):
        kind = f"message {chat.type}"
        return unknown(delivery, chat.message_id, kind, "nothing that we can read; look there")
    own_id = f"{delivery.provider}:{chat.message_id}"
    person = usable_id(sender) or chat.conversation_id
    return Contact(
        id=own_id,
        provider=delivery.provider,
        channel=Channel.CHAT,
        account=delivery.account,
        shop=delivery.shop,
        sender=scoped_handle(delivery.provider, person),
        text=text,
        sent_at=plausible(chat.create_time or notice.timestamp, delivery.received_at),
        thread=Thread(id=own_id),
        attachments=files,
    )


def _content(raw: Json) -> dict[str, Json]:
    """JSON inside the JSON; a plain text counts as the words themselves."""
    if not isinstance(raw, str):
        return as_object(raw)
    try:
        told = read_json(raw.encode("utf-8", "replace"))
    except PayloadError:
        return {"content": raw}
    return told if isinstance(told, dict) else {"content": raw}
