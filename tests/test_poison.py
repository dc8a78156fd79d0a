"""Genuine but unreadable deliveries: quarantined with a reason, and the next one passes."""

import base64
import json
from datetime import timedelta

import pytest

from infra.ledger import balance, quarantine
from infra.local.cloud import EmbeddedCloud
from infra.local.invocation import Application, HttpFunction
from infra.local.pump import Pump
from tests.harness import Journey, Sample, deliver, samples


def _is_wholly_good(sample: Sample) -> bool:
    is_http = sample.request.get("transport", "http") == "http"
    return is_http and "quarantined" not in sample.expect["outcomes"]


HTTP_SAMPLES = [
    next(sample for sample in samples() if sample.provider == name and _is_wholly_good(sample))
    for name in ("whatsapp", "shopify", "cloudevents")
]
DEEP = b"[" * 100_000 + b"]" * 100_000
HOSTILE = {
    "empty": b"",
    "truncated": None,
    "no json": b"\xff\xfe\x00not json",
    "a number": b"7",
    "null": b"null",
    "an empty list": b"[]",
    "an empty object": b"{}",
    "nested": DEEP,
    "nested object": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "a huge number": b'{"id": ' + b"9" * 100_000 + b"}",
    "not a number": b'{"id": NaN, "entry": [{"changes": [NaN]}]}',
    "half a surrogate": b'{"id": 1, "type": "\\ud800", "note": "\\udfff"}',
    "latin-1": '{"naam": "Zoë"}'.encode("latin-1"),
    "utf-16": '{"id": 1}'.encode("utf-16"),
    "large": b'{"filler": "' + b"x" * 2_000_000 + b'"}',
    "many": b"[" + b'{"id":1},' * 20_000 + b"{}]",
}


def _wrongly_typed(sample: Sample) -> bytes:
    """Every leaf of the sample another type than it should be."""

    def turn(value: object) -> object:
        if isinstance(value, dict):
            return {name: turn(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [turn(inner) for inner in value]
        return {"was": "a leaf"} if isinstance(value, str) else "a text"

    return json.dumps(turn(json.loads(sample.body))).encode()


def _poisoned(sample: Sample, body: bytes) -> Sample:
    request = {name: value for name, value in sample.request.items() if name != "body_base64"}
    return sample._replace(request={**request, "body_base64": base64.b64encode(body).decode()})


@pytest.mark.parametrize("sample", HTTP_SAMPLES, ids=lambda sample: sample.provider)
def test_poison_is_quarantined_with_a_reason_and_blocks_nobody(
    sample: Sample, cloud: EmbeddedCloud, application: Application
) -> None:
    journey = Journey(cloud, Pump(cloud, application), HttpFunction(application, cloud.stage))
    bodies = {**HOSTILE, "truncated": sample.body[: len(sample.body) // 2]}
    bodies["wrong types"] = _wrongly_typed(sample)

    for body in bodies.values():
        deliver(journey, _poisoned(sample, body or b" "))
        journey.pump.run_until_idle()
    poisoned = quarantine()
    deliver(journey, sample)
    journey.pump.run_until_idle()

    assert journey.pump.failures == []
    assert cloud.dead_letters() == {}
    assert len(poisoned) >= 5
    assert all(row.outcome.reason for row in poisoned)
    assert len(quarantine()) == len(poisoned)  # the good one passed
    assert balance().balances


MAILS = {
    "nothing": b"",
    "zeros": bytes(10_000),
    "no headers": b"hello",
    "only a colon": b":\r\n\r\n",
    "endless header": b"Subject: " + b"=?utf-8?q?" * 20_000,
    "deep": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(500)
    ),
    "surrogates": "From: a@b.example\r\nSubject: \udcff\r\n\r\n\udcfe".encode(
        "utf-8", "surrogateescape"
    ),
    "long line": b"From: a@b.example\r\n\r\n" + b"> " * 100_000,
}


@pytest.mark.parametrize("name", MAILS)
def test_any_mail_ends_in_the_ledger(name: str, cloud: EmbeddedCloud, pump: Pump) -> None:
    cloud.client("s3").put_object(Bucket=cloud.inbox, Key="mail/tuinhuis/x", Body=MAILS[name])

    pump.run_until_idle()

    assert pump.failures == []
    found = balance()
    assert found.balances
    assert found.items == 1


@pytest.mark.parametrize(
    "body", ["", "no json", "[]", "7", '{"inbox_key": 7}', '{"Records": [{}]}']
)
def test_a_message_that_intake_cannot_read_ends_in_the_dead_letter_queue(
    body: str, cloud: EmbeddedCloud, pump: Pump
) -> None:
    sqs = cloud.client("sqs")
    url = sqs.get_queue_url(QueueName="loket-dev-intake")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody=body or " ")

    for _ in range(7):
        pump.run_until_idle()
        pump.jump(timedelta(minutes=4))

    assert list(cloud.dead_letters()) == ["intake-dlq"]
