"""Our own answer that comes by in Cc: it joins its case as ours and starts no clock."""

from functions.aws import rows, table
from functions.aws.runtime import logger
from functions.core.contacts import Channel, Contact, MachineKind, Verdict
from functions.core.deliveries import Delivery
from functions.core.evidence.anchors import find_anchors
from functions.core.items import Outcome, OutcomeKind
from functions.core.ledger import LedgerRow, origin, wrote
from functions.core.loops import is_own
from functions.core.values import Evidence
from functions.handling import outbound
from functions.handling.answers import answer_writes
from functions.handling.loops import own_handles
from functions.handling.outbound import MANY, SentMail
from functions.handling.settled import settle

MASS_MAIL = frozenset({MachineKind.LIST, MachineKind.NEWSLETTER})


def is_own_mail(contact: Contact) -> bool:
    """Proven to come from an address of ours, and written to somebody else.

    A contact form also writes from our address, but to nobody but ourselves.
    """
    if contact.channel is not Channel.EMAIL or contact.automatic not in (None, *MASS_MAIL):
        return False
    own = own_handles(contact.shop)
    proven = contact.verdicts is not None and contact.verdicts.dmarc is Verdict.PASS
    others = any(not is_own(handle, own) for handle in (*contact.recipients, *contact.copied))
    return proven and others and is_own(contact.sender, own)


def handle_own_mail(contact: Contact, delivery: Delivery, *, consistent: bool) -> Outcome:
    """One try: ConflictError when somebody else wrote in between, then look again.

    Numbers that it hands out lead to its case from now on, and whom it answers is agreed to.
    """
    mail = sent_mail_of(contact)
    item_key = rows.item_key(contact.id)
    found = table.read([item_key, *outbound.sent_mail_keys(mail)], consistent=consistent)
    if ledger := rows.decode(LedgerRow, found.get(item_key)):
        return settle(ledger, delivery)
    answered = outbound.answered_message(mail, found)
    row = _ledger_row(contact, delivery, answered)
    remembered = outbound.sent_mail_writes(mail, found) if contact.thread.id else []
    table.commit(
        [
            table.Write(item_key, row, table.NOT_THERE, timeline=rows.case_timeline(row)),
            *remembered,
            *answer_writes(answered, mail.to, min(mail.sent_at, delivery.received_at)),
        ]
    )
    logger.info("own mail recorded", item_id=contact.id, case_id=row.case_id)
    return row.outcome


def sent_mail_of(contact: Contact) -> SentMail:
    """What our mail is about, and to whom it went, as its copy tells."""
    own = own_handles(contact.shop)
    everybody = (*contact.recipients, *contact.copied)
    to = tuple(handle for handle in everybody if not is_own(handle, own))
    said = f"{contact.subject or ''}\n{contact.text}"
    return SentMail(
        shop=contact.shop,
        message_id=contact.thread.id or contact.id,
        sent_at=contact.sent_at,
        to=to,
        mass=contact.automatic in MASS_MAIL or len(to) > MANY,
        answers=contact.thread.answers,
        about_order=outbound.order_in(find_anchors(said)),
        gives=outbound.given_in(said),
    )


def _ledger_row(contact: Contact, delivery: Delivery, answered: rows.Message | None) -> LedgerRow:
    case_id = answered.case_id if answered else None
    reason = "our own answer" if case_id else "our own mail, outside any case"
    return LedgerRow(
        **origin(contact, delivery),
        outcome=Outcome(kind=OutcomeKind.RECORDED, reason=reason),
        case_id=case_id,
        party=answered.party if answered else None,
        **wrote(contact),
        because=(Evidence(kind="our_answer", detail=contact.sender.value),),
    )
