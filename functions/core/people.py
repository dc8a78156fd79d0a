"""People as we know them: handles linked to a person, and what that is worth."""

from functions.core.contacts import Assurance, Handle
from functions.core.values import Evidence, Value


class KnownHandle(Value):
    """A row of the table: this handle belongs to that person, seen with these organisations."""

    handle: Handle
    person_id: str
    name: str | None = None
    organisations: tuple[str, ...] = ()
    """Organisations the handle is a known contact of."""


class Identification(Value):
    """Who a contact is from. At `Assurance.UNKNOWN` the person is a stranger of its own."""

    person_id: str
    name: str | None = None
    assurance: Assurance
    known: bool
    """The handle was known before this contact."""
    organisations: tuple[str, ...] = ()
    """Organisations the proven handle is a known contact of."""
    because: tuple[Evidence, ...] = ()
