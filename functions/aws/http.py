"""Calls of providers' APIs: bounded in time and size, no redirects, https, no private address."""

import ipaddress
import socket
import time
from typing import Any
from urllib.parse import SplitResult, urlsplit

from functions.aws.runtime import stage
from functions.aws.signing import signed
from functions.core.deliveries import OutboundRequest
from functions.core.errors import FetchError, SendError

TIMEOUT_SECONDS = 8
ANSWER_BYTES = 1_000_000
CHUNK_BYTES = 65_536
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
STAGES_WITH_LOOPBACK = {"dev", "test"}
NO_SUCH_THING = (404, 410)


def fetch(request: OutboundRequest) -> bytes:
    """What the platform knows; empty where it says that there is no such thing.

    FetchError for everything else: without the answer nothing is decided, and the queue delivers
    again.
    """
    from urllib3.exceptions import HTTPError

    host = urlsplit(request.url).hostname
    try:
        status, body = call(request)
    except (SendError, HTTPError) as error:
        raise FetchError(f"{host} gave no answer ({type(error).__name__})") from error
    if status in NO_SUCH_THING:
        return b""
    if status != 200:
        raise FetchError(f"{host} answered {status}; check the account's token and address")
    if len(body) > ANSWER_BYTES:
        raise FetchError(f"{host} answered with more than {ANSWER_BYTES} bytes")
    return body


def call(request: OutboundRequest) -> tuple[int, bytes]:
    """Status and body of the answer.

    SendError where nothing was sent; an answer that does not come raises urllib3's HTTPError, and
    leaves open whether the provider acted.
    """
    from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

    request = signed(request)
    address = urlsplit(request.url)
    pool = _pool(address, _resolve(address))
    path = address._replace(scheme="", netloc="", fragment="").geturl() or "/"
    try:
        answer = pool.urlopen(
            request.method,
            path,
            body=request.body,
            headers={**request.headers, "Host": address.netloc.rpartition("@")[2]},
            redirect=False,
            preload_content=False,
            retries=False,
        )
    except (ConnectTimeoutError, NewConnectionError) as error:
        raise SendError(f"{address.hostname} could not be reached", permanent=False) from error
    try:
        return answer.status, _read(answer)
    finally:
        answer.close()
        pool.close()


def _resolve(address: SplitResult) -> str:
    """The one address that is called: looked up once, so that it cannot change after the check."""
    host = address.hostname or ""
    if host in LOOPBACK and stage() in STAGES_WITH_LOOPBACK:
        return host
    if address.scheme != "https":
        raise SendError(f"refused to call {host} without TLS", permanent=True)
    try:
        found = socket.getaddrinfo(host, address.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SendError(f"{host} could not be found", permanent=False) from error
    for *_, (ip, *_) in found:
        if not _is_public(str(ip)):
            raise SendError(f"refused to call {host}: it is a private address", permanent=True)
    return str(found[0][4][0])


def _is_public(ip: str) -> bool:
    """Neither ours nor the machine's own; an address that embeds another is judged by that."""
    found = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or found.sixtofour or found
    return found.is_global and not found.is_multicast


def _pool(address: SplitResult, ip: str) -> Any:
    import urllib3

    timeout = urllib3.Timeout(TIMEOUT_SECONDS)
    if address.scheme != "https":
        return urllib3.HTTPConnectionPool(ip, address.port, timeout=timeout)
    return urllib3.HTTPSConnectionPool(
        ip,
        address.port or 443,
        timeout=timeout,
        server_hostname=address.hostname,
        assert_hostname=address.hostname,
    )


def _read(answer: Any) -> bytes:
    """Up to one byte more than is taken; also a sender who drips must come to an end."""
    from urllib3.exceptions import ReadTimeoutError

    parts: list[bytes] = []
    give_up_at = time.monotonic() + TIMEOUT_SECONDS
    while sum(map(len, parts)) <= ANSWER_BYTES:
        part: bytes = answer.read1(CHUNK_BYTES)
        if not part:
            break
        parts.append(part)
        if time.monotonic() > give_up_at:
            raise ReadTimeoutError(None, "", "the answer takes too long")  # type: ignore[arg-type]
    return b"".join(parts)[: ANSWER_BYTES + 1]
