"""What the table has of a party: its newest cases, what it bought, and older cases in question."""

from collections.abc import Sequence, Set
from typing import NamedTuple

from functions.aws import rows, table
from functions.core.cases import Case, ThreadLink
from functions.core.evidence.known_orders import KnownOrder
from functions.core.grouping.recognition import Recognition

PARTY_ROWS_LOOKED_AT = 50


class PartyRows(NamedTuple):
    """A party's newest cases and what it bought."""

    cases: list[Case]
    bought: list[KnownOrder]


def party_rows(
    recognition: Recognition, threads: Sequence[ThreadLink], *, consistent: bool
) -> PartyRows:
    """The party's newest cases and orders, and an older case that is answered.

    On a second look also older ones that hold a claim in our way.
    """
    party = recognition.party
    found = read_party(party, consistent=consistent)
    older = {link.case_id for link in threads if link.party == party}
    if consistent:
        older |= _claim_holders(recognition)
    missing = older - {case.id for case in found.cases}
    return PartyRows([*found.cases, *_older_cases(party, missing)], found.bought)


def read_party(party: str, *, consistent: bool) -> PartyRows:
    """One query."""
    found = table.query(rows.party_pk(party), limit=PARTY_ROWS_LOOKED_AT, consistent=consistent)
    bought = (rows.decode(KnownOrder, row) for row in found if row["sk"]["S"].startswith("BOUGHT#"))
    cases = (rows.decode_case(row) for row in found if row["sk"]["S"].startswith("CASE#"))
    return PartyRows(
        [case for case in cases if not case.moved_to], [order for order in bought if order]
    )


def _claim_holders(recognition: Recognition) -> set[str]:
    claims = table.read(
        (rows.claim_key(recognition.party, anchor.key) for anchor in recognition.anchors),
        consistent=True,
    )
    return {claim.case_id for row in claims.values() if (claim := rows.decode(rows.Claim, row))}


def _older_cases(party: str, case_ids: Set[str]) -> list[Case]:
    """Cases beyond the newest; a call only where there is one to fetch, which is rare."""
    found = table.read((rows.case_key(party, case_id) for case_id in case_ids), consistent=True)
    cases = (rows.decode_case(row) for row in found.values())
    return [case for case in cases if not case.moved_to]
