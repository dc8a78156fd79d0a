"""The whole path: through the real doors to the team queue and to the customer."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.pump import Pump
from infra.local.smtp_door import SmtpDoor
from tests import knocking


@pytest.fixture(autouse=True)
def _nothing_fails(pump: Pump) -> Iterator[None]:
    yield
    assert pump.failures == []


def test_a_whatsapp_message_reaches_its_team(
    cloud: EmbeddedCloud, http_door: HttpDoor, pump: Pump
) -> None:
    at = int(cloud.clock.now().timestamp())
    body = knocking.whatsapp_body("wamid.1", "Waar blijft mijn bestelling 1001?", at=at)

    answer = knocking.post(http_door.url, cloud, "whatsapp", body)
    pump.run_until_idle()

    assert answer.status == 200
    [item] = cloud.work_items("orders")
    assert item["contact_id"] == "whatsapp:wamid.1"
    assert item["person"] == "Sanne"
    assert item["snippet"] == "Waar blijft mijn bestelling 1001?"
    assert item["due"]


def test_a_mail_reaches_its_team_and_the_answer_to_it_the_same_case(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump
) -> None:
    first = knocking.mail(
        "Jan <jan@example.org>", "Kapotte stoel", "De poot is afgebroken.", message_id="a@x"
    )
    second = knocking.mail(
        "Jan <jan@example.org>",
        "Re: Kapotte stoel",
        "Heeft u hier al naar gekeken?",
        message_id="b@x",
        headers={"In-Reply-To": "<a@x>"},
    )

    for message in (first, second):
        knocking.post_mail(smtp_door.port, message)
        pump.run_until_idle()

    items = [item for team in ("returns", "triage", "support") for item in cloud.work_items(team)]
    assert len(items) == 2
    assert len({item["case_id"] for item in items}) == 1


def test_an_order_event_becomes_one_mail_to_the_customer(
    cloud: EmbeddedCloud, http_door: HttpDoor, pump: Pump
) -> None:
    body = knocking.shopify_order(1001, created_at=cloud.clock.now().isoformat())
    headers = knocking.shopify_headers("orders/create", "event-1")

    for _ in range(2):
        assert knocking.post(http_door.url, cloud, "shopify", body, headers).status == 200
        pump.run_until_idle()
    pump.advance(timedelta(minutes=20))

    [mail] = cloud.sent_mails
    assert mail.to == ("sanne@example.com",)
    assert "1001" in mail.message["Subject"]
