"""EventBridge as AWS runs it: a target without a transformer gets the whole event, untouched."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol
from unittest.mock import patch

from moto.events.models import Rule

Event = Mapping[str, object]


class MotoRule(Protocol):
    """What this module knows of moto's rule."""

    targets: Sequence[Mapping[str, object]]


@contextmanager
def whole_events() -> Iterator[None]:
    """moto's default template drops the account and rewrites `<time>` inside customers' texts."""
    with patch.object(Rule, "send_to_targets", _sending(Rule.send_to_targets)):
        yield


def _sending(
    send: Callable[[MotoRule, Event, bool], None],
) -> Callable[[MotoRule, Event, bool], None]:
    def send_to_targets(
        rule: MotoRule, original_event: Event, transform_input: bool = True
    ) -> None:
        if transform_input and not any("InputTransformer" in target for target in rule.targets):
            event = {k: v for k, v in original_event.items() if k != "ingestion-time"}
            return send(rule, event, False)
        return send(rule, original_event, transform_input)

    return send_to_targets
