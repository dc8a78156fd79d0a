"""Which organisation a contact is about, in which role, on what evidence; or nobody: abstain."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from functions.core.anchors import normalised
from functions.core.company_numbers import chamber_number, vat_number
from functions.core.contacts import Anchor, AnchorKind, Assurance, CompanyFacts, Contact, Handle
from functions.core.handles import ascii_host
from functions.core.mail_domains import (
    corporate_domain,
    is_mail_provider,
    is_shared_domain,
    registrable_domain,
)
from functions.core.organisation_names import names_organisation
from functions.core.organisations import KnownOrder, KnownOrganisation, Stakeholding
from functions.core.people import Identification
from functions.core.roles import role_of
from functions.core.values import Evidence

MAX_LOOKUP_DOMAINS = 5

Listings = Mapping[str, Sequence[KnownOrganisation]]


class Finding(NamedTuple):
    """What one kind of evidence says; `settled` ends the search, also with nobody."""

    organisation_id: str | None
    because: tuple[Evidence, ...]
    settled: bool = False


def attribute(
    contact: Contact,
    who: Identification,
    organisations_by_domain: Listings,
    orders: Sequence[KnownOrder],
) -> Stakeholding:
    """The organisation whose matter it is; the first kind of evidence that decides.

    A sender whom nothing vouches for gets none. Then: an order that the sender is on (a private
    order makes it a private matter), an organisation the sender is a contact of, the only one that
    lists the mail domain, an order quoted with something that bears it out, and at last an unknown
    company domain as a prospect of its own. A quoted number alone gives nothing: it can be
    mistyped or guessed. Where several organisations remain, nobody is chosen.
    """
    if who.assurance is Assurance.UNKNOWN:
        return Stakeholding(organisation_id=None, because=(_evidence("sender_not_proven"),))
    because: list[Evidence] = []
    for finding in _findings(contact, who, organisations_by_domain, orders):
        because += finding.because
        if finding.settled or finding.organisation_id:
            return _stakeholding(
                contact, finding.organisation_id, because, organisations_by_domain, orders
            )
    return Stakeholding(organisation_id=None, because=tuple(because))


def lookup_domains(contact: Contact) -> tuple[str, ...]:
    """The domains whose listings bear on a contact: the sender's host, then its parents.

    Only proven handles of the sender count; mail providers are never looked up.
    """
    emails = (
        handle for handle in (contact.sender, *contact.sender_also) if handle.scheme == "email"
    )
    domains = (domain for email in emails for domain in _host_and_parents(email.value))
    return tuple(dict.fromkeys(domains))[:MAX_LOOKUP_DOMAINS]


def organisation_of(facts: CompanyFacts, emails: Sequence[Handle]) -> KnownOrganisation | None:
    """The organisation that an order's company facts name, under the best identifier they give.

    A mail address alone makes no organisation: people order privately from work.
    """
    customer = (facts.customer_number or "").strip() or None
    vat = vat_number(facts.vat_number or "")
    chamber = chamber_number(facts.chamber_number or "")
    domains = _own_domains(facts, emails)
    if customer:
        identifier = f"org:{customer}"
    elif vat:
        identifier = f"vat:{vat}"
    elif len(domains) == 1 and (facts.name or chamber or facts.domains):
        identifier = f"domain:{domains[0]}"
    else:
        return None
    return KnownOrganisation(
        id=identifier,
        name=facts.name,
        customer_number=customer,
        vat_number=vat,
        chamber_number=chamber,
        domains=domains,
    )


def matter_anchors(
    contact: Contact,
    organisation_id: str | None,
    anchors: Sequence[Anchor],
    orders: Sequence[KnownOrder],
) -> tuple[Anchor, ...]:
    """The anchors and the numbers of the party's own orders that they led to.

    An invoice or tracking code so meets the case that was opened under the order number.
    """
    keys = {handle.key for handle in (contact.sender, *contact.sender_also)}
    numbers = [
        Anchor(kind=AnchorKind.ORDER, value=normalised(order.number))
        for order in orders
        if order.number and _is_of_party(order, organisation_id, keys)
    ]
    return tuple(dict.fromkeys((*anchors, *numbers)))


def _is_of_party(order: KnownOrder, organisation_id: str | None, sender_keys: set[str]) -> bool:
    if organisation_id:
        return order.organisation_id == organisation_id
    return order.organisation_id is None and not sender_keys.isdisjoint(order.handles)


def _findings(
    contact: Contact, who: Identification, listings: Listings, orders: Sequence[KnownOrder]
) -> tuple[Finding, ...]:
    quoted = _quoted_organisations(orders)
    return (
        _by_own_order(contact, orders),
        _by_contact(contact, who, listings, quoted),
        _by_domain(contact, listings, quoted),
        _by_borne_out_order(contact, orders),
        _by_prospect(contact),
    )


def _by_own_order(contact: Contact, orders: Sequence[KnownOrder]) -> Finding:
    """Orders that the sender is on; with private and business ones together it decides nothing."""
    keys = {handle.key for handle in (contact.sender, *contact.sender_also)}
    owners = {order.organisation_id for order in orders if keys.intersection(order.handles)}
    if len(owners) != 1:
        return Finding(None, ())
    owner = owners.pop()
    if owner is None:
        return Finding(None, (_evidence("private_order", "the sender's own order"),), settled=True)
    return Finding(owner, (_evidence("on_the_order", owner),))


def _by_contact(
    contact: Contact, who: Identification, listings: Listings, quoted: frozenset[str]
) -> Finding:
    """The organisation the sender is a known contact of; among several the matter decides."""
    organisations = frozenset(who.organisations)
    if len(organisations) == 1:
        return _unless_contradicted(next(iter(organisations)), "known_contact", quoted)
    for narrowing, kind in (
        (quoted, "known_contact_and_order"),
        (_listed(contact, listings), "known_contact_and_domain"),
    ):
        both = organisations & narrowing
        if len(both) == 1:
            return Finding(next(iter(both)), (_evidence(kind, *both),))
    if organisations:
        several = _evidence("contact_of_several", *sorted(organisations))
        return Finding(None, (several,), settled=True)
    return Finding(None, ())


def _by_domain(contact: Contact, listings: Listings, quoted: frozenset[str]) -> Finding:
    """The only organisation on the longest listed domain; an order tells franchises apart."""
    listed = _listed(contact, listings)
    if len(listed) == 1:
        return _unless_contradicted(next(iter(listed)), "domain", quoted)
    both = listed & quoted
    if len(both) == 1:
        return Finding(next(iter(both)), (_evidence("domain_and_order", *both),))
    if listed:
        several = _evidence("domain_of_several", *sorted(listed))
        return Finding(None, (several,), settled=True)
    return Finding(None, ())


def _by_borne_out_order(contact: Contact, orders: Sequence[KnownOrder]) -> Finding:
    """Somebody writes for a customer: two numbers of one order, or a number and the name."""
    quoted = _quoted_organisations(orders)
    if len(quoted) != 1:
        return Finding(None, tuple(_evidence("possibly", org) for org in sorted(quoted)))
    organisation = next(iter(quoted))
    named = any(names_organisation(contact, order.organisation_name) for order in orders)
    leads: dict[str, int] = {}
    for order in orders:
        leads[order.order_id] = leads.get(order.order_id, 0) + max(1, _telling(order))
    if named or any(count > 1 for count in leads.values()):
        return Finding(organisation, (_evidence("order_borne_out", organisation),))
    return Finding(None, (_evidence("possibly", organisation),))


def _by_prospect(contact: Contact) -> Finding:
    domains = {
        domain
        for handle in (contact.sender, *contact.sender_also)
        if handle.scheme == "email" and (domain := corporate_domain(handle.value))
    }
    if len(domains) != 1:
        return Finding(None, ())
    domain = domains.pop()
    return Finding(f"domain:{domain}", (_evidence("unknown_company_domain", domain),))


def _unless_contradicted(organisation: str, kind: str, quoted: frozenset[str]) -> Finding:
    """Who belongs to one and quotes another's order stays with its own; it is noted."""
    because = [_evidence(kind, organisation)]
    if quoted and organisation not in quoted:
        because.append(_evidence("order_of_another_party", "a number it names is not its own"))
    return Finding(organisation, tuple(because))


