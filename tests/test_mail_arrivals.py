"""However a mail reaches our address, it is received like any other, from whoever wrote it."""

import smtplib
from collections.abc import Mapping
from typing import Any

import pytest

from infra.local.cloud import EmbeddedCloud
from infra.local.pump import Pump
from infra.local.smtp_door import SmtpDoor
from tests import knocking
from tests.harness import items

OURS = "service@tuinhuis.example"
ELSE = "els@leverancier.example"
JAN = "Jan Smit <jan@lindehof.example>"
WAYS: Mapping[str, tuple[Mapping[str, str], str]] = {
    "in To": ({"To": OURS}, OURS),
    "in Cc only": ({"To": ELSE, "Cc": OURS}, OURS),
    "in Bcc only": ({"To": ELSE}, OURS),
    "without any To": ({}, OURS),
    "undisclosed": ({"To": "undisclosed-recipients:;"}, OURS),
    "to a plus-address": (
        {"To": "service+bestelling@tuinhuis.example"},
        "service+bestelling@tuinhuis.example",
    ),
    "forwarded by our mailbox at Gmail": (
        {
            "To": "info@tuinhuis.example",
            "X-Forwarded-To": OURS,
            "X-Forwarded-For": f"info@tuinhuis.example {OURS}",
            "Delivered-To": "info@tuinhuis.example",
        },
        OURS,
    ),
    "redirected by our mailbox": (
        {
            "To": "info@tuinhuis.example",
            "Resent-From": "info@tuinhuis.example",
            "Resent-To": OURS,
            "Resent-Message-ID": "<resent-1@tuinhuis.example>",
        },
        OURS,
    ),
    "by a rule in Exchange": ({"To": "info@tuinhuis.example", "Delivered-To": OURS}, OURS),
}


def knock(
    door: SmtpDoor, pump: Pump, headers: Mapping[str, str], *, to: str, sender: str = JAN
) -> None:
    mail = knocking.mail(
        sender, "Re: Kapotte stoel", "De poot brak.", message_id=f"{id(headers)}@o"
    )
    del mail["To"]
    for name, value in headers.items():
        mail[name] = value
    with smtplib.SMTP("127.0.0.1", door.port, timeout=20) as smtp:
        smtp.send_message(mail, from_addr="bounce@lindehof.example", to_addrs=[to])
    pump.run_until_idle()
    assert pump.failures == []


def rows_of(cloud: EmbeddedCloud, kind: str) -> list[str]:
    return [item["data"]["S"] for item in items(cloud) if item["sk"]["S"].startswith(kind)]


@pytest.mark.parametrize("way", WAYS)
def test_it_becomes_a_contact_of_its_writer(
    way: str, cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump
) -> None:
    headers, to = WAYS[way]

    knock(smtp_door, pump, headers, to=to)

    [row] = rows_of(cloud, "ITEM")
    assert '"sender":"email:jan@lindehof.example"' in row
    assert len(rows_of(cloud, "CASE#")) == 1


@pytest.mark.parametrize("way", WAYS)
def test_a_reply_joins_its_case_in_whatever_way_it_comes(
    way: str, cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump
) -> None:
    first: dict[str, str] = {"To": OURS}
    knock(smtp_door, pump, first, to=OURS)
    headers, to = WAYS[way]

    knock(smtp_door, pump, {**headers, "In-Reply-To": f"<{id(first)}@o>"}, to=to)

    [case] = rows_of(cloud, "CASE#")
    assert '"contacts":2' in case


def test_a_group_s_rewritten_sender_is_the_one_who_wrote(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump
) -> None:
    rewritten: dict[str, Any] = {
        "To": OURS,
        "Reply-To": JAN,
        "X-Original-From": JAN,
        "X-Original-Sender": "jan@lindehof.example",
        "List-ID": "<service.tuinhuis.example>",
    }

    knock(smtp_door, pump, rewritten, to=OURS, sender=f'"Jan Smit" via Service <{OURS}>')

    [row] = rows_of(cloud, "ITEM")
    assert '"sender":"email:jan@lindehof.example"' in row


def test_who_only_says_that_another_wrote_is_taken_for_himself(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump
) -> None:
    claims = {"To": OURS, "X-Original-From": "jan@lindehof.example"}

    knock(smtp_door, pump, claims, to=OURS, sender="Els via Kees <els@kees.example>")

    [row] = rows_of(cloud, "ITEM")
    assert '"sender":"email:els@kees.example"' in row
