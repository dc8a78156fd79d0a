"""What is peculiar to SES: mails that are contacts, their threads and times, sending events."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from functions.core.contacts import Contact, MachineKind
from functions.core.deliveries import Credentials, Delivery, Transport
from functions.core.errors import PayloadError, SignatureError
from functions.core.items import Item, Unknown
from functions.core.notifications import SendOutcome, SendReport
from functions.providers.ses import Ses
from tests.mail.letters import a_mail, a_multipart

NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


def a_delivery(
    body: bytes, transport: Transport = Transport.MAIL, key: str = "mail/tuinhuis/abc123"
) -> Delivery:
    return Delivery(
        id=key,
        provider="ses",
        account="tuinhuis",
        shop="tuinhuis",
        received_at=NOW,
        transport=transport,
        body=body,
    )


def the_item(body: bytes, key: str = "mail/tuinhuis/abc123") -> Item:
    (item,) = Ses().parse(a_delivery(body, key=key))
    return item


def the_contact(body: bytes) -> Contact:
    item = the_item(body)
    assert isinstance(item, Contact)
    return item


def an_event(event_type: str, *, mail: object = None, **details: object) -> bytes:
    about = {
        "messageId": "0102-x",
        "timestamp": "2026-03-05T11:59:00.000Z",
        "destination": ["jan@lindehof.example", "els@lindehof.example"],
        "tags": {"loket-notification": ["ntf-1"]},
    }
    detail = {"eventType": event_type, "mail": mail or about, **details}
    return json.dumps({"id": "bus-1", "detail-type": "Email Something", "detail": detail}).encode()


def reports_of(body: bytes) -> list[SendReport]:
    items = Ses().parse(a_delivery(body, Transport.BUS, "bus/2026-03-05/1200/ses/bus-1"))
    return [item for item in items if isinstance(item, SendReport)]


def test_a_mail_becomes_a_contact_under_its_ses_id() -> None:
    contact = the_contact(a_mail("Past hij op 2 meter?\n\nMvg, Jan"))

    assert contact.id == "ses:abc123"
    assert contact.sender.key == "email:jan@lindehof.example"
    assert contact.text == "Past hij op 2 meter?"
    assert contact.full_text == "Past hij op 2 meter?\n\nMvg, Jan"


def test_a_mail_answers_the_nearest_message_first_and_never_itself() -> None:
    older = " ".join(f"<{number}@x.example>" for number in range(30))
    headers = (
        f"Message-ID: <own@x.example>\nIn-Reply-To: <29@x.example>\n"
        f"References: {older} <own@x.example>\n"
    )

    thread = the_contact(a_mail(headers=headers)).thread

    assert thread.id == "mail:own@x.example"
    assert thread.answers[:3] == ("mail:29@x.example", "mail:28@x.example", "mail:27@x.example")
    assert len(thread.answers) == 12


CLOCKS = [
    ("Thu, 5 Mar 2026 11:58:00 +0000", NOW - timedelta(minutes=2)),
    ("Fri, 6 Mar 2026 11:00:00 +0000", NOW + timedelta(hours=23)),
    ("Mon, 9 Mar 2026 11:00:00 +0000", NOW),
    ("Thu, 1 Jan 1970 00:00:00 +0000", NOW),
    ("onzin", NOW),
]


@pytest.mark.parametrize(("date", "moment"), CLOCKS)
def test_the_senders_clock_counts_only_where_it_is_believable(date: str, moment: datetime) -> None:
    assert the_contact(a_mail(headers=f"Date: {date}\n")).sent_at == moment


def test_a_returned_mail_is_a_contact_that_answers_ours() -> None:
    report = a_multipart(
        "Content-Type: text/plain\n\nNiet gelukt",
        "Content-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1",
        "Content-Type: text/rfc822-headers\n\nMessage-ID: <ours@tuinhuis.example>",
        kind="report; report-type=delivery-status",
    )

    contact = the_contact(report)

    assert contact.automatic is MachineKind.BOUNCE
    assert contact.thread.answers == ("mail:ours@tuinhuis.example",)


SCANNED = "Return-Path: <x@y.example>\nX-SES-Spam-Verdict: PASS\nX-SES-Virus-Verdict: FAIL\n"
NOT_CONTACTS = [
    (a_mail(sender=""), "no usable sender", False),
    (a_mail(sender="Jan <jan@@lindehof>"), "no usable sender", False),
    (b"", "no usable sender", False),
    (a_mail(above=SCANNED), "virus found", False),
    (a_mail(headers="X-Loket-Notification: ntf-1\n"), "came back", True),
]


@pytest.mark.parametrize(("body", "reason", "recorded"), NOT_CONTACTS)
def test_a_mail_that_is_no_contact_waits_or_is_recorded(
    body: bytes, reason: str, recorded: bool
) -> None:
    item = the_item(body)

    assert isinstance(item, Unknown)
    assert (item.id, item.recorded) == ("ses:abc123", recorded)
    assert reason in item.reason


def test_the_setup_notification_is_recorded() -> None:
    item = the_item(a_mail(), key="mail/tuinhuis/AMAZON_SES_SETUP_NOTIFICATION")

    assert isinstance(item, Unknown)
    assert item.recorded


def test_long_texts_are_cut_to_what_the_table_holds() -> None:
    contact = the_contact(a_mail("bloempot " * 50_000))

    assert len(contact.model_dump_json().encode()) < 200_000


OUTCOMES = [
    ("Send", {"send": {}}, SendOutcome.SENT, False),
    ("Delivery", {"delivery": {}}, SendOutcome.DELIVERED, False),
    ("Bounce", {"bounce": {"bounceType": "Permanent"}}, SendOutcome.BOUNCED, True),
    ("Bounce", {"bounce": {"bounceType": "Transient"}}, SendOutcome.BOUNCED, False),
    ("Bounce", {"bounce": {"bounceType": "Undetermined"}}, SendOutcome.BOUNCED, False),
    ("Complaint", {"complaint": {}}, SendOutcome.COMPLAINED, False),
    (
        "Complaint",
        {"complaint": {"complaintFeedbackType": "not-spam"}},
        SendOutcome.DELIVERED,
        False,
    ),
    ("Reject", {"reject": {"reason": "Bad content"}}, SendOutcome.FAILED, True),
    ("Rendering Failure", {"failure": {"errorMessage": "x"}}, SendOutcome.FAILED, True),
    ("DeliveryDelay", {"deliveryDelay": {"delayType": "MailboxFull"}}, SendOutcome.SENT, False),
]


@pytest.mark.parametrize(("event_type", "details", "outcome", "permanent"), OUTCOMES)
def test_a_sending_event_reports_on_every_recipient(
    event_type: str, details: dict[str, object], outcome: SendOutcome, permanent: bool
) -> None:
    reports = reports_of(an_event(event_type, **details))

    assert [report.recipient.value for report in reports if report.recipient] == [
        f"{name}@lindehof.example" for name in ("jan", "els")
    ]
    assert len({report.id for report in reports}) == 2
    assert all(report.id.startswith(f"ses:0102-x:{event_type}:") for report in reports)
    assert not any("@" in report.id for report in reports)  # ids are logged
    assert {(report.outcome, report.permanent) for report in reports} == {(outcome, permanent)}
    assert {report.notification_id for report in reports} == {"ntf-1"}


TIMES = [
    ("2026-03-05T11:58:30.250Z", datetime(2026, 3, 5, 11, 58, 30, 250_000, UTC)),
    ("2026-03-05T12:58:30 +0100", datetime(2026, 3, 5, 11, 58, 30, tzinfo=UTC)),
    ("2026-03-05T11:58:30", NOW),
    ("gisteren", NOW),
    ("", datetime(2026, 3, 5, 11, 59, tzinfo=UTC)),
]


@pytest.mark.parametrize(("text", "moment"), TIMES)
def test_both_spellings_of_a_time_are_read(text: str, moment: datetime) -> None:
    report = reports_of(an_event("Delivery", delivery={"timestamp": text}))[0]

    assert report.occurred_at == moment


def test_an_event_about_mail_without_our_tag_keeps_the_ses_id() -> None:
    report = reports_of(an_event("Send", mail={"messageId": "0102-y"}))[0]

    assert (report.notification_id, report.provider_message_id) == (None, "0102-y")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"detail": 1, "id": "x"}', b'{"id": 5}', b"[" * 100_000, b"\xff"],
)
def test_what_is_no_event_is_a_payload_error(body: bytes) -> None:
    with pytest.raises(PayloadError):
        Ses().parse(a_delivery(body, Transport.BUS))


@pytest.mark.parametrize(("event_type", "recorded"), [("Click", True), ("Teleport", False)])
def test_events_without_a_report_are_kept_by_their_own_id(event_type: str, recorded: bool) -> None:
    (item,) = Ses().parse(a_delivery(an_event(event_type), Transport.BUS))

    assert isinstance(item, Unknown)
    assert (item.id, item.type, item.recorded) == ("ses:bus-1", event_type, recorded)


def test_mail_never_comes_by_the_webhook_door() -> None:
    by_http = a_delivery(a_mail(), Transport.HTTP)

    with pytest.raises(SignatureError):
        Ses().verify(by_http, Credentials(secrets=("sample-secret",)))
    with pytest.raises(PayloadError):
        Ses().parse(by_http)


@pytest.mark.parametrize("transport", [Transport.MAIL, Transport.BUS])
def test_bucket_and_bus_are_proven_by_aws(transport: Transport) -> None:
    Ses().verify(a_delivery(b"", transport), Credentials())
