"""A review as a contact, whoever publishes it."""

from datetime import datetime
from typing import NamedTuple

from functions.core.contacts import Anchor, Channel, Contact, Handle, Thread, Verdicts
from functions.core.deliveries import Delivery
from functions.core.untrusted import plausible


class Review(NamedTuple):
    id: str
    sender: Handle
    proven: bool
    """Whether the platform vouches for the sender's handle."""
    text: str
    edit: str | None = None
    """What tells this version of the review from the first one."""
    name: str | None = None
    stars: str | None = None
    title: str | None = None
    at: datetime | None = None
    language: str | None = None
    anchors: tuple[Anchor, ...] = ()


def review_contact(delivery: Delivery, review: Review) -> Contact:
    """Stars first in the subject: they tell an agent more than the title does."""
    own_id = f"{delivery.provider}:{review.id}"
    named = f"{own_id}:edit:{review.edit}" if review.edit else own_id
    parts = (f"{review.stars}/5" if review.stars else None, review.title)
    return Contact(
        id=named,
        provider=delivery.provider,
        channel=Channel.REVIEW,
        account=delivery.account,
        shop=delivery.shop,
        sender=review.sender,
        sender_name=review.name,
        subject=" ".join(part for part in parts if part) or None,
        text=review.text,
        language=review.language,
        sent_at=plausible(review.at, delivery.received_at),
        thread=Thread(id=named, answers=(own_id,) if review.edit else ()),
        verdicts=None if review.proven else Verdicts(),
        anchors=review.anchors,
    )
