"""SQS: a planned notification is read and checked again, then sent or written off with a reason."""

import json

from chalice import Blueprint
from chalice.app import SQSEvent

from functions import policies
from functions.aws import rows, table
from functions.aws.runtime import logger, metrics, now, observed, resource_name
from functions.core.errors import SendError
from functions.core.notifications import Notification, NotificationState
from functions.core.updates.rechecking import RecheckAction, Verdict, recheck
from functions.core.updates.records import World
from functions.core.updates.standing import Address, Standing
from functions.handling import fallback, loops, sending

blueprint = Blueprint(__name__)

OVER = {NotificationState.SENT, NotificationState.SUPPRESSED, NotificationState.FAILED}


@blueprint.on_sqs_message(queue=resource_name("outbox"), batch_size=1)
@observed
def send(event: SQSEvent) -> None:
    """One message names one notification; hearing of it twice sends it once."""
    for record in event:
        message = json.loads(record.body)
        key = rows.notification_key(message["notification_id"])
        notification = rows.decode(Notification, table.read([key], consistent=True).get(key))
        if notification is None:
            logger.error("notification is not in the table", **message)
        elif notification.state not in OVER and not _is_under_way(notification):
            _settle(notification)


def _is_under_way(notification: Notification) -> bool:
    """Sending was cut off a moment ago: the provider's report will tell whether it went out.

    The sweep brings it back after `sending.PATIENCE`; no report by then means that it did not.
    """
    since = notification.sending_since
    return since is not None and now() < since + sending.PATIENCE


def _settle(notification: Notification) -> None:
    verdict = _decided_anew(notification)
    if verdict.action is RecheckAction.SUPPRESS:
        sending.suppress(notification, verdict.reason or "no longer true")
    elif verdict.action is RecheckAction.HOLD and verdict.until:
        sending.hold(notification, verdict.until)
    elif verdict.action is RecheckAction.REROUTE:
        fallback.resend(notification, now(), verdict.reason or "", closes=False)
    elif refused := _why_not_write(notification):
        sending.suppress(notification, refused)
        metrics.add_metric(name="NotificationToMachine", unit="Count", value=1)
    else:
        _send(notification.model_copy(update={"items": verdict.items}))
    logger.info(
        "notification settled",
        notification_id=notification.id,
        action=verdict.action,
        reason=verdict.reason,
    )


def _decided_anew(notification: Notification) -> Verdict:
    """On the state of its orders and of its address at this moment."""
    shop, names = notification.shop, {item.fact.order for item in notification.items}
    keys = {name: rows.standing_key(f"{shop}#{name}") for name in sorted(names)}
    address_key = rows.address_key(shop, notification.recipient.handle)
    found = table.read([*keys.values(), address_key], consistent=True)
    standings = {name: rows.decode(Standing, found.get(key)) for name, key in keys.items()}
    known = {name: row.known for name, row in standings.items() if row and row.known}
    address = rows.decode(Address, found.get(address_key)) or Address()
    world = World(orders=known)
    return recheck(notification, world, address, policies.notifications(), now())


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
            fallback.resend(claimed, now(), str(error), closes=error.recipient)
        else:
            sending.release(claimed, now(), str(error))
        metrics.add_metric(name="NotificationRefused", unit="Count", value=1)
        return
    sending.mark_sent(claimed, message_id, now())
    metrics.add_metric(name="NotificationSent", unit="Count", value=1)
