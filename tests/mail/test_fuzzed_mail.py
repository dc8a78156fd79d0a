"""Whatever is done to a mail, it is read: quickly, without a crash, into what can be stored."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.mail import read
from tests.mail.fuzzing import fault_of, mutants
from tests.mail.letters import a_mail


@pytest.mark.parametrize("seed", range(4))
def test_mutated_mails_are_read(seed: int) -> None:
    made = mutants(random.Random(seed))

    faults = [fault for _, raw in zip(range(60), made, strict=False) if (fault := fault_of(raw))]

    assert faults == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 108))
def test_many_mutated_mails_are_read(seed: int) -> None:
    made = mutants(random.Random(seed))

    faults = [fault for _, raw in zip(range(500), made, strict=False) if (fault := fault_of(raw))]

    assert faults == []


@given(st.binary(max_size=2000))
@settings(max_examples=60)
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    assert fault_of(raw) is None


WORDS = st.lists(
    st.sampled_from(["stoel", "tafel", "bank", "levering", "donderdag", "groen"]), min_size=2
)


@given(st.lists(WORDS, min_size=1, max_size=4))
@settings(max_examples=40)
def test_plain_words_are_never_lost(paragraphs: list[list[str]]) -> None:
    body = "\n\n".join(" ".join(words).capitalize() + "." for words in paragraphs)

    mail = read(a_mail(f"{body}\n\nOp 5 mrt 2026 om 13:36 schreef Jan <j@x.example>:\n> Dag\n"))

    assert mail.reply.split() == body.split()
