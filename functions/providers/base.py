"""The contract of a provider: prove it, answer its handshake, translate it, compose for it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from functions.core.contacts import Channel
from functions.core.deliveries import Change, Credentials, Delivery, OutboundRequest, Reply
from functions.core.errors import SendError
from functions.core.items import Item
from functions.core.notifications import Message


class Provider(ABC):
    """One platform. The module's name is its name in URLs, ids, samples and secrets."""

    channel: ClassVar[Channel]
    bus_sources: ClassVar[tuple[str, ...]] = ()
    """Prefixes of the EventBridge `source` values that this provider understands."""
    sends: ClassVar[bool] = False
    """Whether `compose` works."""
    thin: ClassVar[bool] = False
    """Whether deliveries can lack, or leave unsigned, what must be fetched before they are read."""

    configurable: ClassVar[bool] = False
    """Whether the account can say by `status.…` what a word of the platform means, or by `app_id`
    which app is ours."""

    reconciles: ClassVar[bool] = False
    """Whether `changes` can be asked, for a platform that loses webhooks or switches them off."""

    @abstractmethod
    def verify(self, delivery: Delivery, credentials: Credentials) -> None:
        """Return when the exact bytes are genuine; raise SignatureError otherwise, nothing else.

        Fails closed: no secret, no signature or a malformed one is a bad signature.
        """

    def certificates_at(self, delivery: Delivery, credentials: Credentials) -> tuple[str, ...]:
        """Where the keys lie that prove this delivery: addresses of the platform only.

        The door fetches them and gives them to `verify` as the setting `certificate`, unless the
        account has that setting itself. None of them where nothing must be fetched.
        """
        return ()

    def permit(self, delivery: Delivery, credentials: Credentials) -> Reply | None:
        """Answer a sender that asks by OPTIONS whether it may deliver here; None refuses."""
        return None

    def greet(self, delivery: Delivery, credentials: Credentials) -> Reply | None:
        """Answer an unsigned POST that says nothing (a ping at set-up); it is never kept.

        Called before `verify`; None for all that is not exactly such a call.
        """
        return None

    def challenge(self, delivery: Delivery, credentials: Credentials) -> Reply | None:
        """Answer the platform's handshake; None where the delivery is not one.

        Called for every GET before anything else, and for a POST after `verify`.
        """
        return None

    def refuse(self, delivery: Delivery) -> Reply | None:
        """What whoever `verify` turned away is shown; None is an empty 401."""
        return None

    def acknowledge(self, delivery: Delivery, credentials: Credentials) -> Reply | None:
        """What the sender is told once the delivery is kept; None is an empty 200."""
        return None

    def fetches(
        self, delivery: Delivery, credentials: Credentials
    ) -> Mapping[str, OutboundRequest]:
        """What must be asked of the platform's API before `parse`, by names of the provider's own.

        Asked only of a provider that is `thin`. The answers come as `delivery.fetched`. Raises
        nothing: of a delivery that cannot be read there is nothing to fetch.
        """
        return {}

    @abstractmethod
    def parse(self, delivery: Delivery) -> list[Item]:
        """Translate EVERY item of the delivery, in order, with ids taken from the platform.

        What is not understood is Unknown with its type. PayloadError when the body as a whole
        cannot be read. Nothing else is raised, whatever the bytes are.
        """

    def changes(self, credentials: Credentials, since: datetime) -> OutboundRequest | None:
        """The API call that lists what has changed since, oldest first; None without settings."""
        return None

    def read_changes(self, body: bytes) -> list[Change]:
        """The answer to `changes`, in its order; PayloadError when it cannot be read."""
        return []

    def compose(self, message: Message, credentials: Credentials) -> OutboundRequest:
        """The API call that sends this message; SendError(permanent) if the platform forbids it."""
        raise SendError(f"{type(self).__module__} cannot send messages", permanent=True)

    def read_answer(self, status: int, body: bytes) -> str:
        """The platform's id of the sent message, from its answer to `compose`.

        SendError says whether trying again can help.
        """
        raise SendError(f"{type(self).__module__} cannot send messages", permanent=True)
