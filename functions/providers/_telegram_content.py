"""What a Telegram message says: its words and its files."""

from pydantic import Field

from functions.core.contacts import Attachment, Handle
from functions.core.evidence.handles import phone_handle
from functions.core.moments import Sometime
from functions.core.untrusted import Json, Line, Theirs, as_object, clean_text
from functions.providers._messages import a_file, files_of, text_of

FILES = ("document", "voice", "video", "audio", "animation", "video_note", "sticker")
SERVICE = (
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "message_auto_delete_timer_changed",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
    "connected_website",
    "write_access_allowed",
    "forum_topic_created",
    "forum_topic_closed",
    "boost_added",
)
"""Notices that Telegram writes into a chat by itself."""


class User(Theirs):
    id: int
    is_bot: bool = False
    first_name: Line = ""
    last_name: Line = ""

    @property
    def name(self) -> str | None:
        return f"{self.first_name} {self.last_name}".strip() or None


class Chat(Theirs):
    id: int
    type: Line = "private"


class Received(Theirs):
    message_id: int
    sender: User = Field(alias="from")
    chat: Chat
    date: Sometime = None
    edit_date: int | None = None


def read_text(content: dict[str, Json]) -> str:
    """The words, the caption, a place or an address card; empty when there are none."""
    place, card = as_object(content.get("location")), as_object(content.get("contact"))
    venue = as_object(content.get("venue"))
    where = ""
    if all(isinstance(place.get(name), float | int) for name in ("latitude", "longitude")):
        where = f"{place['latitude']}, {place['longitude']}"
    parts = (
        text_of(content, "text"),
        text_of(content, "caption"),
        text_of(venue, "title"),
        text_of(venue, "address"),
        where,
        text_of(card, "first_name"),
        text_of(card, "phone_number"),
    )
    return clean_text("\n".join(part for part in parts if part))


def read_files(content: dict[str, Json]) -> tuple[Attachment, ...]:
    """The largest size of a photo, which is the last; `getFile` turns its id into an address."""
    photos = content.get("photo")
    photo = as_object(photos[-1]) if isinstance(photos, list) and photos else {}
    picture = a_file(photo.get("file_id"), "photo", "image/jpeg", photo.get("file_size"))
    others = (_file(name, as_object(content.get(name))) for name in FILES)
    # An animation comes as a document as well, with the same id.
    found = {file.reference: file for file in (picture, *others) if file}
    return files_of(found.values())


def _file(kind: str, file: dict[str, Json]) -> Attachment | None:
    name = file.get("file_name") or kind
    return a_file(file.get("file_id"), name, file.get("mime_type"), file.get("file_size"))


def own_number(sender: int, content: dict[str, Json]) -> tuple[Handle, ...]:
    """Somebody who shares the card of themselves: Telegram says that it is theirs."""
    card = as_object(content.get("contact"))
    if card.get("user_id") != sender:
        return ()
    digits = (text_of(card, "phone_number") or "").removeprefix("+")
    number = phone_handle(f"+{digits}")
    return (number,) if number else ()
