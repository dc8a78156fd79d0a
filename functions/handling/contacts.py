"""A contact: gather what the table knows, let the core decide, commit, send the work item."""

from collections.abc import Mapping, Sequence, Set
from typing import Any, NamedTuple

from functions import policies
from functions.aws import queues, rows, table
from functions.aws.runtime import logger, metrics, now
from functions.core.anchors import find_anchors
from functions.core.cases import Case, ThreadLink
from functions.core.contacts import Anchor, AnchorKind, Assurance, Contact
from functions.core.deliveries import Delivery
from functions.core.items import Outcome, OutcomeKind
from functions.core.ledger import LedgerRow
from functions.core.organisations import KnownOrder
from functions.core.people import KnownHandle
from functions.core.reception import Known, Reception, Recognition, receive, recognise
from functions.core.stakeholders import lookup_domains
from functions.handling.settled import settle

CASES_LOOKED_AT = 30
ANSWERS_LOOKED_AT = 12
ANCHORS_LOOKED_AT = 20

Rows = Mapping[table.Key, Mapping[str, Any]]


class Facts(NamedTuple):
    """What one batched read tells."""

    ledger: LedgerRow | None
    twin: rows.Message | None
    """The message that already has this contact's Message-ID."""
    anchors: tuple[Anchor, ...]
    known: Known


def handle_contact(contact: Contact, delivery: Delivery, *, consistent: bool) -> Outcome:
    """One try: ConflictError when somebody else wrote in between, then look again.

    `consistent` reads cost double, so only a second look pays for them.
    """
    facts = _gather(contact, consistent=consistent)
    if facts.ledger:
        return settle(facts.ledger, delivery)
    recognition = recognise(contact, facts.anchors, facts.known)
    if facts.twin and facts.twin.person_id == recognition.who.person_id:
        return Outcome(kind=OutcomeKind.DUPLICATE)
    cases = _party_cases(recognition, facts.known.threads, consistent=consistent)
    reception = receive(
        contact,
        recognition,
        facts.known,
        cases,
        policies.routing(),
        policies.sla(),
        delivery.received_at,
    )
    table.commit(_writes(contact, delivery, facts, recognition, reception, cases))
    queues.send_work_item(reception.work_item)
    _report(contact, reception)
    return reception.outcome


def _gather(contact: Contact, *, consistent: bool) -> Facts:
    anchors = _anchors(contact)
    answers = contact.thread.answers[:ANSWERS_LOOKED_AT]
    domains = lookup_domains(contact)
    handles = (contact.sender, *contact.sender_also)
    keys = [
        rows.item_key(contact.id),
        *([rows.thread_key(contact.thread.id)] if contact.thread.id else ()),
        *map(rows.handle_key, handles),
        *map(rows.domain_key, domains),
        *map(rows.thread_key, answers),
        *(rows.order_reference_key(contact.shop, anchor) for anchor in anchors),
    ]
    found = table.read(keys, consistent=consistent)
    messages = {
        answer: rows.decode_message(found.get(rows.thread_key(answer))) for answer in answers
    }
    told = tuple(message.order for message in messages.values() if message and message.order)
    return Facts(
        ledger=rows.decode(LedgerRow, found.get(rows.item_key(contact.id))),
        twin=_twin(contact, found),
        anchors=tuple(dict.fromkeys((*anchors, *_anchors_of(told)))),
        known=Known(
            handles=_known_handles(contact, found),
            organisations_by_domain={
                domain: listed.organisations
                for domain in domains
                if (listed := rows.decode(rows.Listed, found.get(rows.domain_key(domain))))
            },
            orders=(*_known_orders(contact, anchors, found), *told),
            threads=tuple(_links(messages)),
        ),
    )


def _anchors(contact: Contact) -> tuple[Anchor, ...]:
    text = f"{contact.subject or ''}\n{contact.text}"
    names = "\n".join(file.name for file in contact.attachments if file.name)
    found = (*contact.anchors, *find_anchors(text), *find_anchors(names))
    return tuple(dict.fromkeys(found))[:ANCHORS_LOOKED_AT]


def _anchors_of(orders: Sequence[KnownOrder]) -> list[Anchor]:
    return [Anchor(kind=AnchorKind.ORDER, value=order.number) for order in orders if order.number]


def _twin(contact: Contact, found: Rows) -> rows.Message | None:
    if not contact.thread.id or contact.thread.id == contact.id:
        return None
    return rows.decode_message(found.get(rows.thread_key(contact.thread.id)))


def _known_handles(contact: Contact, found: Rows) -> dict[str, KnownHandle]:
    handles = (contact.sender, *contact.sender_also)
    decoded = (rows.decode(KnownHandle, found.get(rows.handle_key(handle))) for handle in handles)
    return {known.handle.key: known for known in decoded if known}


def _known_orders(contact: Contact, anchors: Sequence[Anchor], found: Rows) -> list[KnownOrder]:
    """The orders that the anchors lead to, each with the anchors that led to it."""
    orders: dict[str, KnownOrder] = {}
    for anchor in anchors:
        row = found.get(rows.order_reference_key(contact.shop, anchor))
        if order := rows.decode(KnownOrder, row):
            known = orders.get(order.order_id, order)
            matched = {"matched": (*known.matched, anchor)}
            orders[order.order_id] = known.model_copy(update=matched)
    return list(orders.values())


