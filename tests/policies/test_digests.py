"""Several pieces of news in one message, answers to questions, and messages for phones."""

from datetime import datetime
from itertools import product

import pytest

from functions import policies
from functions.core.contacts import Handle
from functions.core.notifications import (
    Notification,
    NotificationItem,
    NotificationKind,
    Recipient,
)
from functions.core.orders import Milestone
from functions.core.updates.policy import Channel
from functions.core.updates.records import Fact
from functions.core.values import Language
from functions.policies.amounts import write_amount
from functions.policies.dates import write_moment, write_window
from functions.policies.pages import TEMPLATES
from functions.policies.rendering import render
from functions.policies.text_messages import MOST_PARTS, parts_of
from tests.core.order_events import TUESDAY_MORNING

POLICY = policies.notifications()
WRITTEN = [milestone for milestone in Milestone if (TEMPLATES / f"nl/{milestone}.jinja").exists()]
LINK = "https://track.example/3S1"
FACTS = {
    "tracking_url": LINK,
    "carrier": "PostNL",
    "new_date": "2026-05-22",
    "total": "49.95 EUR",
    "lines": "2 × Hark",
    "detail": "address",
}


def an_item(milestone: Milestone, order: str = "1001", **facts: str) -> NotificationItem:
    return NotificationItem(
        fact=Fact(order=order, parcel="K1", milestone=milestone, occurred_at=TUESDAY_MORNING),
        order_number=f"#{order}",
        facts=facts,
    )


def a_message(
    *items: NotificationItem,
    channel: Channel = Channel.EMAIL,
    language: str = "en",
    human: bool = False,
    template: bool = False,
    kind: NotificationKind = NotificationKind.NEWS,
    name: str = "Wout Peeters",
) -> Notification:
    return Notification(
        id="n1",
        shop="tuinhuis",
        kind=kind,
        items=items,
        recipient=Recipient(handle=Handle(scheme="email", value="wout@mail.example"), name=name),
        channel=channel,
        provider="ses",
        language=language,
        human=human,
        template=template,
        due_at=TUESDAY_MORNING,
    )


def test_a_digest_says_each_piece_of_news_with_its_own_link() -> None:
    message = a_message(
        an_item(Milestone.HANDED_OVER, "1001", tracking_url=LINK),
        an_item(Milestone.DELAYED, "1002", new_date="2026-05-22"),
    )

    rendered = render(message, POLICY)

    assert rendered.subject == "News about your orders at Tuinhuis"
    assert "* On its way: a parcel from your order #1001" in rendered.text
    assert "Friday 22 May 2026" in rendered.text
    assert rendered.text.count(LINK) == 1
    assert (rendered.html or "").count("border-top") == 2
    assert "#1001" not in rendered.text.split("-- ")[1]


def test_a_digest_of_one_order_names_it_in_the_subject() -> None:
    message = a_message(an_item(Milestone.HANDED_OVER), an_item(Milestone.DELAYED))

    assert render(message, POLICY).subject == "News about order #1001"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("channel", Channel)
def test_every_pair_of_news_fits_in_one_message(channel: Channel, language: Language) -> None:
    for first, human in product(WRITTEN, [False, True]):
        items = [an_item(first, **FACTS), an_item(Milestone.DELAYED, "1002", **FACTS)]
        message = a_message(*items, channel=channel, language=language, human=human)

        text = render(message, POLICY).text

        assert "1001" in text
        assert "1002" in text
        assert "None" not in text
        assert channel is not Channel.SMS or parts_of(text) <= MOST_PARTS


def test_a_phone_gets_a_digest_line_by_line_and_equal_lines_once() -> None:
    items = [an_item(Milestone.HANDED_OVER), an_item(Milestone.HANDED_OVER)]
    items += [an_item(Milestone.DELAYED, new_date="2026-05-22", tracking_url=LINK)]

    text = render(a_message(*items, channel=Channel.WHATSAPP), POLICY).text

    assert text.splitlines() == [
        "Hello Wout Peeters, news about your order #1001 at Tuinhuis:",
        "• On its way: a parcel from your order #1001",
        "• Your order #1001 is delayed (new date: Friday 22 May 2026)",
        f"Track your parcel: {LINK}",
    ]


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("language", Language)
def test_an_answer_to_where_is_my_order_names_the_new_date(
    channel: Channel, language: Language
) -> None:
    item = an_item(Milestone.DELAYED, new_date="2026-05-22")
    message = a_message(item, channel=channel, language=language, kind=NotificationKind.AUTO_REPLY)

    rendered = render(message, POLICY)

    assert "22" in rendered.text
    assert rendered.text != render(a_message(item, channel=channel, language=language), POLICY).text


