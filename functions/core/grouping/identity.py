"""Whose handle is this, and how sure are we."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from functions.core.cases import ThreadLink
from functions.core.contacts import Assurance, Contact, Handle, Verdict, Verdicts
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.mail_domains import registrable_domain
from functions.core.grouping.people import UNPROVEN, Identification, KnownHandle, is_unproven
from functions.core.grouping.relations import same_person
from functions.core.language.phrases import fold
from functions.core.values import Evidence

UNPROVEN_KINDS = frozenset({"dmarc_failed", "sender_not_proven"})


def identify(
    contact: Contact,
    known: Mapping[str, KnownHandle],
    *,
    orders: Sequence[KnownOrder] = (),
    signed: Sequence[Handle] = (),
    links: Sequence[ThreadLink] = (),
) -> Identification:
    """The person behind a contact; `known` is by handle key, `orders` are those it names.

    An unproven sender is a stranger of its own, always the same one for the same address and never
    a known person. A handle is all that ties a person together, so a phone number that changed
    hands still names its former owner until an agent unlinks it: a scoped user id that we know
    therefore goes before the number, and where the two disagree the number gives nothing.
    A sender never seen before is taken for somebody known when he signs with that person's number
    and name, names that person's own private order under that name, or under that name goes on
    with a conversation of his. `signed` are the handles in his signature.
    """
    proof = prove_sender(contact)
    if proof.kind in UNPROVEN_KINDS or not contact.sender.value:
        return _stranger(contact, proof)
    primary = _known(contact.sender, known)
    others = [row for handle in contact.sender_also if (row := _known(handle, known))]
    rows, because = _agreeing(primary, others)
    introduced = None if rows else _introduced(contact, known, orders, signed, links)
    rows, because = introduced or (rows, because)
    rows = [_as_of(row, contact.sent_at) for row in rows]
    organisations = _each_once(org for row in rows for org in row.organisations)
    matched = bool(organisations) or _is_on_an_order(contact, orders)
    return Identification(
        person_id=rows[0].person_id if rows else person_id(contact.sender),
        linked=introduced is not None,
        private=any(row.private for row in rows),
        own_matters=any(row.own_matters for row in rows),
        helps=_each_once(one for row in rows for one in row.helps),
        writes_for={org: name for row in rows for org, name in row.writes_for.items()},
        proved=_each_once(org for row in rows for org in row.proved),
        seen_with=_each_once(org for row in rows for org in row.seen_with),
        name=next((row.name for row in rows if row.name), contact.sender_name),
        assurance=Assurance.MATCHED if matched else Assurance.CHANNEL,
        known=bool(rows),
        organisations=organisations,
        called={org: name for row in rows for org, name in row.called.items()},
        because=(proof, *because),
    )


def _each_once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def prove_sender(contact: Contact) -> Evidence:
    """What vouches for the sender, or that nothing does (a kind of `UNPROVEN_KINDS`)."""
    verdicts = contact.verdicts
    if verdicts is None:
        return Evidence(kind="verified_channel")
    if verdicts.dmarc is Verdict.FAIL:
        return Evidence(kind="dmarc_failed", detail="the sender's domain disowns this mail")
    if verdicts.dmarc is Verdict.PASS:
        return Evidence(kind="dmarc_passed")
    return _aligned(contact.sender, verdicts)


def person_id(handle: Handle) -> str:
    """The id of a person who is first met by this handle; the same one at every attempt."""
    return f"person:{_digest(handle.key)}"


def _aligned(sender: Handle, verdicts: Verdicts) -> Evidence:
    """Without a DMARC policy: SPF or DKIM counts when it speaks for the sender's own domain."""
    own = registrable_domain(sender.value.rpartition("@")[2]) if sender.scheme == "email" else None
    envelope = registrable_domain(verdicts.envelope_domain or "")
    if own and verdicts.spf is Verdict.PASS and envelope == own:
        return Evidence(kind="spf_aligned", detail=own)
    signed = {registrable_domain(domain) for domain in verdicts.dkim_domains}
    if own and verdicts.dkim is Verdict.PASS and own in signed:
        return Evidence(kind="dkim_aligned", detail=own)
    return Evidence(kind="sender_not_proven", detail="no check of the mail vouches for its sender")


