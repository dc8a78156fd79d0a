"""An agent takes messages out of a case: another problem, or another party's matter."""

from collections.abc import Sequence
from datetime import datetime

from functions.aws import queues, rows, table
from functions.core.cases import Case, case_id
from functions.core.contacts import distinct
from functions.core.evidence.anchors import find_anchors
from functions.core.evidence.topics import topic_of
from functions.core.grouping.case_topics import MARKS
from functions.core.grouping.moving import Change, ChangeKind
from functions.core.grouping.people import KnownHandle
from functions.core.ledger import LedgerRow
from functions.core.values import Evidence
from functions.handling.corrections import NotPossibleError, case_of, work_item_of, written

MAX_ITEMS = 20


def split_case(
    party: str,
    case: str,
    items: Sequence[str],
    agent: str,
    at: datetime,
    *,
    to_party: str | None = None,
) -> Change:
    """The messages go to a new case, of another party where that is said, with what follows them.

    Answers to them, their numbers and the running clocks go along; the record can be undone while
    the party stays the same.
    """
    whole = case_of(party, case)
    moved = _contacts(whole, items)
    people = _people(moved)
    fresh = _split_off(whole, moved, people, to_party or party, at)
    rest = _without(whole, fresh)
    change = Change(
        kind=ChangeKind.SPLIT,
        before=(whole,),
        contact_id=f"agent:{agent}",
        at=at,
        items=tuple(row.item_id for row in moved),
        because=(Evidence(kind="agent", detail=agent),),
    )
    table.commit(
        [
            written(rest),
            written(fresh),
            table.Write(rows.move_key(fresh.party, fresh.id), change),
            *(_item_write(row, fresh) for row in moved),
            *_thread_writes(moved, fresh),
            *_claim_writes(fresh),
        ]
    )
    queues.send_work_item(work_item_of(fresh, "split", f"split from {case} by {agent}"))
    return change


def _contacts(case: Case, items: Sequence[str]) -> list[LedgerRow]:
    """The ledger rows of the messages, all of that case or of one that went into it."""
    wanted = tuple(dict.fromkeys(items))
    if not 0 < len(wanted) <= MAX_ITEMS or len(wanted) >= case.contacts:
        raise NotPossibleError(f"name between one and {MAX_ITEMS} of its messages, but not all")
    keys = [rows.item_key(item) for item in wanted]
    found = table.read(keys, consistent=True)
    contacts = [row for key in keys if (row := rows.decode(LedgerRow, found.get(key)))]
    into = {row.case_id: _goes_into(row) for row in contacts if row.case_id != case.id}
    strange = [row for row in contacts if into.get(row.case_id, case.id) != case.id]
    if len(contacts) < len(wanted) or strange:
        raise NotPossibleError(f"not all of them are messages of {case.id}")
    return contacts


def _goes_into(row: LedgerRow) -> str | None:
    if not row.party or not row.case_id:
        return None
    case = case_of(row.party, row.case_id)
    return case.merged_into or (case.id if case.moved_to else None)


def _people(moved: Sequence[LedgerRow]) -> tuple[str, ...]:
    """Who wrote them, by the rows of their handles."""
    keys = [table.Key(f"HANDLE#{row.sender}", "HANDLE") for row in moved if row.sender]
    known = (rows.decode(KnownHandle, row) for row in table.read(keys, consistent=True).values())
    return tuple(dict.fromkeys(one.person_id for one in known if one))


def _split_off(
    whole: Case, moved: Sequence[LedgerRow], people: Sequence[str], party: str, at: datetime
) -> Case:
    subjects = "\n".join(row.subject or "" for row in moved)
    named = {anchor.key for anchor in find_anchors(subjects)}
    return whole.model_copy(
        update={
            "id": case_id(f"split:{moved[0].item_id}", at),
            "party": party,
            "opened_at": min(row.recorded_at for row in moved),
            "last_contact_at": max(row.recorded_at for row in moved),
            "subject": moved[0].subject,
            "contacts": len(moved),
            "anchors": tuple(anchor for anchor in whole.anchors if anchor.key in named),
            "topic": topic_of(subjects),
            "people": {one: whole.people.get(one) for one in people},
            "held": tuple(one for one in whole.held if one in people),
            "related": (whole.id,) if party == whole.party else (),
            "moved_from": None,
            "version": 0,
        }
    )


def _without(whole: Case, fresh: Case) -> Case:
    stems = set(fresh.topic).difference(MARKS)
    return whole.model_copy(
        update={
            "contacts": whole.contacts - fresh.contacts,
            "anchors": tuple(anchor for anchor in whole.anchors if anchor not in fresh.anchors),
            "topic": tuple(stem for stem in whole.topic if stem not in stems),
        }
    )


def _item_write(row: LedgerRow, case: Case) -> table.Write:
    item = row.work_item.model_copy(update={"case_id": case.id}) if row.work_item else None
    moved = row.model_copy(update={"case_id": case.id, "party": case.party, "work_item": item})
    return table.Write(rows.item_key(row.item_id), moved, timeline=rows.case_timeline(moved))


def _claim_writes(case: Case) -> list[table.Write]:
    """Its numbers lead to it from now on."""
    claim, holder = rows.Claim(case_id=case.id), {"holder": case.id}
    keys = (rows.claim_key(case.party, anchor.key) for anchor in distinct(case.anchors))
    return [table.Write(key, claim, attributes=holder) for key in keys]


def _thread_writes(moved: Sequence[LedgerRow], case: Case) -> list[table.Write]:
    """Answers to the messages find the new case."""
    keys = [rows.thread_key(row.thread) for row in moved if row.thread]
    found = table.read(keys, consistent=True)
    messages = ((key, rows.decode(rows.Message, found.get(key))) for key in keys)
    place = {"party": case.party, "case_id": case.id}
    return [
        table.Write(key, message.model_copy(update=place)) for key, message in messages if message
    ]
