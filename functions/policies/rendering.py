"""A notification in words: mail with subject, text and HTML, or a short chat message."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from functions.core.notification_facts import is_web_link
from functions.core.notification_policy import Address, Carrier, NotificationPolicy
from functions.core.notifications import Notification
from functions.core.values import Language, Value
from functions.policies.dates import write_date

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
NAME_LENGTH = 40
FACT_LENGTH = 120
SUBJECT_LENGTH = 150
# A name that mail clients would turn into a link is bait: somebody else's text in our message.
LOOKS_LIKE_A_LINK = re.compile(r"[@/\\]|www\.|\w\w\.\w\w", re.IGNORECASE)

Context = dict[str, object]


class Rendered(Value):
    """What goes out. A chat message has no subject and no HTML, and is one line of text: the
    platforms refuse line breaks in the values of their approved templates.
    """

    subject: str | None
    text: str
    html: str | None


def render(notification: Notification, policy: NotificationPolicy) -> Rendered:
    """The notification in its language and in the shop's tone, safe whatever the facts hold."""
    context = _context(notification, policy)
    if notification.provider == Carrier.MAIL:
        return _mail(notification, context)
    return _chat(notification, context)


def clean(text: str, limit: int = FACT_LENGTH) -> str:
    """One line of visible characters: no line breaks, control or direction marks, not too long."""
    visible = "".join(
        " " if character.isspace() else character
        for character in text[: 4 * limit]
        if character.isspace() or unicodedata.category(character)[0] != "C"
    )
    words = " ".join(visible.split())
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def _mail(notification: Notification, context: Context) -> Rendered:
    page = f"{notification.language}/{notification.milestone}.jinja"
    words = f"{notification.language}/words.jinja"
    plain, markup = _environment(html=False), _environment(html=True)
    subject = clean(_macro(plain, page, "subject", context), SUBJECT_LENGTH)
    text = plain.get_template("mail.txt.jinja").render(
        context,
        words=plain.get_template(words).make_module(context),
        body=_macro(plain, page, "body", context),
    )
    html = markup.get_template("mail.html.jinja").render(
        context,
        words=markup.get_template(words).make_module(context),
        paragraphs=_paragraphs(markup, page, context),
        subject=subject,
    )
    return Rendered(subject=subject, text=text.strip() + "\n", html=html)


def _chat(notification: Notification, context: Context) -> Rendered:
    page = f"{notification.language}/{notification.milestone}.jinja"
    plain = _environment(html=False)
    words = plain.get_template(f"{notification.language}/words.jinja").make_module(context)
    text = plain.get_template("chat.txt.jinja").render(
        context, words=words, chat=_macro(plain, page, "chat", context)
    )
    return Rendered(subject=None, text=text.strip(), html=None)


def _context(notification: Notification, policy: NotificationPolicy) -> Context:
    """Every name a template may use; what is not known is None, so a misspelt name is an error."""
    facts, language = notification.facts, Language(notification.language)
    voice = policy.voice(notification.shop)
    formal = voice.address.get(language, Address.INFORMAL) is Address.FORMAL
    url = facts.get("tracking_url", "")
    return {
        "language": language.value,
        "shop": clean(voice.name),
        "support": clean(voice.support),
        "tone": partial(_say, formal),
        "name": _name(notification.recipient.name),
        "number": _fact(notification.order_number) or clean(notification.order_id),
        "parcel": _fact(notification.parcel),
        "tracking_url": url if is_web_link(url) else None,
        "tracking_code": _fact(facts.get("tracking_code")),
        "carrier": _fact(facts.get("carrier")),
        "expected_on": _date(facts.get("expected_on"), language),
        "new_date": _date(facts.get("new_date"), language),
        "last_day": _date(facts.get("last_day"), language),
        "lines": [clean(line) for line in facts.get("lines", "").splitlines() if line.strip()],
        "total": _fact(facts.get("total")),
        "partial": facts.get("partial") == "true",
        "detail": _fact(facts.get("detail")),
    }


def _say(formal: bool, informally: str, formally: str) -> str:
    return formally if formal else informally


def _name(name: str | None) -> str | None:
    """A name to greet by, or none where it is more likely a trick than a name."""
    known = clean(name or "", NAME_LENGTH)
    return known if known and not LOOKS_LIKE_A_LINK.search(known) else None


def _fact(text: str | None) -> str | None:
    return clean(text or "") or None


def _date(text: str | None, language: Language) -> str | None:
    try:
        return write_date(date.fromisoformat(text), language) if text else None
    except ValueError:
        return None


def _macro(environment: "Environment", page: str, name: str, context: Context) -> str:
    module = environment.get_template(page).make_module(context)
    macro: Callable[[], str] = getattr(module, name)
    return macro().strip()


def _paragraphs(environment: "Environment", page: str, context: Context) -> list[str]:
    from markupsafe import Markup

    body = _macro(environment, page, "body", context)
    # The environment has escaped it already; splitting cannot open a tag.
    return [Markup(part) for part in body.split("\n\n")]  # noqa: S704


@cache
def _environment(*, html: bool) -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    # Plain text is not escaped: there it would be seen. HTML is.
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=html,  # noqa: S701
        undefined=StrictUndefined,
    )
