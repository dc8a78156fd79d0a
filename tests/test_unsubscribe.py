"""One-click unsubscribe: from the header of a notice to no more mail, through the real doors."""

import re
from collections.abc import Mapping
from io import StringIO
from urllib.parse import unquote, urlsplit

import pytest

from functions.aws import inbox, rows, secrets, table
from functions.core.contacts import Handle
from functions.core.ledger import LedgerRow
from functions.core.notifications import Notification, NotificationKind
from functions.core.updates.policy import Channel
from functions.core.updates.standing import Address
from functions.handling.opting_out import ways_out
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpDoor
from infra.local.invocation import Application, HttpFunction
from infra.local.pump import Pump
from infra.local.sent_mail import SentMail
from infra.local.smtp_door import SmtpDoor
from tests import knocking
from tests.harness import VISIBILITY, Calls, Crash, Journey, items, knock, watched_calls

PUBLIC = "https://loket.tuinhuis.example/api"
POSTED = b"List-Unsubscribe=One-Click"
AS_FORM = {"content-type": "application/x-www-form-urlencoded"}
CALLS_OF_A_CLICK = [
    "PutObject",
    "GetObject",
    "BatchGetItem",
    "BatchGetItem",
    "TransactWriteItems",
    "PutItem",
]
MAIL = Handle(scheme="email", value="noor@example.org")


@pytest.fixture
def sent(cloud: EmbeddedCloud, pump: Pump, monkeypatch: pytest.MonkeyPatch) -> SentMail:
    """A notice by mail, as Noor got it."""
    monkeypatch.setenv("LOKET_PUBLIC_URL", PUBLIC)
    return _noticed(cloud, pump)


def _noticed(cloud: EmbeddedCloud, pump: Pump, kind: str = "order.placed") -> SentMail:
    buyer = {"role": "buyer", "name": "Noor", "language": "nl", "email": MAIL.value}
    moment = cloud.clock.now().isoformat()
    detail = {"order": "3101", "country": "NL", "people": [buyer], "occurred_at": moment}
    cloud.put_event("nl.tuinhuis.shop", kind, detail)
    pump.run_until_idle()
    return cloud.sent_mails[-1]


def _places(mail: SentMail) -> list[str]:
    return re.findall("<([^>]+)>", str(mail.message["List-Unsubscribe"] or ""))


def _path(mail: SentMail) -> str:
    address = urlsplit(_places(mail)[0])
    return f"{address.path.removeprefix('/api')}?{address.query}"


def _address() -> Address:
    key = rows.address_key("tuinhuis", MAIL)
    return rows.decode(Address, table.read([key], consistent=True).get(key)) or Address()


def _ledger(cloud: EmbeddedCloud) -> list[LedgerRow]:
    found = (item for item in items(cloud) if item["sk"]["S"] == "ITEM")
    decoded = (rows.decode(LedgerRow, item) for item in found)
    return [row for row in decoded if row and row.kind == "opt_out"]


def test_a_notice_tells_mail_programs_how_to_end_it_without_telling_who_gets_it(
    sent: SentMail,
) -> None:
    link, by_mail = _places(sent)

    assert link.startswith(f"{PUBLIC}/webhooks/unsubscribe/tuinhuis?token=")
    assert re.fullmatch("mailto:service@tuinhuis.example[?]subject=STOP%20[0-9a-f]{32}", by_mail)
    assert sent.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not {"noor", "3101", "example.org"} & {*re.split(r"\W", f"{link} {by_mail}".lower())}


def test_the_answer_to_a_question_was_asked_for_and_names_no_way_out(
    sent: SentMail, cloud: EmbeddedCloud
) -> None:
    [row] = [item for item in items(cloud) if item["sk"]["S"] == "NOTIFICATION"]
    news = Notification.model_validate_json(row["data"]["S"])

    answer = news.model_copy(update={"kind": NotificationKind.AUTO_REPLY})

    assert list(ways_out(news)) == _places(sent)
    assert ways_out(answer) == ()


