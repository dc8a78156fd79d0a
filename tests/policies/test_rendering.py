"""Every notice in every language, whatever fact is missing and whatever strangers write in it."""

from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from itertools import cycle

import pytest

from functions import policies
from functions.core.contacts import Handle
from functions.core.notification_policy import Address, NotificationPolicy
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
from functions.policies.dates import write_date
from functions.policies.pages import TEMPLATES
from functions.policies.rendering import Rendered, render
from functions.policies.wording import clean
from tests.core.order_events import TUESDAY_MORNING

POLICY = policies.notifications()
WRITTEN = [milestone for milestone in Milestone if (TEMPLATES / f"nl/{milestone}.jinja").exists()]
FORMS = [(Channel.EMAIL, False), (Channel.WHATSAPP, False), (Channel.WHATSAPP, True)]
FORMS += [(Channel.SMS, False)]
FACTS = {
    "tracking_url": "https://carrier.example/3S1?a=1&b=2",
    "tracking_code": "3S1",
    "carrier": "PostNL",
    "expected_on": "2026-05-22",
    "new_date": "2026-05-01",
    "last_day": "2026-05-28",
    "lines": "2 × Hark\n1 × Schep",
    "total": "49.95 EUR",
    "partial": "true",
    "detail": "lost",
    "step": "refund",
    "attempt": "2",
    "window_from": "2026-05-20T13:00:00+02:00",
    "window_to": "2026-05-20T15:30:00+02:00",
    "pay_before": "2026-05-20T18:00:00+02:00",
}
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
    "Wout\r\nBcc: victim@mail.example",
    "Wout\nX-Header: 1",
    "Wout\u2028Bcc: victim@mail.example",
    "\u202eelttaC\u202c",
    "Wout\x00\x1b[31m",
    "\u200b\u200f",
    "W" * 100_000,
    "Claim your prize at https://evil.example",
    "WWW.EVIL.EXAMPLE",
    "evil.example",
    "boss@evil.example",
    " ",
    "",
]


