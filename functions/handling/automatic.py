"""Automatic answers to our own notices: they stand with the order they are about, for nobody to do.

A holiday reply to an order update is no question. It is stored, counted against the address, and
opens no case; an answer by a person to the same update does.
"""

from functions import policies
from functions.aws import rows, table
from functions.aws.runtime import logger
from functions.core import loops
from functions.core.contacts import Contact, MachineKind
from functions.core.deliveries import Delivery
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.old_subjects import stands_in
from functions.core.figures import compact
from functions.core.items import Outcome, OutcomeKind
from functions.core.ledger import LedgerRow, origin, wrote
from functions.core.values import Evidence
from functions.handling.lookup import Facts
from functions.handling.loops import report, write

SILENT = {MachineKind.AUTO_REPLY, MachineKind.READ_RECEIPT}
"""Help desks are not: behind their mail may be a person who answers."""


def is_answer_to_notice(contact: Contact, facts: Facts) -> bool:
    """It answers a notification or mass mail of ours, and no case knows of it."""
    return contact.automatic in SILENT and facts.notice is not None and not facts.known.threads


def order_answered_by_subject(contact: Contact, facts: Facts) -> KnownOrder | None:
    """The sender's own order that the subject names, where no header says what is answered.

    Old vacation programs write `Automatic reply: Your order 1001` and no In-Reply-To.
    """
    if contact.automatic not in SILENT or facts.known.threads:
        return None
    subject = compact(contact.subject or "")
    named = [
        order
        for order in facts.known.orders
        if contact.sender.key in order.handles
        and any(stands_in(subject, anchor) for anchor in order.matched)
    ]
    return named[0] if len({order.order_id for order in named}) == 1 else None


def record_automatic(contact: Contact, delivery: Delivery, facts: Facts, party: str) -> Outcome:
    """One row, and how the address behaves; ConflictError as for every contact."""
    pair = loops.observe(facts.pair, contact, policies.loops(), delivery.received_at)
    row = _ledger_row(contact, delivery, facts).model_copy(update={"party": party})
    table.commit(
        [table.Write(rows.item_key(contact.id), row, table.NOT_THERE), write(pair, contact.shop)]
    )
    logger.info("automatic answer recorded", item_id=contact.id, kind=contact.automatic)
    report(contact, facts.pair, pair)
    return row.outcome


def _ledger_row(contact: Contact, delivery: Delivery, facts: Facts) -> LedgerRow:
    order = facts.notice.order if facts.notice else None
    reason = f"{contact.automatic} to our own notice"
    return LedgerRow(
        **origin(contact, delivery),
        outcome=Outcome(kind=OutcomeKind.RECORDED, reason=reason),
        **wrote(contact),
        order_key=f"{order.shop}#{order.order_id}" if order else None,
        because=(Evidence(kind=f"automatic_{contact.automatic}", detail=contact.sender.value),),
    )
