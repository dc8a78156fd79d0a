"""Calls of providers' APIs: bounded in time and size, no redirects, https except on loopback."""

from functools import cache
from typing import Any
from urllib.parse import urlsplit

from functions.core.deliveries import OutboundRequest
from functions.core.errors import SendError

TIMEOUT_SECONDS = 8
ANSWER_BYTES = 1_000_000
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def call(request: OutboundRequest) -> tuple[int, bytes]:
    """Status and body of the answer.

    SendError where nothing was sent; an answer that does not come raises urllib3's HTTPError, and
    leaves open whether the provider acted.
    """
    from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

    address = urlsplit(request.url)
    if address.scheme != "https" and address.hostname not in LOOPBACK:
        raise SendError(f"refused to call {address.hostname} without TLS", permanent=True)
    try:
        answer = _pool().request(
            request.method,
            request.url,
            body=request.body,
            headers=dict(request.headers),
            redirect=False,
            preload_content=False,
            timeout=TIMEOUT_SECONDS,
            retries=False,
        )
    except (ConnectTimeoutError, NewConnectionError) as error:
        raise SendError(f"{address.hostname} could not be reached", permanent=False) from error
    try:
        return answer.status, answer.read(ANSWER_BYTES)
    finally:
        answer.close()


@cache
def _pool() -> Any:
    import urllib3

    return urllib3.PoolManager()
