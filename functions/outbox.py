"""SQS: a planned notification is read and checked again, then sent or written off with a reason."""

import json

from chalice import Blueprint
from chalice.app import SQSEvent

from functions import policies
from functions.aws import rows, table
from functions.aws.runtime import logger, metrics, now, observed, resource_name
from functions.core.errors import SendError
from functions.core.governor import RecheckAction, recheck
from functions.core.notifications import Notification, NotificationState
from functions.core.orders import Order
from functions.handling import loops, sending

blueprint = Blueprint(__name__)

OVER = {NotificationState.SENT, NotificationState.SUPPRESSED, NotificationState.FAILED}


@blueprint.on_sqs_message(queue=resource_name("outbox"), batch_size=1)
@observed
def send(event: SQSEvent) -> None:
    """One message names one notification; hearing of it twice sends it once."""
    for record in event:
        message = json.loads(record.body)
        notification, order = _read(message["notification_id"], message["order_key"])
        if notification is None or order is None:
            logger.error("notification is not in the table", **message)
        elif notification.state not in OVER and not _is_under_way(notification):
            _settle(notification, order)


def _read(notification_id: str, order_key: str) -> tuple[Notification | None, Order | None]:
    keys = [rows.notification_key(notification_id), rows.order_key(order_key)]
    found = table.read(keys, consistent=True)
    return rows.decode(Notification, found.get(keys[0])), rows.decode(Order, found.get(keys[1]))


def _is_under_way(notification: Notification) -> bool:
    """Sending was cut off a moment ago: the provider's report will tell whether it went out.

    The sweep brings it back after `sending.PATIENCE`; no report by then means that it did not.
    """
    since = notification.sending_since
    return since is not None and now() < since + sending.PATIENCE


def _settle(notification: Notification, order: Order) -> None:
    planned = notification.model_copy(update={"state": NotificationState.PLANNED})
    verdict = recheck(planned, order, policies.notifications(), now())
    if verdict.action is RecheckAction.SUPPRESS:
        sending.suppress(notification, verdict.reason or "no longer true")
    elif verdict.action is RecheckAction.HOLD and verdict.until:
        sending.hold(notification, verdict.until)
    elif refused := _why_not_write(notification):
        sending.suppress(notification, refused)
        metrics.add_metric(name="NotificationToMachine", unit="Count", value=1)
    else:
        _send(notification)
    logger.info(
        "notification settled",
        notification_id=notification.id,
        action=verdict.action,
        reason=verdict.reason,
    )


def _why_not_write(notification: Notification) -> str | None:
    """Automatic mail goes neither to machines nor to addresses that keep answering it."""
    if notification.provider != sending.MAIL_PROVIDER:
        return None
    return loops.why_not_write(notification.shop, notification.recipient.handle, now())


def _send(notification: Notification) -> None:
    """Claimed before it is sent, so that a crash in between cannot send it twice."""
    claimed = sending.claim(notification, now())
    try:
        message_id = sending.deliver(claimed)
    except SendError as error:
        if error.permanent:
            sending.fail(claimed, str(error))
        else:
            sending.release(claimed, now(), str(error))
        metrics.add_metric(name="NotificationRefused", unit="Count", value=1)
        return
    sending.mark_sent(claimed, message_id, now())
    metrics.add_metric(name="NotificationSent", unit="Count", value=1)
