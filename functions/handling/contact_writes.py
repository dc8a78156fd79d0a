"""The rows that one contact leaves behind, each with the condition that guards it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from functions.aws import rows, table
from functions.core.cases import Case
from functions.core.contacts import Assurance, Contact, Handle
from functions.core.deliveries import Delivery
from functions.core.evidence.clues import is_signed_with_number
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.mail_domains import corporate_domain
from functions.core.grouping.attribution import is_person
from functions.core.grouping.moving import PROVING_DOMAIN, Change
from functions.core.grouping.organisations import KnownOrganisation
from functions.core.grouping.people import KnownHandle, Link, Membership
from functions.core.grouping.recognition import Recognition
from functions.core.grouping.stakeholders import is_tied
from functions.core.items import OutcomeKind
from functions.core.ledger import LedgerRow, origin, wrote
from functions.core.loops import Pair
from functions.core.reception import Reception
from functions.core.values import Evidence
from functions.handling import loops
from functions.handling.lookup import Facts
from functions.handling.telling import Heard

MAX_LEARNED = 3
MAX_COPIED = 4
MAX_MEMBERSHIPS = 6
NAME_KEPT = 60
PROVING_NUMBERS = PROVING_DOMAIN | {"customer_number"}


class Matter(NamedTuple):
    """Everything that was decided for one contact."""

    contact: Contact
    delivery: Delivery
    facts: Facts
    recognition: Recognition
    reception: Reception
    cases: Sequence[Case]
    """The cases that were looked at when deciding."""
    bought: Sequence[KnownOrder] = ()
    """The party's orders."""
    changes: Sequence[Change] = ()
    changed: Sequence[Case] = ()
    """Other cases to be written, with the version they were read with."""
    pair: Pair | None = None
    """How the sender's mail is watched, where it has to be."""
    heard: Heard = Heard()
    """What the message means for the updates of an order."""
    for_team: bool = True
    """False: it has its answer, and no work item is made of it."""

    @property
    def opens(self) -> bool:
        """A case of its own."""
        return self.reception.outcome.kind is OutcomeKind.OPENED


def writes(matter: Matter) -> list[table.Write]:
    reception = matter.reception
    case = reception.case.model_copy(update={"version": reception.case.version + 1})
    return [
        _ledger_write(matter),
        rows.case_write(case, table.unchanged(reception.case.version)),
        *map(_changed_write, matter.changed),
        *_claim_writes(matter),
        *_handle_writes(matter),
        *_domain_writes(matter),
        *_thread_writes(matter, case),
        *_alias_writes(matter, case),
        *([loops.write(matter.pair, matter.contact.shop)] if matter.pair else ()),
        *(_change_write(change) for change in matter.changes),
        *matter.heard.writes,
    ]


def _changed_write(case: Case) -> table.Write:
    written = case.model_copy(update={"version": case.version + 1})
    return rows.case_write(written, table.unchanged(case.version))


def _change_write(change: Change) -> table.Write:
    first = change.before[0]
    return table.Write(rows.move_key(first.party, first.id), change)


def _ledger_write(matter: Matter) -> table.Write:
    contact, reception, recognition = matter.contact, matter.reception, matter.recognition
    changes = (Evidence(kind=change.kind, detail=change.before[0].id) for change in matter.changes)
    row = LedgerRow(
        **origin(contact, matter.delivery),
        outcome=reception.outcome,
        case_id=reception.case.id,
        party=reception.case.party,
        **wrote(contact),
        work_item=reception.work_item if matter.for_team else None,
        planned=matter.heard.planned,
        asked=matter.heard.asked,
        thread=_own_thread(matter),
        because=(
            *reception.because,
            *_not_told_twice(recognition),
            *changes,
        ),
    )
    return table.Write(
        rows.item_key(contact.id), row, table.NOT_THERE, timeline=rows.case_timeline(row)
    )


def _not_told_twice(recognition: Recognition) -> Iterator[Evidence]:
    """The reasons for person and party, without what the row tells elsewhere: its size costs."""
    for reason in (*recognition.who.because, *recognition.stake.because):
        if reason.kind == "verified_channel":
            continue
        same = reason.detail == recognition.party
        yield reason.model_copy(update={"detail": ""}) if same else reason


