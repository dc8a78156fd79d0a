"""Intent: what is said decides, not the words that occur; and what cannot wait is always seen."""

import time
from datetime import UTC, datetime

import pytest

from functions import policies
from functions.core.contacts import Assurance, Channel, Contact, Handle
from functions.core.gathering import gather_facts
from functions.core.language.concepts import Signal, Topic
from functions.core.language.intent import CustomerFacts, Intent, read_intent
from functions.core.routing import route
from tests.core.messages import MESSAGES

CASES = [line.split(" | ", 3) for line in MESSAGES.strip().splitlines()]


def a_contact(text: str, subject: str | None = None, channel: Channel = Channel.CHAT) -> Contact:
    return Contact(
        id="whatsapp:1",
        provider="whatsapp",
        channel=channel,
        account="tuinhuis",
        shop="tuinhuis",
        sender=Handle(scheme="phone", value="+31600000000"),
        subject=subject,
        text=text,
        sent_at=datetime(2026, 3, 2, tzinfo=UTC),
    )


def read(text: str, subject: str | None = None) -> Intent:
    return read_intent(a_contact(text, subject))


@pytest.mark.parametrize(("language", "queues", "priorities", "text"), CASES)
def test_a_message_reaches_the_team_that_must_act(
    language: str, queues: str, priorities: str, text: str
) -> None:
    contact = a_contact(text)
    intent = read_intent(contact)

    decision = route(gather_facts(contact, intent, assurance=Assurance.CHANNEL), policies.routing())

    assert intent.language == language
    assert decision.queue.value in queues.split()
    assert decision.priority.value in priorities.split()


def test_a_wish_that_is_denied_does_not_count() -> None:
    intent = read("Terugsturen is niet nodig. Hoe stel ik de tijd in?")

    assert intent.name is Topic.SUPPORT


def test_the_last_request_weighs_most() -> None:
    intent = read("De stoel is inmiddels geleverd, dank. Kunt u mij nog de factuur sturen?")

    assert intent.name is Topic.BILLING


def test_a_subject_line_weighs_less_than_the_request() -> None:
    intent = read("Hoe sluit ik de pomp aan op de regenton?", subject="Mijn bestelling 12345")

    assert intent.name is Topic.SUPPORT


@pytest.mark.parametrize(
    ("signal", "text"),
    [
        (Signal.DANGER, "Prima barbecue, maar er kwam net een steekvlam en rook uit de slang."),
        (Signal.DANGER, "my son got a shock from the lamp. anyway, where is my invoice?"),
        (Signal.DANGER, "Hij is niet gesmolten maar hij rookt wel"),
        (Signal.LEAK, "Pourquoi ai-je la facture d'un autre client ?"),
        (Signal.LEGAL_NOTICE, "Ich setze Ihnen eine Frist bis zum 12., danach geht es zum Anwalt."),
        (Signal.STANDSTILL, "Wegen Ihrer Pumpe steht unsere Produktion still"),
        (Signal.TODAY_OR_LOST, "demain c'est le mariage et toujours pas de tonnelle"),
        (Signal.TODAY_OR_LOST, "stop the order please, it leaves today!"),
        (Signal.MONEY_TAKEN, "Es wurde zweimal abgebucht"),
        (Signal.DELIVERED_NOT_RECEIVED, "als bezorgd gemeld, maar ik heb niets gekregen"),
        (Signal.UNJUSTIFIED_REMINDER, "Waarom een herinnering? Ik heb al betaald."),
        (Signal.NO_HURRY, "Geen haast hoor, maar wanneer komt de catalogus?"),
    ],
)
def test_what_is_pressing_is_seen_in_every_language(signal: Signal, text: str) -> None:
    assert signal in read(text).signals


@pytest.mark.parametrize(
    "text",
    [
        "Er is gelukkig geen brand geweest, ik zoek alleen de handleiding",
        "track en trace staat al dagen stil",
        "Wanneer komt mijn bestelling?",
        "where is my parcel",
        "Wie hoch ist die Bank?",
        "merci beaucoup",
    ],
)
def test_an_ordinary_message_is_not_urgent(text: str) -> None:
    assert not read(text).urgent


def test_thanks_alone_leave_nothing_to_do() -> None:
    assert Signal.NOTHING_TO_DO in read("Top, bedankt!").signals


@pytest.mark.parametrize(
    "text",
    ["", "  \n ", "?", "👍", "\x00\ud800", "12345", "hoi", "Hallo?", "Guten Morgen!", "ok", "oui"],
)
def test_what_says_nothing_is_unclear_and_not_guessed(text: str) -> None:
    intent = read(text)

    assert intent.name is Topic.UNCLEAR
    assert intent.confidence == 0


@pytest.mark.parametrize(
    "text", ["STOP", "Stop.", "afmelden", "Abbestellen!", "ARRÊT", "unsubscribe"]
)
def test_stop_alone_is_an_opt_out_and_nothing_that_presses(text: str) -> None:
    intent = read(text)

    assert (intent.name, intent.signals) == (Topic.PRIVACY, (Signal.OPT_OUT,))
    assert [evidence.kind for evidence in intent.because] == ["said"]


@pytest.mark.parametrize("text", ["stop de levering vandaag!", "Hallo, waar is mijn pakket?"])
def test_a_word_more_is_read_like_any_message(text: str) -> None:
    assert read(text).name is Topic.ORDERS


def test_what_is_known_of_the_customer_is_a_small_prior() -> None:
    text = "Wat is de prijs voor vloertegels?"

    private = read_intent(a_contact(text), CustomerFacts(is_business=False))
    business = read_intent(a_contact(text), CustomerFacts(is_business=True))

    assert private.name is Topic.PRESALES
    assert business.confidence < private.confidence


def test_the_reasons_name_what_was_said_and_no_more_of_the_text() -> None:
    intent = read("Mijn geheim is xyzzy. Waar blijft mijn pakket?")

    details = " ".join(evidence.detail for evidence in intent.because)

    assert "asks where an order is: 'waar blijft mijn'" in details
    assert "xyzzy" not in details


def test_a_bad_review_is_a_complaint() -> None:
    intent = read_intent(a_contact("★☆☆☆☆ Wat een teleurstelling", channel=Channel.REVIEW))

    assert intent.name is Topic.COMPLAINTS


@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "niet retour " * 90_000, "? " * 500_000, "geld .. terug\n" * 80_000]
)
def test_a_hostile_megabyte_is_read_in_bounded_time(text: str) -> None:
    started = time.process_time()

    read(text)

    assert time.process_time() - started < 1.0
