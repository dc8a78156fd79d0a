"""A Shopify delivery out of its wrapping: two families of headers, or an EventBridge event."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from pydantic import AwareDatetime, ConfigDict, TypeAdapter, ValidationError

from functions.core.deliveries import Delivery, Transport
from functions.core.untrusted import (
    Json,
    as_object,
    clean_line,
    placed_id,
    plausible,
    read_object,
    usable_id,
)

MAX_TOPIC = 80
_TIME: TypeAdapter[datetime] = TypeAdapter(AwareDatetime, config=ConfigDict(defer_build=True))


class Envelope(NamedTuple):
    """A delivery taken out of its wrapping: the headers by their short names, and the payload."""

    headers: Mapping[str, str]
    payload: dict[str, Json]
    item_id: str

    @property
    def topic(self) -> str:
        return clean_line(self.header("topic")).lower()

    def header(self, name: str) -> str:
        return self.headers.get(name, "")


def unwrap(delivery: Delivery) -> Envelope:
    body = read_object(delivery.body)
    on_bus = delivery.transport is Transport.BUS
    detail = as_object(body.get("detail")) if on_bus else {}
    headers = short_headers(delivery)
    own_id = usable_id(headers.get("event-id")) or usable_id(headers.get("webhook-id"))
    if own_id is None and on_bus:
        own_id = usable_id(body.get("id"))
    # One action of a merchant can raise several topics under one event id.
    topic = clean_line(headers.get("topic", "")).lower()
    return Envelope(
        headers=headers,
        payload=as_object(detail.get("payload")) if on_bus else body,
        item_id=f"{own_id or placed_id(delivery, '')}:{topic[:MAX_TOPIC]}".rstrip(":"),
    )


def short_headers(delivery: Delivery) -> dict[str, str]:
    """Shopify's headers without `x-` and `shopify-`; the newer family wins where both are there."""
    given: Mapping[str, Json] = dict(delivery.headers)
    if delivery.transport is Transport.BUS:
        given = as_object(as_object(read_object(delivery.body).get("detail")).get("metadata"))
    named = {name.lower(): value for name, value in given.items() if isinstance(value, str)}
    older = {n[10:]: v for n, v in named.items() if n.startswith("x-shopify-")}
    return older | {n[8:]: v for n, v in named.items() if n.startswith("shopify-")}


def moment(happened: datetime | None, envelope: Envelope, received_at: datetime) -> datetime:
    """The payload's own clock, else when Shopify raised the event, else when it came."""
    return plausible(happened or read_time(envelope.header("triggered-at")), received_at)


def read_time(text: str) -> datetime | None:
    try:
        return _TIME.validate_python(text)
    except ValidationError:
        return None
