"""Several pieces of news at once by WhatsApp: a template of their own, or another way."""

import json
from datetime import timedelta
from typing import Any

import pytest

from functions import policies
from infra.local.cloud import EmbeddedCloud
from infra.local.pump import Pump
from infra.local.whatsapp_api import WhatsAppApi
from infra.simulate.orders import simulate
from tests.updates.plays import ALL, WIM, Event, contact, known, messages, parcel, play, seen
from tests.updates.real_path import RealPath

NONE: Event = {"whatsapp_digest_template": ""}
ONLY_WHATSAPP = {**WIM, "opted_out": ["sms"]}
BY_WHATSAPP = {**ALL, "preferred_channel": "whatsapp", "opted_out": ["sms"]}
TWO = (parcel("05-19 10:00", "handed_over"), parcel("05-19 10:05", "handed_over", "K2"))
PAID = [known("paid", person="wim")]
ALLE = [known("paid", person="alle")]


def _story(person: Event, orders: list[Event], policy: Event, *events: Event) -> Event:
    numbered = [{"id": f"e{number}", **event} for number, event in enumerate(events)]
    return {
        "scenario": "digest",
        "policy": policy,
        "people": [person],
        "organisations": [],
        "orders": orders,
        "events": numbered,
        "until": "2026-05-21T12:00:00+02:00",
    }


STORIES = {
    "with a template it is one message": (
        _story(WIM, PAID, {}, *TWO),
        ["05-19 10:10 wim whatsapp K1 handed_over + K2 handed_over"],
    ),
    "without one it is one message by the next channel": (
        _story(BY_WHATSAPP, ALLE, NONE, *TWO),
        ["05-19 10:10 alle email K1 handed_over + K2 handed_over"],
    ),
    "without one and without another channel each goes alone": (
        _story(ONLY_WHATSAPP, PAID, NONE, *TWO),
        ["05-19 10:10 wim whatsapp K1 handed_over", "05-19 10:10 wim whatsapp K2 handed_over"],
    ),
    "what goes alone counts alone": (
        _story(ONLY_WHATSAPP, PAID, {**NONE, "budget_person": 1}, *TWO),
        ["05-19 10:10 wim whatsapp K1 handed_over", "05-20 09:00 wim whatsapp K2 handed_over"],
    ),
    "one piece of news needs no template for several": (
        _story(WIM, PAID, NONE, TWO[0]),
        ["05-19 10:10 wim whatsapp K1 handed_over"],
    ),
    "within 24 hours of the person's own message none is needed": (
        _story(
            WIM, PAID, NONE,
            contact("05-19 09:00", "complaint", person="wim", channel="whatsapp", order=None), *TWO,
        ),
        [
            "05-19 09:00 work complaints None complaint",
            "05-19 10:10 wim whatsapp K1 handed_over + K2 handed_over",
        ],
    ),
    "at night it waits for the hours of the next channel only": (
        _story(
            BY_WHATSAPP, ALLE, NONE,
            parcel("05-19 22:00", "handed_over"), parcel("05-19 22:05", "handed_over", "K2"),
        ),
        ["05-20 08:00 alle email K1 handed_over + K2 handed_over"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STORIES)
def test_a_digest_by_whatsapp_takes_its_template_or_another_way(name: str) -> None:
    story, expected = STORIES[name]

    assert seen(simulate(story)) == expected


@pytest.mark.parametrize(
    "name",
    [
        "without one it is one message by the next channel",
        "without one and without another channel each goes alone",
    ],
)
def test_the_real_path_takes_the_same_way(
    name: str, cloud: EmbeddedCloud, pump: Pump, monkeypatch: pytest.MonkeyPatch
) -> None:
    story, expected = STORIES[name]

    rows = RealPath(story, cloud, pump, monkeypatch).play()

    assert sorted(seen(messages(rows))) == expected


def test_each_of_several_messages_names_its_own_template() -> None:
    rows = play(*TWO, orders=PAID, people=[ONLY_WHATSAPP], policy=NONE)

    assert [(len(row["items"]), row["template"]) for row in messages(rows)] == [(1, True)] * 2


@pytest.mark.parametrize("chosen", [None, "tuinhuis_news_2"])
def test_the_platform_is_asked_for_the_template_by_the_name_that_the_shop_chose(
    chosen: str | None,
    cloud: EmbeddedCloud,
    pump: Pump,
    whatsapp_api: WhatsAppApi,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if chosen:
        told = {"whatsapp_digest_template": chosen}
        policy = policies.notifications().model_copy(update=told)
        monkeypatch.setattr(policies, "notifications", lambda: policy)
    buyer = {"name": "Noor", "language": "nl", "phone": "+31612345678", "whatsapp_consent": True}
    for name in ("K1", "K2"):
        moment = cloud.clock.now().isoformat()
        detail = {"order": "3101", "country": "NL", "people": [buyer], "occurred_at": moment}
        cloud.put_event("nl.tuinhuis.shop", "parcel.handed_over", {**detail, "parcel": name})
        pump.run_until_idle()
    for _ in range(12):
        pump.jump(timedelta(minutes=1))
        pump.run_until_idle()

    [message] = whatsapp_api.messages
    template: Any = json.loads(json.dumps(message.body["template"]))
    assert template["name"] == (chosen or "order_digest")
