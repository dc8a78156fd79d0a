"""What is pressing: counted contacts, late deliveries, money, days; measured on own messages."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from functions import policies
from functions.core.contacts import Assurance, Channel, Contact, Handle
from functions.core.gathering import gather_facts
from functions.core.language.concepts import Signal
from functions.core.language.intent import CustomerFacts, Intent, read_intent
from functions.core.routing import Priority, route
from tests.core.pressing_messages import MESSAGES

CASES = [line.split(" | ", 3) for line in MESSAGES.strip().splitlines()]


def read(text: str, contacts: int = 0) -> tuple[Contact, Intent]:
    contact = Contact(
        id="whatsapp:1",
        provider="whatsapp",
        channel=Channel.CHAT,
        account="tuinhuis",
        shop="tuinhuis",
        sender=Handle(scheme="phone", value="+31600000000"),
        text=text,
        sent_at=datetime(2026, 3, 2, tzinfo=UTC),
    )
    return contact, read_intent(contact, CustomerFacts(contacts_last_30d=contacts))


def priority_of(text: str, contacts: int) -> str:
    contact, intent = read(text, contacts)
    facts = gather_facts(contact, intent, assurance=Assurance.CHANNEL)
    return route(facts, policies.routing()).priority.value


@pytest.fixture(scope="module")
def answers() -> Counter[tuple[str, str]]:
    """How often a message of one priority was given another; any that is right counts as right."""
    given: Counter[tuple[str, str]] = Counter()
    for _, priorities, contacts, text in CASES:
        right, answer = priorities.split(), priority_of(text, int(contacts))
        given[answer if answer in right else right[0], answer] += 1
    return given


@pytest.mark.parametrize(
    ("priority", "recall", "precision"),
    [(Priority.URGENT, 0.9, 0.85), (Priority.HIGH, 0.9, 0.85)],
)
def test_what_is_pressing_is_found_and_little_else(
    answers: Counter[tuple[str, str]], priority: Priority, recall: float, precision: float
) -> None:
    found = answers[priority, priority]

    assert found / sum(n for (right, _), n in answers.items() if right == priority) >= recall
    assert found / sum(n for (_, given), n in answers.items() if given == priority) >= precision


@pytest.mark.parametrize(
    ("signal", "text"),
    [
        (Signal.REPEATED, "Maandag gebeld, woensdag gemaild en nog steeds geen antwoord."),
        (Signal.REPEATED, "I emailed before: the desk is two weeks overdue now."),
        (Signal.REPEATED, "Drei Mitarbeiter gefragt, keine Lösung."),
        (Signal.DELIVERED_NOT_RECEIVED, "La photo du livreur montre une porte, pas la nôtre."),
        (Signal.MONEY_TAKEN, "Storniert und trotzdem abgebucht!"),
        (Signal.UNJUSTIFIED_REMINDER, "Weer een aanmaning, alles is voldaan."),
        (Signal.ESCALATION, "Mag ik uw teamleider spreken?"),
        (Signal.FIRM_DATE, "Samedi c'est l'anniversaire, il doit arriver avant."),
        (Signal.LEGAL_NOTICE, "Betaal binnen 14 dagen, daarna ga ik naar de rechtbank."),
        (Signal.NOTHING_TO_DO, "Just to say thanks, no reply needed"),
    ],
)
def test_each_thing_that_presses_is_seen(signal: Signal, text: str) -> None:
    assert signal in read(text)[1].signals


@pytest.mark.parametrize(
    ("signal", "text"),
    [
        (Signal.REPEATED, "Ik word graag gebeld of gemaild, niets bijzonders."),
        (Signal.REPEATED, "De levering is 5 dagen te laat. Op mijn vorige mail kwam antwoord."),
        (Signal.DELIVERED_NOT_RECEIVED, "Keurig afgeleverd, maar er zit een deuk in de bak."),
        (Signal.MONEY_TAKEN, "Bedrag is afgeschreven, dank. Wanneer komt hij?"),
        (Signal.UNJUSTIFIED_REMINDER, "Herinnering ontvangen, ik was vergeten te betalen."),
        (Signal.ESCALATION, "Unser Chef möchte bitte ein Angebot über 30 Stühle."),
        (Signal.FIRM_DATE, "Zaterdag zijn we niet thuis, kan het een andere dag?"),
        (Signal.LEGAL_NOTICE, "Het incassobureau schrijft van de rechtbank, maar ik had betaald."),
        (Signal.NOTHING_TO_DO, "Thanks for nothing"),
        (Signal.NOTHING_TO_DO, "set of six arrived as five and a half"),
    ],
)
def test_the_words_without_the_need_press_nobody(signal: Signal, text: str) -> None:
    assert signal not in read(text)[1].signals


def test_the_most_pressing_comes_first() -> None:
    text = "Derde keer dat ik mail, nu komt er rook uit de accu. Ik wil uw leidinggevende spreken."

    signals = read(text)[1].signals

    assert signals[0] is Signal.DANGER
    assert Signal.ESCALATION in signals
