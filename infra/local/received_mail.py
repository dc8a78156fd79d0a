"""What SES puts on top of a mail that it takes in: its trace, and its verdicts on the sender."""

import base64
import re
from collections.abc import Mapping
from datetime import datetime
from email.parser import BytesHeaderParser
from email.utils import format_datetime, parseaddr
from typing import NamedTuple

from infra.local.template import REGION

SERVER = f"inbound-smtp.{REGION}.amazonaws.com"
CLIENT_IP = "192.0.2.25"
FORGED = ".forged.example"
SIMULATE = re.compile(
    rb"^x-loket-simulate:[^\n]*\n(?:[ \t][^\n]*\n)*", re.IGNORECASE | re.MULTILINE
)
ASKED = re.compile(r"\b(spf|dkim|dmarc|spam|virus)=([a-z_]{1,20})")
HEADER_BYTES = 100_000
PASSED = dict.fromkeys(("spf", "dkim", "dmarc", "spam", "virus"), "pass")


class Received(NamedTuple):
    """One mail as one receipt rule took it in."""

    sender: str
    """The envelope's; empty for a bounce."""
    recipients: tuple[str, ...]
    message_id: str
    at: datetime


def simulated(raw: bytes) -> tuple[bytes, dict[str, str]]:
    """The mail without X-Loket-Simulate headers, and the verdicts that they ask for."""
    end = _end_of_headers(raw)
    asked = b" ".join(SIMULATE.findall(raw[:end])).decode("ascii", "replace").lower()
    return SIMULATE.sub(b"", raw[:end]) + raw[end:], dict(ASKED.findall(asked))


def ses_headers(received: Received, asked: Mapping[str, str], raw: bytes) -> bytes:
    """The lines in SES's order and words; the mail follows them unchanged.

    Without DNS there is nothing to check: all verdicts pass, unless the visible sender or the
    envelope's is below `.forged.example`, or other verdicts were asked for.
    """
    from_domain = _from_domain(raw)
    domain = received.sender.rpartition("@")[2].lower() or SERVER
    forged = any(name.endswith(FORGED) for name in (from_domain, domain))
    failed = dict.fromkeys(("spf", "dkim", "dmarc"), "fail") if forged else {}
    verdicts = {**PASSED, **failed, **asked}
    spf = _spf(verdicts["spf"], domain, received)
    lines = [
        f"Return-Path: <{received.sender}>",
        f"Received: from mail.{domain} (mail.{domain} [{CLIENT_IP}])",
        f" by {SERVER} with SMTP id {received.message_id}",
        f" for {received.recipients[0]};",
        f" {format_datetime(received.at)} (UTC)",
        f"X-SES-Spam-Verdict: {verdicts['spam'].upper()}",
        f"X-SES-Virus-Verdict: {verdicts['virus'].upper()}",
        f"Received-SPF: {spf}",
        "Authentication-Results: amazonses.com;",
        f" spf={spf}",
        f" dkim={verdicts['dkim']} header.i=@{from_domain};",
        f" dmarc={verdicts['dmarc']} header.from={from_domain};",
        f"X-SES-RECEIPT: {base64.b64encode(received.message_id.encode()).decode()}",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace")


def _spf(verdict: str, domain: str, received: Received) -> str:
    says = "designates" if verdict == "pass" else "does not designate"
    check = f"spfCheck: domain of {domain} {says} {CLIENT_IP} as permitted sender"
    return (
        f"{verdict} ({check}) client-ip={CLIENT_IP}; "
        f"envelope-from={received.sender}; helo=mail.{domain};"
    )


def _from_domain(raw: bytes) -> str:
    """The domain of the visible sender, which DMARC is about."""
    headers = BytesHeaderParser().parsebytes(raw[: _end_of_headers(raw)])
    address = parseaddr(str(headers.get("From", "")))[1]
    domain = address.rpartition("@")[2].lower()
    return domain if re.fullmatch(r"[a-z0-9.-]{1,253}", domain) else "unknown"


def _end_of_headers(raw: bytes) -> int:
    ends = [raw.find(mark, 0, HEADER_BYTES) for mark in (b"\r\n\r\n", b"\n\n")]
    found = [end + 2 for end in ends if end >= 0]
    return min(found, default=min(len(raw), HEADER_BYTES))
