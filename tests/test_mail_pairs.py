"""Addresses whose automatic mail was stopped: seen why, lifted; and one answer at most."""

from collections.abc import Iterator, Mapping

import pytest

from functions.aws import table
from functions.core.contacts import Channel, Contact, Handle
from functions.core.errors import ConflictError
from functions.core.loops import Pair
from functions.handling import loops
from infra import ledger
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.pump import Pump
from infra.local.smtp_door import SmtpDoor
from tests.robots import AUTOMATIC, TEAM_QUEUES, order, send, stop_the_desk, table_rows


@pytest.fixture(autouse=True)
def _nothing_fails(pump: Pump) -> Iterator[None]:
    yield
    assert pump.failures == []


def test_a_team_sees_why_an_address_was_stopped_in_its_work_item(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump
) -> None:
    stop_the_desk(smtp_door, pump)

    waiting = [body for queue in TEAM_QUEUES for body in cloud.messages(queue)]
    assert sum("no automatic mail until" in body for body in waiting) == 1


def test_an_agent_sees_a_stopped_address_and_lifts_it(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump, capsys: pytest.CaptureFixture[str]
) -> None:
    stop_the_desk(smtp_door, pump)
    item_id = table_rows(cloud, "ITEM")[0]["pk"]["S"].removeprefix("ITEM#")
    desk = Handle(scheme="email", value="desk@other.example")
    assert loops.why_not_write("tuinhuis", desk, cloud.clock.now()) == "loop_quiet"

    assert ledger.main(["pair", item_id]) == 0
    assert ledger.main(["lift", item_id]) == 0
    assert ledger.main(["pair", item_id]) == 0
    assert ledger.main(["lift", item_id]) == 1

    said = capsys.readouterr().out
    assert "loop_quiet: 4 machine messages in 60 minutes" in said
    assert "lifted: it was quiet" in said
    assert "normal: automatic mail may go there" in said
    assert loops.why_not_write("tuinhuis", desk, cloud.clock.now()) is None


def test_lifting_an_address_that_nobody_stopped_does_nothing(cloud: EmbeddedCloud) -> None:
    assert loops.lift("tuinhuis", Handle(scheme="email", value="jan@lindehof.example")) is None
    assert table_rows(cloud, "PAIR") == []


def test_a_stopped_address_gets_no_notification_until_it_is_lifted(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, http_door: HttpDoor, pump: Pump
) -> None:
    for number in range(4):
        sender = "Sanne <sanne@example.com>"
        send(smtp_door, pump, f"n{number}@o", "Uw", "Ontvangen.", sender=sender, headers=AUTOMATIC)

    order(cloud, http_door, pump, 1001)
    assert not cloud.sent_mails
    loops.lift("tuinhuis", Handle(scheme="email", value="sanne@example.com"))
    order(cloud, http_door, pump, 1002)

    assert len(cloud.sent_mails) == 1


@pytest.mark.parametrize(
    ("headers", "most"),
    [({}, 1), (AUTOMATIC, 0), ({"X-Zendesk-From-Account-Id": "a"}, 0), ({"List-Post": "<x>"}, 0)],
    ids=["an unmarked robot", "an auto-responder", "a help desk", "a list"],
)
def test_of_all_that_a_pair_writes_at_most_one_message_is_answered_automatically(
    headers: Mapping[str, str], most: int, cloud: EmbeddedCloud, smtp_door: SmtpDoor, pump: Pump
) -> None:
    """A tool of the team answers whatever it may; the other side writes again each time."""
    answers = 0
    for number in range(8):
        send(smtp_door, pump, f"q{number}@o", "Uw verzoek", f"Dank {number}.", headers=headers)
        newest = cloud.client("s3").list_objects_v2(Bucket=cloud.inbox, Prefix="mail/")["Contents"]
        item_id = f"ses:{max(newest, key=lambda one: one['LastModified'])['Key'].split('/')[-1]}"
        answers += ledger.main(["claim-answer", item_id]) == 0

    assert answers == most
    assert len(table_rows(cloud, "ITEM")) == 8


def test_two_tools_that_ask_at_once_do_not_both_answer(cloud: EmbeddedCloud) -> None:
    contact = Contact(
        id="ses:1",
        provider="ses",
        channel=Channel.EMAIL,
        account="tuinhuis",
        shop="tuinhuis",
        sender=Handle(scheme="email", value="jan@lindehof.example"),
        sent_at=cloud.clock.now(),
    )

    assert loops.claim_answer(contact, cloud.clock.now()) is None
    assert loops.claim_answer(contact, cloud.clock.now()) == "answered_already"
    stale = loops.write(Pair(handle=contact.sender.key), "tuinhuis")
    with pytest.raises(ConflictError):
        table.put(stale)
