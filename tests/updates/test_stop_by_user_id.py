"""WhatsApp tells a user id beside the number, and Twilio carries it too: both open and close it."""

import json
from urllib.parse import urlencode

import pytest

from functions.aws import rows, table
from functions.core.evidence.handles import phone_handle
from functions.core.updates.standing import Address
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.pump import Pump
from tests import knocking

PHONE = "31612345678"


def by_whatsapp(text: str, at: int) -> bytes:
    body = json.loads(knocking.whatsapp_body("wamid.9", text, phone=PHONE, at=at))
    value = body["entry"][0]["changes"][0]["value"]
    value["contacts"][0]["user_id"] = value["messages"][0]["from_user_id"] = "NL.1349120865530274"
    return json.dumps(body).encode()


def by_twilio(text: str, _at: int) -> bytes:
    fields = {"MessageSid": "SM9", "Body": text, "NumMedia": "0", "WaId": PHONE}
    told = {"From": f"whatsapp:+{PHONE}", "To": "whatsapp:+3197010200000"}
    return urlencode({**fields, **told}).encode()


def by_opt_out(_text: str, _at: int) -> bytes:
    fields = {"MessageSid": "SM9", "Body": "ARRET", "NumMedia": "0", "OptOutType": "STOP"}
    return urlencode({**fields, "From": f"+{PHONE}", "To": "+3197010200000"}).encode()


@pytest.mark.parametrize(
    ("provider", "written", "channel"),
    [
        ("whatsapp", by_whatsapp, "whatsapp"),
        ("twilio", by_twilio, "whatsapp"),
        ("twilio", by_opt_out, "sms"),
    ],
)
def test_stop_closes_the_number_that_notices_go_to(
    provider: str,
    written: object,
    channel: str,
    cloud: EmbeddedCloud,
    http_door: HttpDoor,
    pump: Pump,
) -> None:
    at = int(cloud.clock.now().timestamp())
    body = written("STOP", at)  # type: ignore[operator]

    assert knocking.post(http_door.url, cloud, provider, body).status == 200
    pump.run_until_idle()

    number = phone_handle(f"+{PHONE}")
    assert number
    key = rows.address_key("tuinhuis", number)
    address = rows.decode(Address, table.read([key], consistent=True).get(key))
    assert address
    assert channel in address.opted_out
