"""Mail that we sent: remembered by its id, so that answers to it find their case."""

from collections.abc import Sequence
from datetime import datetime

from functions.aws import rows, table
from functions.core.anchors import find_anchors
from functions.core.contacts import Anchor, AnchorKind, Handle
from functions.core.organisations import KnownOrder
from functions.core.values import Value

MAX_GIVEN = 10


class SentMail(Value):
    """One mail of ours, by an agent or to many; notifications are remembered by the outbox."""

    shop: str
    message_id: str
    """As a thread id, with `mail:` in front."""
    sent_at: datetime
    to: tuple[Handle, ...] = ()
    mass: bool = False
    in_reply_to: str | None = None
    about_order: str | None = None
    gives: tuple[str, ...] = ()
    """Numbers handed out in it, for instance a return number."""


def record_sent_mail(mail: SentMail) -> None:
    """An answer leads to the case of what it answers; a mass mail leads to nothing."""
    answered_key = rows.thread_key(mail.in_reply_to) if mail.in_reply_to else None
    order_key = (
        rows.order_reference_key(
            mail.shop, Anchor(kind=AnchorKind.ORDER, value=mail.about_order.upper())
        )
        if mail.about_order
        else None
    )
    found = table.read([key for key in (answered_key, order_key) if key])
    answered = rows.decode_message(found.get(answered_key)) if answered_key else None
    order = rows.decode(KnownOrder, found.get(order_key)) if order_key else None
    message = rows.Message(
        party=answered.party if answered and not mail.mass else None,
        case_id=answered.case_id if answered and not mail.mass else None,
        person_id=answered.person_id if answered and not mail.mass else None,
        name=answered.name if answered and not mail.mass else None,
        order=None if mail.mass else order,
        to=tuple(handle.key for handle in mail.to),
        mass=mail.mass,
    )
    writes = [table.Write(rows.thread_key(mail.message_id), message, table.NOT_THERE)]
    if message.case_id:
        writes += [
            table.Write(rows.given_key(mail.shop, anchor), message)
            for anchor in _given_anchors(mail.gives)
        ]
    table.commit(writes)


def _given_anchors(numbers: Sequence[str]) -> list[Anchor]:
    found = []
    for number in numbers[:MAX_GIVEN]:
        read = find_anchors(number)
        spelled = number.strip().upper()
        found.append(read[0] if read else Anchor(kind=AnchorKind.RETURN, value=spelled))
    return found
