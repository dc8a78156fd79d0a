"""Facebook Messenger: messages to the page, comments under its posts, and sending."""

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
    placed_id,
    plausible,
    unknown,
    usable_id,
)
from functions.providers import _meta, _meta_sending
from functions.providers._messages import our_answer, own_address
from functions.providers._meta_entries import read_entry

# https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
LONGEST_TEXT = 2_000
REMOVED = {"remove": "the comment was taken away", "hide": "the comment was hidden"}


class Messenger(_meta.MetaProvider):
    """`secrets` are app secrets. Settings: `verify_token` for the handshake; `page_id` and `token`
    for sending, `human_agent` = `approved` where Meta granted that, `api_base` for another host."""

    channel = Channel.CHAT
    sends = True

    def parse(self, delivery: Delivery) -> list[Item]:
        entries = _meta.entries_of(delivery, "page")
        return [
            item for n, entry in enumerate(entries) for item in _entry_items(delivery, n, entry)
        ]

    def compose(self, message: Message, credentials: Credentials) -> OutboundRequest:
        recipient = {"id": own_address(message, "messenger", "Messenger")}
        return _meta_sending.compose(
            message, credentials, recipient, "page_id", LONGEST_TEXT, "Messenger"
        )

    def read_answer(self, status: int, body: bytes) -> str:
        return _meta_sending.read_answer(status, body, "Messenger")


class Author(Theirs):
    id: Identifier
    name: Line | None = None


class Comment(Theirs):
    """`feed` tells of comments and of much else; the list of fields is Meta's own example."""

    comment_id: Identifier
    post_id: Identifier | None = None
    parent_id: Identifier | None = None
    sender: Author
    message: Prose = ""
    created_time: Sometime = None


def _entry_items(delivery: Delivery, number: int, entry: Json) -> list[Item]:
    def read_change(place: str, change: Json) -> Iterator[Item]:
        yield _change(delivery, place, change, as_object(entry).get("id"))

    return read_entry(delivery, number, entry, read_change)


def _change(delivery: Delivery, place: str, change: Json, page: Json) -> Item:
    told = as_object(as_object(change).get("value"))
    field, item, verb = as_object(change).get("field"), told.get("item"), told.get("verb")
    if field != "feed":
        return unknown(delivery, None, str(field)[:100], "a person must look", place=place)
    if item != "comment":
        kind = f"feed {item}"[:100]
        return unknown(delivery, None, kind, "no comment", place=place, recorded=True)
    own_id = usable_id(told.get("comment_id"))
    if isinstance(verb, str) and verb in REMOVED:
        named = f"{own_id}:{verb}" if own_id else None
        return unknown(delivery, named, "comment", REMOVED[verb], place=place, recorded=True)
    comment = Comment.model_validate(told | {"sender": told.get("from")})
    if comment.sender.id == page and comment.parent_id in (None, comment.post_id):
        return unknown(delivery, own_id, "echo", "written by ourselves", place=place, recorded=True)
    if comment.sender.id == page:
        answered = f"{delivery.provider}:{comment.parent_id}"
        return our_answer(delivery, comment.comment_id, comment.created_time, answers=answered)
    edit = placed_id(delivery, place) if verb == "edited" else None
    return _comment(delivery, comment, edit)


def _comment(delivery: Delivery, comment: Comment, edit: str | None) -> Contact:
    """An edit has no id of its own; the same bytes name it the same way."""
    own_id = f"{delivery.provider}:{comment.comment_id}"
    at = plausible(comment.created_time, delivery.received_at)
    parents = [comment.comment_id] if edit else []
    parents += [comment.parent_id] if comment.parent_id not in (None, comment.post_id) else []
    named = f"{own_id}:edit:{edit}" if edit else own_id
    return Contact(
        id=named,
        provider=delivery.provider,
        channel=Channel.SOCIAL,
        account=delivery.account,
        shop=delivery.shop,
        sender=scoped_handle(delivery.provider, comment.sender.id),
        sender_name=comment.sender.name,
        text=comment.message,
        sent_at=at,
        thread=Thread(
            id=named, answers=tuple(f"{delivery.provider}:{parent}" for parent in parents)
        ),
    )
