"""`make correct DO="undo <party> <case>"`: merge cases, undo moves and merges, link and unlink."""

import argparse
import getpass
import sys
from datetime import UTC, datetime

from functions.core.contacts import Handle
from functions.handling.corrections import (
    NotPossibleError,
    link_handle,
    merge_cases,
    undo_change,
    unlink_handle,
)


def main(arguments: list[str]) -> int:
    """0 when it was done; 1 when there was nothing to do, with the reason."""
    options = _parser().parse_args(arguments)
    agent, at = getpass.getuser(), datetime.now(UTC)
    try:
        if options.what == "merge":
            done: object = merge_cases(options.party, options.into, options.case, agent, at)
        elif options.what == "undo":
            done = undo_change(options.party, options.case)
        elif options.what == "link":
            done = link_handle(_handle(options.handle), options.person, agent, at)
        else:
            done = unlink_handle(_handle(options.handle))
    except NotPossibleError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{done}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make correct", description=__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    merge = what.add_parser("merge", help="one case goes into another of the same party")
    for name in ("party", "case", "into"):
        merge.add_argument(name)
    undo = what.add_parser("undo", help="the cases as they were before a move or merge")
    for name in ("party", "case"):
        undo.add_argument(name)
    link = what.add_parser("link", help="a handle (`email:…`, `phone:…`) is that person's")
    for name in ("handle", "person"):
        link.add_argument(name)
    what.add_parser("unlink", help="a handle goes back to whose it was").add_argument("handle")
    return parser


def _handle(key: str) -> Handle:
    scheme, _, value = key.partition(":")
    if not value:
        raise NotPossibleError("a handle is written scheme:value, for instance email:a@b.nl")
    return Handle(scheme=scheme, value=value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
