"""The whole decision on labelled messages, rules and triage included, and how often it is right."""

from collections.abc import Mapping, Sequence

from functions import policies
from functions.core.contacts import Assurance
from functions.core.gathering import gather_facts
from functions.core.language.intent import intent_of
from functions.core.routing import Queue, Routing, route
from training.corpus_reader import Message
from training.dataset import Read

Chances = Mapping[str, float]


def decide(one: Read, queues: Chances, priorities: Chances) -> Routing:
    customer = one.message.customer
    facts = gather_facts(
        one.contact,
        intent_of(one.understood, queues, priorities, customer),
        assurance=Assurance.CHANNEL,
        organisation_id=customer.organisation,
        private=customer.is_business is False,
    )
    return route(facts, policies.routing())


def whole(title: str, messages: Sequence[Message], decisions: Sequence[Routing]) -> str:
    """One line of figures."""
    pairs = list(zip(messages, decisions, strict=True))
    right = [d.queue in m.queues for m, d in pairs]
    sure = [d.queue in m.queues for m, d in pairs if not d.unsure]
    genuine = [d.queue is Queue.SPAM for m, d in pairs if "spam" not in m.queues]
    found = [(d.priority.value, _right_priority(m, d)) for m, d in pairs]
    return (
        f"{title}: {len(pairs)} messages, queue {_part(right):.3f}, "
        f"not unsure {len(sure) / len(pairs):.2f} at {_part(sure):.3f}, "
        f"priority {_part([given == truth for given, truth in found]):.3f}, "
        f"{_found('urgent', found)}, {_found('high', found)}, "
        f"genuine called spam {sum(genuine)} of {len(genuine)}\n"
    )


def _right_priority(message: Message, decision: Routing) -> str:
    given = decision.priority.value
    return given if given in message.priorities else message.priorities[0]


def _found(name: str, found: Sequence[tuple[str, str]]) -> str:
    hits = sum(given == truth == name for given, truth in found)
    there = sum(truth == name for _, truth in found)
    called = sum(given == name for given, _ in found)
    return f"{name} {hits} of {there} ({hits / max(1, there):.2f}) at {hits / max(1, called):.2f}"


def _part(facts: Sequence[bool]) -> float:
    return sum(facts) / len(facts) if facts else 1.0
