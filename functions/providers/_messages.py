"""What providers of messages share: reading a batch item by item, files, people, and sending."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from pydantic import ValidationError

from functions.core.case_updates import CaseStep, CaseUpdate
from functions.core.contacts import Attachment, Handle
from functions.core.deliveries import Credentials, Delivery, OutboundRequest
from functions.core.errors import PayloadError, SendError
from functions.core.items import Item
from functions.core.notifications import Message
from functions.core.untrusted import (
    Json,
    as_object,
    clean_line,
    plausible,
    read_json,
    unknown,
    wrong_field,
)

MAX_FILES = 50
MAX_REFERENCE = 2_000
TEMPORARY_STATUSES = frozenset({401, 408, 409, 425, 429})
"""What passes, or what an operator can mend (an expired token), beside all 5xx."""
DAY = timedelta(hours=24)


def read_each(
    delivery: Delivery,
    raw_items: Iterable[tuple[str, Json]],
    read: Callable[[str, Json], Iterable[Item]],
) -> list[Item]:
    """Every item of a batch, in order; a spoilt one waits with its reason, alone."""
    items: list[Item] = []
    for place, raw in raw_items:
        try:
            items += read(place, raw)
        except ValidationError as error:
            own_id = as_object(raw).get("id")
            reason = wrong_field(error)
            items.append(unknown(delivery, own_id, "unreadable", reason, place=place))
    return items


def listed(value: Json, name: str) -> Iterator[tuple[str, Json]]:
    """The entries of the list of that name, each with its place; nothing where there is none."""
    found = as_object(value).get(name)
    if isinstance(found, list):
        for index, entry in enumerate(found):
            yield f"{name}.{index}", entry


def our_answer(
    delivery: Delivery,
    own_id: str,
    happened: datetime | None,
    *,
    to: Handle | None = None,
    answers: str | None = None,
) -> CaseUpdate:
    """What an agent wrote on the platform itself and it gives back: on the case of the message
    that it answers, else on the newest one of whom it was sent to, somebody was answered.
    """
    return CaseUpdate(
        id=f"{delivery.provider}:{own_id}",
        provider=delivery.provider,
        account=delivery.account,
        shop=delivery.shop,
        step=CaseStep.ANSWERED,
        contact_id=answers,
        person=to,
        echo=True,
        occurred_at=plausible(happened, delivery.received_at),
    )


def text_of(value: Json, *path: str) -> str | None:
    """The text or number at the end of that path, as text; None for anything else."""
    for name in path:
        value = as_object(value).get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    if isinstance(value, int) and abs(value) >= 10**19:
        return None
    return str(value) or None


def a_file(
    reference: Json, name: Json = None, content_type: Json = None, size: Json = None
) -> Attachment | None:
    """One attachment; None without what is needed to fetch it."""
    if not isinstance(reference, str) or not 0 < len(reference) <= MAX_REFERENCE:
        return None
    is_size = isinstance(size, int) and not isinstance(size, bool) and 0 <= size < 10**12
    return Attachment(
        name=clean_line(name) or None if isinstance(name, str) else None,
        content_type=(clean_line(content_type) if isinstance(content_type, str) else "")
        or "application/octet-stream",
        size=size if is_size and isinstance(size, int) else None,
        reference=clean_line(reference) if len(reference) <= 500 else reference.strip(),
    )


def files_of(found: Iterable[Attachment | None]) -> tuple[Attachment, ...]:
    """Those that there are, so many as a person would look at."""
    return tuple(file for file in found if file)[:MAX_FILES]


def settings_of(credentials: Credentials, *names: str) -> tuple[str, ...]:
    """The settings that sending needs; an operator can add what is missing, so not for good."""
    missing = [name for name in names if not credentials.settings.get(name)]
    if missing:
        raise SendError(f"add {' and '.join(missing)} to the account's settings", permanent=False)
    return tuple(credentials.settings[name] for name in names)


def own_address(message: Message, scheme: str, platform: str) -> str:
    """The recipient's id on this platform; no other kind of handle can be reached by it."""
    recipient: Handle = message.recipient
    if recipient.scheme != scheme:
        raise SendError(
            f"{platform} cannot reach a handle of scheme {recipient.scheme}", permanent=True
        )
    return recipient.value


def checked_text(message: Message, longest: int, platform: str) -> str:
    if not message.text.strip() or len(message.text) > longest:
        raise SendError(f"a {platform} text has 1 to {longest} characters", permanent=True)
    return message.text


def answered(message: Message, provider: str) -> str | None:
    """The platform's own id of the message that this answers."""
    return message.answers.removeprefix(f"{provider}:") if message.answers else None


def is_within(message: Message, window: timedelta) -> bool:
    """Whether the recipient wrote so recently that the platform lets us write freely.

    Only his own words open the window: what we answer may be long ago, or a message of ours.
    """
    if message.last_heard_at is None or message.composed_at is None:
        return False
    return message.composed_at - message.last_heard_at <= window


def json_post(
    url: str, payload: Mapping[str, object], headers: Mapping[str, str]
) -> OutboundRequest:
    content = {"content-type": "application/json", **headers}
    return OutboundRequest(url=url, headers=content, body=json.dumps(payload).encode())


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def answer_object(body: bytes) -> dict[str, Json]:
    """The JSON object of an answer, or an empty one: proxies in between answer HTML."""
    try:
        return as_object(read_json(body))
    except PayloadError:
        return {}


def refusal(platform: str, status: int, reason: str | None) -> SendError:
    """What an answer without the sent message's id means.

    Accepted without an id counts as final: sending again could tell the customer twice.
    """
    passes = status in TEMPORARY_STATUSES or not 200 <= status < 500
    told = clean_line(reason)[:200] if reason else f"status {status} without a reason"
    return SendError(f"{platform} refused: {told}", permanent=not passes)
