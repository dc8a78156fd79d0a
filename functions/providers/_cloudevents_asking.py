"""Abuse protection of CloudEvents webhooks: a sender asks by OPTIONS whether it may deliver."""

import re

from functions.core.deliveries import Credentials, Delivery, Reply
from functions.providers.signatures import secrets_of

ORIGIN = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*", re.A)
RATE = re.compile(r"[1-9][0-9]{0,5}", re.A)
USUAL_RATE = "120"
"""Deliveries a minute."""


# https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#4-abuse-protection
def permission(delivery: Delivery, credentials: Credentials) -> Reply | None:
    """Any origin may ask an open account, unless the setting `origins` names those that may.

    An address to call back is never called: the answer is given at once.
    """
    secrets_of(credentials)
    origin = delivery.headers.get("webhook-request-origin", "").strip()
    allowed = credentials.settings.get("origins", "").lower().replace(",", " ").split()
    if not ORIGIN.fullmatch(origin) or (allowed and origin.lower() not in allowed):
        return None
    rate = credentials.settings.get("rate", USUAL_RATE)
    return Reply(
        headers={
            "WebHook-Allowed-Origin": origin,
            "WebHook-Allowed-Rate": rate if RATE.fullmatch(rate) else USUAL_RATE,
        }
    )
