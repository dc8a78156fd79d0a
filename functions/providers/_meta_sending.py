"""Sending by Messenger and Instagram: the 24-hour window, and what the answers mean."""

from datetime import timedelta

from functions.core.deliveries import Credentials, OutboundRequest
from functions.core.errors import SendError
from functions.core.notifications import Message
from functions.core.untrusted import as_object
from functions.providers._messages import (
    DAY,
    answer_object,
    bearer,
    checked_text,
    is_within,
    json_post,
    refusal,
    settings_of,
    text_of,
)
from functions.providers._meta import API_BASE, TEMPORARY_ERRORS
from functions.providers._meta_messaging import OWN_MARK

NOT_AVAILABLE = 551
"""The person blocks us, or is gone."""
HUMAN_AGENT_WINDOW = timedelta(days=7)


def compose(
    message: Message,
    credentials: Credentials,
    recipient: dict[str, str],
    sender_setting: str,
    longest: int,
    platform: str,
) -> OutboundRequest:
    """Free words within 24 hours; a human agent, where Meta approved it, within seven days."""
    sender, token = settings_of(credentials, sender_setting, "token")
    payload: dict[str, object] = {
        "recipient": recipient,
        "message": {"text": checked_text(message, longest, platform), "metadata": OWN_MARK},
    }
    if "comment_id" not in recipient:
        payload |= _permission(message, credentials, platform)
    elif not is_within(message, HUMAN_AGENT_WINDOW):
        raise SendError(f"{platform} lets us answer a comment for seven days only", permanent=True)
    base = credentials.settings.get("api_base", API_BASE).rstrip("/")
    return json_post(f"{base}/{sender}/messages", payload, bearer(token))


def _permission(message: Message, credentials: Credentials, platform: str) -> dict[str, object]:
    if is_within(message, DAY):
        return {"messaging_type": "RESPONSE"}
    if credentials.settings.get("human_agent") == "approved" and is_within(
        message, HUMAN_AGENT_WINDOW
    ):
        return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    raise SendError(
        f"{platform}'s 24-hour window is closed; wait until the person writes, or use e-mail",
        permanent=True,
    )


def read_answer(status: int, body: bytes, platform: str) -> str:
    """Codes tell more than the status: 551 a person who blocks us, 10 a closed window."""
    answer = answer_object(body)
    message_id = text_of(answer, "message_id")
    if 200 <= status < 300 and message_id:
        return message_id
    error = as_object(answer.get("error"))
    code = error.get("code")
    if not isinstance(code, int):
        raise refusal(platform, status, None)
    passes = code in TEMPORARY_ERRORS or error.get("is_transient") is True or status >= 500
    told = f"{code} {text_of(error, 'message') or 'without explanation'}"
    refused = f"{platform} refused: {told[:200]}"
    raise SendError(refused, permanent=not passes, recipient=code == NOT_AVAILABLE)