def _stranger(contact: Contact, proof: Evidence) -> Identification:
    handle_key = contact.sender.key if contact.sender.value else contact.id
    return Identification(
        person_id=f"{UNPROVEN}{_digest(handle_key)}",
        name=contact.sender_name,
        assurance=Assurance.UNKNOWN,
        known=False,
        because=(proof,),
    )


def _as_of(row: KnownHandle, at: datetime) -> KnownHandle:
    """Without the organisations that he had left by then; what he wrote before stays theirs."""
    gone = {one.organisation for one in row.memberships if row.has_left(one.organisation, at)}
    if not gone:
        return row
    return row.model_copy(
        update={
            "organisations": tuple(one for one in row.organisations if one not in gone),
            "writes_for": {one: name for one, name in row.writes_for.items() if one not in gone},
            "proved": tuple(one for one in row.proved if one not in gone),
            "seen_with": tuple(one for one in row.seen_with if one not in gone),
        }
    )


def _known(handle: Handle, known: Mapping[str, KnownHandle]) -> KnownHandle | None:
    """A row that an unproven sender left behind is no knowledge."""
    row = known.get(handle.key)
    return None if row is None or is_unproven(row.person_id) else row


def _agreeing(
    primary: KnownHandle | None, others: Sequence[KnownHandle]
) -> tuple[list[KnownHandle], list[Evidence]]:
    """The rows that name one person; on disagreement only the primary handle's own row."""
    rows = [primary, *others] if primary else list(others)
    if not rows:
        return [], [Evidence(kind="new_handle")]
    if len({row.person_id for row in rows}) == 1:
        return rows, [Evidence(kind="known_handle", detail=row.handle.scheme) for row in rows]
    disagreement = Evidence(kind="handles_disagree", detail="its handles belong to several people")
    if primary is None:
        return [], [disagreement, Evidence(kind="new_handle")]
    return [primary], [Evidence(kind="known_handle", detail=primary.handle.scheme), disagreement]


def _introduced(
    contact: Contact,
    known: Mapping[str, KnownHandle],
    orders: Sequence[KnownOrder],
    signed: Sequence[Handle],
    links: Sequence[ThreadLink],
) -> tuple[list[KnownHandle], list[Evidence]] | None:
    """Exactly one person that a new sender shows to be; several mean nobody."""
    found = {
        row.person_id: (row, Evidence(kind="signature", detail=handle.scheme))
        for handle in signed
        if (row := _known(handle, known)) and _fits(contact.sender_name, row.name)
    }
    for order in orders:
        if order.organisation_id or not order.handles:
            continue
        if any(same_person(contact.sender_name, name) for name in order.names):
            row = _owner(order, known)
            found[row.person_id] = (row, Evidence(kind="own_order_and_name", detail=""))
    for link in links[:1]:
        if link.person_id and not link.given and same_person(contact.sender_name, link.name):
            row = KnownHandle(handle=contact.sender, person_id=link.person_id, name=link.name)
            found.setdefault(link.person_id, (row, Evidence(kind="own_thread_and_name")))
    if len(found) != 1:
        return None
    row, evidence = next(iter(found.values()))
    return [row], [evidence]


def _fits(name: str | None, other: str | None) -> bool:
    """Together with a number of his that is enough where one of them is a first name only."""
    if name is None or other is None or same_person(name, other):
        return True
    ours, theirs = fold(name).split(), fold(other).split()
    return ours == theirs or (ours[:1] == theirs[:1] and 1 in (len(ours), len(theirs)))


def _owner(order: KnownOrder, known: Mapping[str, KnownHandle]) -> KnownHandle:
    """The person of a private order: by his row where it was read, else by his first handle."""
    row = next((known[key] for key in order.handles if key in known), None)
    scheme, _, value = order.handles[0].partition(":")
    handle = Handle(scheme=scheme, value=value)
    return row or KnownHandle(
        handle=handle, person_id=order.person_id or person_id(handle), private=True
    )


def _is_on_an_order(contact: Contact, orders: Sequence[KnownOrder]) -> bool:
    keys = {handle.key for handle in (contact.sender, *contact.sender_also)}
    return any(keys.intersection(order.handles) for order in orders)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
