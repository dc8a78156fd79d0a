"""The HTTP door: an event as API Gateway makes it, and an answer as it gives it."""

import base64
import http.client
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from chalice import Chalice, Response

from infra.local.http_door import HttpDoor, match_route
from infra.local.invocation import Event, HttpFunction

app = Chalice(app_name="trial")


@app.route("/echo/{name}/{number}", methods=["GET", "POST"], content_types=["*/*"])  # type: ignore[untyped-decorator]
def echo(name: str, number: str) -> Response:
    assert app.current_request is not None
    event: Event = app.current_request.to_original_event()
    body: bytes = app.current_request.raw_body
    shown = {"event": event, "body": base64.b64encode(body).decode(), "args": [name, number]}
    return Response(json.dumps(shown), headers={"X-Echo": name})


@app.route("/binary")  # type: ignore[untyped-decorator]
def binary() -> Response:
    headers = {"Content-Type": "application/octet-stream"}
    return Response(bytes(range(256)), headers=headers)


@app.route("/broken")  # type: ignore[untyped-decorator]
def broken() -> Response:
    raise RuntimeError("secret detail")


@pytest.fixture(scope="module")
def door() -> Iterator[HttpDoor]:
    with HttpDoor(HttpFunction(app, "dev")) as door:
        yield door


def ask(
    door: HttpDoor, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, bytes, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection(str(urlsplit(door.url).netloc), timeout=10)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers
    finally:
        connection.close()


def test_every_byte_of_a_body_arrives(door: HttpDoor) -> None:
    body = bytes(range(256)) * 3

    status, answer, _ = ask(door, "POST", "/echo/a/1", body)

    shown = json.loads(answer)
    assert status == 200
    assert base64.b64decode(shown["body"]) == body
    assert shown["event"]["isBase64Encoded"] is True


def test_the_event_is_shaped_like_api_gateways(door: HttpDoor) -> None:
    path = "/echo/a%20b/1?hub.mode=subscribe&x=1&x=2&empty="

    _, answer, _ = ask(door, "GET", path, X_Trial="é".encode().decode("latin-1"), User_Agent="t/1")

    event = json.loads(answer)["event"]
    assert event["httpMethod"] == "GET"
    assert event["resource"] == "/echo/{name}/{number}"
    assert event["pathParameters"] == {"name": "a b", "number": "1"}
    assert event["queryStringParameters"] == {"hub.mode": "subscribe", "x": "2", "empty": ""}
    assert event["multiValueQueryStringParameters"]["x"] == ["1", "2"]
    assert event["headers"]["User-Agent"] == "t/1"
    assert event["headers"]["X-Forwarded-For"] == "127.0.0.1"
    assert event["multiValueHeaders"]["User-Agent"] == ["t/1"]
    assert event["body"] is None
    context = event["requestContext"]
    assert context["stage"] == "api"
    assert context["path"] == "/api/echo/a%20b/1"
    assert context["resourcePath"] == "/echo/{name}/{number}"
    assert context["identity"]["sourceIp"] == "127.0.0.1"
    assert context["domainName"] == urlsplit(door.url).netloc


def test_the_address_with_the_stage_works_as_on_aws(door: HttpDoor) -> None:
    status, answer, headers = ask(door, "GET", "/api/echo/a/1")

    assert status == 200
    assert json.loads(answer)["event"]["requestContext"]["path"] == "/api/echo/a/1"
    assert headers["X-Echo"] == "a"


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/echo/a"), ("GET", "/echo/a/1/2"), ("GET", "/echo//1"),
     ("DELETE", "/echo/a/1"), ("GET", "/../etc/passwd"), ("POST", "/broken")],
)  # fmt: skip
def test_what_the_api_does_not_have_is_refused_like_api_gateway_does(
    door: HttpDoor, method: str, path: str
) -> None:
    status, answer, headers = ask(door, method, path)

    assert status == 403
    assert json.loads(answer) == {"message": "Missing Authentication Token"}
    assert headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException"


@pytest.mark.parametrize("length", ["10485761", "5000000", "99999999999999999999"])
def test_a_body_over_the_limits_of_aws_is_refused_unread(door: HttpDoor, length: str) -> None:
    status, answer, _ = ask(door, "POST", "/echo/a/1", None, Content_Length=length)

    assert status == 413
    assert json.loads(answer) == {"message": "Request Too Long"}


@pytest.mark.parametrize("length", ["-1", "x", "1e3"])
def test_a_length_that_is_no_number_is_refused(door: HttpDoor, length: str) -> None:
    status, _, _ = ask(door, "POST", "/echo/a/1", None, Content_Length=length)

    assert status == 411


def test_a_binary_answer_comes_back_as_it_is(door: HttpDoor) -> None:
    status, answer, _ = ask(door, "GET", "/binary", Accept="application/octet-stream")

    assert status == 200
    assert answer == bytes(range(256))


def test_a_crash_tells_the_client_nothing(door: HttpDoor) -> None:
    status, answer, _ = ask(door, "GET", "/broken")

    assert status == 500
    assert b"secret detail" not in answer
    assert b"Traceback" not in answer


def test_simultaneous_requests_do_not_mix(door: HttpDoor) -> None:
    def echoed(number: int) -> tuple[str, bytes]:
        _, answer, _ = ask(door, "POST", f"/echo/a/{number}", f"body {number}".encode())
        shown = json.loads(answer)
        return shown["args"][1], base64.b64decode(shown["body"])

    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(echoed, range(40)))

    assert answers == [(str(n), f"body {n}".encode()) for n in range(40)]


def test_a_fixed_path_wins_over_a_variable() -> None:
    methods: dict[str, object] = {"GET": None}
    routes = {"/a/{b}": methods, "/a/b": methods}

    route = match_route(routes, "/a/b", "GET")

    assert route is not None
    assert route.resource == "/a/b"
