"""The SLA policies as they were when a case began: kept in the table, read where one is needed."""

from collections.abc import Iterable

from functions import policies
from functions.aws import rows, table
from functions.aws.runtime import logger
from functions.core.cases import Case
from functions.core.clocks.sla_policies import SlaPolicies
from functions.core.errors import ConflictError

FILE = "sla"


def keep() -> None:
    """The deployed policies, once for each edition; asking costs one small read."""
    key = rows.policy_key(FILE, policies.sla().edition)
    if table.read([key]):
        return
    text = rows.PolicyText(text=policies.sla_text())
    try:
        table.put(table.Write(key, text, table.NOT_THERE))
    except ConflictError:
        logger.info("another sweep kept the policies at the same moment")


def policies_of(cases: Iterable[Case]) -> SlaPolicies:
    """Today's policies, with the editions that these cases run under; no read where all are new."""
    today = policies.sla()
    former = {case.clocks.edition for case in cases} - {"", today.edition}
    if not former:
        return today
    found = {edition: _read(edition) for edition in former}
    earlier = {edition: known for edition, known in found.items() if known}
    return today.model_copy(update={"earlier": earlier})


def _read(edition: str) -> SlaPolicies | None:
    """Read once in the life of a Lambda, for an edition never changes. None for one that was never
    kept, or that this version cannot read: its cases go on under today's policies.
    """
    if edition in _known:
        return _known[edition]
    key = rows.policy_key(FILE, edition)
    kept = rows.decode(rows.PolicyText, table.read([key]).get(key))
    if kept is None:
        return None
    try:
        _known[edition] = policies.read_sla(kept.text)
    except policies.PolicyError as error:
        logger.warning("an earlier policy cannot be read", edition=edition, error=str(error))
        return None
    return _known[edition]


_known: dict[str, SlaPolicies] = {}
