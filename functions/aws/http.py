"""Calls of providers' APIs: bounded in time and size, no redirects, https, no private address."""

import hashlib
import ipaddress
import re
import socket
import time
from typing import Any
from urllib.parse import SplitResult, urlsplit

from functions.aws.runtime import stage
from functions.aws.signing import signed
from functions.core.deliveries import OutboundRequest
from functions.core.errors import FetchError, PayloadError, SendError
from functions.core.untrusted import read_json, read_object

TIMEOUT_SECONDS = 8
ANSWER_BYTES = 1_000_000
CHUNK_BYTES = 65_536
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
STAGES_WITH_LOOPBACK = {"dev", "test"}
JSON = "application/json"
NO_SUCH_THING = (204, 404, 410)
UNAUTHORIZED = 401
TOKEN = re.compile(r"[!-~]{1,8000}")
TOKEN_SECONDS, TOKEN_MARGIN_SECONDS, TOKENS_KEPT = 600, 30, 100
"""A token is used ten minutes at most, so that one taken away is soon forgotten."""

_tokens: dict[str, tuple[str, float]] = {}


def fetch(request: OutboundRequest) -> bytes:
    """What the platform knows; empty where it says that there is no such thing.

    FetchError for everything else: without the answer nothing is decided, and the queue delivers
    again.
    """
    from urllib3.exceptions import HTTPError

    host = urlsplit(request.url).hostname
    try:
        status, body = call(_logged_in(request))
    except (SendError, HTTPError) as error:
        raise FetchError(f"{host} gave no answer ({type(error).__name__})") from error
    if status == UNAUTHORIZED and request.login:
        _tokens.pop(_token_key(request.login), None)
    if status in NO_SUCH_THING:
        return b""
    if status != 200:
        raise FetchError(f"{host} answered {status}; check the account's token and address")
    if len(body) > ANSWER_BYTES:
        raise FetchError(f"{host} answered with more than {ANSWER_BYTES} bytes")
    if request.headers.get("accept") == JSON and not _is_json(body):
        raise FetchError(f"{host} answered no JSON: a page of a proxy, or half an answer")
    return body


def _is_json(body: bytes) -> bool:
    try:
        read_json(body)
    except PayloadError:
        return False
    return True


def _logged_in(request: OutboundRequest) -> OutboundRequest:
    """With the token that its login gives; never shown to another host than gave it."""
    login = request.login
    if login is None:
        return request
    if urlsplit(login.url)[:2] != urlsplit(request.url)[:2] or login.login:
        raise FetchError("a login at another host than the call itself is not made")
    headers = {**request.headers, "authorization": f"Bearer {_token(login)}"}
    return request.model_copy(update={"headers": headers, "login": None})


def _token(login: OutboundRequest) -> str:
    """Asked for once, and kept while it lasts."""
    key = _token_key(login)
    token, until = _tokens.get(key, ("", 0.0))
    if token and time.monotonic() < until:
        return token
    try:
        told = read_object(fetch(login))
    except PayloadError:
        told = {}
    given = told.get("access_token")
    if not isinstance(given, str) or not TOKEN.fullmatch(given):
        raise FetchError(f"{urlsplit(login.url).hostname} gave no access token")
    lasts = told.get("expires_in")
    seconds = lasts if isinstance(lasts, int) and 0 <= lasts < TOKEN_SECONDS else TOKEN_SECONDS
    if len(_tokens) >= TOKENS_KEPT:
        _tokens.clear()
    _tokens[key] = (given, time.monotonic() + seconds - TOKEN_MARGIN_SECONDS)
    return given


def _token_key(login: OutboundRequest) -> str:
    return hashlib.sha256(f"{login.url}\n".encode() + login.body).hexdigest()


def forget_tokens() -> None:
    """For tests, and after an operator has taken a key away."""
    _tokens.clear()


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
