"""What a contact is about, in which language and how pressing, with its evidence."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from functions.core.concepts import DENIABLE, DENIABLE_AT_ONCE, WEIGHTS, Concept, Signal, Topic
from functions.core.contacts import Channel, Contact
from functions.core.languages import likely_languages
from functions.core.lexicon import MODULE_BY_LANGUAGE, phrase_book
from functions.core.phrases import Hit, Sentence, tokenise
from functions.core.safety import Said, find_signals
from functions.core.values import Evidence, Value

__all__ = ["CustomerFacts", "Intent", "Signal", "Topic", "read_intent"]

LEAST_SCORE = 0.6
"""Below it nothing was said that speaks for a team."""
_TEMPERATURE = 1.1
_SUBJECT, _STATEMENT, _QUESTION, _LAST_REQUEST = 0.7, 0.8, 1.2, 1.6
_NEAR = 3


class CustomerFacts(Value):
    """What the shop knows of the customer; none means not looked up. Small priors only."""

    is_business: bool | None = None
    has_open_order: bool | None = None
    delivered_recently: bool | None = None
    has_open_return: bool | None = None
    has_overdue_invoice: bool | None = None
    contacts_last_30d: int | None = None
    """Contacts about anything; many are no proof of a repeated one."""
    organisation: str | None = None


class Intent(Value):
    """The topic with its confidence (0 to 1), the language of the text and the signals found.

    `language` is None when the text is in none of ours or too short to tell.
    """

    name: Topic
    language: str | None = None
    confidence: float = 0.0
    signals: tuple[Signal, ...] = ()
    """The most pressing first."""
    because: tuple[Evidence, ...] = ()

    @property
    def urgent(self) -> bool:
        """A signal that cannot wait was found."""
        return any(signal in URGENT for signal in self.signals)


URGENT = frozenset(
    {Signal.DANGER, Signal.LEAK, Signal.LEGAL_NOTICE, Signal.STANDSTILL, Signal.TODAY_OR_LOST}
)


class _Reading(NamedTuple):
    sentence: Sentence
    weight: float
    hits: tuple[Hit[Concept], ...]


def read_intent(contact: Contact, customer: CustomerFacts | None = None) -> Intent:
    """Read subject and new text; of a huge text only its head and tail are looked at.

    The signals are found first and on their own, so that no topic can hide a danger.
    """
    customer = customer or CustomerFacts()
    text = contact.text.strip()
    languages = likely_languages(f"{contact.subject or ''}\n{text}")
    readings = _read(contact.subject or "", text, languages or tuple(MODULE_BY_LANGUAGE))
    strengths = _strengths(readings)
    said = Said(
        concepts=frozenset(strengths),
        sentences=tuple(frozenset(hit.key for hit in r.hits) for r in readings),
        is_business=bool(customer.is_business),
        asks=any(_requests(r.sentence, r.hits) for r in readings),
    )
    signals = find_signals(said)
    scores = _scores(strengths, said, customer, contact.channel)
    name, confidence = _best(scores)
    return Intent(
        name=name,
        language=languages[0] if languages else None,
        confidence=confidence,
        signals=signals,
        because=tuple(_reasons(name, strengths, signals, confidence)),
    )


def _read(subject: str, text: str, languages: Sequence[str]) -> list[_Reading]:
    subjects = [(sentence, True) for sentence in tokenise(subject)]
    sentences = subjects + [(sentence, False) for sentence in tokenise(text)]
    found = []
    for sentence, is_subject in sentences:
        hits = [hit for code in languages for hit in phrase_book(code).find(sentence)]
        found.append((sentence, is_subject, tuple(_not_denied(hits))))
    requests = [i for i, (s, sub, hits) in enumerate(found) if not sub and _requests(s, hits)]
    last = requests[-1] if requests else len(found) - 1
    return [
        _Reading(s, _weight(i == last, sub, _requests(s, hits)), hits)
        for i, (s, sub, hits) in enumerate(found)
    ]


def _requests(sentence: Sentence, hits: Iterable[Hit[Concept]]) -> bool:
    return sentence.asks or any(hit.key is Concept.REQUEST for hit in hits)


def _weight(is_last_request: bool, is_subject: bool, requests: bool) -> float:
    """The last request weighs most; a subject line and the story before it weigh less."""
    if is_subject:
        return _SUBJECT
    if is_last_request:
        return _LAST_REQUEST
    return _QUESTION if requests else _STATEMENT


def _not_denied(hits: list[Hit[Concept]]) -> Iterable[Hit[Concept]]:
    """Drop wishes that a negation beside them takes back; one inside the phrase is part of it."""
    negations = [hit.start for hit in hits if hit.key is Concept.NEGATION]
    for hit in hits:
        inside = any(hit.start <= at < hit.end for at in negations)
        beside = any(hit.start - _NEAR <= at < hit.end + 2 for at in negations)
        denied = (hit.key in DENIABLE and beside) or (
            hit.key in DENIABLE_AT_ONCE and hit.start - 1 in negations
        )
        if inside or not denied:
            yield hit


def _strengths(readings: Iterable[_Reading]) -> dict[Concept, tuple[float, str]]:
    """For each concept its best place in the text and the phrase that showed it."""
    strengths: dict[Concept, tuple[float, str]] = {}
    for reading in readings:
        for hit in reading.hits:
            if reading.weight > strengths.get(hit.key, (0.0, ""))[0]:
                strengths[hit.key] = (reading.weight, hit.phrase)
    return strengths


def _scores(
    strengths: Mapping[Concept, tuple[float, str]],
    said: Said,
    customer: CustomerFacts,
    channel: Channel,
) -> dict[Topic, float]:
    scores: dict[Topic, float] = {t: 0.0 for t in Topic if t != Topic.UNCLEAR}
    for concept, (strength, _) in strengths.items():
        for topic, weight in WEIGHTS.get(concept, {}).items():
            scores[topic] += weight * strength
    for topic, bonus in _together(said, channel):
        scores[topic] += bonus
    if max(scores.values()) > 0:
        for topic, prior in _priors(customer):
            scores[topic] += prior
    return scores


def _together(said: Said, channel: Channel) -> Iterable[tuple[Topic, float]]:
    """What concepts mean together and not each by itself."""
    c = Concept
    if said.all(c.SAID_DELIVERED, c.NOT_RECEIVED):
        yield Topic.ORDERS, 1.5
    if said.all(c.INVOICE, c.GUARANTEE) or said.all(c.INVOICE, c.RETURN_WISH):
        yield Topic.BILLING, 0.8
    if said.all(c.VOLUME, c.PRICE) or (said.is_business and said.any(c.PRICE, c.VOLUME)):
        yield Topic.B2B, 1.6
    if said.all(c.DAMAGED, c.REPLACEMENT) or said.all(c.DELIVERY, c.DAMAGED):
        yield Topic.RETURNS, 0.8
    if said.all(c.DANGER, c.REFUND) or said.all(c.DANGER, c.RETURN_WISH):
        yield Topic.RETURNS, 1.0
    if said.any(c.EVENT) and said.any(c.TODAY, c.TOMORROW, c.WEEKDAY):
        yield Topic.ORDERS, 1.0
    if said.all(c.PURCHASE_ORDER, c.INVOICE):
        yield Topic.B2B, 1.5
    if channel is Channel.REVIEW:
        yield Topic.COMPLAINTS, 2.2
    if said.any(c.LEAK) and not said.any(c.SCAM):
        yield Topic.PRIVACY, 0.8


def _priors(customer: CustomerFacts) -> Iterable[tuple[Topic, float]]:
    if customer.has_open_order:
        yield Topic.ORDERS, 0.4
    if customer.has_open_order is False and customer.delivered_recently is False:
        yield Topic.PRESALES, 0.4
    if customer.delivered_recently:
        yield Topic.RETURNS, 0.2
        yield Topic.SUPPORT, 0.2
    if customer.has_open_return:
        yield Topic.RETURNS, 0.2
    if customer.has_overdue_invoice:
        yield Topic.BILLING, 0.2
    if customer.is_business:
        yield Topic.B2B, 0.3
    if customer.is_business is not None:
        yield Topic.SPAM, -0.8


def _best(scores: Mapping[Topic, float]) -> tuple[Topic, float]:
    best = max(scores, key=lambda topic: scores[topic])
    if scores[best] < LEAST_SCORE:
        return Topic.UNCLEAR, 0.0
    total = sum(math.exp((score - scores[best]) / _TEMPERATURE) for score in scores.values())
    return best, round(1 / total, 3)


def _reasons(
    name: Topic,
    strengths: Mapping[Concept, tuple[float, str]],
    signals: Iterable[Signal],
    confidence: float,
) -> Iterable[Evidence]:
    for signal in signals:
        yield Evidence(kind="signal", detail=signal.value.replace("_", " "))
    spoken_for = [
        (WEIGHTS.get(concept, {}).get(name, 0.0) * strength, concept, phrase)
        for concept, (strength, phrase) in strengths.items()
    ]
    for weight, concept, phrase in sorted(spoken_for, reverse=True)[:3]:
        if weight > 0:
            detail = f"{concept.value.replace('_', ' ')}: “{phrase}”"
            yield Evidence(kind="said", detail=detail, weight=round(weight, 2))
    yield Evidence(kind="intent", detail=name.value, weight=confidence)
