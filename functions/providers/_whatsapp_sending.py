"""Sending by WhatsApp: the request for a message, and what the answer means."""

import json

from pydantic import ValidationError

from functions.core.contacts import Handle
from functions.core.deliveries import Credentials, OutboundRequest
from functions.core.errors import PayloadError, SendError
from functions.core.notifications import Message
from functions.core.untrusted import Identifier, Json, Line, Theirs, read_json
from functions.providers._messages import DAY, is_within

API_BASE = "https://graph.facebook.com/v25.0"
MAX_BODY = 4096
"""Characters of a free-form text that WhatsApp accepts."""
# https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
# Limits, outages, and what an operator must mend (190 token, 131031 account): the same message can
# still arrive later. All other codes are about this person or this message and stay as they are.
TEMPORARY_ERRORS = frozenset(
    {1, 2, 4, 190, 368, 80007, 130429, 131000, 131016, 131031, 131048, 131049, 131056, 131057}
    | {132015, 133004, 133016}
)

# The number has no WhatsApp, or its owner takes no messages from businesses.
UNREACHABLE = frozenset({131026, 131030, 131050})


def compose(message: Message, credentials: Credentials) -> OutboundRequest:
    number = credentials.settings.get("phone_number_id")
    token = credentials.settings.get("token")
    if not number or not token:
        raise SendError("add phone_number_id and token to the account's settings", permanent=False)
    payload = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_address(message.recipient),
        **_content_to_send(message),
        "biz_opaque_callback_data": message.id,
    }
    if message.answers:
        payload["context"] = {"message_id": message.answers.removeprefix("whatsapp:")}
    base = credentials.settings.get("api_base", API_BASE).rstrip("/")
    return OutboundRequest(
        url=f"{base}/{number}/messages",
        headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
        body=json.dumps(payload).encode(),
    )


def read_answer(status: int, body: bytes) -> str:
    try:
        answer = Answer.model_validate(read_json(body))
    except (PayloadError, ValidationError):
        answer = Answer()
    accepted = 200 <= status < 300
    if accepted and answer.messages:
        return answer.messages[0].id
    if answer.error:
        permanent = answer.error.code not in TEMPORARY_ERRORS and status < 500
        unreachable = answer.error.code in UNREACHABLE
        reason = f"WhatsApp refused: {answer.error.reason}"
        raise SendError(reason, permanent=permanent, recipient=unreachable)
    # Accepted without an id counts as final: sending again could tell the customer twice.
    permanent = accepted or (400 <= status < 500 and status not in (401, 408, 429))
    raise SendError(f"WhatsApp answered {status} without an id or a reason", permanent=permanent)


class MetaError(Theirs):
    code: int = 0
    title: Line | None = None
    message: Line | None = None

    @property
    def reason(self) -> str:
        return f"{self.code} {self.title or self.message or 'without explanation'}"


class Accepted(Theirs):
    id: Identifier


class Answer(Theirs):
    messages: tuple[Accepted, ...] = ()
    error: MetaError | None = None


def _address(recipient: Handle) -> dict[str, str]:
    """`to` takes numbers only; a user id without a known number goes into `recipient`."""
    if recipient.scheme == "phone":
        return {"to": recipient.value.removeprefix("+")}
    if recipient.scheme == "whatsapp":
        return {"to" if recipient.value.isdigit() else "recipient": recipient.value}
    raise SendError(f"WhatsApp cannot reach a handle of scheme {recipient.scheme}", permanent=True)


def _content_to_send(message: Message) -> dict[str, Json]:
    """A template where one is named (needed 24 hours after the customer's last message)."""
    if message.template:
        template: dict[str, Json] = {
            "name": message.template,
            "language": {"code": message.language},
        }
        values: list[Json] = [_parameter(value) for value in message.template_values]
        if values:
            template["components"] = [{"type": "body", "parameters": values}]
        return {"type": "template", "template": template}
    if not is_within(message, DAY):
        raise SendError(
            "WhatsApp's 24-hour window is closed; send an approved template", permanent=True
        )
    if not message.text.strip() or len(message.text) > MAX_BODY:
        raise SendError(f"a WhatsApp text has 1 to {MAX_BODY} characters", permanent=True)
    return {"type": "text", "text": {"body": message.text}}


def _parameter(value: str) -> Json:
    """Template values may hold neither line breaks nor runs of spaces, nor be empty."""
    return {"type": "text", "text": " ".join(value.split()) or "-"}
