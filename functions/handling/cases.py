"""One case by its id, wherever it has gone; and what its desk tells of it."""

from functions.aws import rows, table
from functions.aws.runtime import logger, metrics, now
from functions.core.case_updates import CaseStep, CaseUpdate
from functions.core.cases import Case, CaseState
from functions.core.clocks.timing import follow
from functions.core.contacts import Handle
from functions.core.deliveries import Delivery
from functions.core.grouping.people import KnownHandle
from functions.core.items import Outcome, OutcomeKind
from functions.core.ledger import LedgerRow, origin
from functions.core.values import Evidence
from functions.handling import talk
from functions.handling.editions import policies_of
from functions.handling.examples import example_write, work_for
from functions.handling.settled import send_on, settle

MOVES_FOLLOWED = 4
PARTIES_LOOKED_AT = 4
CASES_LOOKED_AT = 20
NO_CASE = "there is no such case in this shop"


def handle_case_update(update: CaseUpdate, delivery: Delivery, *, consistent: bool) -> Outcome:
    """One try: ConflictError when somebody else wrote in between, then look again."""
    item_key = rows.item_key(update.id)
    contact_key = rows.item_key(update.contact_id) if update.contact_id else None
    found = table.read([key for key in (item_key, contact_key) if key], consistent=consistent)
    if ledger := rows.decode(LedgerRow, found.get(item_key)):
        return settle(ledger, delivery)
    told = rows.decode(LedgerRow, found.get(contact_key)) if contact_key else None
    case = _case_of(told) if told else find_case_by_id(update.case_id)
    if case is None and update.person:
        case = newest_case_of(update.person, update.shop)
    if case is not None and case.shop != update.shop:
        case = None
    row = _ledger_row(update, delivery, case)
    timeline = rows.case_timeline(row) if case else None
    if row.outcome.kind is OutcomeKind.QUARANTINED:
        timeline = rows.quarantine_timeline(row)
    writes = []
    if case:
        at = min(update.occurred_at, delivery.received_at)
        after = follow(case, update, policies_of([case]), at)
        writes += changed(case, after)
        if after.state is CaseState.RESOLVED and case.state is not CaseState.RESOLVED:
            writes += talk.resolved(case, at)
        if told and update.step is CaseStep.ROUTED and after != case:
            row = row.model_copy(update={"work": (work_for(update, told, case, after),)})
            writes.append(example_write(update, told, case, after))
    table.commit([table.Write(item_key, row, table.NOT_THERE, timeline=timeline), *writes])
    send_on(row)
    logger.info("case updated", item_id=update.id, case_id=row.case_id, step=update.step)
    metrics.add_metric(name="CaseUpdated", unit="Count", value=1)
    return row.outcome


def find_case_by_id(case_id: str | None) -> Case | None:
    """By the row of its first contact, which names the party that the case began with."""
    keys = table.timeline(f"CASE#{case_id}", now(), limit=1) if case_id else []
    found = table.read(keys)
    return next((_case_of(rows.decode(LedgerRow, found.get(key))) for key in keys), None)


def find_case(party: str, case_id: str) -> Case | None:
    """Where it is now: cases move to another party and go into another case."""
    for _ in range(MOVES_FOLLOWED):
        key = rows.case_key(party, case_id)
        row = table.read([key], consistent=True).get(key)
        case = rows.decode_case(row) if row else None
        if case is None or not (case.moved_to or case.merged_into):
            return case
        party, case_id = case.moved_to or party, case.merged_into or case_id
    return None


def newest_case_of(person: Handle, shop: str) -> Case | None:
    """The open case that somebody wrote on last, at whichever party: what we say to him outside
    any thread is about that one.
    """
    key = rows.handle_key(person)
    known = rows.decode(KnownHandle, table.read([key]).get(key))
    if known is None:
        return None
    parties = dict.fromkeys((known.person_id, *known.organisations, *known.writes_for))
    found = [
        rows.decode_case(row)
        for party in [*parties][:PARTIES_LOOKED_AT]
        for row in table.query(rows.party_pk(party), limit=CASES_LOOKED_AT)
        if row["sk"]["S"].startswith("CASE#")
    ]
    his = [case for case in found if case.shop == shop and known.person_id in case.people]
    live = [case for case in his if case.state is CaseState.OPEN and not case.moved_to]
    return max(live, key=lambda case: case.last_contact_at, default=None)


def changed(before: Case, after: Case) -> list[table.Write]:
    """The case to be written, if anything about it is new."""
    if before == after:
        return []
    written = after.model_copy(update={"version": before.version + 1})
    return [rows.case_write(written, table.unchanged(before.version))]


def _case_of(row: LedgerRow | None) -> Case | None:
    return find_case(row.party, row.case_id) if row and row.party and row.case_id else None


def _who(update: CaseUpdate) -> str:
    return update.agent or ("on the platform itself" if update.echo else "agent unnamed")


def _ledger_row(update: CaseUpdate, delivery: Delivery, case: Case | None) -> LedgerRow:
    kind = OutcomeKind.RECORDED if case or update.echo else OutcomeKind.QUARANTINED
    nowhere = "our own message, outside any case" if update.echo else NO_CASE
    reason = f"case {update.step}" if case else nowhere
    return LedgerRow(
        **origin(update, delivery),
        outcome=Outcome(kind=kind, reason=reason),
        case_id=case.id if case else None,
        party=case.party if case else None,
        because=(Evidence(kind="case_update", detail=_who(update)),),
    )
