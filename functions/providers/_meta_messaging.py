"""Events in the shape that Messenger and Instagram share (`messaging`), translated."""

from collections.abc import Callable, Iterator

from functions.core.contacts import Attachment, Channel, Contact, Thread
from functions.core.deliveries import Delivery
from functions.core.items import Item
from functions.core.notifications import SendOutcome, SendReport
from functions.core.untrusted import (
    Identifier,
    Json,
    Prose,
    Theirs,
    as_object,
    placed_id,
    plausible,
    unknown,
    usable_id,
)
from functions.providers._messages import our_answer, text_of
from functions.providers._meta_events import Event, answers_of, files_in, handle_of

SEEN = {"delivery", "read", "messaging_seen"}
OWN_MARK = "loket"
"""The metadata of what we send: its echo brings it back."""
RECORDED_EVENTS = {
    "reaction": "an emoji on a message asks for nothing",
    "optin": "the person agreed to messages",
    "referral": "the person came by a link",
    "pass_thread_control": "another app has the conversation",
    "take_thread_control": "another app has the conversation",
    "request_thread_control": "another app asks for the conversation",
    "app_roles": "the roles of apps changed",
    "account_linking": "the person linked or unlinked an account",
}


class Content(Theirs):
    mid: Identifier
    text: Prose = ""


def read_event(delivery: Delivery, place: str, raw: Json) -> Iterator[Item]:
    """One event as its items. Raises ValidationError where what it needs is spoilt."""
    told = {name: held for name, held in as_object(raw).items() if held is not None}
    kind = next((name for name in READERS if name in told), None)
    if kind:
        yield from READERS[kind](delivery, place, raw)
        return
    known = next((name for name in RECORDED_EVENTS if name in told), None)
    if known:
        reason = RECORDED_EVENTS[known]
        yield unknown(delivery, None, known, reason, place=place, recorded=True)
        return
    names = ", ".join(sorted(set(told) - {"sender", "recipient", "timestamp"})[:5])
    reason = "an event that we do not know; a person must look"
    yield unknown(delivery, None, names or "empty event", reason, place=place)


def _message(delivery: Delivery, place: str, raw: Json) -> Iterator[Item]:
    told = as_object(as_object(raw).get("message"))
    told = {**told, "text": told.get("text") or text_of(told, "quick_reply", "payload")}
    mid = usable_id(told.get("mid"))
    if told.get("is_echo"):
        yield _echo(delivery, place, raw, mid)
        return
    if told.get("is_deleted"):
        own_id = f"{mid}:deleted" if mid else None
        yield unknown(
            delivery, own_id, "deleted", "the customer took it back", place=place, recorded=True
        )
        return
    event, content = Event.model_validate(raw), Content.model_validate(told)
    files = files_in(told)
    if not content.text and not files:
        reason = "no text and no file that can be read; ask the customer"
        yield unknown(delivery, content.mid, "message", reason, place=place)
        return
    yield _contact(delivery, event, content.mid, content.text, files, answers_of(delivery, told))


def _echo(delivery: Delivery, place: str, raw: Json, mid: str | None) -> Item:
    """Written in Meta's own inbox, or by another app; what we sent ourselves carries our mark."""
    told = as_object(as_object(raw).get("message"))
    app, own_app = text_of(told, "app_id"), delivery.options.get("app_id")
    if mid is None or (own_app and app == own_app) or told.get("metadata") == OWN_MARK:
        return unknown(delivery, mid, "echo", "sent by ourselves", place=place, recorded=True)
    event = Event.model_validate(raw)
    answers = next(iter(answers_of(delivery, told)), None)
    person = handle_of(delivery, event.recipient)
    return our_answer(delivery, mid, event.timestamp, to=person, answers=answers)


def _postback(delivery: Delivery, place: str, raw: Json) -> Iterator[Item]:
    """A pressed button is what the person says; older ones have no id of their own."""
    event, told = Event.model_validate(raw), as_object(as_object(raw).get("postback"))
    named = {"mid": told.get("mid") or placed_id(delivery, place)}
    content = Content.model_validate(named | {"text": text_of(told, "title") or ""})
    text = content.text or text_of(told, "payload") or "button"
    yield _contact(delivery, event, content.mid, text[:500], (), ())


def _edit(delivery: Delivery, _place: str, raw: Json) -> Iterator[Item]:
    """The new words stand beside the old ones, as an answer to them."""
    event, told = Event.model_validate(raw), as_object(as_object(raw).get("message_edit"))
    content = Content.model_validate(told)
    number = text_of(told, "num_edit") or text_of(raw, "timestamp") or "1"
    answers = (f"{delivery.provider}:{content.mid}",)
    own_id = f"{content.mid}:edit:{number}"[:200]
    yield _contact(delivery, event, own_id, content.text, (), answers)


def _reports(outcome: SendOutcome) -> Callable[[Delivery, str, Json], Iterator[Item]]:
    """Delivered or read: a report for each message named; a mere point in time is recorded."""

    def read(delivery: Delivery, place: str, raw: Json) -> Iterator[Item]:
        told = as_object(next((held for name, held in as_object(raw).items() if name in SEEN), {}))
        mids = told.get("mids")
        named = mids if isinstance(mids, list) else [told.get("mid")]
        found = dict.fromkeys(mid for mid in map(usable_id, named) if mid)
        event = Event.model_validate(raw)
        for mid in found:
            yield SendReport(
                id=f"{delivery.provider}:{mid}:{outcome}",
                provider=delivery.provider,
                account=delivery.account,
                shop=delivery.shop,
                provider_message_id=mid,
                outcome=outcome,
                recipient=handle_of(delivery, event.sender),
                occurred_at=plausible(event.timestamp, delivery.received_at),
            )
        if not found:
            reason = "everything up to a point in time; no message is named"
            yield unknown(delivery, None, outcome, reason, place=place, recorded=True)

    return read


def _policy(delivery: Delivery, place: str, _raw: Json) -> Iterator[Item]:
    reason = "Meta warns or blocks the page; a person must act"
    yield unknown(delivery, None, "policy_enforcement", reason, place=place)


READERS: dict[str, Callable[[Delivery, str, Json], Iterator[Item]]] = {
    "message": _message,
    "postback": _postback,
    "message_edit": _edit,
    "delivery": _reports(SendOutcome.DELIVERED),
    "read": _reports(SendOutcome.READ),
    "messaging_seen": _reports(SendOutcome.READ),
    "policy_enforcement": _policy,
    "policy-enforcement": _policy,
}


def _contact(
    delivery: Delivery,
    event: Event,
    own_id: str,
    text: str,
    files: tuple[Attachment, ...],
    answers: tuple[str, ...],
) -> Contact:
    return Contact(
        id=f"{delivery.provider}:{own_id}",
        provider=delivery.provider,
        channel=Channel.CHAT,
        account=delivery.account,
        shop=delivery.shop,
        sender=handle_of(delivery, event.sender),
        recipients=(handle_of(delivery, event.recipient),),
        text=text,
        sent_at=plausible(event.timestamp, delivery.received_at),
        thread=Thread(id=f"{delivery.provider}:{own_id}", answers=answers),
        attachments=files,
    )
