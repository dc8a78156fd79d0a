"""An item that has a ledger row already: a duplicate, or our own work to be finished."""

from functions.aws import queues, rows, table
from functions.core.deliveries import Delivery
from functions.core.items import Outcome, OutcomeKind
from functions.core.ledger import LedgerRow, Receipt


def settle(row: LedgerRow, delivery: Delivery) -> Outcome:
    """What this delivery of an item that is in the ledger comes to.

    Another delivery wrote the row: a duplicate. This one did: it was stopped in between, so what
    the row gave rise to is sent again, unless the delivery's receipt says that it was.
    """
    if row.inbox_key != delivery.id:
        return Outcome(kind=OutcomeKind.DUPLICATE)
    if not _is_receipted(row.item_id, delivery.id):
        send_on(row)
    return row.outcome


def is_unfinished(row: LedgerRow, delivery: Delivery) -> bool:
    """Whether this very delivery wrote the row and was stopped before its receipt."""
    return row.inbox_key == delivery.id and not _is_receipted(row.item_id, delivery.id)


def send_on(row: LedgerRow) -> None:
    """Send what the committed row gives rise to; sending it again soon does no harm."""
    if row.work_item:
        queues.send_work_item(row.work_item)
    for item in row.work:
        queues.send_work_item(item)
    for planned in row.planned:
        queues.send_to_outbox(planned.notification_id, planned.order_key)


def read_receipt(inbox_key: str) -> Receipt | None:
    key = rows.receipt_key(inbox_key)
    return rows.decode(Receipt, table.read([key], consistent=True).get(key))


def _is_receipted(item_id: str, inbox_key: str) -> bool:
    receipt = read_receipt(inbox_key)
    return receipt is not None and any(line.item_id == item_id for line in receipt.lines)
