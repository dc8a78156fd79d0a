"""Two machines that write each other are stopped; people never are for long."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.core.contacts import Channel, Contact, Handle, MachineKind
from functions.core.loops import (
    LoopLimits,
    Pair,
    PairState,
    answered,
    evidence,
    is_never_answered,
    is_tracked,
    lifted,
    observe,
    state_at,
    why_not_answer,
    why_not_write,
)

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
LIMITS = LoopLimits()
OWN = frozenset({Handle(scheme="email", value="service@tuinhuis.example")})


def a_message(
    text: str = "Wij hebben uw bericht ontvangen.",
    *,
    automatic: MachineKind | None = None,
    subject: str = "Uw vraag",
    sender: str = "desk@other.example",
) -> Contact:
    return Contact(
        id="ses:1",
        provider="ses",
        channel=Channel.EMAIL,
        account="tuinhuis",
        shop="tuinhuis",
        sender=Handle(scheme="email", value=sender),
        subject=subject,
        text=text,
        sent_at=NOW,
        automatic=automatic,
    )


def after(count: int, message: Contact, *, apart: timedelta = timedelta(minutes=1)) -> Pair:
    pair = None
    for number in range(count):
        pair = observe(pair, message, LIMITS, NOW + number * apart)
    assert pair is not None
    return pair


def test_machine_messages_within_the_window_make_a_pair_quiet() -> None:
    before = after(3, a_message(automatic=MachineKind.AUTO_REPLY))
    then = observe(before, a_message(automatic=MachineKind.AUTO_REPLY), LIMITS, NOW)

    assert before.state is PairState.NORMAL
    assert then.state is PairState.QUIET
    assert then.reason == "4 machine messages in 60 minutes"


@pytest.mark.parametrize(
    "message",
    [
        a_message("Zelfde tekst"),
        a_message(subject="Re: [#12] Re: [#99] vraag"),
        a_message("", subject="leeg"),
    ],
)
def test_a_machine_without_marks_is_known_by_rate_equal_texts_and_growing_subjects(
    message: Contact,
) -> None:
    assert after(12, message).state is PairState.QUIET


def test_a_person_who_writes_now_and_then_stays_normal() -> None:
    pair = None
    for number in range(30):
        at = NOW + number * timedelta(hours=2)
        pair = observe(pair, a_message(f"Vraag {number}"), LIMITS, at)

    assert pair is not None
    assert pair.state is PairState.NORMAL


def test_quiet_decays_and_becomes_mute_when_it_comes_back() -> None:
    pair, at = None, NOW
    states = []
    for _ in range(3):
        for _ in range(4):
            pair = observe(pair, a_message(automatic=MachineKind.OTHER), LIMITS, at)
        states.append(pair.state if pair else None)
        at += timedelta(hours=LIMITS.quiet_hours + 1)

    assert states == [PairState.QUIET, PairState.QUIET, PairState.MUTED]
    assert pair is not None
    assert state_at(pair, at) is PairState.MUTED
    assert state_at(pair, at + timedelta(hours=LIMITS.muted_hours)) is PairState.NORMAL


def test_an_agent_lifts_it() -> None:
    pair = after(4, a_message(automatic=MachineKind.AUTO_REPLY))

    assert why_not_write(a_message().sender, pair, NOW) == "loop_quiet"
    assert why_not_write(a_message().sender, lifted(pair), NOW) is None


def test_the_agent_sees_the_reason_and_how_long() -> None:
    shown = evidence(after(4, a_message(automatic=MachineKind.AUTO_REPLY)), NOW)

    assert shown is not None
    assert shown.kind == "loop_quiet"
    assert "4 machine messages" in shown.detail
    assert "2026-03-06" in shown.detail


def rounds(automatic: MachineKind | None, texts: list[str]) -> int:
    """How many automatic answers the other side gets, if it answers each of ours at once."""
    pair, count = None, 0
    for number, text in enumerate(texts):
        now, message = NOW + timedelta(seconds=number), a_message(text, automatic=automatic)
        pair = observe(pair, message, LIMITS, now)
        if why_not_answer(message, pair, LIMITS, now, OWN) is None:
            count += 1
            pair = answered(pair, message.sender, now)
    return count


@pytest.mark.parametrize(
    ("automatic", "most"),
    [
        (None, 1),
        (MachineKind.AUTO_REPLY, 0),
        (MachineKind.HELP_DESK, 0),
        (MachineKind.BOUNCE, 0),
        (MachineKind.LIST, 0),
    ],
)
def test_a_pair_gets_at_most_one_automatic_answer(automatic: MachineKind | None, most: int) -> None:
    assert rounds(automatic, [f"Bericht {number}" for number in range(500)]) == most
    assert rounds(automatic, ["Steeds hetzelfde"] * 500) == most


@pytest.mark.parametrize(
    "address",
    [
        "service@tuinhuis.example",
        "service+case-1@tuinhuis.example",
        "mailer-daemon@mx.example",
        "postmaster@mx.example",
        "no-reply@shop.example",
        "noreply+12@shop.example",
        "donotreply@shop.example",
        "niet-beantwoorden@shop.example",
        "bounces+123=jan@news.example",
        "tuin-request@lists.example",
        "owner-tuin@lists.example",
    ],
)
def test_these_addresses_get_no_automatic_mail(address: str) -> None:
    assert is_never_answered(Handle(scheme="email", value=address), OWN)


@pytest.mark.parametrize(
    "address", ["jan@lindehof.example", "reply@lindehof.example", "norah@lindehof.example"]
)
def test_people_get_it(address: str) -> None:
    assert not is_never_answered(Handle(scheme="email", value=address), OWN)


def test_a_person_s_few_mails_leave_no_trace() -> None:
    assert not is_tracked(a_message(), None, 1, LIMITS)
    assert is_tracked(a_message(), None, LIMITS.tracked_after, LIMITS)
    assert is_tracked(a_message(automatic=MachineKind.AUTO_REPLY), None, 1, LIMITS)
