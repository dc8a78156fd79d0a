"""The sample day, replayed through the real doors: everything in it ends as the file expects."""

import shlex
import socket
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from urllib.request import Request, urlopen

import pytest
from rich.console import Console

from functions.aws import inbox
from functions.core.cases import WorkItem, WorkItemKind
from functions.core.contacts import MachineKind
from functions.core.notifications import NotificationState
from functions.core.orders import Milestone
from functions.core.routing import Queue
from functions.mail import read
from infra import ledger
from infra.local import invitation
from infra.local.__main__ import main
from infra.local.clock import Clock
from infra.local.cloud import EmbeddedCloud
from infra.local.day import Day, Line, Played, mail_of, play, read_day
from infra.local.expectations import differences
from infra.local.house import House, Ports
from infra.local.invocation import Application
from infra.local.outcome import Outcome
from infra.local.report import arrivals, show
from infra.local.updates import update_rows
from infra.local.whatsapp_api import WhatsAppApi
from infra.local.written_down import WrittenDown, read_table


class Replay(NamedTuple):
    day: Day
    house: House
    deliveries: list[Played]
    table: WrittenDown
    balance: ledger.Balance


@pytest.fixture(scope="module")
def played(
    session_cloud: EmbeddedCloud,
    session_clock: Clock,
    session_whatsapp_api: WhatsAppApi,
    application: Application,
) -> Iterator[Replay]:
    """Half a minute of work, done once for all tests here; none of them may change it."""
    session_cloud.reset()
    session_whatsapp_api.reset()
    day = read_day()
    session_clock.advance_to(day.start)
    house = House(session_cloud, application, session_whatsapp_api, Ports())
    with house.http_door, house.smtp_door:
        deliveries = list(play(house, day))
        yield Replay(day, house, deliveries, read_table(session_cloud), ledger.balance())


def test_everything_ends_as_the_file_expects(played: Replay) -> None:
    assert len(played.deliveries) >= 60

    assert differences(played.deliveries, played.table) == []


def test_the_ledger_balances_and_nothing_failed(played: Replay) -> None:
    assert played.balance.balances
    assert played.house.pump.failures == []
    assert played.house.cloud.dead_letters() == {}


def test_at_least_ten_kinds_of_mail_come_in(played: Replay) -> None:
    lines = (Line.model_validate_json(line) for line in played.day.lines)
    mails = [
        read(mail_of(line, played.day.moment(line.at, line.days_before)))
        for line in lines
        if line.door == "smtp"
    ]

    kinds = {mail.machine.kind for mail in mails if mail.machine}
    assert kinds >= {*MachineKind} - {
        MachineKind.FEEDBACK_REPORT,
        MachineKind.LIST,
        MachineKind.OTHER,
    }
    assert any(mail.attachments and not mail.machine for mail in mails)
    assert any(mail.forwarded for mail in mails)
    assert any(mail.in_reply_to and mail.reply != mail.text for mail in mails)
    assert any("encrypted" in mail.notes for mail in mails)


def test_colleagues_share_a_case_that_belongs_to_their_organisation(played: Replay) -> None:
    cases = [c for c in played.table.cases.values() if c.party == "org:K-1007"]
    [case] = [c for c in cases if c.subject == "Levering parasols"]

    channels = {row.channel for row in played.table.items.values() if row.case_id == case.id}
    assert (case.contacts, len(case.people)) == (3, 2)
    assert len(channels) == 2


def test_a_forger_is_on_a_case_of_his_own(played: Replay) -> None:
    [forged] = [
        row
        for row in played.table.items.values()
        if any(found.kind == "dmarc_failed" for found in row.because)
    ]

    case = played.table.cases[forged.case_id or ""]
    assert (case.contacts, case.party.split(":")[1]) == (1, "unproven")


def test_each_news_reaches_each_recipient_once(played: Replay) -> None:
    sent = [note for note in played.table.notifications.values() if note.sent_at]

    told = Counter(
        (item.fact.key, note.recipient.handle.key, note.kind)
        for note in sent
        for item in note.items
    )
    messages = len(played.house.cloud.sent_mails) + len(played.house.whatsapp.messages)
    assert set(told.values()) == {1}
    assert messages == len(sent)


def test_nobody_hears_of_a_shipment_after_the_delivery(played: Replay) -> None:
    delivered = {
        note.order_id: note.sent_at
        for note in played.table.notifications.values()
        if note.milestone is Milestone.DELIVERED and note.sent_at
    }

    later = [
        note
        for note in played.table.notifications.values()
        if note.milestone is Milestone.HANDED_OVER
        and note.sent_at
        and note.order_id in delivered
        and note.sent_at > delivered[note.order_id]
    ]
    assert delivered
    assert later == []


