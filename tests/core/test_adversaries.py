"""People who want to be taken for others, or happen to look like them, never get their cases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from functions.core.cases import Case
from functions.core.contacts import Contact, Handle, Verdict, Verdicts
from functions.handling.own_mail import handle_own_mail
from infra.simulate import grouping
from infra.simulate._memory import Memory, in_memory
from infra.simulate._scenarios import contact_of

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
KNOWN = {
    "accounts": [
        {
            "customer_no": "K1",
            "name": "Kwekerij Lente",
            "kind": "b2b",
            "domains": ["lente.nl"],
            "contacts": [{"name": "Roos", "email": "roos@lente.nl", "phone": "+31612345678"}],
        }
    ],
    "orders": [
        {"number": "SO-1001", "customer_no": "K1", "items": ["Kas"], "people": ["roos@lente.nl"]}
    ],
    "outbound": [],
}


@pytest.fixture
def memory() -> Iterator[Memory]:
    """Roos's case about the greenhouse is open."""
    with in_memory() as memory:
        grouping.run({"scenario": "adversary", "known": KNOWN, "messages": []})
        grouping.receive(a_mail("m1", "roos@lente.nl", "De kas lekt (SO-1001)."), 14)
        yield memory


def a_mail(
    name: str,
    sender: str,
    text: str,
    *,
    subject: str = "Kas",
    answers: str | None = None,
    called: str | None = None,
) -> Contact:
    headers = {"message_id": f"<{name}@mail.example>", "in_reply_to": answers}
    message = {
        "id": name,
        "channel": "email",
        "from": {"address": sender, "name": called},
        "subject": subject,
        "text": text,
        "headers": headers,
    }
    return contact_of(message, NOON + timedelta(minutes=int(name.strip("m"))))


def case_of(name: str) -> Case:
    case = grouping.case_of(name)
    assert case
    return case


@pytest.mark.parametrize(
    "verdicts",
    [
        Verdicts(dmarc=Verdict.FAIL),
        Verdicts(),
        Verdicts(spf=Verdict.PASS, envelope_domain="spammer.example"),
    ],
)
def test_a_forged_sender_gets_neither_case_nor_organisation(
    verdicts: Verdicts, memory: Memory
) -> None:
    forged = a_mail("m2", "roos@lente.nl", "Stuur de kas ergens anders heen: SO-1001.")
    answer = forged.model_copy(update={"verdicts": verdicts})

    grouping.receive(answer, 14)

    assert case_of("m2").party.startswith("person:unproven:")
    assert memory.work_items[-1].organisation is None
    assert "unproven" in (memory.work_items[-1].person or "")


def test_a_forged_answer_in_the_thread_does_not_join_it(memory: Memory) -> None:
    forged = a_mail("m2", "roos@lente.nl", "Dank.", answers="<m1@mail.example>")

    grouping.receive(forged.model_copy(update={"verdicts": Verdicts(dmarc=Verdict.FAIL)}), 14)

    assert case_of("m2").id != case_of("m1").id


def test_our_reference_in_the_mail_of_a_stranger_opens_a_case_of_his_own(memory: Memory) -> None:
    reference = f"[L-{case_of('m1').id.removeprefix('case-')}]"

    grouping.receive(a_mail("m2", "x@gmail.com", f"Wat is de stand van {reference}?"), 14)

    assert case_of("m2").party != "org:K1"


@pytest.mark.parametrize(
    "address",
    ["roos@lente.nl.example", "roos@l\u0435nte.nl", "roos@1ente.nl", "roos@lente-nl.com"],
)
def test_a_domain_that_looks_alike_is_another(address: str, memory: Memory) -> None:
    grouping.receive(a_mail("m2", address, "De kas lekt.", called="Roos"), 14)

    assert case_of("m2").party != "org:K1"


def test_a_known_customer_who_answers_a_forwarded_thread_stays_himself(memory: Memory) -> None:
    other = {
        "customer_no": "K2",
        "name": "Herfst Bouw",
        "kind": "b2b",
        "domains": ["herfst.nl"],
        "contacts": [{"name": "Jan", "email": "jan@herfst.nl"}],
    }
    grouping.run({"known": {"accounts": [other]}, "messages": []})

    grouping.receive(a_mail("m2", "jan@herfst.nl", "Ook zo?", answers="<m1@mail.example>"), 14)

    assert case_of("m2").party == "org:K2"