@pytest.mark.parametrize("url", ["", "http://loket.tuinhuis.example", "loket.tuinhuis.example"])
def test_without_a_public_address_only_the_mail_address_is_told(
    url: str, cloud: EmbeddedCloud, pump: Pump, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOKET_PUBLIC_URL", url)

    mail = _noticed(cloud, pump)

    assert [place[:7] for place in _places(mail)] == ["mailto:"]
    assert mail.message["List-Unsubscribe-Post"] is None


def test_without_a_key_only_the_mail_address_is_told(
    cloud: EmbeddedCloud, pump: Pump, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOKET_PUBLIC_URL", PUBLIC)
    cloud.client("secretsmanager").put_secret_value(
        SecretId="loket/dev/unsubscribe/tuinhuis", SecretString='{"secrets": []}'
    )
    secrets.forget()
    try:
        mail = _noticed(cloud, pump)
    finally:
        cloud.client("secretsmanager").put_secret_value(
            SecretId="loket/dev/unsubscribe/tuinhuis",
            SecretString='{"secrets": ["sample-secret"]}',
        )
        secrets.forget()

    assert [place[:7] for place in _places(mail)] == ["mailto:"]


def test_following_the_link_asks_in_the_persons_language_and_changes_nothing(
    sent: SentMail, cloud: EmbeddedCloud, pump: Pump, http_door: HttpDoor
) -> None:
    before = list(inbox.all_keys())

    answer = knocking.call(http_door.url, _path(sent), b"", {}, method="GET")

    page = answer.body.decode()
    assert answer.status == 200
    assert 'lang="nl"' in page
    assert '<form method="post">' in page
    assert "Ja, stop deze e-mails" in page
    pump.run_until_idle()
    assert list(inbox.all_keys()) == before
    assert _address().opted_out == {}


@pytest.mark.parametrize("times", [1, 3])
def test_the_click_opts_mail_out_once_with_its_proof_and_later_news_says_why_not(
    times: int, sent: SentMail, cloud: EmbeddedCloud, pump: Pump, http_door: HttpDoor
) -> None:
    clicked_at = cloud.clock.now()
    for _ in range(times):
        answer = knocking.call(http_door.url, _path(sent), POSTED, AS_FORM)
        assert answer.status == 200
        assert "geen e-mail meer" in answer.body.decode()
        pump.run_until_idle()

    [row] = _ledger(cloud)
    proof = _address().opted_out[Channel.EMAIL]
    assert (proof.at, proof.source, proof.reason) == (clicked_at, row.item_id, "one click")
    assert row.item_id.removeprefix("unsubscribe:") in str(sent.message["X-Loket-Notification"])
    assert (row.sender, row.outcome.kind) == (MAIL.key, "recorded")
    assert inbox.fetch(row.inbox_key).body == POSTED

    _noticed(cloud, pump, "order.cancelled")
    assert len(cloud.sent_mails) == 1


def test_the_subject_that_the_notice_gives_to_mail_programs_is_the_word_stop(
    sent: SentMail, pump: Pump, smtp_door: SmtpDoor
) -> None:
    subject = unquote(_places(sent)[1].partition("subject=")[2])

    stop = knocking.mail(MAIL.value, subject, "", message_id="stop@example.org")
    knocking.post_mail(smtp_door.port, stop)
    pump.run_until_idle()

    proof = _address().opted_out[Channel.EMAIL]
    assert (proof.source[:4], proof.reason) == ("ses:", "stop")


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        (MAIL.value, f"STOP {'0' * 32}"),
        (MAIL.value, "STOP"),
        ("somebody@else.example", None),
    ],
    ids=["of no message of ours", "of no message at all", "somebody else"],
)
def test_any_other_mail_with_such_a_subject_leaves_the_person_alone(
    sender: str, subject: str | None, sent: SentMail, pump: Pump, smtp_door: SmtpDoor
) -> None:
    told = unquote(_places(sent)[1].partition("subject=")[2])

    stop = knocking.mail(sender, subject or told, "", message_id="stop@example.org")
    knocking.post_mail(smtp_door.port, stop)
    pump.run_until_idle()

    assert _address().opted_out == {}


