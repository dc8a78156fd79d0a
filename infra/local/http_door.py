"""API Gateway on this machine: an HTTP request becomes the event that AWS makes of it."""

import base64
import json
import time
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import Message
from http.server import BaseHTTPRequestHandler
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from infra.local.invocation import Event, HttpFunction
from infra.local.loopback import LoopbackServer
from infra.local.template import ACCOUNT, REGION

API_STAGE = "api"
API_ID = "loketlocal"
LARGEST_BODY = 10 * 1024 * 1024  # API Gateway takes no more
LARGEST_EVENT = 6 * 1024 * 1024  # Lambda takes no more; a body grows by a third in it
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
# API Gateway calls both an unknown path and an unknown method this.
NOT_FOUND = (403, "MissingAuthenticationTokenException", "Missing Authentication Token")
TOO_LARGE = (413, "RequestEntityTooLargeException", "Request Too Long")
FAILED = (502, "InternalServerErrorException", "Internal server error")
NO_LENGTH = (411, "BadRequestException", "Length Required")


class HttpRequest(NamedTuple):
    """One request as it came over the wire."""

    method: str
    target: str
    headers: Message
    body: bytes
    source_ip: str


class Route(NamedTuple):
    """A resource of the API and what the path filled into it."""

    resource: str
    path: str
    parameters: Mapping[str, str]


class HttpDoor(LoopbackServer):
    """`with HttpDoor(function) as door:` serves the Chalice routes at `door.url`."""

    def __init__(self, function: HttpFunction, port: int = 0, host: str = "127.0.0.1") -> None:
        super().__init__(_handler(function), port, host)
        self.url = self.address


def match_route(routes: Mapping[str, Mapping[str, object]], path: str, method: str) -> Route | None:
    """The resource of the path, if it has that method; fixed parts win over variables."""
    asked = path.split("/")
    for resource in sorted(routes, key=lambda name: name.count("{")):
        parts = resource.split("/")
        if len(parts) != len(asked) or method not in routes[resource]:
            continue
        if all(_is_variable(part) or part == word for part, word in zip(parts, asked, strict=True)):
            filled = {
                p[1:-1]: unquote(w) for p, w in zip(parts, asked, strict=True) if _is_variable(p)
            }
            if all(filled.values()):
                return Route(resource, path, filled)
    return None


def proxy_event(request: HttpRequest, route: Route) -> Event:
    """The REST API proxy event, with `*/*` as binary media type: every body is base64-coded."""
    query = parse_qsl(urlsplit(request.target).query, keep_blank_values=True)
    headers = [*request.headers.items(), *_added_headers(request)]
    return {
        "resource": route.resource,
        "path": route.path,
        "httpMethod": request.method,
        "headers": dict(headers) or None,
        "multiValueHeaders": _all_values(headers),
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": _all_values(query),
        "pathParameters": dict(route.parameters) or None,
        "stageVariables": None,
        "requestContext": _request_context(request, route),
        "body": base64.b64encode(request.body).decode() if request.body else None,
        "isBase64Encoded": bool(request.body),
    }


def _request_context(request: HttpRequest, route: Route) -> Event:
    now = datetime.now(UTC)
    return {
        "resourceId": "embedded",
        "resourcePath": route.resource,
        "httpMethod": request.method,
        "extendedRequestId": uuid.uuid4().hex[:15],
        "requestTime": f"{now:%d/%b/%Y:%H:%M:%S +0000}",
        "path": f"/{API_STAGE}{route.path}",
        "accountId": ACCOUNT,
        "protocol": "HTTP/1.1",
        "stage": API_STAGE,
        "domainPrefix": API_ID,
        "requestTimeEpoch": int(time.time() * 1000),
        "requestId": str(uuid.uuid4()),
        "identity": {
            "sourceIp": request.source_ip,
            "userAgent": request.headers.get("User-Agent"),
            "accountId": None,
            "caller": None,
            "user": None,
        },
        "domainName": request.headers.get("Host") or f"{API_ID}.execute-api.{REGION}.amazonaws.com",
        "apiId": API_ID,
    }


def _added_headers(request: HttpRequest) -> list[tuple[str, str]]:
    trace = f"Root=1-{int(time.time()):08x}-{uuid.uuid4().hex[:24]}"
    return [
        ("X-Forwarded-For", request.source_ip),
        ("X-Forwarded-Port", "443"),
        ("X-Forwarded-Proto", "https"),
        ("X-Amzn-Trace-Id", trace),
    ]


def _all_values(pairs: list[tuple[str, str]]) -> dict[str, list[str]] | None:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values or None


def _is_variable(part: str) -> bool:
    return part.startswith("{") and part.endswith("}")


def _handler(function: HttpFunction) -> type[BaseHTTPRequestHandler]:
    class Handler(_GatewayHandler):
        lambda_function = function

    return Handler


class _GatewayHandler(BaseHTTPRequestHandler):
    """Reads one request, asks the function, writes one answer; never a traceback."""

    lambda_function: HttpFunction
    protocol_version = "HTTP/1.1"
    server_version = "loket"
    sys_version = ""
    timeout = 30

    def answer(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if self.headers.get("Transfer-Encoding") or not length.isdecimal():
            return self._refuse(NO_LENGTH)
        if int(length) > LARGEST_BODY or int(length) * 4 // 3 > LARGEST_EVENT:
            return self._refuse(TOO_LARGE)
        request = HttpRequest(
            self.command,
            self.path,
            self.headers,
            self.rfile.read(int(length)),
            self.client_address[0],
        )
        path = urlsplit(self.path).path.removeprefix(f"/{API_STAGE}")
        route = match_route(self.lambda_function.app.routes, path, self.command)
        if route is None:
            return self._refuse(NOT_FOUND)
        try:
            return self._relay(self.lambda_function(proxy_event(request, route)))
        except Exception as error:
            self.log_error("the function raised %s", type(error).__name__)
            return self._refuse(FAILED)

    def _relay(self, response: Mapping[str, object]) -> None:
        body = response.get("body") or ""
        coded = response.get("isBase64Encoded")
        content = base64.b64decode(str(body)) if coded else str(body).encode()
        headers = response.get("headers")
        several = response.get("multiValueHeaders")
        pairs = [(k, str(v)) for k, v in headers.items()] if isinstance(headers, Mapping) else []
        if isinstance(several, Mapping):
            pairs += [(name, str(value)) for name, values in several.items() for value in values]
        self._write(int(str(response["statusCode"])), pairs, content)

    def _refuse(self, refusal: tuple[int, str, str]) -> None:
        status, kind, message = refusal
        self.close_connection = True  # what is left of the body is not read
        headers = [("Content-Type", "application/json"), ("x-amzn-ErrorType", kind)]
        self._write(
            status, [*headers, ("Connection", "close")], json.dumps({"message": message}).encode()
        )

    def _write(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: whoever runs the door shows what came in."""


for _method in METHODS:
    setattr(_GatewayHandler, f"do_{_method}", _GatewayHandler.answer)
