"""What the table holds that bears on one contact."""

from collections.abc import Mapping

from pydantic import Field

from functions.core.cases import ThreadLink
from functions.core.evidence.clues import Clues
from functions.core.evidence.known_orders import KnownOrder
from functions.core.grouping.organisations import KnownOrganisation
from functions.core.grouping.people import KnownHandle
from functions.core.values import Value


class Known(Value):
    """Read in one batch, before anything is decided."""

    handles: Mapping[str, KnownHandle] = Field(default_factory=dict)
    organisations_by_domain: Mapping[str, tuple[KnownOrganisation, ...]] = Field(
        default_factory=dict
    )
    orders: tuple[KnownOrder, ...] = ()
    threads: tuple[ThreadLink, ...] = ()
    accounts: Mapping[str, KnownOrganisation] = Field(default_factory=dict)
    """By `customer:…`, `vat:…` or `chamber:…`, of the numbers in the text."""
    clues: Clues = Clues()
    mass: bool = False
    """It answers a mail that went to many."""
    named: tuple[KnownOrganisation, ...] = ()
    """Accounts with a word in their name that the message may mean."""
    alike: tuple[KnownOrganisation, ...] = ()
    """Accounts whose domain reads like the sender's."""
