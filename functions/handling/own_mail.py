"""Our own answer that comes by in Cc: it joins its case as ours and starts no clock."""

from collections.abc import Mapping
from typing import Any

from functions.aws import rows, table
from functions.aws.runtime import logger
from functions.core.contacts import Channel, Contact, Verdict
from functions.core.deliveries import Delivery
from functions.core.items import Outcome, OutcomeKind
from functions.core.ledger import LedgerRow
from functions.core.loops import is_own
from functions.core.values import Evidence
from functions.handling.loops import own_handles
from functions.handling.settled import settle

ANSWERS_LOOKED_AT = 12
MAX_RECIPIENTS = 20


def is_own_mail(contact: Contact) -> bool:
    """Proven to come from an address of ours, and written to somebody else.

    A contact form also writes from our address, but to nobody but ourselves.
    """
    if contact.channel is not Channel.EMAIL or contact.automatic is not None:
        return False
    own = own_handles(contact.shop)
    proven = contact.verdicts is not None and contact.verdicts.dmarc is Verdict.PASS
    others = any(not is_own(handle, own) for handle in (*contact.recipients, *contact.copied))
    return proven and others and is_own(contact.sender, own)


def handle_own_mail(contact: Contact, delivery: Delivery, *, consistent: bool) -> Outcome:
    """One try: ConflictError when somebody else wrote in between, then look again."""
    answers = contact.thread.answers[:ANSWERS_LOOKED_AT]
    item_key = rows.item_key(contact.id)
    own_key = rows.thread_key(contact.thread.id or contact.id)
    found = table.read([item_key, own_key, *map(rows.thread_key, answers)], consistent=consistent)
    if ledger := rows.decode(LedgerRow, found.get(item_key)):
        return settle(ledger, delivery)
    answered = _answered(answers, found)
    row = _ledger_row(contact, delivery, answered)
    writes = [table.Write(item_key, row, table.NOT_THERE, timeline=rows.case_timeline(row))]
    if contact.thread.id and own_key not in found:
        message = rows.Message(
            party=answered.party if answered else None,
            case_id=answered.case_id if answered else None,
            order=answered.order if answered else None,
            to=tuple(handle.key for handle in contact.recipients[:MAX_RECIPIENTS]),
        )
        writes.append(table.Write(own_key, message, table.NOT_THERE))
    table.commit(writes)
    logger.info("own mail recorded", item_id=contact.id, case_id=row.case_id)
    return row.outcome


def _answered(
    answers: tuple[str, ...], found: Mapping[table.Key, Mapping[str, Any]]
) -> rows.Message | None:
    messages = (rows.decode_message(found.get(rows.thread_key(answer))) for answer in answers)
    return next((message for message in messages if message), None)


def _ledger_row(contact: Contact, delivery: Delivery, answered: rows.Message | None) -> LedgerRow:
    case_id = answered.case_id if answered else None
    reason = "our own answer" if case_id else "our own mail, outside any case"
    return LedgerRow(
        item_id=contact.id,
        kind=contact.kind,
        provider=contact.provider,
        shop=contact.shop,
        inbox_key=delivery.id,
        recorded_at=delivery.received_at,
        outcome=Outcome(kind=OutcomeKind.RECORDED, reason=reason),
        case_id=case_id,
        party=answered.party if answered else None,
        sender=contact.sender.key,
        channel=contact.channel,
        subject=contact.subject[:200] if contact.subject else None,
        because=(Evidence(kind="our_answer", detail=contact.sender.value),),
    )
