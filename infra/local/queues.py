"""SQS as AWS runs it, where moto differs: deduplication, visibility, retention and threads."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import wraps
from threading import RLock
from typing import Protocol
from unittest.mock import patch

from moto.sqs.models import Message, Queue, SQSBackend

from infra.local.clock import Clock

DEDUPLICATION_MILLIS = 300_000
LOCKED = (
    "send_message_batch",
    "delete_message",
    "change_message_visibility",
    "purge_queue",
    "get_queue_attributes",
)
POLL_SECONDS = 0.1
ROUNDING = 0.5  # milliseconds; clocks count microseconds, SQS counts in floats

Lock = AbstractContextManager[object]


class QueuedMessage(Protocol):
    """What this module knows of moto's message."""

    id: str
    body: str
    receipt_handle: str | None
    group_id: str | None
    deduplication_id: str | None
    sequence_number: str | None
    sender_id: str
    sent_timestamp: int
    approximate_first_receive_timestamp: int
    approximate_receive_count: int
    message_attributes: Mapping[str, Mapping[str, object]]
    system_attributes: Mapping[str, Mapping[str, str]]
    body_md5: str
    visible_at: float
    delayed_until: float


class MotoQueue(Protocol):
    """What this module knows of moto's queue."""

    name: str
    queue_arn: str
    region: str
    fifo_queue: bool
    visibility_timeout: int
    message_retention_period: int
    deduplication_scope: str
    dead_letter_queue: "MotoQueue | None"
    redrive_policy: Mapping[str, int] | None
    deleted_messages: set[str]
    _messages: list[QueuedMessage]
    _pending_messages: set[QueuedMessage]


class Backend(Protocol):
    """What this module knows of moto's SQS."""

    queues: Mapping[str, MotoQueue]

    def receive_message(
        self,
        queue_name: str,
        count: int,
        wait_seconds_timeout: int,
        visibility_timeout: int,
        message_attribute_names: list[str] | None = None,
    ) -> list[QueuedMessage]: ...

    def delete_message(self, queue_name: str, receipt_handle: str) -> None: ...


class Deduplication:
    """What a FIFO queue took in during the last five minutes, deleted or not.

    moto only compares with what is still in the queue.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: dict[tuple[str, str, str], QueuedMessage] = {}

    def original(self, queue: MotoQueue, message: QueuedMessage) -> QueuedMessage | None:
        """The message that this one repeats; remembered as the first where it repeats none."""
        if not queue.fifo_queue or message.deduplication_id is None:
            return None
        scope = message.group_id or "" if queue.deduplication_scope == "messageGroup" else ""
        key = (queue.name, scope, message.deduplication_id)
        first = self._seen.get(key)
        if first and message.sent_timestamp - first.sent_timestamp < DEDUPLICATION_MILLIS:
            return first
        self._seen[key] = message
        return None

    def forget(self) -> None:
        self._seen.clear()


@contextmanager
def faithful_queues(clock: Clock, deduplication: Deduplication) -> Iterator[None]:
    """Correct moto's SQS for as long as the embedded cloud runs."""
    lock = RLock()
    with ExitStack() as stack:
        for name in LOCKED:
            alone = _one_at_a_time(getattr(SQSBackend, name), lock)
            stack.enter_context(patch.object(SQSBackend, name, alone))
        receive = _receiving(SQSBackend.receive_message, clock, lock)
        send = _sending(SQSBackend.send_message, deduplication, lock)
        stack.enter_context(patch.object(Message, "visible", _passed(clock, "visible_at")))
        stack.enter_context(patch.object(Message, "delayed", _ahead(clock, "delayed_until")))
        stack.enter_context(patch.object(SQSBackend, "receive_message", receive))
        stack.enter_context(patch.object(SQSBackend, "send_message", send))
        stack.enter_context(patch.object(Queue, "add_message", _add))
        yield


