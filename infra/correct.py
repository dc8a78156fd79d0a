"""`make correct DO="undo <party> <case>"`: merge, split and undo; agree, link and unlink."""

import argparse
import getpass
import sys
from datetime import UTC, datetime

from functions.core.contacts import Handle
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


def main(arguments: list[str]) -> int:
    """0 when it was done; 1 when there was nothing to do, with the reason."""
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make correct", description=__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    merge = what.add_parser("merge", help="one case goes into another of the same party")
    for name in ("party", "case", "into"):
        merge.add_argument(name)
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
