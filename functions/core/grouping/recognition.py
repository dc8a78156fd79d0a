"""Who a contact is from and whose matter it is about, once that is decided."""

from functions.core.contacts import Anchor
from functions.core.grouping.organisations import Stakeholding
from functions.core.grouping.people import Identification
from functions.core.values import Value


class Recognition(Value):
    """Who a contact is from and whose matter it is about."""

    anchors: tuple[Anchor, ...]
    who: Identification
    stake: Stakeholding

    @property
    def party(self) -> str:
        """The organisation where there is one, else the person: whose cases it can join."""
        return self.stake.organisation_id or self.stake.person_id or self.who.person_id
