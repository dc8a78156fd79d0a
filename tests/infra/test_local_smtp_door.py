"""The SMTP door: a mail in the inbox bucket, with what SES puts on top of it."""

import json
import smtplib
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import unquote_plus

import pytest

from infra.local.cloud import EmbeddedCloud
from infra.local.received_mail import simulated
from infra.local.smtp_door import LARGEST_MAIL, MailRule, SmtpDoor

SHOP = "service@tuinhuis.example"
RAW = b"From: Sanne <sanne@example.com>\r\nSubject: Hoi\r\n\r\nWaar?\r\n"


def send(
    door: SmtpDoor, raw: bytes = RAW, sender: str = "sanne@example.com", to: str = SHOP
) -> None:
    with smtplib.SMTP(door.host, door.port, timeout=10) as smtp:
        smtp.sendmail(sender, [to], raw)


def stored(cloud: EmbeddedCloud) -> tuple[str, bytes]:
    (message,) = cloud.messages("intake")
    key = unquote_plus(json.loads(message)["Records"][0]["s3"]["object"]["key"])
    content: bytes = cloud.client("s3").get_object(Bucket=cloud.inbox, Key=key)["Body"].read()
    return key, content


def headers_of(content: bytes) -> EmailMessage:
    parsed = message_from_bytes(content, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_a_mail_lies_under_its_shop_and_intake_knows(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor
) -> None:
    send(smtp_door)

    key, content = stored(cloud)
    folder, shop, message_id = key.split("/")
    assert (folder, shop) == ("mail", "tuinhuis")
    assert len(message_id) == 40
    assert content.endswith(RAW)


def test_ses_headers_stand_on_top(cloud: EmbeddedCloud, smtp_door: SmtpDoor) -> None:
    send(smtp_door)

    key, content = stored(cloud)
    mail = headers_of(content)
    assert mail.keys()[:7] == [
        "Return-Path", "Received", "X-SES-Spam-Verdict", "X-SES-Virus-Verdict", "Received-SPF",
        "Authentication-Results", "X-SES-RECEIPT",
    ]  # fmt: skip
    assert mail["Return-Path"] == "<sanne@example.com>"
    assert key.rpartition("/")[2] in mail["Received"]
    assert "Tue, 03 Mar 2026 09:00:00 +0000" in mail["Received"]
    assert mail["X-SES-Spam-Verdict"] == "PASS"
    results = str(mail["Authentication-Results"])
    assert results.startswith("amazonses.com;")
    for verdict in ("spf=pass", "dkim=pass", "dmarc=pass header.from=example.com"):
        assert verdict in results


def test_bytes_that_are_no_text_arrive_unchanged(cloud: EmbeddedCloud, smtp_door: SmtpDoor) -> None:
    raw = RAW + bytes(range(128, 256)) + b"\r\n.\r\n..\r\n"

    send(smtp_door, raw)

    assert stored(cloud)[1].endswith(raw)


def test_a_forged_sender_fails_every_check(cloud: EmbeddedCloud, smtp_door: SmtpDoor) -> None:
    send(smtp_door, RAW.replace(b"@example.com", b"@bank.forged.example"))

    results = str(headers_of(stored(cloud)[1])["Authentication-Results"])
    for verdict in ("spf=fail", "dkim=fail", "dmarc=fail header.from=bank.forged.example"):
        assert verdict in results


def test_a_mail_can_ask_for_its_verdicts_and_the_request_is_taken_off(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor
) -> None:
    send(smtp_door, b"X-Loket-Simulate: dmarc=fail spf=gray\r\n spam=FAIL\r\n" + RAW)

    mail = headers_of(stored(cloud)[1])
    results = str(mail["Authentication-Results"])
    assert "dmarc=fail" in results
    assert "spf=gray" in results
    assert "dkim=pass" in results
    assert mail["X-SES-Spam-Verdict"] == "FAIL"
    assert "X-Loket-Simulate" not in mail


def test_headers_that_a_sender_forges_stay_below_those_of_ses(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor
) -> None:
    forged = b"Authentication-Results: amazonses.com; dmarc=pass header.from=bank.example\r\n"

    send(smtp_door, b"X-Loket-Simulate: dmarc=fail\r\n" + forged + RAW)

    found = headers_of(stored(cloud)[1]).get_all("Authentication-Results", [])
    assert len(found) == 2
    assert "dmarc=fail" in str(found[0])


def test_a_bounce_has_an_empty_return_path(cloud: EmbeddedCloud, smtp_door: SmtpDoor) -> None:
    send(smtp_door, sender="<>")

    assert headers_of(stored(cloud)[1])["Return-Path"] == "<>"


def test_a_label_on_our_address_is_ours_too(cloud: EmbeddedCloud, smtp_door: SmtpDoor) -> None:
    send(smtp_door, to="Service+case-42@Tuinhuis.example")

    assert stored(cloud)[0].startswith("mail/tuinhuis/")


@pytest.mark.parametrize("address", ["service@other.example", "service@x.tuinhuis.example"])
def test_mail_for_others_is_refused(
    cloud: EmbeddedCloud, smtp_door: SmtpDoor, address: str
) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as caught:
        send(smtp_door, to=address)

    assert caught.value.recipients[address][0] == 550
    assert cloud.messages("intake") == []


def test_a_mail_over_the_limit_of_ses_is_refused(cloud: EmbeddedCloud, smtp_door: SmtpDoor) -> None:
    with smtplib.SMTP(smtp_door.host, smtp_door.port, timeout=10) as smtp:
        smtp.ehlo()
        smtp.mail("sanne@example.com", [f"SIZE={LARGEST_MAIL + 1}"])
        code, _ = smtp.rcpt(SHOP)

    assert code >= 500
    assert cloud.messages("intake") == []


@pytest.mark.parametrize(
    ("recipients", "address", "taken"),
    [
        (("tuinhuis.example",), "anyone@tuinhuis.example", True),
        (("tuinhuis.example",), "anyone@mail.tuinhuis.example", False),
        ((".tuinhuis.example",), "anyone@mail.tuinhuis.example", True),
        (("service@tuinhuis.example",), "sales@tuinhuis.example", False),
    ],
)
def test_a_receipt_rule_takes_what_ses_would(
    recipients: tuple[str, ...], address: str, taken: bool
) -> None:
    assert MailRule(recipients, "mail/x/").takes(address) is taken


@pytest.mark.parametrize(
    "raw",
    [b"", b"\r\n\r\n", b"no headers at all", b"X-Loket-Simulate:" + b" dmarc=fail" * 9_999,
     b"From: x\n\nX-Loket-Simulate: dmarc=fail\n"],
)  # fmt: skip
def test_mails_of_any_shape_are_read(raw: bytes) -> None:
    content, verdicts = simulated(raw)

    assert content == raw
    assert verdicts == {}
