"""STOP by mail: the word alone, in answer to a notice, from who proved the address."""

from datetime import datetime

import pytest

from functions import intake
from functions.aws import rows, table
from functions.core.contacts import Channel as By
from functions.core.contacts import Contact, Handle, Thread, Verdict, Verdicts
from functions.core.deliveries import Delivery
from functions.core.updates import hearing
from functions.core.updates.policy import Channel
from functions.core.updates.standing import Address
from functions.handling import talk
from infra.local.cloud import EmbeddedCloud
from infra.local.pump import Pump
from tests.updates.plays import ALL, at, placed
from tests.updates.real_path import SHOP, RealPath

MAIL = Handle(scheme="email", value=str(ALL["email"]))
NOTICE = "mail:msg-1@eu-west-1.amazonses.com"
WHEN = datetime.fromisoformat(at("05-19 12:00"))


def _address_after(
    text: str,
    cloud: EmbeddedCloud,
    pump: Pump,
    patch: pytest.MonkeyPatch,
    *,
    answers: str = NOTICE,
    dmarc: Verdict = Verdict.PASS,
) -> Address:
    story = {
        "scenario": "stop by mail",
        "people": [{**ALL, "preferred_channel": "email"}],
        "events": [placed("05-19 10:00", people=["alle"], id="a")],
        "until": at("05-19 12:00"),
    }
    assert [row["channel"] for row in RealPath(story, cloud, pump, patch).play()] == ["email"]
    patch.setattr(talk, "intent_of", hearing.intent_of)
    contact = Contact(
        id="ses:stop",
        provider="ses",
        channel=By.EMAIL,
        account=SHOP,
        shop=SHOP,
        sender=MAIL,
        text=text,
        sent_at=WHEN,
        thread=Thread(id="mail:stop@mail.example", answers=(answers,)),
        verdicts=Verdicts(dmarc=dmarc),
    )
    delivery = Delivery(
        id="mail/stop", provider="ses", account=SHOP, shop=SHOP, received_at=WHEN, body=b"{}"
    )
    intake.handle(contact, delivery)
    key = rows.address_key(SHOP, MAIL)
    return rows.decode(Address, table.read([key]).get(key)) or Address()


@pytest.mark.parametrize("word", ["STOP", " Arrêt!\n"])
def test_the_word_alone_in_answer_to_a_notice_opts_mail_out_with_its_proof(
    word: str, cloud: EmbeddedCloud, pump: Pump, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = _address_after(word, cloud, pump, monkeypatch)

    proof = address.opted_out[Channel.EMAIL]
    assert (proof.at, proof.source, proof.reason) == (WHEN, "ses:stop", "stop")


@pytest.mark.parametrize(
    ("text", "answers", "dmarc"),
    [
        ("Stop, dit is de verkeerde kleur", NOTICE, Verdict.PASS),
        ("STOP", "mail:other@elsewhere.example", Verdict.PASS),
        ("STOP", NOTICE, Verdict.FAIL),
        ("", NOTICE, Verdict.PASS),
    ],
    ids=["more than the word", "no answer to a notice", "forged", "nothing"],
)
def test_anything_else_closes_no_channel(
    text: str,
    answers: str,
    dmarc: Verdict,
    cloud: EmbeddedCloud,
    pump: Pump,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = _address_after(text, cloud, pump, monkeypatch, answers=answers, dmarc=dmarc)

    assert address.opted_out == {}
