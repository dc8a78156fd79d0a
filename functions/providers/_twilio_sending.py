"""Sending by Twilio: an SMS, or a WhatsApp message within its window or by template."""

import base64
import json
import re
from urllib.parse import urlencode

from functions.core.deliveries import Credentials, OutboundRequest
from functions.core.errors import SendError
from functions.core.notifications import Message
from functions.core.untrusted import clean_line
from functions.providers._messages import (
    DAY,
    answer_object,
    checked_text,
    is_within,
    own_address,
    refusal,
    settings_of,
    text_of,
)
from functions.providers._sms import sender_of

API_BASE = "https://api.twilio.com"
LONGEST_TEXT = 1_600
SERVICES = re.compile(r"whatsapp:\+[1-9][0-9]{6,14}|MG[0-9a-fA-F]{1,40}", re.A)
WHATSAPP = "whatsapp:"
# Too many requests, full queue, suspended account, limits of a sender: they pass.
TEMPORARY_ERRORS = frozenset({14107, 20003, 20429, 30001, 30002, 30022, 63018})

# No such number, no mobile phone, or its owner sent STOP.
UNREACHABLE = frozenset({21211, 21610, 21614, 30003, 30005, 30006})


def compose(message: Message, credentials: Credentials) -> OutboundRequest:
    sid, token = settings_of(credentials, "account_sid", "token")
    sender = sender_of(credentials, "from", SERVICES)
    number = own_address(message, "phone", "Twilio")
    whatsapp = sender.startswith(WHATSAPP)
    service = {"MessagingServiceSid": sender} if sender.startswith("MG") else {"From": sender}
    fields = {"To": f"{WHATSAPP}{number}" if whatsapp else number, **service}
    fields |= _content(message, credentials, whatsapp=whatsapp)
    if url := credentials.settings.get("public_url"):
        fields["StatusCallback"] = url
    base = credentials.settings.get("api_base", API_BASE).rstrip("/")
    login = base64.b64encode(f"{sid}:{token}".encode()).decode()
    return OutboundRequest(
        url=f"{base}/2010-04-01/Accounts/{sid}/Messages.json",
        headers={
            "authorization": f"Basic {login}",
            "content-type": "application/x-www-form-urlencoded",
        },
        body=urlencode(fields).encode(),
    )


def read_answer(status: int, body: bytes) -> str:
    """21610: the person wants no messages; 63016: the window is closed. Both stay so."""
    answer = answer_object(body)
    sent, code = text_of(answer, "sid"), answer.get("code")
    if 200 <= status < 300 and sent:
        return sent
    if isinstance(code, int) and 400 <= status < 500:
        told = f"{code} {clean_line(text_of(answer, 'message') or '')}"[:200]
        permanent = code not in TEMPORARY_ERRORS and status != 429
        unreachable = code in UNREACHABLE
        raise SendError(f"Twilio refused: {told}", permanent=permanent, recipient=unreachable)
    raise refusal("Twilio", status, text_of(answer, "message"))


def _content(message: Message, credentials: Credentials, *, whatsapp: bool) -> dict[str, str]:
    """Templates are known to Twilio by a number of their own; SMS needs none."""
    if not whatsapp:
        return {"Body": checked_text(message, LONGEST_TEXT, "Twilio")}
    if message.template:
        number = credentials.settings.get(f"content_sid_{message.template}")
        if not number:
            raise SendError(
                f"add content_sid_{message.template} to the account's settings", permanent=False
            )
        values = {str(n): value for n, value in enumerate(message.template_values, 1)}
        return {"ContentSid": number, "ContentVariables": json.dumps(values)}
    if not is_within(message, DAY):
        raise SendError(
            "WhatsApp's 24-hour window is closed; send an approved template", permanent=True
        )
    return {"Body": checked_text(message, LONGEST_TEXT, "Twilio")}
