"""Orders that the numbers in a text lead to."""

from collections.abc import Mapping

from pydantic import Field

from functions.core.contacts import Anchor
from functions.core.orders import Role
from functions.core.standing import Standing
from functions.core.values import Value


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
