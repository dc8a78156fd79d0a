"""The worked example in docs/clocks.md is what explain prints."""

from functions import policies
from functions.core.clocks.timing import answer, ask
from functions.core.explaining import explain_case
from functions.core.routing import Priority
from functions.policies import FOLDER
from tests.core.matters import a_case
from tests.core.timed import local

DOCS = FOLDER.parent.parent / "docs" / "clocks.md"


def test_the_worked_example_is_what_explain_prints() -> None:
    rules = policies.sla()
    case = a_case("case-0KZ81M4TQ7").model_copy(update={"sla_policy": "standard"})

    case = ask(case, rules, "standard", Priority.NORMAL, local("2026-04-24T15:00"))
    case = answer(case, rules, local("2026-04-25T11:00"))
    case = ask(case, rules, "standard", Priority.NORMAL, local("2026-04-28T14:15"))

    printed = "\n".join(explain_case(case, rules)).replace(rules.edition, "2")
    assert printed in DOCS.read_text(encoding="utf-8")
