"""Nothing of a customer may be found in the logs, whatever arrives."""

import json
import re
from io import StringIO

import pytest

from infra.local.cloud import EmbeddedCloud
from infra.local.invocation import Application, HttpFunction
from infra.local.pump import Pump
from tests.harness import Journey, Sample, deliver, samples

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
PHONE = re.compile(r"(?<![\w.:-])\+?(?:31|32|33|44|49)\d{8,10}(?![\w.:-])")


def _texts(sample: Sample) -> set[str]:
    """The longer words that people wrote or are called by in the sample."""
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)
        elif isinstance(value, str) and " " in value:
            found.add(value)

    try:
        walk(json.loads(sample.body))
    except ValueError:
        found |= {line for line in sample.body.decode("latin-1").splitlines() if " " in line}
    return {text for text in found if len(text) > 12}


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_no_sample_leaves_words_or_addresses_in_a_log(
    every: int, cloud: EmbeddedCloud, application: Application, logs: StringIO
) -> None:
    journey = Journey(cloud, Pump(cloud, application), HttpFunction(application, cloud.stage))
    tried = samples()[::every]
    for sample in tried:
        deliver(journey, sample)
    journey.pump.run_until_idle()

    said = logs.getvalue()
    assert said.count("contact routed") > 5
    assert ADDRESS.findall(said) == []
    assert PHONE.findall(said) == []
    for sample in tried:
        for text in _texts(sample):
            assert text not in said
