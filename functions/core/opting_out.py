"""The one-click link under a notice by mail: who follows it wants no more mail about orders.

The link shows which message it stood in, and a proof that we made it: HMAC-SHA256 over the shop,
the channel, the message and the language. A message's id is the digest of shop, person, channel
and news, so the proof holds for that person, that channel and that shop alone, and the link tells
nobody who it is for.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from pydantic import AwareDatetime

from functions.core.updates.policy import Channel
from functions.core.values import Language, Value

CHANNEL = Channel.EMAIL
"""Only mail has such links."""
ONE_CLICK = "List-Unsubscribe=One-Click"
"""https://www.rfc-editor.org/rfc/rfc8058#section-3.1: what is posted to the link, word for word."""
_TOKEN = re.compile(r"([0-9a-f]{24})\.([a-z]{2})\.([0-9a-f]{64})", re.ASCII)
LONGEST = 24 + 1 + 2 + 1 + 64


class OptOut(Value):
    """Somebody pressed the button, or a mail program did it for them."""

    kind: Literal["opt_out"] = "opt_out"
    id: str
    provider: str
    account: str
    shop: str
    notification_id: str
    """The message whose link it was; its recipient is who wants no more."""
    occurred_at: AwareDatetime


class Link(NamedTuple):
    """What a genuine link tells."""

    notification_id: str
    language: Language


def sign_link(secrets: Sequence[str], shop: str, link: Link) -> str | None:
    """The token of a link; None where there is no key to sign it with. The first one signs."""
    keys = _keys(secrets)
    return f"{link.notification_id}.{link.language}.{_proof(keys[0], shop, link)}" if keys else None


def read_link(secrets: Sequence[str], shop: str, token: str) -> Link | None:
    """What the token tells, if one of the keys signed it: an old one counts until it is taken away.

    Whatever is wrong with it takes the same way out, and every key is compared in full.
    """
    link, proof = _parts(token)
    if link is None:
        return None
    matches = [hmac.compare_digest(_proof(key, shop, link), proof) for key in _keys(secrets)]
    return link if any(matches) else None


def told_by(token: str) -> Link | None:
    """What the token says of itself; whether that is true was asked at the door."""
    return _parts(token)[0]


def _parts(token: str) -> tuple[Link | None, str]:
    found = _TOKEN.fullmatch(token) if len(token) == LONGEST else None
    if found is None or found[2] not in set(Language):
        return None, ""
    return Link(found[1], Language(found[2])), found[3]


def _proof(key: str, shop: str, link: Link) -> str:
    signed = json.dumps(["opt-out", shop, CHANNEL, link.notification_id, link.language])
    return hmac.new(
        key.encode("utf-8", "surrogatepass"), signed.encode(), hashlib.sha256
    ).hexdigest()


def _keys(secrets: Sequence[str]) -> list[str]:
    return [secret for secret in secrets if secret.strip()]