def _links(messages: Mapping[str, rows.Message | None]) -> list[ThreadLink]:
    return [
        ThreadLink(id=answer, party=message.party, case_id=message.case_id)
        for answer, message in messages.items()
        if message and message.party and message.case_id
    ]


def _party_cases(
    recognition: Recognition, threads: Sequence[ThreadLink], *, consistent: bool
) -> list[Case]:
    """The party's newest cases, and an older one that is answered.

    On a second look also older ones that hold a claim in our way.
    """
    if _is_new(recognition) and not consistent:
        return []
    found = table.query(
        rows.party_pk(recognition.party),
        prefix="CASE#",
        limit=CASES_LOOKED_AT,
        consistent=consistent,
    )
    cases = [rows.decode_case(row) for row in found]
    older = {link.case_id for link in threads if link.party == recognition.party}
    if consistent:
        older |= _claim_holders(recognition)
    return [*cases, *_older_cases(recognition.party, older - {case.id for case in cases})]


def _is_new(recognition: Recognition) -> bool:
    """A proven person never seen before has no cases; the new handle's guard makes sure of it."""
    who = recognition.who
    proven = who.assurance is not Assurance.UNKNOWN
    return proven and not who.known and not recognition.stake.organisation_id


def _claim_holders(recognition: Recognition) -> set[str]:
    claims = table.read(
        (rows.claim_key(recognition.party, anchor.key) for anchor in recognition.anchors),
        consistent=True,
    )
    return {claim.case_id for row in claims.values() if (claim := rows.decode(rows.Claim, row))}


def _older_cases(party: str, case_ids: Set[str]) -> list[Case]:
    """Cases beyond the newest; a call only where there is one to fetch, which is rare."""
    found = table.read((rows.case_key(party, case_id) for case_id in case_ids), consistent=True)
    return [rows.decode_case(row) for row in found.values()]


def _writes(
    contact: Contact,
    delivery: Delivery,
    facts: Facts,
    recognition: Recognition,
    reception: Reception,
    cases: Sequence[Case],
) -> list[table.Write]:
    case = reception.case.model_copy(update={"version": reception.case.version + 1})
    return [
        _ledger_write(contact, delivery, recognition, reception),
        rows.case_write(case, table.unchanged(reception.case.version)),
        *_claim_writes(reception, cases),
        *_handle_writes(contact, facts, recognition),
        *_thread_writes(contact, facts, recognition, case),
    ]


def _ledger_write(
    contact: Contact, delivery: Delivery, recognition: Recognition, reception: Reception
) -> table.Write:
    row = LedgerRow(
        item_id=contact.id,
        kind=contact.kind,
        provider=contact.provider,
        shop=contact.shop,
        inbox_key=delivery.id,
        recorded_at=delivery.received_at,
        outcome=reception.outcome,
        case_id=reception.case.id,
        party=reception.case.party,
        sender=contact.sender.key,
        channel=contact.channel,
        subject=contact.subject[:200] if contact.subject else None,
        work_item=reception.work_item,
        because=(*recognition.who.because, *recognition.stake.because, *reception.because),
    )
    return table.Write(
        rows.item_key(contact.id), row, table.NOT_THERE, timeline=rows.case_timeline(row)
    )


def _claim_writes(reception: Reception, cases: Sequence[Case]) -> list[table.Write]:
    """Only a case that we looked at when deciding may lose its claim to ours."""
    case = reception.case
    seen = (case.id, *(other.id for other in cases if other.id != case.id))
    guard = table.attribute_is("holder", *seen, or_not_there=True)
    return [
        table.Write(
            rows.claim_key(case.party, claim),
            rows.Claim(case_id=case.id),
            guard,
            attributes={"holder": case.id},
        )
        for claim in reception.claims
    ]


def _handle_writes(contact: Contact, facts: Facts, recognition: Recognition) -> list[table.Write]:
    """Proven handles that are new; what a forger claims to be is not kept as known."""
    who = recognition.who
    if who.assurance is Assurance.UNKNOWN:
        return []
    return [
        table.Write(
            rows.handle_key(handle),
            KnownHandle(handle=handle, person_id=who.person_id, name=contact.sender_name),
            table.NOT_THERE,
            version=1,
        )
        for handle in dict.fromkeys((contact.sender, *contact.sender_also))
        if handle.key not in facts.known.handles
    ]


def _thread_writes(
    contact: Contact, facts: Facts, recognition: Recognition, case: Case
) -> list[table.Write]:
    """A mail's id leads to its case; an id that is in use stays whose it is."""
    thread_id = contact.thread.id
    if not thread_id or facts.twin or rows.thread_key(thread_id) == rows.item_key(contact.id):
        return []
    message = rows.Message(party=case.party, case_id=case.id, person_id=recognition.who.person_id)
    return [table.Write(rows.thread_key(thread_id), message, table.NOT_THERE)]


def _report(contact: Contact, reception: Reception) -> None:
    logger.info(
        "contact routed",
        item_id=contact.id,
        case_id=reception.case.id,
        outcome=reception.outcome.kind,
        queue=reception.case.queue,
        priority=reception.case.priority,
        seconds=round((now() - contact.sent_at).total_seconds()),
    )
    metrics.add_dimension(name="provider", value=contact.provider)
    metrics.add_metric(name="ContactRouted", unit="Count", value=1)
