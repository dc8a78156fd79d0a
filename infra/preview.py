"""`make preview`: every message in every language and form as pages to look at, with an index."""

import html
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

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
from functions.policies.pages import TEMPLATES
from functions.policies.rendering import Rendered, render
from functions.policies.text_messages import parts_of
from infra.preview_samples import ANSWER, DIGEST, facts_of

FOLDER = Path("out/preview")
NOW = datetime(2026, 5, 19, 10, tzinfo=UTC)
LANGUAGES = {"nl": "Nederlands", "en": "English", "de": "Deutsch", "fr": "Français"}
STYLE = """
body { font: 15px/1.5 Arial, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem;
  color: #20281f; background: #fbfcfa }
a { color: #2f5d3a } h1 { font: 28px Georgia, serif } h2 { margin-top: 2rem }
table { border-collapse: collapse; width: 100% } th { color: #566052 }
td, th { padding: .5rem .8rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid #dfe6da }
.bubble { max-width: 26rem; margin: 0 0 .4rem; padding: .7rem 1rem; border-radius: .3rem 1rem 1rem;
  background: #fff; border: 1px solid #dfe6da; white-space: pre-wrap; overflow-wrap: anywhere }
.sms { background: #e7efe3 } .note { color: #6b7468; font-size: 13px; margin: 0 0 1.2rem }
.forms { display: grid; grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr)); gap: 2rem }
iframe { width: 100%; height: 46rem; border: 1px solid #dfe6da; border-radius: .6rem }
pre { white-space: pre-wrap; background: #fff; border: 1px solid #dfe6da; padding: 1rem }
"""


@dataclass(frozen=True)
class Sample:
    """What to show: a piece of news, a digest of several, or an answer."""

    name: str
    milestones: tuple[Milestone, ...]
    details: tuple[str, ...] = ()
    kind: NotificationKind = NotificationKind.NEWS


@dataclass(frozen=True)
class Voice:
    """How it is said: formally or not, gravely or not."""

    name: str
    address: Address
    human: bool = False


VOICES = (
    Voice("informal", Address.INFORMAL),
    Voice("formal", Address.FORMAL),
    Voice("informal-grave", Address.INFORMAL, human=True),
    Voice("formal-grave", Address.FORMAL, human=True),
)
EXCEPTIONS = ("address", "customs", "damaged", "lost")
STEPS = ("handed_over", "delivered", "refund")


def main(folder: Path = FOLDER) -> int:
    """Write the pages; print where the index is."""
    folder.mkdir(parents=True, exist_ok=True)
    for sample, language, voice in product(samples(), Language, VOICES):
        name = f"{sample.name}.{language}.{voice.name}"
        mail = _rendered(sample, language, voice, Channel.EMAIL)
        (folder / f"{name}.mail.html").write_text(mail.html or "", encoding="utf-8")
        (folder / f"{name}.html").write_text(
            _page(
                f"{sample.name} · {LANGUAGES[language]} · {voice.name}",
                _forms(sample, language, voice, name, mail),
            ),
            encoding="utf-8",
        )
    (folder / "templates.html").write_text(_templates(), encoding="utf-8")
    (folder / "index.html").write_text(_index(), encoding="utf-8")
    sys.stdout.write(f"{len(list(folder.glob('*.html')))} pages: {folder / 'index.html'}\n")
    return 0


def samples() -> list[Sample]:
    """Every page that there is, in the order of an order's life; troubles and steps apart."""
    found = []
    for milestone in written():
        details = {Milestone.EXCEPTION: EXCEPTIONS, Milestone.MISSED_PROMISE: STEPS}
        for detail in details.get(milestone, ("",)):
            name = f"{milestone}-{detail}" if detail else str(milestone)
            found.append(Sample(name, (milestone,), (detail,)))
    answer = Sample("auto_reply", (ANSWER,), kind=NotificationKind.AUTO_REPLY)
    return [*found, Sample("digest", DIGEST), answer]


def written() -> list[Milestone]:
    """Every milestone that there are templates for, in the order of an order's life."""
    pages = {page.stem for page in (TEMPLATES / Language.DUTCH).glob("*.jinja")}
    return [milestone for milestone in Milestone if milestone.value in pages]


def _rendered(
    sample: Sample, language: Language, voice: Voice, channel: Channel, *, template: bool = False
) -> Rendered:
    policy = policies.notifications()
    notice = _notice(sample, language, policy).model_copy(
        update={"channel": channel, "human": voice.human, "template": template}
    )
    return render(notice, _speaking(policy, language, voice))


