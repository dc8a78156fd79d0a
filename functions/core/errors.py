"""The errors that callers react to differently; each message says what to do next."""

from collections.abc import Sequence
from typing import NamedTuple


class LoketError(Exception):
    """Base of all our own errors."""


class SignatureError(LoketError):
    """The delivery is not proven genuine: the door answers 401."""


class UnknownProviderError(LoketError):
    """No provider file of that name: the door answers 404."""


class UnknownAccountError(LoketError):
    """The provider exists but no such account is configured: the door answers 404."""


class PayloadError(LoketError):
    """A genuine delivery that cannot be understood: it is quarantined with this message."""


class FetchError(LoketError):
    """A platform's API gave no usable answer: nothing is guessed, the queue delivers again."""


class ConflictError(LoketError):
    """Somebody else wrote first: look again, and if that keeps failing let the queue redeliver."""


class SendError(LoketError):
    """A message was not sent. `permanent` tells whether trying again can help, `recipient`
    whether it is the address that no message will ever reach.
    """

    def __init__(self, message: str, *, permanent: bool, recipient: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.recipient = recipient


class Mistake(NamedTuple):
    """What is wrong in a policy, and at which key."""

    path: tuple[str | int, ...]
    message: str


class MisplacedError(ValueError):
    """Several things that are wrong only together with something elsewhere in the same file."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("; ".join(mistake.message for mistake in mistakes))
        self.mistakes = tuple(mistakes)
