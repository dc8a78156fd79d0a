"""Drives one sample through the whole path, crashes it at will, and looks at what came of it."""

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import Message as Headers
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from functions.aws import clients, http, table
from infra.local.cloud import EmbeddedCloud
from infra.local.http_door import HttpRequest, match_route, proxy_event
from infra.local.invocation import HttpFunction
from infra.local.pump import Pump
from infra.local.signers import sign

EVENTS = Path(__file__).parent.parent / "events"
SERVICES = ("s3", "sqs", "dynamodb", "secretsmanager", "sesv2")
VISIBILITY = timedelta(minutes=4, seconds=45)
"""Past every queue's visibility time-out, within the deduplication window of FIFO queues."""
PATIENCE = timedelta(minutes=11)
READS = {"BatchGetItem", "GetItem", "Query", "GetObject", "ListObjectsV2", "GetSecretValue"}
"""To die after one of these is to die before it: nothing is left behind that could differ."""
VOLATILE = {"finished_at", "sent_at", "attempts", "version", "recorded_at", "sending_since"}
VOLATILE |= {"due_at", "notices", "late_at"}
"""When and how often, which a redelivery changes; everything else must come out the same."""


class Sample(NamedTuple):
    """One file of `events/`, ready to be delivered."""

    name: str
    provider: str
    request: Mapping[str, Any]
    credentials: Mapping[str, Any]
    expect: Mapping[str, Any]
    received_at: datetime

    @property
    def body(self) -> bytes:
        coded = self.request.get("body_base64")
        return base64.b64decode(coded) if coded else str(self.request["body"]).encode()


def samples() -> list[Sample]:
    """Every sample delivery of every provider."""
    return [_load(path) for path in sorted(EVENTS.glob("*/*.json"))]


def named(name: str) -> Sample:
    """The sample `<provider>/<case>`."""
    return _load(EVENTS / f"{name}.json")


def _load(path: Path) -> Sample:
    content = json.loads(path.read_text())
    return Sample(
        name=f"{path.parent.name}/{path.stem}",
        provider=path.parent.name,
        request=content["request"],
        credentials=content.get("credentials", {}),
        expect=content.get("expect", {}),
        received_at=datetime.fromisoformat(content["received_at"]),
    )


class Crash(BaseException):
    """The process is gone; not an Exception, so that no handler can catch it."""


class Calls:
    """Counts the calls that Loket makes of AWS and of providers, and breaks one of them."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self._break_at: int | None = None
        self._break_on: str | None = None
        self._after = False
        self._failure: Callable[[str], BaseException] = Crash

    def break_at(
        self, call: int, *, after: bool, failure: Callable[[str], BaseException] = Crash
    ) -> None:
        """Raise `failure(operation)` at that call (from 0), before or after it takes effect."""
        self.made, self._break_at, self._after, self._failure = [], call, after, failure

    def break_on(self, operation: str, *, after: bool) -> None:
        """Crash at the next call of that name."""
        self._break_on, self._after, self._failure = operation, after, Crash

    def begin(self, operation: str) -> None:
        self.made.append(operation)
        self._maybe_break(operation, after=False)

    def end(self, operation: str) -> None:
        self._maybe_break(operation, after=True)

    def _maybe_break(self, operation: str, *, after: bool) -> None:
        is_meant = len(self.made) - 1 == self._break_at or operation == self._break_on
        if is_meant and after == self._after:
            self._break_at = self._break_on = None
            raise self._failure(operation)


def breaking_points(made: Sequence[str]) -> Iterator[tuple[int, str, bool]]:
    """Each call of a run with its name, before it and, where that differs, after it."""
    for number, operation in enumerate(made):
        yield number, operation, False
        if operation not in READS:
            yield number, operation, True


@contextmanager
def watched_calls() -> Iterator[Calls]:
    """Listens at botocore's own events, so that no call can be forgotten."""
    calls = Calls()

    def before(model: Any, **_: object) -> None:
        calls.begin(model.name)

    def after(model: Any, **_: object) -> None:
        calls.end(model.name)

    emitters = [clients.client(service).meta.events for service in SERVICES]
    for emitter in emitters:
        emitter.register("before-call", before)
        emitter.register("after-call", after)
    original = http.call

    def call(request: Any) -> tuple[int, bytes]:
        calls.begin("provider API")
        answer = original(request)
        calls.end("provider API")
        return answer

    http.call = call
    try:
        yield calls
    finally:
        http.call = original
        for emitter in emitters:
            emitter.unregister("before-call", before)
            emitter.unregister("after-call", after)


class Journey(NamedTuple):
    """Everything between a door and what comes out."""

    cloud: EmbeddedCloud
    pump: Pump
    function: HttpFunction


def deliver(path: Journey, sample: Sample) -> None:
    """Knock once, as the sender would. Crash and whatever else the door raises go through."""
    transport = sample.request.get("transport", "http")
    if transport == "http":
        _post(path, sample)
    elif transport == "mail":
        key = f"mail/tuinhuis/{sample.name.replace('/', '-')}"
        path.cloud.client("s3").put_object(Bucket=path.cloud.inbox, Key=key, Body=sample.body)
    else:
        sqs = path.cloud.client("sqs")
        intake = sqs.get_queue_url(QueueName=f"loket-{path.cloud.stage}-intake")["QueueUrl"]
        sqs.send_message(QueueUrl=intake, MessageBody=sample.body.decode())


