"""What failed for good, or whose channel was closed, goes by the person's next channel, once."""

from collections.abc import Sequence
from datetime import datetime

from functions.aws import rows, table
from functions.core.notifications import Notification, NotificationState
from functions.core.orders import Order
from functions.core.updates.happenings import About, Happening, Kind, SendResult
from functions.core.updates.reading import introduce
from functions.core.updates.records import PersonRecord, Sent
from functions.core.updates.standing import Proof
from functions.handling import sending, standings
from functions.handling.standings import Loaded, Moved
from functions.handling.upkeep import commit


def load(note: Notification) -> Loaded:
    """The orders of a message, and its recipient."""
    loaded, names = Loaded(shop=note.shop), list(dict.fromkeys(i.fact.order for i in note.items))
    orders = {name: rows.order_key(f"{note.shop}#{name}") for name in names}
    keys = {name: rows.standing_key(f"{note.shop}#{name}") for name in names}
    found = table.read([*orders.values(), *keys.values()], consistent=True)
    for name in names:
        order = rows.decode(Order, found.get(orders[name]))
        if order is not None:
            loaded.take_order(order, found.get(keys[name]), name)
            introduce(order, loaded.kept)
    wanted = note.person_id or note.recipient.handle.key
    person = loaded.kept.people.get(wanted, PersonRecord(id=wanted))
    loaded.kept.people = {wanted: person}
    standings.fill(loaded, [person], consistent=True)
    standings.load_others(loaded, consistent=True)
    return loaded


def reported(
    loaded: Loaded, note: Notification, result: SendResult, proof: Proof, *, closes: bool = True
) -> Moved:
    """Let the rules take the news of a message's fate. `closes`: the address is to blame."""
    person = next(iter(loaded.kept.people))
    event = Happening(
        id=proof.source,
        kind=Kind.SEND_RESULT,
        received_at=proof.at,
        occurred_at=proof.at,
        person=person,
        about=About(
            person=person,
            channel=note.channel,
            order=note.order_id,
            parcel=note.lead.fact.parcel,
            milestone=note.milestone,
        ),
        result=result,
        permanent=True,
    )
    facts = [item.fact for item in note.items if item.fact.order in loaded.kept.standings]
    failed = note.state is NotificationState.FAILED
    sent = Sent(channel=note.channel, at=note.due_at, facts=facts, failed=failed)
    return standings.step(loaded, [event], proof.at, proof, {person: sent}, closes=closes)


def resend(note: Notification, now: datetime, reason: str, *, closes: bool) -> None:
    """Write it off, and have its news told by what is left of the person's channels."""
    loaded = load(note)
    proof = Proof(at=now, source=f"notification:{note.id}", reason=reason)
    moved = reported(loaded, note, SendResult.FAILED, proof, closes=closes)
    commit(loaded, moved, ended(note, reason))


def ended(note: Notification, reason: str) -> Sequence[table.Write]:
    return [sending.write(sending.ended(note, NotificationState.FAILED, reason))]
