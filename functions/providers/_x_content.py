"""Posts and direct messages of X, in both of the shapes in which they come."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from functions.core.contacts import Attachment, Channel, Contact, Thread
from functions.core.deliveries import Delivery
from functions.core.evidence.handles import scoped_handle
from functions.core.items import Item
from functions.core.untrusted import (
    Json,
    as_object,
    clean_line,
    clean_text,
    plausible,
    unknown,
    usable_id,
)
from functions.providers._messages import a_file, files_of, listed, our_answer, text_of

DM = "dm:"
_TIME = TypeAdapter(datetime)


class People(NamedTuple):
    """Names by user id. A user comes bare, wrapped in `data`, in a list or by its id."""

    names: dict[str, str]

    @staticmethod
    def of(users: Json) -> "People":
        entries = list(as_object(users).values()) or (users if isinstance(users, list) else [])
        names: dict[str, str] = {}
        for entry in entries:
            user = as_object(as_object(entry).get("data")) or as_object(entry)
            own_id = text_of(user, "id")
            name = text_of(user, "name") or text_of(user, "username")
            if own_id and name:
                names[own_id] = clean_line(name)
        return People(names)


def read_post(delivery: Delivery, raw: Json, people: People, account: str | None) -> Item:
    """A mention, reply or quote; what the account itself wrote or repeated is recorded."""
    post = as_object(raw)
    own_id = usable_id(text_of(post, "id_str") or text_of(post, "id"))
    user = post.get("user")
    author = text_of(post, "author_id") or text_of(user, "id_str") or text_of(user, "id")
    if author and author == account:
        answered = next(iter(_answers(delivery, post)), None)
        if own_id and answered:
            return our_answer(delivery, own_id, _time(post.get("created_at")), answers=answered)
        return unknown(delivery, own_id, "echo", "written by ourselves", recorded=True)
    if "retweeted_status" in post:
        return unknown(delivery, own_id, "repost", "it adds no words", recorded=True)
    text = _long_text(post)
    if not (own_id and author and text):
        return unknown(delivery, own_id, "post", "id, author or text is missing or of a wrong type")
    name = text_of(post, "user", "name")
    return Contact(
        id=f"{delivery.provider}:{own_id}",
        provider=delivery.provider,
        channel=Channel.SOCIAL,
        account=delivery.account,
        shop=delivery.shop,
        sender=scoped_handle(delivery.provider, author[:200]),
        sender_name=people.names.get(author) or (clean_line(name) if name else None),
        text=clean_text(text),
        language=(text_of(post, "lang") or "")[:2] or None,
        sent_at=plausible(_time(post.get("created_at")), delivery.received_at),
        thread=Thread(id=f"{delivery.provider}:{own_id}", answers=_answers(delivery, post)),
        attachments=_pictures(post),
    )


def read_dm(delivery: Delivery, place: str, raw: Json, people: People, account: str | None) -> Item:
    event = as_object(raw)
    told = as_object(event.get("message_create"))
    own_id, sender = usable_id(text_of(event, "id")), text_of(told, "sender_id")
    if event.get("type") not in (None, "message_create"):
        kind = clean_line(str(event.get("type")))[:100]
        return unknown(delivery, None, kind, "no message", place=place, recorded=True)
    if sender and sender == account:
        return _own_dm(delivery, place, event)
    text = text_of(told, "message_data", "text") or ""
    files = files_of([_attached(as_object(told.get("message_data")))])
    if not (own_id and sender and (text or files)):
        reason = "id, sender or text is missing or of a wrong type"
        return unknown(delivery, None, "dm", reason, place=place)
    at = text_of(event, "created_timestamp")
    named = f"{delivery.provider}:{DM}{own_id}"
    return Contact(
        id=named,
        provider=delivery.provider,
        channel=Channel.CHAT,
        account=delivery.account,
        shop=delivery.shop,
        sender=scoped_handle(delivery.provider, sender[:200]),
        sender_name=people.names.get(sender),
        text=clean_text(text),
        sent_at=plausible(_time(at), delivery.received_at),
        thread=Thread(id=named),
        attachments=files,
    )


def _own_dm(delivery: Delivery, place: str, event: dict[str, Json]) -> Item:
    """An answer of ours, written on X itself or sent by its API."""
    own_id = usable_id(text_of(event, "id"))
    person = usable_id(text_of(event, "message_create", "target", "recipient_id"))
    if own_id is None or person is None:
        return unknown(delivery, None, "echo", "sent by ourselves", place=place, recorded=True)
    at = _time(text_of(event, "created_timestamp"))
    to = scoped_handle(delivery.provider, person)
    return our_answer(delivery, f"{DM}{own_id}", at, to=to)


def _long_text(post: dict[str, Json]) -> str | None:
    """Long posts hold all of their words elsewhere than the short ones."""
    return (
        text_of(post, "note_tweet", "text")
        or text_of(post, "extended_tweet", "full_text")
        or text_of(post, "full_text")
        or text_of(post, "text")
    )


def _answers(delivery: Delivery, post: dict[str, Json]) -> tuple[str, ...]:
    older = (text_of(post, "in_reply_to_status_id_str"), text_of(post, "quoted_status_id_str"))
    newer = (text_of(entry, "id") for _, entry in listed(post, "referenced_tweets"))
    opening = text_of(post, "conversation_id")
    own_id = text_of(post, "id_str") or text_of(post, "id")
    found = dict.fromkeys(one for one in (*newer, *older, opening) if one and one != own_id)
    usable = [one for one in found if usable_id(one)][:12]
    return tuple(f"{delivery.provider}:{one}" for one in usable)


def _pictures(post: dict[str, Json]) -> tuple[Attachment, ...]:
    return files_of(
        a_file(text_of(media, "media_url_https") or text_of(media, "url"), text_of(media, "type"))
        for media in _media(post)
    )


def _media(post: dict[str, Json]) -> Iterator[Json]:
    longer = as_object(post.get("extended_tweet"))
    for holder in (post.get("extended_entities"), longer.get("extended_entities")):
        yield from (media for _, media in listed(holder, "media"))
    yield from (media for _, media in listed(post.get("attachments"), "media"))


def _attached(message: dict[str, Json]) -> Attachment | None:
    media = as_object(as_object(message.get("attachment")).get("media"))
    return a_file(text_of(media, "media_url_https"), text_of(media, "type"))


def _time(told: Json) -> datetime | None:
    """ISO, milliseconds as text, or `Wed Oct 10 20:19:24 +0000 2018`; None for anything else."""
    text = told[:40] if isinstance(told, str) else ""
    try:
        found = _TIME.validate_python(text) if text else None
    except ValidationError:
        found = _older_time(text)
    return found if found and found.tzinfo else None


def _older_time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%a %b %d %H:%M:%S %z %Y")
    except ValueError:
        return None
