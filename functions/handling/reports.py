"""A provider's report on a message of ours: it moves the notification forward, never back."""

from collections.abc import Sequence
from datetime import datetime

from functions.aws import rows, table
from functions.aws.runtime import logger
from functions.core.deliveries import Delivery
from functions.core.items import Outcome, OutcomeKind
from functions.core.ledger import LedgerRow, origin
from functions.core.notifications import (
    FAILURES,
    Notification,
    NotificationState,
    SendOutcome,
    SendReport,
    apply_report,
)
from functions.core.updates.happenings import SendResult
from functions.core.updates.standing import Proof
from functions.handling import fallback, sending
from functions.handling.settled import settle
from functions.handling.upkeep import commit


def handle_report(report: SendReport, delivery: Delivery, *, consistent: bool) -> Outcome:
    """One try: ConflictError when somebody else wrote in between, then look again."""
    keys = [rows.item_key(report.id), rows.sent_key(report.provider, report.provider_message_id)]
    if report.notification_id:
        keys.append(rows.notification_key(report.notification_id))
    found = table.read(keys, consistent=consistent)
    if ledger := rows.decode(LedgerRow, found.get(keys[0])):
        return settle(ledger, delivery)
    notification = (
        rows.decode(Notification, found.get(keys[-1])) if report.notification_id else None
    )
    message = rows.decode_message(found.get(keys[1]))
    if notification is None and message and message.notification_id:
        notification = _read_notification(message.notification_id)
    row = _ledger_row(report, delivery, notification)
    ledger_write = table.Write(keys[0], row, table.NOT_THERE)
    also = [ledger_write, *_updates(report, notification)]
    if notification is not None and (result := _closes(notification, report)):
        _fall_back(notification, report, result, delivery.received_at, also)
    else:
        table.commit(also)
    logger.info("send report recorded", item_id=report.id, outcome=report.outcome)
    return row.outcome


def _closes(note: Notification, report: SendReport) -> SendResult | None:
    """What the rules must hear of: a failure for good, or a complaint; anything once."""
    if apply_report(note, report) == note:
        return None
    if report.outcome is SendOutcome.COMPLAINED:
        return SendResult.COMPLAINED
    if report.outcome in FAILURES and report.permanent:
        bounced = report.outcome is SendOutcome.BOUNCED
        return SendResult.BOUNCED if bounced else SendResult.FAILED
    return None


def _fall_back(
    note: Notification,
    report: SendReport,
    result: SendResult,
    at: datetime,
    also: Sequence[table.Write],
) -> None:
    """The address is marked, with the report as proof, and the news goes by the next channel."""
    proof = Proof(at=at, source=report.id, reason=report.reason or report.outcome)
    loaded = fallback.load(note)
    commit(loaded, fallback.reported(loaded, note, result, proof), also)


def _read_notification(notification_id: str) -> Notification | None:
    key = rows.notification_key(notification_id)
    return rows.decode(Notification, table.read([key], consistent=True).get(key))


def _updates(report: SendReport, notification: Notification | None) -> list[table.Write]:
    if notification is None:
        return []
    told = apply_report(notification, report)
    if told == notification:
        return []
    is_news = notification.state is not NotificationState.SENT
    return [sending.write(told), *(sending.message_writes(told) if is_news else ())]


def _ledger_row(
    report: SendReport, delivery: Delivery, notification: Notification | None
) -> LedgerRow:
    reason = None if notification else "about a message that no notification is known for"
    return LedgerRow(
        **origin(report, delivery),
        outcome=Outcome(kind=OutcomeKind.RECORDED, reason=reason),
    )
