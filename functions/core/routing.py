"""Which team queue a contact goes to, with which priority, and why."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache

from pydantic import Field, field_validator

from functions.core.concepts import Signal, Topic
from functions.core.contacts import Assurance, Channel, Contact, MachineKind, Verdict
from functions.core.intent import Intent
from functions.core.phrases import PhraseBook, tokenise
from functions.core.values import Evidence, Value


class Queue(StrEnum):
    """The teams; each has one FIFO queue."""

    PRESALES = "presales"
    ORDERS = "orders"
    RETURNS = "returns"
    BILLING = "billing"
    SUPPORT = "support"
    COMPLAINTS = "complaints"
    B2B = "b2b"
    PRIVACY = "privacy"
    SPAM = "spam"
    TRIAGE = "triage"


class Priority(StrEnum):
    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Routing(Value):
    queue: Queue
    priority: Priority
    sla_policy: str
    intent: str | None = None
    language: str | None = None
    because: tuple[Evidence, ...] = ()
    confidence: float | None = None
    """The part of such decisions that is right, 0 to 1."""
    unsure: bool = False
    """The most probable queue, but a person should look before acting on it."""


class Party(StrEnum):
    """Whose matter it is; an unproven sender is unknown."""

    PRIVATE = "private"
    BUSINESS = "business"
    UNKNOWN = "unknown"


class OrderFacts(Value):
    """What is known of the order a contact is about."""

    open: bool
    """Placed and not yet delivered or cancelled."""
    days_late: int | None = None
    """Full days past the promised day; none: not late, or nothing was promised."""
    delivered_days_ago: int | None = None


class RoutingFacts(Value):
    """Everything that a rule may look at."""

    channel: Channel
    provider: str
    account: str
    shop: str
    intent: Intent
    party: Party = Party.UNKNOWN
    organisation_id: str | None = None
    assurance: Assurance = Assurance.UNKNOWN
    automatic: MachineKind | None = None
    spam_verdict: Verdict = Verdict.NONE
    virus_verdict: Verdict = Verdict.NONE
    order: OrderFacts | None = None
    contacts: int = 1
    """How many contacts the case counts, this one included."""
    text: str = ""
    """Subject and new text, for the rules with `words`."""


def gather_facts(
    contact: Contact,
    intent: Intent,
    *,
    assurance: Assurance,
    organisation_id: str | None = None,
    order: OrderFacts | None = None,
    contacts: int = 1,
    private: bool = False,
) -> RoutingFacts:
    """The facts of a contact; `private` says that its party is known to be a private person."""
    party = Party.BUSINESS if organisation_id else Party.PRIVATE if private else Party.UNKNOWN
    return RoutingFacts(
        channel=contact.channel,
        provider=contact.provider,
        account=contact.account,
        shop=contact.shop,
        intent=intent,
        party=party,
        organisation_id=organisation_id,
        assurance=assurance,
        automatic=contact.automatic,
        spam_verdict=contact.verdicts.spam if contact.verdicts else Verdict.NONE,
        virus_verdict=contact.verdicts.virus if contact.verdicts else Verdict.NONE,
        order=order,
        contacts=contacts,
        text=f"{contact.subject or ''}\n{contact.text}",
    )


class Condition(Value):
    """All keys given must hold; of a list, one value must."""

    channel: tuple[Channel, ...] = ()
    provider: tuple[str, ...] = ()
    account: tuple[str, ...] = ()
    shop: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    intent: tuple[Topic, ...] = ()
    min_confidence: float | None = Field(default=None, ge=0, le=1)
    max_confidence: float | None = Field(default=None, ge=0, le=1)
    signal: tuple[Signal, ...] = ()
    party: tuple[Party, ...] = ()
    organisation: tuple[str, ...] = ()
    assurance: tuple[Assurance, ...] = ()
    automatic: tuple[MachineKind, ...] = ()
    is_automatic: bool | None = None
    spam_verdict: tuple[Verdict, ...] = ()
    virus_verdict: tuple[Verdict, ...] = ()
    words: tuple[str, ...] = ()
    """Words or phrases of subject and text; `factu*` and `*rekening` leave an end open."""
    order_known: bool | None = None
    order_open: bool | None = None
    min_days_late: int | None = None
    max_days_since_delivery: int | None = None
    min_contacts: int | None = None

    @field_validator("words")
    @classmethod
    def _phrases_are_sound(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        PhraseBook({"words": words})
        return words


class Rule(Value):
    """`priority` left out: the contact's signals decide. `sla` left out: its party decides."""

    name: str = Field(min_length=1)
    when: Condition
    queue: Queue
    priority: Priority | None = None
    sla: str | None = None


class SlaChoice(Value):
    """Which SLA policy applies where a rule names none."""

    default: str
    business: str | None = None


