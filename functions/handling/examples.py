"""Corrections by agents: the contact's case goes to the right team, its words become an example."""

from functions import providers
from functions.aws import inbox, rows, table
from functions.core.case_updates import CaseUpdate
from functions.core.cases import Case, WorkItem
from functions.core.contacts import Contact
from functions.core.examples import Example, words_of
from functions.core.ledger import LedgerRow
from functions.core.redaction import redact

TIMELINE = "EXAMPLE"


def work_for(update: CaseUpdate, told: LedgerRow, before: Case, case: Case) -> WorkItem:
    """What the right team finds in its queue."""
    known = told.work_item
    return WorkItem(
        id=update.id,
        case_id=case.id,
        contact_id=told.item_id,
        shop=case.shop,
        queue=case.queue,
        priority=case.priority,
        person=known.person if known else None,
        organisation=known.organisation if known else None,
        due=case.respond_by,
        sla_policy=case.sla_policy,
        tags=case.tags,
        reason=f"moved here from {before.queue} by {update.agent or 'an agent'}",
        snippet=known.snippet if known else "",
        hold=known.hold if known else False,
    )


def example_write(update: CaseUpdate, told: LedgerRow, before: Case, case: Case) -> table.Write:
    """One example per contact: a later correction of it takes the place of an earlier one."""
    contact = _contact(told)
    if contact:
        subject, text = words_of(contact)
    else:
        snippet = told.work_item.snippet if told.work_item else ""
        subject, text = redact(told.subject or ""), redact(snippet)
    example = Example(
        contact_id=told.item_id,
        language=case.language,
        queue=case.queue,
        priority=case.priority,
        instead_of=told.work_item.queue if told.work_item else before.queue,
        channel=told.channel,
        subject=subject,
        text=text,
        agent=update.agent or "unnamed",
        at=update.occurred_at,
    )
    key = rows.example_key(told.item_id)
    return table.Write(key, example, timeline=table.Timeline(TIMELINE, update.occurred_at))


def _contact(told: LedgerRow) -> Contact | None:
    """The message as it came in, while the inbox has it and its platform need not be asked."""
    delivery = inbox.fetch_if_kept(told.inbox_key)
    if delivery is None or providers.load(delivery.provider).thin:
        return None
    items = providers.load(delivery.provider).parse(delivery)
    found = (item for item in items if isinstance(item, Contact) and item.id == told.item_id)
    return next(found, None)
