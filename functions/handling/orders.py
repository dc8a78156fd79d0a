"""An order event: advance the order, plan what its people are told, commit, hand to the outbox."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from functions.aws import rows, table
from functions.aws.runtime import logger, metrics
from functions.core.contacts import Anchor, AnchorKind, Handle
from functions.core.deliveries import Delivery
from functions.core.evidence.anchors import normalised
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.mail_domains import corporate_domain
from functions.core.grouping.identity import person_id
from functions.core.grouping.organisations import KnownOrganisation
from functions.core.grouping.people import KnownHandle
from functions.core.grouping.stakeholders import organisation_of
from functions.core.history import with_facts, with_step
from functions.core.items import Outcome
from functions.core.ledger import LedgerRow, origin
from functions.core.orders import Order, OrderUpdate
from functions.core.parcels import fitted
from functions.core.standing import standing_of
from functions.handling import shared_numbers, waiting
from functions.handling.settled import send_on, settle
from functions.handling.telling import Told, take

PEOPLE_LOOKED_AT = 10
REFERENCES_KEPT = 20
TITLES_KEPT = 6
TITLE_KEPT = 60

Rows = Mapping[table.Key, Mapping[str, Any]]


class Facts(NamedTuple):
    """What one batched read tells."""

    ledger: LedgerRow | None
    order: Order | None
    standing: Mapping[str, Any] | None
    rows: Rows


def handle_order_update(update: OrderUpdate, delivery: Delivery, *, consistent: bool) -> Outcome:
    """One try: ConflictError when somebody else wrote in between, then look again."""
    anchors = _named(update)
    order_id = update.order_id or _order_id_by_reference(update, anchors)
    if order_id is None:
        return waiting.wait(update, delivery, anchors)
    facts = _gather(update, order_id, consistent=consistent)
    if facts.ledger and not waiting.is_waiting(facts.ledger):
        waiting.release(update.shop, _anchors(facts.order) if facts.order else ())
        return settle(facts.ledger, delivery)
    organisation = _organisation(update)
    known, update = fitted(facts.order, update.model_copy(update={"order_id": order_id}))
    order = _with_organisation(with_facts(known, update), organisation)
    told = take(update, order, facts.standing, delivery, consistent=consistent)
    order = with_step(told.order, update, delivery.received_at, told.before, told.after)
    row = _ledger_row(update, delivery, order, told)
    facts = _with_shared_numbers(facts, order, update)
    table.commit(_writes(row, order, told, organisation, update, facts))
    waiting.release(update.shop, _newly_told(facts.order, order))
    send_on(row)
    _report(update, row)
    return row.outcome


def _named(update: OrderUpdate) -> list[Anchor]:
    """The numbers by which the update names its order."""
    anchors = list(update.references)
    if update.tracking:
        anchors.append(_tracking_anchor(update.tracking.code))
    if update.order_number:
        anchors.append(_order_anchor(update.order_number))
    return list(dict.fromkeys(anchors))


def _order_id_by_reference(update: OrderUpdate, anchors: Sequence[Anchor]) -> str | None:
    """Carriers know a tracking code or an order number: whose is it?"""
    keys = {anchor: rows.order_reference_key(update.shop, anchor) for anchor in anchors}
    found = table.read(keys.values(), consistent=True)
    meant = (shared_numbers.order_of(anchor, found.get(key)) for anchor, key in keys.items())
    return next((order.order_id for order in meant if order), None)


def _newly_told(before: Order | None, order: Order) -> list[Anchor]:
    """The numbers that lead to the order only now."""
    known = set(_anchors(before)) if before else set()
    return [anchor for anchor in _anchors(order) if anchor not in known]


def _gather(update: OrderUpdate, order_id: str, *, consistent: bool) -> Facts:
    emails = _emails(update)
    keys = [
        rows.item_key(update.id),
        rows.order_key(f"{update.shop}#{order_id}"),
        rows.standing_key(f"{update.shop}#{order_id}"),
        *map(rows.handle_key, emails),
        *map(rows.domain_key, _domains(emails)),
        *shared_numbers.keys_of(update.shop, _named(update)),
    ]
    found = table.read(keys, consistent=consistent)
    found |= _sibling_rows(update, emails, found, consistent=consistent)
    return Facts(
        ledger=rows.decode(LedgerRow, found.get(keys[0])),
        order=rows.decode(Order, found.get(keys[1])),
        standing=found.get(keys[2]),
        rows=found,
    )


def _with_shared_numbers(facts: Facts, order: Order, update: OrderUpdate) -> Facts:
    """With the rows of numbers that are to be written though this update does not name them."""
    if facts.order is None or _known_order(facts.order, facts) == _known_order(order, facts):
        return facts
    read = shared_numbers.keys_of(order.shop, _named(update))
    wanted = [k for k in shared_numbers.keys_of(order.shop, _anchors(order)) if k not in read]
    found = table.read(wanted, consistent=True) if wanted else {}
    return facts._replace(rows={**facts.rows, **found})


def _sibling_rows(
    update: OrderUpdate, emails: Sequence[Handle], found: Rows, *, consistent: bool
) -> Rows:
    """The other handles of whoever becomes contact of one more account by it; mostly none."""
    organisation = _organisation(update)
    if organisation is None or organisation.customer_number is None:
        return {}
    people = (rows.decode(KnownHandle, found.get(rows.handle_key(email))) for email in emails)
    siblings = {
        rows.handle_key(Handle.of(key))
        for known in people
        if known and organisation.id not in known.organisations
        for key in known.siblings
    }
    keys = sorted(siblings.difference(found))
    return table.read(keys, consistent=consistent) if keys else {}


def _emails(update: OrderUpdate) -> list[Handle]:
    emails = (person.email for person in update.people[:PEOPLE_LOOKED_AT])
    return list(dict.fromkeys(email for email in emails if email))


def _domains(emails: Sequence[Handle]) -> list[str]:
    domains = (corporate_domain(email.value) for email in emails)
    return list(dict.fromkeys(domain for domain in domains if domain))


def _organisation(update: OrderUpdate) -> KnownOrganisation | None:
    return organisation_of(update.company, _emails(update)) if update.company else None


def _with_organisation(order: Order, organisation: KnownOrganisation | None) -> Order:
    if organisation is None or order.organisation_id:
        return order
    return order.model_copy(update={"organisation_id": organisation.id})


def _ledger_row(update: OrderUpdate, delivery: Delivery, order: Order, told: Told) -> LedgerRow:
    return LedgerRow(
        **origin(update, delivery),
        outcome=told.outcome,
        channel=update.channel,
        order_key=order.key,
        planned=told.planned,
        work=told.work,
        because=told.because,
    )


def _writes(
    row: LedgerRow,
    order: Order,
    told: Told,
    organisation: KnownOrganisation | None,
    update: OrderUpdate,
    facts: Facts,
) -> list[table.Write]:
    written = order.model_copy(update={"version": order.version + 1})
    key = rows.order_key(order.key)
    return [
        table.Write(rows.item_key(row.item_id), row, waiting.ledger_guard(facts.ledger)),
        table.Write(key, written, table.unchanged(order.version), version=written.version),
        *told.writes,
        *_reference_writes(facts.order, written, facts),
        *_membership_writes(update, organisation, facts),
    ]


def _reference_writes(before: Order | None, order: Order, facts: Facts) -> Iterator[table.Write]:
    """Every number of the order leads to it, and its party to what it bought; written again only
    when what they tell has changed.
    """
    known, standing = _known_order(order, facts), standing_of(order)
    same = before is not None and _known_order(before, facts) == known
    party = known.organisation_id or known.person_id
    if party and not (same and before and standing_of(before) == standing):
        placed = order.placed_at.date().isoformat() if order.placed_at else ""
        bought = known.model_copy(update={"standing": standing})
        yield table.Write(rows.party_order_key(party, placed, order.key), bought)
    told = set(_anchors(before)) if before and same else set()
    yield from _number_writes([a for a in _anchors(order) if a not in told], known, facts)


def _number_writes(
    anchors: Sequence[Anchor], known: KnownOrder, facts: Facts
) -> Iterator[table.Write]:
    """One for each number, and one more for the figures of the order's own."""
    keys = {rows.order_reference_key(known.shop, anchor): anchor for anchor in anchors}
    shared = shared_numbers.keys_of(known.shop, anchors)
    for key in dict.fromkeys((*keys, *shared)):
        if key in shared:
            yield shared_numbers.write(key, known, facts.rows)
        else:
            yield table.Write(key, known)


