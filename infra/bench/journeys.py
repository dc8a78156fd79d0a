"""Drives one delivery through the embedded cloud and writes down what every function did for it."""

import io
import json
import logging
import smtplib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message as Headers
from typing import TypeAlias

from functions.aws import runtime, secrets, table
from infra.bench.deliveries import PHONE_NUMBER_ID, SECRETS, Knock, Script
from infra.bench.meter import Call, Meter
from infra.bench.tape import Tape, Transport
from infra.bench.units import Units
from infra.local.clock import Clock
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpRequest, match_route, proxy_event
from infra.local.invocation import Application, Context, Event, HttpFunction
from infra.local.pump import Pump, resolve
from infra.local.signers import sign
from infra.local.smtp_door import SmtpDoor

START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
"""A Tuesday, ten in the morning in the Netherlands."""
DOOR = "api_handler"
SWEEP = "sweep"
REPEATS = 5
STRAY_LOOK = timedelta(minutes=7)
"""After this the sweep has looked once whether the delivery was left behind."""
LATER = timedelta(minutes=10)
WAITS = 12

Happens: TypeAlias = Callable[[datetime], Knock]


@dataclass
class Invocation:
    """One run of one function."""

    function: str
    event: Event
    at: datetime = START
    calls: list[Call] = field(default_factory=list)
    memory_mb: int = 0
    log_bytes: int = 0
    log_lines: int = 0
    cpu_ms: float = 0
    """Our code alone."""
    lambda_cpu_ms: float = 0
    """With botocore's share."""
    tape: Tape = field(default_factory=Tape)


@dataclass
class Journey:
    """Everything one delivery gave rise to, without what the sweep does anyway."""

    script: Script
    invocations: list[Invocation]
    sweep_calls: list[Call]
    sweep_units: Units
    """All that the sweep used more than in a minute without this delivery."""
    stored_bytes: int
    mails_sent: int

    def calls(self) -> list[Call]:
        return [call for run in self.invocations for call in run.calls] + self.sweep_calls


