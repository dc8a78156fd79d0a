"""A delivery: one webhook call, mail or bus event, with its bytes exactly as they came."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, Field

from functions.core.values import Value


class Transport(StrEnum):
    """The door a delivery came in by."""

    HTTP = "http"
    MAIL = "mail"
    BUS = "bus"


class Delivery(Value):
    """`id` is its key in the inbox bucket; `received_at` is the only clock a provider may use."""

    id: str
    provider: str
    account: str
    shop: str
    """The shop the account belongs to; its orders and notifications are found under this name."""
    received_at: AwareDatetime
    transport: Transport = Transport.HTTP
    method: Literal["GET", "POST", "OPTIONS"] = "POST"
    url: str = ""
    """The full URL as the sender called it (some schemes sign it)."""
    headers: Mapping[str, str] = Field(default_factory=dict)
    """Names in lower case."""
    query: Mapping[str, str] = Field(default_factory=dict)
    body: bytes = b""
    fetched: Mapping[str, bytes] = Field(default_factory=dict)
    """What the platform's API answered to the provider's `fetches`, by their names; empty bytes
    where the platform says that there is no such thing. Never kept: it is fetched anew."""
    options: Mapping[str, str] = Field(default_factory=dict)
    """The account's settings `status.…`: what words of the platform mean. Never kept."""


class Change(Value):
    """Something that a platform lists as changed, as the webhook that would have told it."""

    headers: Mapping[str, str] = Field(default_factory=dict)
    body: bytes
    changed_at: AwareDatetime


class Credentials(Value):
    """What one account of one provider needs, from its secret.

    `secrets` verify deliveries; there can be several while one is being rotated, and an empty
    list means closed. `settings` holds what else the provider's file documents (tokens, ids).
    """

    secrets: tuple[str, ...] = ()
    settings: Mapping[str, str] = Field(default_factory=dict)
    shop: str | None = None
    """The shop this account belongs to; none means the account carries the shop's name."""


class Reply(Value):
    """What a door answers to a handshake."""

    status: int = 200
    body: str = ""
    content_type: str = "text/plain"
    headers: Mapping[str, str] = Field(default_factory=dict)


class OutboundRequest(Value):
    """One call of a provider's API, composed by the provider and made by `aws/http.py`."""

    method: Literal["GET", "POST", "PUT", "DELETE"] = "POST"
    url: str
    headers: Mapping[str, str] = Field(default_factory=dict)
    body: bytes = b""
    login: "OutboundRequest | None" = None
    """The call of the same host that must be made first: this one shows its `access_token`."""
