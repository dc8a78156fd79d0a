"""Judge.me: reviews of products, as far as its protocol is known."""

import base64
import hashlib
import hmac
from datetime import datetime

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery
from functions.core.errors import SignatureError
from functions.core.evidence.handles import email_handle, scoped_handle
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.untrusted import (
    Identifier,
    Json,
    Line,
    Prose,
    Theirs,
    as_object,
    clean_text,
    read_object,
    unknown,
)
from functions.providers._messages import read_each, text_of
from functions.providers._reviews import Review, review_contact
from functions.providers.base import Provider
from functions.providers.signatures import same_text, secrets_of

# https://judge.me/help/en/articles/8409180-judge-me-api
HEADER = "judgeme-hmac-sha256"


class JudgeMe(Provider):
    """`secrets`: the app's secret where an OAuth app made the webhook, else the private API token.
    Settings: `digest`, `hex` (the default) or `base64`, since the encoding is not documented."""

    channel = Channel.REVIEW

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        given = delivery.headers.get(HEADER, "")
        digests = [
            hmac.new(secret.encode("utf-8", "surrogatepass"), delivery.body, hashlib.sha256)
            for secret in secrets_of(credentials)
        ]
        coded = credentials.settings.get("digest", "hex") == "base64"
        expected = [
            base64.b64encode(one.digest()).decode() if coded else one.hexdigest() for one in digests
        ]
        if not given or not any(same_text(given, text) for text in expected):
            raise SignatureError(f"{HEADER} does not fit the body; check secret and `digest`")

    def parse(self, delivery: Delivery) -> list[Item]:
        body: Json = read_object(delivery.body)
        return read_each(delivery, [("", body)], lambda _, raw: [_item(delivery, as_object(raw))])


class Reviewer(Theirs):
    email: Line | None = None
    name: Line | None = None


class JudgeMeReview(Theirs):
    id: Identifier
    title: Line | None = None
    body: Prose = ""
    rating: Line | None = None
    reviewer: Reviewer = Reviewer()
    created_at: Sometime = None
    updated_at: Sometime = None
    product_title: Line | None = None


def _item(delivery: Delivery, body: dict[str, Json]) -> Item:
    topic = text_of(body, "topic") or text_of(body, "event") or "review"
    raw = body.get("review") or (body if "rating" in body else None)
    if raw is None:
        return unknown(delivery, None, topic, "no review in it; a person must look")
    told = JudgeMeReview.model_validate(raw)
    if as_object(raw).get("hidden") is True or as_object(raw).get("curated") == "spam":
        return unknown(delivery, None, topic, "hidden as spam by Judge.me", recorded=True)
    # The address is what the reviewer typed into a form: it proves nobody.
    sender = email_handle(told.reviewer.email or "")
    changed: datetime | None = told.updated_at
    edited = changed is not None and told.created_at is not None and changed != told.created_at
    return review_contact(
        delivery,
        Review(
            id=told.id,
            edit=changed.isoformat() if edited and changed else None,
            sender=sender or scoped_handle(delivery.provider, f"review:{told.id}"),
            proven=sender is None,
            name=told.reviewer.name,
            stars=told.rating,
            title=told.title or told.product_title,
            text=clean_text(told.body),
            at=changed or told.created_at,
        ),
    )
