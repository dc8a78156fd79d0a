"""A contact: gather what the table knows, let the core decide, commit, send the work item."""

from collections.abc import Sequence
from typing import NamedTuple

from functions import policies
from functions.aws import assist, queues, rows, table
from functions.aws.runtime import logger, metrics, now
from functions.core.cases import Case, CaseState
from functions.core.contacts import Contact
from functions.core.deliveries import Delivery
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.markers import asks_to_buy
from functions.core.grouping.affinity import TELLING
from functions.core.grouping.grouping import REOPEN_DAYS
from functions.core.grouping.homes import (
    described_purchase,
    may_be_elsewhere,
    other_homes,
    recognise_at,
    shows_home,
)
from functions.core.grouping.moving import (
    Change,
    ChangeKind,
    by_private_order,
    cases_to_move,
    merge,
    move,
    reveals,
    same_problem,
    twins,
)
from functions.core.grouping.recognition import Recognition
from functions.core.grouping.stakeholders import is_tied
from functions.core.items import Outcome, OutcomeKind
from functions.core.ledger import LedgerRow
from functions.core.reception import EVIDENCE_PER_CASE, Reception, receive, recognise
from functions.core.values import Evidence
from functions.handling import loops, talk
from functions.handling.automatic import (
    is_answer_to_notice,
    order_answered_by_subject,
    record_automatic,
)
from functions.handling.contact_writes import (
    Matter,
    earlier_parties,
    untold_siblings,
    writes,
)
from functions.handling.editions import policies_of
from functions.handling.following import follow, pointer
from functions.handling.lookup import Facts, gather, read_handles
from functions.handling.party_rows import PartyRows, party_rows, read_party
from functions.handling.settled import is_unfinished, settle

MAX_MOVED = 8


class Changes(NamedTuple):
    """What later knowledge does to earlier cases."""

    records: list[Change]
    written: list[Case]
    """Cases to be written as they are now, with the version they were read with."""


class Look(NamedTuple):
    """One try to place a contact: what came, what is known of it, and how it is looked at."""

    contact: Contact
    delivery: Delivery
    facts: Facts
    consistent: bool
    """Reads that see what was written a moment ago. They cost double, so only a second look pays
    for them."""
    reopen_days: int


def handle_contact(
    contact: Contact, delivery: Delivery, *, consistent: bool, reopen_days: int = REOPEN_DAYS
) -> Outcome:
    """One try: ConflictError when somebody else wrote in between, then look again."""
    facts = gather(contact, consistent=consistent)
    if facts.ledger:
        return _finished(contact, delivery, facts.ledger)
    recognition = recognise(contact, facts.anchors, facts.known)
    if is_answer_to_notice(contact, facts):
        return record_automatic(contact, delivery, facts, recognition.party)
    if facts.twin and facts.twin.person_id == recognition.who.person_id:
        return Outcome(kind=OutcomeKind.DUPLICATE)
    matter = _place(Look(contact, delivery, facts, consistent, reopen_days), recognition)
    order = order_answered_by_subject(contact, facts) if matter.opens else None
    if order:
        told = facts._replace(notice=rows.Message(order=order))
        return record_automatic(contact, delivery, told, matter.recognition.party)
    return _conclude(matter)


def _place(look: Look, recognition: Recognition) -> Matter:
    """Party and case; decided anew where habit alone named a party whose case it does not join."""
    contact, facts = look.contact, look.facts
    matter = _decide(look, recognition)
    if recognition.stake.tentative and matter.opens and asks_to_buy(contact.text):
        # Out of habit he was taken to write for a customer; what he wants to buy may be his own.
        matter = _decide(look, recognise(contact, facts.anchors, facts.known, trust_learned=False))
    if matter.opens or not _is_told(matter):
        matter = _at_home(look, matter) or matter
    return matter


def _conclude(matter: Matter) -> Outcome:
    """Commit first, then tell: what is cut off in between is told when the contact comes again."""
    contact, delivery, before = matter.contact, matter.delivery, matter.facts.pair
    noted = _with_notes(contact, matter.reception)
    reception, pair = loops.watched(contact, noted, before, delivery.received_at)
    matter = _with_siblings(talk.hear(matter._replace(reception=reception, pair=pair)))
    table.commit(writes(matter))
    if matter.for_team:
        queues.send_work_item(matter.reception.work_item)
    talk.send_on(matter.heard)
    if matter.heard.asked:
        follow(contact, delivery, matter.heard.asked, pointer(matter.reception.case))
    _report(contact, matter.reception)
    loops.report(contact, before, pair)
    return matter.reception.outcome


def _finished(contact: Contact, delivery: Delivery, row: LedgerRow) -> Outcome:
    """It is in the ledger: a duplicate, or our own work that was cut off somewhere."""
    cut_off = row.asked if row.asked and is_unfinished(row, delivery) else None
    outcome = settle(row, delivery)
    if cut_off:
        follow(contact, delivery, cut_off, f"{row.party} {row.case_id}")
    return outcome


def _with_siblings(matter: Matter) -> Matter:
    """With the sender's other handles, on the few occasions when something is learned of him."""
    wanted = untold_siblings(matter)
    if not wanted:
        return matter
    rows_of = read_handles(wanted)
    known = matter.facts.known
    known = known.model_copy(update={"handles": {**known.handles, **rows_of}})
    return matter._replace(facts=matter.facts._replace(known=known))


