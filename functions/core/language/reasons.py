"""What in a message spoke for the decision: phrases found, and words that the model weighs."""

from collections.abc import Iterable, Iterator, Mapping

from functions.core.language.classifier import Model
from functions.core.language.concepts import WEIGHTS, Concept, Topic
from functions.core.language.features import key_of
from functions.core.language.phrases import Sentence
from functions.core.language.reading import Reading
from functions.core.values import Evidence
from functions.core.wording import concept_in_words

PHRASES_TOLD, WORDS_TOLD = 2, 2
LONGEST_QUOTE = 40
WORDS_QUOTED = 4


def reasons_for(
    topic: Topic,
    readings: Iterable[Reading],
    chances: Mapping[str, float],
    model: Model,
    vector: Mapping[int, float],
) -> Iterator[Evidence]:
    """The phrases that speak most for the topic, the model's heaviest words, and how sure it is."""
    found = list(readings)
    yield from _phrases(topic, found)
    ranked = sorted(chances, key=lambda answer: -chances[answer])
    second = next(answer for answer in ranked if answer != topic)
    sure, less = round(100 * chances[topic]), round(100 * chances[second])
    detail = f"{topic.value} {sure} %" + (f", else {second} {less} %" if less else "")
    words = ", ".join(_words(found, model, vector, topic, second))
    yield Evidence(kind="intent", detail=f"{detail}: {words}" if words else detail)


def _phrases(topic: Topic, readings: Iterable[Reading]) -> Iterator[Evidence]:
    """Each concept once, by its weightiest place, in the customer's own matched words."""
    best: dict[Concept, tuple[float, str]] = {}
    for reading in readings:
        for hit in reading.hits:
            weight = WEIGHTS.get(hit.key, {}).get(topic, 0.0) * reading.weight
            if weight > best.get(hit.key, (0.0, ""))[0]:
                best[hit.key] = (weight, quote(reading.sentence, hit.start, hit.end))
    for concept, (_, words) in sorted(best.items(), key=lambda one: -one[1][0])[:PHRASES_TOLD]:
        yield Evidence(kind="said", detail=f"{concept_in_words(concept)}: '{words}'")


def quote(sentence: Sentence, start: int, end: int) -> str:
    """The words that matched; of a longer stretch its ends, since names may stand between them."""
    words = ["#" if word[0].isdigit() else word for word in sentence.words[start:end]]
    text = " ".join(words if len(words) <= WORDS_QUOTED else [words[0], "…", words[-1]])
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


def _words(
    readings: Iterable[Reading], model: Model, vector: Mapping[int, float], one: str, other: str
) -> list[str]:
    """The words that set the topic most apart from the second likeliest, heaviest first."""
    words = {word for reading in readings for word in reading.sentence.words if word.isalpha()}
    weighed = []
    for word in words:
        if 3 < len(word) <= LONGEST_QUOTE // 2:
            key = key_of(word)
            apart = model.weight_of(key, one) - model.weight_of(key, other)
            if (weight := vector.get(key, 0.0) * apart) > 0:
                weighed.append((weight, word))
    return [word for _, word in sorted(weighed, reverse=True)[:WORDS_TOLD]]
