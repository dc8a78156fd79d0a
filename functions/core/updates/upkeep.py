"""What an order asks of us by the clock: notices of our own and work for the orders team.

An order is looked after by its next due time alone: its row stands in the `timeline` index under
the first thing that is still to do, in one of a fixed number of shards, so a sweep reads what is
due and nothing else. A million open orders cost no scan; each costs one look and one write per
thing done, and none while nothing is due. When an event comes in, its order's next due time is
found anew, so a promise that is kept in time is never looked at.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from functions.core.cases import WorkItem, WorkItemKind
from functions.core.notification_facts import facts_for
from functions.core.notification_policy import NotificationPolicy
from functions.core.notifications import Notification, NotificationItem, Recipient
from functions.core.orders import Milestone, MilestoneFact, Order
from functions.core.recipients import language_for, people_of, reach
from functions.core.routing import Priority, Queue
from functions.core.updates.decisions import Action, Decision
from functions.core.updates.playing import play
from functions.core.updates.policy import UpdatePolicy
from functions.core.updates.records import Fact
from functions.core.updates.retelling import happenings_of, world_of
from functions.core.values import Evidence, Value

BY_OUR_CLOCK = frozenset({Milestone.MISSED_PROMISE})
HORIZON = timedelta(days=60)
"""How far ahead the next due time is looked for; an event or a look finds it anew."""
STALE = timedelta(hours=48)
"""A notice that could not be made in time is not made up for; work is."""


class Chore(Value):
    """One thing to do at its time, once: a work item, or a notice to one person."""

    id: str
    at: datetime
    reason: str
    priority: str = Priority.NORMAL
    person: str | None = None
    fact: Fact | None = None


def chores(
    order: Order, notices: NotificationPolicy, updates: UpdatePolicy, until: datetime
) -> list[Chore]:
    """All that the order has asked for by then and that is not done yet, in order of time."""
    happenings = list(happenings_of(order))
    _, decisions = play(world_of(order, notices), happenings, until, updates)
    asked = {chore.id: chore for decision in decisions for chore in _chores_of(decision)}
    return [chore for chore in asked.values() if chore.id not in order.done]


def next_due(
    order: Order, notices: NotificationPolicy, updates: UpdatePolicy, now: datetime
) -> datetime | None:
    """When the order must be looked after if nothing else happens to it."""
    return min((chore.at for chore in chores(order, notices, updates, now + HORIZON)), default=None)


def work_item(order: Order, chore: Chore) -> WorkItem:
    return WorkItem(
        id=f"{order.key}:{chore.id}",
        kind=WorkItemKind.ORDER,
        case_id=f"order:{order.key}",
        shop=order.shop,
        queue=Queue.ORDERS,
        priority=Priority(chore.priority),
        organisation=order.organisation_id,
        reason=f"{chore.reason.replace('_', ' ')}: order {order.number or order.order_id}",
    )


def notices_of(
    order: Order, due: Sequence[Chore], policy: NotificationPolicy, now: datetime
) -> list[Notification]:
    """The notices among what is due, to those who can be reached and for whom it is still news."""
    made = (_notice(order, chore, policy, now) for chore in due if chore.at > now - STALE)
    return [notice for notice in made if notice and notice.id not in order.planned]


def _chores_of(decision: Decision) -> Iterator[Chore]:
    if decision.action is Action.WORK_ITEM:
        mark = decision.mark or decision.reason
        priority = decision.priority or Priority.NORMAL
        yield Chore(id=mark, at=decision.at, reason=decision.reason, priority=priority)
    if decision.action is Action.SENT:
        for fact in decision.items:
            if fact.milestone in BY_OUR_CLOCK:
                yield Chore(
                    id=f"{fact.milestone}|{fact.parcel or ''}|{fact.again}|{decision.person}",
                    at=decision.at,
                    reason=fact.milestone,
                    person=decision.person,
                    fact=fact,
                )


def _notice(
    order: Order, chore: Chore, policy: NotificationPolicy, now: datetime
) -> Notification | None:
    person = next((one for one in people_of(order.people) if one.key == chore.person), None)
    reached = reach(person, policy) if person else None
    if person is None or reached is None or chore.fact is None:
        return None
    carrier, handle = reached
    told = MilestoneFact(
        milestone=chore.fact.milestone,
        parcel=chore.fact.parcel or None,
        occurred_at=chore.fact.occurred_at,
        received_at=chore.at,
        source=chore.id,
    )
    return Notification(
        id=sha256(f"{order.key}|{chore.id}".encode()).hexdigest()[:24],
        shop=order.shop,
        items=(
            NotificationItem(
                fact=chore.fact,
                order_number=order.number,
                facts=facts_for(order, told, person.roles, now),
            ),
        ),
        organisation_id=order.organisation_id,
        recipient=Recipient(handle=handle, name=person.name, roles=person.roles),
        provider=carrier,
        language=language_for(order, person, policy),
        due_at=now,
        because=(Evidence(kind="promise", detail=f"{chore.fact.again} is not kept"),),
    )
