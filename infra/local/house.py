"""All of Loket on this machine: the embedded cloud with its accounts, doors and pump."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple

from infra.local.clock import Clock
from infra.local.cloud import LOOPBACK, EmbeddedCloud, Secret
from infra.local.http_door import HttpDoor
from infra.local.invocation import Application, Event, HttpFunction
from infra.local.pump import Pump
from infra.local.sample_accounts import first_secrets, sample_accounts
from infra.local.smtp_door import SmtpDoor
from infra.local.whatsapp_api import WhatsAppApi, post_to

ACCOUNT = "tuinhuis"
SHOP_MAIL = "service@tuinhuis.example"
SHOP_DOMAIN = "tuinhuis.myshopify.com"
PHONE_NUMBER = "31201234567"
PHONE_NUMBER_ID = "106540352242922"
SECRETS: Mapping[str, str] = {
    name.partition("/")[0]: secret for name, secret in first_secrets().items()
}
"""What signs for each provider, as in its samples."""
LONGEST_STEP = timedelta(minutes=10)
"""How long time flies before the sweep looks again. On AWS it looks every minute."""


class PortTakenError(Exception):
    """Another program listens there already."""

    def __init__(self, variable: str, port: int) -> None:
        super().__init__(f"{variable}={port}: the port is taken")
        self.variable, self.port = variable, port


class Ports(NamedTuple):
    """0 takes any free port; without `aws` the AWS CLI finds nobody."""

    http: int = 0
    smtp: int = 0
    aws: int | None = None


class Knock(NamedTuple):
    """A request that the HTTP door did not let in."""

    at: datetime
    status: int
    method: str
    path: str


class House:
    """What `open_house` gives: real doors in front, the pump behind them, one clock for all."""

    def __init__(
        self, cloud: EmbeddedCloud, app: Application, whatsapp: WhatsAppApi, ports: Ports
    ) -> None:
        self.cloud = cloud
        self.clock = cloud.clock
        self.whatsapp = whatsapp
        self.pump = Pump(cloud, app)
        self.refused: list[Knock] = []
        self.http_door = HttpDoor(_Watched(app, cloud.stage, self), ports.http)
        self.smtp_door = SmtpDoor(cloud, ports.smtp)

    def settle(self) -> int:
        """Handle all that waits, the reports on our own messages too; how much that was."""
        handled = self.pump.run_until_idle()
        while self.whatsapp.report(
            post_to(f"{self.http_door.url}/webhooks/whatsapp/{ACCOUNT}"), SECRETS["whatsapp"]
        ):
            handled += self.pump.run_until_idle()
        return handled

    def wait_until(self, moment: datetime) -> None:
        """Let simulated time fly; what falls due on the way is done on the way."""
        while (rest := moment - self.clock.now()) > timedelta():
            self.pump.jump(min(rest, LONGEST_STEP))
            self.settle()


@contextmanager
def open_house(start: datetime, ports: Ports | None = None) -> Iterator[House]:
    """Everything open and empty, at that time. PortTakenError when a door cannot be opened."""
    ports = ports or Ports()
    _check(ports)
    clock = Clock(start)
    with ExitStack() as stack:
        whatsapp = stack.enter_context(WhatsAppApi(clock))
        cloud = stack.enter_context(
            EmbeddedCloud(accounts(whatsapp.base_url), clock=clock, serve_port=ports.aws)
        )
        from app import app  # in the cloud's environment, as Lambda loads it

        house = House(cloud, app, whatsapp, ports)
        stack.enter_context(house.http_door)
        stack.enter_context(house.smtp_door)
        yield house


def accounts(whatsapp_api: str) -> Mapping[str, Secret]:
    """The sample shop's accounts; its WhatsApp messages go to the recorder at that address."""
    settings: dict[str, dict[str, str]] = {
        "whatsapp": {
            "verify_token": "sample-verify-token",
            "phone_number_id": PHONE_NUMBER_ID,
            "token": "sample-token",
            "api_base": whatsapp_api,
        },
        "shopify": {"shop_domain": SHOP_DOMAIN},
    }
    own = {
        f"{provider}/{ACCOUNT}": {"secrets": [SECRETS[provider]], "settings": told}
        for provider, told in settings.items()
    }
    return {**sample_accounts(), **own}


class _Watched(HttpFunction):
    """The function behind the door, with a note of whom it turns away."""

    def __init__(self, app: Application, stage: str, house: House) -> None:
        super().__init__(app, stage)
        self._house = house

    def __call__(self, event: Event) -> Mapping[str, object]:
        answer = super().__call__(event)
        status = int(str(answer["statusCode"]))
        if status >= 400:
            knock = Knock(
                self._house.clock.now(), status, str(event["httpMethod"]), str(event["path"])
            )
            self._house.refused.append(knock)
        return answer


def _check(ports: Ports) -> None:
    named = {"HTTP_PORT": ports.http, "SMTP_PORT": ports.smtp, "AWS_PORT": ports.aws or 0}
    for variable, port in named.items():
        try:
            socket.create_server((LOOPBACK, port)).close()
        except (OSError, OverflowError) as error:
            raise PortTakenError(variable, port) from error
