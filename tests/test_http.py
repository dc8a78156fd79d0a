"""Calls of platforms' APIs: what is refused before anything leaves, and what is an answer."""

import socket
from collections.abc import Iterator

import pytest

from functions.aws import http
from functions.core.deliveries import OutboundRequest
from functions.core.errors import FetchError, SendError
from infra.local.platform_api import PlatformApi


@pytest.fixture
def api() -> Iterator[PlatformApi]:
    with PlatformApi() as server:
        yield server


def _get(url: str) -> OutboundRequest:
    return OutboundRequest(method="GET", url=url)


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "127.0.0.2",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - looked at, not listened on
        "224.0.0.1",
        "::1",
        "fd00::1",
        "fe80::1%eth0",
        "::ffff:10.0.0.1",
        "2002:0a00:0001::1",
    ],
)
def test_a_name_that_leads_to_a_private_address_is_not_called(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))
    private = (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: [public, private])

    with pytest.raises(SendError, match="private") as refused:
        http.call(_get("https://shop.example/orders/1"))

    assert refused.value.permanent


@pytest.mark.parametrize("url", ["http://shop.example/", "ftp://shop.example/", "file:///etc/x"])
def test_nothing_is_called_without_tls(url: str) -> None:
    with pytest.raises(SendError, match="TLS"):
        http.call(_get(url))


def test_loopback_is_called_in_development_only(
    api: PlatformApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.put("/orders/1", b"{}")
    url = f"{api.base_url}/orders/1"

    answer = http.call(_get(url))
    monkeypatch.setenv("LOKET_STAGE", "prod")

    assert answer == (200, b"{}")
    with pytest.raises(SendError, match="TLS"):
        http.call(_get(url))
    with pytest.raises(SendError, match="private"):
        http.call(_get(url.replace("http:", "https:")))


@pytest.mark.parametrize("status", [301, 302, 307, 401, 403, 429, 500, 503])
def test_an_answer_that_is_none_is_a_retry_and_a_redirect_is_not_followed(
    status: int, api: PlatformApi
) -> None:
    api.fail_next(status)

    with pytest.raises(FetchError, match=str(status)):
        http.fetch(_get(f"{api.base_url}/orders/1"))

    assert len(api.asked) == 1


def test_what_the_platform_does_not_know_is_an_empty_answer(api: PlatformApi) -> None:
    assert http.fetch(_get(f"{api.base_url}/orders/1")) == b""


def test_an_answer_over_the_limit_is_refused(api: PlatformApi) -> None:
    api.put("/orders/1", b"x" * (http.ANSWER_BYTES + 1))
    api.put("/orders/2", b"x" * http.ANSWER_BYTES)

    with pytest.raises(FetchError, match="more than"):
        http.fetch(_get(f"{api.base_url}/orders/1"))

    assert len(http.fetch(_get(f"{api.base_url}/orders/2"))) == http.ANSWER_BYTES


@pytest.mark.parametrize("answer", [b" ", b"<html>maintenance</html>", b'{"id":1,"sta'])
def test_an_answer_that_is_no_json_where_json_was_asked_is_a_retry(
    answer: bytes, api: PlatformApi
) -> None:
    api.put("/orders/1", answer)
    asked = _get(f"{api.base_url}/orders/1")

    with pytest.raises(FetchError, match="JSON"):
        http.fetch(asked.model_copy(update={"headers": {"accept": "application/json"}}))


def test_an_api_that_cannot_be_reached_is_a_retry(api: PlatformApi) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    with pytest.raises(FetchError):
        http.fetch(_get(f"http://127.0.0.1:{port}/orders/1"))

    assert api.asked == []


def test_host_and_query_arrive_as_they_were_composed(api: PlatformApi) -> None:
    api.put("/orders", b"[]")

    http.call(_get(f"{api.base_url}/orders?updated=2026-03-03T09%3A00&limit=50"))

    (asked,) = api.asked
    assert asked.query == {"updated": "2026-03-03T09:00", "limit": "50"}
    assert asked.headers["host"] == api.base_url.removeprefix("http://")


def _search(api: PlatformApi, host: str | None = None) -> OutboundRequest:
    login = OutboundRequest(url=f"{host or api.base_url}/oauth/token", body=b'{"client":1}')
    return OutboundRequest(url=f"{api.base_url}/search", body=b"{}", login=login)


@pytest.fixture
def _no_tokens() -> Iterator[None]:
    http.forget_tokens()
    yield
    http.forget_tokens()


@pytest.mark.usefixtures("_no_tokens")
def test_a_call_that_needs_a_token_logs_in_once_and_shows_it(api: PlatformApi) -> None:
    api.put("/oauth/token", b'{"access_token":"abc.def","expires_in":600}')
    api.put("/search", b"[]")

    answers = [http.fetch(_search(api)) for _ in range(2)]

    assert answers == [b"[]", b"[]"]
    assert [asked.path for asked in api.asked] == ["/oauth/token", "/search", "/search"]
    assert api.asked[1].headers["authorization"] == "Bearer abc.def"
    assert "authorization" not in api.asked[0].headers


@pytest.mark.usefixtures("_no_tokens")
def test_a_token_that_is_refused_is_asked_for_anew(api: PlatformApi) -> None:
    api.put("/oauth/token", b'{"access_token":"abc","expires_in":600}')
    api.put("/search", b"[]")
    http.fetch(_search(api))
    api.fail_next(401)

    with pytest.raises(FetchError, match="401"):
        http.fetch(_search(api))
    http.fetch(_search(api))

    assert [asked.path for asked in api.asked].count("/oauth/token") == 2


@pytest.mark.usefixtures("_no_tokens")
@pytest.mark.parametrize(
    "answer",
    [
        *(b"", b"[]", b"<html>", b"{}", b'{"access_token":""}', b'{"access_token":7}'),
        *(b'{"access_token":"a\\r\\nX-Admin: 1"}', b'{"access_token":"%s"}' % (b"a" * 9_000)),
    ],
)
def test_a_login_without_a_usable_token_is_a_retry(answer: bytes, api: PlatformApi) -> None:
    api.put("/oauth/token", answer or b" ")

    with pytest.raises(FetchError, match="no access token"):
        http.fetch(_search(api))

    assert [asked.path for asked in api.asked] == ["/oauth/token"]


def test_a_token_is_shown_to_no_other_host_than_gave_it(api: PlatformApi) -> None:
    with pytest.raises(FetchError, match="another host"):
        http.fetch(_search(api, "http://localhost:1"))

    assert api.asked == []
