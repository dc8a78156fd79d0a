"""Slack, above all Slack Connect channels shared with business customers; and sending."""

from functions.core.contacts import Channel, Contact, Handle, Thread
from functions.core.deliveries import Credentials, Delivery, OutboundRequest, Reply
from functions.core.errors import PayloadError
from functions.core.evidence.handles import scoped_handle
from functions.core.items import Item
from functions.core.notifications import Message
from functions.core.untrusted import (
    Identifier,
    Json,
    Line,
    Prose,
    Theirs,
    as_object,
    plausible,
    read_object,
    unknown,
)
from functions.providers._messages import (
    a_file,
    files_of,
    listed,
    our_answer,
    read_each,
    text_of,
)
from functions.providers._slack_sending import compose, read_answer
from functions.providers._slack_times import read_ts
from functions.providers.base import Provider
from functions.providers.signatures import check_slack

# https://docs.slack.dev/reference/events
MESSAGES = {"message", "app_mention"}
WITH_WORDS = {None, "file_share", "thread_broadcast", "me_message"}
"""Subtypes of messages that a person wrote; all others are notices, edits or deletions."""
RECORDED = {
    "reaction_added": "an emoji on a message asks for nothing",
    "reaction_removed": "an emoji on a message asks for nothing",
    "member_joined_channel": "somebody joined the channel",
    "member_left_channel": "somebody left the channel",
    "channel_shared": "the channel is shared with another company",
    "file_shared": "the message with the file comes by itself",
    "shared_channel_invite_received": "an invitation to a shared channel",
    "shared_channel_invite_accepted": "an invitation to a shared channel",
    "shared_channel_invite_approved": "an invitation to a shared channel",
    "shared_channel_invite_declined": "an invitation to a shared channel",
}


class Slack(Provider):
    """`secrets` are signing secrets. Settings for sending: `token` of the bot, `api_base`."""

    channel = Channel.CHAT
    sends = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        check_slack(delivery, credentials)

    def challenge(self, delivery: Delivery, credentials: Credentials) -> Reply | None:
        """`url_verification`, which is signed like any event."""
        try:
            body = read_object(delivery.body) if delivery.method == "POST" else {}
        except PayloadError:
            return None
        asked = body.get("challenge")
        if body.get("type") != "url_verification" or not isinstance(asked, str):
            return None
        return Reply(body=asked)

    def parse(self, delivery: Delivery) -> list[Item]:
        envelope: Json = read_object(delivery.body)
        return read_each(delivery, [("", envelope)], lambda _, raw: [_item(delivery, raw)])

    def compose(self, message: Message, credentials: Credentials) -> OutboundRequest:
        return compose(message, credentials)

    def read_answer(self, status: int, body: bytes) -> str:
        return read_answer(status, body)


class Envelope(Theirs):
    type: Line
    event_id: Identifier | None = None
    team_id: Identifier | None = None


class Event(Theirs):
    user: Identifier
    team: Identifier | None = None
    channel: Identifier
    ts: Identifier
    thread_ts: Identifier | None = None
    text: Prose = ""


def _item(delivery: Delivery, raw: Json) -> Item:
    envelope, event = Envelope.model_validate(raw), as_object(as_object(raw).get("event"))
    if envelope.type == "app_rate_limited":
        reason = "Slack holds events back: too many in an hour; look at the channels"
        return unknown(delivery, None, envelope.type, reason)
    kind = text_of(event, "type") or envelope.type
    if kind in RECORDED:
        return unknown(delivery, envelope.event_id, kind, RECORDED[kind], recorded=True)
    if kind not in MESSAGES:
        reason = "an event that a person must look at"
        return unknown(delivery, envelope.event_id, kind, reason)
    if event.get("bot_id") or (text_of(event, "user") or "") in _own_users(raw):
        return unknown(delivery, envelope.event_id, "echo", "sent by a bot", recorded=True)
    subtype = text_of(event, "subtype")
    if subtype in WITH_WORDS and _is_colleague(raw, event):
        return _colleagues_word(delivery, event)
    if subtype == "message_changed":
        return _edited(delivery, envelope, event)
    if subtype not in WITH_WORDS:
        told = f"message {subtype}"[:100]
        return unknown(delivery, envelope.event_id, told, "a notice or deletion", recorded=True)
    return _contact(delivery, envelope, event, ())


