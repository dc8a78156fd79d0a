"""Records what AWS answers to one invocation, and plays it back: CPU time without the network."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from statistics import median
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ClientError
from moto.core.botocore_stubber import MockRawResponse
from moto.core.models import botocore_stubber

from functions.aws import clients
from infra.bench.meter import SERVICES


@dataclass(frozen=True)
class WireAnswer:
    """One HTTP answer of AWS."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """The same after botocore has read it; a body is kept apart, since it is read only once."""

    parsed: Mapping[str, Any]
    body: bytes | None = None
    error: ClientError | None = None


class Transport:
    """Stands where botocore would send a request; `send` may be changed at any time.

    It is installed once and takes moto's place: botocore asks every listener, and each new one
    makes it build its tables of listeners again, which would be counted as CPU time of ours.
    """

    def __init__(self) -> None:
        self.send: Callable[[AWSPreparedRequest, str], AWSResponse] = _ask_moto

    @contextmanager
    def installed(self) -> Iterator["Transport"]:
        with ExitStack() as stack:
            for client in _clients():
                events = client.meta.events
                events.unregister("before-send", botocore_stubber)
                events.register("before-send", self._answer)
                stack.callback(events.register, "before-send", botocore_stubber)
                stack.callback(events.unregister, "before-send", self._answer)
            yield self

    def _answer(self, request: AWSPreparedRequest, event_name: str, **_: object) -> AWSResponse:
        return self.send(request, event_name)


@dataclass
class Tape:
    """`with tape.recording():` while the embedded cloud answers; then `cpu_ms` plays it back."""

    wire: list[WireAnswer] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    @contextmanager
    def recording(self, transport: Transport) -> Iterator[None]:
        transport.send = self._ask_moto
        with ExitStack() as stack:
            for client in _clients():
                stack.enter_context(_calls(client, self._ask_botocore(client._make_api_call)))
            yield
        transport.send = _ask_moto

    def cpu_ms(
        self, invoke: Callable[[], object], transport: Transport, times: int
    ) -> tuple[float, float]:
        """Median milliseconds of this thread: our code alone, and with botocore's share.

        Alone: each client answers at once with what it had read before. With botocore: requests
        are built, signed and their answers read, only the sending is left out.
        """
        with_botocore = median(self._timed_on_wire(invoke, transport) for _ in range(times))
        transport.send = _ask_moto
        return median(self._timed_alone(invoke) for _ in range(times)), with_botocore

    def _timed_on_wire(self, invoke: Callable[[], object], transport: Transport) -> float:
        wire = iter(self.wire)

        def send(request: AWSPreparedRequest, _event_name: str) -> AWSResponse:
            answer = next(wire)
            raw = MockRawResponse(answer.body)
            return AWSResponse(request.url, answer.status, answer.headers, raw)

        transport.send = send
        return _thread_ms(invoke)

    def _timed_alone(self, invoke: Callable[[], object]) -> float:
        answers = iter(self.answers)

        def call(_operation: str, _params: Mapping[str, Any]) -> Any:
            return _fresh(next(answers))

        with ExitStack() as stack:
            for client in _clients():
                stack.enter_context(_calls(client, call))
            return _thread_ms(invoke)

    def _ask_moto(self, request: AWSPreparedRequest, event_name: str) -> AWSResponse:
        answer = _ask_moto(request, event_name)
        body = answer.raw.getvalue()
        self.wire.append(WireAnswer(answer.status_code, dict(answer.headers), body))
        return answer

    def _ask_botocore(self, ask: Callable[..., Any]) -> Callable[..., Any]:
        def call(operation: str, params: Mapping[str, Any]) -> Any:
            try:
                parsed = ask(operation, params)
            except ClientError as error:
                self.answers.append(Answer({}, error=error))
                raise
            body = parsed["Body"].read() if "Body" in parsed else None
            self.answers.append(Answer(dict(parsed), body))
            return _fresh(self.answers[-1])

        return call


def _ask_moto(request: AWSPreparedRequest, event_name: str) -> AWSResponse:
    return botocore_stubber(event_name, request)


def _thread_ms(invoke: Callable[[], object]) -> float:
    start = time.thread_time()
    invoke()
    return (time.thread_time() - start) * 1000


def _fresh(answer: Answer) -> Any:
    if answer.error:
        raise answer.error
    if answer.body is None:
        return answer.parsed
    return {**answer.parsed, "Body": BytesIO(answer.body)}


def _clients() -> list[Any]:
    return [clients.client(service) for service in SERVICES]


@contextmanager
def _calls(client: Any, call: Callable[..., Any]) -> Iterator[None]:
    """Instead of calling AWS, the client does this."""
    client._make_api_call = call
    try:
        yield
    finally:
        del client._make_api_call