def purge(backend: Backend) -> None:
    """Empty every queue."""
    for queue in backend.queues.values():
        queue._messages.clear()
        queue._pending_messages.clear()
        queue.deleted_messages.clear()


def next_visible(queue: MotoQueue, now: float) -> float | None:
    """When the next hidden or delayed message will appear, in Unix seconds; None when none will."""
    times = [max(m.visible_at, m.delayed_until) / 1000 for m in queue._messages]
    return min((moment for moment in times if moment * 1000 > now * 1000 + ROUNDING), default=None)


def waiting(queue: MotoQueue) -> list[QueuedMessage]:
    """Every message of the queue, in order, visible or not, without receiving it."""
    return list(queue._messages)


def _one_at_a_time(call: Callable[..., object], lock: Lock) -> Callable[..., object]:
    @wraps(call)
    def call_alone(*args: object, **named: object) -> object:
        with lock:
            return call(*args, **named)

    return call_alone


def _sending(
    send: Callable[..., QueuedMessage], deduplication: Deduplication, lock: Lock
) -> Callable[..., QueuedMessage]:
    """A repeated FIFO message is acknowledged with the first one's id, and not queued again."""

    @wraps(send)
    def send_message(
        backend: Backend, queue_name: str, *args: object, **named: object
    ) -> QueuedMessage:
        with lock:
            message = send(backend, queue_name, *args, **named)
            queue = backend.queues[queue_name]
            first = deduplication.original(queue, message)
            if first is None:
                return message
            queue._messages.remove(message)
            return first

    return send_message


def _passed(clock: Clock, attribute: str) -> property:
    """moto wants visible_at to be *before* now, which never comes while time stands still."""
    return property(lambda m: clock.now().timestamp() * 1000 + ROUNDING >= getattr(m, attribute))


def _ahead(clock: Clock, attribute: str) -> property:
    return property(lambda m: clock.now().timestamp() * 1000 + ROUNDING < getattr(m, attribute))


def _add(queue: MotoQueue, message: QueuedMessage) -> None:
    queue._messages.append(message)


def _receiving(
    receive: Callable[..., list[QueuedMessage]], clock: Clock, lock: Lock
) -> Callable[..., list[QueuedMessage]]:
    @wraps(receive)
    def receive_message(
        backend: Backend,
        queue_name: str,
        count: int,
        wait_seconds_timeout: int,
        visibility_timeout: int,
        message_attribute_names: list[str] | None = None,
    ) -> list[QueuedMessage]:
        """Long polling waits in real time, and not at all while time stands still."""
        patience = 0 if clock.simulated else wait_seconds_timeout or 0
        deadline = time.monotonic() + patience
        while True:
            with lock:
                _expire(backend, queue_name, clock)
                _unblock_groups(backend, queue_name, clock)
                found = receive(
                    backend, queue_name, count, 0, visibility_timeout, message_attribute_names
                )
            if found or time.monotonic() >= deadline:
                return found
            time.sleep(POLL_SECONDS)

    return receive_message


def _unblock_groups(backend: Backend, queue_name: str, clock: Clock) -> None:
    """Messages whose time-out has passed are in flight no more, all of them at the same moment.

    moto lets go of them one by one, which hands out the second of a group before the first.
    """
    queue = backend.queues.get(queue_name)
    if queue is not None:
        now = clock.now().timestamp() * 1000 + ROUNDING
        queue._pending_messages = {m for m in queue._pending_messages if m.visible_at > now}


def _expire(backend: Backend, queue_name: str, clock: Clock) -> None:
    """Drop what is older than the retention period; moto would stop at it instead."""
    queue = backend.queues.get(queue_name)
    if queue is None:
        return  # moto answers that the queue does not exist
    oldest = (clock.now().timestamp() - queue.message_retention_period) * 1000
    for message in [m for m in queue._messages if m.sent_timestamp <= oldest]:
        queue._messages.remove(message)
        queue._pending_messages.discard(message)
