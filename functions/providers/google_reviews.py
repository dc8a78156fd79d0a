"""Google Business reviews: Pub/Sub tells that there is one, the API tells what it says."""

import base64
import binascii
import re
from collections.abc import Mapping

from pydantic import Field

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery, OutboundRequest
from functions.core.errors import PayloadError
from functions.core.evidence.handles import scoped_handle
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.untrusted import (
    Json,
    Line,
    Prose,
    Theirs,
    as_object,
    read_json,
    read_object,
    unknown,
    usable_id,
)
from functions.providers._messages import bearer, read_each, text_of
from functions.providers._reviews import Review, review_contact
from functions.providers.base import Provider
from functions.providers.signatures import check_shown_secret

# https://developers.google.com/my-business/reference/notifications/rest/v1/NotificationSetting
API_BASE = "https://mybusiness.googleapis.com/v4"
REVIEWS = {"NEW_REVIEW", "UPDATED_REVIEW"}
RECORDED = {
    "GOOGLE_UPDATE": "Google changed facts about the shop",
    "NEW_CUSTOMER_MEDIA": "a customer added a picture",
    "VOICE_OF_MERCHANT_UPDATED": "Google changed facts about the shop",
}
STARS = {"ONE": "1", "TWO": "2", "THREE": "3", "FOUR": "4", "FIVE": "5"}
NAME = re.compile(r"accounts/[\w-]{1,60}/locations/[\w-]{1,60}/reviews/([\w=+-]{1,200})", re.ASCII)


class GoogleReviews(Provider):
    """`secrets` are tokens that stand in the push subscription's address (`?token=…`; the name is
    the setting `token_parameter`). Settings: `token`, an OAuth access token that reads the reviews,
    `api_base`. Without `token` a review arrives without its words."""

    channel = Channel.REVIEW
    thin = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        name = credentials.settings.get("token_parameter", "token")
        check_shown_secret(delivery.query.get(name, ""), credentials)

    def fetches(
        self, delivery: Delivery, credentials: Credentials
    ) -> Mapping[str, OutboundRequest]:
        try:
            review = _review_name(_notice(delivery))
        except PayloadError:
            return {}
        token = credentials.settings.get("token")
        if not review or not token:
            return {}
        base = credentials.settings.get("api_base", API_BASE).rstrip("/")
        request = OutboundRequest(
            method="GET",
            url=f"{base}/{review}",
            headers={**bearer(token), "accept": "application/json"},
        )
        return {"review": request}

    def parse(self, delivery: Delivery) -> list[Item]:
        notice: Json = _notice(delivery)
        return read_each(delivery, [("", notice)], lambda _, raw: [_item(delivery, raw)])


class Reviewer(Theirs):
    name: Line | None = Field(None, alias="displayName")


class GoogleReview(Theirs):
    reviewer: Reviewer = Reviewer()
    stars: Line | None = Field(None, alias="starRating")
    comment: Prose = ""
    created_at: Sometime = Field(None, alias="createTime")
    updated_at: Sometime = Field(None, alias="updateTime")


def _notice(delivery: Delivery) -> dict[str, Json]:
    """The notification inside Pub/Sub's envelope, with the envelope's id beside it."""
    message = as_object(read_object(delivery.body).get("message"))
    data = message.get("data")
    try:
        inner = base64.b64decode(data if isinstance(data, str) else "", validate=True)
    except (binascii.Error, ValueError) as error:
        raise PayloadError("message.data: expected base64") from error
    return as_object(read_json(inner or b"{}")) | {"messageId": message.get("messageId")}


def _review_name(notice: Mapping[str, Json]) -> str | None:
    told = notice.get("review")
    return told if isinstance(told, str) and NAME.fullmatch(told) else None


def _item(delivery: Delivery, raw: Json) -> Item:
    notice = as_object(raw)
    kind = text_of(notice, "notificationType") or "notification without type"
    number, name = usable_id(text_of(notice, "messageId")), _review_name(notice)
    if kind in RECORDED:
        return unknown(delivery, number, kind, RECORDED[kind], recorded=True)
    if kind not in REVIEWS or name is None:
        return unknown(delivery, number, kind, "no review that we can name; a person must look")
    answer = delivery.fetched.get("review")
    if answer == b"":
        return unknown(delivery, number, kind, "the review is gone", recorded=True)
    own_id = name.rpartition("/")[2]
    told = GoogleReview.model_validate(read_object(answer) if answer else {})
    changed = told.updated_at if kind == "UPDATED_REVIEW" else None
    edit = (changed.isoformat() if changed else number) if kind == "UPDATED_REVIEW" else None
    return review_contact(
        delivery,
        Review(
            id=own_id,
            edit=edit,
            sender=scoped_handle(delivery.provider, own_id),
            proven=True,
            name=told.reviewer.name,
            stars=STARS.get(told.stars or ""),
            title="Google review",
            text=told.comment,
            at=changed or told.created_at,
        ),
    )
