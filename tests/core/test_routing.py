"""Routing: the first matching rule decides, and every decision says why."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from functions import policies
from functions.core.contacts import (
    Assurance,
    Channel,
    Contact,
    Handle,
    MachineKind,
    Verdict,
    Verdicts,
)
from functions.core.customers import CustomerFacts, OrderFacts
from functions.core.gathering import gather_facts
from functions.core.language.concepts import Signal, Topic
from functions.core.language.intent import Intent
from functions.core.routing import (
    Party,
    Priority,
    Queue,
    Routing,
    RoutingFacts,
    RoutingPolicy,
    route,
)


def some_facts(**fields: object) -> RoutingFacts:
    facts: dict[str, object] = {
        "channel": Channel.EMAIL,
        "provider": "ses",
        "account": "service",
        "shop": "tuinhuis",
        "intent": Intent(name=Topic.BILLING, language="nl", confidence=0.8),
        "assurance": Assurance.CHANNEL,
    }
    return RoutingFacts.model_validate(facts | fields)


def a_policy(*rules: dict[str, object], **fields: object) -> RoutingPolicy:
    tables = {"sla": {"default": "standard"}, "priority": {"high": ["escalation"]}}
    return RoutingPolicy.model_validate({**tables, "rule": rules, **fields})


def a_rule(name: str, queue: str = "billing", **when: object) -> dict[str, object]:
    return {"name": name, "queue": queue, "when": when}


def kinds(decision: Routing) -> list[str]:
    return [evidence.kind for evidence in decision.because]


def test_the_first_matching_rule_decides() -> None:
    policy = a_policy(
        a_rule("german", "b2b", language=["de"]),
        a_rule("mail", "orders", channel=["email"]),
        a_rule("billing", "billing", intent=["billing"]),
    )

    decision = route(some_facts(), policy)

    assert decision.queue is Queue.ORDERS
    assert decision.because[0].detail == "mail"


def test_no_match_means_triage_and_says_so() -> None:
    decision = route(some_facts(), a_policy(a_rule("chat", channel=["chat"])))

    assert decision.queue is Queue.TRIAGE
    assert kinds(decision) == ["no_rule"]


@pytest.mark.parametrize(
    ("when", "fields"),
    [
        ({"account": ["service"]}, {}),
        ({"shop": ["tuinhuis"]}, {}),
        ({"provider": ["ses"]}, {}),
        ({"language": ["nl"]}, {}),
        ({"min_confidence": 0.7}, {}),
        ({"party": ["business"]}, {"party": Party.BUSINESS}),
        ({"organisation": ["org:7"]}, {"organisation_id": "org:7"}),
        ({"assurance": [2, 3]}, {"assurance": Assurance.MATCHED}),
        ({"automatic": ["bounce"]}, {"automatic": MachineKind.BOUNCE}),
        ({"is_automatic": True}, {"automatic": MachineKind.OTHER}),
        ({"spam_verdict": ["fail"]}, {"spam_verdict": Verdict.FAIL}),
        ({"virus_verdict": ["fail"]}, {"virus_verdict": Verdict.FAIL}),
        ({"words": ["*garantie*", "winterstop"]}, {"text": "Vraag\nDe Winterstop-actie"}),
        ({"order_known": True}, {"order": OrderFacts(open=False)}),
        ({"order_open": True}, {"order": OrderFacts(open=True)}),
        ({"min_days_late": 7}, {"order": OrderFacts(open=True, days_late=7)}),
        ({"max_days_since_delivery": 30}, {"order": OrderFacts(open=False, delivered_days_ago=3)}),
        ({"min_contacts": 3}, {"contacts": 3}),
        (
            {"signal": ["danger", "leak"]},
            {"intent": Intent(name=Topic.UNCLEAR, signals=(Signal.LEAK,))},
        ),
    ],
)
def test_each_condition_holds_for_its_fact_and_for_no_other(
    when: dict[str, object], fields: dict[str, object]
) -> None:
    policy = a_policy({"name": "it", "queue": "billing", "when": when})
    strange: dict[str, object] = {
        "account": "x",
        "shop": "x",
        "provider": "x",
        "intent": Intent(name=Topic.SPAM, language="fr"),
    }

    assert route(some_facts(**fields), policy).queue is Queue.BILLING
    assert route(some_facts(**strange), policy).queue is Queue.TRIAGE


def test_all_keys_of_a_condition_must_hold() -> None:
    policy = a_policy(a_rule("both", channel=["email"], language=["de"]))

    assert route(some_facts(), policy).queue is Queue.TRIAGE


def test_a_signal_gives_the_priority_where_the_rule_names_none() -> None:
    annoyed = Intent(name=Topic.BILLING, signals=(Signal.ESCALATION,))

    decision = route(some_facts(intent=annoyed), a_policy(a_rule("billing", intent=["billing"])))

    assert decision.priority is Priority.HIGH
    assert "signal" in kinds(decision)


def test_an_unproven_sender_routes_as_usual_but_the_reason_says_so() -> None:
    policy = a_policy(a_rule("billing", intent=["billing"]))

    decision = route(some_facts(assurance=Assurance.UNKNOWN), policy)

    assert decision.queue is Queue.BILLING
    assert "unproven_sender" in kinds(decision)


@pytest.mark.parametrize("kind", list(MachineKind))
def test_automatic_mail_starts_no_clock_and_waits_for_nobody(kind: MachineKind) -> None:
    decision = route(some_facts(automatic=kind), policies.routing())

    assert decision.sla_policy == "none"
    assert decision.priority is Priority.LOW


def test_spam_by_verdict_goes_to_spam_whatever_it_says() -> None:
    decision = route(some_facts(spam_verdict=Verdict.FAIL), policies.routing())

    assert (decision.queue, decision.sla_policy) == (Queue.SPAM, "none")


def test_a_business_customer_has_the_stricter_clock_and_personal_data_the_legal_one() -> None:
    business = route(some_facts(party=Party.BUSINESS), policies.routing())
    requested = Intent(name=Topic.PRIVACY, confidence=0.8)
    privacy = route(some_facts(intent=requested), policies.routing())

    assert business.sla_policy == "business"
    assert privacy.sla_policy == "privacy"


def test_a_leak_is_urgent_for_privacy_whatever_else_the_message_is_about() -> None:
    leak = Intent(name=Topic.BILLING, signals=(Signal.LEAK,))

    decision = route(some_facts(intent=leak), policies.routing())

    assert (decision.queue, decision.priority) == (Queue.PRIVACY, Priority.URGENT)


@pytest.mark.parametrize("topic", [topic for topic in Topic if topic is not Topic.UNCLEAR])
def test_the_default_policy_knows_a_team_for_every_topic(topic: Topic) -> None:
    decision = route(some_facts(intent=Intent(name=topic, confidence=0.8)), policies.routing())

    assert decision.queue.value == topic.value


def test_facts_are_gathered_from_the_contact() -> None:
    contact = Contact(
        id="ses:1",
        provider="ses",
        channel=Channel.EMAIL,
        account="service",
        shop="tuinhuis",
        sender=Handle(scheme="email", value="kim@example.org"),
        subject="Kas",
        text="Hallo",
        sent_at=datetime(2026, 3, 2, tzinfo=UTC),
        verdicts=Verdicts(spam=Verdict.FAIL),
    )

    facts = gather_facts(
        contact, Intent(name=Topic.ORDERS), assurance=Assurance.CHANNEL, organisation_id="org:7"
    )

    assert facts.party is Party.BUSINESS
    assert facts.spam_verdict is Verdict.FAIL
    assert facts.text == "Kas\nHallo"


TUESDAY_EVENING = datetime(2026, 3, 3, 21, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "fields"),
    [
        ({"segment": ["key"]}, {"segment": "key"}),
        ({"party": ["key_account"]}, {"party": Party.KEY_ACCOUNT}),
        ({"party": ["business"]}, {"party": Party.KEY_ACCOUNT}),
        ({"has_bought": True}, {"has_bought": True}),
        ({"has_bought": False}, {"has_bought": False}),
        ({"has_open_return": True}, {"customer": CustomerFacts(has_open_return=True)}),
        ({"has_overdue_invoice": True}, {"customer": CustomerFacts(has_overdue_invoice=True)}),
        ({"min_contacts_last_30d": 4}, {"customer": CustomerFacts(contacts_last_30d=4)}),
        ({"min_order_value": 500}, {"order": OrderFacts(open=True, value=Decimal("500.00"))}),
        (
            {"min_days_since_delivery": 31},
            {"order": OrderFacts(open=False, delivered_days_ago=31)},
        ),
        ({"priority": ["high"]}, {"known_signals": (Signal.ESCALATION,)}),
        ({"weekday": ["tuesday"]}, {"at": TUESDAY_EVENING}),
        ({"hours": ["20:00-02:00"]}, {"at": TUESDAY_EVENING}),
        (
            {"hours": ["20:00-02:00"], "weekday": ["monday"]},
            {"at": datetime(2026, 3, 3, 1, 30, tzinfo=UTC)},
        ),
        ({"staffed": False}, {"staffed": False}),
    ],
)
def test_what_is_known_of_customer_order_and_time_can_decide(
    when: dict[str, object], fields: dict[str, object]
) -> None:
    policy = a_policy({"name": "it", "queue": "b2b", "when": when})

    assert route(some_facts(**fields), policy).queue is Queue.B2B
    assert route(some_facts(), policy).queue is Queue.TRIAGE


def test_hours_end_where_they_say() -> None:
    policy = a_policy(a_rule("evening", hours=["17:30-21:15"]))

    assert route(some_facts(at=TUESDAY_EVENING), policy).queue is Queue.TRIAGE


def test_a_rule_gives_its_tags() -> None:
    policy = a_policy({**a_rule("vip", intent=["billing"]), "tags": ["vip", "evening"]})

    assert route(some_facts(), policy).tags == ("vip", "evening")


def test_below_the_second_threshold_a_person_chooses_the_team() -> None:
    policy = a_policy(a_rule("billing", intent=["billing"]), unsure_below=0.6, triage_below=0.3)
    guess = Intent(name=Topic.BILLING, confidence=0.29)
    doubt = Intent(name=Topic.BILLING, confidence=0.31)

    guessed = route(some_facts(intent=guess), policy)
    doubted = route(some_facts(intent=doubt), policy)

    assert (guessed.queue, guessed.unsure) == (Queue.TRIAGE, True)
    assert "a person must choose" in guessed.because[0].detail
    assert (doubted.queue, doubted.unsure) == (Queue.BILLING, True)


def test_what_does_not_go_by_the_topic_needs_no_confidence() -> None:
    policy = a_policy(a_rule("leak", "privacy", signal=["leak"]), triage_below=0.9)
    leak = Intent(name=Topic.BILLING, confidence=0.1, signals=(Signal.LEAK,))

    assert route(some_facts(intent=leak), policy).queue is Queue.PRIVACY


def test_a_key_account_has_a_clock_of_its_own() -> None:
    policy = a_policy(sla={"default": "standard", "business": "business", "key_account": "key"})

    decision = route(some_facts(party=Party.KEY_ACCOUNT), policy)

    assert decision.sla_policy == "key"
