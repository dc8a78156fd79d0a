"""The samples under events/, as deliveries with what must come of them."""

import base64
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from functions.core.deliveries import Credentials, Delivery, Transport

EVENTS = Path(__file__).parents[2] / "events"


class Sample(BaseModel):
    """One file under events/<provider>/; events/README.md tells what its fields mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provider: str
    case: str
    about: str
    account: str = "tuinhuis"
    shop: str = "tuinhuis"
    received_at: datetime
    credentials: Credentials = Credentials()
    request: "Request"
    fetched: Mapping[str, str] = Field(default_factory=dict)
    expect: "Expectation"

    def delivery(self) -> Delivery:
        return Delivery(
            id=f"sample/{self.provider}/{self.case}",
            provider=self.provider,
            account=self.account,
            shop=self.shop,
            received_at=self.received_at,
            transport=self.request.transport,
            method=self.request.method,
            url=self.request.url,
            headers=self.request.headers,
            query=self.request.query,
            body=self.request.raw,
            fetched={name: text.encode() for name, text in self.fetched.items()},
        )


class Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    transport: Transport = Transport.HTTP
    method: Literal["GET", "POST"] = "POST"
    url: str = ""
    headers: Mapping[str, str] = Field(default_factory=dict)
    query: Mapping[str, str] = Field(default_factory=dict)
    body: str | None = None
    body_base64: str | None = None

    @property
    def raw(self) -> bytes:
        if self.body_base64 is not None:
            return base64.b64decode(self.body_base64)
        return (self.body or "").encode()


class Expectation(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    items: list[dict[str, object]]
    outcomes: list[str] | None = None


def case_of(sample: Sample) -> str:
    """What a test calls it."""
    return f"{sample.provider}/{sample.case}"


def samples(provider: str | None = None) -> Iterator[Sample]:
    """All samples, or those of one provider, in a fixed order."""
    for path in sorted(EVENTS.glob(f"{provider or '*'}/*.json")):
        content = json.loads(path.read_text("utf-8"))
        yield Sample(provider=path.parent.name, case=path.stem, **content)


def a_sample(provider: str, case: str) -> Sample:
    return next(sample for sample in samples(provider) if sample.case == case)
