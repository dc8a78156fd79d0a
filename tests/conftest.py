"""The embedded cloud for tests: one per process, as good as new for each test.

Ask for `cloud`, and everything that Lambdas call on AWS is there, at a time that stands still.
Ask for `pump` to deliver what waits, `http_door`, `smtp_door` or `whatsapp_api` for the outside.
"""

import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO

import pytest
from hypothesis import settings

from infra.local.clock import Clock
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.invocation import Application, HttpFunction
from infra.local.platform_api import PlatformApi
from infra.local.pump import Pump
from infra.local.sample_accounts import sample_accounts, sample_answers
from infra.local.smtp_door import SmtpDoor
from infra.local.whatsapp_api import WhatsAppApi
from tests.asking import Ask, keep

settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")

START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
"""A Tuesday, ten in the morning in the Netherlands."""
SECRET = "sample-secret"
PHONE_NUMBER_ID = "106540352242922"


@pytest.fixture(scope="session")
def session_cloud(
    session_whatsapp_api: WhatsAppApi, session_platform_api: PlatformApi, session_clock: Clock
) -> Iterator[EmbeddedCloud]:
    """Ask for `cloud` instead: this one still holds what the last test left."""
    whatsapp = {
        "verify_token": "sample-verify-token",
        "phone_number_id": PHONE_NUMBER_ID,
        "token": "sample-token",
        "api_base": session_whatsapp_api.base_url,
    }
    accounts: dict[str, dict[str, object]] = {
        **sample_accounts(session_platform_api.base_url),
        "whatsapp/tuinhuis": {"secrets": [SECRET], "settings": whatsapp},
    }
    with EmbeddedCloud(accounts, clock=session_clock) as cloud:
        yield cloud


@pytest.fixture(scope="session")
def session_clock() -> Clock:
    return Clock(START)


@pytest.fixture(scope="session")
def session_whatsapp_api(session_clock: Clock) -> Iterator[WhatsAppApi]:
    with WhatsAppApi(session_clock) as api:
        yield api


@pytest.fixture(scope="session")
def session_platform_api() -> Iterator[PlatformApi]:
    with PlatformApi() as api:
        api.reset(sample_answers())
        yield api


@pytest.fixture
def platform_api(cloud: EmbeddedCloud, session_platform_api: PlatformApi) -> Iterator[PlatformApi]:
    """The APIs that thin deliveries are completed by; they know what the samples need."""
    session_platform_api.reset(sample_answers())
    yield session_platform_api
    session_platform_api.reset(sample_answers())


@pytest.fixture
def cloud(session_cloud: EmbeddedCloud) -> EmbeddedCloud:
    """AWS with resources.yaml and the sample accounts; empty, at `START`."""
    session_cloud.reset()
    return session_cloud


@pytest.fixture
def whatsapp_api(cloud: EmbeddedCloud, session_whatsapp_api: WhatsAppApi) -> WhatsAppApi:
    """Where the account whatsapp/tuinhuis sends its messages to."""
    session_whatsapp_api.reset()
    return session_whatsapp_api


@pytest.fixture(scope="session")
def application(session_cloud: EmbeddedCloud) -> Application:
    """The Chalice app, loaded in the cloud's environment as Lambda would."""
    from app import app

    loaded: Application = app
    return loaded


@pytest.fixture
def pump(cloud: EmbeddedCloud, application: Application) -> Pump:
    """Runs Loket's own handlers; look at `pump.failures` when something is missing."""
    return Pump(cloud, application)


@pytest.fixture
def http_door(cloud: EmbeddedCloud, application: Application) -> Iterator[HttpDoor]:
    with HttpDoor(HttpFunction(application, cloud.stage)) as door:
        yield door


@pytest.fixture
def smtp_door(cloud: EmbeddedCloud) -> Iterator[SmtpDoor]:
    with SmtpDoor(cloud) as door:
        yield door


@pytest.fixture
def logs() -> Iterator[StringIO]:
    """What the Lambdas log while the test runs, as the lines that CloudWatch would get."""
    from functions.aws.runtime import logger

    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logger.registered_formatter)
    logger.addHandler(handler)
    yield stream
    logger.handlers.remove(handler)


@pytest.fixture
def ask(cloud: EmbeddedCloud, pump: Pump) -> Ask:
    """A WhatsApp message of Sanne, handled."""

    def send(number: int, text: str = "Waar blijft mijn bestelling 1001?") -> None:
        keep(cloud, number, text)
        pump.run_until_idle()

    return send
