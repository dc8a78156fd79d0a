"""What an answer of ours does to its case: the clock stops, a stranger is let in."""

from collections.abc import Sequence
from datetime import datetime

from functions.aws import rows, table
from functions.core.clocks.timing import answer
from functions.core.contacts import Handle
from functions.core.evidence.mail_domains import corporate_domain
from functions.core.grouping.holding import agreed_to
from functions.handling.cases import changed, find_case
from functions.handling.editions import policies_of


def answer_writes(
    answered: rows.Message | None, to: Sequence[Handle], at: datetime
) -> list[table.Write]:
    """The case, if it changes: whoever of them asked, nobody waits for us any more.

    An agent who writes to a stranger on the case has agreed to him, whomever else he had copied.
    """
    if answered is None or not (answered.party and answered.case_id):
        return []
    case = find_case(answered.party, answered.case_id)
    if case is None:
        return []
    after = case
    if answered.person_id and any(handle.key in answered.to[:1] for handle in to):
        after = agreed_to(case, answered.person_id)
    if _reaches_somebody(to, answered):
        after = answer(after, policies_of([case]), at)
    return changed(case, after)


def _reaches_somebody(to: Sequence[Handle], answered: rows.Message) -> bool:
    """Whether it goes to one of those who take part, or to a colleague of his; passing the question
    on to a carrier answers nobody.
    """
    if not answered.to or any(handle.key in answered.to for handle in to):
        return True
    domains = {corporate_domain(key.removeprefix("email:")) for key in answered.to} - {None}
    return any(corporate_domain(handle.value) in domains for handle in to)
