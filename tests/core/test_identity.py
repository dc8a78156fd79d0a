"""Identity: who writes, how sure that is, and never somebody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.core.contacts import Assurance, Verdict, Verdicts
from functions.core.evidence.handles import scoped_handle
from functions.core.grouping.identity import identify, person_id
from functions.core.grouping.people import is_unproven
from tests.core.matters import a_contact, a_known, an_order, by_key, email, phone

ROOS = email("roos@lente.example")
KNOWN_ROOS = by_key(a_known(ROOS, "person:roos", ["org:K1"]))


def verdicts(
    dmarc: Verdict = Verdict.NONE,
    *,
    spf: Verdict = Verdict.NONE,
    dkim: Verdict = Verdict.NONE,
    envelope: str | None = None,
    signed: tuple[str, ...] = (),
) -> Verdicts:
    return Verdicts(dmarc=dmarc, spf=spf, dkim=dkim, envelope_domain=envelope, dkim_domains=signed)


@pytest.mark.parametrize(
    "checks",
    [
        None,
        verdicts(Verdict.PASS),
        verdicts(Verdict.GRAY, spf=Verdict.PASS, envelope="bounce.lente.example"),
        verdicts(spf=Verdict.PASS, envelope="lente.example"),
        verdicts(Verdict.GRAY, dkim=Verdict.PASS, signed=("anders.example", "lente.example")),
    ],
)
def test_a_vouched_for_sender_is_the_known_person(checks: Verdicts | None) -> None:
    who = identify(a_contact(ROOS, verdicts=checks), KNOWN_ROOS)

    assert (who.person_id, who.known) == ("person:roos", True)
    assert who.organisations == ("org:K1",)
    assert who.assurance is Assurance.MATCHED


@pytest.mark.parametrize(
    "checks",
    [
        verdicts(),
        verdicts(Verdict.FAIL),
        verdicts(Verdict.FAIL, spf=Verdict.PASS, envelope="lente.example"),
        verdicts(Verdict.GRAY, spf=Verdict.PASS, envelope="spammer.example"),
        verdicts(Verdict.GRAY, spf=Verdict.PASS),
        verdicts(Verdict.GRAY, spf=Verdict.FAIL, envelope="lente.example"),
        verdicts(Verdict.GRAY, dkim=Verdict.PASS, signed=("mailer.example",)),
        verdicts(Verdict.GRAY, dkim=Verdict.PASS),
        verdicts(Verdict.GRAY, dkim=Verdict.FAIL, signed=("lente.example",)),
    ],
)
def test_an_unproven_sender_is_a_stranger_of_its_own(checks: Verdicts) -> None:
    who = identify(a_contact(ROOS, verdicts=checks), KNOWN_ROOS)

    assert is_unproven(who.person_id)
    assert (who.assurance, who.known, who.organisations) == (Assurance.UNKNOWN, False, ())


def test_the_same_unproven_address_stays_the_same_stranger() -> None:
    failed = verdicts(Verdict.FAIL)

    first = identify(a_contact(ROOS, verdicts=failed), {})
    second = identify(a_contact(ROOS, verdicts=failed, text="nogmaals"), KNOWN_ROOS)

    assert first.person_id == second.person_id
    assert first.person_id != person_id(ROOS)


def test_what_an_unproven_sender_left_behind_is_no_knowledge() -> None:
    stranger = identify(a_contact(ROOS, verdicts=verdicts(Verdict.FAIL)), {})

    who = identify(a_contact(ROOS), by_key(a_known(ROOS, stranger.person_id)))

    assert who.person_id == person_id(ROOS)
    assert not who.known


def test_a_new_sender_gets_the_same_id_at_every_attempt() -> None:
    first, second = (identify(a_contact(ROOS), {}) for _ in range(2))

    assert first == second
    assert (first.assurance, first.known) == (Assurance.CHANNEL, False)


def test_a_handle_on_a_named_order_is_matched() -> None:
    who = identify(a_contact(ROOS), {}, orders=[an_order(handles=[ROOS.key])])

    assert who.assurance is Assurance.MATCHED


def test_agreeing_handles_are_one_person() -> None:
    user, number = scoped_handle("whatsapp", "BR.1"), phone("+31612345678")
    known = by_key(a_known(user, "person:roos"), a_known(number, "person:roos", ["org:K1"]))

    who = identify(a_contact(user, also=[number]), known)

    assert (who.person_id, who.organisations) == ("person:roos", ("org:K1",))


def test_a_number_we_know_leads_to_its_person_when_the_user_id_is_new() -> None:
    user, number = scoped_handle("whatsapp", "BR.1"), phone("+31612345678")

    who = identify(a_contact(user, also=[number]), by_key(a_known(number, "person:roos")))

    assert who.person_id == "person:roos"


def test_a_known_user_id_goes_before_a_number_that_changed_hands() -> None:
    user, number = scoped_handle("whatsapp", "BR.1"), phone("+31612345678")
    known = by_key(a_known(user, "person:new"), a_known(number, "person:former", ["org:K1"]))

    who = identify(a_contact(user, also=[number]), known)

    assert (who.person_id, who.organisations) == ("person:new", ())
    assert "handles_disagree" in {evidence.kind for evidence in who.because}


def test_disagreeing_handles_of_a_new_sender_give_nobody() -> None:
    user, first, second = scoped_handle("whatsapp", "BR.1"), phone("+31612345678"), ROOS
    known = by_key(a_known(first, "person:a"), a_known(second, "person:b"))

    who = identify(a_contact(user, also=[first, second]), known)

    assert who.person_id == person_id(user)
    assert not who.known


def test_senders_without_any_id_are_not_one_person() -> None:
    contact = a_contact(scoped_handle("webchat", ""))
    other = contact.model_copy(update={"id": "ses:2"})

    assert identify(contact, {}).person_id != identify(other, {}).person_id


@given(st.text(), st.text(), st.sampled_from(Verdict))
def test_nobody_without_proof_is_ever_somebody(value: str, envelope: str, dmarc: Verdict) -> None:
    sender = email(value)
    checks = verdicts(dmarc, spf=Verdict.PASS, envelope=envelope)

    who = identify(a_contact(sender, verdicts=checks), by_key(a_known(sender, "person:roos")))

    assert who.person_id == "person:roos" or (is_unproven(who.person_id) and not who.organisations)
