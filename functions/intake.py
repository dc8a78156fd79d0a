"""SQS: a delivery in the inbox becomes items; each is identified, grouped, routed and sent on."""

import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote_plus

from chalice import Blueprint
from chalice.app import SQSEvent, SQSRecord

from functions import providers
from functions.aws import http, inbox, rows, secrets, table
from functions.aws.runtime import default_shop, logger, metrics, now, observed, resource_name
from functions.core.case_updates import CaseUpdate
from functions.core.contacts import Contact
from functions.core.deliveries import Delivery, Transport
from functions.core.errors import (
    ConflictError,
    PayloadError,
    UnknownAccountError,
    UnknownProviderError,
)
from functions.core.items import Item, Outcome, Unknown
from functions.core.ledger import Receipt, ReceiptLine
from functions.core.notifications import SendReport
from functions.core.opting_out import OptOut
from functions.core.orders import OrderUpdate
from functions.handling.cases import handle_case_update
from functions.handling.contacts import handle_contact
from functions.handling.opting_out import handle_opt_out
from functions.handling.orders import handle_order_update
from functions.handling.own_mail import handle_own_mail, is_own_mail
from functions.handling.reports import handle_report
from functions.handling.unknown import handle_unknown, unreadable

blueprint = Blueprint(__name__)

OPTIONS = ("status.", "app_id")
"""Beginnings of the settings that `parse` may know."""
LOOKS = 8
"""How often an item is looked at anew when others write at the same moment; then SQS redelivers."""
PAUSE_SECONDS = 0.02


@blueprint.on_sqs_message(queue=resource_name("intake"), batch_size=1)
@observed
def process(event: SQSEvent) -> None:
    """One message names what arrived: new objects in the inbox, or an event on the bus."""
    for record in event:
        message = json.loads(record.body)
        if "detail-type" in message:
            keep_bus_event(message, _queued_at(record))
        if "TopicArn" in message:
            keep_publication(message, _queued_at(record))
        for key in inbox_keys(message):
            process_delivery(key)


def inbox_keys(message: Mapping[str, Any]) -> Iterator[str]:
    """Keys in S3's own notification (URL-encoded there) and in our own requests to look again."""
    if "inbox_key" in message:
        yield message["inbox_key"]
    for record in message.get("Records", ()):
        yield unquote_plus(record["s3"]["object"]["key"])


def keep_bus_event(event: Mapping[str, Any], received_at: datetime) -> None:
    """Kept first, like everything; the bucket's notification then brings it back to be handled."""
    provider = providers.for_bus_source(event["source"])
    _keep_from_bus(provider, event["id"], event["time"], event, received_at)


def keep_publication(envelope: Mapping[str, Any], received_at: datetime) -> None:
    """What SNS puts into the queue; the topic's name ends in that of the provider."""
    provider = providers.for_topic(envelope["TopicArn"])
    message_id, told_at = envelope["MessageId"], envelope["Timestamp"]
    _keep_from_bus(provider, message_id, told_at, envelope, received_at)


def _keep_from_bus(
    provider: str, event_id: str, time: str, event: Mapping[str, Any], received_at: datetime
) -> None:
    happened_at = datetime.fromisoformat(time).astimezone(UTC)
    inbox.keep(
        Delivery(
            id=inbox.bus_key(provider, event_id, happened_at),
            provider=provider,
            account=default_shop(),
            shop=default_shop(),
            received_at=received_at,
            transport=Transport.BUS,
            body=json.dumps(event).encode(),
        )
    )


def _queued_at(record: SQSRecord) -> datetime:
    """When SQS took the message: the same at each redelivery."""
    milliseconds = int(record.to_dict()["attributes"]["SentTimestamp"])
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def process_delivery(key: str) -> None:
    """Every item of it in order, each on its own: one that fails keeps none of the others waiting.

    Where AWS itself fails, the rest would fail too, or overtake: it stops there. The receipt is
    written last. After a failure it names the items that are done, and the failure goes on so that
    the queue delivers again.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    delivery = inbox.fetch(key)
    lines: list[ReceiptLine] = []
    failures: list[Exception] = []
    for item in _items(delivery):
        try:
            lines.append(ReceiptLine(item_id=item.id, outcome=handle(item, delivery)))
        except Exception as error:  # raised below, when the others are done
            logger.warning("item failed", item_id=item.id, error=type(error).__name__)
            failures.append(error)
            if isinstance(error, BotoCoreError | ClientError):
                break
    if lines or not failures:
        _write_receipt(key, lines)
    if failures:
        raise failures[0]


def handle(item: Item, delivery: Delivery) -> Outcome:
    """Look, decide, commit; whoever loses a race looks again and sees what the winner did."""
    for look in range(LOOKS):
        try:
            return _handle_once(item, delivery, consistent=look > 0)
        except ConflictError:
            metrics.add_metric(name="Conflict", unit="Count", value=1)
            time.sleep(random.uniform(0, PAUSE_SECONDS * 2**look))  # noqa: S311 - only jitter
    raise ConflictError(f"{item.id} met others on each of {LOOKS} looks; the queue delivers again")


def _handle_once(item: Item, delivery: Delivery, *, consistent: bool) -> Outcome:
    match item:
        case Contact() if is_own_mail(item):
            return handle_own_mail(item, delivery, consistent=consistent)
        case Contact():
            return handle_contact(item, delivery, consistent=consistent)
        case OrderUpdate():
            return handle_order_update(item, delivery, consistent=consistent)
        case CaseUpdate():
            return handle_case_update(item, delivery, consistent=consistent)
        case SendReport():
            return handle_report(item, delivery, consistent=consistent)
        case OptOut():
            return handle_opt_out(item, delivery, consistent=consistent)
        case Unknown():
            return handle_unknown(item, delivery, consistent=consistent)


def _items(delivery: Delivery) -> Sequence[Item]:
    try:
        translator = providers.load(delivery.provider)
        by_webhook = delivery.transport is Transport.HTTP
        is_short = (translator.thin or translator.configurable) and by_webhook
        return translator.parse(_completed(delivery) if is_short else delivery)
    except (PayloadError, UnknownProviderError, UnknownAccountError) as error:
        return [unreadable(delivery, str(error))]


def _completed(delivery: Delivery) -> Delivery:
    """With what its platform must be asked for, and what the account says of the platform's words.

    Only by a webhook: what comes otherwise has no account. FetchError is a retry, never a guess.
    """
    account = secrets.credentials(delivery.provider, delivery.account)
    wanted = providers.load(delivery.provider).fetches(delivery, account)
    fetched = {name: http.fetch(request) for name, request in wanted.items()}
    told = {name.casefold(): value for name, value in account.settings.items()}
    options = {name: value for name, value in told.items() if name.startswith(OPTIONS)}
    return delivery.model_copy(update={"fetched": fetched, "options": options})


def _write_receipt(key: str, lines: Sequence[ReceiptLine]) -> None:
    receipt = Receipt(inbox_key=key, finished_at=now(), lines=tuple(lines))
    expires_at = receipt.finished_at + rows.RECEIPTS_KEPT
    table.put(table.Write(rows.receipt_key(key), receipt, expires_at=expires_at))