def _known_order(order: Order, facts: Facts) -> KnownOrder:
    roles = {
        handle.key: person.role
        for person in order.people
        for handle in (person.email, person.phone)
        if handle
    }
    return KnownOrder(
        shop=order.shop,
        order_id=order.order_id,
        number=order.number,
        organisation_id=order.organisation_id,
        organisation_name=order.company.name if order.company else None,
        handles=tuple(roles),
        roles=roles,
        names=tuple(dict.fromkeys(person.name for person in order.people if person.name)),
        titles=tuple(line.title[:TITLE_KEPT] for line in order.lines[:TITLES_KEPT]),
        references=order.references[:REFERENCES_KEPT],
        person_id=None if order.organisation_id else _owner(order, facts),
    )


def _owner(order: Order, facts: Facts) -> str | None:
    """Whose private order it is: the first person on it who can be known again."""
    handles = (handle for person in order.people for handle in (person.email, person.phone))
    handle = next((handle for handle in handles if handle), None)
    if handle is None:
        return None
    known = rows.decode(KnownHandle, facts.rows.get(rows.handle_key(handle)))
    return known.person_id if known else person_id(handle)


def _anchors(order: Order) -> list[Anchor]:
    tracked = (parcel.tracking.code for parcel in order.parcels.values() if parcel.tracking)
    anchors = [
        *([_order_anchor(order.number)] if order.number else ()),
        *order.references,
        *map(_tracking_anchor, tracked),
    ]
    return list(dict.fromkeys(anchors))[:REFERENCES_KEPT]


