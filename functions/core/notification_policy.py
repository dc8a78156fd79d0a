"""What a shop chooses about its updates; `policies/notifications.toml` holds the values."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from functions.core.orders import Milestone, Role
from functions.core.quiet_hours import QuietHours
from functions.core.values import Language, Value


class Carrier(StrEnum):
    """The providers that carry notifications to customers."""

    MAIL = "ses"
    WHATSAPP = "whatsapp"


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


class Told(Value):
    """The milestones that are told: to consumers, and to whom at a business customer."""

    consumer: frozenset[Milestone]
    business: Mapping[Role, frozenset[Milestone]]


class Languages(Value):
    default: Language
    by_country: Mapping[str, Language]


class NotificationPolicy(Value):
    """Every number and choice of the governor."""

    stale_hours: int = Field(gt=0)
    """Heard of later than this after it happened, or not sent within it: no longer told."""
    shop_country: str
    default_shop: str
    channels: tuple[Carrier, ...] = Field(min_length=1)
    """In order of preference."""
    ringing: frozenset[Carrier]
    """What wakes people up, and therefore waits for a decent hour."""
    told: Told
    languages: Languages
    shops: Mapping[str, ShopVoice]
    quiet_hours: QuietHours

    @model_validator(mode="after")
    def _must_know_the_default_shop(self) -> Self:
        if self.default_shop not in self.shops:
            raise ValueError(f"default_shop {self.default_shop!r} is not one of the shops")
        return self

    def voice(self, shop: str) -> ShopVoice:
        """A shop without an entry speaks with the default shop's tone, under its own name."""
        known = self.shops.get(shop)
        return known or self.shops[self.default_shop].model_copy(update={"name": shop.title()})
