"""A web server on this machine for as long as a `with` block lasts."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self


class LoopbackServer:
    """Answers with the handler from entering to leaving; port 0 takes any free one."""

    def __init__(
        self, handler: type[BaseHTTPRequestHandler], port: int = 0, host: str = "127.0.0.1"
    ) -> None:
        self._server = _Server((host, port), handler)
        self.address = f"http://{host}:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        serve, name = self._server.serve_forever, type(self).__name__
        self._thread = Thread(target=serve, args=(0.05,), name=name, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: a client that hung up is no news, and a gateway tells of no crash."""
