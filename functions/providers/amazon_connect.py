"""Amazon Connect: missed calls, call-backs, voicemail and finished calls, by EventBridge."""

from functions.core.contacts import Channel, MachineKind
from functions.core.deliveries import Credentials, Delivery, Transport
from functions.core.errors import SignatureError
from functions.core.items import Item
from functions.core.untrusted import Json, as_object, read_object, unknown, usable_id
from functions.providers._connect_calls import Call, contact, read_call
from functions.providers._messages import read_each, text_of
from functions.providers.base import Provider

# https://docs.aws.amazon.com/connect/latest/adminguide/contact-events.html
RECORDED = {
    "INITIATED": "a call began",
    "CONNECTED_TO_SYSTEM": "a call was answered by the system",
    "QUEUED": "a caller waits",
    "CONNECTED_TO_AGENT": "an agent answers the call",
    "CONTACT_DATA_UPDATED": "facts of a call changed",
    "AMD_DISABLED": "answering machines are not looked for",
    "PAUSED": "a task rests",
    "RESUMED": "a task goes on",
}
FROM_OUTSIDE = {"INBOUND", "CALLBACK", "TRANSFER", "QUEUE_TRANSFER", "DISCONNECT"}


class AmazonConnect(Provider):
    """IAM proves the bus, so there are no secrets. Contact events come by a rule on the default
    bus; contact records (with the caller's number) by an EventBridge pipe from their stream, with
    the source `loket.amazon_connect`."""

    channel = Channel.PHONE
    bus_sources = ("aws.connect",)

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        if delivery.transport is not Transport.BUS:
            raise SignatureError("calls come by EventBridge, never by a webhook")

    def parse(self, delivery: Delivery) -> list[Item]:
        event = read_object(delivery.body)
        detail: Json = _lower(event.get("detail"))

        def read(_: str, raw: Json) -> list[Item]:
            return [_item(delivery, usable_id(event.get("id")), as_object(raw))]

        return read_each(delivery, [("", detail)], read)


def _item(delivery: Delivery, event_id: str | None, detail: dict[str, Json]) -> Item:
    """Names come in several spellings (`AgentInfo`, `agentInfo`), so all are in lower case here."""
    is_record = "awscontacttracerecordformatversion" in detail
    kind = "record" if is_record else (text_of(detail, "eventtype") or "event without type").upper()
    call = read_call(detail)
    voice = call.channel.upper() in ("VOICE", "TELEPHONY")
    if is_record or kind == "COMPLETED":
        return _ended(delivery, event_id, kind, call) if voice else _other(delivery, event_id, kind)
    if kind == "INITIATED" and call.method == "CALLBACK" and voice:
        return contact(delivery, call, "callback", "The caller asks to be called back.")
    if kind == "DISCONNECTED" and voice and _is_missed(call):
        return _missed(delivery, call)
    if kind in RECORDED or kind == "DISCONNECTED":
        reason = RECORDED.get(kind, "a call ended")
        return unknown(delivery, event_id, kind, reason, recorded=True)
    return unknown(delivery, event_id, kind, "an event that we do not know")


def _other(delivery: Delivery, event_id: str | None, kind: str) -> Item:
    """Chats, tasks and mails of Connect end here: their words come by other ways."""
    return unknown(delivery, event_id, kind, "not a call", recorded=True)


def _ended(delivery: Delivery, event_id: str | None, kind: str, call: Call) -> Item:
    """A record holds the number and the recording; it comes again whenever a fact changes."""
    if call.method not in FROM_OUTSIDE:
        return unknown(delivery, event_id, kind, "a call that we made", recorded=True)
    if call.recording and not call.answered:
        return contact(delivery, call, "voicemail", "The caller left a voice message.")
    if _is_missed(call):
        return _missed(delivery, call)
    if not call.answered:
        reason = "the caller hung up in the menu"
        return unknown(delivery, event_id, kind, reason, recorded=True)
    done = contact(delivery, call, "call", f"A call of {call.minutes} was answered by an agent.")
    return done.model_copy(update={"automatic": MachineKind.OTHER})


def _is_missed(call: Call) -> bool:
    """Queued, ended, and no agent ever connected."""
    return call.queued and not call.answered and call.method in FROM_OUTSIDE


def _missed(delivery: Delivery, call: Call) -> Item:
    return contact(delivery, call, "missed", "The caller hung up before an agent was free.")


def _lower(value: Json, depth: int = 6) -> Json:
    """Names in lower case, some levels deep; of attributes too, which are ours."""
    if isinstance(value, dict) and depth:
        return {str(name).lower(): _lower(inner, depth - 1) for name, inner in value.items()}
    if isinstance(value, list) and depth:
        return [_lower(inner, depth - 1) for inner in value[:100]]
    return value
