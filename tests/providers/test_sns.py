"""Amazon SNS over HTTPS: only its own certificate counts, and only our own topics."""

import json
from collections.abc import Iterator

import pytest

from functions import webhooks
from functions.aws import http
from functions.core.deliveries import Credentials, Delivery, OutboundRequest
from functions.core.errors import SignatureError
from functions.core.items import Unknown
from functions.core.untrusted import Json
from functions.providers import for_topic, load
from infra.local.cloud import EmbeddedCloud
from infra.local.invocation import Application, HttpFunction
from infra.local.pump import Pump
from tests import harness
from tests.providers.samples import a_sample

SIGNED = [("aws_sms", "answer-by-https"), ("aws_sms", "report-by-https"), ("ses", "bounce-by-sns")]
each_signed = pytest.mark.parametrize(("provider", "case"), SIGNED)
GOOD = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem"


def changed(delivery: Delivery, **fields: Json) -> Delivery:
    body = json.loads(delivery.body) | fields
    return delivery.model_copy(update={"body": json.dumps(body).encode()})


@each_signed
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("Message", "{}"),
        ("MessageId", "another"),
        ("TopicArn", "arn:aws:sns:eu-west-1:123456789012:other"),
        ("Timestamp", "2026-03-03T11:00:00.000Z"),
        ("Type", "SubscriptionConfirmation"),
        ("Type", "Surprise"),
        ("SignatureVersion", "3"),
        ("SignatureVersion", ["2"]),
        ("Signature", ""),
        ("Signature", "é"),
        ("Signature", None),
        ("SigningCertURL", None),
    ],
)
def test_a_changed_envelope_is_refused(provider: str, case: str, field: str, value: Json) -> None:
    sample = a_sample(provider, case)

    with pytest.raises(SignatureError):
        load(provider).verify(changed(sample.delivery(), **{field: value}), sample.credentials)


@each_signed
@pytest.mark.parametrize("topics", [(), ("",), ("arn:aws:sns:eu-west-1:666666666666:theirs",)])
def test_a_topic_that_is_not_ours_proves_nothing(
    provider: str, case: str, topics: tuple[str, ...]
) -> None:
    sample = a_sample(provider, case)
    others = sample.credentials.model_copy(update={"secrets": topics})

    with pytest.raises(SignatureError):
        load(provider).verify(sample.delivery(), others)


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b'"x"', b"[" * 100_000])
def test_what_is_no_envelope_is_refused(body: bytes) -> None:
    sample = a_sample("aws_sms", "answer-by-https")
    delivery = sample.delivery().model_copy(update={"body": body})

    with pytest.raises(SignatureError):
        load("aws_sms").verify(delivery, sample.credentials)


@pytest.mark.parametrize(
    "address",
    [
        GOOD.replace("https", "http"),
        GOOD.replace("amazonaws.com", "amazonaws.com.evil.example"),
        GOOD.replace("sns.", "evil-sns."),
        GOOD.replace("https://", "https://sns.eu-west-1.amazonaws.com@evil.example/"),
        GOOD.replace(".com/", ".com:8443/"),
        "https://sns.eu-west-1.amazonaws.com/?Action=Echo&x=SimpleNotificationService-0a.pem",
        GOOD + "?x=1",
        GOOD + "#x",
        "https://[",
        "",
        7,
    ],
)
def test_a_certificate_is_fetched_from_sns_alone(address: Json) -> None:
    delivery = a_sample("aws_sms", "answer-by-https").delivery()

    def found(url: Json) -> tuple[str, ...]:
        return load("aws_sms").certificates_at(changed(delivery, SigningCertURL=url), Credentials())

    assert found(address) == ()
    assert found(GOOD) == (GOOD,)


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the door asks of the network; it gets the sample account's certificate."""
    asked: list[str] = []
    certificate = a_sample("aws_sms", "answer-by-https").credentials.settings["certificate"]

    def fetch(request: OutboundRequest) -> bytes:
        asked.append(request.url)
        return certificate.encode()

    monkeypatch.setattr(http, "fetch", fetch)
    webhooks._certificate.cache_clear()
    yield asked
    webhooks._certificate.cache_clear()


def test_the_door_fetches_a_certificate_once(
    cloud: EmbeddedCloud, application: Application, fetched: list[str]
) -> None:
    sample = harness.named("aws_sms/answer-by-https")
    topics = list(sample.credentials["secrets"])
    cloud.put_secret("aws_sms/tuinhuis", {"secrets": topics, "settings": {}})
    path = harness.Journey(cloud, Pump(cloud, application), HttpFunction(application, cloud.stage))

    answers = [harness.answer(path, sample)["statusCode"] for _ in range(2)]

    assert answers == [200, 200]
    assert fetched == [json.loads(sample.body)["SigningCertURL"]]


@pytest.mark.parametrize("provider", ["aws_sms", "ses"])
@pytest.mark.parametrize("confirmed", [True, False])
def test_a_subscription_is_confirmed_or_waits_for_a_person(provider: str, confirmed: bool) -> None:
    visit = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t"
    envelope = {"Type": "SubscriptionConfirmation", "TopicArn": "t", "SubscribeURL": visit}
    asked = a_sample("aws_sms", "answer-by-https").delivery()
    asked = asked.model_copy(update={"provider": provider, "body": json.dumps(envelope).encode()})

    wanted = load(provider).fetches(asked, Credentials())
    answered = asked.model_copy(update={"fetched": {"confirmation": b"ok"} if confirmed else {}})
    (item,) = load(provider).parse(answered)

    assert [request.url for request in wanted.values()] == [visit]
    assert isinstance(item, Unknown)
    assert item.recorded is confirmed


def test_only_sns_is_visited_to_confirm() -> None:
    envelope = {"Type": "SubscriptionConfirmation", "SubscribeURL": "https://evil.example/"}
    asked = a_sample("aws_sms", "answer-by-https").delivery()
    asked = asked.model_copy(update={"body": json.dumps(envelope).encode()})

    assert load("aws_sms").fetches(asked, Credentials()) == {}


def test_the_last_word_of_a_topic_names_its_provider() -> None:
    assert for_topic("arn:aws:sns:eu-west-1:123456789012:loket-prod-aws_sms") == "aws_sms"
