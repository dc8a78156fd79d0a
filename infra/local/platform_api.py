"""APIs of shops and payment providers on loopback: answer what they were told, record who asks."""

from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from threading import Lock
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from infra.local.loopback import LoopbackServer

Answer = bytes | Callable[[Mapping[str, str]], bytes]
"""A body, or what makes one of the query."""


class Asked(NamedTuple):
    """One call of the API."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


class PlatformApi(LoopbackServer):
    """`with PlatformApi() as api:` listens at `api.base_url`; unknown paths are answered 404."""

    def __init__(self, port: int = 0) -> None:
        self.asked: list[Asked] = []
        self._answers: dict[str, Answer] = {}
        self._failures: list[int] = []
        self._lock = Lock()
        super().__init__(_handler(self), port)
        self.base_url = self.address

    def put(self, path: str, answer: Answer) -> None:
        """What a path answers; with a query in it only that query, else any."""
        self._answers[path] = answer

    def fail_next(self, status: int, times: int = 1) -> None:
        """Refuse the next calls with that status."""
        self._failures += [status] * times

    def reset(self, answers: Mapping[str, bytes]) -> None:
        """Forget who asked, and know only these answers."""
        with self._lock:
            self.asked.clear()
            self._failures.clear()
            self._answers = dict(answers)

    def take(self, target: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Status and body of the answer to one call."""
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query))
        with self._lock:
            self.asked.append(Asked(parts.path, query, headers))
            if self._failures:
                return self._failures.pop(0), b"{}"
            answer = self._answers.get(target) or self._answers.get(parts.path)
        if answer is None:
            return 404, b"{}"
        return 200, answer if isinstance(answer, bytes) else answer(query)


def _handler(api: PlatformApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._answer()

        def _answer(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, body = api.take(self.path, headers)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """The tests look at `asked` instead."""

    return Handler
