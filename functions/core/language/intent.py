"""What a contact is about, in which language and how pressing, with its evidence."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from functions.core.contacts import Contact
from functions.core.customers import CustomerFacts
from functions.core.language.classifier import model
from functions.core.language.concepts import Concept, Signal, Topic
from functions.core.language.lexicon import MODULE_BY_LANGUAGE
from functions.core.language.pressing import pressing
from functions.core.language.reasons import reasons_for
from functions.core.language.short_words import is_stop_word, only_opens
from functions.core.language.understanding import Understanding, understand, vector_of
from functions.core.values import Evidence, Value
from functions.core.wording import concept_in_words

__all__ = ["CustomerFacts", "Intent", "Signal", "Topic", "read_intent"]

URGENT = frozenset(
    {Signal.DANGER, Signal.LEAK, Signal.LEGAL_NOTICE, Signal.STANDSTILL, Signal.TODAY_OR_LOST}
)
_HIGH = frozenset(
    {
        Signal.DELIVERED_NOT_RECEIVED,
        Signal.MONEY_TAKEN,
        Signal.UNJUSTIFIED_REMINDER,
        Signal.ESCALATION,
        Signal.REPEATED,
        Signal.FIRM_DATE,
    }
)
_LOW = frozenset({Signal.NO_HURRY, Signal.OPT_OUT, Signal.NOTHING_TO_DO})
PRESSING_FIRST = tuple(Signal)


class _Doubts(NamedTuple):
    """From which chance that it is urgent on each finding is believed."""

    by_model: float
    """Where no rule found anything that presses."""
    by_model_beside: float
    """Where a rule found what explains the tone, and is high already."""
    high_by_model: float
    by_rule: float
    """Below it the words were there, not the need."""
    by_notice: float
    """A legal notice, and what the words for pressing found, are hardly ever mere words."""
    by_danger: float
    """Smoke that comes, or somebody who broke an arm, by the words for pressing."""


_USUALLY = _Doubts(
    by_model=0.25,
    by_model_beside=0.42,
    high_by_model=0.3,
    by_rule=0.15,
    by_notice=0.05,
    by_danger=0.0,
)
_BEFORE_A_PURCHASE = _Doubts(
    by_model=0.6,
    by_model_beside=0.6,
    high_by_model=0.6,
    by_rule=0.42,
    by_notice=0.42,
    by_danger=0.42,
)
"""Who asks whether a thing may burn, or comes by tomorrow, before he buys it has time."""
_LOOKS_BEFORE_A_PURCHASE = 0.6
_SPAM_UNKNOWN, _SPAM_KNOWN = 0.35, 0.7
_DOUBTS_OTHER = 0.25
_DOUBTS_LOW = 0.02
_SURE_OF_LOW = 0.35


class Intent(Value):
    """The topic with its confidence (0 to 1), the language of the text and the signals found.

    `language` is None when the text is in none of ours or too short to tell.
    """

    name: Topic
    language: str | None = None
    confidence: float = 0.0
    signals: tuple[Signal, ...] = ()
    """The most pressing first."""
    unreceived: bool = False
    """It says that something has not come."""
    because: tuple[Evidence, ...] = ()

    @property
    def urgent(self) -> bool:
        """A signal that cannot wait was found."""
        return any(signal in URGENT or signal is Signal.SOUNDS_URGENT for signal in self.signals)


def read_intent(contact: Contact, customer: CustomerFacts | None = None) -> Intent:
    """Read subject and new text; of a huge text only its head and tail are looked at."""
    customer = customer or CustomerFacts()
    understood = understand(contact, customer)
    learned = model()
    vector = vector_of(understood, contact, customer)
    queues, priorities = learned.chances(vector)
    intent = intent_of(understood, queues, priorities, customer)
    if intent.name is Topic.UNCLEAR or intent.because:
        return intent
    reasons = reasons_for(intent.name, understood.readings, queues, learned, vector)
    return intent.model_copy(update={"because": tuple(reasons)})


def intent_of(
    understood: Understanding,
    queues: Mapping[str, float],
    priorities: Mapping[str, float],
    customer: CustomerFacts,
) -> Intent:
    """What the lexicons and the chances that the model gives make of a message together."""
    language = understood.languages[0] if understood.languages else None
    words = [word for reading in understood.readings for word in reading.sentence.words]
    if is_stop_word(" ".join(words)):
        return _opts_out(language, words)
    if only_opens(words) and "★" not in "".join(words):
        return Intent(name=Topic.UNCLEAR, language=language)
    best = _best(queues, customer)
    return Intent(
        name=Topic(best),
        language=language,
        confidence=round(queues[best], 3),
        signals=tuple(_signals(understood, queues, priorities)),
        unreceived=Concept.NOT_RECEIVED in understood.strengths,
    )


def _opts_out(language: str | None, words: Iterable[str]) -> Intent:
    said = f"{concept_in_words(Concept.OPT_OUT)}: '{' '.join(words)}'"
    return Intent(
        name=Topic.PRIVACY,
        language=language,
        confidence=1.0,
        signals=(Signal.OPT_OUT,),
        because=(Evidence(kind="said", detail=said),),
    )


def _best(chances: Mapping[str, float], customer: CustomerFacts) -> str:
    """The likeliest; nobody is called spam lightly, and somebody whom we know hardly ever."""
    best, second = sorted(chances, key=lambda answer: -chances[answer])[:2]
    least = _SPAM_KNOWN if customer.is_business is not None else _SPAM_UNKNOWN
    return second if best == Topic.SPAM and chances[best] < least else best


def _signals(
    understood: Understanding, queues: Mapping[str, float], chances: Mapping[str, float]
) -> Iterable[Signal]:
    """The rules' signals, less those that the model is sure are a turn of phrase; and its own."""
    before = queues[Topic.PRESALES] >= _LOOKS_BEFORE_A_PURCHASE
    doubts = _BEFORE_A_PURCHASE if before else _USUALLY
    kept = sorted(_kept(understood, chances, doubts), key=PRESSING_FIRST.index)
    yield from kept
    least = doubts.by_model if _HIGH.isdisjoint(kept) else doubts.by_model_beside
    if URGENT.isdisjoint(kept) and chances["urgent"] >= least:
        yield Signal.SOUNDS_URGENT
    elif (URGENT | _HIGH).isdisjoint(kept) and chances["high"] >= doubts.high_by_model:
        yield Signal.SOUNDS_HIGH
    elif not kept and chances["low"] >= _SURE_OF_LOW:
        yield Signal.SOUNDS_LOW


def _kept(understood: Understanding, chances: Mapping[str, float], doubts: _Doubts) -> set[Signal]:
    found, unfounded = pressing(
        [reading.sentence for reading in understood.readings],
        understood.languages or tuple(MODULE_BY_LANGUAGE),
        understood.strengths,
    )
    by_rule = set(understood.signals) - unfounded
    notice = chances["urgent"] >= doubts.by_notice
    danger = {Signal.DANGER} if chances["urgent"] >= doubts.by_danger else set()
    return {
        *(signal for signal in by_rule if not _is_doubted(signal, chances, doubts)),
        *(found if notice else found - (URGENT - danger)),
    }


def _is_doubted(signal: Signal, chances: Mapping[str, float], doubts: _Doubts) -> bool:
    if signal in URGENT:
        is_notice = signal is Signal.LEGAL_NOTICE
        return chances["urgent"] < (doubts.by_notice if is_notice else doubts.by_rule)
    if signal in _HIGH:
        return chances["high"] + chances["urgent"] < _DOUBTS_OTHER
    return signal is Signal.OPT_OUT and chances["low"] < _DOUBTS_LOW
