"""The learned model: small, bounded, sure of what it has reason to be sure of."""

import math
from importlib.resources import files

import pytest

from functions.core.language.classifier import PLACES, mark_of, model, second_place
from functions.core.language.concepts import Topic
from functions.core.language.features import Part, features, key_of
from functions.core.language.intent import CustomerFacts, read_intent
from tests.core.test_intent import a_contact

MOST_BYTES = 3_000_000


def test_model_and_lexicons_are_small_enough_for_the_package() -> None:
    language = files("functions.core.language")
    shipped = [*(language / "model").iterdir(), *(language / "lexicon").iterdir()]

    assert sum(len(file.read_bytes()) for file in shipped if file.is_file()) <= MOST_BYTES


def test_chances_add_up_to_one_whatever_is_asked() -> None:
    vector = features([Part(("waar", "is", "mijn", "pakket"), ("delivery",))], {"channel chat": 1})

    for asked in ({}, {7: 1.0}, vector, dict.fromkeys(vector, 1000.0)):
        for chances in model().chances(asked):
            assert sum(chances.values()) == pytest.approx(1)


def test_chances_are_those_of_the_weights_added_up_one_by_one() -> None:
    learned = model()
    vector = features([Part(("factuur", "klopt", "niet"), ("invoice",))], {"business True": 1})
    head = learned.queue
    scores = [
        head.bias[at]
        + head.scale * sum(value * learned.weight_of(key, answer) for key, value in vector.items())
        for at, answer in enumerate(head.answers)
    ]

    powers = [math.exp((score - max(scores)) / head.temperature) for score in scores]

    wanted = [power / sum(powers) for power in powers]
    assert list(learned.chances(vector).queue.values()) == pytest.approx(wanted, abs=1e-6)


def test_a_feature_is_found_at_one_of_its_two_places_and_hardly_ever_for_another() -> None:
    row_of = model().weights.row_of
    never_seen = [key_of(f"woord dat niemand schrijft {i}") for i in range(10_000)]

    assert row_of(key_of("waar"))
    assert sum(bool(row_of(key)) for key in never_seen) < 150


def test_a_feature_has_its_mark_whichever_place_it_stands_at() -> None:
    keys = [key_of(f"woord {i}") for i in range(1000)]

    assert all(1 <= mark_of(key) <= 255 for key in keys)
    assert all(0 <= second_place(key) < PLACES for key in keys)
    assert sum(second_place(key) == key % PLACES for key in keys) < 5


def test_a_letter_of_any_length_has_a_bounded_number_of_features() -> None:
    words = tuple(f"woord{i}" for i in range(5000))
    parts = [Part(words[i : i + 10], ()) for i in range(0, 5000, 10)]

    vector = features(parts, {})

    assert len(vector) < 6000


def test_the_last_request_weighs_more_than_the_same_words_before_it() -> None:
    early = features([Part(("factuur",), (), is_last_request=True), Part(("dank",), ())], {})
    late = features([Part(("factuur",), ()), Part(("dank",), (), is_last_request=True)], {})

    shared = early.keys() & late.keys()

    assert any(early[bucket] > late[bucket] for bucket in shared)
    assert any(early[bucket] < late[bucket] for bucket in shared)


def test_a_known_customer_is_hardly_ever_called_spam() -> None:
    pitch = a_contact("Ons bureau vergroot uw zichtbaarheid, zullen we kennismaken?")

    stranger = read_intent(pitch, CustomerFacts())
    customer = read_intent(a_contact("zullen we kennismaken?"), CustomerFacts(is_business=False))

    assert stranger.name is Topic.SPAM
    assert customer.name is not Topic.SPAM


def test_the_second_likeliest_team_is_told_too() -> None:
    intent = read_intent(a_contact("Mag ik de rekening van de stoel?"))

    assert [evidence.kind for evidence in intent.because][-1] == "intent"
