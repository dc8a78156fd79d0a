"""SQS: team queues (FIFO), the outbox and intake."""

import json
import os
from functools import cache
from hashlib import sha256

from functions.aws.clients import client
from functions.aws.runtime import resource_name
from functions.core.cases import WorkItem
from functions.core.routing import Queue

LEADS = "lead"
"""The leads of all teams share one queue: short, so that no warning waits behind a backlog."""


def team_queue(queue: Queue | str) -> str:
    return resource_name(f"team-{queue}.fifo")


def send_work_item(item: WorkItem) -> None:
    """One message, in order within its case; sent again within five minutes it arrives once."""
    client("sqs").send_message(
        QueueUrl=queue_url(team_queue(LEADS if item.lead else item.queue)),
        MessageBody=item.model_dump_json(exclude_none=True),
        MessageGroupId=_identifier(item.case_id),
        MessageDeduplicationId=_identifier(item.id),
    )


def send_to_outbox(notification_id: str, order_key: str) -> None:
    body = json.dumps({"notification_id": notification_id, "order_key": order_key})
    client("sqs").send_message(QueueUrl=queue_url(resource_name("outbox")), MessageBody=body)


def send_to_intake(inbox_key: str) -> None:
    """Ask intake to look at a delivery again."""
    body = json.dumps({"inbox_key": inbox_key})
    client("sqs").send_message(QueueUrl=queue_url(resource_name("intake")), MessageBody=body)


@cache
def queue_url(name: str) -> str:
    """Composed from LOKET_QUEUES where it is set, so that no call is spent on asking."""
    base = os.environ.get("LOKET_QUEUES")
    if base:
        return f"{base}/{name}"
    url: str = client("sqs").get_queue_url(QueueName=name)["QueueUrl"]
    return url


def _identifier(text: str) -> str:
    """SQS takes 128 printable ASCII characters; providers' ids can be anything."""
    if len(text) <= 128 and text.isascii() and text.isprintable() and " " not in text:
        return text
    return sha256(text.encode()).hexdigest()