def a_notice(
    milestone: Milestone = Milestone.HANDED_OVER,
    *,
    language: str = "nl",
    name: str | None = "Wout Peeters",
    number: str | None = "#1001",
    channel: Channel = Channel.EMAIL,
    template: bool = False,
    human: bool = False,
    kind: NotificationKind = NotificationKind.NEWS,
    parcel: str | None = "K1",
    facts: dict[str, str] | None = None,
    shop: str = "tuinhuis",
) -> Notification:
    return Notification(
        id="n1",
        shop=shop,
        items=(
            NotificationItem(
                fact=Fact(
                    order="820982",
                    parcel=parcel,
                    milestone=milestone,
                    occurred_at=TUESDAY_MORNING,
                ),
                order_number=number,
                facts=FACTS if facts is None else facts,
            ),
        ),
        recipient=Recipient(handle=Handle(scheme="email", value="wout@mail.example"), name=name),
        kind=kind,
        channel=channel,
        template=template,
        human=human,
        provider=POLICY.carriers.get(channel, "sms"),
        language=language,
        due_at=TUESDAY_MORNING,
    )


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("milestone", WRITTEN)
def test_every_notice_reads_well_in_every_language_whatever_is_missing(
    milestone: Milestone, language: Language
) -> None:
    tones = [POLICY, _reversed()]
    forms = zip(_with_and_without(), cycle(FORMS), strict=False)
    both = [pair for facts, form in forms for pair in ((facts, FORMS[0]), (facts, form))]
    for number, (facts, (channel, template)) in enumerate(both):
        notice = a_notice(
            milestone,
            language=language,
            name="Wout Peeters" if number % 5 else None,
            facts=facts,
            channel=channel,
            template=template,
            human=number % 3 == 0,
        )
        rendered = render(notice, tones[number // 3 % 2])

        for text in _texts(rendered):
            assert "1001" in text
            assert "None" not in text
            assert "{" not in text
            assert "  " not in text.replace("-- \n", "")
            assert " ." not in text
            assert " ," not in text


@pytest.mark.parametrize("language", Language)
def test_each_language_has_the_same_pages(language: Language) -> None:
    pages = {page.name for page in (TEMPLATES / language).iterdir()}

    assert pages == {page.name for page in (TEMPLATES / "nl").iterdir()}


def test_every_milestone_that_the_policy_tells_is_written() -> None:
    told = POLICY.told.consumer.union(*POLICY.told.business.values())

    assert told <= set(WRITTEN)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("form", FORMS)
def test_hostile_words_are_harmless_wherever_they_stand(
    name: str, form: tuple[Channel, bool]
) -> None:
    facts = dict.fromkeys(FACTS, name) | {"partial": "true"}

    channel, template = form
    notice = a_notice(name=name, number=name, channel=channel, template=template, facts=facts)

    rendered = render(notice, POLICY)

    assert not set("\r\n\x00\x1b\u2028\u202e\u200f") & set(rendered.subject or "")
    assert len(rendered.subject or "") <= 150
    assert len(rendered.text) < 5_000
    assert not set("\x00\x1b\u2028\u202e\u200f") & set(rendered.text)
    assert _tags(rendered.html or "") <= KNOWN_TAGS
    assert "href" not in (rendered.html or "")
    assert "49" not in rendered.text


KNOWN_TAGS = {
    *("html", "head", "meta", "title", "body", "table", "tr", "td", "p", "ul", "li"),
    *("span", "strong", "a", "br"),
}


@pytest.mark.parametrize("name", HOSTILE[-6:])
def test_a_name_that_is_no_name_is_left_out(name: str) -> None:
    text = render(a_notice(name=name), POLICY).text

    assert text.startswith("Dag,\n")


@pytest.mark.parametrize(
    "name",
    ["J.P. de Vries", "Anne-Sophie L’Hôpital", "Şükrü Öz", "王小明", "محمد علي", "O'Neill, PhD"],
)
def test_a_real_name_is_greeted_as_it_is(name: str) -> None:
    assert render(a_notice(name=name), POLICY).text.startswith(f"Dag {name},\n")


@pytest.mark.parametrize(
    "url",
    [
        "http://carrier.example",
        "javascript:alert(1)",
        "https://a@b.example",
        "https://x.example/ y",
    ],
)
def test_an_unsafe_link_is_not_shown(url: str) -> None:
    rendered = render(a_notice(facts={"tracking_url": url}), POLICY)

    assert url not in rendered.text
    assert "href" not in (rendered.html or "")


def test_the_link_is_escaped_in_html_and_whole_in_text() -> None:
    rendered = render(a_notice(), POLICY)

    assert FACTS["tracking_url"] in rendered.text
    assert 'href="https://carrier.example/3S1?a=1&amp;b=2"' in (rendered.html or "")


def test_the_order_id_stands_in_for_a_number_that_is_not_known() -> None:
    for number in (None, "", "\u200b\n"):
        assert "820982" in (render(a_notice(number=number), POLICY).subject or "")


@pytest.mark.parametrize("milestone", WRITTEN)
@pytest.mark.parametrize("language", Language)
def test_the_value_of_a_template_is_one_short_line(
    milestone: Milestone, language: Language
) -> None:
    notice = a_notice(milestone, language=language, channel=Channel.WHATSAPP, template=True)

    rendered = render(notice, POLICY)

    assert (rendered.subject, rendered.html) == (None, None)
    assert "\n" not in rendered.text
    assert len(rendered.text) < 400


def test_a_shop_speaks_formally_or_informally_as_its_policy_says() -> None:
    usual, other = (render(a_notice(), policy).text for policy in (POLICY, _reversed()))

    assert "je bestelling" in usual
    assert "uw bestelling" in other
    assert " je " not in other


def test_a_shop_without_a_voice_of_its_own_speaks_under_its_own_name() -> None:
    text = render(a_notice(shop="fietsenhoek"), POLICY).text

    assert "Fietsenhoek" in text
    assert "Tuinhuis" not in text


@pytest.mark.parametrize("text", ["22-05-2026", "morgen", "2026-13-01", ""])
def test_a_date_that_is_none_is_left_out(text: str) -> None:
    rendered = render(a_notice(Milestone.DELAYED, facts={"new_date": text}), POLICY)

    assert "nog niet bekend" in rendered.text


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (Language.DUTCH, "vrijdag 1 mei 2026"),
        (Language.ENGLISH, "Friday 1 May 2026"),
        (Language.GERMAN, "Freitag, 1. Mai 2026"),
        (Language.FRENCH, "vendredi 1er mai 2026"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(language: Language, written: str) -> None:
    assert write_date(date(2026, 5, 1), language) == written
    assert written in render(a_notice(Milestone.DELAYED, language=language), POLICY).text


def test_cleaning_reads_no_more_than_it_needs() -> None:
    assert clean("a\tb\u00a0 c\u200d", 10) == "a b c"
    assert clean("x" * 1_000_000, 10) == "x" * 9 + "…"


def _with_and_without() -> Iterator[dict[str, str]]:
    """All facts, none, and each one missing."""
    yield FACTS
    yield {}
    for missing in FACTS:
        yield {fact: value for fact, value in FACTS.items() if fact != missing}


def _reversed() -> NotificationPolicy:
    """The policy with every tone turned round."""
    voice = POLICY.shops["tuinhuis"]
    turned = {Address.FORMAL: Address.INFORMAL, Address.INFORMAL: Address.FORMAL}
    address = {language: turned[tone] for language, tone in voice.address.items()}
    shops = {"tuinhuis": voice.model_copy(update={"address": address})}
    return POLICY.model_copy(update={"shops": shops})


def _texts(rendered: Rendered) -> list[str]:
    return [text for text in (rendered.subject, rendered.text) if text is not None]


def _tags(html: str) -> set[str]:
    found: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add(tag)
            assert not any(name.startswith("on") for name, _ in attrs)

    Reader().feed(html)
    return found
