"""Events in order of arrival with the time between them: whatever is due then happens then."""

from collections.abc import Iterable
from datetime import datetime

from functions.core.updates.decisions import Decision
from functions.core.updates.happenings import Happening
from functions.core.updates.policy import UpdatePolicy
from functions.core.updates.records import World
from functions.core.updates.steps import move, next_at


def play(
    world: World, events: Iterable[Happening], until: datetime, policy: UpdatePolicy
) -> tuple[World, list[Decision]]:
    """The world at `until`, and all that was decided on the way."""
    world = world.model_copy(deep=True)
    decisions: list[Decision] = []
    for event in sorted(events, key=lambda event: event.received_at):
        if event.received_at > until:
            break
        decisions += _let_time_pass(world, event.received_at, policy, inclusive=False)
        decisions += move(world, event, event.received_at, policy)
    decisions += _let_time_pass(world, until, policy, inclusive=True)
    return world, decisions


def _let_time_pass(
    world: World, until: datetime, policy: UpdatePolicy, *, inclusive: bool
) -> list[Decision]:
    """What is due before that moment; an event of the same moment comes first."""
    decisions: list[Decision] = []
    due = next_at(world)
    while due is not None and (due < until or (inclusive and due == until)):
        decisions += move(world, None, due, policy)
        due = next_at(world)
    return decisions
