"""A planned notice is decided again on the state of the moment it would go."""

from datetime import date, timedelta

import pytest

from functions.core.governor import Reason, RecheckAction, recheck
from functions.core.notifications import NotificationState
from functions.core.orders import Milestone, OrderUpdate
from tests.core.notices import POLICY, a_planned_notice, amsterdam
from tests.core.order_events import TUESDAY_MORNING, a_chatter, an_update, received

M = Milestone
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("later", "action", "reason"),
    [
        ([], RecheckAction.SEND, None),
        ([an_update(M.HANDED_OVER, "K2")], RecheckAction.SEND, None),
        ([an_update(M.IN_TRANSIT, "K1")], RecheckAction.SUPPRESS, Reason.SUPERSEDED),
        ([an_update(M.DELIVERED, "K1")], RecheckAction.SUPPRESS, Reason.SUPERSEDED),
        ([an_update(M.CANCELLED)], RecheckAction.SUPPRESS, Reason.ORDER_CANCELLED),
        ([an_update(M.CANCELLED, partial=True)], RecheckAction.SEND, None),
        ([an_update(M.DELAYED, "K1")], RecheckAction.SEND, None),
        ([an_update(M.REFUNDED)], RecheckAction.SEND, None),
    ],
)
def test_a_shipping_notice_is_decided_again_before_it_goes(
    later: list[OrderUpdate], action: RecheckAction, reason: Reason | None
) -> None:
    order, note = a_planned_notice(an_update(M.HANDED_OVER, "K1"))

    verdict = recheck(note, received(later, order)[0] if later else order, POLICY, note.due_at)

    assert (verdict.action, verdict.reason) == (action, reason)


@pytest.mark.parametrize(
    ("later", "action"),
    [
        ([an_update(M.DELIVERED, "K1")], RecheckAction.SUPPRESS),
        ([an_update(M.OUT_FOR_DELIVERY, "K1", at=TUESDAY_MORNING + HOUR)], RecheckAction.SUPPRESS),
        ([an_update(M.OUT_FOR_DELIVERY, "K1", at=TUESDAY_MORNING - HOUR)], RecheckAction.SEND),
        (
            [an_update(M.DELAYED, "K1", id="2", at=TUESDAY_MORNING + HOUR)],
            RecheckAction.SUPPRESS,
        ),
        (
            [
                an_update(
                    M.DELAYED,
                    "K1",
                    id="2",
                    at=TUESDAY_MORNING + HOUR,
                    expected_on=date(2026, 5, 22),
                )
            ],
            RecheckAction.SEND,
        ),
    ],
)
def test_a_delay_notice_is_only_sent_while_it_is_true(
    later: list[OrderUpdate], action: RecheckAction
) -> None:
    order, note = a_planned_notice(an_update(M.DELAYED, "K1", expected_on=date(2026, 5, 22)))

    assert recheck(note, received(later, order)[0], POLICY, note.due_at).action is action


@pytest.mark.parametrize("state", sorted(set(NotificationState) - {NotificationState.PLANNED}))
def test_what_has_had_its_turn_does_not_go_again(state: NotificationState) -> None:
    order, note = a_planned_notice(an_update(M.HANDED_OVER, "K1"))

    verdict = recheck(note.model_copy(update={"state": state}), order, POLICY, note.due_at)

    assert (verdict.action, verdict.reason) == (RecheckAction.SUPPRESS, f"already_{state}")


def test_a_cancellation_is_still_told_when_the_order_is_refunded() -> None:
    order, note = a_planned_notice(an_update(M.CANCELLED))

    verdict = recheck(note, received([an_update(M.REFUNDED)], order)[0], POLICY, note.due_at)

    assert verdict.action is RecheckAction.SEND


@pytest.mark.parametrize(
    ("asked", "until"),
    [
        ("2026-05-19 21:05", "2026-05-20 08:00"),
        ("2026-05-20 07:59", "2026-05-20 08:00"),
        ("2026-05-23 23:00", "2026-05-24 10:00"),
    ],
)
def test_a_ringing_message_that_comes_up_at_night_is_held(asked: str, until: str) -> None:
    order, note = a_planned_notice(an_update(M.HANDED_OVER, "K1"), a_chatter())
    note = note.model_copy(update={"due_at": amsterdam(asked)})

    verdict = recheck(note, order, POLICY, amsterdam(asked))

    assert (verdict.action, verdict.until) == (RecheckAction.HOLD, amsterdam(until))


def test_what_is_not_due_yet_is_held_until_it_is() -> None:
    order, note = a_planned_notice(an_update(M.HANDED_OVER, "K1"))

    verdict = recheck(note, order, POLICY, note.due_at - HOUR)

    assert (verdict.action, verdict.until) == (RecheckAction.HOLD, note.due_at)


@pytest.mark.parametrize(
    ("hours", "action"), [(48, RecheckAction.SEND), (49, RecheckAction.SUPPRESS)]
)
def test_what_lay_about_too_long_is_stale(hours: int, action: RecheckAction) -> None:
    order, note = a_planned_notice(an_update(M.HANDED_OVER, "K1"))

    assert recheck(note, order, POLICY, note.due_at + hours * HOUR).action is action
