"""Every minute: notifications that are due, SLA warnings and breaches, deliveries left behind."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from chalice import Blueprint, Rate
from chalice.app import CloudWatchEvent

from functions.aws import inbox, queues, rows, table
from functions.aws.runtime import logger, metrics, now, observed
from functions.core.cases import Case
from functions.core.clocks.reminders import remind
from functions.core.errors import ConflictError
from functions.core.notifications import Notification
from functions.handling import editions, reconcile, waiting
from functions.handling.upkeep import look_after_order, look_after_person

blueprint = Blueprint(__name__)

STRAY_AFTER = timedelta(minutes=5)
"""A delivery without a receipt is left behind after this; retries of the queue come first."""
STRAY_UNTIL = timedelta(hours=1)
"""Older mail is not looked at again; what is in a dead-letter queue by then has rung its alarm."""
LONGEST_WALK = timedelta(hours=6)
"""How far a sweep that was down for long looks back."""
BATCH = 100
Item = TypeVar("Item")


@blueprint.schedule(Rate(1, unit=Rate.MINUTES), name="sweep")
@observed
def run(event: CloudWatchEvent) -> None:  # noqa: ARG001 - the schedule says nothing
    """Each step on its own and repeatable: a sweep cut short is made good by the next."""
    moment = now()
    editions.keep()
    failures = look_at_due(moment)
    keys = requeue_strays(moment)
    requeue_stray_mail(moment)
    reconcile.look(keys, moment)
    if failures:
        raise failures[0]


def look_at_due(moment: datetime) -> list[Exception]:
    """People come last: what their orders' clocks find now belongs in the same message, so a row
    that failed is looked at once more before. One that keeps failing keeps none of the others
    waiting; its failure rings the alarm later.
    """
    shards = range(table.DUE_SHARDS)
    due = [key for shard in shards for key in table.timeline(f"DUE#{shard}", moment)]
    people = [key for key in due if key.sk == "PERSON"]
    failed = _failures([key for key in due if key.sk != "PERSON"], moment)
    return [*_failures(failed, moment).values(), *_failures(people, moment).values()]


def _failures(keys: Iterable[table.Key], moment: datetime) -> dict[table.Key, Exception]:
    failures: dict[table.Key, Exception] = {}
    for batch in _batches(keys):
        for key, row in table.read(batch, consistent=True).items():
            try:
                _look_at_row(key, row, moment)
            except Exception as error:  # raised by the sweep, when all the others are done
                logger.warning("due row failed", row_kind=key.sk, error=type(error).__name__)
                failures[key] = error
    return failures


def _look_at_row(key: table.Key, row: Mapping[str, Any], moment: datetime) -> None:
    """Send first, write after: a crash in between repeats a message that the queue knows."""
    if key.sk == "NOTIFICATION":
        notification = Notification.model_validate_json(table.data(row))
        order_key = f"{notification.shop}#{notification.order_id}"
        queues.send_to_outbox(notification.id, order_key)
    elif key.sk == "STANDING":
        look_after_order(key, moment)
    elif key.sk == "WAITING":
        waiting.look(key)
    elif key.sk == "PERSON":
        look_after_person(key, moment)
    else:
        _remind(rows.decode_case(row), moment)


def _remind(case: Case, moment: datetime) -> None:
    reminders = remind(case, editions.policies_of([case]), moment)
    if reminders is None:
        return
    for item in reminders.work_items:
        queues.send_work_item(item)
    told = reminders.case.model_copy(update={"version": case.version + 1})
    try:
        table.put(rows.case_write(told, table.unchanged(case.version)))
    except ConflictError:
        logger.info("case changed under the sweep; the next one looks again", case_id=case.id)
        return
    for item in reminders.work_items:
        metrics.add_metric(name=item.kind, unit="Count", value=1)


def requeue_strays(moment: datetime) -> list[str]:
    """Webhook and bus deliveries of the minutes since the last sweep, if nobody handled them; all
    of their keys.
    """
    until = (moment - STRAY_AFTER).replace(second=0, microsecond=0)
    start = _last_look(until)
    keys = list(inbox.keys_between(start, until))
    requeue_unhandled(keys)
    _remember("strays", until.isoformat())
    return keys


def _last_look(until: datetime) -> datetime:
    position = _position("strays")
    start = datetime.fromisoformat(position) if position else until - STRAY_UNTIL
    return max(start, until - LONGEST_WALK)


def requeue_stray_mail(moment: datetime) -> None:
    """One page of the mailbox a minute, round and round: constant cost for any amount of mail."""
    mails, position = inbox.mail_page(_position("mail"))
    oldest, newest = moment - STRAY_UNTIL, moment - STRAY_AFTER
    requeue_unhandled(key for key, stored_at in mails if oldest <= stored_at <= newest)
    if position or len(mails) >= BATCH:
        _remember("mail", position)


def requeue_unhandled(keys: Iterable[str]) -> None:
    """Once each: a delivery that fails again belongs in the dead-letter queue."""
    for batch in _batches(keys):
        handled = table.read(rows.receipt_key(key) for key in batch)
        for key in batch:
            if rows.receipt_key(key) not in handled and _is_first_time(key):
                queues.send_to_intake(key)
                logger.warning("delivery was left behind", inbox_key=key)
                metrics.add_metric(name="DeliveryRequeued", unit="Count", value=1)


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    left = list(items)
    for start in range(0, len(left), BATCH):
        yield left[start : start + BATCH]


def _is_first_time(key: str) -> bool:
    mark = table.Write(
        rows.cursor_key(f"requeued:{key}"),
        rows.Cursor(),
        table.NOT_THERE,
        expires_at=now() + LONGEST_WALK * 4,
    )
    try:
        table.put(mark)
    except ConflictError:
        return False
    return True


def _position(name: str) -> str:
    key = rows.cursor_key(name)
    cursor = rows.decode(rows.Cursor, table.read([key]).get(key))
    return cursor.position if cursor else ""


def _remember(name: str, position: str) -> None:
    table.put(table.Write(rows.cursor_key(name), rows.Cursor(position=position)))
