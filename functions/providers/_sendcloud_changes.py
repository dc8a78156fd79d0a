"""Sendcloud's list of changed parcels, as the webhooks that would have told them."""

import json
import re
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode

from pydantic import BeforeValidator

from functions.core.deliveries import Change, Credentials, OutboundRequest
from functions.core.errors import PayloadError
from functions.core.moments import LONG_AGO, Sometime
from functions.core.untrusted import Theirs, as_object, read_object
from functions.providers._payload import api_request, basic_auth

LISTED = 50
DAY_FIRST = re.compile(r"(\d{2})-(\d{2})-(\d{4}) (\d{2}:\d{2}:\d{2})")


def _year_first(value: object) -> object:
    """Their older version writes 08-10-2025 06:48:07."""
    found = DAY_FIRST.fullmatch(value) if isinstance(value, str) else None
    return f"{found[3]}-{found[2]}-{found[1]}T{found[4]}" if found else value


class Changed(Theirs):
    date_updated: Annotated[Sometime, BeforeValidator(_year_first)] = None


# https://api.sendcloud.dev/docs/sendcloud-public-api/branches/v2/parcels
def parcels_since(credentials: Credentials, since: datetime) -> OutboundRequest | None:
    settings = credentials.settings
    public, secret = settings.get("public_key"), settings.get("secret_key")
    if not public or not secret:
        return None
    query = {"updated_after": since.astimezone(UTC).isoformat(), "limit": str(LISTED)}
    base, path = "https://panel.sendcloud.sc/api/v2", f"/parcels?{urlencode(query)}"
    return api_request(credentials, base, path, basic_auth(public, secret))


def read_parcels(body: bytes) -> list[Change]:
    """Oldest change first, whatever order they are listed in."""
    parcels = read_object(body).get("parcels")
    if not isinstance(parcels, list) or not all(isinstance(one, dict) for one in parcels):
        raise PayloadError("the list of parcels is none")
    changes = []
    for parcel in map(as_object, parcels[:LISTED]):
        at = Changed.model_validate(parcel).date_updated or LONG_AGO
        told = {
            "action": "parcel_status_changed",
            "timestamp": int(at.timestamp() * 1000),
            "parcel": parcel,
        }
        headers = {"content-type": "application/json"}
        changes.append(Change(headers=headers, body=json.dumps(told).encode(), changed_at=at))
    return sorted(changes, key=lambda change: change.changed_at)