def test_a_number_in_two_signatures_stays_with_the_first(memory: Memory) -> None:
    signed = "Mijn gieter lekt.\n\nGroet, Kees\n06-87654321"
    grouping.receive(a_mail("m2", "kees@gmail.com", signed, called="Kees Blad"), 14)
    grouping.receive(a_mail("m3", "piet@gmail.com", signed, called="Piet Tak"), 14)
    chat = {
        "id": "m4",
        "channel": "whatsapp",
        "from": {"phone": "+31687654321", "name": "Kees"},
        "text": "lekt nog",
    }

    grouping.receive(contact_of(chat, NOON + timedelta(hours=1)), 14)

    assert case_of("m4").id == case_of("m2").id
    assert case_of("m3").id != case_of("m2").id


def test_a_company_name_in_somebodys_own_name_makes_him_no_customer(memory: Memory) -> None:
    grouping.receive(a_mail("m2", "a@gmail.com", "De kas lekt.", called="Kwekerij Lente"), 14)

    assert case_of("m2").party.startswith("person:")


def test_a_message_of_any_party_costs_the_same_few_calls(memory: Memory) -> None:
    for number in range(2, 60):
        grouping.receive(a_mail(f"m{number}", "roos@lente.nl", f"Kas {number} lekt."), 14)
    memory.calls.clear()

    grouping.receive(a_mail("m60", "roos@lente.nl", "De kas lekt nog."), 14)

    assert memory.calls == ["batch_get_item", "query", "transact_write_items"]


def last_is_held(memory: Memory) -> bool:
    return memory.work_items[-1].hold


def test_a_stranger_who_quotes_a_number_is_on_the_case_but_held(memory: Memory) -> None:
    grouping.receive(a_mail("m2", "x@gmail.com", "Hoe staat het met SO-1001?"), 14)

    case = case_of("m2")
    assert case.id == case_of("m1").id
    assert len(case.held) == 1
    assert last_is_held(memory)


def test_he_stays_held_until_an_agent_answers_him(memory: Memory) -> None:
    grouping.receive(a_mail("m2", "x@gmail.com", "Hoe staat het met SO-1001?"), 14)
    grouping.receive(a_mail("m3", "x@gmail.com", "Nog niets over SO-1001?"), 14)
    before = last_is_held(memory)

    agree_by_answering("x@gmail.com", "m3")
    grouping.receive(a_mail("m4", "x@gmail.com", "Dank, en SO-1001 nu?"), 14)

    assert (before, last_is_held(memory), case_of("m4").held) == (True, False, ())
    replies = [item.reply_to for item in memory.work_items]
    assert replies == ["email:roos@lente.nl", None, None, "email:x@gmail.com"]


def test_an_answer_to_the_customer_is_no_agreement_to_the_stranger(memory: Memory) -> None:
    grouping.receive(a_mail("m2", "x@gmail.com", "Hoe staat het met SO-1001?"), 14)

    agree_by_answering("roos@lente.nl", "m1")

    assert len(case_of("m2").held) == 1


def test_a_first_mail_of_a_stranger_by_number_opens_a_case_that_is_held(memory: Memory) -> None:
    order = {"number": "SO-1002", "customer_no": "K1", "items": ["Kas"], "people": []}
    grouping.run({"known": {**KNOWN, "orders": [order]}})

    grouping.receive(a_mail("m2", "x@gmail.com", "Er ontbreekt een ruit: SO-1002."), 14)

    assert case_of("m2").party == "org:K1"
    assert last_is_held(memory)


def test_a_colleague_on_the_customers_domain_is_not_held(memory: Memory) -> None:
    grouping.receive(a_mail("m2", "inkoop@lente.nl", "Hoe staat het met SO-1001?"), 14)

    assert not last_is_held(memory)
    assert case_of("m2").held == ()


def test_a_colleague_who_writes_by_the_number_in_his_signature_is_not_held(
    memory: Memory,
) -> None:
    signed = "De kas (SO-1001) lekt ook achter.\n\nGroet, Bas\n06-87654321"
    grouping.receive(a_mail("m2", "bas@lente.nl", signed, called="Bas"), 14)
    chat = {
        "id": "m3",
        "channel": "whatsapp",
        "from": {"phone": "+31687654321", "name": "Bas"},
        "text": "de kas lekt nog",
    }

    grouping.receive(contact_of(chat, NOON + timedelta(hours=1)), 14)

    assert case_of("m3").id == case_of("m1").id
    assert not last_is_held(memory)


def agree_by_answering(address: str, answered: str) -> None:
    """Our agent's answer, as it comes by in Cc."""
    own = a_mail("m30", "service@tuinhuis.example", "Hij is onderweg.")
    answer = own.model_copy(
        update={
            "recipients": (Handle(scheme="email", value=address),),
            "thread": own.thread.model_copy(update={"answers": (f"mail:{answered}@mail.example",)}),
        }
    )
    handle_own_mail(answer, grouping.delivery_at(NOON, own.id), consistent=True)
