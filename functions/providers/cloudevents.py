"""CloudEvents 1.0 for a shop without an adapter, signed by Standard Webhooks or by EventBridge."""

import base64
import binascii
from collections.abc import Iterator
from typing import Annotated
from urllib.parse import unquote

from pydantic import AwareDatetime, ConfigDict, Field, ValidationError

from functions.core.case_updates import CaseStep
from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery, Reply, Transport
from functions.core.errors import PayloadError
from functions.core.items import Item
from functions.core.untrusted import (
    Identifier,
    Json,
    Line,
    Theirs,
    as_object,
    read_json,
    read_object,
    unknown,
    wrong_field,
)
from functions.providers._cloudevents_asking import permission
from functions.providers._cloudevents_contact import read_case, read_contact
from functions.providers._cloudevents_data import (
    CHANNELS,
    as_word,
    event_id,
    read_order,
)
from functions.providers.base import Provider
from functions.providers.signatures import check_standard_webhooks

STRUCTURED = "application/cloudevents"
BATCH = "application/cloudevents-batch"
MAX_BATCH = 1_000
"""Events of one delivery; more would not be done before the Lambda's time is up."""


class CloudEvents(Provider):
    """`secrets` are Standard Webhooks secrets (`whsec_…`). The format of the data that we read is
    in events/README.md: `order.placed`, `parcel.delivered`, `contact.received` and their like."""

    channel = Channel.ORDER

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        """On the bus AWS itself vouches for the sender."""
        if delivery.transport is not Transport.BUS:
            check_standard_webhooks(delivery, credentials)

    def permit(self, delivery: Delivery, credentials: Credentials) -> Reply | None:
        return permission(delivery, credentials)

    def parse(self, delivery: Delivery) -> list[Item]:
        return [_item(delivery, place, raw) for place, raw in _events(delivery)]


Required = Annotated[Line, Field(min_length=1)]


class Attributes(Theirs):
    """What every CloudEvent has, as texts."""

    model_config = ConfigDict(coerce_numbers_to_str=False)
    specversion: Line
    id: Identifier
    source: Required
    type: Required
    time: AwareDatetime | None = None


def _events(delivery: Delivery) -> Iterator[tuple[str, Json]]:
    """Every event of the delivery with its place, in whatever mode it was sent."""
    content_type = delivery.headers.get("content-type", "").strip().lower()
    if delivery.transport is Transport.BUS:
        yield "", _from_bus(read_object(delivery.body))
    elif "ce-specversion" in delivery.headers and not content_type.startswith(STRUCTURED):
        yield "", _from_headers(delivery)
    else:
        yield from _from_body(read_json(delivery.body), content_type)


def _from_body(body: Json, content_type: str) -> Iterator[tuple[str, Json]]:
    """Some senders say plain `application/json`: then the body itself tells."""
    if isinstance(body, list) and len(body) > MAX_BATCH:
        raise PayloadError(f"a batch holds at most {MAX_BATCH} events; send the rest separately")
    if isinstance(body, list) and (content_type.startswith(BATCH) or body):
        yield from ((str(index), event) for index, event in enumerate(body))
    elif isinstance(body, dict) and (content_type.startswith(STRUCTURED) or "specversion" in body):
        yield "", body
    else:
        raise PayloadError("content-type: neither ce-* headers nor a CloudEvent in the body")


# https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
def _from_headers(delivery: Delivery) -> dict[str, Json]:
    """Binary mode: attributes are percent-encoded headers, to be decoded exactly once."""
    attributes: dict[str, Json] = {
        name.removeprefix("ce-"): unquote(value)
        for name, value in delivery.headers.items()
        if name.startswith("ce-")
    }
    return attributes | {"data": read_json(delivery.body) if delivery.body else None}


def _from_bus(event: dict[str, Json]) -> dict[str, Json]:
    """An EventBridge event says the same in other words."""
    names = {
        "id": "id",
        "source": "source",
        "time": "time",
        "type": "detail-type",
        "data": "detail",
    }
    return {"specversion": "1.0"} | {ours: event.get(theirs) for ours, theirs in names.items()}


def _item(delivery: Delivery, place: str, raw: Json) -> Item:
    given = as_object(raw)
    kind = given.get("type")
    kind = kind if isinstance(kind, str) else "event without type"
    try:
        event = Attributes.model_validate(raw)
        own_id = event_id(event.source, event.id)
    except ValidationError as error:
        return unknown(delivery, None, kind, wrong_field(error), place=place)
    if not event.specversion.startswith("1."):
        reason = "specversion: only CloudEvents 1.x is read"
        return unknown(delivery, own_id, kind, reason, place=place)
    try:
        item = _read(delivery, event, f"{delivery.provider}:{own_id}", _data(given))
    except ValidationError as error:
        return unknown(delivery, own_id, kind, wrong_field(error), place=place)
    except PayloadError as error:
        return unknown(delivery, own_id, kind, str(error), place=place)
    return item or unknown(delivery, own_id, kind, "type: no rule for it", place=place)


def _read(delivery: Delivery, event: Attributes, item_id: str, data: Json) -> Item | None:
    """By the last two words of the type; None for a type we do not know."""
    words = [as_word(word) for word in event.type.split(".")[-2:]]
    if words == ["contact", "received"]:
        return read_contact(delivery, item_id, event.source, data, event.time)
    if words[0] == "case" and words[-1] in set(CaseStep):
        return read_case(delivery, item_id, CaseStep(words[-1]), data, event.time)
    if len(words) < 2 or words[0] not in CHANNELS:
        return None
    return read_order(delivery, item_id, (words[0], words[1]), data, event.time)


def _data(event: dict[str, Json]) -> Json:
    encoded = event.get("data_base64")
    if not isinstance(encoded, str):
        return event.get("data")
    try:
        return read_json(base64.b64decode(encoded, validate=True))
    except (binascii.Error, ValueError) as error:
        raise PayloadError("data_base64: not base64") from error
