"""Plays a file such as events/day.jsonl: each line knocks at a real door, at its simulated time."""

import json
import re
import smtplib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from functions.core.evidence.anchors import case_reference
from functions.core.ledger import LedgerRow, ReceiptLine
from functions.core.opting_out import Link, sign_link
from functions.core.values import Language, Value
from infra.local.house import (
    ACCOUNT,
    PHONE_NUMBER,
    PHONE_NUMBER_ID,
    SECRETS,
    SHOP_DOMAIN,
    SHOP_MAIL,
    House,
)
from infra.local.signers import sign
from infra.local.whatsapp_api import BUSINESS_ACCOUNT
from infra.local.written_down import WrittenDown, read_table

DAY = Path(__file__).parent.parent.parent / "events" / "day.jsonl"
BUS_ACCOUNT_PROVIDER = "cloudevents"
FILLED_IN_LATER = re.compile(r'\{(case|message|link):([^"{}]{1,60})\}')
# Python would code a long In-Reply-To beyond recognition; mail programs leave it whole.
AS_IT_IS = SMTP.clone(max_line_length=998)
NOTHING = "nothing"
Object = Mapping[str, object]


class Expectation(Value):
    """What must come of one item; only what is given is compared.

    Items with the same `case` label are on one case, those with different labels on different ones.
    """

    outcome: str | None = None
    queue: str | None = None
    priority: str | None = None
    organisation: str | None = None
    case: str | None = None
    status: int | None = None
    """The HTTP door's answer, where it lets nobody in."""


class Line(Value):
    """One delivery; events/README.md tells what the fields mean."""

    at: time
    days_before: int = Field(0, ge=0, le=7)
    """Counted back from the day of the file."""
    about: str
    key: str | None = None
    again: str | None = None
    door: Literal["http", "smtp", "bus"] | None = None
    provider: str = BUS_ACCOUNT_PROVIDER
    account: str = ACCOUNT
    signature: Literal["right", "wrong"] = "right"
    topic: str = ""
    id: str = ""
    source: str = "https://tuinhuis.example/shop"
    type: str = ""
    data: Object = Field(default_factory=dict)
    body: Object = Field(default_factory=dict)
    raw: str | None = None
    contacts: tuple[Object, ...] = ()
    messages: tuple[Object, ...] = ()
    statuses: tuple[Object, ...] = ()
    sender: str = Field("", alias="from")
    subject: str = ""
    text: str = ""
    headers: Mapping[str, str] = Field(default_factory=dict)
    query: Mapping[str, str] = Field(default_factory=dict)
    expect: tuple[Expectation, ...] = ()

    @field_validator("expect", mode="before")
    @classmethod
    def _one_is_enough(cls, given: object) -> object:
        return [given] if isinstance(given, dict) else given


class Day(NamedTuple):
    zone: ZoneInfo
    date: date
    lines: tuple[str, ...]
    """As written: some of it is filled in only when its turn has come."""

    def moment(self, at: time, days_before: int = 0) -> datetime:
        return datetime.combine(self.date - timedelta(days=days_before), at, self.zone)

    @property
    def start(self) -> datetime:
        """A quarter of an hour before the first line."""
        return self.moment_of(self.lines[0]) - timedelta(minutes=15)

    def moment_of(self, text: str) -> datetime:
        line = json.loads(text)
        return self.moment(time.fromisoformat(line["at"]), line.get("days_before", 0))


class Played(NamedTuple):
    """A line that was delivered; `status` is the HTTP door's answer."""

    line: Line
    at: datetime
    prefix: str
    """Under which the inbox keeps what came in by that door."""
    status: int | None = None


def read_day(path: Path = DAY) -> Day:
    head, *lines = path.read_text("utf-8").splitlines()
    about = json.loads(head)
    zone, day = ZoneInfo(about["zone"]), date.fromisoformat(about["day"])
    return Day(zone, day, tuple(line for line in lines if line.strip()))


def play(house: House, day: Day) -> Iterator[Played]:
    """Deliver line by line and let all that comes of each be done before the next."""
    by_key: dict[str, tuple[Line, datetime]] = {}
    played: list[Played] = []
    for text in day.lines:
        at = day.moment_of(text)
        house.wait_until(at)
        line = Line.model_validate_json(_filled_in(text, house, played))
        sent = by_key[line.again] if line.again else (line, at)
        if line.key:
            by_key[line.key] = sent
        played.append(_knock(house, line, at, *sent))
        house.settle()
        yield played[-1]


def _knock(house: House, line: Line, at: datetime, sent: Line, written_at: datetime) -> Played:
    """`sent` is what goes in, as it was written then; a repeated delivery is an earlier line's."""
    minute = f"{at.astimezone(UTC):%Y-%m-%d/%H%M}"
    if sent.door == "smtp":
        _post_mail(house, sent, written_at)
        return Played(line, at, "mail/")
    if sent.door == "bus":
        house.cloud.put_event(sent.source, sent.type, sent.data)
        return Played(line, at, f"bus/{minute}/cloudevents/")
    prefix = f"webhooks/{minute}/{sent.provider}/{sent.account}/"
    return Played(line, at, prefix, _post(house, sent, written_at))


