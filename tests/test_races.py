"""Twenty Lambdas at once, each with a first contact about the same matter: one case."""

import json
from concurrent.futures import ThreadPoolExecutor

from functions.aws import inbox
from functions.core.routing import Queue
from infra.ledger import balance
from infra.local.cloud import EmbeddedCloud
from infra.local.invocation import Application, Context
from infra.local.pump import Pump
from tests import knocking

THREADS = 20
CUSTOMER = "groenrijk.example"


def _order_of_a_company(cloud: EmbeddedCloud, pump: Pump) -> None:
    detail = {
        "order": "7001",
        "people": [{"role": "buyer", "name": "Inkoop", "email": f"inkoop@{CUSTOMER}"}],
        "company": {"name": "Groenrijk", "customer_number": "K-7", "domains": [CUSTOMER]},
    }
    cloud.put_event("nl.tuinhuis.shop", "order.placed", detail)
    pump.run_until_idle()


def _mail_about_it(cloud: EmbeddedCloud, number: int) -> str:
    message = knocking.mail(
        f"Collega {number} <collega{number}@{CUSTOMER}>",
        f"Vraag {number}",
        "Wanneer komt bestelling 7001?",
        message_id=f"m{number}@{CUSTOMER}",
    )
    verdicts = (
        f"Authentication-Results: amazonses.com; spf=pass; dkim=pass header.i=@{CUSTOMER};"
        f" dmarc=pass header.from={CUSTOMER};\r\nX-SES-RECEIPT: x\r\n"
    )
    key = f"mail/tuinhuis/race{number}"
    body = verdicts.encode() + message.as_bytes()
    cloud.client("s3").put_object(Bucket=cloud.inbox, Key=key, Body=body)
    return key


def _handle_all_at_once(keys: list[str]) -> None:
    from functions import intake

    def handle(key: str) -> None:
        body = json.dumps({"inbox_key": key})
        intake.process(knocking.sqs_event(body), Context("process", "dev"))

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(handle, keys))


def test_twenty_first_contacts_of_one_organisation_about_one_order_make_one_case(
    cloud: EmbeddedCloud, pump: Pump, application: Application
) -> None:
    _order_of_a_company(cloud, pump)
    keys = [_mail_about_it(cloud, number) for number in range(THREADS)]

    _handle_all_at_once(keys)
    pump.run_until_idle()  # the bucket's own notifications: the same deliveries once more

    items = [json.loads(b) for team in Queue for b in cloud.messages(f"team-{team}.fifo")]
    assert len(items) == THREADS
    assert len({item["case_id"] for item in items}) == 1
    assert {item["organisation"] for item in items} == {"Groenrijk"}
    assert pump.failures == []
    assert balance().balances


def test_twenty_deliveries_of_one_message_make_one_work_item(
    cloud: EmbeddedCloud, pump: Pump, application: Application
) -> None:
    at = cloud.clock.now()
    body = knocking.whatsapp_body(
        "wamid.same", "Waar blijft mijn bestelling?", at=int(at.timestamp())
    )
    keys = []
    for number in range(THREADS):
        headers = {"x-try": str(number)}
        keys.append(inbox.webhook_key("whatsapp", "tuinhuis", at, headers, body))
        inbox.keep(knocking.delivery(keys[-1], "whatsapp", body, received_at=at))

    _handle_all_at_once(keys)
    pump.run_until_idle()

    items = [json.loads(b) for team in Queue for b in cloud.messages(f"team-{team}.fifo")]
    assert [item["contact_id"] for item in items] == ["whatsapp:wamid.same"]
    assert balance().outcomes == {"opened": 1, "duplicate": THREADS - 1}


def test_first_messages_of_one_person_at_the_same_moment_make_one_case(
    cloud: EmbeddedCloud, pump: Pump, application: Application
) -> None:
    at = cloud.clock.now()
    keys = []
    for number in range(8):
        body = knocking.whatsapp_body(f"wamid.{number}", "en nog iets", at=int(at.timestamp()))
        keys.append(inbox.webhook_key("whatsapp", "tuinhuis", at, {}, body))
        inbox.keep(knocking.delivery(keys[-1], "whatsapp", body, received_at=at))

    _handle_all_at_once(keys)

    items = [json.loads(b) for team in Queue for b in cloud.messages(f"team-{team}.fifo")]
    assert len(items) == 8
    assert len({item["case_id"] for item in items}) == 1