@pytest.mark.parametrize("channel", Channel)
def test_an_open_complaint_makes_the_words_grave(channel: Channel) -> None:
    item = an_item(Milestone.DELIVERED)

    usual = render(a_message(item, channel=channel), POLICY).text
    grave = render(a_message(item, channel=channel, human=True), POLICY).text

    assert "still open" in grave
    assert "still open" not in usual
    assert "Enjoy" not in grave


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("milestone", WRITTEN)
def test_a_text_message_takes_at_most_two_parts(milestone: Milestone, language: Language) -> None:
    for name, link in product(["Wout Peeters", "王小明"], [LINK, LINK + "x" * 150]):
        item = an_item(milestone, **{**FACTS, "tracking_url": link})
        message = a_message(item, channel=Channel.SMS, language=language, human=True, name=name)

        text = render(message, POLICY).text

        assert parts_of(text) <= MOST_PARTS
        assert "1001" in text
        assert "Tuinhuis" in text


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://jouw.postnl.nl/track/3S1", True),
        ("https://postnl.nl./3S1", True),
        ("https://postnl.nl.evil.example/3S1", False),
        ("https://notpostnl.nl/3S1", False),
        ("https://evil.example/?postnl.nl", False),
        ("http://postnl.nl/3S1", False),
        ("https://postnl.nl@evil.example/", False),
        ("https://nl", False),
    ],
)
def test_a_link_leads_only_to_hosts_that_the_shop_trusts(url: str, shown: bool) -> None:
    rendered = render(a_message(an_item(Milestone.HANDED_OVER, tracking_url=url)), POLICY)

    assert (url in rendered.text) is shown
    assert ("href" in (rendered.html or "")) is shown


@pytest.mark.parametrize(
    ("step", "words"),
    [("refund", "the refund"), ("handed_over", "been sent"), ("delivered", "been with you")],
)
def test_a_missed_promise_says_which_one(step: str, words: str) -> None:
    text = render(a_message(an_item(Milestone.MISSED_PROMISE, step=step)), POLICY).text

    assert words in text


@pytest.mark.parametrize(
    ("language", "window", "moment"),
    [
        ("nl", "woensdag 20 mei tussen 9.00 en 11.30 uur", "woensdag 20 mei om 9.00 uur"),
        ("en", "on Wednesday 20 May between 09:00 and 11:30", "09:00 on Wednesday 20 May"),
        ("de", "am Mittwoch, 20. Mai zwischen 09:00 und 11:30 Uhr", "Mittwoch, 20. Mai, 09:00 Uhr"),
        ("fr", "le mercredi 20 mai entre 9 h et 11 h 30", "mercredi 20 mai à 9 h"),
    ],
)
def test_times_are_written_as_the_language_writes_them(
    language: str, window: str, moment: str
) -> None:
    begins = datetime.fromisoformat("2026-05-20T09:00:00+02:00")
    ends = begins.replace(hour=11, minute=30)

    written = write_window(begins, ends, Language(language)).replace("\u00a0", " ")

    assert written == window
    assert write_moment(begins, Language(language)).replace("\u00a0", " ") == moment
    assert write_window(begins, ends.replace(day=21), Language(language)).find("11") == -1


@pytest.mark.parametrize(
    ("text", "nl", "en", "de", "fr"),
    [
        ("49.95 EUR", "€ 49,95", "€49.95", "49,95 €", "49,95 €"),
        ("1234567.00 EUR", "€ 1.234.567,00", "€1,234,567.00", "1.234.567,00 €", "1 234 567,00 €"),
        ("10.00 SEK", "SEK 10,00", "SEK 10.00", "10,00 SEK", "10,00 SEK"),
        ("free", "free", "free", "free", "free"),
    ],
)
def test_amounts_are_written_as_the_language_writes_them(
    text: str, nl: str, en: str, de: str, fr: str
) -> None:
    written = [write_amount(text, language).replace("\u00a0", " ") for language in Language]

    assert written == [nl, en, de, fr]
