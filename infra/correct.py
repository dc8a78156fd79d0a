"""`make correct DO="undo <party> <case>"`: route, merge, split and undo; agree, link, unlink."""

import argparse
import getpass
import sys
from datetime import UTC, datetime

from functions.aws import rows, table
from functions.core.case_updates import CaseStep, CaseUpdate
from functions.core.contacts import Handle
from functions.core.deliveries import Delivery
from functions.core.items import OutcomeKind
from functions.core.ledger import LedgerRow
from functions.core.teams import Priority, Queue
from functions.handling.cases import handle_case_update
from functions.handling.corrections import (
    NotPossibleError,
    agree,
    end_membership,
    link_handle,
    merge_cases,
    undo_change,
    unlink_handle,
)
from functions.handling.splitting import split_case
from infra.on_aws import on_aws


@on_aws
def main(arguments: list[str]) -> int:
    """0 when it was done; 1 when there was nothing to do, with the reason; 2: no AWS."""
    options = _parser().parse_args(arguments)
    agent, at = getpass.getuser(), datetime.now(UTC)
    try:
        done = _correct(options, agent, at)
    except NotPossibleError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{done}\n")
    return 0


def _correct(options: argparse.Namespace, agent: str, at: datetime) -> object:
    match options.what:
        case "route":
            return _route(options, agent, at)
        case "merge":
            return merge_cases(options.party, options.into, options.case, agent, at)
        case "split":
            items, party = options.items, options.party
            return split_case(party, options.case, items, agent, at, to_party=options.to)
        case "undo":
            return undo_change(options.party, options.case)
        case "agree":
            return agree(options.party, options.case, _handle(options.handle), at)
        case "leave":
            until = _moment(options.since) if options.since else at
            return end_membership(_handle(options.handle), options.party, until)
        case "link":
            return link_handle(_handle(options.handle), options.person, agent, at)
        case _:
            return unlink_handle(_handle(options.handle))


def _route(options: argparse.Namespace, agent: str, at: datetime) -> str:
    """As an event from the desk would: through the same code, with the same trace."""
    told = rows.decode(LedgerRow, table.read([key := rows.item_key(options.contact)]).get(key))
    if told is None:
        raise NotPossibleError(f"no contact {options.contact}; its id is in its work item")
    update = CaseUpdate(
        id=f"correct:{options.contact}:{at.isoformat()}",
        provider="correct",
        account=told.shop,
        shop=told.shop,
        step=CaseStep.ROUTED,
        contact_id=told.item_id,
        occurred_at=at,
        queue=Queue(options.queue),
        priority=Priority(options.priority) if options.priority else None,
        agent=agent,
    )
    delivery = Delivery(
        id=update.id, provider="correct", account=told.shop, shop=told.shop, received_at=at
    )
    outcome = handle_case_update(update, delivery, consistent=True)
    if outcome.kind is not OutcomeKind.RECORDED:
        raise NotPossibleError(outcome.reason or "there is no case to correct")
    return f"{told.case_id} is with {options.queue} now; its words are kept as an example"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make correct", description=__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    merge = what.add_parser("merge", help="one case goes into another of the same party")
    for name in ("party", "case", "into"):
        merge.add_argument(name)
    route = what.add_parser("route", help="a contact's case belongs to another team")
    route.add_argument("contact", help="the contact's id, as its work item has it")
    route.add_argument("queue", choices=[queue.value for queue in Queue])
    route.add_argument("priority", nargs="?", choices=[one.value for one in Priority])
    split = what.add_parser("split", help="messages of a case become one of their own")
    for name in ("party", "case"):
        split.add_argument(name)
    split.add_argument("items", nargs="+", help="ids of the messages, as the ledger has them")
    split.add_argument("--to", help="the party whose matter it is, where it is another one")
    agreed = what.add_parser("agree", help="a stranger on a case belongs to the customer")
    for name in ("party", "case", "handle"):
        agreed.add_argument(name)
    leave = what.add_parser("leave", help="somebody no longer writes for an organisation")
    for name in ("handle", "party"):
        leave.add_argument(name)
    leave.add_argument("--since", help="the day he left, for instance 2026-03-01")
    undo = what.add_parser("undo", help="the cases as they were before a move or merge")
    for name in ("party", "case"):
        undo.add_argument(name)
    link = what.add_parser("link", help="a handle (`email:…`, `phone:…`) is that person's")
    for name in ("handle", "person"):
        link.add_argument(name)
    what.add_parser("unlink", help="a handle goes back to whose it was").add_argument("handle")
    return parser


def _moment(day: str) -> datetime:
    try:
        return datetime.fromisoformat(day).replace(tzinfo=UTC)
    except ValueError as error:
        raise NotPossibleError(f"{day!r} is no day; write 2026-03-01") from error


def _handle(key: str) -> Handle:
    scheme, _, value = key.partition(":")
    if not value:
        raise NotPossibleError("a handle is written scheme:value, for instance email:a@b.nl")
    return Handle(scheme=scheme, value=value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
