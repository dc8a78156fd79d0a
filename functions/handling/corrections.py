"""What an agent puts right: merge cases, undo changes, agree to a sender, link a handle."""

from datetime import datetime

from functions.aws import queues, rows, table
from functions.core.cases import Case, WorkItem
from functions.core.clocks.clocks import Clocks
from functions.core.contacts import Handle, distinct
from functions.core.grouping.holding import agreed_to
from functions.core.grouping.identity import person_id
from functions.core.grouping.moving import Change, ChangeKind, merge, unmerge
from functions.core.grouping.people import KnownHandle, Link, Membership
from functions.core.values import Evidence


class NotPossibleError(ValueError):
    """There is nothing to correct in that way; the message says why."""


def merge_cases(party: str, into: str, absorbed: str, agent: str, at: datetime) -> Change:
    """Two cases of one party become one; contacts, claims and clocks go along."""
    survivor, other = case_of(party, into), case_of(party, absorbed)
    if other.merged_into == into:
        queues.send_work_item(_merged_item(survivor, absorbed, agent))
        raise NotPossibleError("it went there already; the team was told again")
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
        for anchor in distinct(other.anchors)
    ]
    table.commit(
        [
            written(merged.survivor),
            written(merged.absorbed),
            table.Write(rows.move_key(party, absorbed), change),
            *claims,
        ]
    )
    queues.send_work_item(_merged_item(merged.survivor, absorbed, agent))
    return change


def _merged_item(case: Case, absorbed: str, agent: str) -> WorkItem:
    """Tells the team that what is queued for the absorbed case is to be found on this one."""
    item = work_item_of(case, f"merge:{absorbed}", f"merged by {agent}")
    return item.model_copy(update={"absorbs": (absorbed,)})


def work_item_of(case: Case, name: str, reason: str) -> WorkItem:
    """What the case's team is told of a correction."""
    return WorkItem(
        id=f"correction:{name}:{case.id}",
        case_id=case.id,
        shop=case.shop,
        queue=case.queue,
        priority=case.priority,
        organisation=None if case.party.startswith("person:") else case.party,
        due=case.respond_by,
        reason=reason,
        hold=bool(case.held),
    )


def agree(party: str, case_id: str, handle: Handle, at: datetime) -> Case:
    """The sender belongs to the case, and to the organisation whose matter it is, from now on."""
    known, version = _handle(handle)
    if known is None:
        raise NotPossibleError(f"{handle.key} is not known")
    case = agreed_to(case_of(party, case_id), known.person_id)
    organisations = () if party.startswith("person:") else (party,)
    member = known.model_copy(
        update={
            "organisations": tuple(dict.fromkeys((*known.organisations, *organisations))),
            "memberships": (
                *known.memberships,
                *(Membership(organisation=one, since=at) for one in organisations),
            ),
        }
    )
    guard = table.unchanged(version)
    row = table.Write(rows.handle_key(handle), member, guard, version=version + 1)
    table.commit([written(case), row])
    return case


def end_membership(handle: Handle, party: str, until: datetime) -> KnownHandle:
    """From then on he writes for that organisation no more; what he wrote before stays theirs."""
    known, version = _handle(handle)
    if known is None:
        raise NotPossibleError(f"{handle.key} is not known")
    others = tuple(one for one in known.memberships if one.organisation != party)
    own = [one for one in known.memberships if one.organisation == party and one.until is None]
    running = own or [Membership(organisation=party)]
    ended = tuple(one.model_copy(update={"until": until}) for one in running)
    return _write_handle(known.model_copy(update={"memberships": (*others, *ended)}), version)


def undo_change(party: str, case_id: str) -> Change:
    """The cases as they were before they were moved, merged or split, with their claims.

    Where a merged case has gone on since, what came in later stays on the case that it came to.
    """
    key = rows.move_key(party, case_id)
    change = rows.decode(Change, table.read([key], consistent=True).get(key))
    if change is None or change.undone:
        raise NotPossibleError("no move or merge of that case is recorded, or it was undone")
    writes = _undoing(party, case_id, change)
    claims = [
        table.Write(
            rows.claim_key(case.party, anchor.key),
            rows.Claim(case_id=case.id),
            attributes={"holder": case.id},
        )
        for case in change.before[:1]
        for anchor in distinct(case.anchors)
    ]
    undone = change.model_copy(update={"undone": True})
    table.commit([*writes, table.Write(key, undone), *claims])
    return undone


def _undoing(party: str, case_id: str, change: Change) -> list[table.Write]:
    first = change.before[0]
    if change.kind is ChangeKind.SPLIT:
        if first.party != party:
            raise NotPossibleError("it went to another party; split it back to the former one")
        merged = merge(case_of(first.party, first.id), case_of(party, case_id))
        return [written(merged.survivor), written(merged.absorbed)]
    if change.kind is ChangeKind.MERGED:
        survivor = change.before[1]
        now = case_of(survivor.party, survivor.id)
        if now.merged_into:
            raise NotPossibleError(f"{now.id} went into {now.merged_into} since; undo that first")
        went_on = now.contacts > first.contacts + survivor.contacts
        back = unmerge(now, survivor, first) if went_on else survivor
        return [_restored(first), _restored(back)]
    left = case_of(party, case_id)
    gone = case_of(left.moved_to or party, case_id)
    stub = {"moved_to": party, "moved_from": None, "clocks": Clocks()}
    return [_restored(first), written(gone.model_copy(update=stub))]


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
        own.model_copy(update={"writes_for": {}, "proved": (), "seen_with": (), "helps": ()}),
        version,
    )


def _handle(handle: Handle) -> tuple[KnownHandle | None, int]:
    key = rows.handle_key(handle)
    row = table.read([key], consistent=True).get(key)
    return rows.decode(KnownHandle, row), table.version(row)


def _write_handle(row: KnownHandle, version: int) -> KnownHandle:
    guard = table.unchanged(version)
    table.commit([table.Write(rows.handle_key(row.handle), row, guard, version=version + 1)])
    return row


def case_of(party: str, case_id: str) -> Case:
    key = rows.case_key(party, case_id)
    row = table.read([key], consistent=True).get(key)
    if row is None:
        raise NotPossibleError(f"{party} has no case {case_id}")
    return rows.decode_case(row)


def written(case: Case) -> table.Write:
    """The next version of a case, if nobody wrote it since it was read."""
    guard = table.unchanged(case.version)
    return rows.case_write(case.model_copy(update={"version": case.version + 1}), guard)


def _restored(before: Case) -> table.Write:
    """Over what there is of it now."""
    now = case_of(before.party, before.id)
    return written(before.model_copy(update={"version": now.version}))
