"""What the table knows about one contact, read in one batch."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from functions import policies
from functions.aws import mail, rows, table
from functions.core.cases import ThreadLink
from functions.core.contacts import Anchor, AnchorKind, Contact, Handle, distinct
from functions.core.evidence.anchors import find_anchors
from functions.core.evidence.clues import Clues, find_clues
from functions.core.evidence.introductions import words_introduced
from functions.core.evidence.known_numbers import with_matches
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.subjects import is_forward
from functions.core.grouping.known import Known
from functions.core.grouping.lookalikes import sender_skeleton
from functions.core.grouping.organisations import KnownOrganisation
from functions.core.grouping.people import KnownHandle
from functions.core.grouping.stakeholders import lookup_domains, nearby_domains
from functions.core.ledger import LedgerRow
from functions.core.loops import Pair
from functions.core.updates.hearing import stop_code
from functions.handling.named_orders import (
    Numbers,
    as_known,
    keys_in_full,
    keys_of_given,
    keys_of_spellings,
    numbers_in,
    orders_found,
)

ANSWERS_LOOKED_AT = 12
ANCHORS_LOOKED_AT = 12
NEARBY_LOOKED_AT = 8
NUMBERS_LOOKED_AT = 8
ORDERS_NEAR = 2
MOST_KEYS = 100

Rows = Mapping[table.Key, Mapping[str, Any]]


class Facts(NamedTuple):
    """What one batched read tells."""

    ledger: LedgerRow | None
    twin: rows.Message | None
    """The message that already has this contact's Message-ID."""
    anchors: tuple[Anchor, ...]
    known: Known
    copied_on: Mapping[str, KnownHandle]
    """Rows of those the message was copied to, by handle key."""
    address: Mapping[str, Any] | None = None
    """The row of the sender's address, where messages of ours concern it."""
    pair: Pair | None = None
    """What automatic mail to the sender may do, where his mail had to be watched before."""
    notice: rows.Message | None = None
    """The message of ours that it answers, where that belongs to no case."""
    near: Rows = MappingProxyType({})
    """Rows of orders that have the number in the text as their id, and how those stand."""


class Wanted(NamedTuple):
    """What a contact gives reason to look up."""

    clues: Clues
    named: Numbers
    answers: tuple[str, ...]
    handles: tuple[Handle, ...]
    domains: tuple[str, ...]
    numbers: tuple[str, ...]
    words: tuple[str, ...]
    """Words that can be part of an account's name."""
    given: tuple[table.Key, ...]
    alike: table.Key | None


def gather(contact: Contact, *, consistent: bool) -> Facts:
    """One BatchGetItem, of at most 100 keys whatever the message holds."""
    wanted = _wanted(contact)
    found = table.read(_keys(contact, wanted), consistent=consistent)
    messages = {one: rows.decode_message(found.get(rows.thread_key(one))) for one in wanted.answers}
    met = [message for message in messages.values() if message]
    told = tuple(message.order for message in met if message.order)
    led = orders_found(contact, wanted.named, found)
    orders = (*with_matches(led), *told)
    read = [anchor for order in orders for anchor in order.matched]
    return Facts(
        ledger=rows.decode(LedgerRow, found.get(rows.item_key(contact.id))),
        twin=_twin(contact, found),
        anchors=distinct((*as_known(wanted.named.anchors, led), *read, *_anchors_of(told))),
        known=Known(
            handles=_known_handles(wanted.handles, found),
            organisations_by_domain=_listings(wanted.domains, found),
            orders=orders,
            threads=(*_links(messages), *_given(wanted.given, found)),
            accounts=_accounts(wanted.numbers, found),
            clues=wanted.clues,
            mass=bool(met) and met[0].mass,
            named=_named(wanted.words, found),
            alike=_alike(wanted.alike, found),
        ),
        copied_on=_known_handles(contact.copied[:NEARBY_LOOKED_AT], found),
        address=found.get(rows.address_key(contact.shop, contact.reached_by)),
        pair=rows.decode(Pair, found.get(_pair_key(contact))),
        notice=next((m for m in met if m.case_id is None and (m.order or m.mass)), None),
        near={key: found[key] for key in _near_keys(contact, wanted) if key in found},
    )


def _wanted(contact: Contact) -> Wanted:
    clues = find_clues(contact)
    named = numbers_in(_anchors(contact), clues)
    alike = sender_skeleton(contact.sender.value) if contact.sender.scheme == "email" else None
    return Wanted(
        clues=clues,
        named=named,
        answers=(*_stopped(contact), *contact.thread.answers)[:ANSWERS_LOOKED_AT],
        handles=_handles(contact, clues),
        domains=(*lookup_domains(contact), *nearby_domains(contact, clues)),
        numbers=_numbers(clues),
        words=words_introduced(contact),
        given=keys_of_given(contact.shop, named),
        alike=rows.lookalike_key(alike) if alike else None,
    )


def _stopped(contact: Contact) -> tuple[str, ...]:
    """The notice that a mail program wants no more like, which answers it by its subject alone."""
    code = stop_code(contact)
    return (f"{rows.MAIL_THREAD}{mail.message_id_of(code, contact.shop)}",) if code else ()