def _tracking_anchor(code: str) -> Anchor:
    return Anchor(kind=AnchorKind.TRACKING, value=normalised(code))


def _order_anchor(number: str) -> Anchor:
    return Anchor(kind=AnchorKind.ORDER, value=number.lstrip("#").replace(" ", "").upper())


def _membership_writes(
    update: OrderUpdate, organisation: KnownOrganisation | None, facts: Facts
) -> Iterator[table.Write]:
    """Who orders under a customer number is a contact of that account, and so is the mail domain.

    Without one (a typed VAT number, a company name) nobody becomes anything: those are public.
    """
    if organisation is None or organisation.customer_number is None:
        return
    names = {person.email: person.name for person in update.people[:PEOPLE_LOOKED_AT]}
    writes = {
        write.key: write
        for email, name in names.items()
        if email
        for write in _handle_writes(email, name, organisation, facts)
    }
    yield from writes.values()
    for domain in _domains(_emails(update)):
        yield from _domain_write(domain, organisation, facts)


def _handle_writes(
    email: Handle, name: str | None, organisation: KnownOrganisation, facts: Facts
) -> Iterator[table.Write]:
    """His address becomes a contact's; by his other handles he may write for that account too."""
    key = rows.handle_key(email)
    known = rows.decode(KnownHandle, facts.rows.get(key)) or KnownHandle(
        handle=email, person_id=person_id(email), name=name
    )
    if organisation.id in known.organisations:
        return
    linked = {"organisations": (*known.organisations, organisation.id)}
    called = {"called": {**known.called, organisation.id: organisation.name or ""}}
    yield _handle_write(known.model_copy(update={**linked, **called}), facts)
    for sibling in known.siblings:
        other = rows.decode(KnownHandle, facts.rows.get(rows.handle_key(Handle.of(sibling))))
        if other and organisation.id not in (*other.organisations, *other.writes_for):
            writes_for = {**other.writes_for, organisation.id: organisation.name or ""}
            yield _handle_write(other.model_copy(update={"writes_for": writes_for}), facts)


def _handle_write(known: KnownHandle, facts: Facts) -> table.Write:
    key = rows.handle_key(known.handle)
    version = table.version(facts.rows.get(key))
    return table.Write(key, known, table.unchanged(version), version=version + 1)


def _domain_write(
    domain: str, organisation: KnownOrganisation, facts: Facts
) -> Iterator[table.Write]:
    key = rows.domain_key(domain)
    row = facts.rows.get(key)
    listed = rows.decode(rows.Listed, row) or rows.Listed()
    if any(one.registered or one.id == organisation.id for one in listed.organisations):
        return
    longer = rows.Listed(organisations=(*listed.organisations, organisation))
    version = table.version(row)
    yield table.Write(key, longer, table.unchanged(version), version=version + 1)


def _report(update: OrderUpdate, row: LedgerRow) -> None:
    logger.info(
        "order advanced",
        item_id=update.id,
        milestone=update.milestone,
        outcome=row.outcome.kind,
        reason=row.outcome.reason,
        notifications=len(row.planned),
        work=len(row.work),
    )
    metrics.add_metric(name="OrderAdvanced", unit="Count", value=1)
