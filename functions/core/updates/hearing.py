"""What a customer's message means for the updates of an order: where is it, STOP and so on."""

import re

from functions.core.contacts import Channel as ContactChannel
from functions.core.contacts import Contact
from functions.core.customers import CustomerFacts
from functions.core.language.concepts import WEIGHTS, Concept
from functions.core.language.intent import Topic
from functions.core.language.short_words import LONGEST_STOP, is_stop_word
from functions.core.language.understanding import understand
from functions.core.updates.happenings import Intent
from functions.core.updates.policy import Channel

_STOP_SUBJECT = re.compile(r"STOP ([0-9a-f]{32})", re.ASCII)
WHERE = frozenset({Concept.ORDER_STATUS, Concept.NOT_RECEIVED})
NOTHING_ELSE = WHERE | {Concept.DELIVERY, Concept.BOUGHT}

WHATSAPP = frozenset({"whatsapp", "twilio"})
"""Who carries its messages; a chat of theirs is nothing else."""


def channel_of(contact: Contact) -> Channel | None:
    """The channel of ours that the message came by; none: we tell nobody anything there."""
    if contact.channel is ContactChannel.EMAIL:
        return Channel.EMAIL
    if contact.provider in WHATSAPP and contact.channel is ContactChannel.CHAT:
        return Channel.WHATSAPP
    if contact.channel is ContactChannel.SMS:
        return Channel.SMS
    return None


def stop_subject(code: str) -> str:
    """What a mail program writes for its user to end mail of ours; the code tells which it was."""
    return f"STOP {code}"


def stop_code(contact: Contact) -> str | None:
    """The code of a mail that was written so."""
    found = _STOP_SUBJECT.fullmatch((contact.subject or "").strip()[:LONGEST_STOP])
    return found[1] if found and channel_of(contact) is Channel.EMAIL else None


def is_stop(contact: Contact, *, answers_notice: bool = False) -> bool:
    """Only the word itself, on a channel of short messages; by mail only in answer to a notice of
    ours, for elsewhere it may be about anything. The subject that a notice gives to its readers'
    mail programs is as good as the word.
    """
    short = channel_of(contact) in {Channel.WHATSAPP, Channel.SMS}
    by_mail = channel_of(contact) is Channel.EMAIL
    if not (short or (by_mail and answers_notice)):
        return False
    if by_mail and stop_code(contact):
        return True
    return is_stop_word(contact.text)


def intent_of(
    contact: Contact, topic: str | None, *, answers_notice: bool = False
) -> Intent | None:
    """None: it is about something else. `topic` is what routing made of it."""
    if is_stop(contact, answers_notice=answers_notice):
        return Intent.STOP
    if topic == Topic.COMPLAINTS:
        return Intent.COMPLAINT
    if topic != Topic.ORDERS:
        return None
    said = understand(contact, CustomerFacts()).strengths
    if Concept.NOT_RECEIVED in said:
        return Intent.NOT_RECEIVED
    return Intent.WISMO if WHERE & said.keys() else None


def asks_only_where(contact: Contact) -> bool:
    """Nothing in it speaks for anything but the question where the order is, nor asks what we did
    not understand.
    """
    understood = understand(contact, CustomerFacts())
    said = understood.strengths.keys() & WEIGHTS.keys()
    questions = (reading for reading in understood.readings if reading.sentence.asks)
    clear = all(any(hit.key in NOTHING_ELSE for hit in asked.hits) for asked in questions)
    return clear and said <= NOTHING_ELSE and not contact.attachments
