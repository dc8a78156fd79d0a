"""Trustpilot: reviews of the shop, pushed by its webhook or by a poller of its API."""

from pydantic import Field

from functions.core.contacts import Anchor, AnchorKind, Channel
from functions.core.deliveries import Credentials, Delivery
from functions.core.errors import PayloadError, SignatureError
from functions.core.evidence.anchors import normalised
from functions.core.evidence.handles import scoped_handle
from functions.core.items import Item
from functions.core.moments import Sometime
from functions.core.untrusted import (
    Identifier,
    Json,
    Line,
    Prose,
    Theirs,
    as_object,
    read_object,
    unknown,
)
from functions.providers._basic_login import shown_login
from functions.providers._messages import listed, read_each, text_of
from functions.providers._reviews import Review, review_contact
from functions.providers.base import Provider
from functions.providers.signatures import check_shown_secret

# https://developers.trustpilot.com/
EVENTS = {"service-review-created", "service-review-updated"}
RECORDED = {"service-review-deleted": "the review was taken back"}


class Trustpilot(Provider):
    """`secrets` are `user:password`, as they stand in the webhook's address. Trustpilot documents
    neither events nor their proof; a list `reviews`, as its API gives them, is read as well."""

    channel = Channel.REVIEW

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        login = shown_login(delivery)
        if not login:
            raise SignatureError("authorization holds no user and password")
        check_shown_secret(login, credentials)

    def parse(self, delivery: Delivery) -> list[Item]:
        body = read_object(delivery.body)
        entries = [*listed(body, "events"), *listed(body, "reviews")]
        if not entries:
            raise PayloadError("events: expected a list of events or of reviews")
        return read_each(delivery, entries, lambda place, raw: [_item(delivery, place, raw)])


class Consumer(Theirs):
    id: Identifier | None = None
    name: Line | None = Field(None, alias="displayName")


class TrustpilotReview(Theirs):
    id: Identifier
    stars: Line | None = None
    title: Line | None = None
    text: Prose = ""
    language: Line | None = None
    consumer: Consumer = Consumer()
    reference: Line | None = Field(None, alias="referenceId")
    created_at: Sometime = Field(None, alias="createdAt")
    updated_at: Sometime = Field(None, alias="updatedAt")


def _item(delivery: Delivery, place: str, raw: Json) -> Item:
    event = text_of(raw, "eventName")
    data = as_object(raw).get("eventData") if event else raw
    own_id = text_of(data, "id")
    if event in RECORDED:
        named = f"{own_id}:deleted" if own_id else None
        return unknown(delivery, named, str(event), RECORDED[event], place=place, recorded=True)
    if event and event not in EVENTS:
        return unknown(delivery, None, event, "an event that we do not know", place=place)
    told = TrustpilotReview.model_validate(data)
    edited = told.updated_at if told.updated_at != told.created_at else None
    number = normalised(told.reference or "")
    return review_contact(
        delivery,
        Review(
            id=told.id,
            edit=edited.isoformat() if edited else None,
            sender=scoped_handle(delivery.provider, told.consumer.id or f"review:{told.id}"),
            proven=True,
            name=told.consumer.name,
            stars=told.stars,
            title=told.title,
            text=told.text,
            at=edited or told.created_at,
            language=told.language,
            anchors=(Anchor(kind=AnchorKind.ORDER, value=number),) if number else (),
        ),
    )
