"""Instagram: direct messages, comments in both of their shapes, and sending."""

from collections.abc import Iterator

from functions.core.contacts import Channel, Contact, Thread
from functions.core.deliveries import Credentials, Delivery, OutboundRequest
from functions.core.evidence.handles import scoped_handle
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.notifications import Message
from functions.core.untrusted import (
    Identifier,
    Json,
    Line,
    Prose,
    Theirs,
    as_object,
    plausible,
    unknown,
    usable_id,
)
from functions.providers import _meta, _meta_messaging, _meta_sending
from functions.providers._messages import answered, our_answer, own_address
from functions.providers._meta_entries import read_entry

# https://developers.facebook.com/docs/instagram-platform/webhooks/
COMMENT_FIELDS = {"comments", "live_comments"}
LONGEST_TEXT = 1_000


class Instagram(_meta.MetaProvider):
    """`secrets` are app secrets. Settings: `verify_token` for the handshake; `account_id` (of the
    Instagram account, or of the page with Facebook Login) and `token` for sending, `human_agent` =
    `approved`, and `api_base`, for instance `https://graph.instagram.com/v25.0`."""

    channel = Channel.SOCIAL
    sends = True

    def parse(self, delivery: Delivery) -> list[Item]:
        entries = _meta.entries_of(delivery, "instagram")
        return [
            item for n, entry in enumerate(entries) for item in _entry_items(delivery, n, entry)
        ]

    def compose(self, message: Message, credentials: Credentials) -> OutboundRequest:
        """An answer to a comment goes privately to its author: one for each comment."""
        recipient = {"id": own_address(message, "instagram", "Instagram")}
        comment = answered(message, "instagram")
        if comment and comment.isdecimal():  # comments have numbers, messages long texts
            recipient = {"comment_id": comment}
        return _meta_sending.compose(
            message, credentials, recipient, "account_id", LONGEST_TEXT, "Instagram"
        )

    def read_answer(self, status: int, body: bytes) -> str:
        return _meta_sending.read_answer(status, body, "Instagram")


class Author(Theirs):
    id: Identifier
    username: Line | None = None


class Comment(Theirs):
    id: Identifier
    parent_id: Identifier | None = None
    author: Author
    text: Prose = ""


class Entry(Theirs):
    id: Identifier | None = None
    time: Sometime = None


def _entry_items(delivery: Delivery, number: int, raw: Json) -> list[Item]:
    entry = as_object(raw)

    def read_change(place: str, change: Json) -> Iterator[Item]:
        field, value = as_object(change).get("field"), as_object(change).get("value")
        if field == "messages":
            return _meta_messaging.read_event(delivery, place, value)
        return iter([_change(delivery, place, field, value, entry)])

    return read_entry(delivery, number, entry, read_change)


def _change(
    delivery: Delivery, place: str, field: Json, value: Json, entry: dict[str, Json]
) -> Item:
    kind = field[:100] if isinstance(field, str) else "change without field"
    own_id = usable_id(as_object(value).get("id"))
    if kind == "mentions":
        reason = "Instagram tells only ids of a mention; open it there"
        return unknown(delivery, None, kind, reason, place=place)
    if kind not in COMMENT_FIELDS:
        return unknown(delivery, None, kind, "a person must look at this update", place=place)
    comment = Comment.model_validate(as_object(value) | {"author": as_object(value).get("from")})
    account = Entry.model_validate(entry)
    if comment.author.id == account.id and comment.parent_id:
        parent = f"{delivery.provider}:{comment.parent_id}"
        return our_answer(delivery, comment.id, account.time, answers=parent)
    if comment.author.id == account.id:
        reason = "written by ourselves"
        return unknown(delivery, own_id, "echo", reason, place=place, recorded=True)
    return _comment(delivery, comment, account)


def _comment(delivery: Delivery, comment: Comment, account: Entry) -> Contact:
    own_id = f"{delivery.provider}:{comment.id}"
    parent = comment.parent_id
    return Contact(
        id=own_id,
        provider=delivery.provider,
        channel=Channel.SOCIAL,
        account=delivery.account,
        shop=delivery.shop,
        sender=scoped_handle(delivery.provider, comment.author.id),
        sender_name=comment.author.username,
        recipients=(scoped_handle(delivery.provider, account.id),) if account.id else (),
        text=comment.text,
        sent_at=plausible(account.time, delivery.received_at),
        thread=Thread(id=own_id, answers=(f"{delivery.provider}:{parent}",) if parent else ()),
    )
