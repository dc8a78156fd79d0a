"""Delivers what waits in queues and what the schedule says to the handlers, as Lambda does."""

import importlib
import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import md5
from threading import Event as Signal
from threading import Thread
from typing import NamedTuple

from chalice.app import ScheduledEventConfig, SQSEventConfig
from moto.sqs.models import sqs_backends

from infra.local import queues
from infra.local.cloud import EmbeddedCloud
from infra.local.invocation import Application, Context, Event
from infra.local.template import ACCOUNT, REGION

RATE = re.compile(r"rate\((\d{1,6}) (minute|hour|day)s?\)")
IDLE_SECONDS = 0.05
REAL_CLOCK_STEP = timedelta(seconds=1)


class PumpNeverIdleError(Exception):
    """The handlers keep each other busy: the rounds are used up and messages still wait."""


class Failure(NamedTuple):
    """One invocation that raised. On AWS it would be an error in the function's log."""

    function: str
    event: Event
    error: Exception


class Trigger(NamedTuple):
    """One queue and the handler that Lambda runs for it."""

    queue: str
    handler: str
    function: str
    batch_size: int


class Schedule(NamedTuple):
    """One rate expression and the handler that runs by it."""

    every: timedelta
    handler: str
    function: str


class Pump:
    """Event source mappings and schedules of a Chalice app, driven by the cloud's clock.

    A handler that returns has its messages deleted. One that raises leaves them hidden until the
    queue's visibility time-out has passed; SQS moves them to the dead letters after that.
    """

    def __init__(self, cloud: EmbeddedCloud, app: Application) -> None:
        self.cloud = cloud
        self.failures: list[Failure] = []
        self._app = app
        self._next_run: dict[Schedule, datetime] = {}
        self._stopping = Signal()
        self._thread: Thread | None = None
        self.reset()

    def reset(self) -> None:
        """Forget failures, and start each schedule anew from the clock's time."""
        self.failures.clear()
        now = self.cloud.clock.now()
        self._next_run = {schedule: now + schedule.every for schedule in self.schedules()}

    def triggers(self) -> list[Trigger]:
        """Which queue runs which handler, as the app has registered them."""
        return [
            Trigger(
                _queue(source, self.cloud.stage),
                source.handler_string,
                source.name,
                source.batch_size,
            )
            for source in self._app.event_sources
            if isinstance(source, SQSEventConfig)
        ]

    def schedules(self) -> list[Schedule]:
        return [
            Schedule(_every(source), source.handler_string, source.name)
            for source in self._app.event_sources
            if isinstance(source, ScheduledEventConfig)
        ]

    def run_once(self) -> int:
        """Deliver at most one batch of each queue, and what SES has to tell; how much that was."""
        delivered = self.cloud.tell_about_mail()
        for trigger in self.triggers():
            delivered += self._deliver(trigger)
        return delivered

    def run_until_idle(self, max_rounds: int = 10_000) -> int:
        """Deliver until nothing visible waits at this moment; how many deliveries that took."""
        delivered = 0
        for _ in range(max_rounds):
            step = self.run_once()
            if not step:
                return delivered
            delivered += step
        raise PumpNeverIdleError(
            f"still busy after {max_rounds} rounds; failures: {self.failures[-3:]}"
        )

    def advance(self, step: timedelta) -> None:
        """Let time pass: what falls due runs, and hidden messages come back, each at its time."""
        end = self.cloud.clock.now() + step
        self.run_until_idle()
        while self.cloud.clock.now() < end:
            self.cloud.clock.advance_to(min(end, self._next_moment()))
            self.run_schedules()
            self.run_until_idle()

    def jump(self, step: timedelta) -> None:
        """Let time pass with nobody at work, as in an outage; then everything overdue runs once."""
        self.cloud.clock.advance(step)
        self.run_schedules()
        self.run_until_idle()

    def run_schedules(self) -> None:
        """Run what is due. A schedule that was missed runs once, as it does after an outage."""
        now = self.cloud.clock.now()
        for schedule, due in self._next_run.items():
            if due <= now:
                missed = (now - due) // schedule.every
                self._next_run[schedule] = due + (missed + 1) * schedule.every
                self._invoke(schedule.handler, schedule.function, _scheduled_event(schedule, now))

    def start(self) -> None:
        """Deliver in the background, by the clock, until `stop()`."""
        self._stopping.clear()
        self._thread = Thread(target=self._work, name="pump", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread:
            self._thread.join()

    def _work(self) -> None:
        while not self._stopping.is_set():
            self.run_schedules()
            if not self.run_once():
                self._stopping.wait(IDLE_SECONDS)

    def _next_moment(self) -> datetime:
        """The next time at which anything happens by itself; always later than now."""
        clock = self.cloud.clock
        now = clock.now()
        moments = [now + REAL_CLOCK_STEP] if not clock.simulated else []
        moments += self._next_run.values()
        for trigger in self.triggers():
            appears = queues.next_visible(self.cloud.queue(trigger.queue), now.timestamp())
            moments += [datetime.fromtimestamp(appears, tz=now.tzinfo)] if appears else []
        return min((m for m in moments if m > now), default=datetime.max.replace(tzinfo=now.tzinfo))

    def _deliver(self, trigger: Trigger) -> int:
        backend: queues.Backend = sqs_backends[ACCOUNT][REGION]
        queue = self.cloud.queue(trigger.queue)
        messages = backend.receive_message(
            queue.name, trigger.batch_size, 0, queue.visibility_timeout, ["All"]
        )
        if not messages:
            return 0
        event: Event = {"Records": [_record(message, queue) for message in messages]}
        if self._invoke(trigger.handler, trigger.function, event):
            for message in messages:
                backend.delete_message(queue.name, str(message.receipt_handle))
        return len(messages)

    def _invoke(self, handler: str, function: str, event: Event) -> bool:
        """Whether the handler returned; what it raised is kept in `failures`."""
        call = resolve(handler)
        try:
            call(event, Context(function, self.cloud.stage))
        except Exception as error:
            self.failures.append(Failure(function, event, error))
            return False
        return True


def resolve(handler: str) -> Callable[[Event, object], object]:
    """The handler that Lambda would load: `functions.intake.process`."""
    module, _, name = handler.rpartition(".")
    found: Callable[[Event, object], object] = getattr(importlib.import_module(module), name)
    return found


def _queue(source: SQSEventConfig, stage: str) -> str:
    """The queue's name without `loket-<stage>-`, whichever stage the app was loaded for."""
    name = str(source.queue or source.queue_arn).rpartition(":")[2]
    return re.sub(rf"^loket-({re.escape(stage)}-|[a-z0-9]+-)?", "", name)


def _every(source: ScheduledEventConfig) -> timedelta:
    expression = source.schedule_expression
    text = expression if isinstance(expression, str) else expression.to_string()
    rate = RATE.fullmatch(text)
    if rate is None:
        raise ValueError(f"the pump understands rate(...) schedules, not {text!r}")
    return timedelta(**{f"{rate[2]}s": int(rate[1])})


def _record(message: queues.QueuedMessage, queue: queues.MotoQueue) -> Event:
    """One message as Lambda's SQS trigger shows it."""
    return {
        "messageId": message.id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": _attributes(message),
        "messageAttributes": {
            name: {"dataType": value["DataType"], "stringValue": value.get("StringValue")}
            for name, value in message.message_attributes.items()
        },
        "md5OfBody": md5(message.body.encode(), usedforsecurity=False).hexdigest(),
        "eventSource": "aws:sqs",
        "eventSourceARN": queue.queue_arn,
        "awsRegion": queue.region,
    }


def _attributes(message: queues.QueuedMessage) -> dict[str, str]:
    fifo = {
        "MessageGroupId": message.group_id,
        "MessageDeduplicationId": message.deduplication_id,
        "SequenceNumber": message.sequence_number,
    }
    return {
        "ApproximateReceiveCount": str(message.approximate_receive_count),
        "SentTimestamp": str(message.sent_timestamp),
        "SenderId": message.sender_id,
        "ApproximateFirstReceiveTimestamp": str(message.approximate_first_receive_timestamp),
        **{name: value for name, value in fifo.items() if value},
    }


def _scheduled_event(schedule: Schedule, now: datetime) -> Event:
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{schedule.function}"],
        "detail": {},
    }