def _post(path: Journey, sample: Sample) -> None:
    status = int(str(answer(path, sample)["statusCode"]))
    if status >= 500:
        raise PlatformRetriesError
    assert status == 200, f"{sample.name} was refused with {status}"


def answer(path: Journey, sample: Sample) -> Mapping[str, Any]:
    """What the door says to a sample, signed anew at the cloud's time."""
    secret = (sample.credentials.get("secrets") or [""])[0]
    now = path.cloud.clock.now()
    told = sample.request.get("headers", {})
    headers = sign(sample.provider, secret, sample.body, told, now)
    query = urlencode(sample.request.get("query", {}))
    place = f"/webhooks/{sample.provider}/tuinhuis"
    target = f"{place}?{query}" if query else place
    return knock(path, target, sample.body, headers, sample.request.get("method", "POST"))


def knock(
    path: Journey, target: str, body: bytes, headers: Mapping[str, str], method: str = "POST"
) -> Mapping[str, Any]:
    """One call of the door, and its answer."""
    sent = Headers()
    for name, value in headers.items():
        sent[name] = value
    request = HttpRequest(method, target, sent, body, "203.0.113.7")
    route = match_route(path.function.app.routes, target.partition("?")[0], method)
    assert route is not None
    return path.function(proxy_event(request, route))


class PlatformRetriesError(Exception):
    """The door answered with an error: the platform will knock again."""


def run(path: Journey, sample: Sample) -> None:
    """Deliver until the platform is content, and let time pass until nothing waits any more."""
    _until_it_stands(path, lambda: deliver(path, sample))
    _until_it_stands(path, path.pump.run_until_idle)
    for _ in range(6):
        if any(path.cloud.messages(queue) for queue in ("intake", "outbox")):
            path.cloud.clock.advance(VISIBILITY)
        elif _is_unsettled(path.cloud):
            path.cloud.clock.advance(PATIENCE)
            _until_it_stands(path, path.pump.run_schedules)
        else:
            return
        _until_it_stands(path, path.pump.run_until_idle)
    raise AssertionError(f"still not at rest; pump failures: {path.pump.failures}")


def _is_unsettled(cloud: EmbeddedCloud) -> bool:
    """A notification waits for the sweep, or news for its digest, or an order is due."""
    soon = (cloud.clock.now() + PATIENCE).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    waiting = [item for item in items(cloud) if "timeline" in item]
    return any(
        item["sk"]["S"] == "NOTIFICATION"
        or (item["sk"]["S"] in {"STANDING", "PERSON"} and item["at"]["S"] <= soon)
        for item in waiting
    )


def _until_it_stands(path: Journey, action: Callable[[], object]) -> None:
    """A crashed process is started again; what it was working on comes back by itself."""
    for _ in range(3):
        try:
            action()
        except (Crash, PlatformRetriesError):
            continue
        return
    raise AssertionError(f"still failing after three starts; pump failures: {path.pump.failures}")


def outcome(cloud: EmbeddedCloud) -> dict[str, Any]:
    """Table, queues and sent messages, without what legitimately differs between two runs."""
    dump = {"rows": sorted(_rows(cloud)), "teams": _team_messages(cloud), "mails": _mails(cloud)}
    text = json.dumps(dump)
    # Two independent mails may go in either order; our own Message-ID tells which is which.
    by_own_id = sorted(cloud.sent_mails, key=lambda mail: str(mail.message["Message-ID"]))
    for number, mail in enumerate(by_own_id):
        text = text.replace(mail.id, f"MAIL{number}")
    found: dict[str, Any] = json.loads(
        re.sub(r"bus/\d{4}-\d\d-\d\d/\d{4}/ses/\w{32}", "bus/ses", text)
    )
    return {name: sorted(values, key=str) for name, values in found.items()}


def _rows(cloud: EmbeddedCloud) -> Iterator[str]:
    for item in items(cloud):
        if item["sk"]["S"] not in ("CURSOR", "POLICY"):
            data = _steady(json.loads(item["data"]["S"]))
            timer = item.get("timeline", {}).get("S")
            yield json.dumps([item["pk"]["S"], item["sk"]["S"], timer, data], sort_keys=True)


def items(cloud: EmbeddedCloud) -> Iterator[Mapping[str, Any]]:
    pages = cloud.client("dynamodb").get_paginator("scan")
    for page in pages.paginate(TableName=cloud.table):
        for item in page["Items"]:
            yield {**item, "data": {"S": table.data(item)}}


def _steady(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _steady(inner) for name, inner in value.items() if name not in VOLATILE}
    return [_steady(inner) for inner in value] if isinstance(value, list) else value


def _team_messages(cloud: EmbeddedCloud) -> list[str]:
    from functions.aws.queues import LEADS
    from functions.core.routing import Queue

    return [body for team in (*Queue, LEADS) for body in cloud.messages(f"team-{team}.fifo")]


def _mails(cloud: EmbeddedCloud) -> list[list[str]]:
    return [[*mail.to, str(mail.message["Subject"])] for mail in cloud.sent_mails]
