"""Which team queue a contact goes to, with which priority, on which clock, and why."""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import Field, field_validator

from functions.core.conditions import Condition, Party, RoutingFacts, matches
from functions.core.contacts import Assurance
from functions.core.language.concepts import Signal
from functions.core.teams import Priority, Queue
from functions.core.values import Evidence, Value
from functions.core.wording import in_words

__all__ = [
    "Party",
    "Priority",
    "Queue",
    "Routing",
    "RoutingFacts",
    "RoutingPolicy",
    "Rule",
    "SlaChoice",
    "route",
]

SIGNALS_TOLD = 3


class Routing(Value):
    queue: Queue
    priority: Priority
    sla_policy: str
    tags: tuple[str, ...] = ()
    intent: str | None = None
    language: str | None = None
    because: tuple[Evidence, ...] = ()
    confidence: float | None = None
    """The part of such decisions that is right, 0 to 1."""
    unsure: bool = False
    """The most probable queue, but a person should look before acting on it."""


class Rule(Value):
    """`priority` left out: the contact's signals decide. `sla` left out: its party decides."""

    name: str = Field(min_length=1)
    when: Condition
    queue: Queue
    priority: Priority | None = None
    sla: str | None = None
    tags: tuple[str, ...] = ()


class SlaChoice(Value):
    """Which SLA policy applies where a rule names none."""

    default: str
    business: str | None = None
    key_account: str | None = None


class AssistLimits(Value):
    """What a second opinion may cost; whether one is asked is a setting of the deployment."""

    per_day: int = Field(default=500, ge=0, le=100_000)
    """Questions in one day, UTC."""


class RoutingPolicy(Value):
    """Ordered rules; the first that matches decides."""

    version: int = 1
    priority: Mapping[Priority, tuple[Signal, ...]] = Field(default_factory=dict)
    """The signals that give each priority; urgent is looked at first, then high, then low."""
    unsure_below: float = Field(default=0.0, ge=0, le=1)
    """Below this confidence a contact is marked unsure."""
    triage_below: float = Field(default=0.0, ge=0, le=1)
    """Below this one what it is about decides nothing: a person chooses the team."""
    schedule: str | None = None
    """The schedule of sla.toml by whose clock and hours rules look at the time."""
    segments: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Organisations by segment, beside what their accounts say of themselves."""
    key_segments: tuple[str, ...] = ()
    """The segments whose organisations are key accounts."""
    sla: SlaChoice
    assist: AssistLimits = Field(default_factory=AssistLimits)
    rule: tuple[Rule, ...] = ()

    @field_validator("rule")
    @classmethod
    def _names_are_unique(cls, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        names = [rule.name for rule in rules]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f'the rule name "{twice[0]}" is given twice')
        return rules

    def sla_names(self) -> set[str]:
        """Every SLA policy that a decision may name."""
        chosen = {self.sla.default, self.sla.business, self.sla.key_account}
        return {name for name in chosen | {rule.sla for rule in self.rule} if name is not None}

    @property
    def looks_at_time(self) -> bool:
        """Whether any rule asks what day or time it is."""
        asked = (rule.when for rule in self.rule)
        return any(when.weekday or when.hours or when.staffed is not None for when in asked)


def route(facts: RoutingFacts, policy: RoutingPolicy) -> Routing:
    """The first matching rule decides; no match means triage."""
    by_signals, signal = _priority_by_signals(facts, policy)
    rule = _first_match(facts, policy.rule, by_signals)
    guessed = rule is not None and _is_guess(rule, facts, policy)
    rule = None if guessed else rule
    by_topic = not facts.automatic and (rule is None or bool(rule.when.intent))
    unsure = guessed or (by_topic and facts.intent.confidence < policy.unsure_below)
    priority = rule.priority if rule and rule.priority else by_signals
    return Routing(
        queue=rule.queue if rule else Queue.TRIAGE,
        priority=priority,
        sla_policy=(rule.sla if rule and rule.sla else _sla_of(facts, policy)),
        tags=rule.tags if rule else (),
        intent=facts.intent.name.value,
        language=facts.intent.language,
        because=(
            _why(rule, guessed=guessed, unsure=unsure),
            *_reasons(facts, signal if priority == by_signals else None),
        ),
        confidence=facts.intent.confidence,
        unsure=unsure,
    )


def _first_match(facts: RoutingFacts, rules: Sequence[Rule], by_signals: Priority) -> Rule | None:
    return next((rule for rule in rules if matches(rule.when, facts, by_signals)), None)


def _is_guess(rule: Rule, facts: RoutingFacts, policy: RoutingPolicy) -> bool:
    """A rule that goes by what a message is about, while nobody knows what it is about."""
    return bool(rule.when.intent) and facts.intent.confidence < policy.triage_below


def _priority_by_signals(
    facts: RoutingFacts, policy: RoutingPolicy
) -> tuple[Priority, Signal | None]:
    for priority in (Priority.URGENT, Priority.HIGH, Priority.LOW, Priority.NORMAL):
        for signal in facts.signals:
            if signal in policy.priority.get(priority, ()):
                return priority, signal
    return Priority.NORMAL, None


def _sla_of(facts: RoutingFacts, policy: RoutingPolicy) -> str:
    business = policy.sla.business or policy.sla.default
    if facts.party is Party.KEY_ACCOUNT:
        return policy.sla.key_account or business
    return business if facts.party is Party.BUSINESS else policy.sla.default


def _why(rule: Rule | None, *, guessed: bool, unsure: bool) -> Evidence:
    if guessed:
        return Evidence(kind="unclear", detail="not clear which team: a person must choose")
    if rule is None:
        return Evidence(kind="no_rule", detail="no rule matches: a person must choose the team")
    return Evidence(kind="rule", detail=f"{rule.name} (unsure)" if unsure else rule.name)


def _reasons(facts: RoutingFacts, signal: Signal | None) -> Iterator[Evidence]:
    for found in dict.fromkeys((*((signal,) if signal else ()), *facts.signals[:SIGNALS_TOLD])):
        yield Evidence(kind="signal", detail=in_words(found))
    if facts.automatic:
        yield Evidence(kind="automatic", detail=facts.automatic.value.replace("_", " "))
    if facts.assurance is Assurance.UNKNOWN:
        yield Evidence(
            kind="unproven_sender",
            detail="the sender is not proven: give no order or customer data in the answer",
        )
    yield from facts.intent.because
