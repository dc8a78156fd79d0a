"""Events in order of arrival with the time between them: whatever is due then happens then."""

from collections.abc import Iterable
from datetime import datetime

from functions.core.updates.decisions import Decision
from functions.core.updates.happenings import Happening
from functions.core.updates.policy import UpdatePolicy
from functions.core.updates.records import World
from functions.core.updates.steps import next_at, step


def play(
    world: World, events: Iterable[Happening], until: datetime, policy: UpdatePolicy
) -> tuple[World, list[Decision]]:
    """The world at `until`, and all that was decided on the way."""
    decisions: list[Decision] = []
    for event in sorted(events, key=lambda event: event.received_at):
        if event.received_at > until:
            break
        world = _let_time_pass(world, event.received_at, policy, decisions, inclusive=False)
        stepped = step(world, event, event.received_at, policy)
        world = stepped.world
        decisions += stepped.decisions
    world = _let_time_pass(world, until, policy, decisions, inclusive=True)
    return world, decisions


def _let_time_pass(
    world: World,
    until: datetime,
    policy: UpdatePolicy,
    decisions: list[Decision],
    *,
    inclusive: bool,
) -> World:
    """What is due before that moment; an event of the same moment comes first."""
    due = next_at(world)
    while due is not None and (due < until or (inclusive and due == until)):
        stepped = step(world, None, due, policy)
        world, due = stepped.world, stepped.next_at
        decisions += stepped.decisions
    return world
