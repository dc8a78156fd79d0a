"""People as we know them: handles linked to a person, and what that is worth."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import AwareDatetime, Field

from functions.core.contacts import Assurance, Handle
from functions.core.orders import Role
from functions.core.values import Evidence, Value

RULES = "2"
"""Version of the rules that link handles and attribute matters; kept with every link."""

UNPROVEN = "person:unproven:"


def is_unproven(person: str) -> bool:
    """Whether a person id stands for a sender whom nothing vouched for."""
    return person.startswith(UNPROVEN)


class Link(Value):
    """Why a handle is taken for that person's: an event that can be looked up and undone."""

    evidence: Evidence
    contact_id: str
    at: AwareDatetime
    rules: str = RULES
    former_person_id: str | None = None
    """Whose the handle was before; undoing the link gives it back."""


class Membership(Value):
    """That somebody writes for an organisation, from when to when; the end is no part of it."""

    organisation: str
    role: Role | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


class KnownHandle(Value):
    """A row of the table: this handle belongs to that person, seen with these organisations."""

    handle: Handle
    person_id: str
    name: str | None = None
    organisations: tuple[str, ...] = ()
    """Organisations the handle is a known contact of."""
    called: Mapping[str, str] = Field(default_factory=dict)
    """The names of those organisations."""
    segments: Mapping[str, str] = Field(default_factory=dict)
    """Of those organisations that have one, the segment."""
    private: bool = False
    """It is the address of a private account."""
    writes_for: Mapping[str, str] = Field(default_factory=dict)
    """Organisations its messages were about, with their names; several teach nothing."""
    proved: tuple[str, ...] = ()
    """Those of them whose own customer, VAT or chamber number it gave."""
    seen_with: tuple[str, ...] = ()
    """Organisations whose mail it was copied on."""
    memberships: tuple[Membership, ...] = ()
    """From when to when and in which role, where that is known."""
    own_matters: bool = False
    """It wrote about private matters too, so that nobody else's habit tells whose the next is."""
    helps: tuple[str, ...] = ()
    """People whose private matters it wrote about."""
    siblings: tuple[str, ...] = ()
    """Keys of the other handles of the same contact: what one of them teaches holds for all."""
    link: Link | None = None
    version: int = 0
    """Counts the writes of the row and guards them."""

    def has_left(self, organisation: str, at: datetime) -> bool:
        """Whether he did not write for it any more at that time."""
        ends = [one.until for one in self.memberships if one.organisation == organisation]
        return bool(ends) and all(end is not None and end <= at for end in ends)


class Identification(Value):
    """Who a contact is from. At `Assurance.UNKNOWN` the person is a stranger of its own."""

    person_id: str
    name: str | None = None
    assurance: Assurance
    known: bool
    """The handle was known before this contact."""
    organisations: tuple[str, ...] = ()
    """Organisations the proven handle is a known contact of."""
    called: Mapping[str, str] = Field(default_factory=dict)
    """The names of those organisations."""
    linked: bool = False
    """A new handle that shows to be a known person's: it is kept as his, with the evidence."""
    private: bool = False
    """The proven handle is that of a private account."""
    writes_for: Mapping[str, str] = Field(default_factory=dict)
    own_matters: bool = False
    helps: tuple[str, ...] = ()
    proved: tuple[str, ...] = ()
    seen_with: tuple[str, ...] = ()
    because: tuple[Evidence, ...] = ()