def _post(house: House, line: Line, at: datetime) -> int:
    body, headers = _request(line, at)
    secret = SECRETS[line.provider] if line.signature == "right" else "c29tZWJvZHktZWxzZQ=="
    signed = sign(line.provider, secret, body, headers, house.clock.now())
    query = f"?{urlencode(line.query)}" if line.query else ""
    url = f"{house.http_door.url}/webhooks/{line.provider}/{line.account}{query}"
    try:
        with urlopen(Request(url, body, signed), timeout=30) as answer:  # noqa: S310 - loopback
            status: int = answer.status
            return status
    except HTTPError as refusal:
        return refusal.code


def _request(line: Line, at: datetime) -> tuple[bytes, dict[str, str]]:
    """Body and headers as that platform sends them."""
    plain = {"content-type": "application/json"}
    if line.raw is not None:
        return line.raw.encode(), {**plain, **line.headers}
    if line.provider == "whatsapp":
        return _encoded(whatsapp_envelope(line.contacts, line.messages, line.statuses, at)), plain
    if line.provider == "shopify":
        told = {"topic": line.topic, "event-id": line.id, "shop-domain": SHOP_DOMAIN}
        return _encoded(line.body), plain | {f"x-shopify-{k}": v for k, v in told.items()}
    if line.body:
        return _encoded(line.body), {**plain, **line.headers}
    event = {"specversion": "1.0", "id": line.id, "source": line.source, "type": line.type}
    event |= {"time": at.isoformat(), "datacontenttype": "application/json"}
    structured = {"content-type": "application/cloudevents+json", "webhook-id": f"msg-{line.id}"}
    return _encoded({**event, "data": line.data}), structured


def whatsapp_envelope(
    contacts: Sequence[Object], messages: Sequence[Object], statuses: Sequence[Object], at: datetime
) -> Object:
    """What Meta puts around messages and statuses, with the time in each."""
    stamp = {"timestamp": str(int(at.timestamp()))}
    number = {"display_phone_number": PHONE_NUMBER, "phone_number_id": PHONE_NUMBER_ID}
    parts: dict[str, list[Object]] = {
        "contacts": list(contacts),
        "messages": [stamp | dict(message) for message in messages],
        "statuses": [stamp | dict(status) for status in statuses],
    }
    value: dict[str, object] = {"messaging_product": "whatsapp", "metadata": number}
    value |= {name: part for name, part in parts.items() if part}
    entry = {"id": BUSINESS_ACCOUNT, "changes": [{"field": "messages", "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def _encoded(content: Object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _post_mail(house: House, line: Line, at: datetime) -> None:
    mail = mail_of(line, at)
    sender = parseaddr(str(message_from_bytes(mail)["From"]))[1]
    by_machine = sender.startswith("MAILER-DAEMON")
    with smtplib.SMTP(house.smtp_door.host, house.smtp_door.port, timeout=30) as smtp:
        smtp.sendmail("" if by_machine else sender, [SHOP_MAIL], mail)


def mail_of(line: Line, at: datetime) -> bytes:
    """As a mail program sends it: written out in the file, or a plain one of its fields."""
    if line.raw is not None:
        return f"Date: {format_datetime(at)}\n{line.raw}".encode().replace(b"\n", b"\r\n")
    mail = EmailMessage(AS_IT_IS)
    for name, value in (("From", line.sender), ("To", SHOP_MAIL), ("Subject", line.subject)):
        mail[name] = value
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{line.id}>"
    for name, value in line.headers.items():
        mail[name] = value
    mail.set_content(line.text)
    return mail.as_bytes()


def _filled_in(text: str, house: House, played: Sequence[Played]) -> str:
    """`{case:label}` becomes the reference that customers quote, `{message:1041 placed}` the
    provider's id of what was told about that order, `{link:1041 placed}` the token of the link that
    ends it; `nothing` where there is none, for then something failed before, and the screen tells.
    """
    if not FILLED_IN_LATER.search(text):
        return text
    table = read_table(house.cloud)
    cases = cases_by_label(played, table)

    def value(found: re.Match[str]) -> str:
        if found[1] == "case":
            return next(map(case_reference, cases.get(found[2], ())), NOTHING)
        number, _, milestone = found[2].rpartition(" ")
        note = table.told(number, milestone)
        if note is None or found[1] == "message":
            return (note and note.provider_message_id) or NOTHING
        link = Link(note.id, Language(note.language))
        return sign_link([SECRETS["unsubscribe"]], note.shop, link) or NOTHING

    return FILLED_IN_LATER.sub(value, text)


def cases_by_label(played: Sequence[Played], table: WrittenDown) -> dict[str, set[str]]:
    """The case or cases that each label of the file has turned out to be."""
    cases: dict[str, set[str]] = {}
    for delivery in played:
        for expected, (_, row) in zip(
            delivery.line.expect, items_of(delivery, table), strict=False
        ):
            if expected.case and row and row.case_id:
                cases.setdefault(expected.case, set()).add(row.case_id)
    return cases


def items_of(delivery: Played, table: WrittenDown) -> list[tuple[ReceiptLine, LedgerRow | None]]:
    """How the items of that delivery ended, each with its row in the ledger.

    Each line has a moment of its own; only reports on our own messages come in between.
    """
    mine = table.receipts_of(delivery.at, delivery.prefix)[:1]
    lines = [line for receipt in mine for line in receipt.lines]
    return [(line, table.items.get(line.item_id)) for line in lines]
