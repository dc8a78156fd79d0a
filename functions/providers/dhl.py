"""DHL Shipment Tracking Unified Push: shipments with their events."""

from collections.abc import Iterator

from pydantic import Field

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery
from functions.core.errors import SignatureError
from functions.core.items import Item
from functions.core.moments import Someday, Sometime
from functions.core.orders import Milestone
from functions.core.untrusted import (
    Identifier,
    Json,
    Line,
    Link,
    Theirs,
    as_object,
    read_object,
    unknown,
    usable_id,
)
from functions.providers._facts import parcel_update, track
from functions.providers._payload import own_id, readable
from functions.providers._promises import meaning, window_of
from functions.providers.base import Provider
from functions.providers.signatures import same_text, secrets_of

# https://developer.dhl.com/api-reference/shipment-tracking
MILESTONE_BY_CODE = {
    "pre-transit": Milestone.ANNOUNCED,
    "transit": Milestone.IN_TRANSIT,
    "delivered": Milestone.DELIVERED,
    "failure": Milestone.EXCEPTION,
    "unknown": None,
}
# `transit` and `failure` say little; the divisions' own words say more.
STEP_BY_WORDS = (
    (("out for delivery", "delivery vehicle", "with courier"), Milestone.OUT_FOR_DELIVERY, None),
    (("ready for pick", "available for pick", "to be collected"), Milestone.READY_FOR_PICKUP, None),
    (("picked up", "accepted by", "handed over to dhl"), Milestone.HANDED_OVER, None),
    (("delay",), Milestone.DELAYED, None),
    (("returned to", "return to sender"), Milestone.RETURNED_TO_SENDER, None),
    (("lost",), Milestone.EXCEPTION, "lost"),
    (("damage",), Milestone.EXCEPTION, "damaged"),
    (("refused",), Milestone.EXCEPTION, "refused"),
    (("customs",), Milestone.EXCEPTION, "customs"),
    (("address",), Milestone.EXCEPTION, "address"),
    (("attempt", "not delivered", "not home"), Milestone.ATTEMPTED, None),
)
ON_THE_WAY = {
    *(Milestone.OUT_FOR_DELIVERY, Milestone.READY_FOR_PICKUP, Milestone.HANDED_OVER),
    Milestone.DELAYED,
}
MAX_SHIPMENTS = 500


class Dhl(Provider):
    """`secrets` are tokens that the subscription sends back bare, in the header that the setting
    `header` names (`dhl-hook-token` unless set): long and random, for nothing else proves DHL.
    """

    channel = Channel.PARCEL
    configurable = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        header = credentials.settings.get("header", "dhl-hook-token").lower()
        given, tokens = delivery.headers.get(header, ""), secrets_of(credentials)
        if not given or not any(same_text(given, token) for token in tokens):
            raise SignatureError(f"{header} does not hold the token of the subscription")

    def parse(self, delivery: Delivery) -> list[Item]:
        body = read_object(delivery.body)
        shipments = body.get("shipments") or ([body] if {"id", "status"} <= body.keys() else None)
        if not isinstance(shipments, list) or not shipments:
            return [unknown(delivery, None, "push without shipments", "no rule for this push")]
        kept = [
            item
            for place, raw in enumerate(shipments[:MAX_SHIPMENTS])
            for item in _shipment(delivery, str(place), as_object(raw))
        ]
        if len(shipments) > MAX_SHIPMENTS:
            reason = f"only the first {MAX_SHIPMENTS} shipments are read"
            kept.append(unknown(delivery, None, "shipments", reason, place="rest"))
        return list({item.id: item for item in kept}.values())


class Status(Theirs):
    timestamp: Sometime = None
    statusCode: Line = "unknown"  # noqa: N815 - theirs
    status: Line = ""
    description: Line = ""


class Reference(Theirs):
    number: Line | None = None


class Details(Theirs):
    references: tuple[Reference, ...] | None = None


class TimeFrame(Theirs):
    estimatedFrom: Sometime = None  # noqa: N815 - theirs
    estimatedThrough: Sometime = None  # noqa: N815 - theirs


class Shipment(Theirs):
    id: Identifier
    service: Line | None = None
    serviceUrl: Link | None = None  # noqa: N815 - theirs
    status: Status
    details: Details | None = None
    events: tuple[Status, ...] | None = Field(None, max_length=1_000)
    estimatedTimeOfDelivery: Someday = None  # noqa: N815 - theirs
    estimatedDeliveryTimeFrame: TimeFrame | None = None  # noqa: N815 - theirs


def _shipment(delivery: Delivery, place: str, raw: dict[str, Json]) -> list[Item]:
    found = readable(delivery, None, "shipment", lambda: _update(delivery, raw))
    if found[0].kind == "unknown":
        named = usable_id(raw.get("id"))
        return [unknown(delivery, None, "shipment", found[0].reason, place=named or place)]
    return found


def _update(delivery: Delivery, raw: dict[str, Json]) -> Iterator[Item]:
    told = Shipment.model_validate(raw)
    milestone, detail = _step(told.status)
    milestone = meaning(delivery, milestone, told.status.status, told.status.statusCode)
    at = told.status.timestamp
    references = told.details.references if told.details else None
    frame = told.estimatedDeliveryTimeFrame or TimeFrame()
    yield parcel_update(
        delivery,
        own_id(told.id, told.status.statusCode, at.isoformat() if at else told.status.status),
        parcel=told.id,
        numbers=[reference.number for reference in (references or ())[:10]],
        milestone=milestone,
        detail=detail,
        happened=at,
        expected=told.estimatedTimeOfDelivery or frame.estimatedThrough,
        window=window_of(frame.estimatedFrom, frame.estimatedThrough, delivery),
        failed_tries=_failed_tries(told),
        tracking=track(told.id, "DHL", told.serviceUrl),
    )


def _failed_tries(told: Shipment) -> int:
    """As the history tells, which holds the newest event as well."""
    steps = [(event.timestamp, _step(event)[0]) for event in told.events or ()]
    return len({at for at, step in steps if step is Milestone.ATTEMPTED})


def _step(status: Status) -> tuple[Milestone | None, str]:
    """Their code decides; within transit and failure their words tell which of ours it is."""
    milestone = MILESTONE_BY_CODE.get(status.statusCode.casefold())
    text = status.status or status.description or status.statusCode
    words = f"{status.status} {status.description}".casefold()
    for spoken, step, detail in STEP_BY_WORDS:
        fits = milestone is Milestone.EXCEPTION or (
            milestone is Milestone.IN_TRANSIT and step in ON_THE_WAY
        )
        if fits and any(word in words for word in spoken):
            return step, detail or text
    return milestone, text
