"""What a shop chooses about its updates; `policies/notifications.toml` holds the values."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from functions.core.updates.policy import UpdatePolicy
from functions.core.values import Language, Value


class Carrier(StrEnum):
    """The providers that carry notifications to customers."""

    MAIL = "ses"
    WHATSAPP = "whatsapp"
    SMS = "twilio"


class Address(StrEnum):
    """How a shop speaks to people: vous, Sie, u, or tu, du, je."""

    FORMAL = "formal"
    INFORMAL = "informal"


class ShopVoice(Value):
    """Who a message is from, and how it sounds in each language; not named is informal."""

    name: str
    support: str
    """The mail address for questions."""
    address: Mapping[Language, Address] = Field(default_factory=dict)


class NotificationPolicy(UpdatePolicy):
    """All that a shop chooses about its updates: the rules, and who speaks in which tone."""

    default_shop: str
    shops: Mapping[str, ShopVoice]
    tracking_hosts: frozenset[str]
    """Hosts whose links we put before customers, with all that stands before them."""

    @model_validator(mode="after")
    def _must_know_the_default_shop(self) -> Self:
        if self.default_shop not in self.shops:
            raise ValueError(f"default_shop {self.default_shop!r} is not one of the shops")
        return self

    def voice(self, shop: str) -> ShopVoice:
        """A shop without an entry speaks with the default shop's tone, under its own name."""
        known = self.shops.get(shop)
        return known or self.shops[self.default_shop].model_copy(update={"name": shop.title()})

    def knows_host_of(self, url: str) -> bool:
        """Whether a link leads to a carrier or page that the shop trusts."""
        labels = (urlsplit(url).hostname or "").rstrip(".").split(".")
        return any(".".join(labels[start:]) in self.tracking_hosts for start in range(len(labels)))
