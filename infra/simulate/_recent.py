"""The contacts of the last days, from a stage's inbox, ledger and what it knows of the party."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from functions import policies, providers
from functions.aws import inbox, rows, table
from functions.aws.runtime import now
from functions.core.conditions import RoutingFacts
from functions.core.contacts import Contact
from functions.core.deliveries import Delivery, Transport
from functions.core.errors import LoketError
from functions.core.gathering import facts_of
from functions.core.ledger import LedgerRow
from functions.core.reception import recognise
from functions.handling.lookup import gather
from functions.handling.party_rows import read_party


class Recent(NamedTuple):
    """A contact that came in, with the facts that rules decide by."""

    contact: Contact
    facts: RoutingFacts


def recent_contacts(days: int) -> Iterator[Recent]:
    """Oldest door first. Customers, orders and cases are taken as they are known today; what the
    inbox holds no more, or its platform would have to be asked for, is left out.
    """
    since = now() - timedelta(days=days)
    for delivery in _deliveries(since):
        for contact in _contacts(delivery):
            key = rows.item_key(contact.id)
            row = rows.decode(LedgerRow, table.read([key]).get(key))
            if row and row.work_item and row.inbox_key == delivery.id:
                yield Recent(contact, _facts(contact, row))


def _deliveries(since: datetime) -> Iterator[Delivery]:
    for key in _keys(since):
        try:
            delivery = inbox.fetch_if_kept(key)
        except LoketError:
            continue
        if delivery and delivery.received_at >= since:
            yield delivery


def _keys(since: datetime) -> Iterator[str]:
    yield from inbox.keys_between(since, now() + timedelta(minutes=1))
    page, start = inbox.mail_page("")
    while page:
        yield from (key for key, stored_at in page if stored_at >= since)
        page, start = inbox.mail_page(start) if start else ([], "")


def _contacts(delivery: Delivery) -> list[Contact]:
    try:
        translator = providers.load(delivery.provider)
        incomplete = translator.thin and delivery.transport is Transport.HTTP
        items = [] if incomplete else translator.parse(delivery)
    except LoketError:
        return []
    return [item for item in items if isinstance(item, Contact)]


def _facts(contact: Contact, row: LedgerRow) -> RoutingFacts:
    known = gather(contact, consistent=False)
    recognition = recognise(contact, known.anchors, known.known)
    cases, bought = read_party(recognition.party, consistent=False)
    earlier = [case for case in cases if case.opened_at < row.recorded_at]
    joined = next((case for case in earlier if case.id == row.case_id), None)
    return facts_of(
        contact,
        recognition,
        known.known,
        earlier,
        joined,
        bought,
        policies.routing(),
        policies.sla(),
        row.recorded_at,
    )
