"""What a routing rule may look at, and whether its conditions hold."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from pydantic import Field, field_validator

from functions.core.clocks.schedules import Weekday, Window, Windows
from functions.core.contacts import Assurance, Channel, MachineKind, Verdict
from functions.core.customers import CustomerFacts, OrderFacts
from functions.core.language.concepts import Signal, Topic
from functions.core.language.intent import Intent
from functions.core.language.phrases import PhraseBook, tokenise
from functions.core.teams import Priority
from functions.core.values import Value


class Party(StrEnum):
    """Whose matter it is; an unproven sender is unknown. A key account is a business as well."""

    PRIVATE = "private"
    BUSINESS = "business"
    KEY_ACCOUNT = "key_account"
    UNKNOWN = "unknown"


class RoutingFacts(Value):
    """Everything that a rule may look at."""

    channel: Channel
    provider: str
    account: str
    shop: str
    intent: Intent
    party: Party = Party.UNKNOWN
    organisation_id: str | None = None
    segment: str | None = None
    assurance: Assurance = Assurance.UNKNOWN
    automatic: MachineKind | None = None
    spam_verdict: Verdict = Verdict.NONE
    virus_verdict: Verdict = Verdict.NONE
    customer: CustomerFacts = CustomerFacts()
    has_bought: bool | None = None
    """A customer after a purchase rather than a visitor before one; none: not known."""
    order: OrderFacts | None = None
    known_signals: tuple[Signal, ...] = ()
    """What is pressing by what is known, though the text may not say it."""
    contacts: int = 1
    """How many contacts the case counts, this one included."""
    at: datetime | None = None
    """When it came in, on the shop's clock."""
    staffed: bool | None = None
    """Whether somebody is there then, by the schedule of the shop."""
    text: str = ""
    """Subject and new text, for the rules with `words`."""

    @property
    def signals(self) -> tuple[Signal, ...]:
        return tuple(dict.fromkeys((*self.intent.signals, *self.known_signals)))


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
    priority: tuple[Priority, ...] = ()
    """The priority that the signals give, before any rule."""
    party: tuple[Party, ...] = ()
    segment: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    assurance: tuple[Assurance, ...] = ()
    automatic: tuple[MachineKind, ...] = ()
    is_automatic: bool | None = None
    spam_verdict: tuple[Verdict, ...] = ()
    virus_verdict: tuple[Verdict, ...] = ()
    words: tuple[str, ...] = ()
    """Words or phrases of subject and text; `factu*` and `*rekening` leave an end open."""
    has_bought: bool | None = None
    has_open_return: bool | None = None
    has_overdue_invoice: bool | None = None
    order_known: bool | None = None
    order_open: bool | None = None
    min_days_late: int | None = None
    min_days_since_delivery: int | None = None
    max_days_since_delivery: int | None = None
    min_order_value: Decimal | None = None
    min_contacts: int | None = None
    min_contacts_last_30d: int | None = None
    weekday: tuple[Weekday, ...] = ()
    hours: Windows = ()
    """Windows of the day on the shop's clock: `"17:30-22:00"`."""
    staffed: bool | None = None

    @field_validator("words")
    @classmethod
    def _phrases_are_sound(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        PhraseBook({"words": words})
        return words


def matches(when: Condition, facts: RoutingFacts, priority: Priority) -> bool:
    """Whether every key of the condition holds; the words come last, they cost most."""
    return (
        _lists_match(when, facts, priority)
        and all(_flags_match(when, facts))
        and all(_limits_match(when, facts))
        and _time_matches(when, facts)
        and _words_match(when, facts)
    )


def _lists_match(when: Condition, facts: RoutingFacts, priority: Priority) -> bool:
    allowed_and_actual: tuple[tuple[tuple[object, ...], object], ...] = (
        (when.channel, facts.channel),
        (when.provider, facts.provider),
        (when.account, facts.account),
        (when.shop, facts.shop),
        (when.language, facts.intent.language),
        (when.intent, facts.intent.name),
        (when.priority, priority),
        (when.segment, facts.segment),
        (when.organisation, facts.organisation_id),
        (when.assurance, facts.assurance),
        (when.automatic, facts.automatic),
        (when.spam_verdict, facts.spam_verdict),
        (when.virus_verdict, facts.virus_verdict),
    )
    return (
        all(not allowed or actual in allowed for allowed, actual in allowed_and_actual)
        and (not when.signal or any(signal in when.signal for signal in facts.signals))
        and (not when.party or not _parties(facts.party).isdisjoint(when.party))
    )


def _parties(party: Party) -> frozenset[Party]:
    is_key = party is Party.KEY_ACCOUNT
    return frozenset({party, Party.BUSINESS}) if is_key else frozenset({party})


def _flags_match(when: Condition, facts: RoutingFacts) -> Iterator[bool]:
    """A rule that asks for a flag is not met where nothing is known of it."""
    order, customer = facts.order, facts.customer
    yield when.order_known in (None, order is not None)
    yield when.order_open in (None, order is not None and order.open)
    yield when.is_automatic in (None, facts.automatic is not None)
    yield when.has_bought in (None, facts.has_bought)
    yield when.has_open_return in (None, customer.has_open_return)
    yield when.has_overdue_invoice in (None, customer.has_overdue_invoice)
    yield when.staffed in (None, facts.staffed)


def _limits_match(when: Condition, facts: RoutingFacts) -> Iterator[bool]:
    order, confidence = facts.order or OrderFacts(open=False), facts.intent.confidence
    yield _at_least(order.days_late, when.min_days_late)
    yield _at_least(order.delivered_days_ago, when.min_days_since_delivery)
    yield _at_most(order.delivered_days_ago, when.max_days_since_delivery)
    yield _at_least(order.value, when.min_order_value)
    yield _at_least(facts.contacts, when.min_contacts)
    yield _at_least(facts.customer.contacts_last_30d, when.min_contacts_last_30d)
    yield _at_least(confidence, when.min_confidence)
    yield _at_most(confidence, when.max_confidence)


def _at_least(actual: float | Decimal | None, least: float | Decimal | None) -> bool:
    return least is None or (actual is not None and actual >= least)


def _at_most(actual: float | Decimal | None, most: float | Decimal | None) -> bool:
    return most is None or (actual is not None and actual <= most)


def _time_matches(when: Condition, facts: RoutingFacts) -> bool:
    """A window past midnight belongs to the day it begins on."""
    if not when.weekday and not when.hours:
        return True
    if facts.at is None:
        return False
    days, today = tuple(Weekday), facts.at.weekday()
    minute = facts.at.hour * 60 + facts.at.minute
    windows = when.hours or (Window(0, 24 * 60),)
    return any(
        window.opens <= minute + 24 * 60 * ago < window.closes
        and (not when.weekday or days[today - ago] in when.weekday)
        for window in windows
        for ago in (0, 1)
    )


def _words_match(when: Condition, facts: RoutingFacts) -> bool:
    if not when.words:
        return True
    book = _phrase_book(when.words)
    return any(book.find(sentence) for sentence in tokenise(facts.text))


@lru_cache(maxsize=256)
def _phrase_book(words: tuple[str, ...]) -> PhraseBook[str]:
    return PhraseBook({"words": words})
