"""The ledger: every item that arrived and the one outcome it ended in."""

from pydantic import AwareDatetime

from functions.core.cases import WorkItem
from functions.core.contacts import Channel
from functions.core.items import Outcome
from functions.core.values import Evidence, Value


class Planned(Value):
    """A notification that an order event gave rise to."""

    notification_id: str
    order_key: str


class LedgerRow(Value):
    """One item: what became of it, why, and what must be sent on if we crashed in between."""

    item_id: str
    kind: str
    """`contact`, `order_update`, `send_report` or `unknown`."""
    provider: str
    shop: str
    inbox_key: str
    """The delivery whose handling wrote this row; another delivery of the item is a duplicate."""
    recorded_at: AwareDatetime
    outcome: Outcome
    case_id: str | None = None
    party: str | None = None
    sender: str | None = None
    """Key of the sender's handle."""
    channel: Channel | None = None
    subject: str | None = None
    work_item: WorkItem | None = None
    order_key: str | None = None
    planned: tuple[Planned, ...] = ()
    because: tuple[Evidence, ...] = ()


class ReceiptLine(Value):
    item_id: str
    outcome: Outcome


class Receipt(Value):
    """A delivery that is completely handled: all its items, and what was sent on for them."""

    inbox_key: str
    finished_at: AwareDatetime
    lines: tuple[ReceiptLine, ...] = ()
