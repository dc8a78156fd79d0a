"""What a delivery can hold, and the one outcome that each of them ends in."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from functions.core.case_updates import CaseUpdate
from functions.core.contacts import Contact
from functions.core.notifications import SendReport
from functions.core.opting_out import OptOut
from functions.core.orders import OrderUpdate
from functions.core.values import Value


class Unknown(Value):
    """An item that a provider cannot or need not translate; never dropped.

    `recorded` true: we know what it is and nobody needs to act (a read receipt, an echo of our
    own message). False: it waits in quarantine for a person, with `type` and `reason`.
    """

    kind: Literal["unknown"] = "unknown"
    id: str
    provider: str
    account: str
    shop: str
    type: str
    reason: str
    recorded: bool = False


Item = Annotated[
    Contact | OrderUpdate | SendReport | OptOut | CaseUpdate | Unknown,
    Field(discriminator="kind"),
]


class OutcomeKind(StrEnum):
    OPENED = "opened"
    APPENDED = "appended"
    NOTIFIED = "notified"
    RECORDED = "recorded"
    DUPLICATE = "duplicate"
    SUPPRESSED = "suppressed"
    QUARANTINED = "quarantined"


class Outcome(Value):
    """How one item ended; `reason` is required where nothing reached a person."""

    kind: OutcomeKind
    reason: str | None = None
