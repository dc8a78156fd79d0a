"""Organisations: business customers, and what ties a contact to one."""

from functions.core.orders import Role
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
