"""What becomes of a contact that joins a case: its team, its priority and its clock."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from functions import policies
from functions.core.cases import Case
from functions.core.contacts import Contact, MachineKind
from functions.core.grouping.known import Known
from functions.core.reception import Reception, receive, recognise
from functions.core.routing import Priority, Queue
from tests.core.matters import NOON, a_contact

LATER = NOON + timedelta(minutes=30)


def received(contact: Contact, cases: Sequence[Case] = ()) -> Reception:
    known = Known()
    return receive(
        contact,
        recognise(contact, (), known),
        known,
        cases,
        policies.routing(),
        policies.sla(),
        contact.sent_at,
    )


def an_absence() -> Case:
    machine = a_contact(
        subject="Afwezig: uw bestelling van parasols", automatic=MachineKind.AUTO_REPLY
    )
    return received(machine).case


@pytest.mark.parametrize(
    ("text", "priority"),
    [
        ("Wanneer wordt mijn bestelling bezorgd?", Priority.NORMAL),
        ("Wanneer wordt mijn bestelling bezorgd? Het heeft geen haast.", Priority.LOW),
    ],
)
def test_the_first_person_takes_a_case_of_machines_to_the_right_team(
    text: str, priority: Priority
) -> None:
    case = an_absence()
    question = a_contact(subject="Re: uw bestelling van parasols", text=text, sent_at=LATER)

    joined = received(question, [case.model_copy(update={"subject": question.subject})]).case

    assert (case.queue, case.respond_by) == (Queue.TRIAGE, None)
    assert (joined.id, joined.queue, joined.priority) == (case.id, Queue.ORDERS, priority)
    assert joined.respond_by is not None


def test_a_person_finds_the_team_once() -> None:
    first = a_contact(subject="Bestelling parasols", text="Wanneer wordt mijn bestelling bezorgd?")
    case = received(first).case
    second = a_contact(
        subject="Bestelling parasols", text="En mag ik de factuur nog een keer?", sent_at=LATER
    )

    joined = received(second, [case]).case

    assert (joined.id, joined.queue) == (case.id, Queue.ORDERS)
    assert joined.respond_by == case.respond_by
