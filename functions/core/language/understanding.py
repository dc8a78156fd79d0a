"""A message as the lexicons understand it, and as the learned model is shown it."""

import math
from collections.abc import Mapping
from typing import NamedTuple

from functions.core.contacts import Contact
from functions.core.customers import CustomerFacts
from functions.core.language.concepts import Concept, Signal, Topic
from functions.core.language.features import Part, features
from functions.core.language.languages import likely_languages
from functions.core.language.lexicon import MODULE_BY_LANGUAGE
from functions.core.language.lexicon.word_classes import classes_of
from functions.core.language.reading import Reading, read_sentences, requests, strengths_of
from functions.core.language.safety import Said, find_signals
from functions.core.language.topic_scores import scores_by_topic

_VOTE_WEIGHT = 3.0
_TEMPERATURE = 1.1


class Understanding(NamedTuple):
    """What the lexicons make of a message."""

    languages: tuple[str, ...]
    readings: tuple[Reading, ...]
    strengths: Mapping[Concept, tuple[float, str]]
    signals: tuple[Signal, ...]
    votes: Mapping[Topic, float]
    """How likely each topic is to the lexicons alone; empty where nothing was said for any."""


def understand(contact: Contact, customer: CustomerFacts) -> Understanding:
    """The signals are found first and on their own, so that no topic can hide a danger."""
    subject, text = contact.subject or "", contact.text.strip()
    languages = likely_languages(f"{subject}\n{text}")
    readings = read_sentences(subject, text, languages or tuple(MODULE_BY_LANGUAGE))
    strengths = strengths_of(readings)
    said = Said(
        concepts=frozenset(strengths),
        sentences=tuple(frozenset(hit.key for hit in r.hits) for r in readings),
        is_business=bool(customer.is_business),
        asks=any(requests(r.sentence, r.hits) for r in readings),
    )
    signals = find_signals(said)
    scores = scores_by_topic(strengths, said, customer, contact.channel)
    return Understanding(languages, tuple(readings), strengths, signals, _votes(scores))


def _votes(scores: Mapping[Topic, float]) -> Mapping[Topic, float]:
    best = max(scores.values())
    if best <= 0:
        return {}
    powers = {topic: math.exp((score - best) / _TEMPERATURE) for topic, score in scores.items()}
    total = sum(powers.values())
    return {topic: power / total for topic, power in powers.items()}


def vector_of(
    understood: Understanding, contact: Contact, customer: CustomerFacts
) -> dict[int, float]:
    """The features of a message, the lexicons' own verdict among them."""
    language = understood.languages[0] if understood.languages else None
    parts = [
        Part(
            reading.sentence.words,
            [
                *dict.fromkeys(hit.key.value for hit in reading.hits),
                *classes_of(reading.sentence.words, language),
                *(["asks"] if reading.sentence.asks else []),
            ],
            reading.is_subject,
            reading.is_last_request,
        )
        for reading in understood.readings
    ]
    return features(parts, _facts(understood, contact, customer))


def _facts(
    understood: Understanding, contact: Contact, customer: CustomerFacts
) -> dict[str, float]:
    known: dict[str, bool | None] = {
        "business": customer.is_business,
        "open order": customer.has_open_order,
        "delivered": customer.delivered_recently,
        "open return": customer.has_open_return,
        "overdue": customer.has_overdue_invoice,
        "organisation": customer.organisation is not None,
        "third contact": (customer.contacts_last_30d or 0) >= 2,
    }
    facts = {f"{name} {value}": 1.0 for name, value in known.items() if value is not None}
    facts[f"channel {contact.channel}"] = 1.0
    facts[f"language {understood.languages[0] if understood.languages else None}"] = 1.0
    return facts | {f"vote {topic}": _VOTE_WEIGHT * p for topic, p in understood.votes.items()}