def _speaking(policy: NotificationPolicy, language: Language, voice: Voice) -> NotificationPolicy:
    spoken = policy.shops[policy.default_shop].model_copy(
        update={"address": {language: voice.address}}
    )
    return policy.model_copy(update={"shops": {policy.default_shop: spoken}})


def _notice(sample: Sample, language: Language, policy: NotificationPolicy) -> Notification:
    details = sample.details or ("",) * len(sample.milestones)
    items = tuple(
        NotificationItem(
            fact=Fact(order=f"82098{number}", parcel="K1", milestone=milestone, occurred_at=NOW),
            order_number=f"#{1001 + number}",
            facts=facts_of(milestone, detail),
        )
        for number, (milestone, detail) in enumerate(zip(sample.milestones, details, strict=True))
    )
    return Notification(
        id="preview",
        shop=policy.default_shop,
        kind=sample.kind,
        items=items,
        recipient=Recipient(
            handle=Handle(scheme="email", value="wout@mail.example"), name="Wout Peeters"
        ),
        provider="preview",
        language=language,
        due_at=NOW,
    )


def _forms(sample: Sample, language: Language, voice: Voice, name: str, mail: Rendered) -> str:
    chat = _rendered(sample, language, voice, Channel.WHATSAPP).text
    value = _rendered(sample, language, voice, Channel.WHATSAPP, template=True).text
    sms = _rendered(sample, language, voice, Channel.SMS).text
    subject = html.escape(mail.subject or "")
    return (
        f'<p><a href="index.html">All messages</a></p><div class="forms"><div>'
        f"<h2>Mail</h2><p><b>{subject}</b></p>"
        f'<iframe src="{name}.mail.html" title="mail"></iframe></div><div>'
        f"<h2>WhatsApp</h2>{_bubble(chat, 'free text, within 24 hours')}"
        f"{_bubble(value, 'value of the approved template, later')}"
        f"<h2>Text message</h2>{_bubble(sms, _counted(sms), 'sms')}"
        f"<h2>Mail as text</h2><pre>{html.escape(mail.text)}</pre></div></div>"
    )


def _counted(text: str) -> str:
    parts = parts_of(text)
    return f"{len(text)} characters, {parts} part{'' if parts == 1 else 's'}"


def _bubble(text: str, note: str, also: str = "") -> str:
    return f'<div class="bubble {also}">{html.escape(text)}</div><p class="note">{note}</p>'


def _templates() -> str:
    """What to have approved by WhatsApp, once for each language."""
    digest = policies.notifications().whatsapp_digest_template
    names = [*(f"order_{milestone}" for milestone in written()), *([digest] if digest else ())]
    rows = "".join(f"<tr><td>{name}</td><td>{', '.join(Language)}</td></tr>" for name in names)
    return _page(
        "WhatsApp templates",
        '<p><a href="index.html">All messages</a></p><p>Each has one variable, the whole news in '
        "one line; its body is the shop's own, for instance:</p>"
        '<div class="bubble">Tuinhuis: {{1}}\n\nReply to this message if you have a question.</div>'
        f"<table><tr><th>Name</th><th>Languages</th></tr>{rows}</table>",
    )


def _index() -> str:
    heads = "".join(f"<th>{name}</th>" for name in LANGUAGES.values())
    rows = "".join(
        f"<tr><td>{html.escape(sample.name)}</td>{''.join(_cells(sample))}</tr>"
        for sample in samples()
    )
    return _page(
        "Order updates",
        '<p><a href="templates.html">Templates to have approved by WhatsApp</a></p>'
        f"<table><tr><th></th>{heads}</tr>{rows}</table>",
    )


def _cells(sample: Sample) -> Iterator[str]:
    for language in Language:
        subject = _rendered(sample, language, VOICES[0], Channel.EMAIL).subject or ""
        yield f"<td>{html.escape(subject)}<br>{_voice_links(sample, language)}</td>"


def _voice_links(sample: Sample, language: Language) -> str:
    links: Sequence[str] = [
        f'<a href="{sample.name}.{language}.{voice.name}.html">{voice.name}</a>' for voice in VOICES
    ]
    return " · ".join(links)


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><h1>{title}</h1>{body}</body></html>\n"
    )


if __name__ == "__main__":
    sys.exit(main())
