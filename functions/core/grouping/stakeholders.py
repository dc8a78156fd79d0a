"""Which organisation a contact is about, in which role, on what evidence; or nobody: abstain."""

from collections.abc import Mapping, Sequence

from functions.core.cases import ThreadLink
from functions.core.contacts import (
    Anchor,
    AnchorKind,
    Assurance,
    CompanyFacts,
    Contact,
    Handle,
    distinct,
)
from functions.core.evidence.anchors import normalised
from functions.core.evidence.clues import Clues
from functions.core.evidence.company_numbers import chamber_number, vat_number
from functions.core.evidence.handles import ascii_host
from functions.core.evidence.known_orders import KnownOrder
from functions.core.evidence.mail_domains import (
    corporate_domain,
    hosts_above,
    is_shared_domain,
    registrable_domain,
)
from functions.core.grouping.attribution import (
    DOMAIN,
    PRIVATE,
    Facts,
    Listings,
    Sign,
    is_person,
    listed_on_domain,
    signs_of,
)
from functions.core.grouping.naming import with_introduction
from functions.core.grouping.organisations import KnownOrganisation, Stakeholding
from functions.core.grouping.overruling import by_own_numbers, without_old_subject
from functions.core.grouping.passed_on import on_his_own
from functions.core.grouping.people import Identification, KnownHandle
from functions.core.grouping.roles import role_of
from functions.core.values import Evidence

MAX_LOOKUP_DOMAINS = 5
MAX_NEARBY_DOMAINS = 6
ASSIGN = 1.0
SUGGEST = 0.5
MAX_EVIDENCE = 8
MARGIN = 0.3
"""How far the best must be ahead of the second; otherwise nobody is chosen."""


def attribute(
    contact: Contact,
    who: Identification,
    organisations_by_domain: Listings,
    orders: Sequence[KnownOrder],
    *,
    accounts: Mapping[str, KnownOrganisation] | None = None,
    links: Sequence[ThreadLink] = (),
    nearby: Mapping[str, KnownHandle] | None = None,
    clues: Clues | None = None,
    named: Sequence[KnownOrganisation] = (),
    trust_learned: bool = True,
) -> Stakeholding:
    """The organisation whose matter it is, by the sum of what speaks for it.

    Above `ASSIGN`, and clearly ahead of the second, it is assigned; above `SUGGEST` it is only
    noted. A sender whom nothing vouches for gets none. An unknown company domain is a prospect of
    its own where nothing better is known. `trust_learned` false leaves aside what earlier messages
    of the sender taught.
    """
    if who.assurance is Assurance.UNKNOWN:
        return Stakeholding(organisation_id=None, because=(_evidence("sender_not_proven"),))
    facts = Facts(
        contact=contact,
        who=who,
        listings=organisations_by_domain,
        orders=orders,
        accounts=accounts or {},
        links=links,
        nearby=nearby or {},
        clues=clues or Clues(),
        named=named,
        trust_learned=trust_learned,
    )
    facts = on_his_own(facts)
    signs, chosen, because = _decided(facts)
    tentative = {sign.kind for sign in signs if sign.party == chosen} <= {"learned"}
    if chosen is None and not _is_doubtful(facts):
        chosen = _prospect(contact)
        because = [*because, *([_evidence("unknown_company_domain", chosen)] if chosen else ())]
    return _concluded(facts, signs, chosen, because, tentative=tentative)


def _decided(facts: Facts) -> tuple[list[Sign], str | None, list[Evidence]]:
    """What his own words name goes before the conversation, where they name somebody clearly."""
    if overruled := by_own_numbers(facts):
        signs = signs_of(overruled[0])
        chosen, because = _weigh(signs)
        if chosen in overruled[1]:
            return signs, chosen, [*because, _evidence("number_over_thread", chosen or "")]
    signs = with_introduction(signs_of(without_old_subject(facts)), facts)
    chosen, because = _weigh(signs)
    return signs, chosen or _settled(signs), because


def _concluded(
    facts: Facts,
    signs: Sequence[Sign],
    chosen: str | None,
    because: Sequence[Evidence],
    *,
    tentative: bool,
) -> Stakeholding:
    kinds = tuple(dict.fromkeys(sign.kind for sign in signs if sign.party == chosen))
    somebody = chosen if chosen and is_person(chosen) else None
    organisation = None if somebody or chosen == PRIVATE else chosen
    return _stakeholding(facts.contact, organisation, because, facts, kinds).model_copy(
        update={
            "tentative": bool(organisation) and tentative,
            "private": bool(somebody) or (chosen == PRIVATE and kinds != ("own_thread",)),
            "person_id": somebody,
            "kinds": kinds,
        }
    )


