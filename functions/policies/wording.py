"""What a template may say of a notification: its facts, cleaned and written in its language."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial

from functions.core.notification_facts import is_web_link
from functions.core.notification_policy import Address, NotificationPolicy
from functions.core.notifications import Notification, NotificationItem
from functions.core.orders import Milestone
from functions.core.values import Language
from functions.policies.amounts import write_amount
from functions.policies.dates import write_date, write_moment, write_window

NAME_LENGTH = 40
FACT_LENGTH = 120
# A name that mail clients would turn into a link is bait: somebody else's text in our message.
LOOKS_LIKE_A_LINK = re.compile(r"[@/\\]|www\.|\w\w\.\w\w", re.IGNORECASE)

Context = dict[str, object]


def around(notification: Notification, policy: NotificationPolicy) -> Context:
    """What the words around the news may use: who speaks to whom, and in which tone."""
    language = Language(notification.language)
    voice = policy.voice(notification.shop)
    formal = voice.address.get(language, Address.INFORMAL) is Address.FORMAL
    numbers = {_number(item) for item in notification.items}
    return {
        "language": language.value,
        "shop": clean(voice.name),
        "support": clean(voice.support),
        "tone": partial(_say, formal),
        "name": _name(notification.recipient.name),
        "human": notification.human,
        "number": numbers.pop() if len(numbers) == 1 else None,
    }


def of_item(item: NotificationItem, envelope: Context, policy: NotificationPolicy) -> Context:
    """Every name that a piece of news may use; what is not known is None, so that a misspelt name
    is an error.
    """
    facts, language = item.facts, Language(str(envelope["language"]))
    url = facts.get("tracking_url", "")
    return {
        **envelope,
        "number": _number(item),
        "parcel": _fact(item.fact.parcel),
        "tracking_url": url if is_web_link(url) and policy.knows_host_of(url) else None,
        "tracking_code": _fact(facts.get("tracking_code")),
        "carrier": _fact(facts.get("carrier")),
        "expected_on": _date(facts.get("expected_on"), language),
        "new_date": _date(facts.get("new_date"), language),
        "last_day": _date(facts.get("last_day"), language),
        "window": _window(facts, language),
        "pay_before": _moment(facts.get("pay_before"), language),
        "attempt": _fact(facts.get("attempt")),
        "lines": [clean(line) for line in facts.get("lines", "").splitlines() if line.strip()],
        "total": _amount(facts.get("total"), language),
        "refunding": item.fact.milestone is Milestone.REFUNDED,
        "partial": facts.get("partial") == "true",
        "detail": _fact(facts.get("detail")),
        "step": _fact(facts.get("step")),
    }


def clean(text: str, limit: int = FACT_LENGTH) -> str:
    """One line of visible characters: no line breaks, control or direction marks, not too long."""
    visible = "".join(
        " " if character.isspace() else character
        for character in text[: 4 * limit]
        if character.isspace() or unicodedata.category(character)[0] != "C"
    )
    words = " ".join(visible.split())
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def _say(formal: bool, informally: str, formally: str) -> str:
    return formally if formal else informally


def _number(item: NotificationItem) -> str:
    return _fact(item.order_number) or clean(item.fact.order)


def _name(name: str | None) -> str | None:
    """A name to greet by, or none where it is more likely a trick than a name."""
    known = clean(name or "", NAME_LENGTH)
    return known if known and not LOOKS_LIKE_A_LINK.search(known) else None


def _fact(text: str | None) -> str | None:
    return clean(text or "") or None


def _amount(text: str | None, language: Language) -> str | None:
    known = _fact(text)
    return write_amount(known, language) if known else None


def _date(text: str | None, language: Language) -> str | None:
    return _written(text, lambda known: write_date(date.fromisoformat(known), language))


def _moment(text: str | None, language: Language) -> str | None:
    return _written(text, lambda known: write_moment(datetime.fromisoformat(known), language))


def _window(facts: Mapping[str, str], language: Language) -> str | None:
    ends = facts.get("window_to", "")
    return _written(
        facts.get("window_from"),
        lambda known: write_window(
            datetime.fromisoformat(known), datetime.fromisoformat(ends), language
        ),
    )


def _written(text: str | None, write: Callable[[str], str]) -> str | None:
    """None where the text is missing or is no date or time."""
    try:
        return write(text) if text else None
    except ValueError:
        return None
