"""Organisations: business customers, and what ties a contact to one."""

from collections.abc import Mapping

from pydantic import Field

from functions.core.contacts import Anchor
from functions.core.orders import Role
from functions.core.standing import Standing
from functions.core.values import Evidence, Value


class KnownOrganisation(Value):
    """A business account as the table holds it."""

    id: str
    """`org:<customer number>`, `vat:<number>` or `domain:<registrable domain>`, the best known."""
    name: str | None = None
    customer_number: str | None = None
    vat_number: str | None = None
    chamber_number: str | None = None
    domains: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    """Words of the account's note that can tell it from others on its domain."""
    segment: str | None = None
    """What the back office calls accounts of its sort, for instance `key`."""
    learned: bool = False
    """The domain was seen with the organisation's own number in a signature, not registered."""
    registered: bool = False
    """Its account lists the domain, so that no order by such an address gives it to others too."""


class KnownOrder(Value):
    """Whose order an identifier in a text points to."""

    shop: str
    order_id: str
    number: str | None = None
    organisation_id: str | None = None
    handles: tuple[str, ...] = ()
    """Keys of the handles of the people on the order."""
    organisation_name: str | None = None
    roles: Mapping[str, Role] = Field(default_factory=dict)
    """Handle key to the role that person has on the order."""
    matched: tuple[Anchor, ...] = ()
    """The anchors of the contact that led to this order."""
    names: tuple[str, ...] = ()
    """Names of the people and places on the order."""
    titles: tuple[str, ...] = ()
    """What was ordered."""
    references: tuple[Anchor, ...] = ()
    """All numbers of the order but its own."""
    person_id: str | None = None
    """Whose private order it is."""
    others: tuple["KnownOrder", ...] = ()
    """Other orders under the same number; only in the row of one that customers choose."""
    standing: Standing | None = None
    """How it stands; only in the row by its party, which every contact of the party reads."""


class Stakeholding(Value):
    """Whose matter a contact is about. No organisation is an answer too."""

    organisation_id: str | None
    organisation_name: str | None = None
    role: Role | None = None
    because: tuple[Evidence, ...] = ()
    tentative: bool = False
    """Only the sender's habit speaks for it: a matter of its own may turn out to be his own."""
    private: bool = False
    """Evidence says that it is nobody's business but the sender's."""
    person_id: str | None = None
    """Whose private matter it is, where that is not the sender."""
    kinds: tuple[str, ...] = ()
    """The kinds of evidence for the choice."""