def _weigh(signs: Sequence[Sign]) -> tuple[str | None, list[Evidence]]:
    """The party ahead of all others, with the reasons for and against, strongest first."""
    best: dict[tuple[str, str], Sign] = {}
    for sign in signs:
        held = best.get((sign.party, sign.family))
        if held is None or sign.weight > held.weight:
            best[sign.party, sign.family] = sign
    totals: dict[str, float] = {}
    for sign in best.values():
        totals[sign.party] = totals.get(sign.party, 0.0) + sign.weight
    ranked = sorted(totals, key=lambda party: (-totals[party], party))
    because = [
        Evidence(kind=sign.kind, detail=sign.party, weight=sign.weight)
        for sign in sorted(best.values(), key=lambda sign: (-sign.weight, sign.party, sign.kind))
    ]
    if not ranked or totals[ranked[0]] < SUGGEST:
        return None, because
    ahead = totals[ranked[0]] - (totals[ranked[1]] if len(ranked) > 1 else 0.0)
    if totals[ranked[0]] < ASSIGN or ahead < MARGIN - 1e-9:
        return None, [_evidence("possibly", *ranked[:2]), *because]
    return ranked[0], because


def _settled(signs: Sequence[Sign]) -> str | None:
    """Where nothing is clearly ahead, somebody who belongs somewhere stays there."""
    own = {s.party for s in signs if s.family == "identity" and s.weight >= DOMAIN}
    return own.pop() if len(own) == 1 else None


def _is_doubtful(facts: Facts) -> bool:
    """Several accounts share the sender's domain, or he is a contact of several: no prospect."""
    listed, _ = listed_on_domain(facts.contact, facts.listings)
    return len(listed) > 1 or len(facts.who.organisations) > 1


def _prospect(contact: Contact) -> str | None:
    domains = {
        domain
        for handle in (contact.sender, *contact.sender_also)
        if handle.scheme == "email" and (domain := corporate_domain(handle.value))
    }
    return f"domain:{domains.pop()}" if len(domains) == 1 else None


def lookup_domains(contact: Contact) -> tuple[str, ...]:
    """The domains whose listings bear on a contact: the sender's host, then its parents.

    Only proven handles of the sender count; mail providers are never looked up.
    """
    emails = (
        handle for handle in (contact.sender, *contact.sender_also) if handle.scheme == "email"
    )
    domains = (domain for email in emails for domain in hosts_above(email.value))
    return tuple(dict.fromkeys(domains))[:MAX_LOOKUP_DOMAINS]


def nearby_domains(contact: Contact, clues: Clues) -> tuple[str, ...]:
    """The domains of the others on and in the message."""
    handles = (*contact.copied, *contact.recipients, *clues.emails)
    hosts = (h for handle in handles if handle.scheme == "email" for h in hosts_above(handle.value))
    return tuple(dict.fromkeys(hosts))[:MAX_NEARBY_DOMAINS]


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
    *,
    person: str | None = None,
) -> tuple[Anchor, ...]:
    """The anchors and the numbers of the party's own orders that they led to.

    An invoice or tracking code so meets the case that was opened under the order number. Numbers
    that belong to somebody else are left out: they are mistyped, or none of this party's business.
    """
    keys = {handle.key for handle in (contact.sender, *contact.sender_also)}
    ours = [order for order in orders if _is_of_party(order, organisation_id, keys, person)]
    numbers = [
        Anchor(kind=AnchorKind.ORDER, value=normalised(order.number))
        for order in ours
        if order.number
    ]
    shared = {anchor.key for order in ours for anchor in order.matched}
    foreign = {anchor.key for order in orders for anchor in order.matched} - shared
    own = (anchor for anchor in anchors if anchor.key not in foreign)
    return distinct((*own, *numbers))


def _is_of_party(
    order: KnownOrder, organisation_id: str | None, sender_keys: set[str], person: str | None
) -> bool:
    if organisation_id:
        return order.organisation_id == organisation_id
    if order.organisation_id:
        return False
    is_own = person is not None and order.person_id == person
    return is_own or not sender_keys.isdisjoint(order.handles)


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
    facts: Facts,
    kinds: Sequence[str] = (),
) -> Stakeholding:
    named = [anchor for order in facts.orders for anchor in order.matched]
    known = [entry for listing in facts.listings.values() for entry in listing]
    known += facts.accounts.values()
    names = [entry.name for entry in known if entry.id == organisation_id]
    names += [o.organisation_name for o in facts.orders if o.organisation_id == organisation_id]
    names.append(facts.who.writes_for.get(organisation_id or ""))
    return Stakeholding(
        organisation_id=organisation_id,
        organisation_name=next((name for name in names if name), None) if organisation_id else None,
        role=role_of(contact, organisation_id, facts.orders, kinds=kinds, anchors=named)
        if organisation_id
        else None,
        because=tuple(because[:MAX_EVIDENCE]),
    )


def _evidence(kind: str, *details: str) -> Evidence:
    return Evidence(kind=kind, detail=", ".join(details))


def is_tied(party: str) -> bool:
    """Whether a party is an organisation rather than a person or a mere domain."""
    return not is_person(party) and not party.startswith("domain:")
