"""Subjects: what remains without the marks of replies, forwards and machines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.core.evidence.subjects import core_subject, telling_subject


@pytest.mark.parametrize(
    ("subject", "core"),
    [
        ("Re: Antw: FW: WG: Tikken", "tikken"),
        ("RE[2]: AW (3): Tikken", "tikken"),
        ("Automatisch antwoord: Re: Tikken", "tikken"),
        ("Réponse automatique : Tikken", "tikken"),
        ("[EXTERN] Tikken [L-ABCDEFGH23]", "tikken"),
        ("Referentie: 5", "referentie: 5"),
        ("Retour", "retour"),
        ("  Veel   ruimte ", "veel ruimte"),
        ("Re:", ""),
        (None, ""),
    ],
)
def test_prefixes_of_four_languages_are_taken_off(subject: str | None, core: str) -> None:
    assert core_subject(subject) == core


@pytest.mark.parametrize(
    "subject", [None, "Re: Vraag", "FW:", "Contact form", "Frage?", "(Geen onderwerp)"]
)
def test_a_subject_that_could_stand_above_anything_tells_nothing(subject: str | None) -> None:
    assert telling_subject(subject) is None


@given(
    st.text()
    | st.lists(st.sampled_from(["Re:", "fw :", "[ext]", "ß", "[L-ABCDEFGH23]", "x"])).map(" ".join)
)
def test_taking_prefixes_off_again_changes_nothing(subject: str) -> None:
    assert core_subject(core_subject(subject)) == core_subject(subject)


def test_a_subject_of_nothing_but_prefixes_is_read_in_bounded_time() -> None:
    assert core_subject("re:" * 100_000).startswith("re") or core_subject("re:" * 100_000) == ""
