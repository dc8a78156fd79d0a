"""A second opinion where the local decision is unsure: what is asked, and what an answer may do.

It is asked through a protocol; who answers, and over which wire, is not our matter here. Whatever
the customer's text makes of the answer, it is one of our own labels or nothing.
"""

from typing import Literal, Protocol

from functions.core.conditions import RoutingFacts
from functions.core.contacts import Channel, Contact
from functions.core.language.concepts import Topic
from functions.core.language.intent import Intent
from functions.core.redaction import redact
from functions.core.routing import Routing, RoutingPolicy, route
from functions.core.teams import Priority
from functions.core.values import Evidence, Value

SUBJECT_KEPT = 200
Label = Literal[
    "presales", "orders", "returns", "billing", "support", "complaints", "b2b", "privacy", "spam"
]


class Question(Value):
    """All that leaves the house of a contact."""

    text: str
    """Subject and new text, redacted."""
    channel: Channel
    likely: str
    """What the local model takes it for."""


class Advice(Value):
    """All that may come back; extra fields are forbidden, as everywhere."""

    queue: Label
    priority: Literal["urgent", "high", "normal", "low"]


class Adviser(Protocol):
    """Whoever can be asked. None: no answer, for whatever reason; the local decision stands."""

    def advise(self, question: Question) -> Advice | None: ...


def routed_with_advice(
    contact: Contact, facts: RoutingFacts, policy: RoutingPolicy, adviser: Adviser | None
) -> Routing:
    """The local decision, or where it is unsure the one by the second opinion."""
    routing = route(facts, policy)
    if adviser is None or not routing.unsure or contact.automatic:
        return routing
    advice = adviser.advise(question_of(contact, facts.intent))
    if advice is None or not _may_be(advice, facts):
        return routing
    advised = route(_advised(facts, advice, policy), policy)
    return advised.model_copy(update={"priority": _more_pressing(advised.priority, advice)})


def question_of(contact: Contact, intent: Intent) -> Question:
    names = [contact.sender_name or "", *_words(contact.sender.value.partition("@")[0])]
    text = f"{(contact.subject or '')[:SUBJECT_KEPT]}\n\n{contact.text}"
    return Question(text=redact(text, names), channel=contact.channel, likely=intent.name.value)


def _words(local_part: str) -> list[str]:
    return [word for word in local_part.replace("_", ".").replace("-", ".").split(".") if word]


def _may_be(advice: Advice, facts: RoutingFacts) -> bool:
    """Nobody whom we know, and nothing urgent, is thrown away on a stranger's word."""
    known = facts.customer.is_business is not None or facts.intent.urgent
    return not (Topic(advice.queue) is Topic.SPAM and known)


def _advised(facts: RoutingFacts, advice: Advice, policy: RoutingPolicy) -> RoutingFacts:
    evidence = Evidence(kind="assist", detail=f"second opinion: {advice.queue}, {advice.priority}")
    intent = facts.intent.model_copy(
        update={
            "name": Topic(advice.queue),
            "confidence": max(policy.unsure_below, facts.intent.confidence),
            "because": (evidence, *facts.intent.because),
        }
    )
    return facts.model_copy(update={"intent": intent})


def _more_pressing(ours: Priority, advice: Advice) -> Priority:
    """An opinion can make a contact more pressing than our own layers did, never less."""
    order = tuple(Priority)
    return min(ours, Priority(advice.priority), key=order.index)
