"""AfterShip: tracking of parcels of any carrier."""

from collections.abc import Iterator
from datetime import datetime

from pydantic import Field

from functions.core.contacts import Channel
from functions.core.deliveries import Credentials, Delivery
from functions.core.items import Item
from functions.core.moments import Someday, Sometime
from functions.core.orders import Milestone
from functions.core.untrusted import Identifier, Line, Link, Theirs, read_object, unknown, usable_id
from functions.providers._facts import parcel_update, person, track
from functions.providers._payload import readable
from functions.providers._promises import meaning, window_of
from functions.providers.base import Provider
from functions.providers.signatures import check_base64_hmac

# https://www.aftership.com/docs/tracking/enum/delivery-statuses
MILESTONE_BY_TAG = {
    "pending": None,
    "inforeceived": Milestone.ANNOUNCED,
    "intransit": Milestone.IN_TRANSIT,
    "outfordelivery": Milestone.OUT_FOR_DELIVERY,
    "availableforpickup": Milestone.READY_FOR_PICKUP,
    "delivered": Milestone.DELIVERED,
    "attemptfail": Milestone.ATTEMPTED,
    "exception": Milestone.EXCEPTION,
    "expired": None,
}
# Finer words for some of them. `Exception_008` and `_009` are parcels on their way back.
STEP_BY_SUBTAG = {
    "intransit_001": (Milestone.HANDED_OVER, None),
    "intransit_002": (Milestone.HANDED_OVER, None),
    "exception_002": (Milestone.EXCEPTION, "unclaimed"),
    "exception_003": (Milestone.EXCEPTION, "customs"),
    "exception_004": (Milestone.DELAYED, None),
    "exception_005": (Milestone.EXCEPTION, "held"),
    "exception_006": (Milestone.EXCEPTION, "address"),
    "exception_007": (Milestone.EXCEPTION, "pickup_missed"),
    "exception_008": (Milestone.EXCEPTION, "refused"),
    "exception_009": (Milestone.RETURNED_TO_SENDER, None),
    "exception_010": (Milestone.RETURNED_TO_SENDER, None),
    "exception_011": (Milestone.RETURNED_TO_SENDER, None),
    "exception_012": (Milestone.EXCEPTION, "damaged"),
    "exception_013": (Milestone.EXCEPTION, "lost"),
}
# The texts outlive the numbers: a word in the subtag's message decides before its number.
STEP_BY_WORD = (
    ("lost", (Milestone.EXCEPTION, "lost")),
    ("damage", (Milestone.EXCEPTION, "damaged")),
    ("return", (Milestone.RETURNED_TO_SENDER, None)),
    ("refused", (Milestone.EXCEPTION, "refused")),
    ("customs", (Milestone.EXCEPTION, "customs")),
    ("address", (Milestone.EXCEPTION, "address")),
    ("delay", (Milestone.DELAYED, None)),
)
HEADERS = ("aftership-hmac-sha256", "as-signature-hmac-sha256", "am-webhook-signature")
RECORDED_EVENTS = ("tracking_pending_time", "tracking_pending")


class AfterShip(Provider):
    """`secrets` are webhook secrets, not the API key."""

    channel = Channel.PARCEL
    configurable = True

    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        """Each product of theirs names the same signature differently."""
        header = next((name for name in HEADERS if name in delivery.headers), HEADERS[0])
        check_base64_hmac(delivery, credentials, header)

    def parse(self, delivery: Delivery) -> list[Item]:
        body = read_object(delivery.body)
        event, event_id = body.get("event"), usable_id(body.get("event_id"))
        kind = event if isinstance(event, str) else "delivery without event"
        if kind in ("tracking_update", "edd_revise"):
            return readable(delivery, event_id, kind, lambda: _tracking(delivery, kind))
        recorded = kind in RECORDED_EVENTS
        reason = "nothing has happened to a parcel" if recorded else "no rule for this event"
        return [unknown(delivery, event_id, kind, reason, recorded=recorded)]


