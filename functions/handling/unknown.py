"""What cannot or need not be understood: one ledger row, and where needed a person who looks."""

from functions.aws import rows, table
from functions.aws.runtime import logger, metrics
from functions.core.deliveries import Delivery
from functions.core.items import Outcome, OutcomeKind, Unknown
from functions.core.ledger import LedgerRow, origin
from functions.handling.settled import settle

REASON_LENGTH = 300


def handle_unknown(item: Unknown, delivery: Delivery, *, consistent: bool) -> Outcome:
    """Recorded where nobody needs to act, else quarantined with its reason. The bytes stay kept."""
    key = rows.item_key(item.id)
    if consistent and (row := rows.decode(LedgerRow, table.read([key], consistent=True).get(key))):
        return settle(row, delivery)
    kind = OutcomeKind.RECORDED if item.recorded else OutcomeKind.QUARANTINED
    reason = f"{item.type}: {item.reason}"[:REASON_LENGTH]
    row = LedgerRow(
        **origin(item, delivery),
        outcome=Outcome(kind=kind, reason=reason),
    )
    waits = None if item.recorded else rows.quarantine_timeline(row)
    table.put(table.Write(key, row, table.NOT_THERE, timeline=waits))
    if not item.recorded:
        logger.warning("item quarantined", item_id=item.id, inbox_key=delivery.id)
        metrics.add_metric(name="ItemQuarantined", unit="Count", value=1)
    return row.outcome


def unreadable(delivery: Delivery, reason: str) -> Unknown:
    """The single item of a delivery that could not be read as a whole."""
    digest = delivery.id.rsplit("/", 1)[-1]
    return Unknown(
        id=f"{delivery.provider}:unreadable:{digest}",
        provider=delivery.provider,
        account=delivery.account,
        shop=delivery.shop,
        type="unreadable",
        reason=reason,
    )
