"""The ledger: every item that arrived and the one outcome it ended in."""

from datetime import datetime
from typing import TypedDict

from pydantic import (
    AwareDatetime,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    model_serializer,
    model_validator,
)

from functions.core.brief import long, short
from functions.core.cases import WorkItem
from functions.core.contacts import Channel, Contact
from functions.core.deliveries import Delivery
from functions.core.items import Item, Outcome
from functions.core.updates.happenings import Intent
from functions.core.values import Evidence, Value
from functions.core.wording import summary

CONTACT = "contact"
ITEM = "ITEM#"
"""What stands before the id in the key of an item's row."""
SUBJECT_LENGTH = 200


class Planned(Value):
    """A notification that an order event gave rise to."""

    notification_id: str
    order_key: str


class Asked(Value):
    """A question about an order, of which that order is told after the team."""

    order: str
    intent: Intent
    raised: bool = False
    """The team hears already that it was delivered and did not come."""


class LedgerRow(Value):
    """One item: what became of it, why, and what must be sent on if we crashed in between.

    It is written down briefly and read back in full, with the row's key as the context.
    """

    item_id: str
    kind: str = CONTACT
    """`contact`, `order_update`, `send_report`, `opt_out`, `case_update` or `unknown`."""
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
    thread: str | None = None
    """The Message-ID of a mail, whose row leads its answers to the case."""
    order_key: str | None = None
    planned: tuple[Planned, ...] = ()
    asked: Asked | None = None
    work: tuple[WorkItem, ...] = ()
    """Further work that it gave rise to, about an order."""
    because: tuple[Evidence, ...] = ()

    @model_serializer(mode="wrap")
    def _briefly(self, dump: SerializerFunctionWrapHandler) -> dict[str, object]:
        """Each fact once: above one kilobyte a row costs a second write unit, and every contact
        has one. The row's key tells its id, a work item repeats what the row says.
        """
        kept: dict[str, object] = dump(self)
        item = kept.get("work_item")
        if self.work_item and isinstance(item, dict):
            same = {name: kept.get(of) for name, of in _SAME.items()}
            same["reason"] = summary(self.because)
            item["reply_to"] = self.work_item.reply_to
            kept["work_item"] = {k: v for k, v in item.items() if k not in same or v != same[k]}
        if kept.get("because"):
            kept["because"] = [short(reason) for reason in self.because]
        if self.kind == CONTACT:
            del kept["item_id"]
        return kept

    @model_validator(mode="before")
    @classmethod
    def _in_full(cls, kept: object, info: ValidationInfo) -> object:
        if not isinstance(kept, dict):
            return kept
        full = dict(kept)
        if isinstance(info.context, str):
            full.setdefault("item_id", info.context.removeprefix(ITEM))
        reasons = [long(reason) for reason in full.get("because", ())]
        if isinstance(item := full.get("work_item"), dict):
            same = {name: full.get(of) for name, of in _SAME.items()}
            full["work_item"] = {**same, "reason": summary(reasons), **item}
        return full | {"because": reasons}


class Origin(TypedDict):
    """What every row tells of where its item came from."""

    item_id: str
    kind: str
    provider: str
    shop: str
    inbox_key: str
    recorded_at: datetime


def origin(item: Item, delivery: Delivery) -> Origin:
    return Origin(
        item_id=item.id,
        kind=item.kind,
        provider=item.provider,
        shop=item.shop,
        inbox_key=delivery.id,
        recorded_at=delivery.received_at,
    )


class Wrote(TypedDict):
    """What the row of a contact tells of who wrote."""

    sender: str
    channel: Channel
    subject: str | None


def wrote(contact: Contact) -> Wrote:
    return Wrote(
        sender=contact.sender.key,
        channel=contact.channel,
        subject=contact.subject[:SUBJECT_LENGTH] if contact.subject else None,
    )


_SAME = {
    "id": "item_id",
    "contact_id": "item_id",
    "case_id": "case_id",
    "shop": "shop",
    "reply_to": "sender",
}


class ReceiptLine(Value):
    item_id: str
    outcome: Outcome


class Receipt(Value):
    """A delivery that is completely handled: all its items, and what was sent on for them."""

    inbox_key: str
    finished_at: AwareDatetime
    lines: tuple[ReceiptLine, ...] = ()
