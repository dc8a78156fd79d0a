"""Whatever dies, wherever it dies: delivered again, the result is that of the undisturbed run."""

from collections.abc import Iterable, Sequence

import pytest
from _pytest.mark import ParameterSet
from botocore.exceptions import ClientError, ReadTimeoutError

from infra.local.cloud import EmbeddedCloud
from infra.local.invocation import Application, HttpFunction
from infra.local.pump import Pump
from tests.harness import Journey, Sample, breaking_points, outcome, run, samples, watched_calls

SAMPLES = samples()
SLOW = (pytest.mark.slow,)
THOROUGH = {"whatsapp", "ses", "shopify", "cloudevents"}
"""Between them they take every path there is: a third of their samples is in each run."""
PART = 3


def _marked(samples: Sequence[Sample], always: Iterable[Sample] = ()) -> list[ParameterSet]:
    """A part of the thorough ones and those named, each time; the rest is exhaustive."""
    thorough = [sample for sample in samples if sample.provider in THOROUGH]
    chosen = {sample.name for sample in (*thorough[::PART], *always)}
    return [
        pytest.param(sample, id=sample.name, marks=() if sample.name in chosen else SLOW)
        for sample in samples
    ]


def _shortest() -> list[Sample]:
    """One of each provider."""
    longest_first = sorted(SAMPLES, key=lambda sample: -len(sample.expect["items"]))
    return list({sample.provider: sample for sample in longest_first}.values())


def _for_failures() -> list[Sample]:
    """A failing call is milder than a crash: of providers that only translate one is enough."""
    shortest = {sample.name for sample in _shortest()}
    return [one for one in SAMPLES if one.provider in THOROUGH or one.name in shortest]


def _journey(cloud: EmbeddedCloud, application: Application, sample: Sample) -> Journey:
    cloud.reset()
    cloud.clock.advance_to(sample.received_at)
    return Journey(cloud, Pump(cloud, application), HttpFunction(application, cloud.stage))


@pytest.mark.parametrize("sample", _marked(SAMPLES, always=_shortest()))
def test_a_crash_before_or_after_any_call_changes_nothing(
    sample: Sample, cloud: EmbeddedCloud, application: Application
) -> None:
    with watched_calls() as calls:
        run(_journey(cloud, application, sample), sample)
        undisturbed, made = outcome(cloud), list(calls.made)

        assert made
        for number, operation, after in breaking_points(made):
            calls.break_at(number, after=after)
            run(_journey(cloud, application, sample), sample)

            place = "after" if after else "before"
            assert outcome(cloud) == undisturbed, f"crash {place} call {number} {operation}"


def _throttled(operation: str) -> ClientError:
    error = {"Code": "ThrottlingException", "Message": "slow down"}
    answer = {"Error": error, "ResponseMetadata": {"HTTPStatusCode": 400}}
    return ClientError(answer, operation)


def _timed_out(operation: str) -> ReadTimeoutError:
    return ReadTimeoutError(endpoint_url=f"https://aws.example/{operation}")


@pytest.mark.parametrize("sample", _marked(_for_failures()))
def test_a_throttled_or_timed_out_call_is_made_good_by_redelivery(
    sample: Sample, cloud: EmbeddedCloud, application: Application
) -> None:
    with watched_calls() as calls:
        run(_journey(cloud, application, sample), sample)
        undisturbed, made = outcome(cloud), list(calls.made)

        for number, operation, after in breaking_points(made):
            failure = _timed_out if after else _throttled
            calls.break_at(number, after=after, failure=failure)
            run(_journey(cloud, application, sample), sample)

            assert outcome(cloud) == undisturbed, f"{failure.__name__} at {number} {operation}"
