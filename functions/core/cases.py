"""Cases: one problem of one party, from first contact to resolution."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256

from pydantic import (
    AwareDatetime,
    Field,
    field_serializer,
    field_validator,
    model_validator,
)

from functions.core.brief import long, short
from functions.core.clocks.clocks import Clocks, with_clocks
from functions.core.contacts import Anchor
from functions.core.orders import Role
from functions.core.routing import Priority, Queue
from functions.core.values import Evidence, Value

CASE_EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
CASE_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: sorts as text, no I L O U
ANCHORS_PER_CASE = 30


def case_id(first_contact_id: str, opened_at: datetime) -> str:
    """`case-` and ten digits: five for the minute it was opened in, so that newer ones sort behind
    older ones, and five from the first contact's id, so that a repeated delivery gives the same.
    """
    minutes = max(0, int((opened_at - CASE_EPOCH).total_seconds() // 60))
    digest = int.from_bytes(sha256(first_contact_id.encode()).digest()[:8], "big")
    return f"case-{_digits(minutes)}{_digits(digest)}"


def _digits(number: int) -> str:
    digits = ""
    for _ in range(5):
        number, rest = divmod(number, 32)
        digits = CASE_DIGITS[rest] + digits
    return digits


class CaseState(StrEnum):
    OPEN = "open"
    RESOLVED = "resolved"


class Case(Value):
    """A case belongs to one party; what later shows to be another's moves there under its own id.
    `version` counts its writes and guards them.
    """

    id: str
    party: str
    """`org:…`, `vat:…`, `domain:…` or `person:…`; a forged sender has a `person:…` of its own."""
    shop: str
    state: CaseState = CaseState.OPEN
    opened_at: AwareDatetime
    last_contact_at: AwareDatetime
    resolved_at: AwareDatetime | None = None
    subject: str | None = None
    anchors: tuple[Anchor, ...] = ()
    people: Mapping[str, Role | None] = Field(default_factory=dict)
    """Person id to role."""
    held: tuple[str, ...] = ()
    """Those of them who are strangers: nothing is shown or sent to them until an agent agreed."""
    contacts: int = 1
    queue: Queue
    priority: Priority
    intent: str | None = None
    language: str | None = None
    sla_policy: str
    clocks: Clocks = Clocks()
    tags: tuple[str, ...] = ()
    """Set by routing rules."""
    related: tuple[str, ...] = ()
    """Cases it may have to do with: a hint for the agent, never a merge."""
    topic: tuple[str, ...] = ()
    """Rare word stems of its messages, for finding what else is about the same problem."""
    private: bool = False
    """Its sender said that it is a private matter, so that no employer ever gets it."""
    merged_into: str | None = None
    """The case of the same party that it turned out to be about; its contacts count there."""
    moved_to: str | None = None
    """The party that it turned out to belong to; the case goes on there under its own id."""
    moved_from: str | None = None
    because: tuple[Evidence, ...] = ()
    version: int = 0

    @field_serializer("because", when_used="json")
    def _briefly(self, because: tuple[Evidence, ...]) -> list[list[str | float]]:
        return [short(reason) for reason in because]

    @field_validator("because", mode="before")
    @classmethod
    def _in_full(cls, because: object) -> object:
        return [long(one) for one in because] if isinstance(because, list | tuple) else because

    @model_validator(mode="before")
    @classmethod
    def _is_from_before_there_were_clocks(cls, row: object) -> object:
        """Rows used to keep the times of one clock beside the rest; those are read on."""
        return with_clocks(row) if isinstance(row, dict) and "clocks" not in row else row

    @property
    def next_timer(self) -> datetime | None:
        """When the sweep must look at this case; None when no clock runs."""
        return None if self.state is CaseState.RESOLVED else self.clocks.next_timer

    @property
    def respond_by(self) -> datetime | None:
        """When the answer that is waited for is due."""
        return self.clocks.response.due if self.clocks.response else None

    @property
    def resolve_by(self) -> datetime | None:
        return self.clocks.resolution.due if self.clocks.resolution else None


class ThreadLink(Value):
    """A message id that is known, and the case it is on."""

    id: str
    party: str
    case_id: str
    to: tuple[str, ...] = ()
    """Keys of the handles that take part in the conversation."""
    person_id: str | None = None
    name: str | None = None
    """Who wrote it, or to whom we wrote it in answer."""
    given: bool = False
    """Not a message but a number that we handed out on the case."""


class GroupingAction(StrEnum):
    APPEND = "append"
    HOLD = "hold"
    """Append, but an agent must confirm before anything is answered."""
    SPLIT = "split"
    """A new case that links to the one whose thread it came by."""
    OPEN = "open"


class Grouping(Value):
    """Which case a contact belongs to; `case_id` is set for append and hold."""

    action: GroupingAction
    case_id: str | None = None
    related: tuple[str, ...] = ()
    because: tuple[Evidence, ...] = ()


class WorkItemKind(StrEnum):
    CONTACT = "contact"
    SLA_WARNING = "sla_warning"
    SLA_BREACH = "sla_breach"
    SLA_SECOND_BREACH = "sla_second_breach"
    PRIORITY_RAISED = "priority_raised"
    """The case became more pressing by waiting: it goes before others now."""
    ORDER = "order"
    """Something about an order, without a contact: `case_id` names the order."""


class WorkItem(Value):
    """What a team takes from its queue: enough to decide who picks it up, and ids of the rest."""

    id: str
    kind: WorkItemKind = WorkItemKind.CONTACT
    case_id: str
    contact_id: str | None = None
    shop: str
    queue: Queue
    priority: Priority
    person: str | None = None
    organisation: str | None = None
    due: AwareDatetime | None = None
    sla_policy: str | None = None
    tags: tuple[str, ...] = ()
    reason: str
    snippet: str = ""
    lead: bool = False
    """For the leads of the team in `queue`, on a queue of their own."""
    reply_to: str | None = None
    """Key of the handle that this contact came by: an answer to it goes there and nowhere else.
    None where nothing may be answered yet."""
    absorbs: tuple[str, ...] = ()
    """Cases that went into this one: what is queued for them is to be found here."""
    hold: bool = False
    """An agent must confirm that it belongs to the case before anything is answered."""
