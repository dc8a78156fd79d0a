"""WhatsApp Cloud API: messages with their senders, reports on what we sent, and sending."""

from collections.abc import Iterator

from pydantic import AwareDatetime, Field, ValidationError

from functions.core.contacts import Channel, Contact, Handle, Thread
from functions.core.deliveries import Credentials, Delivery, OutboundRequest, Reply
from functions.core.errors import PayloadError
from functions.core.handles import phone_handle, scoped_handle
from functions.core.items import Item
from functions.core.notifications import Message, SendOutcome, SendReport
from functions.core.untrusted import (
    Identifier,
    Json,
    Line,
    Theirs,
    as_object,
    clean_line,
    plausible,
    read_object,
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
from functions.providers._whatsapp_sending import (
    TEMPORARY_ERRORS,
    MetaError,
    compose,
    read_answer,
)
from functions.providers.base import Provider
from functions.providers.signatures import check_hex_hmac, same_text

# https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages/status
OUTCOMES = {
    "sent": SendOutcome.SENT,
    "delivered": SendOutcome.DELIVERED,
    "read": SendOutcome.READ,
    "played": SendOutcome.READ,
    "failed": SendOutcome.FAILED,
}
RECORDED_TYPES = {
    "reaction": "an emoji on a message asks for nothing",
    "revoke": "the customer took a message back",
    "system": "WhatsApp tells of a new number or a new security code",
    "request_welcome": "the customer opened the chat for the first time",
}
RECORDED_FIELDS = frozenset(
    {
        "business_capability_update",
        "history",
        "message_echoes",
        "message_template_components_update",
        "message_template_quality_update",
        "message_template_status_update",
        "phone_number_name_update",
        "phone_number_quality_update",
        "smb_app_state_sync",
        "smb_message_echoes",
        "template_category_update",
        "user_id_update",
    }
)
BAD_TEMPLATE_EVENTS = frozenset({"REJECTED", "PAUSED", "DISABLED", "FLAGGED"})


class WhatsApp(Provider):
    """`secrets` are app secrets. Settings: `verify_token` for the handshake; `phone_number_id`
    and `token` for sending; `api_base` where that is not Meta's own."""

    channel = Channel.CHAT
    sends = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        check_hex_hmac(delivery, credentials, "x-hub-signature-256", prefix="sha256=")

    def challenge(self, delivery: Delivery, credentials: Credentials) -> Reply | None:
        if delivery.method != "GET" or "hub.mode" not in delivery.query:
            return None
        expected = credentials.settings.get("verify_token", "")
        fits = same_text(delivery.query.get("hub.verify_token", ""), expected)
        if not expected or not fits or delivery.query["hub.mode"] != "subscribe":
            return Reply(status=403, body="the verify token does not fit")
        return Reply(body=delivery.query.get("hub.challenge", ""))

    def parse(self, delivery: Delivery) -> list[Item]:
        body = read_object(delivery.body)
        entries = body.get("entry")
        if body.get("object") != "whatsapp_business_account" or not isinstance(entries, list):
            raise PayloadError("object: expected whatsapp_business_account with a list of entries")
        return [
            item for place, change in _changes(entries) for item in _items(delivery, place, change)
        ]

    def compose(self, message: Message, credentials: Credentials) -> OutboundRequest:
        return compose(message, credentials)

    def read_answer(self, status: int, body: bytes) -> str:
        return read_answer(status, body)


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
    timestamp: AwareDatetime | None = None
    errors: tuple[MetaError, ...] = ()


class Status(Theirs):
    id: Identifier
    status: Line
    timestamp: AwareDatetime | None = None
    recipient_id: Identifier | None = None
    recipient_user_id: Identifier | None = None
    recipient_participant_id: Identifier | None = None
    errors: tuple[MetaError, ...] = ()
    biz_opaque_callback_data: Identifier | None = None


def _changes(entries: list[Json]) -> Iterator[tuple[str, Json]]:
    """Every change of every entry with its place; an entry without changes stands for itself."""
    for position, entry in enumerate(entries):
        changes = as_object(entry).get("changes")
        if not isinstance(changes, list):
            yield str(position), entry
            continue
        for index, change in enumerate(changes):
            yield f"{position}.{index}", change


def _items(delivery: Delivery, place: str, change: Json) -> Iterator[Item]:
    field = as_object(change).get("field")
    value = as_object(as_object(change).get("value"))
    if field != "messages":
        yield _other_field(delivery, place, field, value)
        return
    people = _people(value)
    own_number = _own_number(value)
    messages, statuses, errors = (
        _listed(value, name) for name in ("messages", "statuses", "errors")
    )
    for index, raw in enumerate(messages):
        yield _message(delivery, f"{place}.messages.{index}", raw, people, own_number)
    for index, raw in enumerate(statuses):
        yield _report(delivery, f"{place}.statuses.{index}", raw)
    for index, raw in enumerate(errors):
        reason = f"WhatsApp tells of an error: {_error_of(raw)}"
        yield unknown(delivery, None, "errors", reason, place=f"{place}.errors.{index}")
    if not (messages or statuses or errors):
        yield unknown(delivery, None, "messages", "value: holds no messages", place=place)


def _own_number(value: dict[str, Json]) -> str:
    """Our number as digits; the platform sometimes writes it with plus sign, spaces or hyphens."""
    shown = as_object(value.get("metadata")).get("display_phone_number")
    text = shown[:40] if isinstance(shown, str) else ""
    return "".join(character for character in text if character.isdecimal())


def _other_field(delivery: Delivery, place: str, field: Json, value: dict[str, Json]) -> Item:
    """Updates about the account. What an operator or a privacy officer must act on waits."""
    name = field if isinstance(field, str) else "change without field"
    about_template = name == "message_template_status_update"
    bad_news = about_template and str(value.get("event")) in BAD_TEMPLATE_EVENTS
    if name in RECORDED_FIELDS and not bad_news:
        return unknown(delivery, None, name, "about the account", place=place, recorded=True)
    return unknown(delivery, None, name, "a person must look at this update", place=place)


def _message(
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
    recipients = [_number_handle(own_number)] if own_number else []
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


def _people(value: dict[str, Json]) -> dict[str, Person]:
    """The senders by their number and by their user id: their order in the list means nothing."""
    found: dict[str, Person] = {}
    for raw in _listed(value, "contacts"):
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
    return [*own, *([_number_handle(number)] if number else []), *parent]


def _name_of(message: Received, people: dict[str, Person]) -> str | None:
    profile = as_object(_person_of(message, people).profile)
    names = (profile.get("name"), profile.get("username"))
    return next((clean_line(name) for name in names if isinstance(name, str) and name), None)


def _number_handle(number: str) -> Handle:
    """WhatsApp numbers come as digits with the country code and without plus sign."""
    digits = number.removeprefix("+")
    return phone_handle(f"+{digits}") or scoped_handle("whatsapp", number)


def _report(delivery: Delivery, place: str, raw: Json) -> Item:
    try:
        status = Status.model_validate(raw)
    except ValidationError as error:
        return unknown(delivery, None, "status", wrong_field(error), place=place)
    if status.status not in OUTCOMES:
        kind = f"status {status.status}"
        return unknown(delivery, None, kind, "a status that we do not know", place=place)
    parts = (status.id, status.status, status.recipient_participant_id)
    failed = status.errors if status.status == "failed" else ()
    return SendReport(
        id=":".join([delivery.provider, *(part for part in parts if part)]),
        provider=delivery.provider,
        account=delivery.account,
        shop=delivery.shop,
        notification_id=status.biz_opaque_callback_data,
        provider_message_id=status.id,
        outcome=OUTCOMES[status.status],
        recipient=_told(status),
        permanent=bool(failed) and not any(error.code in TEMPORARY_ERRORS for error in failed),
        reason=failed[0].reason if failed else None,
        occurred_at=plausible(status.timestamp, delivery.received_at),
    )


def _told(status: Status) -> Handle | None:
    if status.recipient_user_id:
        return scoped_handle("whatsapp", status.recipient_user_id)
    number = status.recipient_participant_id or status.recipient_id
    return _number_handle(number) if number else None


def _error_of(raw: Json) -> str:
    try:
        return MetaError.model_validate(raw).reason
    except ValidationError as error:
        return wrong_field(error)


def _listed(value: dict[str, Json], name: str) -> list[Json]:
    """The list of that name; one thing that is no list counts as a list of one."""
    found = value.get(name)
    if isinstance(found, list):
        return found
    return [] if found is None else [found]
