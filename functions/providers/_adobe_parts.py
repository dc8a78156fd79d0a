"""The fields of Adobe Commerce's shipments and credit memos that we use."""

from pydantic import Field

from functions.core.moments import Sometime
from functions.core.orders import OrderLine
from functions.core.untrusted import Identifier, Line, Theirs
from functions.providers._facts import order_line
from functions.providers._payload import Quantity


class ShipmentItem(Theirs):
    name: Line | None = None
    sku: Line | None = None
    qty: Quantity = 1


class Track(Theirs):
    track_number: Line | None = None
    carrier_code: Line | None = None
    title: Line | None = None


class Shipment(Theirs):
    entity_id: Identifier | None = None
    increment_id: Identifier | None = None
    order_id: Identifier
    created_at: Sometime = None
    tracks: tuple[Track, ...] | None = Field(None, max_length=50)
    items: tuple[ShipmentItem, ...] | None = Field(None, max_length=500)
    track_number: Line | None = None
    carrier_code: Line | None = None
    title: Line | None = None

    def lines(self) -> list[OrderLine]:
        items = self.items or ()
        return [line for one in items for line in order_line(one.name, one.qty, one.sku)]

    def codes(self) -> list[tuple[str, str | None]]:
        """Each tracking code once, with its carrier; a track event is one itself."""
        own = Track(
            track_number=self.track_number, carrier_code=self.carrier_code, title=self.title
        )
        found = {
            one.track_number: one.title or one.carrier_code
            for one in (*(self.tracks or ()), own)
            if one.track_number
        }
        return list(found.items())


class Creditmemo(Theirs):
    entity_id: Identifier | None = None
    increment_id: Identifier | None = None
    order_id: Identifier
    grand_total: Line | None = None
    order_currency_code: Line | None = None
    created_at: Sometime = None
