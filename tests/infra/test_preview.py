"""The pages that a shop looks at before it lets us speak for it."""

from pathlib import Path

import pytest

from functions.core.notification_policy import Carrier
from functions.core.values import Language
from infra.preview import main, written


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("preview")


def test_every_notice_has_a_page_per_language_and_channel(folder: Path) -> None:
    status = main(folder)

    pages = [page for page in folder.iterdir() if page.name != "index.html"]
    assert status == 0
    assert len(pages) == len(written()) * len(Language) * len(Carrier)


def test_the_index_leads_to_every_page(folder: Path) -> None:
    main(folder)

    index = (folder / "index.html").read_text()
    pages = {page.name for page in folder.iterdir()} - {"index.html"}
    assert all(f'href="{page}"' in index for page in pages)