class Checkpoint(Theirs):
    checkpoint_time: Sometime = None
    message: Line | None = None
    location: Line | None = None
    city: Line | None = None
    tag: Line | None = None


class Estimate(Theirs):
    """A window where it names two moments of one day."""

    datetime: Someday = None
    datetime_min: Sometime = None
    datetime_max: Sometime = None
    estimated_delivery_date: Someday = None
    estimated_delivery_date_min: Sometime = None
    estimated_delivery_date_max: Sometime = None


class Tracked(Theirs):
    tracking_number: Identifier
    slug: Line | None = None
    order_id: Line | None = None
    order_number: Line | None = None
    tag: Line = ""
    subtag: Line = ""
    subtag_message: Line = ""
    expected_delivery: Someday = None
    courier_estimated_delivery_date: Estimate | None = None
    latest_estimated_delivery: Estimate | None = None
    customer_name: Line | None = None
    emails: tuple[Line, ...] | None = None
    smses: tuple[Line, ...] | None = None
    courier_tracking_link: Link | None = None
    checkpoints: tuple[Checkpoint, ...] | None = Field(None, max_length=2_000)


class Event(Theirs):
    ts: Sometime = None
    event_id: Identifier
    msg: Tracked


def _tracking(delivery: Delivery, kind: str) -> Iterator[Item]:
    event = Event.model_validate(read_object(delivery.body))
    told = event.msg
    milestone, detail = _step(told)
    milestone = meaning(delivery, milestone, told.subtag, told.tag)
    if kind == "edd_revise":
        milestone, detail = Milestone.ESTIMATE_CHANGED, "estimate revised"
    estimate = told.latest_estimated_delivery or told.courier_estimated_delivery_date or Estimate()
    email, phone = next(iter(told.emails or ()), None), next(iter(told.smses or ()), None)
    yield parcel_update(
        delivery,
        event.event_id,
        parcel=told.tracking_number,
        numbers=(told.order_number, told.order_id),
        milestone=milestone,
        detail=_place(told) if milestone is Milestone.READY_FOR_PICKUP else detail,
        happened=event.ts if kind == "edd_revise" else _happened(told) or event.ts,
        expected=told.expected_delivery or estimate.estimated_delivery_date or estimate.datetime,
        window=window_of(
            estimate.estimated_delivery_date_min or estimate.datetime_min,
            estimate.estimated_delivery_date_max or estimate.datetime_max,
            delivery,
        ),
        failed_tries=_failed_tries(told),
        tracking=track(told.tracking_number, told.slug, told.courier_tracking_link),
        people=[person(told.customer_name, email, phone)],
    )


def _step(told: Tracked) -> tuple[Milestone | None, str]:
    """An exception by the words of its subtag; what has no word of ours keeps theirs."""
    text = told.subtag_message or told.subtag or told.tag
    milestone = MILESTONE_BY_TAG.get(told.tag.casefold())
    words = STEP_BY_WORD if milestone is Milestone.EXCEPTION else ()
    by_word = next((step for word, step in words if word in told.subtag_message.casefold()), None)
    step = by_word or STEP_BY_SUBTAG.get(told.subtag.casefold()) or (milestone, None)
    return step[0], step[1] or text


def _happened(told: Tracked) -> datetime | None:
    """The carrier's clock: of the newest checkpoint under the parcel's own tag."""
    own = [point for point in told.checkpoints or () if point.tag in (None, told.tag)]
    return max((point.checkpoint_time for point in own if point.checkpoint_time), default=None)


def _failed_tries(told: Tracked) -> int:
    """A try is told by one scan, or by several of one moment."""
    tries = [p for p in told.checkpoints or () if (p.tag or "").casefold() == "attemptfail"]
    return len({point.checkpoint_time for point in tries})


def _place(told: Tracked) -> str:
    last = next(reversed(told.checkpoints or ()), Checkpoint())
    return last.location or last.message or last.city or told.subtag_message
