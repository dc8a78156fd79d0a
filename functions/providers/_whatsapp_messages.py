"""WhatsApp messages: who wrote each, and the contact that it becomes."""

from pydantic import Field, ValidationError

from functions.core.contacts import Channel, Contact, Handle, Thread
from functions.core.deliveries import Delivery
from functions.core.evidence.handles import phone_handle, scoped_handle
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.untrusted import (
    Identifier,
    Json,
    Line,
    Theirs,
    as_object,
    clean_line,
    plausible,
    unknown,
    wrong_field,
)
from functions.providers._whatsapp_content import (
    Reading,
    ad_headline,
    answered_ids,
    read_content,
    text_with_origin,
)
from functions.providers._whatsapp_sending import MetaError

RECORDED_TYPES = {
    "reaction": "an emoji on a message asks for nothing",
    "revoke": "the customer took a message back",
    "system": "WhatsApp tells of a new number or a new security code",
    "request_welcome": "the customer opened the chat for the first time",
}


class Person(Theirs):
    """An entry of `contacts`: who the senders in this batch are."""

    profile: object = None
    wa_id: Identifier | None = None
    user_id: Identifier | None = None
    parent_user_id: Identifier | None = None


class Received(Theirs):
    """What every message has, whatever its type; the content is read by `read_content`."""

    id: Identifier
    type: Line
    number: Identifier | None = Field(None, alias="from")
    from_user_id: Identifier | None = None
    group_id: Identifier | None = None
    timestamp: Sometime = None
    errors: tuple[MetaError, ...] = ()


def read_message(
    delivery: Delivery, place: str, raw: Json, people: dict[str, Person], own_number: str
) -> Item:
    content = as_object(raw)
    own_id, kind = content.get("id"), content.get("type")
    kind = kind if isinstance(kind, str) else "message without type"
    try:
        message = Received.model_validate(raw)
        senders = _senders(message, people)
        reading = read_content(content)
    except ValidationError as error:
        return unknown(delivery, own_id, kind, wrong_field(error), place=place)
    if kind in RECORDED_TYPES:
        return unknown(delivery, own_id, kind, RECORDED_TYPES[kind], place=place, recorded=True)
    if message.number and message.number.removeprefix("+") == own_number:
        return unknown(delivery, own_id, "echo", "sent by ourselves", place=place, recorded=True)
    if reading is None:
        return unknown(delivery, own_id, kind, _why_unreadable(message), place=place)
    if not senders:
        return unknown(delivery, own_id, kind, "from: neither number nor user id", place=place)
    return _contact(delivery, message, content, reading, senders, people, own_number)


def _contact(
    delivery: Delivery,
    message: Received,
    content: dict[str, Json],
    reading: Reading,
    senders: list[Handle],
    people: dict[str, Person],
    own_number: str,
) -> Contact:
    own_id = f"{delivery.provider}:{message.id}"
    recipients = [number_handle(own_number)] if own_number else []
    groups = [scoped_handle("whatsapp", message.group_id)] if message.group_id else []
    return Contact(
        id=own_id,
        provider=delivery.provider,
        channel=Channel.CHAT,
        account=delivery.account,
        shop=delivery.shop,
        sender=senders[0],
        sender_name=_name_of(message, people),
        sender_also=tuple(senders[1:]),
        recipients=(*recipients, *groups),
        subject=ad_headline(content),
        text=reading.text,
        full_text=text_with_origin(reading.text, content),
        sent_at=plausible(message.timestamp, delivery.received_at),
        thread=Thread(id=own_id, answers=answered_ids(content)),
        attachments=reading.attachments,
    )


def _why_unreadable(message: Received) -> str:
    """Types we do not know, `unsupported`, and contents that are missing or of the wrong type."""
    if message.errors:
        return f"WhatsApp could not pass it on: {message.errors[0].reason}; ask the customer"
    return f"{message.type}: the content is missing, of a wrong type or not known to us"


def read_people(value: dict[str, Json]) -> dict[str, Person]:
    """The senders by their number and by their user id: their order in the list means nothing."""
    found: dict[str, Person] = {}
    for raw in listed(value, "contacts"):
        try:
            person = Person.model_validate(raw)
        except ValidationError:
            continue  # an address card adds a name; the message itself stands without it
        found |= {key: person for key in (person.wa_id, person.user_id) if key}
    return found


def _person_of(message: Received, people: dict[str, Person]) -> Person:
    known = people.get(message.from_user_id or "") or people.get(message.number or "")
    return known or Person()


def _senders(message: Received, people: dict[str, Person]) -> list[Handle]:
    """All handles of the sender, the lasting one first: a number may be hidden or change."""
    person = _person_of(message, people)
    number = message.number or person.wa_id
    user_ids = (message.from_user_id or person.user_id, person.parent_user_id)
    own, parent = ([scoped_handle("whatsapp", text)] if text else [] for text in user_ids)
    return [*own, *([number_handle(number)] if number else []), *parent]


def _name_of(message: Received, people: dict[str, Person]) -> str | None:
    profile = as_object(_person_of(message, people).profile)
    names = (profile.get("name"), profile.get("username"))
    return next((clean_line(name) for name in names if isinstance(name, str) and name), None)


def number_handle(number: str) -> Handle:
    """WhatsApp numbers come as digits with the country code and without plus sign."""
    digits = number.removeprefix("+")
    return phone_handle(f"+{digits}") or scoped_handle("whatsapp", number)


def read_own_number(value: dict[str, Json]) -> str:
    """Our number as digits; the platform sometimes writes it with plus sign, spaces or hyphens."""
    shown = as_object(value.get("metadata")).get("display_phone_number")
    text = shown[:40] if isinstance(shown, str) else ""
    return "".join(character for character in text if character.isdecimal())


def listed(value: dict[str, Json], name: str) -> list[Json]:
    """The list of that name; one thing that is no list counts as a list of one."""
    found = value.get(name)
    if isinstance(found, list):
        return found
    return [] if found is None else [found]