def _is_told(matter: Matter) -> bool:
    """Whether more than habit says that it belongs on its case."""
    kinds = {one.kind for one in matter.reception.grouping.because}
    return not kinds.isdisjoint(TELLING | {"thread", "case_reference"})


def _at_home(look: Look, decided: Matter) -> Matter | None:
    """On a case at exactly one other party that he writes for; a query for each."""
    contact, facts, recognition = look.contact, look.facts, decided.recognition
    organisation = recognition.stake.organisation_id
    if organisation and _is_news(recognition, organisation):
        return None  # his former parties were read for it; that is as much as one message may cost
    his = described_purchase(contact, decided.bought)
    found = []
    for party in other_homes(contact, recognition, facts.known):
        there = recognise_at(party, contact, facts.anchors, recognition, facts.known)
        matter = _decide(look, there)
        joined = next((c for c in matter.cases if c.id == matter.reception.case.id), None)
        because = matter.reception.grouping.because
        if joined and shows_home(joined, recognition, because, bought_it_himself=his):
            found.append(matter)
    return found[0] if len(found) == 1 else None


def _decide(look: Look, recognition: Recognition) -> Matter:
    contact, delivery, facts = look.contact, look.delivery, look.facts
    party = party_rows(recognition, facts.known.threads, consistent=look.consistent)
    changes = _revealed(look, recognition, party)
    arrived = [case for case in changes.written if case.party == recognition.party]
    live = [*party.cases, *arrived]
    reception = receive(
        contact,
        recognition,
        facts.known,
        live,
        policies.routing(),
        policies_of(live),
        delivery.received_at,
        bought=party.bought,
        reopen_days=look.reopen_days,
        elsewhere=may_be_elsewhere(contact, recognition, facts.known),
        adviser=assist.adviser(policies.routing().assist.per_day),
    )
    reception = _unite(contact, delivery, reception, live, party.bought, changes)
    written = [case for case in changes.written if case.id != reception.case.id or case.moved_to]
    return Matter(
        contact=contact,
        delivery=delivery,
        facts=facts,
        recognition=recognition,
        reception=reception,
        cases=live,
        bought=party.bought,
        changes=changes.records,
        changed=written,
    )


def _revealed(look: Look, recognition: Recognition, party: PartyRows) -> Changes:
    """The sender's earlier cases, when this message is the first to tell his organisation.

    Two more reads, once in the life of a handle; otherwise none.
    """
    contact = look.contact
    changes = Changes([], [])
    organisation = recognition.stake.organisation_id or recognition.stake.person_id
    if organisation is None or not _is_news(recognition, organisation):
        return changes
    orders = [*look.facts.known.orders, *party.bought]
    for former in earlier_parties(recognition.party, recognition, contact):
        earlier = read_party(former, consistent=True).cases
        person = recognition.who.person_id
        found = cases_to_move(contact, recognition.stake, person, earlier, orders)
        for case in found[:MAX_MOVED]:
            arrived, left = move(case, organisation)
            changes.written.extend((arrived, left))
            changes.records.append(_record(ChangeKind.MOVED, (case,), contact, look.delivery))
    return changes


def _is_news(recognition: Recognition, organisation: str) -> bool:
    """Whether this is the first message to tell that somebody known writes for it."""
    who, stake = recognition.who, recognition.stake
    if stake.person_id:
        return who.known and stake.person_id not in who.helps and by_private_order(stake)
    if not who.known or not is_tied(organisation) or not reveals(stake):
        return False
    if organisation in (*who.organisations, *who.writes_for):
        return False
    return who.linked or "domain" not in stake.kinds


def _unite(
    contact: Contact,
    delivery: Delivery,
    reception: Reception,
    live: Sequence[Case],
    bought: Sequence[KnownOrder],
    changes: Changes,
) -> Reception:
    """Cases that now show to be about one problem become one."""
    before = next((case for case in live if case.id == reception.case.id), None)
    before_id = reception.case.id
    others = twins(reception.case, before, live, bought)
    arrived = [c for c in changes.written if not c.moved_to and c.id != reception.case.id]
    came = before is not None and any(c.id == before.id and not c.moved_to for c in changes.written)
    standing = [c for c in live if came and c.state is CaseState.OPEN and c.id != before_id]
    others += [c for c in (*arrived, *standing) if same_problem(reception.case, c, bought)]
    for other in {case.id: case for case in others}.values():
        merged = merge(reception.case, other)
        changes.records.append(
            _record(ChangeKind.MERGED, (other, reception.case), contact, delivery)
        )
        changes.written[:] = [c for c in changes.written if c.id != other.id or c.moved_to]
        changes.written.append(merged.absorbed)
        item = reception.work_item
        item = item.model_copy(update={"absorbs": (*item.absorbs, other.id)})
        reception = reception.model_copy(update={"case": merged.survivor, "work_item": item})
    return reception


def _record(
    kind: ChangeKind, before: tuple[Case, ...], contact: Contact, delivery: Delivery
) -> Change:
    return Change(kind=kind, before=before, contact_id=contact.id, at=delivery.received_at)


def _with_notes(contact: Contact, reception: Reception) -> Reception:
    """What could not be read of a message stands with the case's reasons, for the agent to see."""
    if not contact.notes:
        return reception
    notes = tuple(Evidence(kind="not_read", detail=note) for note in contact.notes)
    because = tuple(dict.fromkeys((*notes, *reception.case.because)))[:EVIDENCE_PER_CASE]
    case = reception.case.model_copy(update={"because": because})
    return reception.model_copy(update={"case": case})


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
