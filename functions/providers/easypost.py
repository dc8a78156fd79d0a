"""EasyPost: trackers of parcels of any carrier."""

import unicodedata
from collections.abc import Iterator

from pydantic import Field

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery
from functions.core.items import Item
from functions.core.moments import Someday, Sometime
from functions.core.orders import Milestone
from functions.core.untrusted import (
    Identifier,
    Line,
    Link,
    Theirs,
    read_object,
    unknown,
    usable_id,
)
from functions.providers._facts import parcel_update, track
from functions.providers._payload import readable
from functions.providers._promises import meaning
from functions.providers.base import Provider
from functions.providers.signatures import check_hex_hmac

# https://docs.easypost.com/docs/trackers
MILESTONE_BY_STATUS = {
    "unknown": None,
    "pre_transit": Milestone.ANNOUNCED,
    "in_transit": Milestone.IN_TRANSIT,
    "out_for_delivery": Milestone.OUT_FOR_DELIVERY,
    "available_for_pickup": Milestone.READY_FOR_PICKUP,
    "delivered": Milestone.DELIVERED,
    "return_to_sender": Milestone.RETURNED_TO_SENDER,
    "failure": Milestone.EXCEPTION,
    "error": Milestone.EXCEPTION,
    "cancelled": None,
}
# What a status alone does not tell; a delay is told while the parcel is in transit.
STEP_BY_DETAIL = {
    ("in_transit", "delayed"): (Milestone.DELAYED, None),
    ("in_transit", "weather_delay"): (Milestone.DELAYED, None),
    ("in_transit", "missorted"): (Milestone.DELAYED, None),
    ("in_transit", "damaged"): (Milestone.EXCEPTION, "damaged"),
    ("in_transit", "lost"): (Milestone.EXCEPTION, "lost"),
    ("in_transit", "held"): (Milestone.EXCEPTION, "held"),
    ("in_transit", "address_correction"): (Milestone.EXCEPTION, "address"),
    ("in_transit", "attempted_delivery"): (Milestone.ATTEMPTED, None),
    ("in_transit", "delivery_attempted"): (Milestone.ATTEMPTED, None),
    ("in_transit", "received_at_origin_facility"): (Milestone.HANDED_OVER, None),
    ("in_transit", "picked_up"): (Milestone.HANDED_OVER, None),
    ("failure", "delayed"): (Milestone.DELAYED, None),
    ("failure", "address_correction"): (Milestone.EXCEPTION, "address"),
    ("failure", "return"): (Milestone.RETURNED_TO_SENDER, None),
}
FAILED_TRIES = frozenset({"attempted_delivery", "delivery_attempted"})
RECORDED_EVENTS = ("batch.", "insurance.", "payment.", "refund.", "report.", "scan_form.")


class EasyPost(Provider):
    """`secrets` are webhook secrets. A parcel is known by its tracking code alone."""

    channel = Channel.PARCEL
    configurable = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        """Their key is the secret in Unicode's NFKD form."""
        decomposed = tuple(unicodedata.normalize("NFKD", one) for one in credentials.secrets)
        keys = credentials.model_copy(update={"secrets": decomposed})
        check_hex_hmac(delivery, keys, "x-hmac-signature", prefix="hmac-sha256-hex=")

    def parse(self, delivery: Delivery) -> list[Item]:
        body = read_object(delivery.body)
        description, event_id = body.get("description"), usable_id(body.get("id"))
        kind = description if isinstance(description, str) else "event without description"
        if kind in ("tracker.updated", "tracker.created"):
            return readable(delivery, event_id, kind, lambda: _tracker(delivery))
        recorded = kind.startswith(RECORDED_EVENTS)
        reason = "nothing about a parcel's way" if recorded else "no rule for this event"
        return [unknown(delivery, event_id, kind, reason, recorded=recorded)]


class Place(Theirs):
    city: Line | None = None


class Detail(Theirs):
    status: Line | None = None
    status_detail: Line | None = None
    message: Line | None = None
    datetime: Sometime = None
    tracking_location: Place | None = None


class Tracker(Theirs):
    tracking_code: Identifier
    status: Line = "unknown"
    status_detail: Line | None = None
    carrier: Line | None = None
    public_url: Link | None = None
    est_delivery_date: Someday = None
    updated_at: Sometime = None
    tracking_details: tuple[Detail, ...] | None = Field(None, max_length=2_000)


class Event(Theirs):
    id: Identifier
    created_at: Sometime = None
    result: Tracker


def _tracker(delivery: Delivery) -> Iterator[Item]:
    event = Event.model_validate(read_object(delivery.body))
    told = event.result
    milestone, detail = _step(told)
    milestone = meaning(delivery, milestone, f"{told.status}.{told.status_detail}", told.status)
    yield parcel_update(
        delivery,
        event.id,
        parcel=told.tracking_code,
        milestone=milestone,
        detail=detail,
        happened=_newest(told).datetime or told.updated_at or event.created_at,
        expected=told.est_delivery_date,
        tracking=track(told.tracking_code, told.carrier, told.public_url),
        failed_tries=_failed_tries(told),
    )


def _step(told: Tracker) -> tuple[Milestone | None, str]:
    """The pair of status and detail first, then the status; the source's word stays the detail."""
    own = told.status_detail or ""
    if told.status == "available_for_pickup":
        place = _newest(told).tracking_location
        return Milestone.READY_FOR_PICKUP, (place.city if place else None) or own or told.status
    milestone, detail = STEP_BY_DETAIL.get(
        (told.status, own), (MILESTONE_BY_STATUS.get(told.status), None)
    )
    return milestone, detail or own or told.status


def _failed_tries(told: Tracker) -> int:
    tries = [scan for scan in told.tracking_details or () if scan.status_detail in FAILED_TRIES]
    return len({scan.datetime for scan in tries})


def _newest(told: Tracker) -> Detail:
    """The newest scan under the parcel's own status, by the carrier's clock."""
    timed = [scan for scan in told.tracking_details or () if scan.datetime]
    own = [scan for scan in timed if scan.status in (None, told.status)] or timed
    return max(own, key=_clock, default=Detail())


def _clock(scan: Detail) -> float:
    return scan.datetime.timestamp() if scan.datetime else 0