def test_a_phone_rings_at_decent_hours_only(played: Replay) -> None:
    notes = [n for n in played.table.notifications.values() if n.provider == "whatsapp"]

    zone = played.day.zone
    hours = [n.sent_at.astimezone(zone).hour for n in notes if n.sent_at and not n.urgent]
    rang = [n.order_number for n in notes if n.sent_at and n.urgent]
    held = [h for p in played.table.people.values() if p.phone for h in p.held if not h.deferred]
    assert hours
    assert all(8 <= hour < 21 for hour in hours)
    assert rang == ["3204"]
    assert [h.until.astimezone(zone).hour for h in held] == [8]


def test_a_bounce_is_written_down_at_its_notification(played: Replay) -> None:
    failed = [
        note
        for note in played.table.notifications.values()
        if note.state is NotificationState.FAILED
    ]

    assert sorted(note.order_number or "" for note in failed) == ["1045", "3206"]


def test_the_screen_shows_each_behaviour_of_order_updates(played: Replay) -> None:
    reminders = [
        WorkItem.model_validate(item) for item in played.house.cloud.work_items(Queue.ORDERS)
    ]
    outcome = Outcome(
        table=played.table,
        refused=[],
        balance=played.balance,
        reminders=[item for item in reminders if item.kind is WorkItemKind.ORDER],
        trouble=[],
        zone=played.day.zone,
        now=played.house.clock.now(),
    )

    screen = "\n".join(" ".join(row) for row in update_rows(outcome))

    for words in (
        "one message of 2 pieces of news",
        "enough messages for one day",
        "a phone must not ring at night",
        "urgent: in the morning it would be too late",
        "again, for the mail did not arrive",
        "a complaint is open",
        "answer: it is late",
        "pickup reminder",
        "missed promise",
        "still within the promised date",
        "heard of it too late to be news",
        "the order itself is not known yet",
        "the order is cancelled",
        "left after cancellation",
        "no address that may be used",
        "to the accounts payable",
        "to the receiving",
        "the delivery is the answer",
    ):
        assert words in screen


def test_what_is_refused_at_the_door_is_not_kept(played: Replay) -> None:
    refused = [delivery for delivery in played.deliveries if delivery.status not in (None, 200)]

    assert [delivery.status for delivery in refused] == [401, 404]
    assert [knock.status for knock in played.house.refused[:2]] == [401, 404]
    assert not any("tuinhuys" in key for key in inbox.all_keys())
    assert not any("9999" in order for order in played.table.orders)


@pytest.mark.parametrize("width", [40, 60, 99, 100, 120, 200])
def test_the_screen_fits_and_has_no_colours_where_nobody_looks(played: Replay, width: int) -> None:
    file = StringIO()

    show(Console(file=file, width=width, no_color=True), _outcome(played))

    text = file.getvalue()
    assert max(map(len, text.splitlines())) <= width
    assert "\x1b" not in text
    assert "the ledger balances" in text
    assert "B-2201" in text


def test_the_screen_names_what_went_wrong(played: Replay) -> None:
    file = StringIO()
    lost = played.balance._replace(unhandled=("webhooks/lost",))

    show(
        Console(file=file, width=120),
        _outcome(played)._replace(balance=lost, trouble=["2 in intake-dlq"]),
    )

    assert "THE LEDGER DOES NOT BALANCE" in file.getvalue()
    assert "webhooks/lost" in file.getvalue()
    assert "2 in intake-dlq" in file.getvalue()


def test_the_curl_line_opens_the_door_and_its_message_is_shown_once(played: Replay) -> None:
    words = shlex.split(invitation.curl(played.house))
    url = next(word for word in words if word.startswith("http"))
    options = list(pairwise(words))
    headers = dict(value.split(": ", 1) for name, value in options if name == "-H")
    body = next(value for name, value in options if name == "-d")

    screens, seen = [], played.table
    for _ in range(2):
        with urlopen(Request(url, body.encode(), headers), timeout=20) as answer:  # noqa: S310
            assert answer.status == 200
        played.house.clock.advance(timedelta(minutes=1))
        played.house.settle()
        now = read_table(played.house.cloud)
        outcome = _outcome(played)._replace(table=now)
        screens.append([line.plain for line in arrivals(outcome, seen.receipts)])
        seen = now

    assert [len(screen) for screen in screens] == [2, 1]
    assert "orders" in screens[0][0]
    assert "came in before" in screens[1][0]


def test_a_port_that_is_taken_is_said_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        status = main([f"--http-port={port}", "--smtp-port=0"])

    assert status == 2
    assert f"make run HTTP_PORT={port + 1}" in capsys.readouterr().out


def _outcome(played: Replay) -> Outcome:
    return Outcome(
        table=played.table,
        refused=played.house.refused,
        balance=played.balance,
        reminders=(),
        trouble=(),
        zone=played.day.zone,
        now=played.house.clock.now(),
    )
