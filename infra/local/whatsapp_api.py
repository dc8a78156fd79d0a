"""The WhatsApp Cloud API on loopback: records what is sent, answers like Meta, reports back."""

import hashlib
import hmac
import json
import re
import uuid
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from threading import Lock
from typing import NamedTuple
from urllib.request import Request, urlopen

from infra.local.clock import Clock
from infra.local.loopback import LoopbackServer

VERSION = "v25.0"
PATH = re.compile(rf"/{VERSION}/(\d{{1,32}})/messages")
LARGEST_BODY = 1_000_000
BUSINESS_ACCOUNT = "102290129340398"

Callback = Callable[[bytes, Mapping[str, str]], object]
"""Takes the body and the headers of a webhook."""


class SentMessage(NamedTuple):
    """One message that the API accepted."""

    id: str
    phone_number_id: str
    recipient: str
    """Phone number or business-scoped user id."""
    body: Mapping[str, object]
    token: str


class ApiFailure(NamedTuple):
    """How the API shall refuse. 130429 is Meta's code for too many messages."""

    status: int = 500
    code: int = 131000
    message: str = "Something went wrong"
    accepted: bool = False
    """Whether the message goes out nevertheless and only the answer fails."""


class WhatsAppApi(LoopbackServer):
    """`with WhatsAppApi(clock) as api:` listens at `api.base_url`, for `settings.api_base`."""

    def __init__(self, clock: Clock, port: int = 0) -> None:
        self.messages: list[SentMessage] = []
        self.refused = 0
        self._clock = clock
        self._failures: list[ApiFailure] = []
        self._unreported: list[SentMessage] = []
        self._lock = Lock()
        super().__init__(_handler(self), port)
        self.base_url = f"{self.address}/{VERSION}"

    def reset(self) -> None:
        with self._lock:
            self.messages.clear()
            self._failures.clear()
            self._unreported.clear()
            self.refused = 0

    def fail_next(self, failure: ApiFailure, times: int = 1) -> None:
        """Refuse the next calls that way."""
        self._failures += [failure] * times

    def report(
        self, callback: Callback, secret: str, statuses: tuple[str, ...] = ("sent", "delivered")
    ) -> int:
        """Call back about every message not yet reported, signed with the app secret; how many."""
        with self._lock:
            told, self._unreported = self._unreported, []
        for message in told:
            for status in statuses:
                body = json.dumps(self._webhook(message, status)).encode()
                callback(body, {"Content-Type": "application/json", **signature(body, secret)})
        return len(told)

    def take(
        self, phone_number_id: str, body: Mapping[str, object], token: str
    ) -> tuple[int, object]:
        """Status and body of the answer to one send."""
        with self._lock:
            failure = self._failures.pop(0) if self._failures else _complaint(body, token)
            if failure and not failure.accepted:
                self.refused += 1
                return failure.status, _error(failure)
            message = self._record(phone_number_id, body, token)
        if failure:
            return failure.status, _error(failure)
        contact = {"input": message.recipient, "wa_id": message.recipient}
        answer = {"messaging_product": "whatsapp", "contacts": [contact]}
        return 200, {**answer, "messages": [{"id": message.id}]}

    def _record(self, phone_number_id: str, body: Mapping[str, object], token: str) -> SentMessage:
        recipient = str(body.get("to") or body.get("recipient"))
        message_id = f"wamid.{uuid.uuid4().hex.upper()}"
        message = SentMessage(message_id, phone_number_id, recipient, body, token)
        self.messages.append(message)
        self._unreported.append(message)
        return message

    def _webhook(self, message: SentMessage, status: str) -> dict[str, object]:
        report: dict[str, object] = {
            "id": message.id,
            "status": status,
            "timestamp": str(int(self._clock.now().timestamp())),
            "recipient_id": message.recipient,
        }
        if "biz_opaque_callback_data" in message.body:
            report["biz_opaque_callback_data"] = message.body["biz_opaque_callback_data"]
        number = {"display_phone_number": "31201234567", "phone_number_id": message.phone_number_id}
        value = {"messaging_product": "whatsapp", "metadata": number, "statuses": [report]}
        change = {"field": "messages", "value": value}
        entry = {"id": BUSINESS_ACCOUNT, "changes": [change]}
        return {"object": "whatsapp_business_account", "entry": [entry]}


def signature(body: bytes, secret: str) -> dict[str, str]:
    """Meta's signature header over the exact bytes."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}"}


def post_to(url: str) -> Callback:
    """A callback that posts to a URL: the HTTP door's."""

    def post(body: bytes, headers: Mapping[str, str]) -> int:
        request = Request(url, data=body, headers=dict(headers), method="POST")  # noqa: S310 - ours
        with urlopen(request, timeout=10) as answer:  # noqa: S310 - ours
            status: int = answer.status
            return status

    return post


def _complaint(body: Mapping[str, object], token: str) -> ApiFailure | None:
    """What Meta would find wrong with the call."""
    if not token:
        return ApiFailure(401, 190, "Invalid OAuth access token")
    if body.get("messaging_product") != "whatsapp" or not (body.get("to") or body.get("recipient")):
        return ApiFailure(400, 100, "Invalid parameter")
    return None


def _error(failure: ApiFailure) -> dict[str, object]:
    error = {"message": f"(#{failure.code}) {failure.message}", "type": "OAuthException"}
    return {"error": {**error, "code": failure.code, "fbtrace_id": uuid.uuid4().hex[:12]}}


def _handler(api: WhatsAppApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_POST(self) -> None:
            length = min(int(self.headers.get("Content-Length") or 0), LARGEST_BODY)
            body, found = _json(self.rfile.read(length)), PATH.fullmatch(self.path)
            if found is None or body is None:
                self._answer(400, _error(ApiFailure(400, 100, "Unsupported post request")))
                return
            token = self.headers.get("Authorization", "").removeprefix("Bearer ").strip()
            self._answer(*api.take(found[1], body, token))

        def _answer(self, status: int, body: object) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the recorder keeps what matters."""

    return Handler


def _json(content: bytes) -> Mapping[str, object] | None:
    try:
        body = json.loads(content)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None
