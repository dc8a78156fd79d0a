"""Mail that we sent: remembered by its id, so that answers to it find their case."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from functions.aws import rows, table
from functions.core.contacts import Anchor, AnchorKind, Handle
from functions.core.evidence.anchors import find_anchors, normalised
from functions.core.evidence.known_orders import KnownOrder
from functions.core.figures import figures_behind_letters
from functions.core.values import Value
from functions.handling.answers import answer_writes

MAX_GIVEN = 10
MANY = 20
"""A mail to more people than this is no answer to anybody."""
ANSWERS_LOOKED_AT = 12

Rows = Mapping[table.Key, Mapping[str, Any]]


class SentMail(Value):
    """One mail of ours, by an agent or to many; notifications are remembered by the outbox."""

    shop: str
    message_id: str
    """As a thread id, with `mail:` in front."""
    sent_at: datetime
    to: tuple[Handle, ...] = ()
    mass: bool = False
    answers: tuple[str, ...] = ()
    """Thread ids that it answers, nearest first."""
    about_order: str | None = None
    gives: tuple[str, ...] = ()
    """Numbers handed out in it, for instance a return number."""

    @property
    def given(self) -> tuple[Anchor, ...]:
        return tuple(map(_given_anchor, self.gives[:MAX_GIVEN]))


def record_sent_mail(mail: SentMail) -> None:
    """An answer leads to the case of what it answers, and stops its clock; a mass mail leads to
    nothing.
    """
    found = table.read(sent_mail_keys(mail))
    stopped = answer_writes(answered_message(mail, found), mail.to, mail.sent_at)
    table.commit([*sent_mail_writes(mail, found), *stopped])


def sent_mail_keys(mail: SentMail) -> list[table.Key]:
    """What must be read before it can be remembered."""
    return [
        rows.thread_key(mail.message_id),
        *map(rows.thread_key, mail.answers[:ANSWERS_LOOKED_AT]),
        *([_order_key(mail)] if mail.about_order else ()),
        *_given_keys(mail),
    ]


def answered_message(mail: SentMail, found: Rows) -> rows.Message | None:
    """The nearest message that it answers and that we know; none for a mass mail."""
    if mail.mass:
        return None
    keys = map(rows.thread_key, mail.answers[:ANSWERS_LOOKED_AT])
    messages = (rows.decode_message(found.get(key)) for key in keys)
    return next((message for message in messages if message), None)


def sent_mail_writes(mail: SentMail, found: Rows) -> list[table.Write]:
    """Its own row, and one for each number that it hands out and nobody else did before."""
    own_key = rows.thread_key(mail.message_id)
    answered = answered_message(mail, found) or rows.Message()
    order = rows.decode(KnownOrder, found.get(_order_key(mail))) if mail.about_order else None
    message = rows.Message(
        party=answered.party,
        case_id=answered.case_id,
        person_id=answered.person_id,
        name=answered.name,
        order=None if mail.mass else order or answered.order,
        to=tuple(handle.key for handle in mail.to[:MANY]),
        mass=mail.mass,
    )
    writes = [] if own_key in found else [table.Write(own_key, message, table.NOT_THERE)]
    if message.case_id:
        new = (key for key in _given_keys(mail) if key not in found)
        writes += [table.Write(key, message, table.NOT_THERE) for key in new]
    return writes


def _given_keys(mail: SentMail) -> list[table.Key]:
    """Where the numbers are looked up, with and without the letters that people leave out."""
    figures = (figures_behind_letters(anchor.value) for anchor in mail.given)
    keys = (
        *(rows.given_key(mail.shop, anchor) for anchor in mail.given),
        *(rows.given_figures_key(mail.shop, one) for one in figures if one),
    )
    return list(dict.fromkeys(keys))


def _order_key(mail: SentMail) -> table.Key:
    number = Anchor(kind=AnchorKind.ORDER, value=normalised(mail.about_order or ""))
    return rows.order_reference_key(mail.shop, number)


def given_in(text: str) -> tuple[str, ...]:
    """The return numbers that stand in a mail of ours."""
    returns = (one.value for one in find_anchors(text) if one.kind is AnchorKind.RETURN)
    return tuple(returns)[:MAX_GIVEN]


def order_in(anchors: Sequence[Anchor]) -> str | None:
    """The one order that a mail of ours names; none where it names several."""
    orders = {anchor.value for anchor in anchors if anchor.kind is AnchorKind.ORDER}
    return orders.pop() if len(orders) == 1 else None


def _given_anchor(number: str) -> Anchor:
    read = find_anchors(number)
    return read[0] if read else Anchor(kind=AnchorKind.RETURN, value=normalised(number))