def _edited(delivery: Delivery, envelope: Envelope, event: dict[str, Json]) -> Item:
    """New words of an old message; the same words again only mean that a link was unfolded."""
    newer, older = as_object(event.get("message")), as_object(event.get("previous_message"))
    if newer.get("text") == older.get("text") or newer.get("bot_id"):
        return unknown(
            delivery, envelope.event_id, "message_changed", "no new words", recorded=True
        )
    again = {"team": event.get("team"), **newer, "channel": event.get("channel")}
    own_id = f"{event.get('channel')}:{newer.get('ts')}"
    return _contact(delivery, envelope, again, (f"{delivery.provider}:{own_id}"[:200],))


def _contact(
    delivery: Delivery, envelope: Envelope, raw: dict[str, Json], edits: tuple[str, ...]
) -> Item:
    event = Event.model_validate(raw)
    own_id = f"{delivery.provider}:{event.channel}:{event.ts}"
    in_thread = event.thread_ts not in (None, event.ts)
    parent = (f"{delivery.provider}:{event.channel}:{event.thread_ts}",) if in_thread else ()
    files = files_of(
        a_file(
            text_of(file, "url_private"),
            text_of(file, "name"),
            text_of(file, "mimetype"),
            as_object(file).get("size"),
        )
        for _, file in listed(raw, "files")
    )
    if not event.text and not files:
        return unknown(delivery, envelope.event_id, "message", "neither text nor file in it")
    named = f"{own_id}:edit:{envelope.event_id}"[:300] if edits else own_id
    return Contact(
        id=named,
        provider=delivery.provider,
        channel=Channel.CHAT,
        account=delivery.account,
        shop=delivery.shop,
        sender=_person(delivery, event, envelope),
        recipients=(scoped_handle(delivery.provider, event.channel),),
        text=event.text,
        sent_at=plausible(read_ts(event.ts), delivery.received_at),
        thread=Thread(id=named, answers=(*edits, *parent)),
        attachments=files,
    )


def _person(delivery: Delivery, event: Event, envelope: Envelope) -> Handle:
    """User ids are unique only together with the team, which may be the customer's."""
    team = event.team or envelope.team_id or "team"
    return scoped_handle(delivery.provider, f"{team}:{event.user}")


def _is_colleague(envelope: Json, event: dict[str, Json]) -> bool:
    """In a channel shared with a customer, whoever belongs to a workspace that installed us."""
    if as_object(envelope).get("is_ext_shared_channel") is not True:
        return False
    installed = {text_of(one, "team_id") for _, one in listed(envelope, "authorizations")}
    return text_of(event, "team") in installed - {None}


def _colleagues_word(delivery: Delivery, raw: dict[str, Json]) -> Item:
    """An answer of ours where it stands in a thread; the channel itself is nobody's case."""
    event = Event.model_validate(raw)
    own_id = f"{event.channel}:{event.ts}"
    if event.thread_ts in (None, event.ts):
        reason = "written by a colleague"
        return unknown(delivery, own_id, "echo", reason, recorded=True)
    thread = f"{delivery.provider}:{event.channel}:{event.thread_ts}"
    return our_answer(delivery, own_id, read_ts(event.ts), answers=thread)


def _own_users(envelope: Json) -> set[str]:
    """Our bot's user in each installation that this event was sent for."""
    bots = (
        text_of(authorization, "user_id")
        for _, authorization in listed(envelope, "authorizations")
        if as_object(authorization).get("is_bot")
    )
    return {user for user in bots if user}