def _keys(contact: Contact, wanted: Wanted) -> list[table.Key]:
    keys = [
        rows.item_key(contact.id),
        _pair_key(contact),
        rows.address_key(contact.shop, contact.reached_by),
        *([rows.thread_key(contact.thread.id)] if contact.thread.id else ()),
        *map(rows.handle_key, wanted.handles),
        *map(rows.domain_key, wanted.domains),
        *([wanted.alike] if wanted.alike else ()),
        *map(rows.thread_key, wanted.answers),
        *keys_in_full(contact.shop, wanted.named),
        *wanted.given,
        *map(rows.organisation_key, wanted.numbers),
        *map(rows.name_key, wanted.words),
        *_near_keys(contact, wanted),
        *keys_of_spellings(contact.shop, wanted.named),
    ]
    return list(dict.fromkeys(keys))[:MOST_KEYS]


def _near_keys(contact: Contact, wanted: Wanted) -> list[table.Key]:
    """Most shops number orders by their ids: then one read tells how the order stands as well."""
    numbers = [anchor.value for anchor in wanted.named.anchors if anchor.kind is AnchorKind.ORDER]
    orders = [f"{contact.shop}#{number}" for number in dict.fromkeys(numbers)][:ORDERS_NEAR]
    return [key for one in orders for key in (rows.order_key(one), rows.standing_key(one))]


def _pair_key(contact: Contact) -> table.Key:
    return rows.pair_key(contact.shop, contact.sender.key)


def _alike(key: table.Key | None, found: Rows) -> tuple[KnownOrganisation, ...]:
    listed = rows.decode(rows.Listed, found.get(key)) if key else None
    return listed.organisations if listed else ()


def _named(words: Sequence[str], found: Rows) -> tuple[KnownOrganisation, ...]:
    held = (rows.decode(rows.Listed, found.get(rows.name_key(word))) for word in words)
    named = {one.id: one for listed in held if listed for one in listed.organisations}
    return tuple(named.values())


def _listings(domains: Sequence[str], found: Rows) -> dict[str, tuple[KnownOrganisation, ...]]:
    listed = {
        domain: rows.decode(rows.Listed, found.get(rows.domain_key(domain))) for domain in domains
    }
    return {domain: one.organisations for domain, one in listed.items() if one}


def _accounts(numbers: Sequence[str], found: Rows) -> dict[str, KnownOrganisation]:
    held = {
        number: rows.decode(KnownOrganisation, found.get(rows.organisation_key(number)))
        for number in numbers
    }
    return {number: one for number, one in held.items() if one}


def _handles(contact: Contact, clues: Clues) -> tuple[Handle, ...]:
    nearby = (*contact.copied, *contact.recipients, *clues.emails)[:NEARBY_LOOKED_AT]
    found = (contact.sender, *contact.sender_also, *nearby, *clues.card_phones, *clues.phones)
    return tuple(dict.fromkeys(found))


def _numbers(clues: Clues) -> tuple[str, ...]:
    numbers = (
        *(f"vat:{number}" for number in clues.vat_numbers),
        *(f"chamber:{number}" for number in clues.chamber_numbers),
        *(f"customer:{number}" for number in clues.customer_numbers),
    )
    return numbers[:NUMBERS_LOOKED_AT]


def _anchors(contact: Contact) -> tuple[Anchor, ...]:
    said = contact.full_text if is_forward(contact.subject) else None
    text = f"{contact.subject or ''}\n{said or contact.text}"
    names = "\n".join(file.name for file in contact.attachments if file.name)
    formats = policies.order_numbers().of(contact.shop)
    in_text = find_anchors(text, order_formats=formats)
    found = (*contact.anchors, *in_text, *find_anchors(names, order_formats=formats))
    return tuple(dict.fromkeys(found))[:ANCHORS_LOOKED_AT]


def _anchors_of(orders: Sequence[KnownOrder]) -> list[Anchor]:
    return [Anchor(kind=AnchorKind.ORDER, value=order.number) for order in orders if order.number]


def _twin(contact: Contact, found: Rows) -> rows.Message | None:
    if not contact.thread.id or contact.thread.id == contact.id:
        return None
    return rows.decode_message(found.get(rows.thread_key(contact.thread.id)))


def _known_handles(handles: Sequence[Handle], found: Rows) -> dict[str, KnownHandle]:
    known = {}
    for handle in handles:
        row = found.get(rows.handle_key(handle))
        if decoded := rows.decode(KnownHandle, row):
            known[handle.key] = decoded.model_copy(update={"version": table.version(row)})
    return known


def read_handles(keys: Sequence[str]) -> dict[str, KnownHandle]:
    """Rows of handles by their keys, as they are now."""
    handles = [Handle.of(key) for key in keys]
    found = table.read(map(rows.handle_key, handles), consistent=True)
    return _known_handles(handles, found)


def _links(messages: Mapping[str, rows.Message | None]) -> list[ThreadLink]:
    return [
        ThreadLink(
            id=answer,
            party=message.party,
            case_id=message.case_id,
            to=message.to,
            person_id=message.person_id,
            name=message.name,
        )
        for answer, message in messages.items()
        if message and message.party and message.case_id
    ]


def _given(keys: Sequence[table.Key], found: Rows) -> list[ThreadLink]:
    """Numbers that we handed out lead to the case they were given for."""
    messages = ((key, rows.decode(rows.Message, found.get(key))) for key in keys)
    return [
        ThreadLink(id=key.pk, party=m.party, case_id=m.case_id, to=m.to, given=True)
        for key, m in messages
        if m and m.party and m.case_id
    ]
