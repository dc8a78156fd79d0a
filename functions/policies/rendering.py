"""A notification in words: mail with subject, text and HTML, or a message for a phone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from functions.core.notification_policy import NotificationPolicy
from functions.core.notifications import Notification, NotificationKind
from functions.core.updates.policy import Channel
from functions.core.values import Value
from functions.policies.pages import Page, Words, environment
from functions.policies.text_messages import fit
from functions.policies.wording import Context, around, clean, of_item

if TYPE_CHECKING:
    from jinja2 import Environment

SUBJECT_LENGTH = 150
LONGEST_VALUE = 1000
"""Characters of a template's value; WhatsApp takes 1024 in the whole body."""
BULLET = "•"


class Rendered(Value):
    """What goes out. A message for a phone has no subject and no HTML; in an approved template it
    is one line: the platforms refuse line breaks in values.
    """

    subject: str | None
    text: str
    html: str | None


def render(notification: Notification, policy: NotificationPolicy) -> Rendered:
    """The notification in its language and in the shop's tone, safe whatever the facts hold."""
    envelope = around(notification, policy)
    contexts = [of_item(item, envelope, policy) for item in notification.items]
    if notification.channel is Channel.EMAIL:
        return _mail(notification, envelope, contexts)
    pages = _pages(notification, contexts, environment(html=False))
    words = Words(environment(html=False), envelope)
    if notification.channel is Channel.SMS:
        text = fit(_text_message(words, pages))
    elif notification.template:
        text = clean(" ".join(_chat(words, pages)), LONGEST_VALUE)
    else:
        text = "\n".join(_chat(words, pages))
    return Rendered(subject=None, text=text.strip(), html=None)


def _pages(
    notification: Notification, contexts: Sequence[Context], written: "Environment"
) -> list[Page]:
    reply = notification.kind is NotificationKind.AUTO_REPLY
    names = ["auto_reply" if reply else item.fact.milestone for item in notification.items]
    return [Page(written, name, context) for name, context in zip(names, contexts, strict=True)]


def _mail(notification: Notification, envelope: Context, contexts: Sequence[Context]) -> Rendered:
    plain, markup = environment(html=False), environment(html=True)
    pages = _pages(notification, contexts, plain)
    words = Words(plain, envelope)
    subject = clean(pages[0].subject if len(pages) == 1 else words.say("news"), SUBJECT_LENGTH)
    text = plain.get_template("mail.txt.jinja").render(envelope, words=words.module, pages=pages)
    html = markup.get_template("mail.html.jinja").render(
        envelope,
        words=Words(markup, envelope).module,
        pages=_pages(notification, contexts, markup),
        subject=subject,
    )
    return Rendered(subject=subject, text=_tidy(text), html=html)


def _tidy(text: str) -> str:
    """At most one empty line at a time, as people write."""
    lines = text.strip().splitlines()
    kept = [line for before, line in zip(["-", *lines], lines, strict=False) if before or line]
    return "\n".join(kept) + "\n"


def _chat(words: Words, pages: Sequence[Page]) -> list[str]:
    """Line by line; one after the other they read as well."""
    grave = [words.say("human")] if words.is_grave else []
    if len(pages) == 1:
        return [f"{words.say('greeting')} {pages[0].chat}", *grave, *_links(words, pages)]
    news = dict.fromkeys(f"{BULLET} {page.summary}" for page in pages)
    return [f"{words.say('greeting')} {words.say('digest')}", *news, *grave, *_links(words, pages)]


def _links(words: Words, pages: Sequence[Page]) -> list[str]:
    links = dict.fromkeys(str(page.link) for page in pages if page.link)
    return [f"{words.say('link')} {link}" for link in links]


def _text_message(words: Words, pages: Sequence[Page]) -> list[str]:
    """From the fullest wording to the barest that still says it."""
    links, grave = _links(words, pages), [words.say("human")] if words.is_grave else []
    bare = f"{words.shop}: " + "; ".join(dict.fromkeys(page.summary for page in pages))
    shorter = [pages[0].chat[:1].upper() + pages[0].chat[1:]] if len(pages) == 1 else [bare]
    wordings = (
        _chat(words, pages),
        [*shorter, *grave, *links],
        [*shorter, *links],
        [bare, *links],
        [bare],
    )
    return [" ".join(wording) for wording in wordings]
