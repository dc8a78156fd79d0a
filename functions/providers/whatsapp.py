"""WhatsApp Cloud API: messages with their senders, reports on what we sent, and sending."""

from collections.abc import Iterator

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery, OutboundRequest
from functions.core.items import Item
from functions.core.notifications import Message
from functions.core.untrusted import Json, as_object, unknown
from functions.providers import _meta
from functions.providers._whatsapp_messages import (
    listed,
    read_message,
    read_own_number,
    read_people,
)
from functions.providers._whatsapp_reports import error_of, read_report
from functions.providers._whatsapp_sending import compose, read_answer

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


class WhatsApp(_meta.MetaProvider):
    """`secrets` are app secrets. Settings: `verify_token` for the handshake; `phone_number_id`
    and `token` for sending; `api_base` where that is not Meta's own."""

    channel = Channel.CHAT
    sends = True

    def parse(self, delivery: Delivery) -> list[Item]:
        entries = _meta.entries_of(delivery, "whatsapp_business_account")
        return [
            item for place, change in _changes(entries) for item in _items(delivery, place, change)
        ]

    def compose(self, message: Message, credentials: Credentials) -> OutboundRequest:
        return compose(message, credentials)

    def read_answer(self, status: int, body: bytes) -> str:
        return read_answer(status, body)


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
    people = read_people(value)
    own_number = read_own_number(value)
    messages, statuses, errors = (
        listed(value, name) for name in ("messages", "statuses", "errors")
    )
    for index, raw in enumerate(messages):
        yield read_message(delivery, f"{place}.messages.{index}", raw, people, own_number)
    for index, raw in enumerate(statuses):
        yield read_report(delivery, f"{place}.statuses.{index}", raw)
    for index, raw in enumerate(errors):
        reason = f"WhatsApp tells of an error: {error_of(raw)}"
        yield unknown(delivery, None, "errors", reason, place=f"{place}.errors.{index}")
    if not (messages or statuses or errors):
        yield unknown(delivery, None, "messages", "value: holds no messages", place=place)


def _other_field(delivery: Delivery, place: str, field: Json, value: dict[str, Json]) -> Item:
    """Updates about the account. What an operator or a privacy officer must act on waits."""
    name = field if isinstance(field, str) else "change without field"
    about_template = name == "message_template_status_update"
    bad_news = about_template and str(value.get("event")) in BAD_TEMPLATE_EVENTS
    if name in RECORDED_FIELDS and not bad_news:
        return unknown(delivery, None, name, "about the account", place=place, recorded=True)
    return unknown(delivery, None, name, "a person must look at this update", place=place)
