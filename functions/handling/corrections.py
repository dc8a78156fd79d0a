"""What an agent puts right: merge two cases, undo a merge or move, link or unlink a handle."""

from datetime import datetime

from functions.aws import rows, table
from functions.core.cases import Case
from functions.core.clocks import Clocks
from functions.core.contacts import Handle
from functions.core.identity import person_id
from functions.core.moving import Change, ChangeKind, merge
from functions.core.people import KnownHandle, Link
from functions.core.values import Evidence


class NotPossibleError(ValueError):
    """There is nothing to correct in that way; the message says why."""


def merge_cases(party: str, into: str, absorbed: str, agent: str, at: datetime) -> Change:
    """Two cases of one party become one; contacts, claims and clocks go along."""
    survivor, other = _case(party, into), _case(party, absorbed)
    if survivor.merged_into or other.merged_into or into == absorbed:
        raise NotPossibleError("one of them went into another case already; undo that first")
    merged = merge(survivor, other)
    change = Change(
        kind=ChangeKind.MERGED,
        before=(other, survivor),
        contact_id=f"agent:{agent}",
        at=at,
        because=(Evidence(kind="agent", detail=agent),),
    )
    claims = [
        table.Write(
            rows.claim_key(party, anchor.key),
            rows.Claim(case_id=into),
            attributes={"holder": into},
        )
        for anchor in other.anchors
    ]
    table.commit(
        [
            _written(merged.survivor),
            _written(merged.absorbed),
            table.Write(rows.move_key(party, absorbed), change),
            *claims,
        ]
    )
    return change


def undo_change(party: str, case_id: str) -> Change:
    """The cases as they were before they were moved or merged, with their claims.

    Refused when the case has gone on since: what came in later would be lost.
    """
    key = rows.move_key(party, case_id)
    change = rows.decode(Change, table.read([key], consistent=True).get(key))
    if change is None or change.undone:
        raise NotPossibleError("no move or merge of that case is recorded, or it was undone")
    writes = [
        _restored(case, change) for case in change.before if case.version or change.kind == "merged"
    ]
    if change.kind is ChangeKind.MOVED:
        left = _case(party, case_id)
        gone = _case(left.moved_to or party, case_id)
        back = {"moved_to": party, "moved_from": None, "clocks": Clocks()}
        writes.append(_written(gone.model_copy(update=back)))
    claims = [
        table.Write(
            rows.claim_key(case.party, anchor.key),
            rows.Claim(case_id=case.id),
            attributes={"holder": case.id},
        )
        for case in change.before[:1]
        for anchor in case.anchors
    ]
    undone = change.model_copy(update={"undone": True})
    table.commit([*writes, table.Write(key, undone), *claims])
    return undone


def link_handle(handle: Handle, person: str, agent: str, at: datetime) -> KnownHandle:
    """From now on the handle is that person's; what it was before is kept with the link."""
    known, version = _handle(handle)
    link = Link(
        evidence=Evidence(kind="agent", detail=agent),
        contact_id=f"agent:{agent}",
        at=at,
        former_person_id=known.person_id if known else None,
    )
    row = known or KnownHandle(handle=handle, person_id=person)
    return _write_handle(row.model_copy(update={"person_id": person, "link": link}), version)


def unlink_handle(handle: Handle) -> KnownHandle:
    """The handle goes back to whose it was before, or becomes a person of its own.

    What its messages taught of organisations goes too; a registered contact stays one.
    """
    known, version = _handle(handle)
    if known is None:
        raise NotPossibleError(f"{handle.key} is not known")
    former = known.link.former_person_id if known.link else None
    own = known.model_copy(update={"person_id": former or person_id(handle), "link": None})
    return _write_handle(
        own.model_copy(update={"writes_for": {}, "proved": (), "seen_with": ()}), version
    )


def _handle(handle: Handle) -> tuple[KnownHandle | None, int]:
    key = rows.handle_key(handle)
    row = table.read([key], consistent=True).get(key)
    return rows.decode(KnownHandle, row), table.version(row)


def _write_handle(row: KnownHandle, version: int) -> KnownHandle:
    guard = table.unchanged(version)
    table.commit([table.Write(rows.handle_key(row.handle), row, guard, version=version + 1)])
    return row


def _case(party: str, case_id: str) -> Case:
    key = rows.case_key(party, case_id)
    row = table.read([key], consistent=True).get(key)
    if row is None:
        raise NotPossibleError(f"{party} has no case {case_id}")
    return rows.decode_case(row)


def _written(case: Case) -> table.Write:
    written = case.model_copy(update={"version": case.version + 1})
    return rows.case_write(written, table.unchanged(case.version))


def _restored(before: Case, change: Change) -> table.Write:
    """Over what the change made of it, as long as nobody wrote it since."""
    now = _case(before.party, before.id)
    if now.contacts > sum(case.contacts for case in change.before):
        raise NotPossibleError(f"{before.id} has gone on since; split it by hand")
    restored = before.model_copy(update={"version": now.version + 1})
    return rows.case_write(restored, table.unchanged(now.version))