class RoutingPolicy(Value):
    """Ordered rules; the first that matches decides."""

    version: int = 1
    priority: Mapping[Priority, tuple[Signal, ...]] = Field(default_factory=dict)
    """The signals that give each priority; urgent is looked at first, then high, then low."""
    unsure_below: float = Field(default=0.0, ge=0, le=1)
    """Below this confidence a contact is marked unsure."""
    sla: SlaChoice
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
        named = {rule.sla for rule in self.rule} | {self.sla.default, self.sla.business}
        return {name for name in named if name is not None}


def route(facts: RoutingFacts, policy: RoutingPolicy) -> Routing:
    """The first matching rule decides; no match means triage."""
    rule = next((rule for rule in policy.rule if matches(rule.when, facts)), None)
    by_signals, signal = _priority_by_signals(facts, policy)
    priority = rule.priority if rule and rule.priority else by_signals
    return Routing(
        queue=rule.queue if rule else Queue.TRIAGE,
        priority=priority,
        sla_policy=(rule.sla if rule and rule.sla else _sla_of(facts, policy)),
        intent=facts.intent.name.value,
        language=facts.intent.language,
        because=tuple(_reasons(facts, rule, signal if priority == by_signals else None)),
        confidence=facts.intent.confidence,
        unsure=facts.intent.confidence < policy.unsure_below,
    )


def matches(when: Condition, facts: RoutingFacts) -> bool:
    """Whether every key of the condition holds; the words come last, they cost most."""
    return _lists_match(when, facts) and _order_matches(when, facts) and _words_match(when, facts)


def _lists_match(when: Condition, facts: RoutingFacts) -> bool:
    allowed_and_actual: tuple[tuple[tuple[object, ...], object], ...] = (
        (when.channel, facts.channel),
        (when.provider, facts.provider),
        (when.account, facts.account),
        (when.shop, facts.shop),
        (when.language, facts.intent.language),
        (when.intent, facts.intent.name),
        (when.party, facts.party),
        (when.organisation, facts.organisation_id),
        (when.assurance, facts.assurance),
        (when.automatic, facts.automatic),
        (when.spam_verdict, facts.spam_verdict),
        (when.virus_verdict, facts.virus_verdict),
    )
    return all(not allowed or actual in allowed for allowed, actual in allowed_and_actual) and (
        not when.signal or any(signal in when.signal for signal in facts.intent.signals)
    )


def _order_matches(when: Condition, facts: RoutingFacts) -> bool:
    order = facts.order
    late = order.days_late if order else None
    delivered = order.delivered_days_ago if order else None
    return all(
        (
            when.order_known in (None, order is not None),
            when.order_open in (None, order is not None and order.open),
            when.is_automatic in (None, facts.automatic is not None),
            when.min_days_late is None or (late is not None and late >= when.min_days_late),
            when.max_days_since_delivery is None
            or (delivered is not None and delivered <= when.max_days_since_delivery),
            when.min_contacts is None or facts.contacts >= when.min_contacts,
            when.min_confidence is None or facts.intent.confidence >= when.min_confidence,
            when.max_confidence is None or facts.intent.confidence <= when.max_confidence,
        )
    )


def _words_match(when: Condition, facts: RoutingFacts) -> bool:
    if not when.words:
        return True
    book = _phrase_book(when.words)
    return any(book.find(sentence) for sentence in tokenise(facts.text))


@lru_cache(maxsize=256)
def _phrase_book(words: tuple[str, ...]) -> PhraseBook[str]:
    return PhraseBook({"words": words})


def _priority_by_signals(
    facts: RoutingFacts, policy: RoutingPolicy
) -> tuple[Priority, Signal | None]:
    for priority in (Priority.URGENT, Priority.HIGH, Priority.LOW, Priority.NORMAL):
        for signal in facts.intent.signals:
            if signal in policy.priority.get(priority, ()):
                return priority, signal
    return Priority.NORMAL, None


def _sla_of(facts: RoutingFacts, policy: RoutingPolicy) -> str:
    if facts.party is Party.BUSINESS and policy.sla.business:
        return policy.sla.business
    return policy.sla.default


def _reasons(facts: RoutingFacts, rule: Rule | None, signal: Signal | None) -> Iterator[Evidence]:
    if rule:
        yield Evidence(kind="rule", detail=f'rule "{rule.name}"')
    else:
        yield Evidence(kind="no_rule", detail="no rule matches: a person must choose the team")
    if signal:
        yield Evidence(kind="priority", detail=signal.value.replace("_", " "))
    if facts.automatic:
        yield Evidence(kind="automatic", detail=facts.automatic.value.replace("_", " "))
    if facts.assurance is Assurance.UNKNOWN:
        yield Evidence(
            kind="unproven_sender",
            detail="the sender is not proven: give no order or customer data in the answer",
        )
    yield from facts.intent.because