def _claim_writes(matter: Matter) -> list[table.Write]:
    """Only a case that we looked at when deciding may lose its claim to ours."""
    case = matter.reception.case
    seen = (case.id, *(other.id for other in matter.cases if other.id != case.id))
    guard = table.attribute_is("holder", *seen, or_not_there=True)
    claims = dict.fromkeys(matter.reception.claims)
    for change in matter.changes:
        claims |= dict.fromkeys(anchor.key for old in change.before for anchor in old.anchors)
    return [
        table.Write(
            rows.claim_key(case.party, claim),
            rows.Claim(case_id=case.id),
            guard,
            attributes={"holder": case.id},
        )
        for claim in claims
    ]


def _handle_writes(matter: Matter) -> Iterator[table.Write]:
    """Proven handles, and what this message teaches of them; a forger's are not kept as known."""
    if matter.recognition.who.assurance is Assurance.UNKNOWN:
        return
    contact, known = matter.contact, matter.facts.known.handles
    own = tuple(dict.fromkeys((contact.sender, *contact.sender_also)))
    for handle in (*own, *_siblings(own, known)):
        before = known.get(handle.key)
        after = _learned(before or _new_handle(handle, matter), matter)
        if after != before:
            yield _handle_write(after)
    for handle in matter.facts.known.clues.card_phones[:1]:
        before = known.get(handle.key)
        if handle in own or (before and before.person_id != matter.recognition.who.person_id):
            continue
        signed = _signed(handle, matter)
        if before is None:
            yield _handle_write(signed)
        elif not (before.organisations or before.writes_for) and signed.writes_for:
            yield _handle_write(before.model_copy(update={"writes_for": signed.writes_for}))
    yield from _copied_writes(matter, set(own))


def _siblings(own: Sequence[Handle], known: Mapping[str, KnownHandle]) -> list[Handle]:
    """Other handles of the same contact, where they were read: they learn what he teaches."""
    keys = (key for handle in own if handle.key in known for key in known[handle.key].siblings)
    return [known[key].handle for key in dict.fromkeys(keys) if key in known]


def untold_siblings(matter: Matter) -> list[str]:
    """Keys of the handles to be read, since this message teaches something of their owner."""
    if "own_case_there" in matter.recognition.stake.kinds:
        return []
    known = matter.facts.known.handles
    own = [
        known[h.key] for h in (matter.contact.sender, *matter.contact.sender_also) if h.key in known
    ]
    taught = [row for row in own if _learned(row, matter) != row]
    return [key for row in taught for key in row.siblings if key not in known]


def _new_handle(handle: Handle, matter: Matter) -> KnownHandle:
    who = matter.recognition.who
    evidence = who.because[-1] if who.linked else None
    row = KnownHandle(handle=handle, person_id=who.person_id, name=matter.contact.sender_name)
    if evidence is None:
        return row
    return row.model_copy(update={"private": who.private, "link": _link(evidence, matter)})


def _signed(handle: Handle, matter: Matter) -> KnownHandle:
    """A number in somebody's signature is his, as long as nobody else is known by it."""
    stake = matter.recognition.stake
    learned = stake.organisation_id if is_tied(stake.organisation_id or "domain:") else None
    return KnownHandle(
        handle=handle,
        person_id=matter.recognition.who.person_id,
        name=matter.contact.sender_name,
        private=matter.recognition.who.private,
        writes_for={learned: stake.organisation_name or ""} if learned else {},
        link=_link(Evidence(kind="signature", detail=matter.contact.sender.scheme), matter),
    )


def _link(evidence: Evidence, matter: Matter) -> Link:
    return Link(evidence=evidence, contact_id=matter.contact.id, at=matter.delivery.received_at)


def _learned(row: KnownHandle, matter: Matter) -> KnownHandle:
    """With the organisation whose matter it was, where that is not known of the handle already."""
    stake = matter.recognition.stake
    organisation = stake.organisation_id
    if stake.person_id and stake.person_id != row.person_id:
        helps = tuple(dict.fromkeys((*row.helps, stake.person_id)))[:MAX_LEARNED]
        return row.model_copy(update={"helps": helps})
    if stake.private and not (row.private or row.own_matters):
        return row.model_copy(update={"own_matters": True})
    known = organisation in row.organisations or organisation in row.writes_for
    known = known and not row.has_left(organisation or "", matter.contact.sent_at)
    if organisation is None or known or not is_tied(organisation) or _needs_no_note(stake.kinds):
        return row
    if len(row.writes_for) >= MAX_LEARNED:
        return row
    learned = {**row.writes_for, organisation: stake.organisation_name or ""}
    by_number = not PROVING_NUMBERS.isdisjoint(stake.kinds)
    proved = (*row.proved, organisation) if by_number else row.proved
    since = Membership(organisation=organisation, role=stake.role, since=matter.contact.sent_at)
    return row.model_copy(
        update={
            "writes_for": learned,
            "proved": proved,
            "memberships": (*row.memberships, since)[-MAX_MEMBERSHIPS:],
        }
    )


