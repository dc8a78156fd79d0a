"""Microsoft Teams outgoing webhook: a mention in a team's channel, answered at once."""

import base64
import binascii
import hashlib
import hmac
import json
import re

from pydantic import Field

from functions.core.contacts import Channel, Contact, Thread
from functions.core.deliveries import Credentials, Delivery, Reply
from functions.core.errors import SignatureError
from functions.core.evidence.handles import scoped_handle
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.untrusted import (
    Identifier,
    Json,
    Line,
    Prose,
    Theirs,
    as_object,
    clean_text,
    plausible,
    read_object,
    unknown,
    usable_id,
)
from functions.providers._messages import a_file, files_of, listed, read_each, text_of
from functions.providers.base import Provider
from functions.providers.signatures import same_text, secrets_of

# https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook
MENTION = re.compile(r"<at>[^<]{0,200}</at>", re.IGNORECASE)
TAG = re.compile(r"<[^<>]{1,500}>")
RECEIVED = "Your message has been received; a colleague will answer you."


class Teams(Provider):
    """`secrets` are the tokens that Teams showed, as they are (base64). Setting: `received`, the
    words that confirm a message at once; later answers go another way."""

    channel = Channel.CHAT

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        given = delivery.headers.get("authorization", "")
        keys = [key for key in map(_key, secrets_of(credentials)) if key]
        digests = [hmac.new(key, delivery.body, hashlib.sha256).digest() for key in keys]
        expected = [f"HMAC {base64.b64encode(digest).decode()}" for digest in digests]
        if not given or not any(same_text(given, text) for text in expected):
            raise SignatureError("authorization does not fit the body; check the token")

    def parse(self, delivery: Delivery) -> list[Item]:
        activity: Json = read_object(delivery.body)
        return read_each(delivery, [("", activity)], lambda _, raw: [_item(delivery, raw)])

    def acknowledge(self, delivery: Delivery, credentials: Credentials) -> Reply | None:
        """Teams shows the answer in the thread when it comes within five seconds."""
        text = credentials.settings.get("received", RECEIVED)
        body = json.dumps({"type": "message", "text": text})
        return Reply(body=body, content_type="application/json")


class Person(Theirs):
    id: Identifier
    name: Line | None = None
    directory_id: Identifier | None = Field(None, alias="aadObjectId")


class Activity(Theirs):
    id: Identifier
    type: Line
    timestamp: Sometime = None
    sender: Person = Field(alias="from")
    text: Prose = ""


def _item(delivery: Delivery, raw: Json) -> Item:
    told = as_object(raw)
    if told.get("type") != "message":
        kind = text_of(told, "type") or "activity without type"
        return unknown(delivery, told.get("id"), kind, "no message; a person must look")
    activity = Activity.model_validate(told)
    text = _without_markup(activity.text)
    files = files_of(
        a_file(text_of(file, "contentUrl"), text_of(file, "name"), text_of(file, "contentType"))
        for _, file in listed(told, "attachments")
    )
    if not text and not files:
        return unknown(delivery, activity.id, "message", "a mention without words", recorded=True)
    own_id, person = f"{delivery.provider}:{activity.id}", activity.sender
    first = _first_message(told)
    answers = (f"{delivery.provider}:{first}",) if first and first != activity.id else ()
    return Contact(
        id=own_id,
        provider=delivery.provider,
        channel=Channel.CHAT,
        account=delivery.account,
        shop=delivery.shop,
        sender=scoped_handle(delivery.provider, person.directory_id or person.id),
        sender_name=person.name,
        text=text,
        sent_at=plausible(activity.timestamp, delivery.received_at),
        thread=Thread(id=own_id, answers=answers),
        attachments=files,
    )


def _first_message(activity: dict[str, Json]) -> str | None:
    """The conversation's id ends in the id of the message that the thread began with."""
    conversation = text_of(activity, "conversation", "id") or ""
    return usable_id(conversation.partition(";messageid=")[2])


def _without_markup(text: str) -> str:
    """Without the mention of us and the tags around the words."""
    spoken = TAG.sub("", MENTION.sub("", text))
    for entity, letter in (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        spoken = spoken.replace(entity, letter)
    return clean_text(spoken)


def _key(token: str) -> bytes:
    """The token is base64: its text itself is no key. Empty when unreadable."""
    try:
        return base64.b64decode(token.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""
