"""An address that wants no more messages by a channel: STOP, and the link of a notice by mail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from functions.aws import mail, rows, secrets, table
from functions.aws.runtime import logger, metrics, public_url
from functions.core.contacts import Channel as By
from functions.core.contacts import Handle
from functions.core.deliveries import Delivery
from functions.core.errors import UnknownAccountError
from functions.core.items import Outcome, OutcomeKind
from functions.core.ledger import LedgerRow
from functions.core.notifications import Notification, NotificationKind
from functions.core.opting_out import CHANNEL, Link, OptOut, sign_link
from functions.core.updates.happenings import Happening, Intent, Kind
from functions.core.updates.hearing import stop_subject
from functions.core.updates.policy import Channel
from functions.core.updates.records import PersonRecord
from functions.core.updates.standing import Address, Proof
from functions.core.values import Evidence, Language
from functions.handling import standings
from functions.handling.settled import settle
from functions.handling.standings import Loaded

PROVIDER = "unsubscribe"
OPTED_OUT = "no more mail about orders, by one click"
FORGOTTEN = "opt_out: its message is no longer known; opt the person out by hand"
HOW = "one click"


def ways_out(note: Notification) -> tuple[str, ...]:
    """Where the recipient of a notice by mail can end them; none for the answer to a question.

    The link needs a public address and a key; an answer to the mail address always works.
    """
    if note.kind is not NotificationKind.NEWS:
        return ()
    address = quote(mail.bare_sender(note.shop), safe="@")
    by_mail = f"mailto:{address}?subject={quote(stop_subject(mail.message_code(note.id)))}"
    link = _link(note)
    return (link, by_mail) if link else (by_mail,)


def _link(note: Notification) -> str | None:
    base = public_url()
    if not base:
        return None
    try:
        keys = secrets.credentials(PROVIDER, note.shop).secrets
    except UnknownAccountError:
        return None
    language = note.language if note.language in set(Language) else Language.ENGLISH
    token = sign_link(keys, note.shop, Link(note.id, Language(language)))
    return f"{base}/webhooks/{PROVIDER}/{note.shop}?token={token}" if token else None


def handle_opt_out(item: OptOut, delivery: Delivery, *, consistent: bool) -> Outcome:
    """One try: ConflictError when somebody else wrote in between, then look again."""
    item_key = rows.item_key(item.id)
    note_key = rows.notification_key(item.notification_id)
    found = table.read([item_key, note_key], consistent=consistent)
    if ledger := rows.decode(LedgerRow, found.get(item_key)):
        return settle(ledger, delivery)
    note = rows.decode(Notification, found.get(note_key))
    known = note if note and (note.shop, note.channel) == (item.shop, CHANNEL) else None
    row = _ledger_row(item, delivery, known)
    waits = None if known else rows.quarantine_timeline(row)
    writes = [table.Write(item_key, row, table.NOT_THERE, timeline=waits)]
    table.commit([*writes, *(_closing(item, known, delivery) if known else ())])
    logger.info("opt-out recorded", item_id=item.id, outcome=row.outcome.kind)
    metrics.add_metric(name="OptedOut", unit="Count", value=1)
    return row.outcome


def _closing(item: OptOut, note: Notification, delivery: Delivery) -> list[table.Write]:
    handle, at = note.recipient.handle, delivery.received_at
    key = rows.address_key(item.shop, handle)
    loaded = address_alone(item.shop, handle, table.read([key], consistent=True).get(key))
    return closing(loaded, CHANNEL, at, Proof(at=at, source=item.id, reason=HOW))


def closing(
    loaded: Loaded, channel: Channel | None, asked_at: datetime, proof: Proof
) -> list[table.Write]:
    """STOP, whoever brings it: the channel is closed at that address, once, with its proof."""
    event = Happening(
        id=proof.source,
        kind=Kind.CONTACT,
        received_at=proof.at,
        occurred_at=asked_at,
        person=next(iter(loaded.kept.people)),
        channel=channel,
        intent=Intent.STOP,
    )
    moved = standings.step(loaded, [event], proof.at, proof)
    return list(standings.writes(loaded, moved))


def address_alone(shop: str, handle: Handle, row: Mapping[str, Any] | None) -> Loaded:
    """What can be closed of an address, whoever it is and whatever they ordered."""
    loaded = Loaded(shop=shop)
    by_phone = handle.scheme == "phone"
    loaded.kept.people = {
        handle.key: PersonRecord(
            id=handle.key,
            phone=handle.value if by_phone else None,
            email=handle.value if handle.scheme == "email" else None,
        )
    }
    loaded.versions[rows.address_key(shop, handle)] = table.version(row)
    loaded.kept.addresses[handle.key] = rows.decode(Address, row) or Address()
    return loaded


def _ledger_row(item: OptOut, delivery: Delivery, note: Notification | None) -> LedgerRow:
    done = Outcome(kind=OutcomeKind.RECORDED, reason=OPTED_OUT)
    lost = Outcome(kind=OutcomeKind.QUARANTINED, reason=FORGOTTEN)
    because = (Evidence(kind="opted_out", detail=f"link of message {item.notification_id}"),)
    return LedgerRow(
        item_id=item.id,
        kind=item.kind,
        provider=item.provider,
        shop=item.shop,
        inbox_key=delivery.id,
        recorded_at=delivery.received_at,
        outcome=done if note else lost,
        sender=note.recipient.handle.key if note else None,
        channel=By.EMAIL,
        order_key=f"{note.shop}#{note.order_id}" if note else None,
        because=because if note else (),
    )