def _needs_no_note(kinds: Sequence[str]) -> bool:
    """His address itself tells the organisation, so there is nothing to remember."""
    return not {"domain", "known_contact"}.isdisjoint(kinds)


def _copied_writes(matter: Matter, own: set[Handle]) -> Iterator[table.Write]:
    """Whoever an organisation's own people copy may later go on with the matter."""
    stake = matter.recognition.stake
    if stake.organisation_id is None or not _needs_no_note(stake.kinds):
        return
    for handle in matter.contact.copied[:MAX_COPIED]:
        row = matter.facts.copied_on.get(handle.key) or KnownHandle(
            handle=handle, person_id=_person(handle)
        )
        if handle in own or row.organisations or stake.organisation_id in row.seen_with:
            continue
        if len(row.seen_with) < MAX_LEARNED:
            seen = (*row.seen_with, stake.organisation_id)
            yield _handle_write(row.model_copy(update={"seen_with": seen}))


def _person(handle: Handle) -> str:
    from functions.core.grouping.identity import person_id

    return person_id(handle)


def _handle_write(row: KnownHandle) -> table.Write:
    stored = row.model_copy(update={"version": 0})
    guard = table.unchanged(row.version)
    return table.Write(rows.handle_key(row.handle), stored, guard, version=row.version + 1)


def _domain_writes(matter: Matter) -> Iterator[table.Write]:
    """An unknown company domain whose signature carries an account's own number goes with it."""
    stake, contact = matter.recognition.stake, matter.contact
    domain = corporate_domain(contact.sender.value) if contact.sender.scheme == "email" else None
    listings: Mapping[str, Sequence[KnownOrganisation]] = matter.facts.known.organisations_by_domain
    if domain is None or listings.get(domain) or PROVING_DOMAIN.isdisjoint(stake.kinds):
        return
    if not is_signed_with_number(contact):
        return
    organisation = KnownOrganisation(
        id=stake.organisation_id or "", name=stake.organisation_name, learned=True
    )
    yield table.Write(
        rows.domain_key(domain),
        rows.Listed(organisations=(organisation,)),
        table.NOT_THERE,
        version=1,
    )


def _thread_writes(matter: Matter, case: Case) -> list[table.Write]:
    """A mail's id leads to its case; an id that is in use stays whose it is."""
    contact, thread_id = matter.contact, _own_thread(matter)
    if not thread_id:
        return []
    message = rows.Message(
        party=case.party,
        case_id=case.id,
        person_id=matter.recognition.who.person_id,
        name=contact.sender_name[:NAME_KEPT] if contact.sender_name else None,
        to=tuple(handle.key for handle in (contact.sender, *contact.copied[:MAX_COPIED])),
    )
    return [table.Write(rows.thread_key(thread_id), message, table.NOT_THERE)]


def _own_thread(matter: Matter) -> str | None:
    """The id by which answers name this message, where a row of its own tells its case."""
    contact, thread_id = matter.contact, matter.contact.thread.id
    if not thread_id or matter.facts.twin:
        return None
    return None if rows.thread_key(thread_id) == rows.item_key(contact.id) else thread_id


def _alias_writes(matter: Matter, case: Case) -> list[table.Write]:
    """Another help desk's number leads its later mails to this case."""
    known = {link.id for link in matter.facts.known.threads}
    message = rows.Message(party=case.party, case_id=case.id)
    return [
        table.Write(rows.thread_key(alias), message, table.NOT_THERE)
        for alias in matter.contact.thread.aliases
        if alias not in known
    ]


def earlier_parties(matter_party: str, recognition: Recognition, contact: Contact) -> list[str]:
    """Where the sender's messages went before the organisation was known."""
    parties = [recognition.who.person_id]
    domain = corporate_domain(contact.sender.value) if contact.sender.scheme == "email" else None
    if domain:
        parties.append(f"domain:{domain}")
    return [party for party in parties if party != matter_party and not is_unproven_party(party)]


def is_unproven_party(party: str) -> bool:
    from functions.core.grouping.people import is_unproven

    return is_person(party) and is_unproven(party)
