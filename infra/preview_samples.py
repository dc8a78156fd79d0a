"""What the preview's messages are about: facts as an order of the sample shop has them."""

from collections.abc import Mapping

from functions.core.orders import Milestone

DIGEST = (Milestone.HANDED_OVER, Milestone.DELAYED, Milestone.READY_FOR_PICKUP)
ANSWER = Milestone.DELAYED
TRACKING = ("tracking_url", "tracking_code", "carrier")
FACTS: Mapping[str, str] = {
    "tracking_url": "https://track.example/3STUIN0001",
    "tracking_code": "3STUIN0001",
    "carrier": "PostNL",
    "expected_on": "2026-05-21",
    "new_date": "2026-05-22",
    "last_day": "2026-05-28",
    "window_from": "2026-05-19T13:00:00+02:00",
    "window_to": "2026-05-19T15:00:00+02:00",
    "pay_before": "2026-05-20T18:00:00+02:00",
    "lines": "1 × Hark met essenhouten steel\n2 × Zak tuinaarde 40 l",
    "total": "49.95 EUR",
}
NAMES: Mapping[Milestone, tuple[str, ...]] = {
    Milestone.PLACED: ("expected_on", "lines", "total"),
    Milestone.PAID: ("total",),
    Milestone.PAYMENT_FAILED: ("pay_before", "total"),
    Milestone.LINE_CANCELLED: ("lines",),
    Milestone.BACK_ORDER: ("lines", "new_date"),
    Milestone.HANDED_OVER: (*TRACKING, "expected_on"),
    Milestone.OUT_FOR_DELIVERY: (*TRACKING, "window_from", "window_to"),
    Milestone.ATTEMPTED: TRACKING,
    Milestone.READY_FOR_PICKUP: (*TRACKING, "last_day"),
    Milestone.PICKUP_REMINDER: (*TRACKING, "last_day"),
    Milestone.DELAYED: (*TRACKING, "new_date", "lines"),
    Milestone.ESTIMATE_CHANGED: (*TRACKING, "new_date"),
    Milestone.EXCEPTION: TRACKING,
    Milestone.REFUNDED: ("total",),
    Milestone.MISSED_PROMISE: ("lines",),
}
"""Which of them a message about that milestone can hold."""


def facts_of(milestone: Milestone, detail: str) -> dict[str, str]:
    """With the trouble or the missed step, where it is about one."""
    facts = {name: FACTS[name] for name in NAMES.get(milestone, ())}
    about = {Milestone.EXCEPTION: "detail", Milestone.MISSED_PROMISE: "step"}.get(milestone)
    return facts | ({about: detail} if about and detail else {})
