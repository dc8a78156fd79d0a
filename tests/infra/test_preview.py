"""The pages that a shop looks at before it lets us speak for it."""

import re
from pathlib import Path

import pytest

from functions.core.values import Language
from infra.preview import VOICES, main, samples, written

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("preview")
    main(into)
    return into


def test_every_message_has_a_page_per_language_and_voice(folder: Path) -> None:
    names = {
        f"{sample.name}.{language}.{voice.name}"
        for sample in samples()
        for language in Language
        for voice in VOICES
    }

    pages = {page.name for page in folder.iterdir()} - {"index.html", "templates.html"}

    assert pages == {f"{name}.html" for name in names} | {f"{name}.mail.html" for name in names}


def test_every_milestone_with_a_template_is_shown(folder: Path) -> None:
    shown = {milestone for sample in samples() for milestone in sample.milestones}

    assert shown == set(written())


def test_every_link_leads_to_a_page_and_every_page_is_reached(folder: Path) -> None:
    links: dict[str, set[str]] = {
        page.name: set(re.findall(r'(?:href|src)="([^"#:]+\.html)"', page.read_text()))
        for page in folder.iterdir()
    }

    reached, waiting = set(), {"index.html"}
    while waiting:
        page = waiting.pop()
        reached.add(page)
        waiting |= links[page] - reached
    assert reached == set(links)
