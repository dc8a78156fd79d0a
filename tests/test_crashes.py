"""Whatever dies, wherever it dies: delivered again, the result is that of the undisturbed run."""

import pytest
from _pytest.mark import ParameterSet
from botocore.exceptions import ClientError, ReadTimeoutError

from infra.local.cloud import EmbeddedCloud
from infra.local.invocation import Application, HttpFunction
from infra.local.pump import Pump
from tests.harness import Journey, Sample, outcome, run, samples, watched_calls

SAMPLES = samples()
SLOW = (pytest.mark.slow,)
THOROUGH = {"whatsapp", "ses", "shopify", "cloudevents"}
"""Between them they take every path there is: a third of their samples is in each run."""
PART = 3


def _marked(*, one_of_each: bool) -> list[ParameterSet]:
    """Of other providers, which only translate, their shortest sample; the rest is exhaustive."""
    longest_first = sorted(SAMPLES, key=lambda sample: -len(sample.expect["items"]))
    shortest = {sample.provider: sample.name for sample in longest_first}
    thorough = [sample for sample in SAMPLES if sample.provider in THOROUGH]
    chosen = {sample.name for sample in thorough[::PART]}
    if one_of_each:
        chosen.update(shortest.values())
    return [
        pytest.param(sample, id=sample.name, marks=() if sample.name in chosen else SLOW)
        for sample in SAMPLES
    ]


def _journey(cloud: EmbeddedCloud, application: Application, sample: Sample) -> Journey:
    cloud.reset()
    cloud.clock.advance_to(sample.received_at)
    return Journey(cloud, Pump(cloud, application), HttpFunction(application, cloud.stage))


@pytest.mark.parametrize("sample", _marked(one_of_each=True))
def test_a_crash_before_or_after_any_call_changes_nothing(
    sample: Sample, cloud: EmbeddedCloud, application: Application
) -> None:
    with watched_calls() as calls:
        run(_journey(cloud, application, sample), sample)
        undisturbed, made = outcome(cloud), list(calls.made)

        assert made
        for number, operation in enumerate(made):
            for after in (False, True):
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


@pytest.mark.parametrize("sample", _marked(one_of_each=False))
def test_a_throttled_or_timed_out_call_is_made_good_by_redelivery(
    sample: Sample, cloud: EmbeddedCloud, application: Application
) -> None:
    with watched_calls() as calls:
        run(_journey(cloud, application, sample), sample)
        undisturbed, made = outcome(cloud), list(calls.made)

        for number, operation in enumerate(made):
            for after, failure in ((False, _throttled), (True, _timed_out)):
                calls.break_at(number, after=after, failure=failure)
                run(_journey(cloud, application, sample), sample)

                assert outcome(cloud) == undisturbed, f"{failure.__name__} at {number} {operation}"
