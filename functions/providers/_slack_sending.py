"""Sending by Slack: into a thread or to a person, and what the answers mean."""

from functions.core.deliveries import Credentials, OutboundRequest
from functions.core.errors import SendError
from functions.core.notifications import Message
from functions.providers._messages import (
    answer_object,
    answered,
    bearer,
    checked_text,
    json_post,
    own_address,
    refusal,
    settings_of,
    text_of,
)

API_BASE = "https://slack.com/api"
LONGEST_TEXT = 40_000
PERMANENT_ERRORS = frozenset(
    {"channel_not_found", "not_in_channel", "is_archived", "user_not_found", "cannot_dm_bot"}
    | {"msg_too_long", "no_text", "restricted_action", "user_disabled", "messages_tab_disabled"}
)


def compose(message: Message, credentials: Credentials) -> OutboundRequest:
    """Into the thread that it answers, else as a direct message to the person."""
    (token,) = settings_of(credentials, "token")
    person = own_address(message, "slack", "Slack").rpartition(":")[2]
    payload = {"channel": person, "text": checked_text(message, LONGEST_TEXT, "Slack")}
    channel, _, ts = (answered(message, "slack") or "").partition(":")
    if channel and ts:
        payload |= {"channel": channel, "thread_ts": ts.partition(":")[0]}
    base = credentials.settings.get("api_base", API_BASE).rstrip("/")
    return json_post(f"{base}/chat.postMessage", payload, bearer(token))


def read_answer(status: int, body: bytes) -> str:
    """Slack refuses with 200 and a word; only some of the words stay true."""
    answer = answer_object(body)
    ts, error = text_of(answer, "ts"), text_of(answer, "error")
    if answer.get("ok") is True and ts:
        return f"{text_of(answer, 'channel')}:{ts}"
    if error and 200 <= status < 300:
        raise SendError(f"Slack refused: {error}", permanent=error in PERMANENT_ERRORS)
    raise refusal("Slack", status, error)
