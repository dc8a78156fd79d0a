"""A customer account as the back office knows it: its numbers, domains and contacts."""

from collections.abc import Iterator, Mapping
from typing import Any

from functions.aws import rows, table
from functions.core.evidence.introductions import name_words
from functions.core.grouping.accounts import Account, AccountContact
from functions.core.grouping.identity import person_id
from functions.core.grouping.lookalikes import skeleton
from functions.core.grouping.organisations import KnownOrganisation
from functions.core.grouping.people import KnownHandle

MAX_SIBLINGS = 3
MOST_ALIKE = 8
"""Other accounts with the same word in their names."""
MAX_ROWS = 90
"""Below what one transaction takes."""

Rows = Mapping[table.Key, Mapping[str, Any]]


def record_account(account: Account) -> int:
    """Write what changed; how many rows that were. The same account again writes nothing."""
    keys = [
        *map(rows.organisation_key, account.numbers),
        *_domain_keys(account),
        *_name_keys(account),
        *(rows.handle_key(handle) for one in account.contacts for handle in one.handles),
    ]
    found: dict[table.Key, Mapping[str, Any]] = {}
    for start in range(0, len(keys), 100):
        found |= table.read(keys[start : start + 100], consistent=True)
    writes = [*_account_writes(account, found), *_contact_writes(account, found)]
    for start in range(0, len(writes), MAX_ROWS):
        table.commit(writes[start : start + MAX_ROWS])
    return len(writes)


def _account_writes(account: Account, found: Rows) -> Iterator[table.Write]:
    """Private accounts are people: only their contacts are kept."""
    organisation = account.organisation
    if organisation is None:
        return
    for number in account.numbers:
        key = rows.organisation_key(number)
        if rows.decode(KnownOrganisation, found.get(key)) != organisation:
            yield table.Write(key, organisation)
    for key in _domain_keys(account):
        row = found.get(key)
        listed = rows.decode(rows.Listed, row) or rows.Listed()
        others = (one for one in listed.organisations if _stays(one, organisation))
        after = rows.Listed(organisations=(*others, organisation))
        if set(after.organisations) != set(listed.organisations):
            version = table.version(row)
            yield table.Write(key, after, table.unchanged(version), version=version + 1)
    yield from _name_writes(account, organisation, found)


def _name_writes(
    account: Account, organisation: KnownOrganisation, found: Rows
) -> Iterator[table.Write]:
    """Under each telling word of its name; a word that many names have leads nowhere."""
    for key in _name_keys(account):
        row = found.get(key)
        listed = (rows.decode(rows.Listed, row) or rows.Listed()).organisations
        others = [one for one in listed if one.id != organisation.id]
        if organisation in listed or len(others) > MOST_ALIKE:
            continue
        after = rows.Listed(organisations=(*others, organisation))
        version = table.version(row)
        yield table.Write(key, after, table.unchanged(version), version=version + 1)


def _name_keys(account: Account) -> list[table.Key]:
    return [] if account.private else [rows.name_key(word) for word in name_words(account.name)]


def _domain_keys(account: Account) -> list[table.Key]:
    """Where its domains are looked up, and where what looks like them is."""
    alike = (skeleton(domain) for domain in account.mail_domains)
    keys = (
        *map(rows.domain_key, account.mail_domains),
        *(rows.lookalike_key(one) for one in alike if one),
    )
    return list(dict.fromkeys(keys))


def _stays(listed: KnownOrganisation, organisation: KnownOrganisation) -> bool:
    """Other accounts share the domain; who merely ordered by such an address does not."""
    return listed.registered and listed.id != organisation.id


def _contact_writes(account: Account, found: Rows) -> Iterator[table.Write]:
    """A number or address that several contacts share leads to the account, and to the first."""
    done = set()
    family = account.contacts[0].handles[:1] if account.private and account.contacts else ()
    for contact in account.contacts:
        for handle in contact.handles:
            key = rows.handle_key(handle)
            if key in done:
                continue
            done.add(key)
            row = found.get(key)
            before = rows.decode(KnownHandle, row)
            first = (family or contact.handles)[0]
            known = before or KnownHandle(handle=handle, person_id=person_id(first))
            after = _as_contact(known, contact, account)
            if after != before:
                version = table.version(row)
                yield table.Write(key, after, table.unchanged(version), version=version + 1)


def _as_contact(known: KnownHandle, contact: AccountContact, account: Account) -> KnownHandle:
    others = (handle.key for handle in contact.handles if handle != known.handle)
    siblings = tuple(dict.fromkeys((*known.siblings, *others)))[:MAX_SIBLINGS]
    known = known.model_copy(update={"siblings": siblings})
    if account.organisation is None:
        return known.model_copy(update={"private": True, "name": contact.name or known.name})
    organisations = tuple(dict.fromkeys((*known.organisations, account.organisation.id)))
    segments = dict(known.segments)
    segments.pop(account.organisation.id, None)
    if account.segment:
        segments[account.organisation.id] = account.segment
    return known.model_copy(
        update={
            "organisations": organisations,
            "called": {**known.called, account.organisation.id: account.name or ""},
            "segments": segments,
            "name": known.name or contact.name,
        }
    )
