"""The folder is the registry."""

import subprocess
import sys

import pytest

from functions import providers
from functions.core.errors import UnknownProviderError


@pytest.mark.parametrize(
    "name", ["base", "signatures", "_whatsapp_content", "__init__", "", "../x"]
)
def test_what_is_no_provider_is_not_loaded(name: str) -> None:
    with pytest.raises(UnknownProviderError):
        providers.load(name)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("aws.ses", "ses"),
        ("aws.partner/shopify.com/359227195393/hub", "shopify"),
        ("nl.tuinhuis.shop", "cloudevents"),
        ("shopify.com", "cloudevents"),
        ("aws.something-new", "cloudevents"),
    ],
)
def test_a_bus_event_finds_its_provider(source: str, name: str) -> None:
    assert providers.for_bus_source(source) == name


@pytest.mark.parametrize("source", ["aws.ses", "nl.tuinhuis.shop"])
def test_common_bus_events_load_no_other_provider(source: str) -> None:
    script = (
        "import sys; from functions import providers;"
        f"providers.for_bus_source({source!r});"
        "assert 'functions.providers.whatsapp' not in sys.modules"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)

    assert done.returncode == 0, done.stderr
