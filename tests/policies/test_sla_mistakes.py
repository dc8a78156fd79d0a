"""Every mistake in sla.toml is told with its file, its line and what is allowed."""

from pathlib import Path

import pytest

from functions import policies
from functions.policies import FOLDER

TEXT = (FOLDER / "sla.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ('staffed = "leads"', 'staffed = "boss"', 'unknown schedule "boss"; one of leads, shop'),
        ("again_at = 1.5", "again_at = 0.5", "greater than 1"),
        ("warn_at = 0.6", "warn_at = 60", "less than 1"),
        ('second_breach = "privacy"', 'second_breach = "director"', "director"),
        ('second_breach = "privacy"', 'thrid_breach = "privacy"', "unknown key"),
        ('every = "PT4H"', 'every = "4 hours"', '"4 hours" is no business time'),
        ('every = "PT4H", up_to = "high"', 'every = "PT4H", up_to = "low"', "nothing can rise"),
        ('policy = "key_account"', 'policy = "gold"', 'unknown policy "gold"; one of business'),
        ('named = ["standard", ', 'named = ["standrad", ', 'unknown policy "standrad"; one of'),
        ('party = ["key_account"]', 'organization = ["org:K-1"]', "unknown key"),
        ('party = ["key_account"]', 'queue = ["bilingg"]', 'unknown "bilingg"; one of'),
        ('party = ["key_account"]', 'party = ["golden"]', 'unknown "golden"; one of'),
        ('next = { urgent = "PT1H", ', 'next = { urgnt = "PT1H", ', 'unknown "urgnt"; one of'),
        ('country = "NL"\nopen_on', 'country = "ZZ"\nopen_on', "no holiday calendar for ZZ"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    assert TEXT.count(right) >= 1
    text = TEXT.replace(right, wrong, 1)
    path = tmp_path / "sla.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(policies.PolicyError) as caught:
        policies.load_sla(path)

    told = str(caught.value)
    lines = _lines_around(text, wrong.splitlines()[0])
    assert says in told
    assert any(f"sla.toml, line {line}," in told for line in lines), f"{told} not on {lines}"


def _lines_around(text: str, wrong: str) -> range:
    """The line itself, or the heading that it stands under."""
    lines = text.splitlines()
    number = next(n for n, line in enumerate(lines) if wrong in line)
    heading = max(n for n in range(number + 1) if lines[n].startswith("["))
    return range(heading + 1, number + 2)


def test_several_mistakes_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "sla.toml"
    wrong = TEXT.replace('staffed = "leads"', 'staffed = "boss"')
    path.write_text(wrong, encoding="utf-8")

    with pytest.raises(policies.PolicyError) as caught:
        policies.load_sla(path)

    assert len(str(caught.value).splitlines()) == 4


def test_an_edition_is_another_as_soon_as_a_word_is(tmp_path: Path) -> None:
    path = tmp_path / "sla.toml"
    path.write_text(TEXT + "# \n", encoding="utf-8")

    changed = policies.load_sla(path)

    assert changed.edition != policies.sla().edition
    assert policies.read_sla(TEXT) == policies.sla()


@pytest.mark.parametrize(
    ("policy", "line"),
    [
        ('respond = { normal = "PT60H" }\nwarn_at = 0.5', 9),
        ('warn_at = 0.5\nresolve = { low = "PT999H" }', 10),
        ('ageing = { every = "PT101H" }', 9),
    ],
)
def test_a_target_that_the_hours_never_reach_is_refused(
    tmp_path: Path, policy: str, line: int
) -> None:
    """One open hour a week; a second breach at twice the target."""
    path = tmp_path / "sla.toml"
    text = (
        'version = 1\n[schedules.s]\nzone = "UTC"\n[schedules.s.hours]\nmonday = ["09:00-10:00"]\n'
        f'\n[policies.p]\nschedule = "s"\n{policy}\n'
    )
    path.write_text(text, encoding="utf-8")

    with pytest.raises(policies.PolicyError, match=f"line {line}, .*not reached within 100 weeks"):
        policies.load_sla(path)
