"""The corpus: readable, split for ever, and what the shipped model makes of its untouched part."""

import json
from pathlib import Path

import pytest

from functions import policies
from functions.core.contacts import Assurance
from functions.core.gathering import gather_facts
from functions.core.language.intent import read_intent
from functions.core.routing import Queue, Routing, route
from training.__main__ import MODEL, main
from training.corpus_reader import CORPUS, Message, read_corpus
from training.dataset import contact_of

MESSAGES = read_corpus()
NEVER_TRAINED = [message for message in MESSAGES if message.folder == "never_trained"]
OWN = [message for message in MESSAGES if message.folder not in ("others", "never_trained")]
UNTOUCHED = [message for message in OWN if message.untouched]


def decide(message: Message) -> Routing:
    contact = contact_of(message)
    intent = read_intent(contact, message.customer)
    facts = gather_facts(
        contact,
        intent,
        assurance=Assurance.CHANNEL,
        organisation_id=message.customer.organisation,
        private=message.customer.is_business is False,
    )
    return route(facts, policies.routing())


DECISIONS = [decide(message) for message in UNTOUCHED]


def test_every_label_is_a_queue() -> None:
    queues = {queue for message in MESSAGES for queue in message.queues}

    assert queues == {queue.value for queue in Queue} - {"triage"}


def test_about_a_fifth_is_never_trained_on_and_does_not_change_with_new_messages() -> None:
    assert 0.15 < len(UNTOUCHED) / len(OWN) < 0.25
    assert not {message.group for message in [*UNTOUCHED, *NEVER_TRAINED]} & {
        message.group for message in MESSAGES if not message.untouched
    }


def test_a_wrong_line_of_the_corpus_is_named(tmp_path: Path) -> None:
    (tmp_path / "nl.txt").write_text("## nl orders\nn| waar is het\nwaar is het\n")

    with pytest.raises(ValueError, match=r"nl\.txt, line 3"):
        read_corpus(tmp_path)


def test_most_of_the_untouched_messages_reach_their_team() -> None:
    right = [d.queue in m.queues for d, m in zip(DECISIONS, UNTOUCHED, strict=True)]

    assert sum(right) / len(right) >= 0.84


def test_most_of_other_writers_messages_reach_their_team() -> None:
    right = [decide(message).queue in message.queues for message in NEVER_TRAINED]

    assert sum(right) / len(right) >= 0.78


def test_what_cannot_wait_is_found_among_the_untouched_messages() -> None:
    pairs = list(zip(DECISIONS, UNTOUCHED, strict=True))
    urgent = [d.priority == "urgent" for d, m in pairs if "urgent" in m.priorities]
    called = ["urgent" in m.priorities for d, m in pairs if d.priority == "urgent"]

    assert sum(urgent) / len(urgent) >= 0.85
    assert sum(called) / len(called) >= 0.75


def test_a_decision_that_is_not_unsure_is_right_more_often() -> None:
    pairs = list(zip(DECISIONS, UNTOUCHED, strict=True))
    sure = [d.queue in m.queues for d, m in pairs if not d.unsure]
    unsure = [d.queue in m.queues for d, m in pairs if d.unsure]

    assert sum(sure) / len(sure) >= 0.92
    assert sum(unsure) / len(unsure) < 0.75


def test_genuine_customers_do_not_go_to_spam() -> None:
    pairs = list(zip(DECISIONS, UNTOUCHED, strict=True))
    lost = [m.text for d, m in pairs if d.queue is Queue.SPAM and "spam" not in m.queues]

    assert len(lost) <= len(pairs) // 100


@pytest.mark.slow
def test_training_again_gives_the_weights_that_ship(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["training", "--out", str(tmp_path)])

    main()

    assert CORPUS.exists()
    shipped = json.loads((MODEL / "routing.json").read_text())
    assert json.loads((tmp_path / "routing.json").read_text()) == shipped