class Journeys:
    """`with Journeys() as journeys: journeys.run(script)`."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self.log = io.StringIO()
        self.is_cold = False

    def __enter__(self) -> "Journeys":
        with ExitStack() as entering:
            entering.enter_context(redirect_stdout(self.log))
            self.cloud = entering.enter_context(EmbeddedCloud(_accounts(), clock=Clock(START)))
            self.meter = Meter(self.cloud)
            entering.enter_context(self.meter.listening())
            self.transport = entering.enter_context(Transport().installed())
            entering.enter_context(_logging_to(self.log))
            application = _application()
            self.smtp = entering.enter_context(SmtpDoor(self.cloud))
            self.pump = MeasuredPump(self, application)
            self.function = HttpFunction(application, self.cloud.stage)
            self._stack = entering.pop_all()
        return self

    def __exit__(self, *raised: object) -> None:
        self._stack.close()

    def run(self, script: Script) -> Journey:
        """From an empty cloud, with warm functions."""
        self.start_anew(warm=True)
        for knock in script.before:
            self._happens(knock)
        self.pump.jump(LATER)
        idle = self._measured(lambda: self.pump.jump(timedelta(minutes=1)))
        mails = len(self.cloud.sent_mails)
        self.pump.repeats = REPEATS
        arrived = self._measured(lambda: self._arrives(script.measured))
        waited = self._measured(lambda: self._settles(script, mails))
        self.pump.repeats = 0
        self._check(script, arrived)
        return self._journey(script, arrived + waited, idle, mails)

    def life(self, script: Script, others: Sequence[Happens], events: Sequence[Happens]) -> Journey:
        """Events one after another, each with the time to be told of, after what others did."""
        self.start_anew(warm=True)
        for knock in others:
            self._arrives(knock)
        self._passes()
        idle = self._measured(lambda: self.pump.jump(timedelta(minutes=1)))
        mails = len(self.cloud.sent_mails)
        self.pump.repeats = 1
        runs = self._measured(lambda: self._happen(events))
        self.pump.repeats = 0
        return self._journey(script, runs, idle, mails)

    def _journey(
        self, script: Script, runs: list[Invocation], idle: list[Invocation], mails: int
    ) -> Journey:
        sweeps = [run for run in runs if run.function == SWEEP]
        ours = [run for run in runs if run.function != SWEEP]
        more, units = _beyond(sweeps, [run for run in idle if run.function == SWEEP])
        return Journey(
            script=script,
            invocations=ours,
            sweep_calls=more,
            sweep_units=units,
            stored_bytes=self._stored(ours),
            mails_sent=len(self.cloud.sent_mails) - mails,
        )

    def arrive(self, script: Script, prepare: Callable[[], None]) -> list[Invocation]:
        """Only until nothing waits, counted but not timed, after `prepare` has filled the table."""
        self.start_anew(warm=True)
        for knock in script.before:
            self._happens(knock)
        prepare()
        runs = self._measured(lambda: self._arrives(script.measured))
        self._check(script, runs)
        return runs

    def idle_sweep(self) -> Invocation:
        """The sweep of a minute in which nothing waits."""
        self.start_anew(warm=True)
        self.pump.jump(LATER)
        self.pump.repeats = REPEATS
        [run] = self._measured(lambda: self.pump.jump(timedelta(minutes=1)))
        self.pump.repeats = 0
        return run

    def first_events(self, script: Script) -> list[Invocation]:
        """What each function hears first after its start, with all that it asks AWS then."""
        self.start_anew(warm=False)
        self.is_cold = True
        runs = self._measured(lambda: self._arrives(script.measured))
        runs += self._measured(lambda: self._settles(script, 0))
        self.is_cold = False
        return list({run.function: run for run in reversed(runs)}.values())

    def start_anew(self, *, warm: bool) -> None:
        self.cloud.reset()
        self.pump.reset()
        if warm:
            for provider in SECRETS:
                secrets.credentials(provider, "tuinhuis")

    def invoke(self, run: Invocation, call: Callable[[], object]) -> None:
        """One real run, recorded; then its CPU time from the record."""
        if self.is_cold:
            secrets.forget()  # a fresh process has read none
        first_call, first_byte = len(self.meter.calls), self.log.tell()
        self.meter.function, run.at = run.function, self.cloud.clock.now()
        with run.tape.recording(self.transport):
            call()
        run.calls = self.meter.calls[first_call:]
        self.log.seek(first_byte)
        logged = self.log.read()
        run.log_bytes, run.log_lines = len(logged.encode()), logged.count("\n")
        run.memory_mb = int(Context(run.function, self.cloud.stage).memory_limit_in_mb)
        if self.pump.repeats:
            self.meter.paused = True
            run.cpu_ms, run.lambda_cpu_ms = run.tape.cpu_ms(call, self.transport, self.pump.repeats)
            self.meter.paused = False
        self.pump.runs.append(run)

    def _measured(self, action: Callable[[], object]) -> list[Invocation]:
        self.pump.runs = []
        action()
        if self.pump.failures:
            raise RuntimeError(f"a handler failed; repair that first: {self.pump.failures[0]}")
        return self.pump.runs

    def _happen(self, events: Sequence[Happens]) -> None:
        for knock in events:
            self._happens(knock, WAITS)

    def _happens(self, knock: Happens, waits: int = 3) -> None:
        self._arrives(knock)
        self._passes(waits)

    def _passes(self, waits: int = WAITS) -> None:
        for _ in range(waits):
            self.pump.jump(LATER)

    def _arrives(self, knock: Happens) -> None:
        self._knock(knock(self.cloud.clock.now()))
        self.pump.run_until_idle()

    def _settles(self, script: Script, mails: int) -> None:
        self.pump.jump(STRAY_LOOK)
        for _ in range(WAITS):
            if not script.notifies or len(self.cloud.sent_mails) > mails:
                return
            self.pump.jump(LATER)
        raise RuntimeError(f"no mail went out for {script.channel} {script.case}")

    def _knock(self, knock: Knock) -> None:
        if knock.door == "mail":
            with smtplib.SMTP(self.smtp.host, self.smtp.port, timeout=20) as smtp:
                smtp.sendmail("klant@example.com", "service@tuinhuis.example", knock.body)
        elif knock.door == "bus":
            queue = self.cloud.queue("intake").name
            sqs = self.cloud.client("sqs")
            url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
            sqs.send_message(QueueUrl=url, MessageBody=knock.body.decode())
        else:
            self._post(knock)

    def _post(self, knock: Knock) -> None:
        headers = Headers()
        secret, now = SECRETS[knock.provider], self.cloud.clock.now()
        for name, value in sign(knock.provider, secret, knock.body, knock.headers, now).items():
            headers[name] = value
        target = f"/webhooks/{knock.provider}/tuinhuis"
        request = HttpRequest("POST", target, headers, knock.body, "203.0.113.7")
        route = match_route(self.function.app.routes, target, "POST")
        if route is None:
            raise RuntimeError(f"the app has no route for {target}")
        event = proxy_event(request, route)
        self.invoke(Invocation(DOOR, event), lambda: _accepted(self.function(event)))

    def _check(self, script: Script, runs: list[Invocation]) -> None:
        """The figures are of what we think they are."""
        written = (call.target for run in runs for call in run.calls if call.operation == "PutItem")
        receipt = next(target for target in written if target.startswith("RECEIPT#"))
        key = {"pk": {"S": receipt}, "sk": {"S": "RECEIPT"}}
        answer = self.cloud.client("dynamodb").get_item(TableName=self.cloud.table, Key=key)
        lines = json.loads(table.data(answer["Item"]))["lines"]
        if [line["outcome"]["kind"] for line in lines] != [script.outcome]:
            raise RuntimeError(
                f"{script.channel} {script.case} {script.variant} did not end as {script.outcome} "
                f"but as {lines}; adapt infra/bench/deliveries.py"
            )

    def _stored(self, runs: list[Invocation]) -> int:
        """Bytes of the delivery in the bucket, whoever wrote it."""
        read = [c.target for run in runs for c in run.calls if c.operation == "GetObject"]
        s3 = self.cloud.client("s3")
        return sum(s3.head_object(Bucket=self.cloud.inbox, Key=k)["ContentLength"] for k in read)


class MeasuredPump(Pump):
    """A pump whose every invocation is written down."""

    def __init__(self, journeys: Journeys, application: Application) -> None:
        self.runs: list[Invocation] = []
        self.repeats = 0
        self._journeys = journeys
        super().__init__(journeys.cloud, application)

    def _invoke(self, handler: str, function: str, event: Event) -> bool:
        call = resolve(handler)
        context = Context(function, self.cloud.stage)
        self._journeys.invoke(Invocation(function, event), lambda: call(event, context))
        return True


def _beyond(sweeps: list[Invocation], idle: list[Invocation]) -> tuple[list[Call], Units]:
    """Calls and units of the sweeps that an idle sweep does not make."""
    usual = Counter(_kind(call) for run in idle for call in run.calls)
    more: list[Call] = []
    for run in sweeps:
        left = usual.copy()
        for call in run.calls:
            if left[_kind(call)] > 0:
                left[_kind(call)] -= 1
            else:
                more.append(call)
    spent = sum((call.units for run in sweeps for call in run.calls), Units())
    idling = sum((call.units for run in idle for call in run.calls), Units())
    return more, spent - idling * len(sweeps)


def _kind(call: Call) -> tuple[str, str]:
    return call.operation, call.target.partition("#")[0]


def _accepted(answer: object) -> object:
    if not isinstance(answer, dict) or answer["statusCode"] != 200:
        raise RuntimeError("the door refused the delivery")
    return answer


def _accounts() -> dict[str, dict[str, object]]:
    settings = {"phone_number_id": PHONE_NUMBER_ID, "verify_token": "v", "token": "t"}
    return {
        f"{provider}/tuinhuis": {
            "secrets": [secret],
            "settings": settings if provider == "whatsapp" else {},
        }
        for provider, secret in SECRETS.items()
    }


def _application() -> Application:
    from app import app

    loaded: Application = app
    return loaded


@contextmanager
def _logging_to(log: io.StringIO) -> Iterator[None]:
    handler = runtime.logger.registered_handler
    assert isinstance(handler, logging.StreamHandler)
    before = handler.setStream(log)
    try:
        yield
    finally:
        handler.setStream(before)
