"""What agents and their desks tell us of a case: answered, waiting, going on, done."""

from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime

from functions.core.contacts import Handle
from functions.core.teams import Priority, Queue
from functions.core.values import Value


class CaseStep(StrEnum):
    ANSWERED = "answered"
    """The customer got an answer; we wait for him unless `waiting` is false."""
    WAITING = "waiting"
    """The customer was asked something, by whatever way: that is an answer too."""
    RESUMED = "resumed"
    """We no longer wait for him, though nothing came in."""
    RESOLVED = "resolved"
    ROUTED = "routed"
    """It belongs to `queue`, or is as pressing as `priority`: an agent puts our decision right."""


class CaseUpdate(Value):
    """One step of a case, named by its id or by one of its contacts."""

    kind: Literal["case_update"] = "case_update"
    id: str
    provider: str
    account: str
    shop: str
    step: CaseStep
    case_id: str | None = None
    contact_id: str | None = None
    person: Handle | None = None
    """Whose newest open case is meant, where neither is named or known."""
    echo: bool = False
    """The platform gives a message of our own back: one that is on no case is nobody's mistake."""
    occurred_at: AwareDatetime
    waiting: bool = True
    queue: Queue | None = None
    priority: Priority | None = None
    agent: str | None = None