def test_a_click_that_crashes_at_any_call_is_made_good(
    cloud: EmbeddedCloud, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOKET_PUBLIC_URL", PUBLIC)
    with watched_calls() as calls:
        made = _clicked(cloud, application, calls, None, after=False)
        for number in range(len(made)):
            for after in (False, True):
                _clicked(cloud, application, calls, number, after=after)

                [row] = _ledger(cloud)
                assert _address().opted_out[Channel.EMAIL].source == row.item_id, number

    assert [name for name in made if "Table" not in name] == CALLS_OF_A_CLICK


def _clicked(
    cloud: EmbeddedCloud,
    application: Application,
    calls: Calls,
    crash_at: int | None,
    *,
    after: bool,
) -> list[str]:
    """The calls that the click alone makes; it crashes at one of them, if so asked."""
    cloud.reset()
    pump = Pump(cloud, application)
    path = Journey(cloud, pump, HttpFunction(application, cloud.stage))
    target = _path(_noticed(cloud, pump))
    calls.break_at(crash_at if crash_at is not None else -1, after=after)
    for action in (lambda: knock(path, target, POSTED, AS_FORM), pump.run_until_idle):
        try:
            action()
        except Crash:
            action()
    cloud.clock.advance(VISIBILITY)
    pump.run_until_idle()
    return list(calls.made)


OLD = "0" * 24 + ".nl." + "0" * 64


@pytest.mark.parametrize(
    "query",
    ["", "?token=", f"?token={OLD}", "?token=%00", "?token=" + "9" * 5000, "?token=a&token=b",
     "?token=%F0%9F%92%A9", "?token[]=x", "?token=..%2f..%2f"],
    ids=range(9),
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_wrong_or_old_link_is_told_so_on_a_page_and_nothing_is_kept(
    method: str, query: str, cloud: EmbeddedCloud, http_door: HttpDoor, logs: StringIO
) -> None:
    target = f"/webhooks/unsubscribe/tuinhuis{query}"
    headers: Mapping[str, str] = {**AS_FORM, "accept-language": "de-DE,de;q=0.9"}

    answer = knocking.call(http_door.url, target, POSTED, headers, method=method)

    assert answer.status == 401
    assert "Dieser Link gilt nicht mehr" in answer.body.decode()
    assert list(inbox.all_keys()) == []
    assert OLD not in logs.getvalue()


@pytest.mark.parametrize(
    "body",
    [b"", b"List-Unsubscribe", b"List-Unsubscribe=Two", b"\xff\xfe", b"=" * 5000, POSTED * 200,
     b"<xml/>", b'{"List-Unsubscribe":"One-Click"}'],
    ids=range(8),
)  # fmt: skip
def test_what_is_posted_without_the_words_of_the_standard_ends_nothing(
    body: bytes, sent: SentMail, cloud: EmbeddedCloud, pump: Pump, http_door: HttpDoor
) -> None:
    answer = knocking.call(http_door.url, _path(sent), body, AS_FORM)
    pump.run_until_idle()

    assert answer.status == 401
    assert _address().opted_out == {}


def test_two_people_who_click_in_the_same_minute_are_two_deliveries(
    cloud: EmbeddedCloud, pump: Pump, http_door: HttpDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOKET_PUBLIC_URL", PUBLIC)
    for number, name in enumerate(("noor", "tess")):
        buyer = {"role": "buyer", "language": "nl", "email": f"{name}@example.org"}
        moment = cloud.clock.now().isoformat()
        detail = {"order": f"310{number}", "people": [buyer], "occurred_at": moment}
        cloud.put_event("nl.tuinhuis.shop", "order.placed", detail)
    pump.run_until_idle()

    for mail in cloud.sent_mails:
        knocking.call(http_door.url, _path(mail), POSTED, AS_FORM)
    pump.run_until_idle()

    assert len(_ledger(cloud)) == 2