def _quoted_organisations(orders: Sequence[KnownOrder]) -> frozenset[str]:
    """Owners of the named orders; a purchase-order number alone is nobody's own."""
    return frozenset(
        order.organisation_id
        for order in orders
        if order.organisation_id and (not order.matched or _telling(order))
    )


def _telling(order: KnownOrder) -> int:
    return sum(anchor.kind is not AnchorKind.PURCHASE_ORDER for anchor in order.matched)


def _listed(contact: Contact, listings: Listings) -> frozenset[str]:
    for domain in lookup_domains(contact):
        if listings.get(domain):
            return frozenset(organisation.id for organisation in listings[domain])
    return frozenset()


def _host_and_parents(address: str) -> list[str]:
    host = ascii_host(address.rpartition("@")[2])
    registered = registrable_domain(host) if host else None
    if host is None or registered is None or is_mail_provider(registered):
        return []
    below = host.removesuffix(registered).rstrip(".")
    labels = below.split(".")[-(MAX_LOOKUP_DOMAINS - 1) :] if below else []
    return [".".join((*labels[i:], registered)) for i in range(len(labels) + 1)]


def _own_domains(facts: CompanyFacts, emails: Sequence[Handle]) -> tuple[str, ...]:
    """Domains the facts list, and the one that all mail addresses of the order share."""
    listed = [host for domain in facts.domains if (host := ascii_host(domain))]
    by_mail = {corporate_domain(email.value) for email in emails if email.scheme == "email"}
    agreed = [domain for domain in by_mail if domain] if len(by_mail) == 1 else []
    own = (domain for domain in (*listed, *agreed) if registrable_domain(domain))
    return tuple(dict.fromkeys(domain for domain in own if not is_shared_domain(domain)))


def _stakeholding(
    contact: Contact,
    organisation_id: str | None,
    because: Sequence[Evidence],
    listings: Listings,
    orders: Sequence[KnownOrder],
) -> Stakeholding:
    known = (entry for listing in listings.values() for entry in listing)
    names = [entry.name for entry in known if entry.id == organisation_id]
    names += [o.organisation_name for o in orders if o.organisation_id == organisation_id]
    return Stakeholding(
        organisation_id=organisation_id,
        organisation_name=next((name for name in names if name), None) if organisation_id else None,
        role=role_of(contact, organisation_id, orders) if organisation_id else None,
        because=tuple(because),
    )


def _evidence(kind: str, *details: str) -> Evidence:
    return Evidence(kind=kind, detail=", ".join(details))
