"""Which service level holds for whom: refined by queue, priority, party and organisation."""

import pytest

from functions.core.clocks.sla_policies import SlaPolicies
from functions.core.conditions import Party, RoutingFacts
from functions.core.contacts import Assurance
from functions.core.gathering import gather_facts
from functions.core.language.intent import read_intent
from functions.core.routing import Priority, Queue
from tests.core.matters import a_contact
from tests.core.timed import OFFICE


def a_firm(party: Party) -> RoutingFacts:
    facts = gather_facts(a_contact(), read_intent(a_contact()), assurance=Assurance.MATCHED)
    return facts.model_copy(
        update={"party": party, "organisation_id": "org:K-2", "segment": "garden centres"}
    )


REFINED = {
    "schedules": {"s": {"zone": "UTC", "hours": OFFICE}},
    "policies": {"standard": {"schedule": "s"}, "gold": {"schedule": "s"}},
}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"queue": ["orders"]}, True),
        ({"queue": ["billing"]}, False),
        ({"priority": ["high"]}, True),
        ({"priority": ["low"]}, False),
        ({"party": ["business"]}, True),
        ({"party": ["private"]}, False),
        ({"organisation": ["org:K-1", "org:K-2"]}, True),
        ({"organisation": ["org:K-3"]}, False),
        ({"segment": ["garden centres"]}, True),
        ({"segment": ["florists"]}, False),
        ({"named": ["standard"]}, True),
        ({"named": ["gold"]}, False),
        ({"queue": ["orders"], "organisation": ["org:K-3"]}, False),
    ],
)
def test_a_policy_is_refined_by_queue_priority_party_and_organisation(
    condition: dict[str, list[str]], holds: bool
) -> None:
    rules = SlaPolicies.model_validate(
        {**REFINED, "refine": [{"policy": "gold", **condition}, {"policy": "standard"}]}
    )

    facts = a_firm(Party.BUSINESS)

    found = rules.refined("standard", Queue.ORDERS, Priority.HIGH, facts)

    assert found == ("gold" if holds else "standard")


def test_what_has_no_clock_is_never_refined() -> None:
    rules = SlaPolicies.model_validate({**REFINED, "refine": [{"policy": "gold"}]})

    assert rules.refined("none", Queue.SPAM, Priority.LOW, a_firm(Party.UNKNOWN)) == "none"


def test_what_holds_for_a_business_holds_for_a_key_account() -> None:
    rules = SlaPolicies.model_validate(
        {**REFINED, "refine": [{"policy": "gold", "party": ["business"]}]}
    )

    found = rules.refined("standard", Queue.ORDERS, Priority.LOW, a_firm(Party.KEY_ACCOUNT))

    assert found == "gold"
